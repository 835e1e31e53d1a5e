"""What holds of every answer of the engine, whatever it is asked."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from folkmoot.matching import Apart, Dice, Effort, Person, Problem, Round, Wish, next_round, rearrange, sized
from folkmoot.matching.redeal import Deal, redeal
from folkmoot.matching.table import Table
from folkmoot.matching.tests.ashwell import rosters

QUICK = Effort(swaps=60, patience=20)
SEEDS = st.integers(0, 2**53)


@st.composite
def problems(draw: st.DrawFn, smallest: int = 2, largest: int = 22) -> Problem:
    """Problems with everything in them: past rounds with absences, wishes of both kinds, sets, facilitators."""
    roster = draw(rosters(smallest, largest))
    ids = list(roster.ids)
    dice = Dice(draw(SEEDS))
    history = []
    for _ in range(draw(st.integers(0, 4))):
        there = dice.shuffle([one for one in [*ids, "absent"] if dice.below(5)])
        history.append([there[start : start + 3] for start in range(0, len(there), 3)])
    two = st.lists(st.sampled_from(ids), min_size=2, max_size=2, unique=True)
    return Problem(
        [replace(person, facilitator=dice.below(6) == 0) for person in roster.people],
        size=sized(draw(st.integers(2, 5))),
        history=history,
        meetings=roster.meetings,
        apart=[(both[0], both[1]) for both in draw(st.lists(two, max_size=3))],
        wishes=roster.apart,
        together=roster.together,
    )


def met_pairs(problem: Problem) -> set[frozenset[str]]:
    """The pairs who met before, counted without any table."""
    met = {frozenset((meeting.first, meeting.second)) for meeting in problem.meetings}
    for groups in problem.history:
        met |= {frozenset((one, other)) for group in groups for one in group for other in group if one != other}
    return met


def pairs_of(found: Round) -> list[frozenset[str]]:
    return [
        frozenset((one, other))
        for group in found.groups
        for at, one in enumerate(group.members)
        for other in group.members[at + 1 :]
    ]


@given(problems(), SEEDS)
@settings(deadline=None, max_examples=60)
def test_everybody_is_placed_once_and_every_wish_is_kept_or_reported(problem: Problem, seed: int) -> None:
    found = next_round(problem, seed, effort=QUICK)
    assert sorted(one for group in found.groups for one in group.members) == sorted(p.id for p in problem.people)
    reported = {broken.wish for broken in found.broken}
    sizes = [len(group.members) for group in found.groups]
    assert min(sizes) > 1
    in_range = all(problem.size.smallest <= size <= problem.size.largest for size in sizes)
    assert in_range == (Wish.SIZE not in reported)
    together = set(pairs_of(found))
    apart = {frozenset(pair) for pair in problem.apart}
    assert {frozenset(b.people) for b in found.broken if b.wish is Wish.APART} == apart & together
    where = {one: group.number for group in found.groups for one in group.members}
    parted = any(len({where[one] for one in ids}) > 1 for ids in problem.together)
    assert parted == (Wish.TOGETHER in reported)
    unmet = {frozenset((by, other)) for by, others in found.unmet_wishes.items() for other in others}
    assert unmet == {frozenset((wish.by, wish.other)) for wish in problem.wishes} & together


@given(problems(), SEEDS)
@settings(deadline=None, max_examples=60)
def test_the_figures_are_those_that_counting_gives(problem: Problem, seed: int) -> None:
    found = next_round(problem, seed, effort=QUICK)
    pairs = pairs_of(found)
    assert found.repeats == sum(pair in met_pairs(problem) for pair in pairs)
    assert found.bound <= found.repeats
    organisation = {person.id: person.organisation for person in problem.people}
    alike = [pair for pair in pairs if len({organisation[one] for one in pair} | {""}) == 2]
    assert found.same_organisation_pairs == sum("" not in {organisation[one] for one in pair} for pair in alike)
    wanted = int(problem.size.target)
    assert set(found.odd) == {one for group in found.groups for one in group.members if len(group.members) != wanted}


@given(problems(smallest=4), SEEDS)
@settings(deadline=None, max_examples=40)
def test_repeats_are_never_more_than_by_chance(problem: Problem, seed: int) -> None:
    free = replace(problem, apart=(), wishes=(), together=())
    found = next_round(free, seed, effort=QUICK)
    ids = Dice(seed).shuffle([person.id for person in problem.people])
    sizes = [len(group.members) for group in found.groups]
    met, chance = met_pairs(problem), 0
    for size in sizes:
        group, ids = ids[:size], ids[size:]
        chance += sum(frozenset((one, other)) in met for at, one in enumerate(group) for other in group[at + 1 :])
    assert found.repeats <= chance


@given(problems(), SEEDS)
@settings(deadline=None, max_examples=40)
def test_neither_the_order_of_the_input_nor_another_run_makes_a_difference(problem: Problem, seed: int) -> None:
    mixed = replace(
        problem,
        people=problem.people[::-1],
        history=[[group[::-1] for group in groups[::-1]] for groups in problem.history],
        meetings=problem.meetings[::-1],
        apart=[(other, one) for one, other in problem.apart[::-1]],
        wishes=problem.wishes[::-1],
        together=[list(ids)[::-1] for ids in problem.together[::-1]],
    )
    one = next_round(problem, seed, effort=QUICK)
    assert one == next_round(mixed, seed, effort=QUICK) == next_round(problem, seed, effort=QUICK)


@given(problems(), SEEDS)
@settings(deadline=None, max_examples=40)
def test_whatever_is_shown_would_be_the_same_without_private_wishes(problem: Problem, seed: int) -> None:
    """Where the groups come out alike: nothing but the groups themselves may depend on them."""
    found = next_round(problem, seed, effort=QUICK)
    without = next_round(replace(problem, wishes=()), seed, effort=QUICK)
    assert found.input_hash == without.input_hash
    if found.groups == without.groups:
        assert repr(found) == repr(without)
        assert found.reasons == without.reasons


@given(problems(smallest=6), SEEDS, st.integers(1, 3), st.integers(0, 3))
@settings(deadline=None, max_examples=40)
def test_a_change_in_mid_session_places_everybody_once(problem: Problem, seed: int, leave: int, come: int) -> None:
    before = next_round(problem, seed, effort=QUICK)
    here = [*problem.people[leave:], *(Person(f"new{number}") for number in range(come))]
    after = rearrange(replace(problem, people=here), before.groups, seed, effort=QUICK)
    assert sorted(one for group in after.groups for one in group.members) == sorted(person.id for person in here)
    assert min(len(group.members) for group in after.groups) > 1
    assert {person.id for person in here if person.id.startswith("new")} <= set(after.changed)


def test_a_past_as_a_table_is_the_same_as_by_names() -> None:
    people = [Person(name) for name in ("dee", "bea", "ken", "sam", "ife", "joel")]
    by_names = Problem(people, size=sized(2), history=[[["bea", "dee"], ["ken", "sam"]], [["ife", "bea", "sam"]]])
    table = np.array([[7, -1], [7, 0], [3, -1], [3, 0], [-1, 0], [-5, -1]])
    as_table = Problem(people, size=sized(2), past=table)
    assert next_round(by_names, 3) == next_round(as_table, 3)


def test_costs_looked_up_pair_by_pair_are_those_of_the_square() -> None:
    problem = Problem(
        [Person(f"p{n}", f"o{n % 2}", f"s{n % 3}", labels=(("place", f"l{n % 2}"),)) for n in range(9)],
        history=[[["p0", "p1", "p2"], ["p3", "p4"]], [["p0", "p4"], ["p1", "p2"]]],
        apart=[("p1", "p5")],
        wishes=[Apart("p8", "p0")],
    )
    table = Table(problem)
    everybody = np.arange(9)
    one, other = np.triu_indices(9, 1)
    assert (table.costs_among(everybody)[one, other] == table.costs_of(one, other)).all()
    assert (table.apart_among(everybody)[one, other] == table.kept_apart(one, other)).all()
    assert (table.met_among(everybody)[one, other] == table.have_met(one, other)).all()


@pytest.mark.parametrize("people", [301, 900])
def test_many_people_are_dealt_again_until_nobody_repeats(people: int) -> None:
    dice = Dice(5)
    past = np.stack([dice.order(people) // 3 for _ in range(12)], axis=1)
    problem = Problem(
        [Person(f"p{n:04}", f"o{n % 20}") for n in range(people)], past=past,
        apart=[("p0001", "p0004")], together=[["p0002", "p0003"]],
    )  # fmt: skip
    found = next_round(problem, 1)
    assert (found.repeats, found.same_organisation_pairs, found.broken) == (0, 0, ())
    assert sorted(one for group in found.groups for one in group.members) == [f"p{n:04}" for n in range(people)]


def test_dealing_again_leaves_those_who_are_fixed() -> None:
    seats = np.arange(12).reshape(4, 3)
    fixed = np.zeros(12, np.bool_)
    fixed[[0, 1]] = True
    deal = Deal(seats, lambda one, other: (one // 3 == other // 3) * np.int64(1), fixed, np.zeros(12, np.int64),
                np.zeros(4, np.bool_))  # fmt: skip
    found = redeal(deal, Dice(1))
    assert sorted(found.ravel().tolist()) == list(range(12))
    assert found[0, 0] == 0
    assert found[0, 1] == 1


STORED = {
    "search": ["p11 p07 p00", "p01 p03 p05", "p10 p02 p09", "p06 p08 p04"],
    "pairs": ["p08 p07", "p00 p02", "p09 p10", "p03 p01", "p11 p04", "p05 p06"],
}


@pytest.mark.parametrize(("kind", "size"), [("search", 3), ("pairs", 2)])
def test_a_seed_gives_these_very_groups_on_every_machine(kind: str, size: int) -> None:
    people = [Person(f"p{n:02}", f"o{n % 5}", f"s{n % 3}") for n in range(12)]
    history = [[[f"p{n:02}", f"p{(n + 1) % 12:02}"] for n in range(0, 12, 2)]]
    found = next_round(Problem(people, size=sized(size), history=history), seed=2026)
    assert [" ".join(group.members) for group in found.groups] == STORED[kind]


def test_a_large_draw_gives_these_very_groups_on_every_machine() -> None:
    problem = Problem([Person(f"p{n:04}", f"o{n % 9}") for n in range(600)])
    found = next_round(problem, seed=2026)
    digest = sum(group.number * int(one[1:]) for group in found.groups for one in group.members)
    assert digest == 18145236


@pytest.mark.parametrize("size", [301, 350, 500])
def test_very_wide_groups_of_very_many_people_have_an_answer(size: int) -> None:
    """No two of them fit into one table, so they are dealt and swept alone."""
    people = [Person(f"p{n}", f"o{n % 7}") for n in range(2 * size)]
    made = next_round(Problem(people, size=sized(size)), 3)
    assert sorted(one for group in made.groups for one in group.members) == sorted(p.id for p in people)
    assert {len(group.members) for group in made.groups} == {size}
