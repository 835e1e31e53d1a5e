"""Who may see what of a session's record: the only way to get one on a person's behalf."""

from __future__ import annotations

from dataclasses import dataclass

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest

from folkmoot.people.identity import person_of
from folkmoot.people.models import Person
from folkmoot.programme.access import RUNS, roles_in
from folkmoot.programme.models import Role, Session
from folkmoot.record.models import Participant
from folkmoot.record.queries import ids_of

CORRECTS_ATTENDANCE = frozenset({Role.PRODUCER.value, Role.ADMINISTRATOR.value})


@dataclass(frozen=True)
class Reader:
    """Somebody who may see the record once it is made, with the roles they hold in its session."""

    person: Person
    session: Session
    roles: frozenset[str]

    @property
    def leads(self) -> bool:
        """Whether they look it through and make it."""
        return Role.LEAD.value in self.roles

    @property
    def looks_through(self) -> bool:
        """Whether they see beforehand what it will hold: those who ran the session, and no administrator."""
        return bool(RUNS & self.roles)

    @property
    def corrects_attendance(self) -> bool:
        """Whether they see who attended, and correct it: the producer and the administrator (P04)."""
        return bool(CORRECTS_ATTENDANCE & self.roles)


def reader_for(request: HttpRequest, session_id: str) -> Reader:
    """Who asks for this session's record: somebody with a role in it, or who took part in it.

    Raises:
        Http404: when there is no such session.
        PermissionDenied: for everybody else.
    """
    session = Session.objects.select_related("programme").filter(id=session_id).first()
    if session is None:
        raise Http404("There is no such session.")
    person = person_of(request)
    roles = roles_in(person, session)
    if person is None or not (roles or _took_part(person, session)):
        raise PermissionDenied("The record is for those who were there.")
    return Reader(person, session, roles)


def _took_part(person: Person, session: Session) -> bool:
    return Participant.objects.filter(session=session, person__in=ids_of(person), admitted=True).exists()


def lead_for(request: HttpRequest, session_id: str) -> Reader:
    """The session's lead. Raises Http404, PermissionDenied."""
    reader = reader_for(request, session_id)
    if not reader.leads:
        raise PermissionDenied("Only the lead looks the record through and makes it.")
    return reader


def attendance_reader_for(request: HttpRequest, session_id: str) -> Reader:
    """Who may see and correct attendance. Raises Http404, PermissionDenied."""
    reader = reader_for(request, session_id)
    if not reader.corrects_attendance:
        raise PermissionDenied("Attendance is for the producer and the administrator.")
    return reader
