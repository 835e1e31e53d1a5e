"""Making a record, and issuing a certificate."""

from __future__ import annotations

from collections.abc import Collection

from django.db import transaction

from folkmoot.kit.time import utc_now, utc_to_local
from folkmoot.people.models import Person
from folkmoot.practice_kit.fields import Refused
from folkmoot.programme.models import Session
from folkmoot.record.models import Run
from folkmoot.record.queries import Presence, ids_of, presence_of
from folkmoot.record.state import State, run_of
from folkmoot.reports.contents import contents_of
from folkmoot.reports.models import Certificate, SessionRecord
from folkmoot.sense.certificates import Certificate as Earned


def make_record(session: Session, lead: Person, let_in: Collection[str]) -> SessionRecord:
    """Make the next version of a session's record: of the ticked entries, those that may leave.

    Raises:
        Refused: while the session is still open, or for a rehearsal.
    """
    if session.rehearsal_of_id is not None:
        raise Refused("rehearsal", "A rehearsal leaves no record.")
    state = State.load(session.id)
    if run_of(state).phase != Run.Phase.CLOSED:
        raise Refused("open", "Close the session first: people may still be answering what may leave.")
    ticked = {key for item in contents_of(state).items() if item.key in let_in for key in item.keys}
    with transaction.atomic():
        last = SessionRecord.objects.select_for_update().filter(session=session).first()
        return SessionRecord.objects.create(
            session=session,
            version=last.version + 1 if last else 1,
            made_on=utc_to_local(utc_now(), session.zone).date(),
            made_by=lead,
            entries=sorted(ticked),
        )


def certificate_of(person: Person, session: Session) -> tuple[Certificate, Presence] | None:
    """The person's certificate, issued when it is first asked for; None when there is nothing to certify yet.

    A rehearsal certifies nothing, and neither does a session that is still open.
    """
    presence = presence_of(ids_of(person), session)
    over = Run.objects.filter(session=session, phase=Run.Phase.CLOSED).exists()
    if person.rehearsal or not over or presence.certificate == Earned.NONE:
        return None
    today = utc_to_local(utc_now(), session.zone).date()
    found = Certificate.objects.get_or_create(session=session, person=person, defaults={"issued_on": today})[0]
    return found, presence


def certified(code: str) -> tuple[Certificate, Presence] | None:
    """The certificate with this code, with what it certifies now; None when there is none."""
    found = Certificate.objects.select_related("person", "session__programme").filter(code=code).first()
    if found is None:
        return None
    presence = presence_of(ids_of(found.person), found.session)
    return None if presence.certificate == Earned.NONE else (found, presence)
