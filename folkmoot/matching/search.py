"""Finding cheap groups of up to some hundred people: tabu search over the whole table of swaps, kept incrementally.

Work is counted, never timed: the same seed and input give the same groups on a slow machine and a fast one.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import combinations, islice
from typing import TYPE_CHECKING, TypeAlias

from folkmoot.matching.arrays import np
from folkmoot.matching.dice import Dice

if TYPE_CHECKING:
    from numpy.typing import NDArray

Ints: TypeAlias = "NDArray[np.int64]"

BARRED = 2**60
"""What a swap that may not be made adds to its change of cost."""
TENURE = 3
"""For how many swaps a piece that was moved stays where it is, at least; at most twice that less one. Shorter and
longer were worse on sixty people in fives with half of all pairs used up, and on 24 people with every kind of wish."""
EXCHANGES = 200
"""How many exchanges of a set with single people are looked at, at most, at the end of a descent."""


Told = Callable[[float], None]
"""Is told, while work goes on, which share of the most that it may need is done, from 0 to 1. It may end earlier."""


def to_nobody(_share: float) -> None:
    """Tell nobody how far the work is."""


@dataclass(frozen=True, slots=True)
class Effort:
    """When to stop: after so many swaps in all. A start that has not got better for `patience` swaps is left.

    `told` is told how far the work is.
    """

    swaps: int = 6_000
    patience: int = 200
    told: Told = field(default=to_nobody, compare=False, repr=False)


FULL_EFFORT = Effort()


@dataclass(frozen=True, slots=True)
class Task:
    """What to search: what each pair of pieces costs side by side, how large pieces are, and a start.

    A piece is a person, a set of people placed as one, or an empty chair. Pieces of one size change places; those that
    are not `free` stay. `start` is the slot of each piece, `least` a cost that cannot be beaten.
    """

    costs: Ints
    sizes: Ints
    free: NDArray[np.bool_]
    start: Ints
    slots: int
    least: int = 0


def search(task: Task, dice: Dice, effort: Effort = FULL_EFFORT, *, warm: bool = False) -> tuple[Ints, int]:
    """Find a cheap slot for every piece; give the slots and the cost. A warm search begins with the start as it is."""
    table, left = _Swaps(task), effort.swaps
    best = task.start if warm else table.shuffled(task.start, dice)
    best_cost, start = cost_of(task.costs, best), best
    while left > 0 and best_cost > task.least:
        found, cost, used = table.descend(start, dice, effort.patience, left)
        left -= max(1, used)
        effort.told(1 - max(0, left) / effort.swaps)
        if cost < best_cost:
            best, best_cost = found, cost
        better = table.exchanged(found, dice)
        start = table.shuffled(best, dice) if better is None else better
    return best, best_cost


def cost_of(costs: Ints, slots: Ints) -> int:
    """Sum what all pairs cost that share a slot."""
    together = slots[:, None] == slots
    return int((costs * together).sum()) // 2


def _exchange(task: Task, slots: Ints, piece: int, dice: Dice) -> None:
    """Let a set change places with as many single pieces of another slot, if that has enough."""
    there = dice.below(task.slots)
    singles = np.flatnonzero(task.free & (task.sizes == 1) & (slots == there))
    size = int(task.sizes[piece])
    if there != slots[piece] and len(singles) >= size:
        slots[singles[dice.order(len(singles))[:size]]] = slots[piece]
        slots[piece] = there


class _Swaps:
    """The change of cost of every swap of two pieces, brought up to date around each swap that is made."""

    def __init__(self, task: Task) -> None:
        self.task = task
        self.costs = task.costs
        self.free = np.flatnonzero(task.free)
        barred = (task.sizes[:, None] != task.sizes) | ~(task.free[:, None] & task.free)
        self.constant = np.where(barred, BARRED, 0) - 2 * task.costs
        self.alike = [np.flatnonzero(task.free & (task.sizes == size)) for size in np.unique(task.sizes[task.free])]
        self.sets: list[int] = np.flatnonzero(task.free & (task.sizes > 1)).tolist()
        self.rows: list[list[int]] = task.costs.tolist() if self.sets else []

    def shuffled(self, slots: Ints, dice: Dice) -> Ints:
        """Let the free pieces of each size change places at random; then some sets change places with single pieces."""
        mixed = slots.copy()
        for pieces in self.alike:
            mixed[pieces] = mixed[pieces][dice.order(len(pieces))]
        for _ in range(dice.below(len(self.sets) + 1)):
            _exchange(self.task, mixed, self.sets[dice.below(len(self.sets))], dice)
        return mixed

    def descend(self, start: Ints, dice: Dice, patience: int, limit: int) -> tuple[Ints, int, int]:
        """Swap, always the best swap that is not tabu, until it has not got better for so many swaps.

        Gives the best slots on the way, their cost, and the number of swaps.
        """
        self.sit(start)
        best, best_cost, cost, since, step = start.copy(), self.cost(), self.cost(), 0, 0
        until = np.zeros(len(start), np.int64)
        while best_cost > self.task.least and since < patience and step < limit:
            step, since = step + 1, since + 1
            chosen = self.choose(until > step, best_cost - cost, dice)
            if chosen is None:
                break
            first, second, change = chosen
            self.swap(first, second)
            cost += change
            until[first] = step + TENURE + dice.below(TENURE)
            until[second] = step + TENURE + dice.below(TENURE)
            if cost < best_cost:
                best, best_cost, since = self.slots.copy(), cost, 0
        return best, best_cost, step

    def sit(self, slots: Ints) -> None:
        """Take up slots and build the table anew."""
        self.slots = slots.copy()
        order = np.argsort(slots, kind="stable")
        starts = np.searchsorted(slots[order], np.arange(self.task.slots))
        self.members: list[list[int]] = [part.tolist() for part in np.split(order, starts[1:])]
        self.beside = np.add.reduceat(self.costs[:, order], starts, axis=1)
        self.own = self.beside[np.arange(len(slots)), slots]
        across = self.beside[:, slots] - self.own[:, None]
        self.change = across + across.T + self.constant
        self.change[slots[:, None] == slots] = BARRED

    def cost(self) -> int:
        return int(self.own.sum()) // 2

    def exchanged(self, slots: Ints, dice: Dice) -> Ints | None:
        """Let a set change places with single people where that is cheapest; None where nothing gets cheaper."""
        if not self.sets:
            return None
        self.sit(slots)
        beside, own = self.beside.tolist(), self.own.tolist()
        tries = [(piece, slot) for piece in self.sets for slot in range(self.task.slots) if slot != slots[piece]]
        best, least = None, 0
        for piece, slot, some in islice(self._exchanges(dice.shuffle(tries)), EXCHANGES):
            change = self._exchange_cost(piece, slot, some, beside, own)
            if change < least:
                best, least = (piece, slot, some), change
        if best is None:
            return None
        piece, slot, some = best
        found = slots.copy()
        found[list(some)], found[piece] = slots[piece], slot
        return found

    def _exchanges(self, tries: list[tuple[int, int]]) -> Iterator[tuple[int, int, tuple[int, ...]]]:
        """List for sets and slots the single people of the slot who would make room."""
        for piece, slot in tries:
            singles = [one for one in self.members[slot] if self.task.free[one] and self.task.sizes[one] == 1]
            for some in combinations(singles, int(self.task.sizes[piece])):
                yield piece, slot, some

    def _exchange_cost(
        self, piece: int, slot: int, singles: Sequence[int], beside: list[list[int]], own: list[int]
    ) -> int:
        """Say by how much the cost changes when a piece changes places with singles of a slot.

        Plain lists: for so few numbers at a time they are many times faster than arrays.
        """
        here = int(self.slots[piece])
        change = beside[piece][slot] - own[piece]
        for single in singles:
            row = self.rows[single]
            change += beside[single][here] - own[single] - 2 * row[piece] + sum(row[other] for other in singles)
        return change

    def choose(self, tabu: NDArray[np.bool_], needed: int, dice: Dice) -> tuple[int, int, int] | None:
        """Choose the best swap of a piece that costs something: not tabu, unless it leads below the best cost so far.

        Of equal swaps one by chance.
        """
        rows = self.free[self.own[self.free] > 0]
        if not len(rows):
            return None
        changes = self.change[rows]
        least = int(changes.min())
        if least >= needed:
            changes[tabu[rows]] = BARRED
            changes[:, tabu] = BARRED
            least = int(changes.min())
        if least >= BARRED // 2:
            return None
        equal = np.flatnonzero(changes == least)
        row, second = divmod(int(equal[dice.below(len(equal))]), len(self.own))
        return int(rows[row]), second, least

    def swap(self, first: int, second: int) -> None:
        here, there = int(self.slots[first]), int(self.slots[second])
        self.members[here].remove(first)
        self.members[there].remove(second)
        self.members[here].append(second)
        self.members[there].append(first)
        self.slots[first], self.slots[second] = there, here
        more = self.costs[second] - self.costs[first]
        self.beside[:, here] += more
        self.beside[:, there] -= more
        rows = np.array(self.members[here] + self.members[there])
        slots = self.slots[rows]
        beside = self.beside[rows]
        self.own[rows] = beside[np.arange(len(rows)), slots]
        changes = beside[:, self.slots]
        changes += self.beside.T[slots]
        changes += self.constant[rows]
        changes -= self.own
        changes -= self.own[rows][:, None]
        changes[slots[:, None] == self.slots] = BARRED
        self.change[rows] = changes
        self.change[:, rows] = changes.T
