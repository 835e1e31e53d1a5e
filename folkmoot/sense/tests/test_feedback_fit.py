"""Feedback that cannot fit is said beforehand, with three cheap ways out."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from folkmoot.sense.feedback_fit import Fix, Moving, Remedy, check_feedback

MINUTE = 60


def test_nine_groups_of_one_point_fit_eight_minutes() -> None:
    """A18: about 40 seconds each with the changeover, and moving there and back."""
    fit = check_feedback(9, 30, 8 * MINUTE)
    assert (fit.fits, fit.needed, fit.spare, fit.fixes) == (True, 450, 30, ())


def test_ten_groups_of_three_minutes_do_not_fit_twenty_and_three_fixes_are_offered() -> None:
    fit = check_feedback(10, 3 * MINUTE, 20 * MINUTE)
    assert (fit.fits, fit.needed, fit.spare) == (False, 1_990, -790)
    assert fit.fixes == (
        Fix(Remedy.ONE_POINT_EACH, reports=10, seconds_each=30, needed=490, spare=710),
        Fix(Remedy.CHAT_FIRST, reports=5, seconds_each=180, needed=1_160, spare=40),
        Fix(Remedy.MERGE_ROOMS, reports=5, seconds_each=180, needed=1_070, spare=130),
    )


def test_as_few_rooms_are_merged_as_make_it_fit() -> None:
    fix = next(fix for fix in check_feedback(8, 110, 16 * MINUTE).fixes if fix.remedy is Remedy.MERGE_ROOMS)
    assert (fix.reports, fix.fits, fix.spare) == (7, True, 0)


def test_a_fix_that_is_not_enough_comes_last_and_says_so() -> None:
    fit = check_feedback(10, 5 * MINUTE, 10 * MINUTE)
    assert [(fix.remedy, fix.fits) for fix in fit.fixes] == [
        (Remedy.ONE_POINT_EACH, True),
        (Remedy.CHAT_FIRST, True),
        (Remedy.MERGE_ROOMS, False),
    ]
    tight = check_feedback(10, 5 * MINUTE, 8 * MINUTE)
    assert [(fix.remedy, fix.fits) for fix in tight.fixes] == [
        (Remedy.ONE_POINT_EACH, False),
        (Remedy.CHAT_FIRST, False),
        (Remedy.MERGE_ROOMS, False),
    ]


def test_moving_may_have_time_of_its_own() -> None:
    assert not check_feedback(6, 50, 6 * MINUTE).fits
    assert check_feedback(6, 50, 6 * MINUTE, Moving(0, 0)).fits


def test_no_groups_need_nothing_and_one_group_has_nobody_to_merge_with() -> None:
    assert check_feedback(0, 120, 0).needed == 0
    assert [fix.remedy for fix in check_feedback(1, 300, 60).fixes] == [Remedy.ONE_POINT_EACH]
    assert check_feedback(1, 20, 60).fixes == ()


def test_negative_figures_are_refused() -> None:
    with pytest.raises(ValueError, match="0 or more"):
        check_feedback(3, -1, 60)


@given(st.integers(0, 40), st.integers(0, 600), st.integers(0, 3_600))
def test_every_fix_is_cheaper_in_reports_or_in_words_and_its_sum_is_right(groups: int, each: int, slot: int) -> None:
    fit = check_feedback(groups, each, slot)
    assert fit.fits == (fit.needed <= slot)
    assert not (fit.fits and fit.fixes)
    for fix in fit.fixes:
        assert fix.reports < groups or fix.seconds_each < each
        assert fix.needed + fix.spare == slot
        assert fix.needed >= fix.reports * (fix.seconds_each + 10)
    enough = [fix.fits for fix in fit.fixes]
    assert enough == sorted(enough, reverse=True)
