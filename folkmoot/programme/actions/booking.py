"""Booking a place, or a place in the queue."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Max

from folkmoot.kit import time as clock
from folkmoot.kit.announce import announce
from folkmoot.kit.text import tidy
from folkmoot.people.models import Organisation, Person
from folkmoot.programme import notices
from folkmoot.programme.models import Booking, Party, Session
from folkmoot.programme.places import Places, is_today, open_places, places_of, standing
from folkmoot.programme.topics import BookingChanged

HOLD = timedelta(hours=2)
"""How long a booking holds its place before it is confirmed (8b.7)."""
PARTY_HOLD = timedelta(days=7)
PARTY_RELEASE = timedelta(days=2)
"""A party's open places are let go so long before the session, so that others can still come."""
S = Booking.Status


class NotPossible(Exception):
    """Something that cannot be done with a booking now; the text says why and what to do instead."""


@dataclass(frozen=True, slots=True)
class WantedParty:
    """A group that somebody brings. `size` counts them, too."""

    name: str
    size: int
    issue: str = ""
    keep_together: bool = True


@dataclass(frozen=True, slots=True)
class Wanted:
    """What somebody typed who books. `party_code` joins a group; `party` brings one."""

    name: str
    email: str
    organisation: str = ""
    sector: str = ""
    language: str = "en"
    access_note: str = ""
    hope: str = ""
    listed: bool = False
    agreed: bool = False
    party: WantedParty | None = None
    party_code: str = ""


@dataclass(frozen=True, slots=True)
class Booked:
    """What became of it: the booking, and whether it is the person's first, or was there already."""

    booking: Booking
    new_person: bool
    again: bool


def book(session_id: str, wanted: Wanted, known: Person | None = None) -> Booked:
    """Book a place for somebody, or a place in the queue when the session is full.

    The same name and address book once a session: sent twice, the form finds the booking it made and sends the mail
    again. `known` is the person whom the device stands for; their own booking needs no second confirmation.

    Raises:
        NotPossible: when the session takes no bookings.
    """
    with transaction.atomic():
        session = lock_session(session_id)
        booked, mail_it = _book(session, wanted, known)
        if mail_it:
            notices.tell_booked(booked.booking)
    return booked


def book_series(session_ids: list[str], wanted: Wanted, known: Person | None = None) -> list[Booked]:
    """Book several sessions at once, with one mail for all of them. Those that take no bookings any more are left out.

    Raises:
        NotPossible: when none can be booked.
    """
    done: list[Booked] = []
    # Sessions are locked in one order everywhere, so that two such bookings never wait for each other.
    with transaction.atomic():
        for session_id in sorted(session_ids):
            try:
                done.append(_book(lock_session(session_id), wanted, done[0].booking.person if done else known)[0])
            except NotPossible:
                continue
        if not done:
            raise NotPossible("None of these sessions takes bookings now.")
        notices.tell_series_booked([each.booking for each in done])
    return done


def lock_session(session_id: str) -> Session:
    """The session, held until the transaction ends: whoever counts its places counts alone."""
    return Session.objects.select_for_update(of=("self",)).select_related("programme").get(id=session_id)


def locked_booking(booking_id: str) -> tuple[Booking, Session, datetime]:
    """A booking with its session locked, and the present moment. Raises Booking.DoesNotExist."""
    session_id = Booking.objects.values_list("session_id", flat=True).get(id=booking_id)
    session = lock_session(session_id)
    booking = Booking.objects.select_related("person", "party").get(id=booking_id)
    booking.session = session
    return booking, session, clock.utc_now()


def _book(session: Session, wanted: Wanted, known: Person | None) -> tuple[Booked, bool]:
    now = clock.utc_now()
    places = places_of(session, now)
    if not (state := standing(session, places, now)).takes_bookings:
        raise NotPossible(notices.CANNOT_BOOK[state])
    person, is_new = person_who(wanted, known)
    booking = Booking.objects.filter(session=session, person=person).select_related("person", "party").first()
    if booking and booking.status != S.CANCELLED:
        booking.session = session
        return Booked(booking, is_new, again=True), notices.may_tell_again(booking)
    booking = booking or Booking(session=session, person=person)
    booking.session = session
    _fill(booking, wanted)
    _place(booking, places, now, confirmed=person == known and person.email_confirmed_at is not None)
    booking.save()
    _bring_party(booking, wanted, places, now)
    announce(BookingChanged(booking.id))
    return Booked(booking, is_new, again=False), True


def person_who(wanted: Wanted, known: Person | None = None) -> tuple[Person, bool]:
    """Who books, and whether they are new: one address may hold several people, told apart by their names (8b.6)."""
    if known and _is_same(known, wanted):
        return known, False
    for person in Person.objects.filter(email__iexact=wanted.email, merged_into=None, rehearsal=False):
        if _is_same(person, wanted):
            return person, False
    person = Person.objects.create(
        name=tidy(wanted.name),
        email=wanted.email,
        organisation=organisation_named(wanted.organisation, wanted.sector),
        sector=wanted.sector,
        language=wanted.language,
    )
    return person, True


def _is_same(person: Person, wanted: Wanted) -> bool:
    same_name = tidy(person.name).casefold() == tidy(wanted.name).casefold()
    return same_name and person.email.casefold() == wanted.email.casefold()


def organisation_named(name: str, sector: str = "") -> Organisation | None:
    """The organisation of that name, made if it is new; None for an empty name."""
    name = tidy(name)
    if not name:
        return None
    found = Organisation.objects.filter(name__iexact=name).first()
    return found or Organisation.objects.create(name=name, sector=sector)


def _fill(booking: Booking, wanted: Wanted) -> None:
    booking.access_note = wanted.access_note
    booking.hope = wanted.hope
    booking.listed = wanted.listed
    booking.agreed = wanted.agreed
    booking.language = wanted.language
    booking.party = Party.objects.filter(session=booking.session, code=wanted.party_code).first()
    booking.queue, booking.reminders_sent = 0, []
    booking.confirmed_at = booking.cancelled_at = booking.offered_until = booking.held_until = None


def _place(booking: Booking, places: Places, now: datetime, *, confirmed: bool) -> None:
    """A place where one is free and nobody waits for it, or where the booking's group holds one; else the queue."""
    free = places.left > 0 and not places.waiting
    if not free and not _party_holds_one(booking, now):
        booking.status, booking.queue = S.WAITLISTED, next_in_queue(booking.session)
    elif confirmed:
        booking.status, booking.confirmed_at = S.CONFIRMED, now
    else:
        booking.status, booking.held_until = S.REQUESTED, now + HOLD


def _party_holds_one(booking: Booking, now: datetime) -> bool:
    party = booking.party
    if party is None or party.held_until is None or party.held_until <= now:
        return False
    there = party.bookings.exclude(status__in=[S.CANCELLED, S.WAITLISTED, S.OFFERED]).exclude(id=booking.id)
    return open_places(party, there.count()) > 0


def next_in_queue(session: Session) -> int:
    """The number after the last in a session's queue."""
    last = Booking.objects.filter(session=session).aggregate(last=Max("queue"))["last"]
    return (last or 0) + 1


def _bring_party(booking: Booking, wanted: Wanted, places: Places, now: datetime) -> None:
    """Make the group that somebody brings, and hold what is left for the others of it."""
    if wanted.party is None or booking.party is not None:
        return
    has_place = booking.status in {S.REQUESTED, S.CONFIRMED}
    held = min(wanted.party.size - 1, max(0, places.left - 1)) if has_place else 0
    booking.party = Party.objects.create(
        session=booking.session,
        name=wanted.party.name,
        lead=booking.person,
        expected_size=wanted.party.size,
        issue=wanted.party.issue,
        keep_together=wanted.party.keep_together,
        held_places=held,
        held_until=booking.held_until or party_hold_ends(booking.session, now),
    )
    booking.save()


def party_hold_ends(session: Session, now: datetime) -> datetime:
    """Until when a confirmed lead's group keeps its open places."""
    if is_today(session, now) or session.starts_at is None:
        return now + HOLD
    return max(now + HOLD, min(now + PARTY_HOLD, session.starts_at - PARTY_RELEASE))
