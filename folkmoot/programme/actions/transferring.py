"""Sending somebody else: the place goes to them, with a link of their own."""

from __future__ import annotations

from django.db import transaction

from folkmoot.kit.announce import announce
from folkmoot.programme import notices
from folkmoot.programme.actions.booking import NotPossible, Wanted, locked_booking, person_who
from folkmoot.programme.models import Booking
from folkmoot.programme.places import QUEUING
from folkmoot.programme.topics import BookingChanged

S = Booking.Status


@transaction.atomic
def send_in_my_place(booking_id: str, name: str, email: str) -> Booking:
    """Give one's place to somebody else, who learns of it by mail. Nothing that one told or wrote goes with it.

    Raises:
        NotPossible: without a place to give, to oneself, to somebody who has one, or when the session is over.
    """
    booking, session, now = locked_booking(booking_id)
    if booking.status != S.CONFIRMED:
        raise NotPossible("Only a confirmed place can be passed on. Confirm it first, or cancel it.")
    if session.ends_at is not None and session.ends_at <= now:
        raise NotPossible("The session is over, so there is no place to pass on.")
    person, _ = person_who(Wanted(name, email, language=booking.language))
    if person == booking.person:
        raise NotPossible("That is your own name and address. Write those of whoever comes instead of you.")
    theirs = Booking.objects.filter(session=session, person=person).first()
    if theirs is not None and theirs.status not in {*QUEUING, S.CANCELLED, S.REQUESTED}:
        raise NotPossible("They have a place already. If you do not come, give yours up: somebody else may need it.")
    theirs = theirs or Booking(session=session, person=person, language=booking.language)
    theirs.session, theirs.status, theirs.party = session, S.CONFIRMED, booking.party
    theirs.queue, theirs.confirmed_at = 0, now
    theirs.held_until = theirs.offered_until = theirs.cancelled_at = None
    theirs.save()
    booking.status, booking.cancelled_at, booking.held_until = S.CANCELLED, now, None
    booking.calendar_sequence += 1
    booking.save()
    for each in (theirs, booking):
        announce(BookingChanged(each.id))
    notices.tell(theirs, "confirmed", with_calendar=True)
    notices.tell(booking, "cancelled", with_calendar=True)
    return theirs
