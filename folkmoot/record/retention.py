"""What goes from the record when its time is over: each class by the figure of folkmoot.people.retention.

What a group made stays until the host deletes it; what one person wrote for others stays too, and after a time nobody
can tell any more who wrote it. What is deleted is noted as numbers in the ledger, never as words.
"""

from __future__ import annotations

import logging
from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Max, Q, QuerySet

from folkmoot.kit import time as clock
from folkmoot.people import ledger
from folkmoot.people.models import KeptItem, Person
from folkmoot.people.retention import keep
from folkmoot.programme.mail import post
from folkmoot.programme.models import Mail, Programme, Session
from folkmoot.record.models import Attendance, Attribution, Draft, Entry, Meeting, Participant, Visibility
from folkmoot.record.personal_data import touch

COACHING = ("difficult_conversation", "public_narrative")
RATINGS = ("actor_map", "push_back")
REMINDERS = (("private_going", timedelta(days=14)), ("private_last", timedelta(days=3)))
"""Each kind of mail, and how long before private notes go it is sent."""
_log = logging.getLogger(__name__)


def tidy_up() -> dict[str, int]:
    """Delete or unlink everything whose time is over. Gives how many of each class; repeating it finds nothing."""
    steps = {
        "coaching": lambda: _delete_entries("coaching", Q(activity__practice__in=COACHING)),
        "private": lambda: _delete_entries("private", _private()) + _delete_drafts(),
        "ratings": lambda: _delete_entries("ratings", Q(activity__practice__in=RATINGS)),
        "contributions": _unlink,
        "meetings": _delete_meetings,
        "attendance": _delete_attendance,
    }
    done = {key: step() for key, step in steps.items()}
    for key, count in done.items():
        if count:
            _log.info("time of keeping over: %s, %s", key, count)
            ledger.note_over(key, count)
    return done


def remind() -> int:
    """Tell people twice that their private notes will go, so that they may keep them. Gives how many mails."""
    return sum(_remind(kind, before) for kind, before in REMINDERS)


# ── Each class ───────────────────────────────────────────────────────────────────────────────────────────────────


def _private() -> Q:
    return Q(visibility=Visibility.PRIVATE) | Q(state=Entry.State.PRIVATE)


@transaction.atomic
def _delete_entries(key: str, which: Q) -> int:
    over = _in(ended(clock.utc_now() - keep(key))).filter(which).exclude(id__in=KeptItem.objects.values("item"))
    return _gone(over)


@transaction.atomic
def _delete_drafts() -> int:
    over = Draft.objects.filter(session__programme__in=ended(clock.utc_now() - keep("private")))
    sessions = set(over.values_list("session", flat=True))
    count = over.delete()[0]
    _touch(sessions)
    return count


@transaction.atomic
def _unlink() -> int:
    """Cut the tie between people and what they wrote for others; the words stay, as nobody's."""
    before = clock.utc_now() - keep("contributions")
    shown = Entry.objects.filter(session__ends_at__lt=before, state=Entry.State.SHOWN).exclude(_private())
    tied = shown.filter(Q(author__isnull=False) | Q(entered_by__isnull=False))
    sessions = set(tied.values_list("session", flat=True))
    count = tied.update(author=None, entered_by=None, attribution=Attribution.UNLINKED)
    _touch(sessions)
    return count


@transaction.atomic
def _delete_meetings() -> int:
    return Meeting.objects.filter(at__lt=clock.utc_now() - keep("meetings")).delete()[0]


@transaction.atomic
def _delete_attendance() -> int:
    before = clock.utc_now() - keep("attendance")
    gone = Attendance.objects.filter(session__ends_at__lt=before).delete()[0]
    there = Participant.objects.filter(session__ends_at__lt=before)
    sessions = set(there.values_list("session", flat=True))
    gone += there.delete()[0]
    _touch(sessions)
    return gone


# ── When ─────────────────────────────────────────────────────────────────────────────────────────────────────────


def ended(before: datetime) -> QuerySet[Programme]:
    """The programmes whose last session ended before a moment, with none still to come or without a date."""
    real = Q(sessions__rehearsal_of=None, sessions__template=False) & ~Q(sessions__status=Session.Status.CANCELLED)
    to_come = Session.objects.filter(ends_at=None, rehearsal_of=None, template=False, earlier=False)
    to_come = to_come.exclude(status__in=[Session.Status.CANCELLED, Session.Status.DONE])
    dated = Programme.objects.annotate(last=Max("sessions__ends_at", filter=real)).filter(last__lt=before)
    closed = Q(status__in=[Programme.Status.COMPLETE, Programme.Status.ARCHIVED])
    return dated.filter(closed | ~Q(id__in=to_come.values("programme")))


def _in(programmes: QuerySet[Programme]) -> QuerySet[Entry]:
    return Entry.objects.filter(session__programme__in=programmes)


def _gone(entries: QuerySet[Entry]) -> int:
    sessions = set(entries.values_list("session", flat=True))
    count = entries.delete()[0]
    _touch(sessions)
    return count


def _touch(sessions: Iterable[str | None]) -> None:
    """Have every process read those sessions again, and the words leave the disk."""
    for session in sorted(each for each in sessions if each):
        touch(session)


# ── Telling beforehand ───────────────────────────────────────────────────────────────────────────────────────────


def _remind(kind: str, before: timedelta) -> int:
    going = clock.utc_now() - keep("private") + before
    return sum(_remind_of(programme, kind) for programme in ended(going))


@transaction.atomic
def _remind_of(programme: Programme, kind: str) -> int:
    """Write to everybody with private notes in a programme, once for each kind of mail."""
    last = programme.sessions.filter(rehearsal_of=None).exclude(ends_at=None).order_by("-ends_at").first()
    mine = _in(Programme.objects.filter(id=programme.id)).filter(_private(), author__isnull=False)
    mine = mine.exclude(id__in=KeptItem.objects.values("item"))
    told = Mail.objects.filter(kind=kind, session=last).values("person")
    people = Person.objects.filter(id__in=mine.values("author")).exclude(id__in=told)
    if last is None or last.ends_at is None:
        return 0
    goes = last.ends_at + keep("private")
    day = f"{goes.day} {goes:%B %Y}"
    posted = [post(kind, each, last, goes=day, programme=programme) for each in people]
    return sum(mail is not None for mail in posted)
