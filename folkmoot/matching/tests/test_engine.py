"""The engine as a library: the next round, a plan, and changes in mid-session."""

import tracemalloc
from collections import Counter

import numpy as np
import pytest

from folkmoot.matching import (
    Apart,
    Dice,
    Effort,
    Group,
    Meeting,
    NotPossible,
    Person,
    Pins,
    Problem,
    Size,
    Standing,
    Wish,
    next_round,
    plan_rounds,
    rearrange,
    sized,
)
from folkmoot.matching.tests.ashwell import groups, named, sizes, workshop


def test_the_integers_drawn_at_once_are_those_drawn_one_by_one() -> None:
    one, many = Dice(2026), Dice(2026)
    assert many.many(5).tolist() == [one.next() for _ in range(5)]
    assert many.next() == one.next()


def test_pairs_of_six_people_are_used_up_after_five_rounds() -> None:
    plan = plan_rounds(Problem(named("bea", "dee", "ife", "joel", "ken", "sam"), size=sized(2)), 6, seed=1)
    assert [found.repeats for found in plan.rounds] == [0, 0, 0, 0, 0, 3]
    assert plan.rounds[5].standing is Standing.BOUND_MET
    assert plan.repeats == 3 == plan.bound


def test_an_odd_number_of_pairs_makes_one_three_and_the_odd_places_are_shared() -> None:
    plan = plan_rounds(Problem(workshop(21), size=sized(2)), 7, seed=1)
    assert [sizes(found.groups) for found in plan.rounds] == [[3] + [2] * 9] * 7
    assert max(Counter(person for found in plan.rounds for person in found.odd).values()) == 1


def test_who_had_to_meet_somebody_again_is_spared_the_next_time() -> None:
    """Ann meets Cat or Dan again, there is no other way; Cat has met Eve three times, so it is Dan."""
    people = named("ann", "ben", "cat", "dan", "eve", "fay")
    met = [Meeting(*pair, rounds_since=4) for pair in (("ann", "ben"), ("ann", "cat"), ("ann", "dan"), ("cat", "dan"))]
    again = [Meeting("cat", "eve", rounds_since=4)] * 3
    pins = Pins(groups=(Group(3, ("eve", "fay")),))
    for seed in range(8):
        found = next_round(Problem(people, size=sized(2), meetings=[*met, *again], pins=pins), seed)
        assert found.repeats == 1
        assert {frozenset(group.members) for group in found.groups} >= {frozenset(("ann", "dan"))}


def test_a_plan_for_very_many_is_no_square_of_people_and_mixes_organisations() -> None:
    """A schedule of all rounds for so many people would fill gigabytes."""
    people = [Person(f"p{one}", f"organisation {one % 40}") for one in range(20_000)]
    tracemalloc.start()
    plan = plan_rounds(Problem(people, size=sized(3)), 3, seed=1)
    most = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert plan.repeats == 0
    assert most < 150_000_000
    assert sum(found.same_organisation_pairs for found in plan.rounds) == 0


def test_a_plan_that_only_a_construction_finds_is_constructed() -> None:
    plan = plan_rounds(Problem([Person(f"p{one}") for one in range(23 * 23)], size=sized(23)), 5, seed=1)
    assert plan.repeats == 0


def test_a_plan_goes_on_from_the_odd_places_that_were_had_before() -> None:
    people = workshop(21)
    had = {person.id: 1 for person in people[:6]}
    plan = plan_rounds(Problem(people, size=sized(2), odd_before=had), 5, seed=1)
    assert Counter(person for found in plan.rounds for person in found.odd) == {one.id: 1 for one in people[6:]}


def test_a_past_as_a_table_comes_before_one_of_names_also_in_a_plan() -> None:
    people, rounds = workshop(12), list[list[list[str]]]()
    for seed in range(3):
        rounds.append([list(group.members) for group in next_round(Problem(people, history=rounds), seed).groups])
    column = {one: number for number, group in enumerate(rounds[0]) for one in group}
    past = np.array([[column[person.id]] for person in people])
    as_names = Problem(people, history=rounds)
    half_a_table = Problem(people, past=past, history=rounds[1:])
    assert next_round(half_a_table, 7) == next_round(as_names, 7)
    little = Effort(swaps=60, patience=20)
    assert plan_rounds(half_a_table, 3, 7, effort=little) == plan_rounds(as_names, 3, 7, effort=little)


def test_three_leave_and_two_come_among_two_hundred_in_pairs_and_few_change_partner() -> None:
    first = next_round(Problem(workshop(40), size=sized(2)), seed=3)
    here = [person for person in workshop(40) if person.id not in {"p03", "p17", "p29"}] + named("x", "y")
    found = rearrange(Problem(here, size=sized(2)), first.groups, seed=3)
    assert len(found.changed) <= 6
    assert sizes(found.groups) == [3] + [2] * 18


def test_nothing_changes_where_nothing_happened() -> None:
    before = groups("bea dee", "ken sam ife")
    found = rearrange(Problem(named("bea", "dee", "ken", "sam", "ife"), size=sized(2)), before, seed=3)
    assert [set(group.members) for group in found.groups] == [set(group.members) for group in before]
    assert found.changed == () == found.moved


def test_an_open_wish_that_cannot_be_kept_is_named_with_the_reason() -> None:
    problem = Problem(named("bea", "dee", "ken"), size=sized(3), apart=[("dee", "bea")])
    (broken,) = next_round(problem, seed=1).broken
    assert (broken.wish, broken.people) == (Wish.APART, ("bea", "dee"))
    both = Problem(named("bea", "dee", "ken", "sam"), size=sized(2), apart=[("dee", "bea")], together=[["bea", "dee"]])
    (broken,) = next_round(both, seed=1).broken
    assert broken.why == "bea and dee are together: they are also to be kept together."


def test_sizes_that_cannot_be_are_named() -> None:
    (broken,) = next_round(Problem(named("bea", "dee", "ken"), size=Size(2, 2, 2)), seed=1).broken
    assert broken.why == "3 people do not make groups of 2."


def test_a_private_wish_is_told_to_its_maker_alone() -> None:
    found = next_round(Problem(named("bea", "dee"), size=sized(2), wishes=[Apart("dee", "bea")]), seed=1)
    assert found.unmet_wishes == {"dee": ("bea",)}
    assert found.broken == () == found.reasons
    assert "unmet" not in repr(found)


def test_every_group_has_a_facilitator_where_there_are_enough() -> None:
    people = [Person(f"p{n:02}", facilitator=n < 5) for n in range(20)]
    found = next_round(Problem(people, size=sized(4)), seed=1)
    helped = {f"p{n:02}" for n in range(5)}
    assert all(len(helped & set(group.members)) == 1 for group in found.groups)
    assert found.broken == ()


def test_whoever_is_pinned_stays_at_their_number() -> None:
    found = next_round(Problem(workshop(12), size=sized(3), pins=Pins(people={"p03": 4, "p07": 4, "p05": 9})), seed=2)
    where = {person: group.number for group in found.groups for person in group.members}
    assert (where["p03"], where["p07"], where["p05"]) == (4, 4, 9)


def test_bad_input_is_refused_with_the_way_out() -> None:
    with pytest.raises(NotPossible, match="Two people are called bea"):
        next_round(Problem(named("bea", "bea")), seed=1)
    with pytest.raises(NotPossible, match="bea stands twice in round 2 of the history"):
        next_round(Problem(named("bea", "dee"), history=[[], [["bea"], ["bea", "dee"]]]), seed=1)
    with pytest.raises(NotPossible, match="at least one round"):
        plan_rounds(Problem(named("bea", "dee")), 0, seed=1)
    assert next_round(Problem([]), seed=1).groups == ()
    assert next_round(Problem(named("bea")), seed=1).groups == (Group(1, ("bea",)),)
