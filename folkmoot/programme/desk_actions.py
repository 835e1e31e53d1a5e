"""What the bookings desk does by hand: confirm, offer, book on somebody's behalf, mend an address."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.utils import timezone

from folkmoot.kit.announce import announce
from folkmoot.people.actions import make_guest
from folkmoot.people.merging import CannotMerge, merge, which_to_keep
from folkmoot.people.models import Merge, Person
from folkmoot.practice_kit.fields import PARA
from folkmoot.programme import notices
from folkmoot.programme.actions.booking import NotPossible, Wanted, book, lock_session, party_hold_ends
from folkmoot.programme.actions.waiting import OFFER, SHORT_OFFER, SOON
from folkmoot.programme.desk_queries import possible_duplicates
from folkmoot.programme.models import Booking, Mail, Session
from folkmoot.programme.outbox import try_again
from folkmoot.programme.places import QUEUING, is_today
from folkmoot.programme.topics import BookingChanged

S = Booking.Status


@transaction.atomic
def give_place(booking: Booking) -> Booking:
    """Confirm a booking by hand, or give a place to somebody who waits, even one more than there are.

    The address stays unconfirmed: nobody has opened a mail. Giving it twice is giving it once.

    Raises:
        NotPossible: for a booking that was cancelled, or that is over.
    """
    session, booking = _locked(booking)
    if booking.status == S.CONFIRMED:
        return booking
    if booking.status not in {*QUEUING, S.REQUESTED}:
        raise NotPossible("This booking was cancelled or is over. Add the person again instead.")
    _confirm(session, booking)
    notices.tell(booking, "confirmed", with_calendar=True)
    return booking


@transaction.atomic
def offer_place(booking: Booking) -> Booking:
    """Offer a place to somebody who waits, out of turn if need be. The offer runs out as any other does.

    Raises:
        NotPossible: for somebody who does not wait, on the day itself, or without a date.
    """
    session, booking = _locked(booking)
    now = timezone.now()
    if booking.status != S.WAITLISTED:
        raise NotPossible("Only somebody who waits can be offered a place.")
    if session.starts_at is None or session.starts_at <= now or is_today(session, now):
        raise NotPossible("On the day everybody who waits is asked, and the first to click has the place.")
    lasts = SHORT_OFFER if session.starts_at - now <= SOON else OFFER
    booking.status, booking.offered_until = S.OFFERED, min(now + lasts, session.starts_at)
    _save(booking)
    notices.tell_offer(booking)
    return booking


@transaction.atomic
def add_by_hand(session: Session, wanted: Wanted, *, anyway: bool) -> Booking:
    """Book for somebody who rang or wrote. They need not confirm; without an address they get no mail.

    `anyway` gives a place even when the session is full.

    Raises:
        NotPossible: when the session takes no bookings, or this person has a booking already.
        WrongName: for a name that cannot be used.
    """
    # Without an address nobody is found by name: that would be somebody else's history (8b.6).
    known = None if wanted.email else make_guest(wanted.name, wanted.organisation)
    booked = book(session.id, wanted, known)
    if booked.again:
        raise NotPossible(f"{booked.booking.person.name} is on the list already.")
    if booked.booking.status == S.REQUESTED or anyway:
        asked_to_confirm = Mail.objects.filter(person=booked.booking.person, session=session, kind="confirm")
        asked_to_confirm.filter(status=Mail.Status.WAITING).update(status=Mail.Status.DROPPED)
        return give_place(booked.booking)
    return booked.booking


@transaction.atomic
def note_what_helps(booking: Booking, note: str) -> None:
    """Keep what somebody says, by phone for instance, would help them take part; empty: nothing any more.

    Raises:
        NotPossible: for more words than the form for booking takes.
    """
    if len(note := note.strip()) > PARA:
        raise NotPossible(f"That is more than {PARA} characters. Shorten it, and ring them for the rest.")
    Booking.objects.filter(id=booking.id).update(access_note=note)


def send_again(booking: Booking) -> None:
    """Send the mail about a booking once more, with its links."""
    with transaction.atomic():
        notices.tell_booked(booking)


@transaction.atomic
def mend_address(booking: Booking, email: str) -> None:
    """Correct an address to which no mail came through, and send what failed again.

    Raises:
        NotPossible: for a wrong address, and for one that was confirmed: whoever reads it changes it themselves.
    """
    person = Person.objects.select_for_update().get(id=booking.person_id)
    if person.email_confirmed_at or person.user_id:
        raise NotPossible("This address works: mail was read there. The person can change it on their own page.")
    try:
        validate_email(email)
    except ValidationError as trouble:
        raise NotPossible("That is no e-mail address. It has an @ in it, as in bea@example.org.") from trouble
    person.email = email
    person.save(update_fields=["email"])
    for mail in Mail.objects.filter(person=person, status=Mail.Status.FAILED):
        Mail.objects.filter(id=mail.id).update(to=email)
        _try_again_later(mail)


def _try_again_later(mail: Mail) -> None:
    transaction.on_commit(lambda: try_again(mail), robust=True)


def merge_duplicates(session: Session, one: str, other: str, by: Person) -> Merge:
    """Make two of a session's people one, because the producer knows that they are.

    Raises:
        NotPossible: when they are not, or no longer, among the session's possible duplicates.
    """
    pair = next((pair for pair in possible_duplicates(session) if {each.id for each in pair} == {one, other}), None)
    if pair is None:
        raise NotPossible("These two are not on the list of possible duplicates any more.")
    try:
        return merge(*which_to_keep(*pair), by=by)
    except CannotMerge as trouble:
        raise NotPossible(str(trouble)) from trouble


def _confirm(session: Session, booking: Booking) -> None:
    now = timezone.now()
    booking.status, booking.confirmed_at = S.CONFIRMED, now
    booking.held_until = booking.offered_until = None
    _save(booking)
    if booking.party and booking.party.lead_id == booking.person_id:
        booking.party.held_until = party_hold_ends(session, now)
        booking.party.save(update_fields=["held_until"])


def _locked(booking: Booking) -> tuple[Session, Booking]:
    session = lock_session(booking.session_id)
    fresh = Booking.objects.select_related("person", "party").get(id=booking.id)
    fresh.session = session
    return session, fresh


def _save(booking: Booking) -> None:
    booking.save()
    announce(BookingChanged(booking.id))
