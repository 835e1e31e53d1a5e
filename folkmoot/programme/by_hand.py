"""Mails that the organisers send themselves: what waits in the outbox, as a sheet for a mail merge.

It holds people's own links, by which they are known here. It is for producers and administrators, for as long as no
mail server is set, or for mails that it could not deliver; codes for signing in are never in it.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.conf import settings
from django.db.models import Q, QuerySet

from folkmoot.kit import time as clock
from folkmoot.people.identity import link_token, must_sign_in
from folkmoot.people.models import Person
from folkmoot.programme.mail import absolute
from folkmoot.programme.models import Booking, Mail, Session
from folkmoot.programme.people_lists import write_sheet

NEVER = ("sign_in_code", "email_given")
HEADINGS = ("name", "first name", "address", "subject", "personal link", "text")
LINK_HEADINGS = ("name", "organisation", "address", "personal link")


def to_send(session: Session) -> QuerySet[Mail]:
    """The mails about a session that somebody must send by hand."""
    here = Q(session=session) | Q(session=None, person__bookings__session=session, kind="series")
    stuck = Q(status=Mail.Status.FAILED)
    if not settings.MAIL_URL and not settings.DEMO:
        stuck |= Q(status=Mail.Status.WAITING)
    mails = Mail.objects.filter(here, stuck).exclude(kind__in=NEVER).exclude(person=None)
    return mails.select_related("person").distinct().order_by("created_at", "id")


def mail_sheet(session: Session, until: datetime) -> str:
    """The mails written until a moment, a row each."""
    return write_sheet(HEADINGS, [_row(mail) for mail in to_send(session).filter(created_at__lte=until)])


def mark_sent(session: Session, until: datetime) -> int:
    """Note that those mails were sent by hand. Gives how many; one that was written since still waits."""
    ids = list(to_send(session).filter(created_at__lte=until).values_list("id", flat=True))
    done = Mail.objects.filter(id__in=ids)
    return done.update(status=Mail.Status.SENT, sent_at=clock.utc_now(), trouble="")


def link_sheet(session: Session) -> str:
    """Everybody with a place, and their own link, to hand out where there is no mail. Who signs in has none."""
    coming = [Booking.Status.CONFIRMED, Booking.Status.REQUESTED]
    bookings = session.bookings.filter(status__in=coming).select_related("person__organisation")
    people = [booking.person for booking in bookings.order_by("person__name") if not must_sign_in(booking.person)]
    return write_sheet(LINK_HEADINGS, [_link_row(person) for person in people])


def _row(mail: Mail) -> Sequence[str]:
    assert mail.person is not None  # to_send leaves the others out
    link = "" if must_sign_in(mail.person) else _link(mail.person)
    return (mail.person.name, mail.person.first_name, mail.to, mail.subject, link, mail.text)


def _link_row(person: Person) -> Sequence[str]:
    organisation = person.organisation.name if person.organisation else ""
    return (person.name, organisation, person.email, _link(person))


def _link(person: Person) -> str:
    return absolute(f"/me/{link_token(person)}/")
