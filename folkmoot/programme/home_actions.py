"""What a host does at home: a session of one's own in two minutes, and a programme from a file."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

from django.conf import settings
from django.db import transaction
from django.utils.text import slugify

from folkmoot.kit.ids import new_id
from folkmoot.kit.time import ClockChange, local_to_utc
from folkmoot.people.models import Person
from folkmoot.programme.agenda import length, read_agenda
from folkmoot.programme.agenda_actions import checked_title
from folkmoot.programme.agenda_cloning import clone_session
from folkmoot.programme.models import Programme, Role, Session
from folkmoot.programme.team_actions import grant

USUAL_LENGTH = timedelta(hours=1)
"""Of a session without a plan."""


class NotMade(ValueError):
    """A session that cannot be made; the text says why and what to do."""


@transaction.atomic
def make_one_off(person: Person, title: str, day: date, start: time, source: Session | None = None) -> Session:
    """Make a session by itself, led and produced by a person, in a programme that nobody else sees.

    With `source` it has a copy of that session's plan, and is as long as that.

    Raises:
        NotMade: for a time that the clocks leave out, or a session that would end after midnight.
        Refused: for a title that is empty or too long.
    """
    title = checked_title(title)
    programme = Programme.objects.create(
        title=title,
        slug=f"{slugify(title)[:60] or 'session'}-{new_id().lower()}",
        zone=settings.TIME_ZONE,
        confidentiality=source.rule if source else Programme._meta.get_field("confidentiality").default,
    )
    for role in (Role.LEAD, Role.PRODUCER):
        grant(person, role, programme)
    session = clone_session(source, programme=programme, title=title) if source else _bare(programme, title)
    _set_time(session, day, start)
    session.status = Session.Status.CLOSED
    session.save()
    return session


def _bare(programme: Programme, title: str) -> Session:
    return Session(programme=programme, title=title, slug=slugify(title)[:70] or new_id().lower(), zone=programme.zone)


def _set_time(session: Session, day: date, start: time) -> None:
    minutes = length(read_agenda(session)) if session.items.exists() else 0
    begins = datetime.combine(day, start)
    ends = begins + (timedelta(minutes=minutes) if minutes else USUAL_LENGTH)
    if ends.date() != day:
        raise NotMade("It would end after midnight. Choose an earlier time.")
    for moment in (begins, ends):
        try:
            local_to_utc(moment, session.zone, which="first")
        except ClockChange as trouble:
            raise NotMade(str(trouble)) from trouble
    session.date, session.start, session.end = day, start, ends.time()
