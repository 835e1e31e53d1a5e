"""What a person is told about their booking, and when: each mail of this room, by name."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from folkmoot.kit import time as clock
from folkmoot.people.models import Person
from folkmoot.programme import calendar_files, links, mail
from folkmoot.programme.models import Booking, Mail, Session
from folkmoot.programme.places import Standing, is_today
from folkmoot.programme.when import spoken_moment

AGAIN_AFTER = timedelta(minutes=5)
"""A form sent twice in these minutes sends one mail."""

CANNOT_BOOK = {
    Standing.UNSCHEDULED: "This session has no date yet, so it cannot be booked. Look again later.",
    Standing.SOON: "Booking for this session has not opened yet. Look again later.",
    Standing.CLOSED: "Booking for this session has closed. Write to us if you would still like to come.",
    Standing.LIVE: "This session has started. Join with the code, if you have it.",
    Standing.PAST: "This session has taken place, so it cannot be booked any more.",
    Standing.CANCELLED: "This session is cancelled.",
}
_KINDS = {
    Booking.Status.REQUESTED: "confirm",
    Booking.Status.CONFIRMED: "confirmed",
    Booking.Status.WAITLISTED: "waitlisted",
    Booking.Status.OFFERED: "offer",
}


def tell_booked(booking: Booking) -> None:
    """Say how a booking stands, with what to do next."""
    kind = _KINDS.get(Booking.Status(booking.status))
    if kind == "offer":
        tell_offer(booking)
    elif kind:
        tell(booking, kind, with_calendar=kind in {"confirm", "confirmed"})


def may_tell_again(booking: Booking) -> bool:
    """Whether the last mail about a booking is long enough ago for another."""
    since = clock.utc_now() - AGAIN_AFTER
    recent = Mail.objects.filter(person=booking.person, session=booking.session, created_at__gt=since)
    return not recent.exists()


def tell_series_booked(bookings: list[Booking]) -> None:
    """Say in one mail how several bookings stand; one link leads to confirming them all."""
    first = bookings[0]
    asked = [booking for booking in bookings if booking.status == Booking.Status.REQUESTED]
    url = links.booking_url(asked[0] if asked else first)
    programme = first.session.programme
    context: dict[str, Any] = {"bookings": bookings, "asked": asked, "url": url, "programme": programme}
    mail.post("series", first.person, None, language=first.language, **context)


def tell_offer(booking: Booking) -> None:
    """Say that a place is free, and until when; on the day, that the first to click has it."""
    today = is_today(booking.session, clock.utc_now())
    until = booking.offered_until
    said = spoken_moment(until, booking.session.zone) if until else ""
    tell(booking, "offer_today" if today else "offer", until=said)


def tell(booking: Booking, kind: str, *, with_calendar: bool = False, **context: Any) -> None:
    """Write one mail about a booking, with the booking's own links."""
    session = booking.session
    has_times = session.starts_at is not None and session.ends_at is not None
    calendar = calendar_files.booking_file(booking) if with_calendar and has_times else ""
    context |= links.links_of(booking)
    mail.post(kind, booking.person, session, language=booking.language, calendar=calendar, **context)


def tell_all(session: Session, kind: str, *, with_calendar: bool = False) -> None:
    """Write the same kind of mail to everybody who has a place or waits for one, each about their own booking."""
    statuses = [Booking.Status.CONFIRMED, Booking.Status.REQUESTED, Booking.Status.WAITLISTED, Booking.Status.OFFERED]
    for booking in session.bookings.filter(status__in=statuses).select_related("person", "party"):
        booking.session = session
        tell(booking, kind, with_calendar=with_calendar)


def mail_of(person: Person, kind: str) -> Mail | None:
    """The latest mail of a kind to a person."""
    return Mail.objects.filter(person=person, kind=kind).order_by("created_at").last()
