"""What this room holds about a person, for the register of personal data."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import Q, QuerySet

from folkmoot.kit.personal_data import Erased, Found, Holding, Json
from folkmoot.people.models import Person
from folkmoot.programme.models import Booking, Mail, Party, RoleGrant


def find(person_id: str) -> Iterable[Found]:
    """Count what is held."""
    yield Found("booking", Booking.objects.filter(person=person_id).count())
    yield Found("group led", Party.objects.filter(lead=person_id).count())
    yield Found("role", RoleGrant.objects.filter(person=person_id).count())
    yield Found("mail", Mail.objects.filter(person=person_id).count())


def export(person_id: str) -> Json:
    """What a person may have: their bookings with what they wrote, their groups, roles, and mails to them."""
    given: dict[str, Json] = {
        "bookings": [_booking(booking) for booking in _bookings(person_id)],
        "groups led": [_party(party) for party in Party.objects.filter(lead=person_id).select_related("session")],
        "roles": [_role(role) for role in RoleGrant.objects.filter(person=person_id).select_related("programme")],
        "mails": [_mail(mail) for mail in Mail.objects.filter(person=person_id).order_by("created_at")],
    }
    return {kind: things for kind, things in given.items() if things} or None


def _bookings(person_id: str) -> Iterable[Booking]:
    return Booking.objects.filter(person=person_id).select_related("session", "party").order_by("booked_at")


def _booking(booking: Booking) -> Json:
    return {
        "session": booking.session.title,
        "date": booking.session.date.isoformat() if booking.session.date else None,
        "status": booking.get_status_display(),
        "booked at": booking.booked_at.isoformat(),
        "would help me take part": booking.access_note,
        "hope": booking.hope,
        "listed": booking.listed,
        "language": booking.get_language_display(),
        "group": booking.party.name if booking.party else None,
    }


def _party(party: Party) -> Json:
    return {"session": party.session.title, "name": party.name, "issue": party.issue}


def _role(role: RoleGrant) -> Json:
    return {"programme": role.programme.title, "role": role.get_role_display()}


def _mail(mail: Mail) -> Json:
    return {"at": mail.created_at.isoformat(), "to": mail.to, "subject": mail.subject, "text": mail.text}


def erase(person_id: str) -> Iterable[Erased]:
    """Delete bookings, roles and mails; a group that others booked with passes to the first of them."""
    yield Erased("mail", deleted=_mails(person_id).delete()[0])
    yield Erased("role", deleted=RoleGrant.objects.filter(person=person_id).delete()[0])
    yield Erased("booking", deleted=Booking.objects.filter(person=person_id).delete()[0])
    led = list(Party.objects.filter(lead=person_id))
    passed_on = sum(_pass_on(party) for party in led)
    yield Erased("group led", deleted=len(led) - passed_on, unlinked=passed_on)


def _mails(person_id: str) -> QuerySet[Mail]:
    """Mails to a person, and those to their address that were for nobody in particular."""
    email = Person.objects.filter(id=person_id).exclude(email="").values_list("email", flat=True).first()
    to_nobody = Q(person=None, to__iexact=email) if email else Q(pk__in=[])
    return Mail.objects.filter(Q(person=person_id) | to_nobody)


def _pass_on(party: Party) -> bool:
    """Give a group to the first who booked with it; without anybody it goes. Its booked leader is gone by now."""
    next_one = Booking.objects.filter(party=party).order_by("booked_at").first()
    if next_one is None:
        party.delete()
        return False
    party.lead = next_one.person
    party.save(update_fields=["lead"])
    return True


HOLDING = Holding(
    room="programme",
    covers=frozenset(model._meta.label for model in (Booking, Party, RoleGrant, Mail)),
    find=find,
    export=export,
    erase=erase,
)
