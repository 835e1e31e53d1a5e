"""The waiting list: offering free places in order, and passing on what nobody took."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction

from folkmoot.kit import time as clock
from folkmoot.kit.announce import announce
from folkmoot.programme import notices
from folkmoot.programme.actions.booking import NotPossible, lock_session, locked_booking
from folkmoot.programme.models import Booking, Session
from folkmoot.programme.places import QUEUING, is_today, places_of, standing
from folkmoot.programme.topics import BookingChanged

OFFER = timedelta(hours=48)
SHORT_OFFER = timedelta(hours=24)
SOON = timedelta(days=3)
"""Within these days of the session an offer lasts 24 hours instead of 48."""
S = Booking.Status


def pass_on(session: Session, now: datetime) -> None:
    """Offer what is free to who waits. Call it with the session locked, after anything that may free a place."""
    if not standing(session, places_of(session, now), now).passes_on or session.starts_at is None:
        return
    _end_offers(session, now)
    waiting = Booking.objects.filter(session=session, status=S.WAITLISTED).order_by("queue")
    free = places_of(session, now).left
    if is_today(session, now):
        _offer_to_all(session, list(waiting) if free else [], free)
        return
    until = min(now + (SHORT_OFFER if session.starts_at - now <= SOON else OFFER), session.starts_at)
    for booking in waiting[:free]:
        _offer(session, booking, until)


def _end_offers(session: Session, now: datetime) -> None:
    """Take those off the list whose offer ran out: the place goes on, and they are told."""
    for booking in Booking.objects.filter(session=session, status=S.OFFERED, offered_until__lte=now):
        booking.status, booking.cancelled_at, booking.offered_until = S.CANCELLED, now, None
        _save(session, booking)
        notices.tell(booking, "offer_passed")


def _offer_to_all(session: Session, waiting: list[Booking], free: int) -> None:
    """On the day the first to click wins: everybody who waits is asked, and nobody's offer holds a place."""
    for booking in waiting:
        _offer(session, booking, session.starts_at)
    if not free:
        Booking.objects.filter(session=session, status=S.OFFERED).update(status=S.WAITLISTED, offered_until=None)


def _offer(session: Session, booking: Booking, until: datetime | None) -> None:
    booking.status, booking.offered_until = S.OFFERED, until
    _save(session, booking)
    notices.tell_offer(booking)


def _save(session: Session, booking: Booking) -> None:
    booking.session = session
    booking.save()
    announce(BookingChanged(booking.id))


@transaction.atomic
def accept(booking_id: str) -> Booking:
    """Take an offered place. Taking it twice is taking it once.

    Raises:
        NotPossible: when the offer ran out, or on the day somebody was quicker.
    """
    booking, session, now = locked_booking(booking_id)
    if booking.status == S.CONFIRMED:
        return booking
    if booking.status not in QUEUING:
        raise NotPossible("This place was offered to you and has gone on to somebody else. You can book again.")
    if not standing(session, places_of(session, now), now).passes_on:
        raise NotPossible("The session has started or is over, so there is no place to take any more.")
    if not _may_take(booking, session, now):
        raise NotPossible("Somebody was quicker. You are still on the waiting list, and we write when a place is free.")
    booking.status, booking.confirmed_at, booking.offered_until = S.CONFIRMED, now, None
    _save(session, booking)
    confirm_address(booking, now)
    pass_on(session, now)
    notices.tell(booking, "confirmed", with_calendar=True)
    return booking


def _may_take(booking: Booking, session: Session, now: datetime) -> bool:
    if is_today(session, now):
        return places_of(session, now).left > 0
    return booking.status == S.OFFERED and booking.offered_until is not None and booking.offered_until > now


@transaction.atomic
def leave(booking_id: str) -> Booking:
    """Leave the waiting list, or decline an offer: the place goes on at once. Leaving twice is leaving once."""
    booking, session, now = locked_booking(booking_id)
    if booking.status in QUEUING:
        booking.status, booking.cancelled_at, booking.offered_until = S.CANCELLED, now, None
        _save(session, booking)
        pass_on(session, now)
    return booking


@transaction.atomic
def pass_on_places(session_id: str) -> None:
    """Let expired holds and offers of a session go to who waits: what the timer does."""
    pass_on(lock_session(session_id), clock.utc_now())


def confirm_address(booking: Booking, now: datetime) -> None:
    """Note that the person reads this address: they used a link that was mailed to it."""
    if booking.person.email_confirmed_at is None:
        booking.person.email_confirmed_at = now
        booking.person.save(update_fields=["email_confirmed_at"])
