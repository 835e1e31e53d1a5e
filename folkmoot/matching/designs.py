"""Schedules in which nobody meets anybody twice, by construction: many rounds at once, in no time.

A schedule is an array of rounds by groups by seats; it holds the people 0 to groups x size - 1. Every schedule is
verified by counting before it is given away.
"""

from __future__ import annotations

from functools import cache, reduce
from itertools import product
from typing import TYPE_CHECKING, TypeAlias

from folkmoot.matching.arrays import np
from folkmoot.matching.fields import field, prime_powers

if TYPE_CHECKING:
    from numpy.typing import NDArray

Schedule: TypeAlias = "NDArray[np.int64]"


@cache
def design(groups: int, size: int) -> Schedule:
    """Give the longest schedule known here of so many groups of a size in which no two people meet twice.

    There is always one round. Sources: the circle method for pairs; transversal designs over finite fields and products
    of fields (MacNeish 1922), their columns filled by smaller schedules; triples by Ray-Chaudhuri and Wilson (1971).
    """
    found = [one_round(groups, size)]
    if size == 2:
        found.append(circle(groups))
    if size > 2 and groups > 1:
        found += [transversal(groups, size), kirkman(groups) if size == 3 else found[0]]
    best = max(found, key=len)
    assert is_verified(best, groups, size)
    best.setflags(write=False)
    return best


def is_verified(schedule: Schedule, groups: int, size: int) -> bool:
    """Count: everybody is in every round once, and no two people meet twice."""
    people = groups * size
    if schedule.shape[1:] != (groups, size):
        return False
    each = np.sort(schedule.reshape(len(schedule), -1), axis=1)
    one, other = np.triu_indices(size, 1)
    rows = np.sort(schedule, axis=2).reshape(-1, size)
    met = np.bincount(rows[:, one].ravel() * people + rows[:, other].ravel())
    return bool((each == np.arange(people)).all() and met.max(initial=0) <= 1)


def most_rounds(groups: int, size: int) -> int:
    """Give a number of rounds without repeats that nothing can exceed: everybody meets size - 1 new people in each."""
    return (groups * size - 1) // (size - 1) if size > 1 else 1


def one_round(groups: int, size: int) -> Schedule:
    """Seat everybody once."""
    return np.arange(groups * size).reshape(1, groups, size)


def circle(groups: int) -> Schedule:
    """Let one person stand still while the others turn: all pairs of 2 x groups people."""
    people = 2 * groups
    turning = people - 1
    rounds = np.arange(turning)[:, None]
    step = np.arange(1, groups)
    pairs = np.stack([(rounds + step) % turning, (rounds - step) % turning], axis=2)
    still = np.stack([np.full((turning, 1), turning), rounds], axis=2)
    schedule: Schedule = np.concatenate([still, pairs], axis=1)
    return schedule


def transversal(groups: int, size: int) -> Schedule:
    """Take one person of each column to a group, columns being `size` copies of the elements of a field or a product.

    In round a, group b gathers a * x + b of each column x. Columns never meet, so that where a column divides into
    groups, they have a schedule of their own in further rounds.
    """
    multipliers, add, multiply = _ring(groups)
    if size > len(multipliers):
        return _squares(groups, size)
    a, b = np.arange(groups)[:, None, None], np.arange(groups)[None, :, None]
    columns = np.array(multipliers[:size])
    rounds: Schedule = add[multiply[a, columns], b] + groups * np.arange(size)
    if groups % size == 0:
        inner = design(groups // size, size)
        shifted = inner[:, None, :, :] + groups * np.arange(size)[None, :, None, None]
        rounds = np.concatenate([rounds, shifted.reshape(len(inner), groups, size)])
    return rounds


def _squares(groups: int, size: int) -> Schedule:
    """Rows, columns and the symbols of a Latin square: three rounds of a square number of people, without any field."""
    if groups != size:
        return one_round(groups, size)
    row, column = np.meshgrid(np.arange(size), np.arange(size), indexing="ij")
    people = row * size + column
    symbols = row * size + (column - row) % size
    return np.stack([people, people.T, symbols.T])


def _ring(order: int) -> tuple[list[int], Schedule, Schedule]:
    """Give the product of the fields whose orders multiply to a number.

    Gives elements any two of which differ by one that can be divided by, then the tables of addition and
    multiplication.
    """
    fields = [field(prime**exponent) for prime, exponent in prime_powers(order)] or [field(2)]
    orders = [each.order for each in fields]
    parts = np.array(list(product(*(range(each) for each in orders))), np.int64)
    weights = np.array([int(np.prod(orders[at + 1 :])) for at in range(len(orders))])

    def joined(tables: list[Schedule]) -> Schedule:
        by_part = [table[parts[:, at][:, None], parts[:, at]] * weights[at] for at, table in enumerate(tables)]
        whole: Schedule = reduce(np.add, by_part)
        return whole

    same = [int((weights * each).sum()) for each in range(min(orders))]
    return same, joined([each.add for each in fields]), joined([each.multiply for each in fields])


def kirkman(groups: int) -> Schedule:
    """Put 3 x groups people in threes so that all pairs meet, where 3 x groups is 3 q or 2 q + 1 for a prime power q.

    Ray-Chaudhuri and Wilson, "Solution of Kirkman's schoolgirl problem" (1971); q leaves 1 when divided by 6.
    """
    people = 3 * groups
    for order, build in ((groups, _threes_of_three_levels), ((people - 1) // 2, _threes_of_two_levels)):
        if order % 6 == 1 and len(prime_powers(order)) == 1 and people in (3 * order, 2 * order + 1):
            return build(order)
    return one_round(groups, 3)


def _threes_of_three_levels(order: int) -> Schedule:
    known, t = field(order), order // 6
    x = [known.powers[exponent % (order - 1)] for exponent in range(12 * t)]
    turned = [0, order, 2 * order]
    first = [[0, order, 2 * order]]
    first += [[x[i + 2 * t * k] + level for k in range(3)] for i in range(t) for level in turned]
    across = {i: [x[(i + 2 * t * k) % (6 * t)] + turned[k] for k in range(3)] for i in range(6 * t)}
    first += [block for i, block in across.items() if i % (2 * t) >= t]
    rounds = [_moved(np.array(first), shift, order) for shift in range(order)]
    for i, block in across.items():
        if i % (2 * t) < t:
            rounds.append(np.concatenate([_moved(np.array([block]), shift, order) for shift in range(order)]))
    return np.stack(rounds)


def _threes_of_two_levels(order: int) -> Schedule:
    known, t = field(order), order // 6
    x = [known.powers[exponent % (order - 1)] for exponent in range(18 * t)]
    double = known.add[x, x]
    m = int(np.flatnonzero(double[: 6 * t] == known.add[x[t], 1])[0])
    blocks = [[0, order, 2 * order]]
    blocks += [[x[i], x[i + t], x[i + m] + order] for start in (0, 2 * t, 4 * t) for i in range(start, start + t)]
    blocks += [[x[i + m + t * k] + order for k in (1, 3, 5)] for i in range(t)]
    rounds = np.stack([_moved(np.array(blocks), shift, order) for shift in range(order)])
    rounds[:, 0, 2] = 2 * order  # one person stands still
    return rounds


def _moved(blocks: Schedule, shift: int, order: int) -> Schedule:
    """Add an element of the field to every person of every level."""
    level, element = np.divmod(blocks, order)
    moved: Schedule = level * order + field(order).add[element, shift]
    return moved
