"""Reminders, a week, a day and an hour before: to who has a place, once each, and to nobody else."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction

from folkmoot.kit import time as clock
from folkmoot.programme import notices
from folkmoot.programme.actions.booking import locked_booking
from folkmoot.programme.models import Booking, Session

REMINDERS = (
    ("reminder_week", timedelta(days=7), timedelta(days=1)),
    ("reminder_day", timedelta(days=1), timedelta(hours=1)),
    ("reminder_hour", timedelta(hours=1), timedelta(0)),
)
"""Kind, how long before the session it is due, and how long before it is no use any more."""


def remind() -> int:
    """Send the reminders that are due now. Returns how many."""
    now = clock.utc_now()
    return sum(_remind(kind, due, stale, now) for kind, due, stale in REMINDERS)


def _remind(kind: str, due: timedelta, stale: timedelta, now: datetime) -> int:
    off = [Session.Status.CANCELLED, Session.Status.DONE]
    bookings = Booking.objects.filter(
        status=Booking.Status.CONFIRMED,
        person__rehearsal=False,
        session__rehearsal_of=None,
        session__starts_at__gt=now + stale,
        session__starts_at__lte=now + due,
    ).exclude(session__status__in=off)
    ids = [booking.id for booking in bookings.only("id", "reminders_sent") if kind not in booking.reminders_sent]
    return sum(_remind_one(booking_id, kind, due) for booking_id in ids)


@transaction.atomic
def _remind_one(booking_id: str, kind: str, due: timedelta) -> bool:
    """Remind one person, unless somebody did or they cancelled meanwhile. Who booked since needs no reminder yet."""
    booking, session, _ = locked_booking(booking_id)
    if booking.status != Booking.Status.CONFIRMED or kind in booking.reminders_sent or session.starts_at is None:
        return False
    booking.reminders_sent = [*booking.reminders_sent, kind]
    booking.save(update_fields=["reminders_sent"])
    booked_since = booking.confirmed_at is not None and booking.confirmed_at > session.starts_at - due
    if booked_since:
        return False
    notices.tell(booking, kind, with_calendar=kind == "reminder_week")
    return True
