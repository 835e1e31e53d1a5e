"""After a change in mid-session: people left, people came, and as few as possible get new companions."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from folkmoot.matching.arrays import np
from folkmoot.matching.assess import assessed
from folkmoot.matching.dice import Dice
from folkmoot.matching.engine import pair_costs
from folkmoot.matching.problem import Problem, Round
from folkmoot.matching.roster import joined
from folkmoot.matching.score import Group
from folkmoot.matching.search import Effort, Task, search
from folkmoot.matching.sizes import even_sizes, group_counts
from folkmoot.matching.table import Ints, Table

A_LITTLE = Effort(swaps=1_500)
LOOKED_AT = 120
"""Among how many people new companions are looked for, at most."""

Members = dict[int, list[str]]
"""The people of each group, by its number."""


def rearrange(problem: Problem, current: Iterable[Group], seed: int, *, effort: Effort = A_LITTLE) -> Round:
    """Keep the current groups as they are, as far as those who left and those who came allow.

    `problem.people` are those who are here now, newcomers included; its history is what was before the current round.
    Groups that are still large enough stay. People left in groups that are too small and newcomers make groups of their
    own if they are enough, or else join others. `changed` in the answer names everybody who sits with somebody new or
    without somebody who is still here; `moved` those whose group has another number.

    Raises:
        NotPossible: as `Problem` says.
    """
    table = Table(problem)
    before = [group for group in current if group.members]
    members, loose = _still_here(problem, table, before)
    touched = _place(members, loose, problem, Dice(seed))
    members = _improved(problem, table, before, members, touched, Dice(seed), effort)
    groups = [Group(number, tuple(ids)) for number, ids in sorted(members.items())]
    found = assessed(problem, table, groups, seed)
    return replace(found, changed=_changed(before, groups, table), moved=_moved(before, groups))


def _still_here(problem: Problem, table: Table, before: Sequence[Group]) -> tuple[Members, list[str]]:
    """Empty the places of those who left, bring the pinned and those kept together to their groups; list the rest."""
    members: Members = {group.number: [one for one in group.members if one in table.place] for group in before}
    for group in problem.pins.groups:
        for person in group.members:
            _move(members, person, group.number, table)
    for person, number in sorted(problem.pins.people.items()):
        _move(members, person, number, table)
    seated = {person: number for number, ids in members.items() for person in ids}
    for ids in joined(problem.together):
        present = [one for one in ids if one in table.place]
        numbers = [seated[one] for one in present if one in seated]
        if len(present) > 1 and numbers and (len(set(numbers)) > 1 or len(numbers) < len(present)):
            home = max(sorted(set(numbers)), key=lambda number: (numbers.count(number), -len(members[number])))
            if len(set(members[home]) | set(present)) <= problem.size.largest:
                for person in present:
                    _move(members, person, home, table)
    stay = _pinned(problem)
    small = [n for n, ids in members.items() if len(ids) < problem.size.smallest and not stay & set(ids)]
    loose = [person for number in small for person in members.pop(number)]
    placed = {person for ids in members.values() for person in ids}
    return members, sorted(set(loose) | (table.place.keys() - placed))


def _move(members: Members, person: str, number: int, table: Table) -> None:
    if person in table.place:
        for ids in members.values():
            if person in ids:
                ids.remove(person)
        members.setdefault(number, []).append(person)


def _pinned(problem: Problem) -> set[str]:
    return {*problem.pins.people, *(person for group in problem.pins.groups for person in group.members)}


def _place(members: Members, loose: list[str], problem: Problem, dice: Dice) -> set[int]:
    """Give the loose people places: groups of their own, or the smallest groups with room. Names the groups touched."""
    if not loose:
        return set()
    sizes = even_sizes(len(loose), group_counts(len(loose), problem.size)[0])
    alone = not members or problem.size.smallest <= min(sizes) <= max(sizes) <= problem.size.largest
    waiting, touched = dice.shuffle(loose), set[int]()
    if alone:
        for size in sizes:
            number = next(number for number in range(1, len(members) + 2) if number not in members)
            members[number] = [waiting.pop() for _ in range(size)]
            touched.add(number)
    for person in waiting:
        number = min(members, key=lambda number: (len(members[number]), number))
        members[number].append(person)
        touched.add(number)
    return touched


def _improved(
    problem: Problem, table: Table, before: Sequence[Group], members: Members, touched: set[int], dice: Dice,
    effort: Effort,
) -> Members:  # fmt: skip
    """Search for a better way among the groups touched, and the others as long as all fit into one table."""
    numbers = _searched(table, members, touched)
    people = np.array([table.place[one] for number in numbers for one in members[number]], np.int64)
    start = np.repeat(np.arange(len(numbers)), [len(members[number]) for number in numbers])
    costs = pair_costs(table, people) + table.weights.stay * _newly_met(table, before, people)
    stay = _pinned(problem) | {person for ids in joined(problem.together) for person in ids}
    free = np.array([table.ids[one] not in stay for one in people.tolist()], np.bool_)
    task = Task(costs, np.ones(len(people), np.int64), free, start, len(numbers))
    slots, _ = search(task, dice, effort, warm=True)
    for slot, number in enumerate(numbers):
        members[number] = [table.ids[one] for one in people[slots == slot].tolist()]
    return members


def _searched(table: Table, members: Members, touched: set[int]) -> list[int]:
    """List the groups to search: those touched and those with a broken wish first, then as many as fit."""
    places = {number: np.array([table.place[one] for one in ids], np.int64) for number, ids in members.items()}
    broken = {number for number, ids in places.items() if _breaks(table, ids)}
    room, numbers = LOOKED_AT, list[int]()
    for number in sorted(members, key=lambda number: (number not in touched | broken, number)):
        if len(members[number]) <= room:
            numbers.append(number)
            room -= len(members[number])
    return numbers


def _breaks(table: Table, people: Ints) -> bool:
    one, other = np.triu_indices(len(people), 1)
    return bool(table.kept_apart(people[one], people[other]).any())


def _newly_met(table: Table, before: Sequence[Group], people: Ints) -> Ints:
    """Build the square of who were not companions before, 1 for each such pair."""
    group = np.full(len(table), -1, np.int64)
    for number, each in enumerate(before):
        group[[table.place[one] for one in each.members if one in table.place]] = number
    mine = group[people]
    new: Ints = ((mine[:, None] != mine) | (mine < 0)).astype(np.int64)
    np.fill_diagonal(new, 0)
    return new


def _changed(before: Sequence[Group], after: Sequence[Group], table: Table) -> tuple[str, ...]:
    """Name everybody whose companions are others than before, not counting those who left."""
    here = table.place.keys()
    old = {one: frozenset(here & set(group.members)) for group in before for one in group.members}
    new = {one: frozenset(group.members) for group in after for one in group.members}
    return tuple(sorted(one for one, companions in new.items() if old.get(one) != companions))


def _moved(before: Sequence[Group], after: Sequence[Group]) -> tuple[str, ...]:
    old = {one: group.number for group in before for one in group.members}
    return tuple(sorted(one for group in after for one in group.members if old.get(one, group.number) != group.number))
