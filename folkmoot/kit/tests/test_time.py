"""Local time and zone are stored, UTC is computed, and times are said as people say them."""

from datetime import UTC, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from folkmoot.kit.time import (
    ClockChange,
    RepeatedTime,
    SkippedTime,
    UnknownZone,
    clock,
    duration,
    local_to_utc,
    time_range,
    utc_now,
    utc_to_local,
    zone_of,
)

LONDON = "Europe/London"


def local(year: int, month: int, day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(year, month, day, hour, minute)  # noqa: DTZ001 # a local time is stored without its zone


def utc(year: int, month: int, day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(year, month, day, hour, minute, tzinfo=UTC)


def test_one_o_clock_stays_one_o_clock_when_the_clocks_change() -> None:
    assert local_to_utc(local(2025, 3, 27, 13), LONDON) == utc(2025, 3, 27, 13)
    assert local_to_utc(local(2025, 4, 3, 13), LONDON) == utc(2025, 4, 3, 12)


def test_a_time_that_the_clocks_skip_is_refused_with_the_time_it_becomes() -> None:
    with pytest.raises(
        SkippedTime, match=r"1:30 am on 30 March 2025 does not exist .* Did you mean 2:30 am\?"
    ) as refused:
        local_to_utc(local(2025, 3, 30, 1, 30), LONDON)
    assert refused.value.instead == local(2025, 3, 30, 2, 30)


def test_a_time_that_comes_twice_asks_which() -> None:
    twice = local(2025, 10, 26, 1, 30)
    with pytest.raises(RepeatedTime, match="comes twice") as asked:
        local_to_utc(twice, LONDON)
    assert (asked.value.first, asked.value.second) == (utc(2025, 10, 26, 0, 30), utc(2025, 10, 26, 1, 30))
    assert local_to_utc(twice, LONDON, which="first") == utc(2025, 10, 26, 0, 30)
    assert local_to_utc(twice, LONDON, which="second") == utc(2025, 10, 26, 1, 30)


def test_a_choice_never_makes_a_skipped_time_exist() -> None:
    with pytest.raises(SkippedTime):
        local_to_utc(local(2025, 3, 30, 1, 30), LONDON, which="second")


@pytest.mark.parametrize(
    "name", ["", "Ashwell", "../etc/passwd", "/etc/localtime", "Europe/", "Europe\x00", "x" * 5_000]
)
def test_an_unknown_zone_is_named(name: str) -> None:
    with pytest.raises(UnknownZone, match="is not a time zone"):
        zone_of(name)


def test_a_zone_is_neither_taken_nor_left_out_by_mistake() -> None:
    with pytest.raises(ValueError, match="no zone of its own"):
        local_to_utc(utc(2025, 1, 1, 12), LONDON)
    with pytest.raises(ValueError, match="must say its zone"):
        utc_to_local(local(2025, 1, 1, 12), LONDON)


@given(
    st.datetimes(min_value=local(1980, 1, 1, 0), max_value=local(2060, 1, 1, 0)),
    st.sampled_from([LONDON, "America/New_York", "Australia/Lord_Howe", "Asia/Kolkata"]),
)
def test_there_and_back_is_the_same_unless_the_clocks_change(at: datetime, zone: str) -> None:
    try:
        moment = local_to_utc(at, zone)
    except ClockChange:
        return
    assert utc_to_local(moment, zone) == at


@given(st.datetimes(min_value=local(1980, 1, 1, 0), max_value=local(2060, 1, 1, 0), timezones=st.just(UTC)))
def test_every_moment_has_a_local_time_that_leads_back_to_it(moment: datetime) -> None:
    at = utc_to_local(moment, LONDON)
    either = {local_to_utc(at, LONDON, which="first"), local_to_utc(at, LONDON, which="second")}
    assert moment in either


def test_now_is_in_utc() -> None:
    assert utc_now().utcoffset() == timedelta(0)


@pytest.mark.parametrize(
    ("start", "end", "said"),
    [
        (time(13), time(16), "1:00–4:00 pm"),
        (time(9, 30), time(11, 5), "9:30–11:05 am"),
        (time(11, 30), time(13), "11:30 am–1:00 pm"),
        (time(0, 5), time(12), "12:05 am–12:00 pm"),
    ],
)
def test_says_a_range(start: time, end: time, said: str) -> None:
    assert time_range(start, end) == said


def test_says_a_time_of_day() -> None:
    assert [clock(time(hour)) for hour in (0, 1, 12, 23)] == ["12:00 am", "1:00 am", "12:00 pm", "11:00 pm"]


@pytest.mark.parametrize(
    ("length", "said"),
    [
        (timedelta(minutes=2), "2 min"),
        (timedelta(minutes=4, seconds=30), "4 min 30 s"),
        (timedelta(seconds=45), "45 s"),
        (timedelta(hours=3), "3 h"),
        (timedelta(hours=1, minutes=30), "1 h 30 min"),
        (timedelta(0), "0 min"),
    ],
)
def test_says_a_duration(length: timedelta, said: str) -> None:
    assert duration(length) == said


def test_refuses_a_negative_duration() -> None:
    with pytest.raises(ValueError, match="never negative"):
        duration(timedelta(seconds=-1))
