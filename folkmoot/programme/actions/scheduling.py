"""Announcing a programme, opening and closing booking, moving and calling off a session."""

from __future__ import annotations

from datetime import date, datetime, time

from django.db import transaction

from folkmoot.kit import time as clock
from folkmoot.kit.announce import announce
from folkmoot.programme import notices
from folkmoot.programme.actions.booking import NotPossible, lock_session
from folkmoot.programme.actions.waiting import pass_on
from folkmoot.programme.models import Programme, Session
from folkmoot.programme.topics import SessionMoved


def announce_programme(programme: Programme) -> None:
    """Show a draft to everybody."""
    Programme.objects.filter(id=programme.id, status=Programme.Status.DRAFT).update(status=Programme.Status.ANNOUNCED)
    programme.refresh_from_db()


@transaction.atomic
def open_booking(session_id: str) -> Session:
    """Let people book a session, and show its programme.

    Raises:
        NotPossible: when it has no date and times, is over, or is cancelled.
    """
    session = lock_session(session_id)
    if session.starts_at is None or session.ends_at is None:
        raise NotPossible("Give the session a date and times first.")
    if session.ends_at <= clock.utc_now() or session.status in {Session.Status.DONE, Session.Status.CANCELLED}:
        raise NotPossible("This session is over or cancelled, so nobody can book it.")
    session.status = Session.Status.BOOKING_OPEN
    session.save()
    announce_programme(session.programme)
    pass_on(session, clock.utc_now())
    return session


@transaction.atomic
def close_booking(session_id: str) -> Session:
    """Take no new bookings; whoever waits still gets what falls free."""
    session = lock_session(session_id)
    if session.status in {Session.Status.BOOKING_OPEN, Session.Status.FULL}:
        session.status = Session.Status.CLOSED
        session.save()
    return session


@transaction.atomic
def reschedule(session_id: str, day: date, start: time, end: time) -> Session:
    """Give a session another date and times. Whoever has booked gets a calendar file that replaces the old one.

    Raises:
        NotPossible: when the session would end before it starts, or a change of the clocks swallows its start.
    """
    session = lock_session(session_id)
    if end <= start:
        raise NotPossible("A session ends after it starts.")
    try:
        clock.local_to_utc(datetime.combine(day, start), session.zone, which="first")
    except clock.SkippedTime as skipped:
        raise NotPossible(str(skipped)) from skipped
    if (session.date, session.start, session.end) == (day, start, end):
        return session
    had_times = session.starts_at is not None
    session.date, session.start, session.end = day, start, end
    session.calendar_sequence += 1
    if session.status == Session.Status.UNSCHEDULED:
        session.status = Session.Status.ANNOUNCED
    session.save()
    announce(SessionMoved(session.id))
    if had_times:
        # The reminders of the old day say nothing about the new one.
        session.bookings.update(reminders_sent=[])
        notices.tell_all(session, "moved", with_calendar=True)
    return session


@transaction.atomic
def cancel_session(session_id: str) -> Session:
    """Call a session off, and tell whoever has booked or waits. Calling it off twice is calling it off once."""
    session = lock_session(session_id)
    if session.status == Session.Status.CANCELLED:
        return session
    session.status = Session.Status.CANCELLED
    session.calendar_sequence += 1
    session.save()
    announce(SessionMoved(session.id))
    notices.tell_all(session, "session_cancelled", with_calendar=True)
    return session
