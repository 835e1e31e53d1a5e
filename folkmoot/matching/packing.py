"""Fitting people who go together, and people who stay where they are, into groups of given room.

Decides how large each group becomes, and gives every set and every pinned person a group. Who fills the other places is
the search's matter; it may also let sets change places.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from folkmoot.matching.arrays import np

if TYPE_CHECKING:
    from numpy.typing import NDArray


Unit = tuple[int, ...]
"""Two or more people, by their places in the table, who are placed as one."""


@dataclass(frozen=True, slots=True)
class Packing:
    """A plan of groups, each with a slot from 0.

    Attributes:
        sizes: how many people each slot holds in the end.
        units: the sets to place as one, with the slot of each; the search may move them.
        fixed: the slot of each person who may not move.
        parted: how many sets had to be split to fit.
    """

    sizes: NDArray[np.int64]
    units: Mapping[Unit, int]
    fixed: Mapping[int, int]
    parted: int


def pack(people: int, sets: Sequence[Unit], room: Sequence[int], pinned: Mapping[int, int]) -> Packing:
    """Place the pinned and those who go with them, then sets from the largest down, then count places for the others.

    `room` is how many each slot may hold, `pinned` the slot of each person who stays where they are (pins win over room
    and over sets). The emptiest slot is filled first. A set that fits nowhere is split in halves.
    """
    packer = _Packer(room)
    waiting = packer.place_pinned(sets, pinned)
    waiting.sort(key=lambda unit: (-len(unit), unit))
    while waiting:
        unit = waiting.pop(0)
        slot = max(range(len(room)), key=lambda slot: (packer.free[slot], -slot))
        if len(unit) <= max(1, packer.free[slot]):
            packer.put(unit, slot)
        else:
            packer.parted += 1
            waiting = sorted([*_halves(unit), *waiting], key=lambda one: (-len(one), one))
    return packer.packing(people)


class _Packer:
    def __init__(self, room: Sequence[int]) -> None:
        self.room = room
        self.free = list(room)
        self.units: dict[Unit, int] = {}
        self.fixed: dict[int, int] = {}
        self.parted = 0

    def place_pinned(self, sets: Sequence[Unit], pinned: Mapping[int, int]) -> list[Unit]:
        """Put the pinned where they stay, and beside them those who go with them if they fit. Give back the rest."""
        waiting = []
        for person, slot in sorted(pinned.items()):
            self.fix(person, slot)
        for unit in sets:
            slots = sorted({pinned[person] for person in unit if person in pinned})
            loose = tuple(person for person in unit if person not in pinned)
            fits = bool(slots) and 0 < len(loose) <= self.free[slots[0]]
            self.parted += max(0, len(slots) - 1) + (bool(slots) and bool(loose) and not fits)
            for person in loose if fits else ():
                self.fix(person, slots[0])
            if loose and not fits:
                waiting.append(loose)
        return waiting

    def fix(self, person: int, slot: int) -> None:
        self.fixed[person] = slot
        self.free[slot] -= 1

    def put(self, unit: Unit, slot: int) -> None:
        if len(unit) > 1:
            self.units[unit] = slot
            self.free[slot] -= len(unit)

    def packing(self, people: int) -> Packing:
        return Packing(_filled(self.room, self.free, people), self.units, self.fixed, self.parted)


def _filled(room: Sequence[int], free: Sequence[int], people: int) -> NDArray[np.int64]:
    """Let people fill the emptiest slots first, up to their room; what is left over goes to the emptiest beyond it."""
    held = np.array(room, np.int64) - np.array(free, np.int64)
    limit = np.maximum(np.array(room, np.int64), held)
    if limit.sum() < people:
        limit[:] = people
    low, high = 0, int(limit.max(initial=0))
    while low < high:  # the highest level at which nobody is left over
        level = (low + high + 1) // 2
        low, high = (level, high) if _level(held, limit, level).sum() <= people else (low, level - 1)
    sizes = _level(held, limit, low)
    open_slots = np.flatnonzero((sizes < limit) & (sizes <= low))
    sizes[open_slots[: people - int(sizes.sum())]] += 1
    return sizes


def _level(held: NDArray[np.int64], limit: NDArray[np.int64], level: int) -> NDArray[np.int64]:
    filled: NDArray[np.int64] = np.maximum(held, np.minimum(limit, level))
    return filled


def _halves(unit: Unit) -> tuple[Unit, Unit]:
    middle = (len(unit) + 1) // 2
    return unit[:middle], unit[middle:]
