"""Calendar files. A session keeps one UID everywhere: a newer file replaces an older one, and never doubles it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from django.conf import settings
from django.urls import reverse

from folkmoot.kit import time as clock
from folkmoot.programme.mail import absolute
from folkmoot.programme.models import Booking, Programme, Session

if TYPE_CHECKING:
    from icalendar import Event

REFRESH = "PT6H"
YEAR = timedelta(days=366)


def session_file(session: Session) -> str:
    """The calendar file of a session, for anybody: no link in it but the public page's."""
    return _calendar([session], [_event(session, session.calendar_sequence)])


def booking_file(booking: Booking) -> str:
    """The calendar file of a person's booking; one that takes the event out again when the booking is cancelled."""
    cancelled = booking.status == Booking.Status.CANCELLED or booking.session.status == Session.Status.CANCELLED
    sequence = booking.session.calendar_sequence + booking.calendar_sequence
    event = _event(booking.session, sequence, cancelled=cancelled)
    return _calendar([booking.session], [event], method="CANCEL" if cancelled else "PUBLISH")


def programme_feed(programme: Programme) -> str:
    """The calendar of a whole programme, to subscribe to. Cancelled sessions stay in it, as cancelled."""
    sessions = programme.sessions.filter(rehearsal_of=None).exclude(starts_at=None).exclude(ends_at=None)
    events = [_event(session, session.calendar_sequence) for session in sessions]
    return _calendar(sessions, events, name=programme.title)


def _calendar(sessions: Iterable[Session], events: Iterable[Event], *, method: str = "PUBLISH", name: str = "") -> str:
    from icalendar import Calendar, vText  # a server starts sooner without it, and a room never needs it

    calendar = Calendar()
    calendar.add("prodid", "-//Folkmoot//Folkmoot//EN")
    calendar.add("version", "2.0")
    calendar.add("method", method)
    if name:
        calendar.add("x-wr-calname", name)
        calendar.add("refresh-interval", vText(REFRESH), parameters={"VALUE": "DURATION"})
    days = [session.date for session in sessions if session.date]
    for event in events:
        calendar.add_component(event)
    if days:
        # The changes of the clocks about these days are enough: all that are known would make a file of many pages.
        calendar.add_missing_timezones(first_date=min(days) - YEAR, last_date=max(days) + YEAR)
    return str(calendar.to_ical(), "utf-8")


def _event(session: Session, sequence: int, *, cancelled: bool = False) -> Event:
    """One session as an event, in its own time zone: it stays at one o'clock when the clocks change."""
    if session.date is None or session.start is None or session.end is None:
        raise ValueError("A session without a date and times has no place in a calendar.")
    from icalendar import Event

    zone = clock.zone_of(session.zone)
    page = absolute(reverse("session_page", args=[session.programme.slug, session.slug]))
    event = Event()
    event.add("uid", f"{session.id}@{urlsplit(settings.PUBLIC_URL).hostname}")
    event.add("sequence", sequence)
    event.add("dtstamp", clock.utc_now())
    event.add("dtstart", datetime.combine(session.date, session.start, zone))
    event.add("dtend", datetime.combine(session.date, session.end, zone))
    event.add("summary", session.title)
    event.add("description", f"{session.programme.title}\n\nYour own link is in the mail that we sent you.\n{page}")
    event.add("location", "Online" if session.programme.online else session.programme.title)
    event.add("url", page)
    is_off = cancelled or session.status == Session.Status.CANCELLED
    event.add("status", "CANCELLED" if is_off else "CONFIRMED")
    return event
