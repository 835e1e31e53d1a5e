"""What this room holds about a person, for the register of personal data.

Erasing removes or unlinks every row that somebody wrote. The words of a group's product stay where the group let them
leave, without a tie to anybody; a “no” stays as nobody's, so that erasing oneself never releases what one held.
"""

from __future__ import annotations

from collections.abc import Iterable

from django.db import transaction
from django.db.models import Q

from folkmoot.kit.announce import announce
from folkmoot.kit.personal_data import Erased, Found, Holding, Json
from folkmoot.kit.time import utc_now
from folkmoot.record import changes, release
from folkmoot.record.models import (
    AppliedOp,
    Attendance,
    Draft,
    Entry,
    Event,
    Group,
    Meeting,
    Participant,
    ReleaseAnswer,
    Stream,
)
from folkmoot.record.state import State
from folkmoot.record.topics import StreamTouched
from folkmoot.record.wiping import ask_for_wiping

STREAM_CHANGED = "session_mended"
"""The event that tells every process that rows changed beside the committer; it says nothing else."""


def find(person_id: str) -> Iterable[Found]:
    """Count what is held."""
    yield Found("part in a session", Participant.objects.filter(person=person_id).count())
    yield Found("time in a session", Attendance.objects.filter(person=person_id).count())
    yield Found("entry", Entry.objects.filter(author=person_id).count())
    yield Found("entry typed for somebody", Entry.objects.filter(entered_by=person_id).count())
    yield Found("unsubmitted text", Draft.objects.filter(person=person_id).count())
    yield Found("meeting", Meeting.objects.filter(Q(one=person_id) | Q(other=person_id)).count())
    yield Found("answer on a release", ReleaseAnswer.objects.filter(person=person_id).count())


def export(person_id: str) -> Json:
    """What a person may have: what they wrote, their drafts, where they were; nothing that others wrote."""
    mine = Entry.objects.filter(author=person_id).exclude(state=Entry.State.WITHDRAWN)
    rows = mine.select_related("session", "activity__item").order_by("day", "order")
    given: dict[str, Json] = {
        "written": [_entry(entry) for entry in rows],
        "not submitted": [_draft(each) for each in Draft.objects.filter(person=person_id).select_related("session")],
        "sessions": [_part(p) for p in Participant.objects.filter(person=person_id).select_related("session")],
        "attendance": [_time(a) for a in Attendance.objects.filter(person=person_id).select_related("session")],
        "meetings": Meeting.objects.filter(Q(one=person_id) | Q(other=person_id)).count(),
        "answers on releases": [_answer(a) for a in ReleaseAnswer.objects.filter(person=person_id)],
    }
    return {kind: things for kind, things in given.items() if things} or None


def _entry(entry: Entry) -> Json:
    item = entry.activity.item if entry.activity else None
    return {
        "session": entry.session.title if entry.session else None,
        "activity": item.title if item else None,
        "day": entry.day.isoformat(),
        "kind": entry.kind,
        "words": entry.body,
        "seen by": entry.get_visibility_display(),
        "with your name": entry.attribution == "named",
        "shown": entry.state == Entry.State.SHOWN,
        "released": bool(entry.released),
    }


def _draft(draft: Draft) -> Json:
    return {"session": draft.session.title, "words": draft.body}


def _part(participant: Participant) -> Json:
    return {
        "session": participant.session.title,
        "date": participant.session.date.isoformat() if participant.session.date else None,
        "name": participant.name,
        "organisation": participant.organisation,
        "listed": participant.listed,
        "accompanied by": participant.accompanied_by,
        "note for the call": participant.call_note,
    }


def _time(row: Attendance) -> Json:
    return {
        "session": row.session.title,
        "from": row.since.isoformat(),
        "until": row.until.isoformat() if row.until else None,
        "how": row.source,
    }


def _answer(answer: ReleaseAnswer) -> Json:
    return {"product": answer.product, "may leave": answer.yes}


def erase(person_id: str) -> Iterable[Erased]:
    """Erase from every session; processes that hold one in memory are told to read it again."""
    transaction.on_commit(ask_for_wiping)  # bookings and mails leave the disk, too, where there was no session
    sessions = _sessions_with(person_id)
    kept = {key: _released_products(key, person_id) for key in sessions}
    yield _erase_entries(person_id, [entry for ids in kept.values() for entry in ids])
    typed = Entry.objects.filter(entered_by=person_id).update(entered_by=None)
    yield Erased("entry typed for somebody", unlinked=typed)
    yield Erased("unsubmitted text", deleted=Draft.objects.filter(person=person_id).delete()[0])
    yield _erase_answers(person_id)
    met = Meeting.objects.filter(Q(one=person_id) | Q(other=person_id))
    yield Erased("meeting", deleted=met.delete()[0])
    yield Erased("time in a session", deleted=Attendance.objects.filter(person=person_id).delete()[0])
    _take_out_of_groups(person_id, sessions)
    yield Erased("part in a session", deleted=Participant.objects.filter(person=person_id).delete()[0])
    AppliedOp.objects.filter(person=person_id).delete()
    Event.objects.filter(audience=f"person:{person_id}").delete()
    for session in sessions:
        touch(session)


def _sessions_with(person_id: str) -> list[str]:
    found = set(Participant.objects.filter(person=person_id).values_list("session", flat=True))
    found |= set(Entry.objects.filter(author=person_id).values_list("session", flat=True))
    return sorted(key for key in found if key)


def _released_products(session_id: str, person_id: str) -> list[str]:
    """The entries that a group let leave, and that this person happened to write."""
    state = State.load(session_id)
    mine = [entry for entry in state.all(Entry) if entry.author_id == person_id and entry.group_id]
    return [e.id for e in mine if _is_product(state, e) and release.may_leave(state, e)]


def _is_product(state: State, entry: Entry) -> bool:
    kind = release.kind_of(state, entry)
    return kind is not None and kind.product in release.GROUP_PRODUCTS


def _erase_entries(person_id: str, kept: list[str]) -> Erased:
    mine = Entry.objects.filter(author=person_id)
    unlinked = mine.filter(id__in=kept).update(author=None, entered_by=None)
    gone = list(mine.values_list("id", flat=True))
    for copy in Entry.objects.filter(session__in=mine.values("session")).exclude(derived_from=[]):
        if set(copy.derived_from) & set(gone):
            Entry.objects.filter(id=copy.id).update(body={}, state=Entry.State.WITHDRAWN, theme="", released="")
    Entry.objects.filter(theme__in=gone).update(theme="")
    mine.delete()
    return Erased("entry", deleted=len(gone), unlinked=unlinked)


def _erase_answers(person_id: str) -> Erased:
    answers = ReleaseAnswer.objects.filter(person=person_id)
    unlinked = answers.filter(yes=False).update(person=None)
    return Erased("answer on a release", deleted=answers.delete()[0], unlinked=unlinked)


def _take_out_of_groups(person_id: str, sessions: list[str]) -> None:
    for group in Group.objects.filter(session__in=sessions):
        if person_id in {*group.members, *group.visitors, *group.pins, group.pen, group.pen_asked}:
            group.members, group.pins, group.visitors, group.wait_until_turn = (
                [each for each in people if each != person_id]
                for people in (group.members, group.pins, group.visitors, group.wait_until_turn)
            )
            group.roles = {role: who for role, who in group.roles.items() if who != person_id}
            group.pen = "" if group.pen == person_id else group.pen
            group.pen_asked = "" if group.pen_asked == person_id else group.pen_asked
            group.turns = {} if person_id in str(group.turns) else group.turns
            group.save()


def touch(session_id: str) -> None:
    """Let every process know that a session's rows changed: one event that says nothing, and an announcement."""
    transaction.on_commit(ask_for_wiping)
    stream = Stream.objects.select_for_update().filter(id=session_id).first()
    if stream is not None:
        stream.seq += 1
        stream.save(update_fields=["seq"])
        last = Event.objects.filter(stream=stream, audience="session").order_by("-n").first()
        n = last.n + 1 if last else 1
        Event.objects.create(
            stream=stream, seq=stream.seq, audience="session", n=n, at=utc_now(), kind=STREAM_CHANGED, body={}
        )
        changes.note_everything(session_id)
    announce(StreamTouched(session_id))


HOLDING = Holding(
    room="record",
    covers=frozenset(model._meta.label for model in (Participant, Attendance, Meeting, Entry, Draft, ReleaseAnswer)),
    find=find,
    export=export,
    erase=erase,
)
