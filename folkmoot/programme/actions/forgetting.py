"""Forgetting what is kept no longer than needed: access notes, mails, old bookings, and people who left no trace."""

from __future__ import annotations

from django.db import transaction

from folkmoot.kit import time as clock
from folkmoot.kit.personal_data import REGISTER
from folkmoot.people.models import Person
from folkmoot.people.retention import keep
from folkmoot.programme.models import Booking, Mail, Party


def forget_access_notes() -> int:
    """Delete what people need to take part, a while after their session. Returns how many notes."""
    over = Booking.objects.exclude(access_note="").filter(session__ends_at__lt=clock.utc_now() - keep("access_notes"))
    return over.update(access_note="")


def forget_sent_mails() -> int:
    """Delete mails a while after they were sent. Returns how many."""
    return Mail.objects.filter(sent_at__lt=clock.utc_now() - keep("mails")).delete()[0]


def forget_unconfirmed() -> int:
    """Forget whoever booked and never confirmed the address. Returns how many people."""
    before = clock.utc_now() - keep("unconfirmed")
    stale = Person.objects.filter(
        email_confirmed_at=None, user=None, created_at__lt=before, bookings__status=Booking.Status.REQUESTED
    )
    return sum(_forget(person_id) for person_id in stale.values_list("id", flat=True).distinct())


def forget_bookings() -> int:
    """Delete bookings and groups long after their session; who took part is another matter. Returns how many."""
    before = clock.utc_now() - keep("bookings")
    gone = Booking.objects.filter(session__ends_at__lt=before).delete()[0]
    return gone + Party.objects.filter(session__ends_at__lt=before).delete()[0]


def forget_strangers() -> int:
    """Forget people about whom nothing is held any more but who they are. Returns how many."""
    before = clock.utc_now() - keep("bookings")
    old = Person.objects.filter(user=None, merged_into=None, created_at__lt=before, bookings=None, roles=None)
    alone = [each for each in old.values_list("id", flat=True) if REGISTER.find(each).keys() <= {"people"}]
    return Person.objects.filter(id__in=alone).delete()[0]


@transaction.atomic
def _forget(person_id: str) -> bool:
    """Forget one, unless something else ties them to the programme: another booking, or anything they did."""
    others = Booking.objects.filter(person=person_id).exclude(
        status__in=[Booking.Status.REQUESTED, Booking.Status.CANCELLED]
    )
    if others.exists() or REGISTER.find(person_id).keys() - {"people", "programme"}:
        return False
    return bool(Person.objects.filter(id=person_id).delete()[0])
