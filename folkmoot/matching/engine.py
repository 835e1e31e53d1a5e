"""The engine: the next round, a whole plan, and as few changes as possible in mid-session.

Small problems are solved by search over the whole table of swaps, pairs by exact matching, large ones by re-dealing.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from folkmoot.matching.arrays import np
from folkmoot.matching.assess import assessed
from folkmoot.matching.blossom import PAIRED, cheapest_pairs, cheapest_with_three
from folkmoot.matching.cost import fewest_pairs
from folkmoot.matching.dice import Dice
from folkmoot.matching.packing import Packing, Unit, pack
from folkmoot.matching.problem import NO_PINS, Problem, Round
from folkmoot.matching.redeal import Deal, group_costs, redeal
from folkmoot.matching.roster import joined
from folkmoot.matching.score import Group, Why
from folkmoot.matching.search import FULL_EFFORT, Effort, Task, Told, search
from folkmoot.matching.sizes import even_sizes, group_counts
from folkmoot.matching.table import APART, Ints, Table

if TYPE_CHECKING:
    from numpy.typing import NDArray

SEARCHED = 300
"""Up to so many people and empty chairs, all swaps are kept in one table."""
NEARLY_PAIRED = 1_200
"""Up to so many people, pairs are matched exactly among the cheapest partners of each."""
MENDS = 8
MENDING = Effort(swaps=400, patience=150)
"""How often, and with how many swaps each, the costliest groups of very many are searched as a table of their own."""
CHAIR = 10**12
"""What two empty chairs in one group cost: it spreads them, and so keeps sizes as even as can be."""


def next_round(problem: Problem, seed: int, *, effort: Effort = FULL_EFFORT) -> Round:
    """Find the next round of groups.

    Everybody is placed once, and nobody is left alone while there are two. The same problem and seed give the same
    round everywhere; another seed gives another round that is as good. A wish that cannot be kept is reported.

    Raises:
        NotPossible: as `Problem` says.
    """
    table = Table(problem)
    groups = draw_groups(problem, table, seed, effort)
    only_pairs = len(table) <= PAIRED and all(len(group.members) == 2 for group in groups)
    exact = only_pairs and problem.pins == NO_PINS and not problem.together
    return assessed(problem, table, groups, seed, by_matching=exact)


def draw_groups(problem: Problem, table: Table, seed: int, effort: Effort) -> list[Group]:
    """Draw the groups of the next round."""
    whole, pinned = _present(problem, table)
    placed = {table.place[one] for group in whole for one in group.members}
    rest = np.array([place for place in range(len(table)) if place not in placed], np.int64)
    if not len(rest):
        return whole
    layout = _lay_out(problem, table, rest, {group.number for group in whole}, pinned)
    dice = Dice(seed)
    slots = _slots(table, layout, dice, effort)
    return whole + _numbered(table, layout, slots, dice)


@dataclass(frozen=True, slots=True)
class _Layout:
    """Who is to be placed, the packing, and the number on the screen of each slot.

    Places in `packing` count along `rest`. `wanted` is the size that is not odd, 0 where none is.
    """

    rest: Ints
    packing: Packing
    numbers: tuple[int, ...]
    wanted: int

    @property
    def width(self) -> int:
        """How many places the largest group has."""
        return int(self.packing.sizes.max())

    @property
    def chairs(self) -> int:
        """How many places stay empty when every group has as many as the largest."""
        return self.width * len(self.numbers) - len(self.rest)


def _present(problem: Problem, table: Table) -> tuple[list[Group], dict[str, int]]:
    """Keep of the pins what concerns people who are here. Pinned people who fill a group make it a pinned group."""
    here = set(table.ids)
    whole = []
    for group in problem.pins.groups:
        whole.append(Group(group.number, tuple(person for person in group.members if person in here)))
        here -= set(group.members)
    pinned = {person: number for person, number in sorted(problem.pins.people.items()) if person in here}
    for number, count in sorted(Counter(pinned.values()).items()):
        if count >= problem.size.largest:
            whole.append(Group(number, tuple(person for person, their in pinned.items() if their == number)))
    full = {person for group in whole for person in group.members}
    return [group for group in whole if group.members], {one: n for one, n in pinned.items() if one not in full}


def _lay_out(problem: Problem, table: Table, rest: Ints, taken: set[int], pinned: Mapping[str, int]) -> _Layout:
    """Fit the people into the best way of making room that leaves fewest alone, parts fewest, keeps most sizes."""
    place = {table.ids[one]: index for index, one in enumerate(rest.tolist())}
    sets = [tuple(sorted(place[one] for one in ids if one in place)) for ids in joined(problem.together)]
    units = [unit for unit in sets if len(unit) > 1]
    best: tuple[tuple[int, int, int], _Layout] | None = None
    for room in _rooms(problem, len(rest), exact=not units and not pinned):
        numbers = _numbers(len(room), taken, pinned.values())
        slot_of = {number: slot for slot, number in enumerate(numbers)}
        stay = {place[person]: slot_of[number] for person, number in pinned.items() if number in slot_of}
        packing = pack(len(rest), units, _roomiest_for_pinned(room, stay), stay)
        misfits = _misfits(packing, problem)
        if best is None or misfits < best[0]:
            best = misfits, _Layout(rest, packing, numbers, _wanted(problem))
        if misfits == (0, 0, 0):
            break
    assert best is not None
    return best[1]


def _rooms(problem: Problem, people: int, *, exact: bool) -> Iterable[Sequence[int]]:
    """List ways to make room: of each number of groups the even one, then, to fit sets in, as large as is allowed."""
    asked = problem.groups and max(1, problem.groups - len(problem.pins.groups))
    counts = [min(asked, max(1, people // 2))] if asked else group_counts(people, problem.size)
    for count in counts:
        yield even_sizes(people, count)
        if not exact:
            yield (max(problem.size.largest, -(-people // count)),) * count


def _misfits(packing: Packing, problem: Problem) -> tuple[int, int, int]:
    sizes = packing.sizes
    alone = int((sizes == 1).sum()) if sizes.sum() > 1 else 0
    out = int(((sizes < problem.size.smallest) | (sizes > problem.size.largest)).sum())
    return alone, packing.parted, out


def _wanted(problem: Problem) -> int:
    target = problem.size.target
    return int(target) if target == int(target) else 0


def _numbers(count: int, taken: set[int], wanted: Iterable[int]) -> tuple[int, ...]:
    """Choose the numbers of so many groups: those where somebody is pinned, then the lowest that are free."""
    asked = [number for number, _ in sorted(Counter(wanted).items(), key=lambda item: (-item[1], item[0]))]
    chosen = [number for number in asked if number not in taken][:count]
    used = taken | set(chosen)
    free = [number for number in range(1, count + len(used) + 1) if number not in used][: count - len(chosen)]
    return tuple(sorted([*chosen, *free]))


def _roomiest_for_pinned(room: Sequence[int], stay: Mapping[int, int]) -> Sequence[int]:
    """Give the groups with the most pinned people the most room, and leave the rest as they are."""
    if not stay:
        return room
    pinned = Counter(stay.values())
    arranged = [0] * len(room)
    order = sorted(range(len(room)), key=lambda slot: (-pinned[slot], slot))
    for slot, size in zip(order, sorted(room, reverse=True), strict=True):
        arranged[slot] = size
    return arranged


def _numbered(table: Table, layout: _Layout, slots: Ints, dice: Dice) -> list[Group]:
    """Name the groups by their numbers, their people in a random order."""
    chance = dice.order(len(slots))
    order = chance[np.argsort(slots[chance], kind="stable")]
    ids = [table.ids[place] for place in layout.rest[order].tolist()]
    ends = np.cumsum(np.bincount(slots, minlength=len(layout.numbers))).tolist()
    starts = [0, *ends[:-1]]
    return [
        Group(number, tuple(ids[start:end])) for number, start, end in zip(layout.numbers, starts, ends, strict=True)
    ]


# ── Who sits where ───────────────────────────────────────────────────────────────────────────────────────────────


def _slots(table: Table, layout: _Layout, dice: Dice, effort: Effort) -> Ints:
    """Find the slot of each person, by the way that suits the number of people."""
    people = len(layout.rest)
    if layout.width == 2 and not layout.chairs and people <= NEARLY_PAIRED:
        found = _paired(layout, pair_costs(table, layout.rest), dice)
        if found is not None:
            return found
    only_three = layout.wanted == 2 and layout.width == 3 and (layout.packing.sizes == 3).sum() == 1
    if only_three and not layout.packing.fixed and not layout.packing.units and 5 <= people <= PAIRED:
        odd = 2 * table.weights.odd * table.odd[layout.rest]
        return cheapest_with_three(pair_costs(table, layout.rest), odd, dice)[0]
    if people + layout.chairs <= SEARCHED:
        return _searched(table, layout, pair_costs(table, layout.rest), dice, effort)
    return _redealt(table, layout, dice, effort.told)


def pair_costs(table: Table, people: Ints) -> Ints:
    """Build the square of all that pairs cost in a search, wishes included."""
    return table.costs_among(people) + table.apart_among(people)


def _paired(layout: _Layout, costs: Ints, dice: Dice) -> Ints | None:
    """Match pairs exactly; None where people who stay where they are leave no pairs."""
    people = len(layout.rest)
    barred = np.zeros((people, people), np.bool_)
    slot = np.full(people, -1, np.int64)
    for person, stays in layout.packing.fixed.items():
        slot[person] = stays
    settled = slot >= 0
    barred |= settled[:, None] & settled & (slot[:, None] != slot)
    for group in (*layout.packing.units, *_pairs_of(layout.packing.fixed)):
        one, other = group
        barred[[one, other], :] = barred[:, [one, other]] = True
        barred[one, other] = barred[other, one] = False
    partner = cheapest_pairs(costs, barred, dice)
    if partner is None:
        return None
    firsts = [one for one in range(people) if one < partner[one]]
    free = iter(sorted(set(range(len(layout.numbers))) - set(slot[settled].tolist())))
    for one in dice.shuffle(firsts):
        other = int(partner[one])
        taken = max(int(slot[one]), int(slot[other]))
        slot[one] = slot[other] = taken if taken >= 0 else next(free)
    return slot


def _pairs_of(fixed: Mapping[int, int]) -> list[Unit]:
    """List the pairs of people who stay in the same slot."""
    by_slot: dict[int, list[int]] = {}
    for person, slot in sorted(fixed.items()):
        by_slot.setdefault(slot, []).append(person)
    return [tuple(people) for people in by_slot.values() if len(people) == 2]


def _searched(table: Table, layout: _Layout, costs: Ints, dice: Dice, effort: Effort) -> Ints:
    """Search over the whole table of swaps of people, sets and empty chairs."""
    packing, people = layout.packing, len(layout.rest)
    square, least = _with_chairs(table, layout, costs)
    pieces, start = _pieces(layout)
    sizes = np.array([len(piece) for piece in pieces], np.int64)
    free = np.array([piece[0] not in packing.fixed for piece in pieces], np.bool_)
    within, between = _between(square, pieces)
    task = Task(between, sizes, free, start, len(layout.numbers), least - within)
    found, _ = search(task, dice, effort)
    slot = np.empty(people + layout.chairs, np.int64)
    for piece, at in zip(pieces, found.tolist(), strict=True):
        slot[list(piece)] = at
    return slot[:people]


def _pieces(layout: _Layout) -> tuple[list[tuple[int, ...]], Ints]:
    """List what is placed as one (sets, single people, empty chairs), and a slot for each."""
    packing, people = layout.packing, len(layout.rest)
    in_sets = {person for unit in packing.units for person in unit}
    slot_of = dict(packing.fixed)
    free = packing.sizes.copy()
    for slot in slot_of.values():
        free[slot] -= 1
    for unit, slot in packing.units.items():
        free[slot] -= len(unit)
    loose = [person for person in range(people) if person not in in_sets and person not in slot_of]
    slot_of |= dict(zip(loose, np.repeat(np.arange(len(free)), free).tolist(), strict=True))
    empty = np.repeat(np.arange(len(free)), layout.width - packing.sizes).tolist()
    slot_of |= dict(enumerate(empty, start=people))
    pieces = [*packing.units, *((one,) for one in range(people + layout.chairs) if one not in in_sets)]
    slots = [packing.units[piece] if piece in packing.units else slot_of[piece[0]] for piece in pieces]
    return pieces, np.array(slots, np.int64)


def _with_chairs(table: Table, layout: _Layout, costs: Ints) -> tuple[Ints, int]:
    """Add empty chairs to a square of costs, and give a cost that nothing can go below.

    A chair beside another keeps sizes even. A chair beside a person says that the group is not of the largest size, and
    so whether that person's place is odd.
    """
    people, chairs, groups = len(layout.rest), layout.chairs, len(layout.numbers)
    square = np.zeros((people + chairs, people + chairs), np.int64)
    square[:people, :people] = costs
    square[people:, people:] = CHAIR * (1 - np.eye(chairs, dtype=np.int64))
    empty = layout.width - layout.packing.sizes
    least = CHAIR * int((empty * (empty - 1) // 2).sum()) + least_cost(table, layout.rest, groups)
    if layout.wanted and chairs and int(layout.packing.sizes.min()) == layout.width - 1:
        odd = 2 * table.weights.odd * table.odd[layout.rest]
        if layout.width == layout.wanted:
            square[:people, people:] += odd[:, None]
            square[people:, :people] += odd
        elif layout.width == layout.wanted + 1:
            square[:people, people:] -= odd[:, None]
            square[people:, :people] -= odd
            least -= int(np.sort(odd)[::-1][: chairs * (layout.width - 1)].sum())
    return square, least


def least_cost(table: Table, people: Ints, groups: int) -> int:
    """Give a cost that no division into so many groups can beat: each shared thing spread as evenly as can be."""
    total = 0
    for number, column in enumerate(table.columns):
        if column.why is Why.MET_BEFORE or not column.weight:
            continue
        values = table.values[people, number]
        alike = np.bincount(values[values >= 0])
        total += column.weight * sum(fewest_pairs(int(count), groups) for count in alike[alike > 1])
    return total


def _between(square: Ints, pieces: Sequence[tuple[int, ...]]) -> tuple[int, Ints]:
    """Sum costs by pieces: what is within pieces, which nothing changes, and what is between them."""
    order = np.array([one for piece in pieces for one in piece], np.int64)
    starts = np.cumsum([0, *(len(piece) for piece in pieces[:-1])])
    between = np.add.reduceat(np.add.reduceat(square[np.ix_(order, order)], starts, axis=0), starts, axis=1)
    within = int(np.trace(between)) // 2
    np.fill_diagonal(between, 0)
    return within, between


def _redealt(table: Table, layout: _Layout, dice: Dice, told: Told) -> Ints:
    """Deal by chance and re-deal: for very many people."""
    packing, people, groups = layout.packing, len(layout.rest), len(layout.numbers)
    pieces_fixed = np.zeros(people, np.bool_)
    slot = np.full(people, -1, np.int64)
    for unit, at in packing.units.items():
        slot[list(unit)] = at
    for person, at in packing.fixed.items():
        slot[person] = at
    pieces_fixed[slot >= 0] = True
    free = packing.sizes - np.bincount(slot[slot >= 0], minlength=groups)
    loose = np.flatnonzero(slot < 0)
    odd_groups = (packing.sizes != layout.wanted) & bool(layout.wanted)
    odd = 2 * table.weights.odd * table.odd[layout.rest]
    order = loose[dice.order(len(loose))]
    order = order[np.argsort(odd[order], kind="stable")] if odd_groups.sum() * 2 <= groups else order
    slots_in_order = np.argsort(~odd_groups, kind="stable")
    places = np.repeat(slots_in_order, free[slots_in_order])
    first = int(free[odd_groups].sum()) if odd_groups.sum() * 2 <= groups else 0
    order[first:] = order[first:][dice.order(len(order) - first)]
    slot[order] = places
    seats = _seats(slot, groups, layout.width)
    deal = Deal(seats, _looked_up(table, layout.rest), pieces_fixed, odd, odd_groups, _levels(table))
    found = redeal(deal, dice, told)
    for _ in range(MENDS):
        if not _mended(deal, table, layout, found, dice):
            break
    filled = np.flatnonzero(found.ravel() >= 0)
    slot[found.ravel()[filled]] = filled // layout.width
    return slot


def _levels(table: Table) -> tuple[int, ...]:
    """List the costs from which a group is worth more effort: from a pair of colleagues on, then from a repeat."""
    return (*sorted({table.weights.organisation, table.weights.again} - {0}),) or (APART,)


def _mended(deal: Deal, table: Table, layout: _Layout, seats: Ints, dice: Dice) -> bool:
    """Search anew among the costliest groups and some others. False where there is no repeat and no broken wish."""
    costs = group_costs(deal, seats)
    order = dice.order(len(costs))
    if costs.max() < deal.levels[-1]:
        return False
    worst = order[np.argsort(-costs[order], kind="stable")]
    room = SEARCHED // layout.width
    if room < 2:  # so wide that no two groups fit into one table
        return False
    chosen = np.concatenate([worst[: room // 2], dice.shuffle(worst[room // 2 :].tolist())[: room - room // 2]])
    people = seats[chosen].ravel()
    slots = np.repeat(np.arange(len(chosen)), layout.width)[people >= 0]
    people = people[people >= 0]
    square = pair_costs(table, layout.rest[people])
    task = Task(square, np.ones(len(people), np.int64), ~deal.fixed[people], slots, len(chosen))
    found, _ = search(task, dice, MENDING, warm=True)
    for slot, row in enumerate(chosen.tolist()):
        members = people[found == slot]
        seats[row, : len(members)], seats[row, len(members) :] = members, -1
    return True


def _seats(slot: Ints, groups: int, width: int) -> Ints:
    """Turn the slot of each person into groups by seats, -1 where a seat is empty."""
    order = np.argsort(slot, kind="stable")
    starts = np.searchsorted(slot[order], np.arange(groups))
    seats = np.full((groups, width), -1, np.int64)
    seats[slot[order], np.arange(len(slot)) - starts[slot[order]]] = order
    return seats


def _looked_up(table: Table, rest: Ints) -> Callable[[Ints, Ints], Ints]:
    def costs(one: Ints, other: Ints) -> Ints:
        first, second = rest[one], rest[other]
        total: NDArray[np.int64] = table.costs_of(first, second) + table.kept_apart(first, second)
        return total

    return costs
