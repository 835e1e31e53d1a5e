"""What the demo begins with: a series as it was, a coming one open for booking, and a workshop that starts now."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

from django.db import transaction

from folkmoot.commands.demo_people import BUSINESS, TEAM, WAITING
from folkmoot.kit.time import utc_now, utc_to_local
from folkmoot.people.actions import person_with_account
from folkmoot.people.models import Organisation, Person
from folkmoot.programme.actions.importing import import_from_library
from folkmoot.programme.agenda_cloning import clone_programme, clone_session
from folkmoot.programme.models import Booking, Party, Programme, RoleGrant, Session
from folkmoot.rehearsal.cast import FIRST_NAMES, ORGANISATIONS, whole_name, works_for

WORKSHOP = "common-purpose-2023"
SERIES = "systems-leadership-2024-25"
COMING = "Systems leadership sessions, this season"
HOSTS = ("Ashwell Active",)
LATEST_START = time(20, 55)
WEEKS_BETWEEN = 2
PARTIES = (("The Kettle Yard team", (0, 1, 5)), ("Riverside and Mill Lane", (8, 9, 10, 11)))
"""Name of a party, and the places of its people among those with a booking."""


def seed() -> Session:
    """Fill an empty database, and return today's session; a folder used before keeps what it has."""
    found = Session.objects.filter(programme__title=COMING, rehearsal_of=None).order_by("position").first()
    return found or _fill()


@transaction.atomic
def _fill() -> Session:
    for name, sector in (*ORGANISATIONS.items(), BUSINESS):
        Organisation.objects.create(name=name, sector=sector)
    team = [person_with_account(each.email, each.name) for each in TEAM]
    workshop = import_from_library(WORKSHOP)
    series = import_from_library(SERIES)
    Programme.objects.filter(id__in=[workshop.id, series.id]).update(status=Programme.Status.COMPLETE)
    coming = clone_programme(series, title=COMING, hosts=HOSTS, by=team[0])
    today = clone_session(workshop.sessions.get(template=True), programme=coming)
    _give_roles(coming, team)
    _schedule(coming, today)
    _book(today)
    return today


def _give_roles(programme: Programme, team: list[Person]) -> None:
    for person, each in zip(team, TEAM, strict=True):
        RoleGrant.objects.get_or_create(person=person, programme=programme, session=None, role=each.role)


def _schedule(coming: Programme, today: Session) -> None:
    """Today's workshop now; the others every second week from next week, open for booking."""
    now = utc_to_local(utc_now(), today.zone)
    _set_time(today, now.date(), *_three_hours_from(now))
    today.position = 0
    today.save()
    others = coming.sessions.exclude(id=today.id).order_by("position")
    for place, session in enumerate(others):
        day = now.date() + timedelta(weeks=1 + place * WEEKS_BETWEEN)
        session.position = place + 1
        _set_time(session, _weekday(day), session.start or time(13), session.end or time(15))
        session.save()
    Programme.objects.filter(id=coming.id).update(status=Programme.Status.OPEN)


def _three_hours_from(now: datetime) -> tuple[time, time]:
    """From the last five minutes before now; late in the evening, the last three hours of the day."""
    minute = now.minute - now.minute % 5
    start = min(time(now.hour, minute), LATEST_START)
    return start, time(start.hour + 3, start.minute)


def _weekday(day: date) -> date:
    """The day itself, or the Monday after a weekend."""
    return day + timedelta(days=max(0, 7 - day.weekday()) if day.weekday() > 4 else 0)


def _set_time(session: Session, day: date, start: time, end: time) -> None:
    session.date, session.start, session.end = day, start, end
    session.status = Session.Status.BOOKING_OPEN


def _book(today: Session) -> None:
    """Forty confirmed places in seventeen organisations, two parties, and a waiting list."""
    people = [_person(place, first) for place, first in enumerate((*FIRST_NAMES, *WAITING))]
    parties = _parties(today, people)
    held = len(FIRST_NAMES)
    for place, person in enumerate(people):
        confirmed = place < held
        Booking.objects.create(
            session=today,
            person=person,
            party=parties.get(place),
            status=Booking.Status.CONFIRMED if confirmed else Booking.Status.WAITLISTED,
            listed=place % 3 == 0,
            language=person.language,
            agreed=place % 2 == 0,
            queue=0 if confirmed else place - held + 1,
            confirmed_at=utc_now() if confirmed else None,
            access_note="Joins by phone, and reads the prompts from paper." if person.first_name == "Ken" else "",
        )


def _person(place: int, first: str) -> Person:
    name = works_for(place)[0] if place < len(FIRST_NAMES) else BUSINESS[0]
    where = Organisation.objects.get(name=name)
    return Person.objects.create(
        name=whole_name(place, first),
        email=f"{first.lower()}@{where.sector.replace('_', '-')}.example",
        email_confirmed_at=utc_now(),
        organisation=where,
        sector=where.sector,
        language="cy" if first in ("Carys", "Dilys") else "en",
    )


def _parties(today: Session, people: list[Person]) -> dict[int, Party]:
    found: dict[int, Party] = {}
    for name, places in PARTIES:
        party = Party.objects.create(session=today, name=name, lead=people[places[0]], expected_size=len(places))
        found |= dict.fromkeys(places, party)
    return found
