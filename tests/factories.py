"""A programme and its sessions, as small as a test needs them."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from folkmoot.programme.models import Programme, Session


def a_programme(title: str = "Winter programme", **fields: Any) -> Programme:
    """A programme of the fictional Thornbury and Ashwell."""
    fields.setdefault("slug", title.lower().replace(" ", "-"))
    fields.setdefault("status", Programme.Status.OPEN)
    return Programme.objects.create(title=title, hosts=["Ashwell Active"], **fields)


def a_session(programme: Programme | None = None, title: str = "Building common purpose", **fields: Any) -> Session:
    """A session on a day to come, with 40 places, open for booking, of a programme that is made if none is given."""
    fields.setdefault("slug", title.lower().replace(" ", "-"))
    fields.setdefault("status", Session.Status.BOOKING_OPEN)
    fields.setdefault("date", a_thursday())
    fields.setdefault("start", time(13))
    fields.setdefault("end", time(16))
    return Session.objects.create(programme=programme or a_programme(), title=title, **fields)


def a_thursday() -> date:
    """A Thursday in the second week from now: to come whenever the tests are run, and no day when clocks change."""
    soon = datetime.now(UTC).date() + timedelta(days=8)
    return soon + timedelta(days=(3 - soon.weekday()) % 7)
