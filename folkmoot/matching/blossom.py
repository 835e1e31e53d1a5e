"""The cheapest pairs there are: exact minimum-weight perfect matching.

The solver is rustworkx's (Edmonds' blossom algorithm). A random number far below the smallest cost is added to each
pair, so that one matching alone is the cheapest: every correct solver of every version then gives the same one, and
another seed gives another, equally good one.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

from folkmoot.matching.arrays import np, rx
from folkmoot.matching.dice import Dice

if TYPE_CHECKING:
    from numpy.typing import NDArray

Ints: TypeAlias = "NDArray[np.int64]"

CHANCE_BITS = 44
"""With 400 people, two equally cheap matchings remain with a chance of 1 in 200 million."""
COST_SHIFT = CHANCE_BITS + 12
"""Leaves room for the sum of the chances of 4,096 pairs below one unit of cost."""
PAIRED = 400
"""Up to so many people, all pairs are looked at; beyond, the cheapest of each."""
THREE_AMONG = 150
"""Among how many people the three of an odd number is looked for: those who were odd least often."""
TRIES, TRIED_OFTEN, SOME_TRIES = 40, 80, 5
"""How many threes are tried, up to so many people, and beyond."""
NEAR = 12
"""How many of the cheapest partners of each are tried first."""


def cheapest_pairs(costs: Ints, barred: NDArray[np.bool_], dice: Dice) -> Ints | None:
    """Pair an even number of people so that the sum of costs is least; give the partner of each.

    For more than `PAIRED` people only the least among the cheapest partners of each, where that leaves nobody alone.

    None where the pairs that are not barred leave somebody alone.
    """
    people = len(costs)
    one, other = np.triu_indices(people, 1)
    chance = dice.many(len(one)) >> np.uint64(64 - CHANCE_BITS)
    open_pairs = ~barred[one, other]
    one, other, chance = one[open_pairs], other[open_pairs], chance[open_pairs]
    cost = costs[one, other]
    few = _few_each(one, other, cost, chance, people)
    found = _matched(one[few], other[few], cost[few], chance[few], people)
    if found is not None and int(costs[np.arange(people), found].sum()) <= _least(costs, barred):
        return found
    return _matched(one, other, cost, chance, people) if people <= PAIRED or found is None else found


def cheapest_with_three(costs: Ints, places: Ints, dice: Dice) -> tuple[Ints, bool]:
    """Put an odd number of people in pairs and one three, as cheaply as can be found; give the slot of each.

    `places` is what a place in the three costs each. Tries the threes in the order of what they leave at least, and
    matches the others exactly. The second answer tells whether that proves that nothing is cheaper: no three is left
    that could be.
    """
    people = len(costs)
    near = np.sort(np.argsort(places * 1_000 + np.arange(people) % 1_000, kind="stable")[:THREE_AMONG])
    one, other, third = (near[at] for at in _triples(len(near)))
    threes = costs[one, other] + costs[one, third] + costs[other, third] + places[one] + places[other] + places[third]
    alone = np.where(np.eye(people, dtype=np.bool_), np.int64(2**60), costs).min(axis=1)
    left = (alone.sum() - alone[one] - alone[other] - alone[third] + 1) // 2
    order = np.lexsort((dice.many(len(one)), threes + left))[: TRIES if people <= TRIED_OFTEN else SOME_TRIES]
    best, slots = 2**62, np.zeros(people, np.int64)
    for at in order.tolist():
        if threes[at] + left[at] >= best:
            return slots, len(near) == people
        rest = np.setdiff1d(np.arange(people), [one[at], other[at], third[at]])
        partner = cheapest_pairs(costs[np.ix_(rest, rest)], np.zeros((len(rest), len(rest)), np.bool_), dice)
        assert partner is not None  # nothing is barred, and the number is even
        cost = int(threes[at]) + int(costs[rest, rest[partner]].sum()) // 2
        if cost < best:
            best, slots = cost, np.zeros(people, np.int64)
            firsts = np.flatnonzero(np.arange(len(rest)) < partner)
            slots[rest[firsts]] = slots[rest[partner[firsts]]] = 1 + np.arange(len(firsts))
    return slots, False


def _triples(count: int) -> tuple[Ints, Ints, Ints]:
    one, other = np.triu_indices(count, 1)
    more = count - 1 - other
    third = np.arange(int(more.sum())) - np.repeat(np.cumsum(more) - more, more) + np.repeat(other, more) + 1
    return np.repeat(one, more), np.repeat(other, more), third


def _least(costs: Ints, barred: NDArray[np.bool_]) -> int:
    """Twice a cost that no pairs can go below: everybody with the partner that is cheapest for them."""
    alone = barred.copy()
    np.fill_diagonal(alone, True)
    return int(np.where(alone, np.int64(2**60), costs).min(axis=1, initial=2**60).sum())


def _few_each(one: Ints, other: Ints, cost: Ints, chance: NDArray[np.uint64], people: int) -> NDArray[np.bool_]:
    """Select for everybody the pairs that cost them least, of equal ones by chance."""
    order = np.lexsort((chance, cost))
    rank = np.empty(len(order), np.int64)
    rank[order] = np.arange(len(order))
    ranks = np.full((people, people), len(order), np.int64)
    ranks[one, other] = ranks[other, one] = rank
    limit = np.sort(ranks, axis=1)[:, min(NEAR, people) - 1]
    few: NDArray[np.bool_] = (rank <= limit[one]) | (rank <= limit[other])
    return few


def _matched(one: Ints, other: Ints, cost: Ints, chance: NDArray[np.uint64], people: int) -> Ints | None:
    high = int(cost.max(initial=0)) + 1
    graph: rx.PyGraph[int, int] = rx.PyGraph()
    graph.add_nodes_from(range(people))
    weights = (((high - each) << COST_SHIFT) - luck for each, luck in zip(cost.tolist(), chance.tolist(), strict=True))
    graph.add_edges_from(list(zip(one.tolist(), other.tolist(), weights, strict=True)))
    pairs = rx.max_weight_matching(graph, max_cardinality=True, weight_fn=int)
    if 2 * len(pairs) < people:
        return None
    partner = np.empty(people, np.int64)
    for first, second in pairs:
        partner[first], partner[second] = second, first
    return partner
