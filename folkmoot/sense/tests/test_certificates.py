"""Attendance is when somebody was connected, once, within the session (scenario A34)."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from folkmoot.sense.certificates import Attendance, Certificate, attendance, time_present

STARTS = datetime(2023, 2, 16, 13, tzinfo=UTC)
ENDS = STARTS + timedelta(hours=3)


def at(minutes: float) -> datetime:
    return STARTS + timedelta(minutes=minutes)


def earned(*connected: tuple[float, float | None]) -> Attendance:
    intervals = [(at(since), None if until is None else at(until)) for since, until in connected]
    return attendance(intervals, STARTS, ENDS)


def test_three_quarters_of_the_session_complete_it() -> None:
    assert earned((0, 135)) == Attendance(135, Certificate.COMPLETED)
    assert earned((0, 134.9)) == Attendance(135, Certificate.ATTENDED)


def test_sixty_two_minutes_are_attendance_for_sixty_two_minutes() -> None:
    assert earned((-10, 40), (100, 122)) == Attendance(62, Certificate.ATTENDED)


def test_two_devices_count_once_and_the_lobby_and_afterwards_do_not_count() -> None:
    assert earned((-20, 100), (50, 110), (60, 70), (175, 400)).minutes == 115


def test_whoever_is_still_connected_was_there_to_the_end() -> None:
    assert earned((0, None)) == Attendance(180, Certificate.COMPLETED)


def test_nobody_is_certified_for_having_looked_in() -> None:
    assert earned() == Attendance(0, Certificate.NONE)
    assert earned((0, 0.4), (-30, -10), (200, None)) == Attendance(0, Certificate.NONE)
    assert earned((50, 20)).minutes == 0


def test_the_threshold_may_be_another() -> None:
    assert attendance([(at(0), at(90))], STARTS, ENDS, threshold_percent=50).certificate is Certificate.COMPLETED


def test_a_session_ends_after_it_starts() -> None:
    with pytest.raises(ValueError, match="ends after it starts"):
        attendance([], ENDS, STARTS)


@given(st.lists(st.tuples(st.integers(-30, 210), st.integers(-30, 210)), max_size=8))
def test_counts_exactly_the_minutes_in_which_some_device_was_connected(spans: list[tuple[int, int]]) -> None:
    there = {minute for since, until in spans for minute in range(max(0, since), min(180, until))}
    present = time_present([(at(since), at(until)) for since, until in spans], STARTS, ENDS)
    assert present == timedelta(minutes=len(there))
