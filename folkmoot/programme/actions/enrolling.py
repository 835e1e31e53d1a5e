"""Bringing a list of people into a session, and writing to all who are in it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from django.db import transaction
from django.db.models import Q

from folkmoot.kit import time as clock
from folkmoot.kit.announce import announce
from folkmoot.people.actions import make_guest
from folkmoot.people.models import Person
from folkmoot.programme import notices
from folkmoot.programme.actions.booking import NotPossible, Wanted, lock_session, next_in_queue, person_who
from folkmoot.programme.models import Booking, Mail, Session
from folkmoot.programme.people_lists import Listed
from folkmoot.programme.places import COMING, QUEUING, Standing, places_of, standing
from folkmoot.programme.topics import BookingChanged

S = Booking.Status
TWICE = timedelta(minutes=10)
WHOM = {
    "coming": ("Everybody who has a place", Q(status__in=COMING)),
    "waiting": ("Everybody who waits", Q(status__in=QUEUING)),
    "all": ("Everybody who has a place, waits, or has not confirmed", ~Q(status=S.CANCELLED)),
}
"""To whom one may write at once."""


@dataclass(frozen=True, slots=True)
class Enrolled:
    """What became of a list: how many have a place now, wait, and were there already."""

    placed: int
    waiting: int
    already: int


@transaction.atomic
def enrol(session_id: str, people: Sequence[Listed], *, anyway: bool = False) -> Enrolled:
    """Give places to the people of a list, as if each had rung; who has an address is told by mail.

    Brought in twice, a list changes nothing. `anyway` gives places that there are not.

    Raises:
        NotPossible: when the session is over or cancelled.
    """
    session = lock_session(session_id)
    places = places_of(session)
    if standing(session, places) in {Standing.PAST, Standing.CANCELLED}:
        raise NotPossible("This session is over or cancelled, so nobody can be added.")
    left, placed, waiting = places.left, 0, 0
    for listed in people:
        booking = _booking(session, listed)
        if booking is None:
            continue
        if anyway or left > 0:
            booking.status, booking.confirmed_at, left, placed = S.CONFIRMED, clock.utc_now(), left - 1, placed + 1
        else:
            booking.status, booking.queue, waiting = S.WAITLISTED, next_in_queue(session), waiting + 1
        booking.save()
        announce(BookingChanged(booking.id))
        notices.tell_booked(booking)
    return Enrolled(placed, waiting, len(people) - placed - waiting)


def _booking(session: Session, listed: Listed) -> Booking | None:
    """A new booking, not saved yet; None for somebody who is on the list already."""
    wanted = Wanted(listed.name, listed.email, listed.organisation)
    person = person_who(wanted)[0] if listed.email else _guest(session, listed)
    booking = Booking.objects.filter(session=session, person=person).first()
    if booking is not None and booking.status != S.CANCELLED:
        return None
    booking = booking or Booking(person=person, language=person.language)
    booking.session, booking.access_note = session, listed.access_note
    booking.cancelled_at = booking.held_until = booking.offered_until = None
    return booking


def _guest(session: Session, listed: Listed) -> Person:
    """Somebody without an address: the one of this name in this session, else a new one (8b.6)."""
    here = Person.objects.filter(bookings__session=session, email="", name__iexact=listed.name, merged_into=None)
    return here.first() or make_guest(listed.name, listed.organisation)


def whom(session: Session, which: str) -> int:
    """How many would get a letter."""
    return session.bookings.filter(WHOM[which][1]).exclude(person__email="").count()


@transaction.atomic
def write_to_all(session: Session, which: str, subject: str, text: str) -> int:
    """Write a letter to many, each by a mail of their own. Gives how many; those without an address get none.

    Raises:
        NotPossible: when the same letter went a moment ago, or nobody would get it.
    """
    since = clock.utc_now() - TWICE
    if Mail.objects.filter(session=session, kind="written", subject=subject, created_at__gt=since).exists():
        raise NotPossible("A letter with this subject went a moment ago. Wait ten minutes, or change the subject.")
    bookings = session.bookings.filter(WHOM[which][1]).exclude(person__email="").select_related("person", "party")
    if not bookings:
        raise NotPossible("Nobody of them has an e-mail address.")
    for booking in bookings:
        booking.session = session
        notices.tell(booking, "written", words_subject=subject, words_text=text)
    return len(bookings)
