"""Schedules by construction: nobody meets anybody twice, counted."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from folkmoot.matching import Problem, plan_rounds, sized
from folkmoot.matching.designs import design, is_verified, most_rounds
from folkmoot.matching.fields import field, prime_powers
from folkmoot.matching.tests.ashwell import workshop


@pytest.mark.parametrize("order", [2, 3, 4, 5, 7, 8, 9, 16, 25, 27, 49])
def test_a_field_adds_and_multiplies_as_fields_do(order: int) -> None:
    known = field(order)
    for element in range(order):
        assert sorted(known.add[element].tolist()) == list(range(order))
        if element:
            assert sorted(known.multiply[element].tolist()) == list(range(order))
            left = known.multiply[element, known.add]
            assert (left == known.add[known.multiply[element][:, None], known.multiply[element]]).all()
    assert sorted(known.powers) == list(range(1, order))


def test_there_is_no_field_of_six_elements() -> None:
    assert prime_powers(360) == [(2, 3), (3, 2), (5, 1)]
    with pytest.raises(ValueError, match="no field of 6"):
        field(6)


@given(st.integers(1, 20), st.integers(2, 9))
def test_every_schedule_is_verified_and_within_its_bound(groups: int, size: int) -> None:
    found = design(groups, size)
    assert is_verified(found, groups, size)
    assert 1 <= len(found) <= max(1, most_rounds(groups, size))


def test_the_count_sees_a_repeat_an_absence_and_a_wrong_shape() -> None:
    good = design(5, 3)
    twice, absent = good.copy(), good.copy()
    twice[1] = twice[0]
    absent[0, 0, 0] = absent[0, 0, 1]
    assert not is_verified(twice, 5, 3)
    assert not is_verified(absent, 5, 3)
    assert not is_verified(good, 3, 5)


@pytest.mark.parametrize(
    ("groups", "size", "rounds"),
    [(5, 3, 7), (8, 4, 9), (10, 2, 19), (7, 3, 10), (7, 7, 8), (9, 9, 10), (15, 3, 22), (21, 3, 31), (25, 3, 37),
     (31, 3, 46), (6, 6, 3)],
)  # fmt: skip
def test_known_schedules_have_so_many_rounds(groups: int, size: int, rounds: int) -> None:
    assert len(design(groups, size)) == rounds


@pytest.mark.parametrize(("people", "size", "rounds"), [(15, 3, 7), (32, 4, 9), (14, 3, 7), (31, 4, 8), (30, 4, 8)])
def test_a_plan_by_construction_has_no_repeats(people: int, size: int, rounds: int) -> None:
    plan = plan_rounds(Problem(workshop(people), size=sized(size)), rounds, seed=5)
    assert plan.repeats == 0
    for found in plan.rounds:
        assert sorted(one for group in found.groups for one in group.members) == [one.id for one in workshop(people)]
        assert found.broken == ()


def test_a_plan_goes_on_when_everybody_has_met() -> None:
    plan = plan_rounds(Problem(workshop(9), size=sized(3)), 5, seed=5)
    assert [found.repeats for found in plan.rounds] == [0, 0, 0, 0, 9]
    assert plan.repeats == plan.bound == 9
