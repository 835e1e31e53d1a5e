"""Local times and UTC, and how times are said.

A planned time is stored as local time and zone, and UTC is computed from it (practice guide, 8b.8): so a session stays
at one o'clock when the clocks change.
"""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta
from typing import Literal
from zoneinfo import ZoneInfo

Which = Literal["first", "second"]


class UnknownZone(ValueError):
    """No time zone has this name."""


class ClockChange(ValueError):
    """A local time that a change of the clocks makes impossible or ambiguous."""


class SkippedTime(ClockChange):
    """A local time that never comes, because the clocks go forward over it. `instead` is the local time it becomes."""

    def __init__(self, local: datetime, zone: str, instead: datetime) -> None:
        super().__init__(
            f"{_said(local)} does not exist in {zone}: the clocks go forward then. "
            f"Did you mean {clock(instead.time())}?"
        )
        self.instead = instead


class RepeatedTime(ClockChange):
    """A local time that comes twice, because the clocks go back. `first` and `second` are its moments in UTC."""

    def __init__(self, local: datetime, zone: str, first: datetime, second: datetime) -> None:
        super().__init__(
            f"{_said(local)} comes twice in {zone}: the clocks go back then. "
            "Say whether you mean the first or the second."
        )
        self.first = first
        self.second = second


def utc_now() -> datetime:
    """Tell the present moment, aware, in UTC."""
    return datetime.now(UTC)


def zone_of(name: str) -> ZoneInfo:
    """Find a time zone by its name, such as "Europe/London". Raises UnknownZone."""
    try:
        return ZoneInfo(name)
    except (KeyError, ValueError, OSError) as error:
        raise UnknownZone(f"“{name}” is not a time zone. Use a name such as Europe/London.") from error


def local_to_utc(local: datetime, zone: str, *, which: Which | None = None) -> datetime:
    """Turn a local time without zone into UTC.

    Raises SkippedTime where the clocks go forward over it; RepeatedTime where it comes twice and `which` does not say
    which one is meant; UnknownZone; and ValueError for a time that already carries a zone.
    """
    if local.tzinfo is not None:
        raise ValueError("A local time carries no zone of its own.")
    first, second = (_with_fold(local, zone, fold) for fold in (0, 1))
    if first == second:
        return first
    if first > second:
        raise SkippedTime(local, zone, utc_to_local(first, zone))
    if which is None:
        raise RepeatedTime(local, zone, first, second)
    return first if which == "first" else second


def utc_to_local(moment: datetime, zone: str) -> datetime:
    """Turn a moment into the local time on the wall in a zone, without a zone of its own.

    Raises UnknownZone, and ValueError for a moment without a zone.
    """
    if moment.tzinfo is None:
        raise ValueError("A moment must say its zone, or it is no moment.")
    return moment.astimezone(zone_of(zone)).replace(tzinfo=None, fold=0)


def clock(at: time) -> str:
    """Say a time of day: "1:00 pm", "12:15 am"."""
    return f"{at.hour % 12 or 12}:{at.minute:02} {_half(at)}"


def time_range(start: time, end: time) -> str:
    """Say a span within a day: "1:00–4:00 pm", "11:30 am–1:00 pm"."""
    said_start = clock(start)
    if _half(start) == _half(end):
        said_start = said_start.removesuffix(f" {_half(start)}")
    return f"{said_start}–{clock(end)}"


def duration(length: timedelta) -> str:
    """Say a length to the second: "2 min", "4 min 30 s", "1 h 30 min", "45 s". Raises ValueError when negative."""
    if length < timedelta(0):
        raise ValueError("A duration is never negative.")
    minutes, seconds = divmod(round(length.total_seconds()), 60)
    hours, minutes = divmod(minutes, 60)
    parts = [f"{count} {unit}" for count, unit in ((hours, "h"), (minutes, "min"), (seconds, "s")) if count]
    return " ".join(parts) or "0 min"


def _with_fold(local: datetime, zone: str, fold: int) -> datetime:
    return local.replace(tzinfo=zone_of(zone), fold=fold).astimezone(UTC)


def _half(at: time) -> str:
    return "am" if at.hour < 12 else "pm"


def _said(local: datetime) -> str:
    return f"{clock(local.time())} on {local.day} {local:%B %Y}"
