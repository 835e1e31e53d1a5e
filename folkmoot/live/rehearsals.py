"""Rehearsals: a copy of a session for simulated people. It sends no mail, is remembered nowhere, and is deleted whole.

Nothing simulated ever gets a booking, so nothing that reads bookings (mail, reminders, certificates) meets it; meetings
are not remembered for a copy (`operations.rooms`); and deleting the session takes with it all that was made in it.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from importlib import import_module

from django.conf import settings
from django.contrib.sessions.backends.base import SessionBase
from django.contrib.sessions.models import Session as Device
from django.core.files.storage import default_storage
from django.db import transaction

from folkmoot.kit.ids import new_id
from folkmoot.kit.time import utc_now, utc_to_local
from folkmoot.people.identity import DEVICE
from folkmoot.people.models import Person
from folkmoot.programme.agenda_cloning import clone_session
from folkmoot.programme.models import Resource, Role, RoleGrant, Session
from folkmoot.record.models import Participant, Run, Stream
from folkmoot.rehearsal.cast import whole_name, works_for

DEVICE_HOURS = 6
MOST_PEOPLE = 300
FASTEST = 600


@dataclass(frozen=True)
class Copy:
    """A rehearsal that is ready: its session, the cookies of those who take part, and of who leads (empty: nobody)."""

    session: Session
    cookies: list[str]
    lead: str = ""


@transaction.atomic
def make_copy(source: Session, *, people: int, speed: int, led: bool) -> Copy:
    """Copy a session's plan for simulated people. `speed` divides every duration; `led`: somebody simulated leads it.

    Raises ValueError for a session that is itself a rehearsal, or figures out of bounds.
    """
    if source.rehearsal_of_id is not None or not 1 <= people <= MOST_PEOPLE or not 1 <= speed <= FASTEST:
        raise ValueError(f"Rehearse a real session with 1 to {MOST_PEOPLE} people, 1 to {FASTEST} times as fast.")
    session = _copy_of(source)
    Run.objects.create(id=session.id, session=session, speed=speed)
    return Copy(session, cast(session, people), _leader(session) if led else "")


def cast(session: Session, people: int) -> list[str]:
    """Give a session simulated people, besides those it has, and return the cookies of so many."""
    there = list(Person.objects.filter(participations__session=session, rehearsal=True).order_by("created_at")[:people])
    more = range(len(there), people)
    new = [Person(name=whole_name(place), sector=works_for(place)[1], rehearsal=True) for place in more]
    Person.objects.bulk_create(new)
    Participant.objects.bulk_create(
        _participant(session, person, place) for place, person in zip(more, new, strict=True)
    )
    return [device_for(person) for person in [*there, *new]]


def _copy_of(source: Session) -> Session:
    session = clone_session(source)
    session.rehearsal_of = source
    session.slug = f"rehearsal-{new_id()}"
    session.confidentiality = source.rule
    now = utc_to_local(utc_now(), session.zone)
    session.date, session.start, session.end = now.date(), now.time().replace(second=0, microsecond=0), _until(now)
    session.status = Session.Status.LIVE
    session.save()
    return session


def _until(now: datetime) -> time:
    """Three hours on, or the day's last minute."""
    later = now + timedelta(hours=3)
    return later.time().replace(second=0, microsecond=0) if later.date() == now.date() else time(23, 59)


def _participant(session: Session, person: Person, place: int) -> Participant:
    organisation, sector = works_for(place)
    return Participant(
        session=session, person=person, name=person.name, organisation=organisation, sector=sector,
        admitted=True, listed=place % 3 == 0,
    )  # fmt: skip


def _leader(session: Session) -> str:
    lead = Person.objects.create(name="Rehearsal lead", rehearsal=True)
    RoleGrant.objects.create(person=lead, programme=session.programme, session=session, role=Role.LEAD)
    Participant.objects.create(session=session, person=lead, name=lead.name, roles=[Role.LEAD], admitted=True)
    return device_for(lead)


def device_for(person: Person) -> str:
    """The key of a device that stands for a simulated person, for some hours. Raises ValueError for a real one."""
    if not person.rehearsal:
        raise ValueError("Only a simulated person gets a device without a link or a code.")
    device: SessionBase = import_module(settings.SESSION_ENGINE).SessionStore()
    device[DEVICE] = [person.id, person.link_version]
    device.set_expiry(timedelta(hours=DEVICE_HOURS))
    device.save()
    return str(device.session_key)


def delete_copy(session_id: str) -> None:
    """Delete a rehearsal with its people, their devices, its log and all that was made in it; once is enough."""
    with transaction.atomic():
        session = Session.objects.filter(id=session_id, rehearsal_of__isnull=False).first()
        if session is None:
            return
        people = list(
            Person.objects.filter(participations__session=session, rehearsal=True).values_list("id", flat=True)
        )
        files = list(Resource.objects.filter(item__session=session).exclude(file="").values_list("file", flat=True))
        # whoever writes to the room now ends first, and finds nothing to write to afterwards
        Stream.objects.select_for_update().filter(id=session_id).first()
        Stream.objects.filter(id=session_id).delete()
        session.delete()
        Person.objects.filter(id__in=people).delete()
    _forget_devices(people)
    for name in files:
        default_storage.delete(name)


def _forget_devices(people: Iterable[str]) -> None:
    gone = set(people)
    soon = Device.objects.filter(expire_date__lte=utc_now() + timedelta(hours=DEVICE_HOURS))
    keys = [device.session_key for device in soon if (device.get_decoded().get(DEVICE) or [""])[0] in gone]
    Device.objects.filter(session_key__in=keys).delete()


def delete_left_over() -> None:
    """Delete rehearsals that nobody ended: those whose simulated people can no longer come in."""
    begun_before = utc_now() - timedelta(hours=DEVICE_HOURS)
    for session in Session.objects.filter(rehearsal_of__isnull=False, created_at__lt=begun_before):
        delete_copy(session.id)
