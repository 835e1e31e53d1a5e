"""Who is to be put together, and what is known about them: the input of every match."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True, order=True)
class Person:
    """Somebody to place. Everything but the id may be unknown (""), and the unknown is like nothing else.

    `labels` are further (name, value) pairs in which people may agree, such as ("place", "Ashwell"). Facilitators are
    spread over the groups.
    """

    id: str
    organisation: str = ""
    sector: str = ""
    party: str = ""
    labels: tuple[tuple[str, str], ...] = ()
    facilitator: bool = False


@dataclass(frozen=True, slots=True, order=True)
class Meeting:
    """Two people were in one group, so many rounds ago; 1 is the last round."""

    first: str
    second: str
    rounds_since: int = 1

    def __post_init__(self) -> None:
        if self.rounds_since < 1:
            raise ValueError("A past meeting is at least 1 round ago.")


@dataclass(frozen=True, slots=True, order=True)
class Apart:
    """A private wish: `by` asked not to be put with `other`. Only `by` may ever learn anything of it (8b.1)."""

    by: str
    other: str


@dataclass(frozen=True, slots=True, order=True)
class Manages:
    """`manager` said in private that `report` works for them. Kept as silent as a wish."""

    manager: str
    report: str


@dataclass(frozen=True, slots=True)
class Roster:
    """The people present, what they share, and their past. The order in which it is given makes no difference.

    `apart` and `managers` are private: no reason, figure, preview or stored explanation shows them. `together` holds
    sets of people who are never parted, such as bookings to be kept together. Meetings, wishes and sets may name people
    who are absent. Companions (an interpreter, say) are not listed: they follow their person and fill no place.

    Raises ValueError when two people have one id.
    """

    people: Sequence[Person]
    meetings: Sequence[Meeting] = ()
    apart: Sequence[Apart] = field(default=(), repr=False)
    managers: Sequence[Manages] = field(default=(), repr=False)
    together: Sequence[Iterable[str]] = ()

    def __post_init__(self) -> None:
        if len({person.id for person in self.people}) < len(self.people):
            raise ValueError("Two people on the roster have the same id.")
        object.__setattr__(self, "people", tuple(sorted(self.people)))
        object.__setattr__(self, "meetings", tuple(sorted(self.meetings)))
        object.__setattr__(self, "apart", tuple(sorted(set(self.apart))))
        object.__setattr__(self, "managers", tuple(sorted(set(self.managers))))
        object.__setattr__(self, "together", tuple(joined(self.together)))

    @property
    def ids(self) -> tuple[str, ...]:
        """Everyone's id, in order."""
        return tuple(person.id for person in self.people)

    def find(self, person: str) -> Person:
        """Find somebody by id. Raises KeyError for one who is not on the roster."""
        for one in self.people:
            if one.id == person:
                return one
        raise KeyError(person)

    def parties(self) -> tuple[tuple[str, ...], ...]:
        """List the parties of two or more people present."""
        members: dict[str, list[str]] = {}
        for person in self.people:
            if person.party:
                members.setdefault(person.party, []).append(person.id)
        return tuple(tuple(ids) for _, ids in sorted(members.items()) if len(ids) > 1)

    def kept_sets(self) -> tuple[tuple[str, ...], ...]:
        """List the sets of two or more people present who are never parted."""
        present = set(self.ids)
        sets = (tuple(one for one in ids if one in present) for ids in self.together)
        return tuple(ids for ids in sets if len(ids) > 1)


def meetings_of(rounds: Sequence[Iterable[Iterable[str]]]) -> tuple[Meeting, ...]:
    """Turn past rounds, oldest first, each a list of groups of ids, into meetings."""
    return tuple(
        Meeting(*pair, rounds_since=len(rounds) - place)
        for place, groups in enumerate(rounds)
        for group in groups
        for pair in pairs(group)
    )


def pairs(group: Iterable[str]) -> list[tuple[str, str]]:
    """List the pairs of people in a group, each in the order of ids."""
    ids = sorted(set(group))
    return [(first, second) for place, first in enumerate(ids) for second in ids[place + 1 :]]


def joined(sets: Iterable[Iterable[str]]) -> list[tuple[str, ...]]:
    """Join sets that share somebody, until none do."""
    joined: list[set[str]] = []
    for ids in sets:
        merged = set(ids)
        apart = [other for other in joined if not other & merged]
        for other in joined:
            if other & merged:
                merged |= other
        joined = [*apart, merged]
    return sorted(tuple(sorted(ids)) for ids in joined if ids)
