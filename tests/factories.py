"""A programme and its sessions, as small as a test needs them."""

from __future__ import annotations

from datetime import date, time
from typing import Any

from folkmoot.programme.models import Programme, Session


def a_programme(title: str = "Winter programme", **fields: Any) -> Programme:
    """A programme of the fictional Thornbury and Ashwell."""
    fields.setdefault("slug", title.lower().replace(" ", "-"))
    fields.setdefault("status", Programme.Status.OPEN)
    return Programme.objects.create(title=title, hosts=["Ashwell Active"], **fields)


def a_session(programme: Programme | None = None, title: str = "Building common purpose", **fields: Any) -> Session:
    """A session with a date and 40 places, open for booking, of a programme that is made if none is given."""
    fields.setdefault("slug", title.lower().replace(" ", "-"))
    fields.setdefault("status", Session.Status.BOOKING_OPEN)
    fields.setdefault("date", date(2026, 12, 3))
    fields.setdefault("start", time(13))
    fields.setdefault("end", time(16))
    return Session.objects.create(programme=programme or a_programme(), title=title, **fields)
