"""The entries that each audience sees, as text, kept up to date: a full board is not encoded anew for whoever joins."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable

from folkmoot.practice_kit.wire.frames import encode, unusual
from folkmoot.record import access
from folkmoot.record.models import Attribution, Entry
from folkmoot.record.state import State


class Boards:
    """Texts of rows by audience and id. An audience's board is made when it is first asked for."""

    def __init__(self, state: State) -> None:
        self._state = state
        self._rows: dict[str, tuple[Entry, bytes]] = {}
        self._boards: dict[str, dict[str, bytes]] = {}
        self._whole: dict[str, bytes] = {}
        self._stale: dict[str, set[str]] = defaultdict(set)
        self._named: dict[str, set[str]] = defaultdict(set)
        self._names: dict[str, str] = {}
        self._may: dict[str, dict[str, None]] = defaultdict(dict)
        self._filed: dict[str, set[str]] = defaultdict(set)
        for entry in state.all(Entry):
            self._file(entry)

    def _file(self, entry: Entry) -> None:
        for audience in _audiences(entry):
            if audience not in self._filed[entry.id]:
                self._filed[entry.id].add(audience)
                self._may[audience][entry.id] = None

    def of(self, audience: str) -> bytes:
        """The rows of an audience, as the inside of a JSON list."""
        changed: Collection[str] = self._stale.pop(audience, ())
        if audience not in self._boards:
            self._boards[audience], changed = {}, self._may.get(audience, ())
        if changed:
            self._whole.pop(audience, None)
            self._lay(audience, changed)
        if audience not in self._whole:
            self._whole[audience] = b",".join(self._boards[audience].values())
        return self._whole[audience]

    def row(self, key: str, audience: str) -> bytes | None:
        """One row as an audience may see it, or None."""
        entry = self._state.get(Entry, key)
        if entry is None or not access.may_receive(self._state, entry, audience):
            return None
        known = self._rows.get(key)
        if known is not None and known[0] is entry:
            return known[1]
        text = encode(unusual(access.row_of(self._state, entry)))
        if entry.attribution == Attribution.NAMED and entry.author_id:
            self._named[entry.author_id].add(key)
            self._names[entry.author_id] = self._name(entry.author_id)
        self._rows[key] = (entry, text)
        return text

    def keys(self, audience: str) -> Iterable[str]:
        """The ids of what an audience might see."""
        return self._may.get(audience, ())

    def note(self, changed: Iterable[str]) -> None:
        """Take in that these entries changed; their boards follow when somebody asks for them."""
        for key in changed:
            entry = self._state.get(Entry, key)
            if entry is None:
                self._rows.pop(key, None)
            else:
                self._file(entry)
            for audience in self._filed[key]:
                if audience in self._boards:
                    self._stale[audience].add(key)

    def rename(self, people: Iterable[str]) -> None:
        """These people's rows changed: look again at the entries that show a name which is another one now."""
        for person in people:
            if person in self._names and self._names[person] != self._name(person):
                keys = self._named.pop(person)
                for key in keys:
                    self._rows.pop(key, None)
                self.note(keys)

    def _name(self, person: str) -> str:
        participant = self._state.participant(person)
        return access.first(participant) if participant else ""

    def forget(self) -> None:
        """Who may see what has changed: make every board anew, of rows that are still the same."""
        self._boards.clear()
        self._whole.clear()
        self._stale.clear()

    def _lay(self, audience: str, keys: Iterable[str]) -> None:
        board = self._boards[audience]
        for key in keys:
            text = self.row(key, audience)
            if text is not None:
                board[key] = text
            else:
                board.pop(key, None)


def _audiences(entry: Entry) -> Iterable[str]:
    """Which audiences might see an entry; whether they may is `access`'s to say."""
    if entry.author_id:
        yield access.of_person(entry.author_id)
    if entry.audience:
        yield entry.audience
