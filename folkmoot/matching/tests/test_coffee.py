"""Coffee trials: everybody placed, the dear pairs avoided, private wishes honoured in silence."""

import time
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from folkmoot.matching import (
    Apart,
    Dice,
    Effort,
    Form,
    Group,
    Manages,
    Person,
    Pins,
    Remark,
    Roster,
    meetings_of,
    move,
    pins_of,
    propose_coffee,
    score,
    swap,
    unmet_wishes,
)
from folkmoot.matching.cost import COFFEE
from folkmoot.matching.tests.ashwell import divisions, groups, named, rosters, sizes, workshop

FORMS = st.sampled_from(Form)
SEEDS = st.integers(0, 2**53)
QUICK = Effort(swaps=60, patience=20)


@pytest.mark.parametrize(
    ("people", "form", "expected"),
    [
        (38, Form.THREES, [3] * 12 + [2]),
        (22, Form.THREES, [3] * 6 + [2] * 2),
        (40, Form.THREES, [3] * 12 + [2] * 2),
        (40, Form.THREES_NO_PAIRS, [4] + [3] * 12),
    ],
)
def test_the_workshops_sizes_with_no_two_of_one_organisation(people: int, form: Form, expected: list[int]) -> None:
    proposal = propose_coffee(Roster(workshop(people)), seed=7, form=form)
    assert sizes(proposal.groups) == expected
    assert proposal.score.same_organisation == 0
    assert proposal.score.best_there_is


def test_thirty_eight_people_with_one_wish_is_said_in_words() -> None:
    proposal = propose_coffee(Roster(workshop(38), apart=[Apart("p00", "p20")]), seed=7)
    assert proposal.unmet_wishes == {}
    assert proposal.score.in_words() == (
        "12 threes and 1 pair.",
        "Nobody meets anyone again.",
        "Nobody is with a colleague.",
    )


def test_nobody_gives_no_groups_and_one_person_joins_a_facilitator() -> None:
    nobody = propose_coffee(Roster([]), seed=1)
    assert nobody.groups == ()
    assert nobody.remarks == (Remark.NOBODY,)
    alone = propose_coffee(Roster(named("bea")), seed=1)
    assert alone.joins_facilitator == ("bea",)
    assert Remark.JOINS_FACILITATOR in alone.remarks


@given(rosters(), FORMS, SEEDS)
@settings(deadline=None)
def test_everybody_is_placed_once_in_a_group_of_an_allowed_size(roster: Roster, form: Form, seed: int) -> None:
    proposal = propose_coffee(roster, seed=seed, form=form, effort=QUICK)
    assert sorted(person for group in proposal.groups for person in group.members) == list(roster.ids)
    if len(roster.people) > 1:
        assert set(sizes(proposal.groups)) <= {2, 3, 4}
    assert [group.number for group in proposal.groups] == list(range(1, len(proposal.groups) + 1))


@given(rosters(), FORMS, SEEDS)
@settings(deadline=None)
def test_the_order_of_the_input_makes_no_difference(roster: Roster, form: Form, seed: int) -> None:
    dice = Dice(seed + 1)
    shuffled = Roster(
        dice.shuffle(list(roster.people)),
        dice.shuffle(list(roster.meetings)),
        dice.shuffle(list(roster.apart)),
        dice.shuffle(list(roster.managers)),
        dice.shuffle([dice.shuffle(list(ids)) for ids in roster.together]),
    )
    one, other = (propose_coffee(each, seed=seed, form=form, effort=QUICK) for each in (roster, shuffled))
    assert one == other
    assert one.explanation() == other.explanation()


def test_a_seed_gives_these_very_groups_on_every_machine() -> None:
    proposal = propose_coffee(Roster(workshop(11), meetings_of([[["p00", "p05"]]])), seed=2023)
    assert [" ".join(group.members) for group in proposal.groups] == [
        "p02 p08 p04",
        "p10 p01 p07",
        "p05 p03",
        "p09 p00 p06",
    ]
    assert propose_coffee(Roster(workshop(11)), seed=2024).groups != proposal.groups


def test_the_oracle_knows_every_division() -> None:
    assert len(set(divisions(list("abcdef"), [2, 2, 2]))) == 15
    assert len(set(divisions(list("abcdefg"), [3, 2, 2]))) == 105
    assert len(set(divisions(list("abcde"), [2, 3]))) == 10


@given(rosters(smallest=2, largest=7, together=False), FORMS, SEEDS)
@settings(deadline=None, max_examples=60)
def test_no_division_of_a_few_people_is_cheaper(roster: Roster, form: Form, seed: int) -> None:
    """Against every possible division: so wishes are broken only when they must be, and repeats too."""
    proposal = propose_coffee(roster, seed=seed, form=form, effort=Effort(swaps=600, patience=40))

    def cost(division: tuple[Group, ...]) -> tuple[int, int]:
        unmet = {frozenset((by, other)) for by, them in unmet_wishes(division, roster).items() for other in them}
        return len(unmet), score(division, roster, COFFEE).cost

    every = divisions(list(roster.ids), sizes(proposal.groups))
    assert cost(proposal.groups) == min(cost(groups(*map(" ".join, division))) for division in every)


@given(rosters(), FORMS, SEEDS)
@settings(deadline=None)
def test_every_wish_is_honoured_or_reported_to_its_maker(roster: Roster, form: Form, seed: int) -> None:
    proposal = propose_coffee(roster, seed=seed, form=form, effort=QUICK)
    for wish in roster.apart:
        broken = wish.other in proposal.group_of(wish.by).members
        assert broken == (wish.other in proposal.unmet_wishes.get(wish.by, ()))


def test_a_manager_is_not_matched_with_a_report() -> None:
    roster = Roster(named("bea", "dee", "ken", "sam"), managers=[Manages("bea", "dee")])
    for seed in range(20):
        assert "dee" not in propose_coffee(roster, seed=seed, form=Form.PAIRS).group_of("bea").members


def test_a_repeat_waits_until_every_other_pair_is_used_up() -> None:
    """Six people have exactly five rounds of pairs without a repeat."""
    people, rounds = named("bea", "dee", "ife", "joel", "ken", "sam"), list[list[tuple[str, ...]]]()
    for seed in range(6):
        proposal = propose_coffee(Roster(people, meetings_of(rounds)), seed=seed, form=Form.PAIRS)
        assert (proposal.score.repeats > 0) == (seed == 5)
        rounds.append([group.members for group in proposal.groups])


def test_an_old_meeting_is_repeated_rather_than_a_recent_one() -> None:
    rounds = [[["bea", "dee"], ["ken", "sam"]], [["bea", "ken"], ["dee", "sam"]], [["bea", "sam"], ["dee", "ken"]]]
    roster = Roster(named("bea", "dee", "ken", "sam"), meetings_of(rounds))
    proposal = propose_coffee(roster, seed=1, form=Form.PAIRS)
    assert sorted(proposal.group_of("bea").members) == ["bea", "dee"]


def test_parties_are_mixed_unless_they_are_to_be_kept() -> None:
    people = [Person(f"p{n}", party="swimmers" if n < 2 else "") for n in range(6)]
    assert propose_coffee(Roster(people), seed=3).score.same_party == 0
    kept = propose_coffee(Roster(people, together=[["p0", "p1"]]), seed=3)
    assert "p1" in kept.group_of("p0").members
    assert kept.score.parties_kept == 1


def test_a_set_too_large_for_a_three_is_parted_and_said() -> None:
    proposal = propose_coffee(Roster(workshop(9), together=[["p00", "p01", "p02", "p03"]]), seed=3)
    assert sizes(proposal.groups) == [3, 3, 3]
    assert Remark.SET_PARTED in proposal.remarks


def test_a_reshuffle_keeps_pinned_people_and_pinned_groups() -> None:
    roster = Roster(workshop(38))
    first = propose_coffee(roster, seed=1)
    pins = pins_of(first, people=["p00", "p37"], groups=[2, 13])
    again = propose_coffee(roster, seed=2, pins=pins)
    assert again.groups != first.groups
    assert sizes(again.groups) == sizes(first.groups)
    for person in ("p00", "p37"):
        assert again.group_of(person).number == first.group_of(person).number
    assert [group for group in first.groups if group.number in (2, 13)] == [
        group for group in again.groups if group.number in (2, 13)
    ]


@given(rosters(smallest=2), FORMS, SEEDS, st.data())
@settings(deadline=None)
def test_pins_are_kept_whatever_they_are(roster: Roster, form: Form, seed: int, data: st.DataObject) -> None:
    first = propose_coffee(roster, seed=seed, form=form, effort=QUICK)
    people = data.draw(st.lists(st.sampled_from(roster.ids), max_size=6, unique=True))
    whole = data.draw(st.lists(st.sampled_from([group.number for group in first.groups]), max_size=3, unique=True))
    again = propose_coffee(roster, seed=seed + 1, form=form, pins=pins_of(first, people, whole), effort=QUICK)
    assert sorted(person for group in again.groups for person in group.members) == list(roster.ids)
    for person in people:
        assert again.group_of(person).number == first.group_of(person).number
    for number in whole:
        assert next(g for g in again.groups if g.number == number) == next(
            g for g in first.groups if g.number == number
        )
    assert Remark.JOINS_FACILITATOR not in again.remarks


def test_four_people_moved_together_by_hand_and_pinned_stay_together() -> None:
    roster = Roster(workshop(12))
    first = propose_coffee(roster, seed=5)
    moved = move(first, roster, "p00", 2 if first.group_of("p00").number == 1 else 1)
    again = propose_coffee(roster, seed=6, pins=pins_of(moved, people=moved.group_of("p00").members))
    assert again.group_of("p00").number == moved.group_of("p00").number
    assert sizes(again.groups) == [4, 3, 3, 2]


def test_pins_of_people_who_have_left_are_forgotten() -> None:
    pins = Pins(groups=(Group(1, ("zed", "bea", "dee")),), people={"zed": 2})
    proposal = propose_coffee(Roster(named("bea", "dee", "ken", "sam")), seed=1, pins=pins)
    assert sorted(proposal.group_of("bea").members) == ["bea", "dee"]
    assert sizes(proposal.groups) == [2, 2]


def test_moving_and_swapping_score_again_and_may_break_a_wish() -> None:
    roster = Roster([Person("bea", "Northmoor"), Person("dee"), Person("ken", "Northmoor"), Person("sam")])
    wishing = replace(roster, apart=[Apart("bea", "sam")])
    first = propose_coffee(wishing, seed=1, form=Form.PAIRS)
    assert sorted(first.group_of("bea").members) == ["bea", "dee"]
    swapped = swap(first, wishing, "dee", "ken")
    assert swapped.score.same_organisation == 1
    assert swapped.unmet_wishes == {}
    moved = move(swapped, wishing, "sam", swapped.group_of("bea").number)
    assert moved.unmet_wishes == {"bea": ("sam",)} == unmet_wishes(moved.groups, wishing)
    assert moved.joins_facilitator == ("dee",)


def test_a_group_left_empty_disappears_and_a_new_number_opens_one() -> None:
    roster = Roster(named("bea", "dee", "ken", "sam"))
    first = propose_coffee(roster, seed=1, form=Form.PAIRS)
    one, two = first.groups[1].members
    merged = move(move(first, roster, one, 1), roster, two, 1)
    assert merged.groups == (Group(1, (*first.groups[0].members, one, two)),)
    assert move(merged, roster, one, 9).group_of(one) == Group(9, (one,))
    with pytest.raises(KeyError):
        move(first, roster, "zed", 1)


def test_two_people_with_one_id_are_refused() -> None:
    with pytest.raises(ValueError, match="same id"):
        propose_coffee(Roster([*named("bea"), *named("bea")]), seed=1)


def test_three_hundred_people_with_a_long_past_take_well_under_a_second() -> None:
    dice = Dice(3)
    people = [Person(f"p{n:03}", f"o{dice.below(5)}", f"s{dice.below(3)}") for n in range(300)]
    rounds = []
    for _ in range(20):
        ids = dice.shuffle([person.id for person in people])
        rounds.append([ids[start : start + 3] for start in range(0, 300, 3)])
    roster = Roster(people, meetings_of(rounds), apart=[Apart(f"p{n:03}", f"p{n + 9:03}") for n in range(40)])
    start = time.process_time()
    proposal = propose_coffee(roster, seed=1)
    assert time.process_time() - start < 1
    assert proposal.score.repeats == 0
    assert proposal.score.same_organisation == 0
    assert proposal.unmet_wishes == {}


def test_the_groups_of_the_past_are_counted_back_from_the_last_round() -> None:
    meetings = meetings_of([[["bea", "dee"]], [], [["ken", "dee", "bea"]]])
    assert [(m.first, m.second, m.rounds_since) for m in meetings] == [
        ("bea", "dee", 3),
        ("bea", "dee", 1),
        ("bea", "ken", 1),
        ("dee", "ken", 1),
    ]
