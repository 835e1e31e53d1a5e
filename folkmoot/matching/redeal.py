"""Finding cheap groups of very many people: all costly groups meet another group at once and take their best swap.

Nothing here grows with the square of the people. Work is counted, never timed.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

from folkmoot.matching.arrays import np
from folkmoot.matching.dice import Dice
from folkmoot.matching.search import Told, to_nobody

if TYPE_CHECKING:
    from numpy.typing import NDArray

Ints: TypeAlias = "NDArray[np.int64]"
PairCosts = Callable[[Ints, Ints], Ints]

BARRED = 2**50
SWEEPS, FEWEST_SWEEPS, PATIENCE = 80, 5, 12
VISITS = 12_000
"""How many visits to groups are made for the sake of small costs, about."""
LOOKED_UP = 300_000_000
"""How many pairs are looked up in all sweeps, about: wide groups have many, and are swept less often for it."""
AT_ONCE = 150_000
"""How many pairs are looked up at once, so that memory stays small."""


@dataclass(frozen=True, slots=True)
class Deal:
    """Groups of many people, and what they cost.

    Attributes:
        seats: groups by seats: people by their places in the table, -1 for an empty chair.
        costs: what each pair of people costs side by side.
        fixed: who may not move, by place in the table.
        odd: what a place in an odd group costs each.
        odd_groups: which groups are of odd size.
        levels: the costs from which a group is worth more effort, the lowest first.
    """

    seats: Ints
    costs: PairCosts
    fixed: NDArray[np.bool_]
    odd: Ints
    odd_groups: NDArray[np.bool_]
    levels: tuple[int, ...] = (1,)


def redeal(deal: Deal, dice: Dice, told: Told = to_nobody) -> Ints:
    """Make groups cheaper, sweep by sweep, and give the seats.

    First all groups that cost anything, for a number of sweeps that falls with their number; then those alone that
    cost as much as a pair of colleagues, then as a repeat. Stops earlier when nothing costs, or nothing gets better.
    """
    seats = deal.seats.copy()
    costs = group_costs(deal, seats)
    levels = [(1, max(FEWEST_SWEEPS, min(SWEEPS, VISITS // len(seats)))), *((level, SWEEPS) for level in deal.levels)]
    most = max(FEWEST_SWEEPS, LOOKED_UP // (len(seats) * _pairs_of_two(seats)))
    for number, (level, sweeps) in enumerate(levels):
        share = min(sweeps, most // len(levels) + 1)
        _sweep(deal, seats, costs, dice, level, share, _part(told, number, len(levels)))
    told(1.0)
    return seats


def _part(told: Told, number: int, parts: int) -> Told:
    """Whom to tell how far one of so many parts is."""
    return lambda done: told((number + done) / parts)


def _sweep(deal: Deal, seats: Ints, costs: Ints, dice: Dice, from_cost: int, sweeps: int, told: Told) -> None:
    best, since = int(costs.sum()), 0
    for number in range(sweeps):
        told(number / sweeps)
        costly = np.flatnonzero(costs >= from_cost)
        if not len(costly) or len(seats) < 2 or since >= PATIENCE:
            break
        ones, others = _meeting(costly, len(seats), dice)
        for start in range(0, len(ones), _groups_at_once(seats)):
            some = slice(start, start + _groups_at_once(seats))
            _take_best_swaps(deal, seats, costs, ones[some], others[some], dice)
        total = int(costs.sum())
        best, since = (total, 0) if total < best else (best, since + 1)


def _groups_at_once(seats: Ints) -> int:
    return max(1, AT_ONCE // _pairs_of_two(seats))


def _pairs_of_two(seats: Ints) -> int:
    """How many pairs there are in two groups that meet."""
    width = 2 * int(seats.shape[1])
    return width * (width - 1) // 2


def _meeting(costly: Ints, groups: int, dice: Dice) -> tuple[Ints, Ints]:
    """Let each costly group meet another group, each group once: cheap groups as long as there are any."""
    ones = costly[dice.order(len(costly))]
    order = dice.order(groups)
    is_costly = np.zeros(groups, np.bool_)
    is_costly[costly] = True
    others = order[~is_costly[order]]
    short = len(ones) - len(others)
    if short > 1:  # the rest of the costly meet one another
        others = np.concatenate([others, ones[len(ones) - short // 2 :]])
    count = min(len(ones), len(others))
    return ones[:count], others[:count]


def _pair_costs(deal: Deal, people: Ints) -> Ints:
    """Build a square of pair costs for each row of people."""
    rows, width = people.shape
    one, other = np.triu_indices(width, 1)
    first, second = people[:, one].ravel(), people[:, other].ravel()
    known = (first >= 0) & (second >= 0)
    found = np.zeros(len(first), np.int64)
    found[known] = deal.costs(first[known], second[known])
    squares = np.zeros((rows, width, width), np.int64)
    squares[:, one, other] = squares[:, other, one] = found.reshape(rows, -1)
    return squares


def group_costs(deal: Deal, seats: Ints) -> Ints:
    """Say what each group costs."""
    costs = np.empty(len(seats), np.int64)
    step = _groups_at_once(seats)
    for start in range(0, len(seats), step):
        costs[start : start + step] = _pair_costs(deal, seats[start : start + step]).sum(axis=(1, 2)) // 2
    return costs + _odd_costs(deal, seats)


def _odd_costs(deal: Deal, seats: Ints) -> Ints:
    costs = np.zeros(len(seats), np.int64)
    seated = seats[deal.odd_groups]
    costs[deal.odd_groups] = np.where(seated >= 0, deal.odd[seated], 0).sum(axis=1)
    return costs


def _take_best_swaps(deal: Deal, seats: Ints, costs: Ints, ones: Ints, others: Ints, dice: Dice) -> None:
    """Make the best swap of each pair of groups, if it costs no more than before; of equal swaps one by chance."""
    size = seats.shape[1]
    people = np.concatenate([seats[ones], seats[others]], axis=1)
    squares = _pair_costs(deal, people)
    with_ones, with_others = squares[:, :, :size].sum(axis=2), squares[:, :, size:].sum(axis=2)
    leaving = with_others[:, :size] - with_ones[:, :size]
    coming = with_ones[:, size:] - with_others[:, size:]
    change = leaving[:, :, None] + coming[:, None, :] - 2 * squares[:, :size, size:]
    odd = np.where(people >= 0, deal.odd[people], 0)
    step = deal.odd_groups[others].astype(np.int64) - deal.odd_groups[ones]
    change += (step[:, None] * odd[:, :size])[:, :, None] - (step[:, None] * odd[:, size:])[:, None, :]
    stays = (people < 0) | deal.fixed[people]
    change[stays[:, :size][:, :, None] | stays[:, size:][:, None, :]] = BARRED
    flat = change.reshape(len(ones), -1)
    chance = (dice.many(flat.size) >> np.uint64(58)).astype(np.int64).reshape(flat.shape)
    chosen = (flat * 64 + chance).argmin(axis=1)
    rows = np.flatnonzero(flat[np.arange(len(ones)), chosen] <= 0)
    if not len(rows):
        return
    left, right = np.divmod(chosen[rows], size)
    a, b = ones[rows], others[rows]
    seats[a, left], seats[b, right] = people[rows, size + right], people[rows, left]
    both = np.concatenate([a, b])
    costs[both] = _pair_costs(deal, seats[both]).sum(axis=(1, 2)) // 2
    odd_now = np.where(seats[both] >= 0, deal.odd[seats[both]], 0).sum(axis=1)
    costs[both] += np.where(deal.odd_groups[both], odd_now, 0)
