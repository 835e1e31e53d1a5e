"""Turns are fair shares of the time there is, and stay fair when somebody comes or goes."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from folkmoot.sense.turns import (
    APPLYING,
    COFFEE_LONGEST,
    Phase,
    Turn,
    cut_turns,
    phases,
    recut_turns,
    turn_at,
    turn_seconds,
)

MINUTE = 60


@pytest.mark.parametrize(
    ("people", "minutes", "longest", "each"),
    [
        (3, 15, COFFEE_LONGEST, 5 * MINUTE),
        (2, 15, COFFEE_LONGEST, 7 * MINUTE),
        (4, 18, None, 4 * MINUTE + 30),
        (3, 18, None, 6 * MINUTE),
        (1, 15, COFFEE_LONGEST, 7 * MINUTE),
        (0, 15, None, 0),
        (7, 1, None, 8),
    ],
)
def test_the_lengths_of_the_guide(people: int, minutes: int, longest: int | None, each: int) -> None:
    assert turn_seconds(people, minutes * MINUTE, longest) == each


def test_turns_follow_one_another() -> None:
    turns = cut_turns(["bea", "dee", "ken"], 15 * MINUTE, COFFEE_LONGEST)
    assert turns == (Turn("bea", 0, 300), Turn("dee", 300, 300), Turn("ken", 600, 300))
    assert [turn_at(turns, now) for now in (0, 299, 300, 900)] == [turns[0], turns[0], turns[1], None]


def test_a_late_third_makes_a_pairs_turns_five_minutes_each() -> None:
    """A10: two of the fifteen minutes are over when somebody joins the pair."""
    pair = cut_turns(["bea", "dee"], 15 * MINUTE, COFFEE_LONGEST)
    three = recut_turns(pair, 2 * MINUTE, 15 * MINUTE, joined=["ken"], longest=COFFEE_LONGEST)
    assert three == (Turn("bea", 0, 300), Turn("dee", 300, 300), Turn("ken", 600, 300))


def test_a_turn_that_is_over_is_not_given_again() -> None:
    three = cut_turns(["bea", "dee", "ken"], 15 * MINUTE)
    again = recut_turns(three, 6 * MINUTE, 15 * MINUTE, joined=["sam"])
    assert again == (Turn("bea", 0, 300), Turn("dee", 300, 200), Turn("ken", 500, 200), Turn("sam", 700, 200))


def test_whoever_has_had_a_fair_share_already_ends_now() -> None:
    pair = cut_turns(["bea", "dee"], 14 * MINUTE)
    again = recut_turns(pair, 6 * MINUTE, 14 * MINUTE, joined=["ken", "sam"])
    assert again == (Turn("bea", 0, 360), Turn("dee", 360, 160), Turn("ken", 520, 160), Turn("sam", 680, 160))


def test_somebody_who_left_leaves_their_time_to_the_others() -> None:
    three = cut_turns(["bea", "dee", "ken"], 15 * MINUTE)
    assert recut_turns(three, 2 * MINUTE, 15 * MINUTE, left=["ken"]) == (Turn("bea", 0, 450), Turn("dee", 450, 450))
    assert recut_turns(three, 2 * MINUTE, 15 * MINUTE, left=["bea"]) == (
        Turn("bea", 0, 120),
        Turn("dee", 120, 390),
        Turn("ken", 510, 390),
    )


def test_the_last_speaker_keeps_the_time_when_nobody_waits() -> None:
    assert recut_turns(cut_turns(["bea"], 300), 100, 400) == (Turn("bea", 0, 400),)
    assert recut_turns((), 0, 300) == ()


@given(
    st.integers(0, 6),
    st.integers(0, 40 * MINUTE),
    st.integers(0, 40 * MINUTE),
    st.integers(0, 3),
    st.sets(st.integers(0, 5)),
)
def test_however_it_is_cut_again_nobody_overlaps_and_it_ends_in_time(
    people: int, length: int, now: int, joined: int, left: set[int]
) -> None:
    turns = cut_turns([f"p{n}" for n in range(people)], length)
    again = recut_turns(
        turns, now, max(now, length), joined=[f"new{n}" for n in range(joined)], left=[f"p{n}" for n in left]
    )
    for one, following in pairwise(again):
        assert one.ends <= following.starts
    assert all(turn.seconds >= 0 for turn in again)
    assert not again or again[-1].ends <= max(now, length)
    staying = [turn.person for turn in turns if turn.person not in {f"p{n}" for n in left}]
    assert [turn.person for turn in again if turn.person in staying] == staying
    lengths = {turn.seconds for turn in again if turn.starts > now}
    assert len(lengths) <= 1


def test_a_turn_of_six_minutes_has_parts_of_two_three_and_one() -> None:
    assert phases(Turn("bea", 360, 360)) == (
        Phase("say_it", 360, 120),
        Phase("questions_and_ideas", 480, 180),
        Phase("what_i_take", 660, 60),
    )
    assert [phase.seconds for phase in phases(Turn("bea", 0, 270))] == [90, 135, 45]


@given(st.integers(0, 3_600))
def test_the_parts_of_a_turn_fill_it(seconds: int) -> None:
    parts = phases(Turn("bea", 10, seconds), APPLYING)
    assert sum(phase.seconds for phase in parts) == seconds
    assert [phase.starts for phase in parts[1:]] == [phase.starts + phase.seconds for phase in parts[:-1]]
