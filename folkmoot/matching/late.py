"""People who come late, and people left alone: where they may go, by rule (practice guide, R6 and A10).

The facilitator chooses; nothing here moves anybody. Wishes are honoured in silence where there is a choice, and no
option is left out because of one.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from folkmoot.matching.cost import COFFEE, silent_pairs
from folkmoot.matching.roster import Roster
from folkmoot.matching.score import Group, Likeness, Reason
from folkmoot.matching.sizes import Size, even_sizes, group_counts

COFFEE_SIZE = Size(target=3, smallest=2, largest=4)


class Placed(StrEnum):
    """Where somebody goes, and so what they are told."""

    JOINS_ONE = "joins_one"
    """Somebody who was alone: they become a pair."""
    JOINS_PAIR = "joins_pair"
    """A pair becomes a three."""
    JOINS_THREE = "joins_three"
    """A three becomes a four."""
    JOINS_GROUP = "joins_group"
    """A larger group."""
    NEW_GROUP = "new_group"
    """A group of those who came late."""
    WAITS = "waits"
    """Joins at the next turn or activity."""


@dataclass(frozen=True, slots=True)
class Placement:
    """One person's place: the group's number and its size with them in it. Who waits has neither (0)."""

    person: str
    code: Placed
    number: int = 0
    size: int = 0


@dataclass(frozen=True, slots=True)
class LateOption:
    """One way to place everybody who came late, the groups it leads to, and what newcomers share with their groups."""

    placements: tuple[Placement, ...]
    groups: tuple[Group, ...]
    reasons: tuple[Reason, ...]


@dataclass(frozen=True, slots=True)
class Merge:
    """Somebody left alone goes to another group. `left` is the number of the group that is given up."""

    placement: Placement
    left: int


class Seating:
    """Groups that people join one by one, each time the smallest, silent wishes first."""

    def __init__(self, groups: Iterable[Group], roster: Roster) -> None:
        self.likeness = Likeness(roster)
        self.members = {group.number: list(group.members) for group in groups if group.members}
        self._silent = silent_pairs(roster)

    @property
    def groups(self) -> tuple[Group, ...]:
        """The groups as they are now, in the order of their numbers."""
        return tuple(Group(number, tuple(ids)) for number, ids in sorted(self.members.items()))

    def join_smallest(self, person: str, among: Iterable[int] | None = None) -> Placement:
        """Let somebody join the smallest group (of those given), of equal ones that where they share least."""
        numbers = self.members if among is None else among
        number = min(numbers, key=lambda number: self._rank(person, number))
        ids = self.members[number]
        code = {1: Placed.JOINS_ONE, 2: Placed.JOINS_PAIR, 3: Placed.JOINS_THREE}.get(len(ids), Placed.JOINS_GROUP)
        ids.append(person)
        return Placement(person, code, number, len(ids))

    def add_group(self, people: Sequence[str]) -> list[Placement]:
        """Open a group under the lowest free number."""
        number = next(number for number in range(1, len(self.members) + 2) if number not in self.members)
        self.members[number] = list(people)
        return [Placement(person, Placed.NEW_GROUP, number, len(people)) for person in people]

    def _rank(self, person: str, number: int) -> tuple[int, int, int, int]:
        ids = self.members[number]
        silent = sum((min(person, one), max(person, one)) in self._silent for one in ids)
        shared = sum(self.likeness.cost(reason, COFFEE) for reason in self.likeness.between(person, ids))
        return silent, len(ids), shared, number


def place_late(
    groups: Iterable[Group], late: Iterable[str], roster: Roster, *, size: Size = COFFEE_SIZE
) -> tuple[LateOption, ...]:
    """List the ways to place people who come late, the usual one first. Late people may be on the roster or not.

    One person may join the best group of each size that has room, the smallest first (a pair becomes a three, a three a
    four). Several join one by one, or make groups of their own if they are enough. Waiting is always offered.
    """
    before, people = tuple(groups), sorted(set(late))
    if not people:
        return ()
    options = _joining(before, people, roster, size.largest)
    if len(people) >= size.smallest:
        options.append(_among_themselves(before, people, roster, size))
    waiting = tuple(Placement(person, Placed.WAITS) for person in people)
    return (*options, LateOption(waiting, before, ()))


def merge_lonely(groups: Iterable[Group], roster: Roster) -> tuple[tuple[Group, ...], tuple[Merge, ...]]:
    """Propose where people left alone in their groups go: to one another first, else to the smallest group.

    Gives the groups afterwards and each move, for the producer to make with one click and the person to be told. Where
    there is one person in all, nothing changes.
    """
    seating = Seating(groups, roster)
    merges = []
    while len(seating.members) > 1:
        lonely = sorted(number for number, ids in seating.members.items() if len(ids) == 1)
        if not lonely:
            break
        left = lonely[-1]
        (person,) = seating.members.pop(left)
        merges.append(Merge(seating.join_smallest(person), left))
    return seating.groups, tuple(merges)


def _joining(before: tuple[Group, ...], people: Sequence[str], roster: Roster, largest: int) -> list[LateOption]:
    if len(people) > 1:
        return [_joining_in_turn(before, people, roster, largest)] if before else []
    open_sizes = sorted({len(group.members) for group in before if len(group.members) < largest})
    options = []
    for size in open_sizes or sorted({len(group.members) for group in before})[:1]:
        seating = Seating(before, roster)
        placement = seating.join_smallest(people[0], [one.number for one in before if len(one.members) == size])
        options.append(_option([placement], seating))
    return options


def _joining_in_turn(before: tuple[Group, ...], people: Sequence[str], roster: Roster, largest: int) -> LateOption:
    seating = Seating(before, roster)
    placements = []
    for person in people:
        room = [number for number, ids in seating.members.items() if len(ids) < largest]
        placements.append(seating.join_smallest(person, room or None))
    return _option(placements, seating)


def _among_themselves(before: tuple[Group, ...], people: Sequence[str], roster: Roster, size: Size) -> LateOption:
    seating = Seating(before, roster)
    waiting, placements = list(people), list[Placement]()
    for each in even_sizes(len(people), group_counts(len(people), size)[0]):
        placements += seating.add_group([waiting.pop(0) for _ in range(each)])
    return _option(placements, seating)


def _option(placements: Sequence[Placement], seating: Seating) -> LateOption:
    newcomers = {placement.person for placement in placements}
    concerning = tuple(
        reason
        for group in seating.groups
        if newcomers & set(group.members)
        for reason in seating.likeness.group(group).reasons
        if newcomers & set(reason.people)
    )
    return LateOption(tuple(placements), seating.groups, concerning)
