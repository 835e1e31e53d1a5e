"""What one client knows: rows by table, brought up to date by the frames that it is sent."""

from __future__ import annotations

from typing import Any

from folkmoot.practice_kit.wire.frames import USUAL

Row = dict[str, Any]

TABLES = (
    "session", "practices", "items", "activities", "people", "groupings", "groups", "entries", "findings", "counts"
)  # fmt: skip


class Store:
    """Rows as this person may see them, who they are, and how far they have read each audience.

    `keeps_events`: every event is kept in `events` too, to be looked at afterwards; an afternoon of them is large.
    """

    def __init__(self, *, keeps_events: bool = False) -> None:
        self.keeps_events = keeps_events
        self.tables: dict[str, dict[str, Row]] = {name: {} for name in TABLES}
        self.cursors: dict[str, int] = {}
        self.you: Row = {}
        self.mine: set[str] = set()
        self.drafts: dict[str, Row] = {}
        self.presence: dict[str, str] = {}
        self.gaps = 0
        self.events: list[Row] = []

    def take(self, frame: Row) -> None:
        """Bring the rows up to date with one frame."""
        match frame["t"]:
            case "snapshot":
                self._anew(frame)
            case "batch":
                for event in frame["events"]:
                    self._event(frame["a"], event)
            case "live":
                self._live(frame)
            case "presence":
                self.presence |= frame["people"]
            case "told" if "you" in frame:
                self._is(frame["you"])

    def _anew(self, frame: Row) -> None:
        self.cursors = dict(frame["cursors"])
        self.tables = {name: {} for name in TABLES}
        for name, rows in frame["tables"].items():
            self._put(name, rows)
        self._is(frame["you"])

    def _is(self, you: Row) -> None:
        self.you, self.mine, self.drafts = you, set(you["mine"]), dict(you["drafts"])

    def _event(self, audience: str, event: Row) -> None:
        if event["n"] != self.cursors.get(audience, 0) + 1:
            self.gaps += 1
        self.cursors[audience] = event["n"]
        if self.keeps_events:
            self.events.append({**event, "a": audience})
        for name, rows in event.get("put", {}).items():
            self._put(name, rows)
        for name, keys in event.get("drop", {}).items():
            for key in keys:
                self.tables[name].pop(key, None)
        note = event.get("note", {})
        self.mine |= set(note.get("mine", []))
        for name in ("finished", "admitted", "hand_at", "lost_at"):
            if name in note and audience.startswith("person:"):
                self.you[name] = note[name]

    def _live(self, frame: Row) -> None:
        prefixes = tuple(frame.get("findings_of", ()))
        if prefixes:
            found = self.tables["findings"]
            self.tables["findings"] = {key: row for key, row in found.items() if not key.startswith(prefixes)}
        self._put("counts", frame.get("counts", []))
        self._put("findings", frame.get("findings", []))
        self.drafts |= frame.get("drafts", {})

    def _put(self, name: str, rows: list[Row]) -> None:
        table = self.tables[name]
        for row in rows:
            table[row["id"]] = (USUAL if name == "entries" else table.get(row["id"], {})) | row

    # --- reading ----------------------------------------------------------------------------------------------------

    @property
    def session(self) -> Row:
        """The session's row; empty before the first snapshot."""
        return next(iter(self.tables["session"].values()), {})

    @property
    def activity(self) -> Row | None:
        """The activity of the item in progress, if it has one."""
        item = self.session.get("item")
        found = self.tables["activities"].values()
        return next((each for each in found if item and each["item"] == item), None)

    def stage(self, activity: Row) -> Row:
        """The declaration of the stage that an activity is in."""
        stages = self.tables["practices"][activity["practice"]]["stages"]
        found: Row = next(each for each in stages if each["key"] == activity["stage"])
        return found

    def group(self, activity: Row) -> Row | None:
        """The group in which this person works in an activity, if any."""
        me = self.you.get("person")
        groups = self.tables["groups"].values()
        return next((g for g in groups if g["grouping"] == activity["grouping"] and me in g["members"]), None)

    def entries(self, activity: str, kind: str = "") -> list[Row]:
        """The entries of an activity in this person's sight, of one kind or of all, in their order."""
        found = [e for e in self.tables["entries"].values() if e["activity"] == activity and kind in ("", e["kind"])]
        return sorted(found, key=lambda entry: (entry["order"], entry["id"]))

    def leaves(self) -> list[Row]:
        """The items that are run, in order: blocks stand for their parts."""
        items = sorted(self.tables["items"].values(), key=lambda item: item["position"])
        parents = {item["parent"] for item in items}
        tops = [item for item in items if not item["parent"]]
        parts = {top["id"]: [item for item in items if item["parent"] == top["id"]] for top in tops}
        return [leaf for top in tops for leaf in (parts[top["id"]] if top["id"] in parents else [top])]
