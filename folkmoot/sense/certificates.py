"""Attendance: how long somebody was there, and which certificate that earns (practice guide, Appendix C)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

THRESHOLD_PERCENT = 75

Connected = tuple[datetime, datetime | None]
"""From when until when a device was connected; None while it still is."""


class Certificate(StrEnum):
    """What may be certified."""

    COMPLETED = "completed"
    ATTENDED = "attended"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Attendance:
    """How many minutes somebody attended, to the nearest, and the certificate for it."""

    minutes: int
    certificate: Certificate


def time_present(connected: Iterable[Connected], starts: datetime, ends: datetime) -> timedelta:
    """Add up when somebody was connected during a session, breaks included, several devices counting once.

    All times are aware. An interval that ends before it starts counts nothing.
    """
    clipped = sorted((max(since, starts), min(until or ends, ends)) for since, until in connected)
    present, reached = timedelta(0), starts
    for since, until in clipped:
        present += max(timedelta(0), until - max(since, reached))
        reached = max(reached, until)
    return present


def attendance(
    connected: Iterable[Connected], starts: datetime, ends: datetime, *, threshold_percent: int = THRESHOLD_PERCENT
) -> Attendance:
    """Say what somebody's connections to a session earn: completed from the threshold on, attended for any minute less.

    Raises ValueError for a session that does not end after it starts.
    """
    if ends <= starts:
        raise ValueError("A session ends after it starts.")
    present = time_present(connected, starts, ends)
    minutes = (present + timedelta(seconds=30)) // timedelta(minutes=1)
    if present * 100 >= (ends - starts) * threshold_percent:
        return Attendance(minutes, Certificate.COMPLETED)
    return Attendance(minutes, Certificate.ATTENDED if minutes else Certificate.NONE)
