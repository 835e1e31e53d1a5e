"""Breakout groups: mixed, keeping parties, by chance, and the same as before."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from folkmoot.matching import (
    Allocation,
    Apart,
    Effort,
    Person,
    Remark,
    Roster,
    Size,
    meetings_of,
    pins_of,
    propose_breakouts,
    propose_same_as_before,
)
from folkmoot.matching.tests.ashwell import groups, named, rosters, sizes, workshop

QUICK = Effort(swaps=60, patience=20)
ALLOCATIONS = st.sampled_from(Allocation)


def party(name: str, size: int) -> list[Person]:
    return [Person(f"{name}{number}", party=name) for number in range(size)]


def test_forty_people_in_fours_and_fives_are_nine_mixed_groups() -> None:
    proposal = propose_breakouts(Roster(workshop(40)), seed=7, size=Size.between(4, 5))
    assert sizes(proposal.groups) == [5] * 4 + [4] * 5
    assert proposal.score.same_organisation == 0
    assert all(group.organisations == group.size for group in proposal.score.groups)
    assert proposal.remarks == ()


def test_organisations_are_spread_first_then_sectors() -> None:
    people = [Person(f"p{n:02}", f"o{n % 3}", f"s{n % 2}") for n in range(24)]
    proposal = propose_breakouts(Roster(people), seed=1, size=Size(target=6, smallest=6, largest=6))
    assert sizes(proposal.groups) == [6, 6, 6, 6]
    assert all(group.organisations == 3 and group.same_organisation == 3 for group in proposal.score.groups)
    assert proposal.score.best_there_is
    assert proposal.score.same_sector == 4 * 6


@given(rosters(smallest=2, largest=40), ALLOCATIONS, st.booleans(), st.integers(0, 2**53))
@settings(deadline=None)
def test_everybody_is_placed_once_and_sizes_stay_in_range(
    roster: Roster, allocation: Allocation, avoid_met: bool, seed: int
) -> None:
    size = Size(5, 3, 6)
    proposal = propose_breakouts(roster, seed=seed, allocation=allocation, size=size, avoid_met=avoid_met, effort=QUICK)
    assert sorted(person for group in proposal.groups for person in group.members) == list(roster.ids)
    in_range = all(3 <= count <= 6 for count in sizes(proposal.groups))
    assert in_range or Remark.SIZE_OUT_OF_RANGE in proposal.remarks
    assert in_range or len(roster.people) == 2 or Remark.SET_PARTED in proposal.remarks
    for wish in roster.apart:
        broken = wish.other in proposal.group_of(wish.by).members
        assert broken == (wish.other in proposal.unmet_wishes.get(wish.by, ()))


@given(rosters(smallest=2, largest=30), ALLOCATIONS, st.integers(0, 2**53))
@settings(deadline=None, max_examples=50)
def test_the_order_of_the_input_makes_no_difference(roster: Roster, allocation: Allocation, seed: int) -> None:
    reversed_roster = Roster(
        roster.people[::-1], roster.meetings[::-1], roster.apart[::-1], roster.managers[::-1], roster.together[::-1]
    )
    one = propose_breakouts(roster, seed=seed, allocation=allocation, effort=QUICK)
    assert one == propose_breakouts(reversed_roster, seed=seed, allocation=allocation, effort=QUICK)


def test_a_number_of_groups_may_be_asked_for() -> None:
    proposal = propose_breakouts(Roster(workshop(38)), seed=1, groups=12, allocation=Allocation.BY_CHANCE)
    assert sizes(proposal.groups) == [4, 4] + [3] * 10
    many = propose_breakouts(Roster(workshop(7)), seed=1, groups=30)
    assert sizes(many.groups) == [3, 2, 2]
    assert many.remarks == (Remark.SIZE_OUT_OF_RANGE,)


def test_by_chance_nothing_but_wishes_counts() -> None:
    roster = Roster(workshop(40), apart=[Apart("p00", "p01"), Apart("p02", "p39")])
    drawn = [propose_breakouts(roster, seed=seed, allocation=Allocation.BY_CHANCE) for seed in range(20)]
    assert all(proposal.unmet_wishes == {} for proposal in drawn)
    assert any(proposal.score.same_organisation > 3 for proposal in drawn)


def test_nobody_you_have_met_when_that_is_asked_for() -> None:
    people = workshop(20)
    before = [[[p.id for p in people[start : start + 5]] for start in range(0, 20, 5)]]
    roster = Roster(people, meetings_of(before))
    assert propose_breakouts(roster, seed=1, size=Size(4, 4, 4), avoid_met=True).score.repeats == 0


def test_parties_of_up_to_a_groups_size_stay_whole() -> None:
    people = [*party("swim", 6), *party("park", 4), *party("bus", 4), *party("home", 3), *workshop(18)]
    proposal = propose_breakouts(Roster(people), seed=2, allocation=Allocation.KEEP_PARTIES)
    assert (proposal.score.parties_kept, proposal.score.parties) == (4, 4)
    assert proposal.remarks == ()
    assert propose_breakouts(Roster(people), seed=2).score.parties == 0


def test_ten_parties_of_four_make_ten_groups_rather_than_be_parted() -> None:
    people = [person for number in range(10) for person in party(f"team{number}-", 4)]
    proposal = propose_breakouts(Roster(people), seed=2, allocation=Allocation.KEEP_PARTIES)
    assert sizes(proposal.groups) == [4] * 10
    assert proposal.score.parties_kept == 10


def test_a_party_larger_than_a_group_is_split_once() -> None:
    people = [*party("swim", 9), *workshop(11)]
    proposal = propose_breakouts(Roster(people), seed=2, allocation=Allocation.KEEP_PARTIES)
    swimmers = [sum(one.startswith("swim") for one in group.members) for group in proposal.groups]
    assert sorted(swimmers, reverse=True)[:3] == [5, 4, 0]
    assert proposal.remarks == (Remark.SET_PARTED,)


def test_a_booking_to_be_kept_together_is_kept_in_a_mixed_draw() -> None:
    roster = Roster(workshop(20), together=[["p00", "p01", "p02"], ["p02", "p05"]])
    proposal = propose_breakouts(roster, seed=4)
    assert {"p00", "p01", "p02", "p05"} <= set(proposal.group_of("p00").members)
    assert (proposal.score.parties_kept, proposal.score.parties) == (1, 1)


def test_a_reshuffle_keeps_two_pins() -> None:
    roster = Roster(workshop(38))
    first = propose_breakouts(roster, seed=1)
    again = propose_breakouts(roster, seed=2, pins=pins_of(first, people=["p00", "p10"], groups=[3]))
    assert again.group_of("p00").number == first.group_of("p00").number
    assert again.group_of("p10").number == first.group_of("p10").number
    assert again.groups[2] == first.groups[2]
    assert sizes(again.groups) == sizes(first.groups)


def test_same_as_before_keeps_groups_and_puts_the_newcomer_into_the_smallest() -> None:
    """A21: one person left at the break, one newcomer missed the first half, still forty."""
    first = propose_breakouts(Roster(workshop(40)), seed=7, size=Size.between(4, 5))
    small = next(group for group in first.groups if len(group.members) == 4)
    left = small.members[0]
    here = [*(person for person in workshop(40) if person.id != left), Person("newcomer")]
    again = propose_same_as_before(first.groups, Roster(here), seed=1, size=Size.between(4, 5))
    assert again.group_of("newcomer").members == (*small.members[1:], "newcomer")
    assert [group for group in again.groups if group.number != small.number] == [
        group for group in first.groups if group.number != small.number
    ]


def test_a_newcomer_joins_an_equal_group_where_the_wish_holds() -> None:
    roster = Roster(named("bea", "dee", "ife", "joel", "ken", "sam", "new"), apart=[Apart("ken", "new")])
    again = propose_same_as_before(groups("ken bea dee", "ife joel sam"), roster, seed=1)
    assert again.group_of("new").number == 2


def test_many_newcomers_make_groups_of_their_own() -> None:
    before = groups("p00 p01 p02 p03 p04", "p05 p06 p07 p08 p09")
    again = propose_same_as_before(before, Roster(workshop(20)), seed=1)
    assert sizes(again.groups) == [5, 5, 5, 5]
    assert [set(group.members) for group in again.groups[:2]] == [set(group.members) for group in before]


def test_numbers_stay_when_a_group_has_gone_and_nobody_is_merged_by_machine() -> None:
    again = propose_same_as_before(
        groups("zed", "bea ken", "dee sam ife"), Roster(named("bea", "dee", "sam", "ife")), seed=1
    )
    assert [(group.number, group.members) for group in again.groups] == [(2, ("bea",)), (3, ("dee", "sam", "ife"))]
    assert again.joins_facilitator == ("bea",)


def test_same_as_before_without_a_before_draws_groups() -> None:
    assert sizes(propose_same_as_before((), Roster(workshop(10)), seed=1).groups) == [5, 5]
    assert propose_same_as_before((), Roster([]), seed=1).remarks == (Remark.NOBODY,)


@pytest.mark.parametrize("people", [0, 1, 2])
def test_very_few_people_are_no_trouble(people: int) -> None:
    proposal = propose_breakouts(Roster(workshop(people)), seed=1)
    assert sizes(proposal.groups) == [people] * bool(people)
