"""Where late people and people left alone may go (practice guide, R6; scenario A10)."""

from folkmoot.matching import (
    Apart,
    Group,
    Merge,
    Person,
    Placed,
    Placement,
    Reason,
    Roster,
    Size,
    Why,
    merge_lonely,
    place_late,
)
from folkmoot.matching.tests.ashwell import groups, named

PRESENT = groups("bea dee ken", "ife joel sam", "asha tom")
ROSTER = Roster(named("bea", "dee", "ken", "ife", "joel", "sam", "asha", "tom", "noor", "sian"))


def codes(people: list[str], roster: Roster = ROSTER, present: tuple[Group, ...] = PRESENT) -> list[list[Placed]]:
    return [[placement.code for placement in option.placements] for option in place_late(present, people, roster)]


def test_one_late_person_joins_the_pair_or_a_three_or_waits() -> None:
    joins_pair, joins_three, waits = place_late(PRESENT, ["sian"], ROSTER)
    assert joins_pair.placements == (Placement("sian", Placed.JOINS_PAIR, 3, 3),)
    assert joins_pair.groups == (*PRESENT[:2], Group(3, ("asha", "tom", "sian")))
    assert joins_three.placements == (Placement("sian", Placed.JOINS_THREE, 1, 4),)
    assert waits.placements == (Placement("sian", Placed.WAITS),)
    assert waits.groups == PRESENT


def test_two_late_people_fill_up_or_make_a_pair_of_their_own() -> None:
    fill, pair, _ = place_late(PRESENT, ["sian", "noor"], ROSTER)
    assert fill.placements == (
        Placement("noor", Placed.JOINS_PAIR, 3, 3),
        Placement("sian", Placed.JOINS_THREE, 1, 4),
    )
    assert pair.placements == (Placement("noor", Placed.NEW_GROUP, 4, 2), Placement("sian", Placed.NEW_GROUP, 4, 2))
    assert pair.groups == (*PRESENT, Group(4, ("noor", "sian")))


def test_among_equal_groups_the_one_with_least_in_common() -> None:
    people = [Person("sian", "Northmoor"), Person("bea", "Northmoor"), *named("dee", "ken", "ife", "joel", "sam")]
    first, _ = place_late(groups("bea dee ken", "ife joel sam"), ["sian"], Roster(people))
    assert first.placements[0].number == 2
    assert first.reasons == ()
    only, _ = place_late(groups("bea dee ken"), ["sian"], Roster(people))
    assert only.reasons == (Reason(Why.SAME_ORGANISATION, ("bea", "sian")),)


def test_a_wish_steers_among_equals_and_takes_no_option_away() -> None:
    wishing = Roster(ROSTER.people, apart=[Apart("sian", "dee"), Apart("tom", "sian")])
    assert codes(["sian"], wishing) == codes(["sian"])
    _, three, _ = place_late(PRESENT, ["sian"], wishing)
    assert three.placements[0].number == 2


def test_several_late_people_keep_clear_of_a_wish() -> None:
    wishing = Roster(ROSTER.people, apart=[Apart("noor", "asha")])
    fill = place_late(PRESENT, ["sian", "noor"], wishing)[0]
    assert {placement.person: placement.number for placement in fill.placements} == {"noor": 1, "sian": 3}


def test_full_groups_still_take_somebody_in_when_there_is_no_other_way() -> None:
    full = groups("bea dee ken ife", "joel sam asha tom")
    assert codes(["sian"], present=full) == [[Placed.JOINS_GROUP], [Placed.WAITS]]
    assert codes(["sian"], present=()) == [[Placed.WAITS]]
    assert codes(["sian", "noor"], present=()) == [[Placed.NEW_GROUP] * 2, [Placed.WAITS] * 2]
    assert place_late(PRESENT, [], ROSTER) == ()


def test_breakouts_open_a_new_group_only_for_enough_people() -> None:
    two = place_late(PRESENT, ["noor", "sian"], ROSTER, size=Size())
    assert [placement.code for option in two for placement in option.placements].count(Placed.NEW_GROUP) == 0
    late = [f"late{number}" for number in range(7)]
    own = next(option for option in place_late(PRESENT, late, ROSTER, size=Size()) if option.groups[3:])
    assert [len(group.members) for group in own.groups[3:]] == [4, 3]


def test_a_person_left_alone_joins_the_smallest_group() -> None:
    after, merges = merge_lonely(groups("bea", "ife joel sam", "asha tom"), ROSTER)
    assert after == (Group(2, ("ife", "joel", "sam")), Group(3, ("asha", "tom", "bea")))
    assert merges == (Merge(Placement("bea", Placed.JOINS_PAIR, 3, 3), left=1),)


def test_two_people_left_alone_become_a_pair() -> None:
    after, merges = merge_lonely(groups("bea", "ife joel sam", "tom"), ROSTER)
    assert after == (Group(1, ("bea", "tom")), Group(2, ("ife", "joel", "sam")))
    assert merges == (Merge(Placement("tom", Placed.JOINS_ONE, 1, 2), left=3),)


def test_nobody_is_merged_without_need() -> None:
    assert merge_lonely(PRESENT, ROSTER) == (PRESENT, ())
    assert merge_lonely(groups("bea"), ROSTER) == (groups("bea"), ())
    assert merge_lonely((), ROSTER) == ((), ())
