"""Where personal data lies: each room registers how to find, export and erase what it holds about a person.

Rooms register at start-up, lower rooms first. A person is known here by id alone.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import TypeAlias

Json: TypeAlias = bool | int | float | str | list["Json"] | dict[str, "Json"] | None


@dataclass(frozen=True, slots=True)
class Found:
    """How many things of one kind a room holds about a person. `kind` is a word for people: "booking", "note"."""

    kind: str
    count: int


@dataclass(frozen=True, slots=True)
class Erased:
    """What became of the things of one kind: deleted, or kept for a group with every tie to the person cut."""

    kind: str
    deleted: int = 0
    unlinked: int = 0


@dataclass(frozen=True, slots=True)
class Mentions:
    """Where others wrote somebody's name. Each is told the person's id and name; what is private stays out of all.

    `export` gives the texts with those who wrote them and everybody else in them protected; `remove` takes the name out
    and gives in how many texts it stood.
    """

    count: Callable[[str, str], int]
    export: Callable[[str, str], Json]
    remove: Callable[[str, str], int]


@dataclass(frozen=True, slots=True)
class Holding:
    """What one room holds about people.

    `covers` names the room's models with personal data ("people.Person"), so that a test can find one forgotten.
    `find` counts; `export` gives what the person may have, with others' identities protected; `erase` acts inside the
    caller's transaction and may be repeated.
    """

    room: str
    covers: frozenset[str]
    find: Callable[[str], Iterable[Found]]
    export: Callable[[str], Json]
    erase: Callable[[str], Iterable[Erased]]
    mentions: Mentions | None = None


class Register:
    """The rooms that hold personal data. The product has one, `REGISTER`; a test may have its own."""

    def __init__(self) -> None:
        self._holdings: dict[str, Holding] = {}

    def add(self, holding: Holding) -> None:
        """Register a room's holding. Raises ValueError for a room or a model that is registered already."""
        if holding.room in self._holdings:
            raise ValueError(f"The room “{holding.room}” has registered its personal data already.")
        if twice := holding.covers & self.covered():
            raise ValueError(f"Covered by another room already: {', '.join(sorted(twice))}.")
        self._holdings[holding.room] = holding

    def covered(self) -> frozenset[str]:
        """Name all models that some room answers for."""
        return frozenset(model for holding in self._holdings.values() for model in holding.covers)

    def find(self, person: str) -> dict[str, tuple[Found, ...]]:
        """Count, by room, what is held about a person; rooms that hold nothing are left out."""
        found = {room: tuple(f for f in holding.find(person) if f.count) for room, holding in self._holdings.items()}
        return {room: things for room, things in found.items() if things}

    def export(self, person: str) -> dict[str, Json]:
        """Gather, by room, what a person may have; rooms with nothing to give are left out."""
        given = {room: holding.export(person) for room, holding in self._holdings.items()}
        return {room: things for room, things in given.items() if things}

    def erase(self, person: str) -> Mapping[str, tuple[Erased, ...]]:
        """Erase a person from every room, upper rooms first, so that nothing refers to what is gone.

        To be called in one transaction: an error in one room must undo them all.
        """
        return {room: tuple(self._holdings[room].erase(person)) for room in reversed(self._holdings)}

    def count_mentions(self, person: str, name: str) -> int:
        """Count the texts in which others wrote a name."""
        return sum(mentions.count(person, name) for mentions in self._mentions())

    def export_mentions(self, person: str, name: str) -> list[Json]:
        """Gather what others wrote of somebody, protected."""
        return [given for mentions in self._mentions() if (given := mentions.export(person, name))]

    def remove_mentions(self, person: str, name: str) -> int:
        """Take a name out of what others wrote, in the caller's transaction. Gives in how many texts it stood."""
        return sum(mentions.remove(person, name) for mentions in self._mentions())

    def _mentions(self) -> Iterable[Mentions]:
        return (holding.mentions for holding in self._holdings.values() if holding.mentions)


REGISTER = Register()
