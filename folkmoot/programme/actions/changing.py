"""Confirming, cancelling, undoing and changing a booking. Each may be pressed twice, and is done once."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction

from folkmoot.kit.announce import announce
from folkmoot.programme import notices
from folkmoot.programme.actions.booking import NotPossible, locked_booking, next_in_queue, party_hold_ends
from folkmoot.programme.actions.waiting import confirm_address, leave, pass_on
from folkmoot.programme.models import Booking, Session
from folkmoot.programme.places import QUEUING, Standing, is_today, places_of, standing
from folkmoot.programme.topics import BookingChanged

UNDO = timedelta(hours=1)
"""How long a cancelled place is held for who changes their mind (8b.7)."""
S = Booking.Status


@transaction.atomic
def confirm(booking_id: str) -> Booking:
    """Confirm a booking by its mailed link. When its hold ran out and the places are gone, it joins the queue.

    Raises:
        NotPossible: when it was cancelled, or the session is over.
    """
    booking, session, now = locked_booking(booking_id)
    if booking.status == S.CANCELLED:
        raise NotPossible("This booking was cancelled. You can book again.")
    if booking.status == S.REQUESTED:
        places = places_of(session, now)
        if (state := standing(session, places, now)) in {Standing.PAST, Standing.CANCELLED}:
            raise NotPossible(notices.CANNOT_BOOK[state])
        held = booking.held_until is not None and booking.held_until > now
        _settle(booking, session, now, has_place=held or (places.left > 0 and not places.waiting))
    confirm_address(booking, now)
    return booking


def _settle(booking: Booking, session: Session, now: datetime, *, has_place: bool) -> None:
    booking.held_until = None
    if has_place:
        booking.status, booking.confirmed_at = S.CONFIRMED, now
    else:
        booking.status, booking.queue = S.WAITLISTED, next_in_queue(session)
    _save(booking)
    if has_place and booking.party and booking.party.lead_id == booking.person_id:
        booking.party.held_until = party_hold_ends(session, now)
        booking.party.save(update_fields=["held_until"])
    notices.tell(booking, "confirmed" if has_place else "waitlisted", with_calendar=has_place)


def cancel(booking_id: str) -> Booking:
    """Give a place up. It is held for an hour, in case; on the day it goes at once to who waits.

    Raises:
        NotPossible: when the session has started.
    """
    with transaction.atomic():
        booking, session, now = locked_booking(booking_id)
        if booking.status in QUEUING:
            return leave(booking_id)
        if booking.status == S.CANCELLED:
            return booking
        if session.starts_at and session.starts_at <= now and booking.status != S.REQUESTED:
            raise NotPossible("The session has started, so there is nothing to cancel any more.")
        somebody_waits = places_of(session, now).waiting > 0
        booking.status, booking.cancelled_at = S.CANCELLED, now
        booking.held_until = None if is_today(session, now) and somebody_waits else now + UNDO
        booking.calendar_sequence += 1
        _release_party(booking)
        _save(booking)
        notices.tell(booking, "cancelled", with_calendar=booking.confirmed_at is not None)
        pass_on(session, now)
    return booking


def can_undo(booking: Booking, now: datetime) -> bool:
    """Whether a cancelled booking may still be taken back."""
    cancelled = booking.status == S.CANCELLED and booking.cancelled_at is not None
    return cancelled and booking.cancelled_at is not None and now < booking.cancelled_at + UNDO


@transaction.atomic
def undo_cancel(booking_id: str) -> Booking:
    """Take a cancellation back, within the hour. Where the place has gone, the booking joins the queue.

    Raises:
        NotPossible: when the hour is over.
    """
    booking, session, now = locked_booking(booking_id)
    if booking.status != S.CANCELLED:
        return booking
    if not can_undo(booking, now) or not standing(session, places_of(session, now), now).passes_on:
        raise NotPossible("It is too late to take this back. You can book again.")
    _restore(booking, session, now)
    booking.cancelled_at = None
    booking.calendar_sequence += 1
    _save(booking)
    notices.tell_booked(booking)
    pass_on(session, now)
    return booking


def _restore(booking: Booking, session: Session, now: datetime) -> None:
    still_held = booking.held_until is not None and booking.held_until > now
    places = places_of(session, now)
    if booking.confirmed_at and (still_held or (places.left > 0 and not places.waiting)):
        booking.status, booking.held_until = S.CONFIRMED, None
    elif booking.confirmed_at is None and still_held:
        booking.status = S.REQUESTED
    else:
        booking.status, booking.queue = S.WAITLISTED, booking.queue or next_in_queue(session)
        booking.held_until = booking.confirmed_at = None


@transaction.atomic
def change(booking_id: str, *, access_note: str, hope: str, language: str, listed: bool) -> Booking:
    """Change what a person told with their booking; the place stays as it is."""
    booking, _, _ = locked_booking(booking_id)
    booking.access_note, booking.hope = access_note, hope
    booking.language, booking.listed = language, listed
    _save(booking)
    return booking


def _release_party(booking: Booking) -> None:
    """A group whose lead does not come holds no places for others."""
    if booking.party and booking.party.lead_id == booking.person_id:
        booking.party.held_until = None
        booking.party.save(update_fields=["held_until"])


def _save(booking: Booking) -> None:
    booking.save()
    announce(BookingChanged(booking.id))
