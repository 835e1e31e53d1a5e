"""What one person sees when they arrive: everything they may see, with a cursor for each audience."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Container, Iterable, Mapping, Set
from datetime import datetime
from functools import cache
from typing import Any

from folkmoot.practice_kit import registry
from folkmoot.practice_kit.contract import Practice
from folkmoot.practice_kit.wire.declared import KindRow, PracticeRow, StageRow
from folkmoot.practice_kit.wire.frames import encode
from folkmoot.record import access
from folkmoot.record.boards import Boards
from folkmoot.record.models import (
    Activity,
    Entry,
    Group,
    Grouping,
    Participant,
    ReleaseAnswer,
    Run,
    RunEntry,
)
from folkmoot.record.state import Layer, State
from folkmoot.record.tally import Tally

Row = dict[str, Any]


class Views:
    """What each audience sees of a session, worked out once for all who belong to it; `note` what changes."""

    def __init__(self, state: State) -> None:
        self.state = state
        self.boards = Boards(state)
        self._seen: dict[tuple[str, str], dict[str, Row]] = {}
        self._texts: dict[tuple[str, str], bytes] = {}
        self._tallied: dict[tuple[str, str], tuple[list[Row], list[Row]]] = {}
        self._mine: dict[str, list[str]] | None = None

    def note(self, change: Layer) -> None:
        """Take in what a tick changed; the state has it already."""
        touched = {table for table, rows in change.rows.items() if rows}
        if touched & MOVES_ALL:
            self._seen.clear()
            self._texts.clear()
            self._tallied.clear()
            self.boards.forget()
        elif Participant in touched:
            self._drop({"session", "people", "groups"})
        if Participant in touched:
            self.boards.rename(p.person_id for p in change.rows[Participant].values() if isinstance(p, Participant))
        if Entry in touched:
            self._mine = None
            self.boards.note(change.rows[Entry])
            changed = [e for e in change.rows[Entry].values() if isinstance(e, Entry)]
            if any(e.state == Entry.State.WITHDRAWN or e.kind == "issue" for e in changed):
                self.recount()  # an issue is no activity's own, and stands in what others find

    def recount(self, activities: Container[str] | None = None) -> None:
        """Counts and findings of these activities, or of all, are worked out anew from now on. Until then who joins
        gets what the others have.
        """
        self._drop({"counts", "findings"})
        for place in [place for place in self._tallied if activities is None or place[0] in activities]:
            del self._tallied[place]

    def _drop(self, tables: Set[str]) -> None:
        for known in (self._seen, self._texts):
            for place in [place for place in known if place[1] in tables]:
                del known[place]

    def snapshot(self, person: str, now: datetime, cursors: Mapping[str, int] | None = None) -> list[bytes]:
        """The snapshot frame of a person as it crosses the wire, in pieces; nobody is the shared screen, which sees
        what all see.

        `cursors` are laid over those of the state. Rows that many people get are turned into text once for all of them.
        """
        audiences = access.audiences_of(self.state, person)
        own = {audience: self.state.counters.get(audience, 0) for audience in audiences}
        head = {"t": "snapshot", "at": access.millis(now), "cursors": own | dict(cursors or {})}
        pieces = [encode(head | {"you": you(self.state, person, self._written_by(person))})[:-1], b',"tables":']
        for place, table in enumerate((*TABLES_OF["session"], "groups")):
            pieces += [f'{"," if place else "{"}"{table}":['.encode(), *self._texts_of(table, audiences), b"]"]
        return [*pieces, b"}}"]

    def _written_by(self, person: str) -> list[str]:
        if self._mine is None:
            self._mine = defaultdict(list)
            for entry in self.state.all(Entry):
                if entry.author_id and entry.state != Entry.State.WITHDRAWN:
                    self._mine[entry.author_id].append(entry.id)
        return self._mine.get(person, [])

    def _texts_of(self, table: str, audiences: Iterable[str]) -> list[bytes]:
        """A table's rows as text. Rows of one id lie over each other, but for those that are the same to everybody."""
        if table == "entries":
            texts = [self.boards.of(audience) for audience in audiences]
            return [piece for text in texts if text for piece in (b",", text)][1:]
        theirs = [a for a in audiences if table in TABLES_OF[_sort(a)] and self._rows_of(a, table)]
        if len(theirs) > 1 and table not in SAME_TO_ALL:
            return [encode(self._together(table, theirs))[1:-1]]
        pieces: list[bytes] = []
        for audience in theirs:
            if (audience, table) not in self._texts:
                self._texts[audience, table] = encode(list(self._rows_of(audience, table).values()))[1:-1]
            pieces += [b",", self._texts[audience, table]]
        return pieces[1:]

    def tables(self, audiences: Iterable[str]) -> dict[str, list[Row]]:
        """All rows these audiences may see, by table; a later audience's fields lie over an earlier one's."""
        audiences = list(audiences)
        names = {table: None for audience in audiences for table in TABLES_OF[_sort(audience)]}
        return {table: self._together(table, audiences) for table in names}

    def tallies(self, audiences: Iterable[str]) -> dict[str, list[Row]]:
        """Counts and findings for these audiences."""
        audiences = list(audiences)
        return {table: self._together(table, audiences) for table in ("counts", "findings")}

    def _together(self, table: str, audiences: Iterable[str]) -> list[Row]:
        found: dict[str, Row] = {}
        for audience in audiences:
            if table in TABLES_OF[_sort(audience)]:
                for key, row in self._rows_of(audience, table).items():
                    found[key] = {**found[key], **row} if key in found else row
        return list(found.values())

    def _rows_of(self, audience: str, table: str) -> dict[str, Row]:
        if table == "entries":
            return self._rows(table, audience)
        if (audience, table) not in self._seen:
            self._seen[audience, table] = self._rows(table, audience)
        return self._seen[audience, table]

    def _rows(self, table: str, audience: str) -> dict[str, Row]:
        if table in ("counts", "findings"):
            both = [self.tally(activity, audience) for activity in self.state.all(Activity)]
            for place, name in enumerate(("counts", "findings")):
                self._seen[audience, name] = {row["id"]: row for rows in both for row in rows[place]}
            return self._seen[audience, table]
        if table == "practices":
            return {slug: declaration(slug) for slug in sorted(_practices(self.state))}
        seen = ((key, access.view(self.state, table, key, audience)) for key in self._keys(table, audience))
        return {key: row for key, row in seen if row is not None}

    def tally(self, activity: Activity, audience: str, tally: Tally | None = None) -> tuple[list[Row], list[Row]]:
        """An activity's counts and findings: most of a session's lie behind it, and stay as they are.

        `tally` is one that has looked through the activity as it is now, for another audience.
        """
        place = (activity.id, audience)
        if place not in self._tallied:
            tally = tally or Tally(self.state, activity)
            self._tallied[place] = (tally.counts(audience), tally.findings(audience))
        return self._tallied[place]

    def _keys(self, table: str, audience: str) -> Iterable[str]:
        state = self.state
        if table == "groups" and audience != access.FACILITATORS:
            return [audience.removeprefix("group:")]
        keys: dict[str, Iterable[str]] = {
            "session": [state.session.id],
            "items": state.items,
            "activities": (a.id for a in state.all(Activity)),
            "people": (p.person_id for p in state.all(Participant)),
            "groupings": (g.id for g in state.all(Grouping)),
            "groups": (g.id for g in state.all(Group)),
            "entries": self.boards.keys(audience),
        }
        return keys[table]


MOVES_ALL = frozenset({Run, RunEntry, Activity, Grouping, Group})
"""Tables of which a change may alter what is seen of any other."""

TABLES_OF = {
    "session": ("session", "practices", "items", "activities", "people", "groupings", "entries", "counts", "findings"),
    "facilitators": ("items", "people", "groupings", "groups", "entries", "counts", "findings"),
    "group": ("groups", "entries", "counts", "findings"),
    "person": ("session", "entries"),
}
"""The tables of which an audience of each sort sees anything."""

SAME_TO_ALL = ("entries", "counts", "findings")
"""Tables whose rows look the same to every audience that sees them."""


def _sort(audience: str) -> str:
    return audience.partition(":")[0]


def _practices(state: State) -> set[str]:
    planned = {item.practice for item in state.items.values() if registry.find(item.practice)}
    return planned | {activity.practice for activity in state.all(Activity)}


def you(layer: Layer, person: str, mine: list[str] | None = None) -> dict[str, Any]:
    """Who this is, and what is theirs alone. `mine`: the entries they wrote, where that is known already."""
    if mine is None:
        mine = [e.id for e in layer.all(Entry) if e.author_id == person and e.state != Entry.State.WITHDRAWN]
    me = layer.participant(person)
    if me is None:
        return {
            "person": "",
            "name": "",
            "roles": [],
            "facilitator": False,
            "admitted": False,
            "mine": [],
            "drafts": {},
            "finished": [],
        }
    groups = {group.id for group in access.groups_of(layer, person)} if me.admitted else set()
    return {
        "person": person,
        "name": me.name,
        "roles": me.roles,
        "facilitator": access.runs(me),
        "admitted": me.admitted,
        "hand_at": access.millis(me.hand_at),
        "call_name": me.call_name,
        "says_room": me.says_room,
        "lost_at": access.millis(me.lost_at),
        "mine": mine,
        "drafts": {d.box: d.body for holder in (person, *groups) for d in layer.drafts(holder)},
        "finished": me.finished,
        "answers": {f"{a.group_id}:{a.product}": a.yes for a in layer.all(ReleaseAnswer) if a.person_id == person},
    }


@cache
def declaration(slug: str) -> dict[str, Any]:
    """A practice's declaration as the browser needs it."""
    practice = registry.practices()[slug]
    return PracticeRow(
        id=practice.slug,
        number=practice.number,
        name=practice.name,
        stages=_stages(practice),
        kinds=_kinds(practice),
        settings=[],
        credit=practice.credit,
        guide=f"/practices/{practice.slug}/",
    ).model_dump(mode="json")


def _stages(practice: Practice) -> list[StageRow]:
    return [
        StageRow(
            key=stage.key,
            state=stage.state,
            title=stage.title,
            instruction=stage.instruction,
            parts=list(stage.parts),
            minutes=stage.minutes,
            plenary=stage.plenary,
            withhold=list(stage.withhold),
            if_set=stage.if_set,
        )
        for stage in practice.stages
    ]


def _kinds(practice: Practice) -> list[KindRow]:
    return [
        KindRow(
            name=kind.name,
            word=kind.word,
            fields=kind.fields(),
            written_in=list(kind.written_in),
            shown_from=kind.shown_from,
            plenary_from=kind.plenary_from,
            seen_by=kind.seen_by,
            attribution=kind.attribution,
            each=kind.each,
            of_group=kind.of_group,
            held_by=kind.held_by,
            pen=kind.pen,
            choose_audience=kind.choose_audience,
            about=kind.about,
            facilitators_only=kind.facilitators_only,
            product=kind.product,
            counted=kind.counted,
            issue_when=None if kind.issue_when is None else {k: list(v) for k, v in kind.issue_when.items()},
        )
        for kind in practice.kinds
    ]
