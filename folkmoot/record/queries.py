"""What is asked of the memory: who was there and for how long, and what is one person's."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime

from folkmoot.kit.time import utc_now
from folkmoot.people.models import Person
from folkmoot.programme.models import Session
from folkmoot.record.models import Attendance, Draft, Entry, Participant, Run
from folkmoot.sense import certificates
from folkmoot.sense.certificates import Certificate


@dataclass(frozen=True)
class Presence:
    """How long somebody was in a session, in minutes, what that earns, and whether it was corrected by hand."""

    minutes: int
    certificate: Certificate
    corrected: bool = False


def ids_of(person: Person) -> frozenset[str]:
    """The person's id and those of the records that were joined with theirs."""
    return frozenset({person.id, *Person.objects.filter(merged_into=person).values_list("id", flat=True)})


def sessions_of(people: Collection[str]) -> list[Session]:
    """The sessions that somebody took part in, newest first; no rehearsals."""
    rooms = Session.objects.filter(participants__person__in=people, rehearsal_of=None).select_related("programme")
    return list(rooms.distinct().order_by("-starts_at", "-created_at"))


def written_by(people: Collection[str]) -> list[Entry]:
    """Everything somebody wrote, in any session but rehearsals, withdrawn ones included."""
    mine = Entry.objects.filter(author__in=people, session__rehearsal_of=None)
    return list(
        mine.select_related("session__programme", "activity__item", "group", "session").order_by("day", "order")
    )


def last_said(people: Collection[str], session: Session) -> Entry | None:
    """The step that somebody said last in an earlier session of the same programme."""
    steps = Entry.objects.filter(author__in=people, kind="step", session__rehearsal_of=None)
    earlier = steps.filter(session__programme=session.programme_id).exclude(session=session)
    return earlier.exclude(state=Entry.State.WITHDRAWN).order_by("-day", "-order").first()


def drafts_of(people: Collection[str]) -> list[Draft]:
    """Somebody's unsubmitted texts, newest first."""
    mine = Draft.objects.filter(person__in=people, session__rehearsal_of=None).select_related("session")
    return list(mine.order_by("-saved_at"))


def span_of(session: Session, run: Run | None) -> tuple[datetime, datetime] | None:
    """From when until when a session counts for attendance; None where that is not known yet.

    It is the planned time, cut where the session was closed earlier; or the time it was really held, where that is
    quite another.
    """
    held = (run.opened_at, run.closed_at) if run and run.opened_at and run.closed_at else None
    planned = (session.starts_at, session.ends_at) if session.starts_at and session.ends_at else None
    if planned is None or planned[1] <= planned[0]:
        return held if held and held[0] < held[1] else None
    if held is None:
        return planned
    if held[1] <= planned[0] or held[0] >= planned[1]:
        return held if held[0] < held[1] else planned
    return planned[0], min(planned[1], held[1])


def presence(intervals: Iterable[Attendance], span: tuple[datetime, datetime] | None) -> Presence:
    """What some intervals of one person come to; corrected ones stand instead of the counted ones.

    Somebody who is there still has been there until now, not until the planned end.
    """
    intervals = list(intervals)
    by_hand = [each for each in intervals if each.source == "corrected"]
    if span is None:
        return Presence(0, Certificate.NONE, bool(by_hand))
    now = utc_now()
    counted = certificates.attendance([(each.since, each.until or now) for each in by_hand or intervals], *span)
    return Presence(counted.minutes, counted.certificate, bool(by_hand))


def presence_of(people: Collection[str], session: Session) -> Presence:
    """How long one person, under all the ids they have had, was in a session. A rehearsal is attended by nobody."""
    if session.rehearsal_of_id is not None:
        return Presence(0, Certificate.NONE)
    run = Run.objects.filter(session=session).first()
    rows = Attendance.objects.filter(session=session, person__in=people)
    return presence(rows, span_of(session, run))


def presence_in(session: Session) -> dict[str, Presence]:
    """How long everybody who takes part in a session was there, by participant's person; facilitators are not in it."""
    span = span_of(session, Run.objects.filter(session=session).first())
    by_person: dict[str, list[Attendance]] = {}
    for row in Attendance.objects.filter(session=session):
        by_person.setdefault(row.person_id, []).append(row)
    people = [p for p in Participant.objects.filter(session=session).order_by("name") if not p.roles]
    return {p.person_id: presence(by_person.get(p.person_id, []), span) for p in people}
