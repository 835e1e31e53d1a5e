"""How good groups are, seen over the whole table at once: repeats, colleagues, odd places, broken wishes, reasons.

Nothing here but `unmet_wishes` knows of private wishes (practice guide, 8b.1): everything else is the same with and
without them.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Sequence
from dataclasses import asdict
from typing import TYPE_CHECKING

from folkmoot.matching.arrays import np
from folkmoot.matching.blossom import PAIRED, cheapest_pairs
from folkmoot.matching.dice import Dice
from folkmoot.matching.problem import Broken, Problem, Round, Standing, Wish
from folkmoot.matching.roster import joined
from folkmoot.matching.score import Group, Reason, Why
from folkmoot.matching.table import APART, Ints, Table

if TYPE_CHECKING:
    from numpy.typing import NDArray


def assessed(problem: Problem, table: Table, groups: Iterable[Group], seed: int, *, by_matching: bool = False) -> Round:
    """Make a round of groups: count, explain, and say which wishes are broken.

    `by_matching` tells that exact matching found the groups.
    """
    numbered = tuple(sorted(groups, key=lambda group: group.number))
    one, other = _pairs_in(table, numbered)
    repeats = int(table.have_met(one, other).sum())
    bound = least_repeats(table, np.array([len(group.members) for group in numbered], np.int64))
    cost = int(table.costs_of(one, other).sum())
    if repeats > bound and 2 * len(one) == len(table) <= PAIRED:
        bound = _least_cost_of_pairs(table.met_among(np.arange(len(table))).astype(np.int64))
    exact = cost == 0 or (by_matching and _is_least(problem, table, one, other))
    return Round(
        groups=numbered,
        repeats=repeats,
        bound=bound,
        standing=Standing.EXACT if exact else Standing.BOUND_MET if repeats == bound else Standing.BEST_FOUND,
        same_organisation_pairs=int(_agree(table, Why.SAME_ORGANISATION, one, other).sum()),
        odd=tuple(sorted(_odd(problem, numbered))),
        broken=tuple(_broken(problem, numbered)),
        cost=cost,
        seed=seed,
        input_hash=input_hash(problem, table),
        reasons=tuple(_reasons(problem, table, one, other)),
        unmet_wishes=_unmet(problem, numbered),
    )


def _is_least(problem: Problem, table: Table, one: Ints, other: Ints) -> bool:
    """Tell whether pairs found by exact matching cost the least, private wishes left out.

    Wishes may have made them dearer, and what is said of a round must not tell of wishes.
    """
    if not problem.wishes:
        return True
    costs = table.costs_among(np.arange(len(table)))
    first, second = table.apart.first, table.apart.second
    costs[first, second] = costs[second, first] = APART
    return int(costs[one, other].sum()) == _least_cost_of_pairs(costs)


def _least_cost_of_pairs(costs: Ints) -> int:
    partner = cheapest_pairs(costs, np.zeros(costs.shape, np.bool_), Dice(0))
    assert partner is not None  # nothing is barred, and the number is even
    return int(costs[np.arange(len(costs)), partner].sum()) // 2


def least_repeats(table: Table, sizes: Ints) -> int:
    """Give a number of repeats that no groups of these sizes can go below.

    Somebody with few new people left must meet some again, even in a smallest group; each repeat serves two.
    """
    if len(table) > 2_000 or not len(sizes):
        return 0
    new = len(table) - 1 - table.met_among(np.arange(len(table))).sum(axis=1)
    needed = np.sort(sizes)[np.minimum(np.arange(len(table)), len(sizes) - 1)]
    return int(-(-np.maximum(0, int(needed.min()) - 1 - new).sum() // 2))


def count_repeats(table: Table, groups: Sequence[Group]) -> int:
    """Count the pairs of all groups who had met before."""
    return int(table.have_met(*_pairs_in(table, groups)).sum())


def _pairs_in(table: Table, groups: Sequence[Group]) -> tuple[Ints, Ints]:
    """List the pairs of all groups by places in the table, group by group, the lower place first."""
    by_size: dict[int, list[int]] = {}
    for number, group in enumerate(groups):
        by_size.setdefault(len(group.members), []).append(number)
    firsts, seconds, order = [], [], []
    for size, numbers in by_size.items():
        places = np.array([[table.place[one] for one in groups[number].members] for number in numbers], np.int64)
        places = np.sort(places.reshape(len(numbers), size), axis=1)
        one, other = np.triu_indices(size, 1)
        firsts.append(places[:, one].ravel())
        seconds.append(places[:, other].ravel())
        order.append(np.repeat(np.array(numbers), len(one)))
    if not firsts:
        return np.zeros(0, np.int64), np.zeros(0, np.int64)
    by_group = np.argsort(np.concatenate(order), kind="stable")
    return np.concatenate(firsts)[by_group], np.concatenate(seconds)[by_group]


def _agree(table: Table, why: Why, one: Ints, other: Ints) -> NDArray[np.bool_]:
    column = next(number for number, column in enumerate(table.columns) if column.why is why)
    agree: NDArray[np.bool_] = table.values[one, column] == table.values[other, column]
    return agree


def _reasons(problem: Problem, table: Table, one: Ints, other: Ints) -> Iterable[Reason]:
    """Say what the people of a group share, pair by pair: the columns in which they agree."""
    agree = table.values[one] == table.values[other]
    lately: dict[tuple[str, str], int] = {}
    for met in problem.meetings:
        pair = (min(met.first, met.second), max(met.first, met.second))
        lately[pair] = min(met.rounds_since, lately.get(pair, met.rounds_since))
    set_of = {person: number for number, ids in enumerate(joined(problem.together)) for person in ids}
    remembered = table.met.has(one, other)
    concerned = np.flatnonzero(agree.any(axis=1) | remembered) if not set_of else np.arange(len(one))
    for row in concerned.tolist():
        pair = (table.ids[one[row]], table.ids[other[row]])
        columns = [table.columns[number] for number in np.flatnonzero(agree[row]).tolist()]
        since = [int(column.detail) for column in columns if column.why is Why.MET_BEFORE]
        since += [lately[pair]] if remembered[row] else []
        if since:
            yield Reason(Why.MET_BEFORE, pair, str(min(since)))
        if pair[0] in set_of and set_of[pair[0]] == set_of.get(pair[1]):
            yield Reason(Why.KEPT_TOGETHER, pair)
        for column in columns:
            if column.why is not Why.MET_BEFORE:
                yield Reason(column.why, pair, column.detail)


def _odd(problem: Problem, groups: Sequence[Group]) -> Iterable[str]:
    wanted = problem.size.target
    if wanted == int(wanted):
        for group in groups:
            if len(group.members) != wanted:
                yield from group.members


def _broken(problem: Problem, groups: Sequence[Group]) -> Iterable[Broken]:
    """List the open wishes that are not kept, and say why."""
    group_of = {person: group.number for group in groups for person in group.members}
    smallest, largest = problem.size.smallest, problem.size.largest
    out = [group.number for group in groups if not smallest <= len(group.members) <= largest]
    if out and problem.groups is None:
        asked = f"of {smallest}" if smallest == largest else f"of {smallest} to {largest}"
        yield Broken(Wish.SIZE, (), tuple(out), f"{len(group_of)} people do not make groups {asked}.")
    for ids in joined(problem.together):
        present = [person for person in ids if person in group_of]
        in_groups = sorted({group_of[person] for person in present})
        if len(in_groups) > 1:
            why = f"{_listed(present)} could not all be kept together: "
            why += "no group is as large as that." if len(present) > largest else "pins or other sets leave no room."
            yield Broken(Wish.TOGETHER, tuple(present), tuple(in_groups), why)
    for one, other in sorted({(min(pair), max(pair)) for pair in problem.apart}):
        if one != other and one in group_of and group_of[one] == group_of.get(other):
            together = any(one in ids and other in ids for ids in joined(problem.together))
            why = "they are also to be kept together." if together else "the other wishes and the sizes leave no way."
            yield Broken(Wish.APART, (one, other), (group_of[one],), f"{_listed([one, other])} are together: {why}")
    facilitators = {person.id for person in problem.people if person.facilitator}
    without = [group.number for group in groups if not facilitators & set(group.members)] if facilitators else []
    if without:
        many = f"{_counted(len(facilitators), 'facilitator')} for {_counted(len(groups), 'group')}"
        some = "1 group has" if len(without) == 1 else f"{len(without)} groups have"
        yield Broken(Wish.FACILITATOR, (), tuple(without), f"{some} no facilitator: {many}.")


def _unmet(problem: Problem, groups: Sequence[Group]) -> dict[str, tuple[str, ...]]:
    """By the person who wished, whom they are with nevertheless."""
    if not problem.wishes:
        return {}
    group_of = {person: group.number for group in groups for person in group.members}
    unmet: dict[str, set[str]] = {}
    for wish in problem.wishes:
        if wish.by != wish.other and wish.by in group_of and group_of[wish.by] == group_of.get(wish.other):
            unmet.setdefault(wish.by, set()).add(wish.other)
    return {by: tuple(sorted(others)) for by, others in sorted(unmet.items())}


def input_hash(problem: Problem, table: Table) -> str:
    """Hash what may be known of the input, whatever its order. Wishes stay out: the hash cannot tell of them."""
    asked = [
        [asdict(problem.size), problem.groups, asdict(problem.weights)],
        joined(problem.together),
        sorted(problem.pins.people.items()),
        sorted((group.number, sorted(group.members)) for group in problem.pins.groups),
    ]
    digest = hashlib.sha256(json.dumps([asked, table.ids], sort_keys=True).encode())
    met = (table.met.first, table.met.second, table.met.value, table.apart.first, table.apart.second)
    for numbers in (table.values, table.odd, *met):
        digest.update(np.ascontiguousarray(numbers, numbers.dtype.newbyteorder("<")).tobytes())
    return digest.hexdigest()


def _counted(count: int, what: str) -> str:
    return f"{count} {what}{'' if count == 1 else 's'}"


def _listed(people: Sequence[str]) -> str:
    return " and ".join([", ".join(people[:-1]), people[-1]]) if len(people) > 1 else "".join(people)
