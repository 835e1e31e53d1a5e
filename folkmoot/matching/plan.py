"""A whole plan of several rounds for one roster: by construction where one fits, else round by round.

A construction is a schedule in which nobody meets twice. Who takes which of its places is then searched, so that people
of one organisation meet as little as can be.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial
from operator import attrgetter

from folkmoot.matching.arrays import np
from folkmoot.matching.assess import assessed, count_repeats, input_hash
from folkmoot.matching.designs import Schedule, design
from folkmoot.matching.dice import Dice
from folkmoot.matching.engine import SEARCHED, draw_groups, pair_costs
from folkmoot.matching.problem import NO_PINS, NotPossible, Plan, Problem, Round
from folkmoot.matching.score import Group
from folkmoot.matching.search import FULL_EFFORT, Effort, Told
from folkmoot.matching.sizes import group_counts
from folkmoot.matching.table import Ints, Table, usual_size

Groups = list[Group]

PASSES = 2
"""How often every round of a plan is drawn again, with all others as its history, as long as there are repeats."""
EXCHANGES = 200
"""How many people at most change places in a schedule."""
CONSTRUCTED = 3_000
"""Up to how many people a schedule is built: it and its proof grow with the square of that number."""
EASY = 4
"""Where there are so many times more people than everybody is to meet, drawing finds new ones with ease."""


def plan_rounds(problem: Problem, rounds: int, seed: int, *, effort: Effort = FULL_EFFORT) -> Plan:
    """Plan several rounds in which everybody takes part.

    The figures of each round count the rounds planned before it as history.

    Raises:
        NotPossible: as `Problem` says, or for fewer rounds than one.
    """
    if rounds < 1:
        raise NotPossible("A plan has at least one round.")
    table, dice = Table(problem), Dice(seed)
    drawn = [_Drawn.of(groups, table) for groups in _constructed(problem, table, rounds, dice)]
    begun = _as_table(problem, table)
    if len(drawn) < rounds:
        drawn = _one_by_one(begun, drawn, rounds, dice, effort)
    found = _assessed(begun, drawn, seed)
    repeats = sum(each.repeats for each in found)
    return Plan(found, repeats, _least_repeats(table, found), seed, input_hash(problem, table))


@dataclass(frozen=True, slots=True)
class _Drawn:
    """A round of the plan, and the same as a column: for each person, in the order of ids, the number of the group."""

    groups: Groups
    column: Ints
    odd: Ints

    @classmethod
    def of(cls, groups: Groups, table: Table) -> _Drawn:
        """Write groups down as a column."""
        sizes = np.array([len(group.members) for group in groups], np.int64)
        places = [table.place[one] for group in groups for one in group.members]
        column, odd = np.full(len(table), -1, np.int64), np.zeros(len(table), np.int64)
        column[places] = np.repeat(np.arange(len(groups)), sizes)
        odd[places] = np.repeat(sizes != usual_size(sizes), sizes)
        return cls(groups, column, odd)


def _as_table(problem: Problem, table: Table) -> Problem:
    """The same problem with its past as a table, so that names are looked up once and not in every round."""
    people = sorted(problem.people, key=attrgetter("id"))
    odd = dict(zip(table.ids, table.odd.tolist(), strict=True))
    return replace(problem, people=people, history=(), past=table.values[:, : table.rounds], odd_before=odd)


def _assessed(begun: Problem, drawn: Sequence[_Drawn], seed: int) -> tuple[Round, ...]:
    """Make rounds of groups, each with those before it as its history."""
    found = []
    for number, each in enumerate(drawn):
        so_far = _with_history(begun, drawn[:number])
        found.append(assessed(so_far, Table(so_far), each.groups, seed))
    return tuple(found)


def _with_history(begun: Problem, drawn: Sequence[_Drawn]) -> Problem:
    assert begun.past is not None
    assert begun.odd_before is not None
    past = np.column_stack([begun.past, *(each.column for each in drawn)])
    odd = np.array([*begun.odd_before.values()], np.int64) + sum(each.odd for each in drawn)
    return replace(begun, past=past, odd_before=dict(zip(begun.odd_before, odd.tolist(), strict=True)))


def _least_repeats(table: Table, found: Sequence[Round]) -> int:
    """Give a number of repeats that no plan of such sizes can go below: in all, there are only so many new pairs."""
    pairs = sum(len(group.members) * (len(group.members) - 1) // 2 for each in found for group in each.groups)
    everybody = np.arange(len(table))
    met = int(table.met_among(everybody).sum()) // 2 if len(table) <= SEARCHED else 0
    new = len(table) * (len(table) - 1) // 2 - met
    return max(0, pairs - new, found[0].bound)


# ── By construction ──────────────────────────────────────────────────────────────────────────────────────────────


def _constructed(problem: Problem, table: Table, rounds: int, dice: Dice) -> list[Groups]:
    """Fill a schedule with people, if one has enough rounds and nothing in the problem stands against it.

    One in which everybody meets everybody else is used up first, however many rounds are to follow.
    """
    people = len(table)
    bound = problem.history or problem.past is not None or problem.meetings or problem.together
    if bound or problem.pins != NO_PINS or people < 4 or any(person.facilitator for person in problem.people):
        return []
    count = min(problem.groups, people // 2) if problem.groups else group_counts(people, problem.size)[0]
    size = -(-people // count)
    if people > CONSTRUCTED or (people > SEARCHED and EASY * max(rounds * (size - 1), 2 * size * size) <= people):
        return []  # a schedule of so many is filled by chance: drawing mixes what people have in common as well
    schedule = design(count, size)
    all_meet = len(schedule) * (size - 1) == people - 1
    places = _places(schedule, min(rounds, len(schedule)) if all_meet else rounds, people)
    if places is None:
        return []
    chosen, kept = places
    if people <= SEARCHED:
        seats = _seated(schedule[chosen], kept, pair_costs(table, np.arange(people)), dice)
    else:
        seats = dice.order(people)
    return [_groups_of(table, schedule[number], kept, seats, dice) for number in chosen.tolist()]


def _places(schedule: Schedule, rounds: int, people: int) -> tuple[Ints, Ints] | None:
    """Choose rounds of a schedule, and the places that are filled: those left empty are never in one group."""
    empty = schedule[0].size - people
    if len(schedule) < rounds or empty >= schedule.shape[1]:
        return None
    chosen = np.arange(rounds)
    left: list[int] = []
    if empty:
        together = _together(schedule[chosen])
        for place in range(schedule[0].size - 1, -1, -1):
            if len(left) < empty and not together[place, left].any():
                left.append(place)
    if len(left) < empty:
        return None
    return chosen, np.setdiff1d(np.arange(schedule[0].size), left)


def _together(schedule: Schedule) -> Ints:
    """Build the square of how often two places are in one group."""
    count = np.zeros((schedule[0].size, schedule[0].size), np.int64)
    one, other = np.triu_indices(schedule.shape[2], 1)
    np.add.at(count, (schedule[:, :, one].ravel(), schedule[:, :, other].ravel()), 1)
    return count + count.T


def _seated(schedule: Schedule, kept: Ints, costs: Ints, dice: Dice) -> Ints:
    """Let people take places at random, then change places as long as that makes the plan cheaper.

    Gives the person in each of the places kept.
    """
    meet = _together(schedule)[np.ix_(kept, kept)].astype(np.float64)
    seats = dice.order(len(kept))
    for _ in range(EXCHANGES):
        now = costs[np.ix_(seats, seats)].astype(np.float64)
        beside = meet @ now
        own = np.diag(beside)
        change = beside + beside.T - own - own[:, None] + 2 * meet * now
        first, second = divmod(int(change.argmin()), len(seats))
        if change[first, second] >= 0:
            break
        seats[[first, second]] = seats[[second, first]]
    return seats


def _groups_of(table: Table, groups: Schedule, kept: Ints, seats: Ints, dice: Dice) -> Groups:
    person = dict(zip(kept.tolist(), seats.tolist(), strict=True))
    named = [[table.ids[person[place]] for place in places if place in person] for places in groups.tolist()]
    return [Group(number, tuple(dice.shuffle(ids))) for number, ids in enumerate(dice.shuffle(named), start=1)]


# ── Round by round ───────────────────────────────────────────────────────────────────────────────────────────────


def _one_by_one(begun: Problem, given: Sequence[_Drawn], rounds: int, dice: Dice, effort: Effort) -> list[_Drawn]:
    """Draw each round after those before it, then draw rounds again as long as there are more repeats than need be."""
    drawn = [*given]
    again = [*range(rounds)] * (PASSES if rounds > 1 and len(begun.people) <= SEARCHED else 0)
    efforts = _parts_of(effort, rounds - len(given) + len(again))
    while len(drawn) < rounds:
        drawn.append(_draw(Table(_with_history(begun, drawn)), begun, dice, next(efforts)))
    for number in again:
        if _at_bound(begun, drawn):
            break
        others = Table(_with_history(begun, [*drawn[:number], *drawn[number + 1 :]]))
        anew = _draw(others, begun, dice, next(efforts))
        if count_repeats(others, anew.groups) < count_repeats(others, drawn[number].groups):
            drawn[number] = anew
    return drawn


def _parts_of(effort: Effort, draws: int) -> Iterator[Effort]:
    """The effort of each of so many draws; how far it is, is told as a part of the whole."""
    for number in range(draws):
        yield replace(effort, told=partial(_tell_part, effort.told, number, draws))


def _tell_part(told: Told, done: int, draws: int, share: float) -> None:
    told((done + share) / draws)


def _at_bound(begun: Problem, drawn: Sequence[_Drawn]) -> bool:
    found = _assessed(begun, drawn, 0)
    return sum(each.repeats for each in found) <= _least_repeats(Table(begun), found)


def _draw(table: Table, problem: Problem, dice: Dice, effort: Effort) -> _Drawn:
    return _Drawn.of(draw_groups(problem, table, dice.next(), effort), table)
