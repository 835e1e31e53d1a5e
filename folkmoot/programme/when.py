"""How a session's day and times are said."""

from __future__ import annotations

from datetime import datetime

from folkmoot.kit.time import clock, time_range, utc_to_local
from folkmoot.programme.models import Session


def spoken_day(session: Session) -> str:
    """“Tuesday 3 December 2024”, or “Date to follow”."""
    if session.date is None:
        return "Date to follow"
    return f"{session.date:%A} {session.date.day} {session.date:%B %Y}"


def spoken_times(session: Session) -> str:
    """“1:00–4:00 pm”, or “time to follow”."""
    if session.start is None or session.end is None:
        return "time to follow"
    return time_range(session.start, session.end)


def spoken_moment(moment: datetime, zone: str) -> str:
    """A moment as people in a zone say it: “Friday 14 February, 1:00 pm”."""
    local = utc_to_local(moment, zone)
    return f"{local:%A} {local.day} {local:%B}, {clock(local.time())}"
