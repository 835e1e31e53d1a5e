"""What this room does when a room below says that something happened: its rows follow a merge of two records."""

from __future__ import annotations

from folkmoot.kit.announce import receives
from folkmoot.people.limits import allow
from folkmoot.people.merging import move_rows
from folkmoot.people.topics import MergeUndone, PersonsMerged
from folkmoot.practice_kit.fields import Refused
from folkmoot.programme.topics import ItemsLeaving, TimePassed
from folkmoot.record import retention
from folkmoot.record.models import (
    Attendance,
    Draft,
    Entry,
    Group,
    Grouping,
    Meeting,
    Participant,
    ReleaseAnswer,
    RunEntry,
)
from folkmoot.record.operations.groups import corrections
from folkmoot.record.personal_data import touch
from folkmoot.record.wiping import ask_for_wiping

TIDY_SECONDS = 3600
WIPE_SECONDS = 24 * 3600
MOVED = (
    (Entry, ("author", "entered_by")),
    (Attendance, ("person",)),
    (Draft, ("person",)),
    (ReleaseAnswer, ("person",)),
    (Meeting, ("one", "other")),
    (Participant, ("person",)),
)


@receives(ItemsLeaving)
def keep_what_has_run(event: ItemsLeaving) -> None:
    """Refuse to take an item away that has been run: the record tells what happened in it."""
    run = RunEntry.objects.filter(item__in=event.items, started_at__isnull=False).select_related("item").first()
    if run is not None:
        raise Refused("has_run", f"“{run.item.title}” has begun already, so it stays. You can go on to the next item.")


@receives(TimePassed)
def forget_in_time(event: TimePassed) -> None:
    """Tell people that their private notes go soon, and let go what was kept long enough; once an hour is enough."""
    if allow("tidy up", "record", 1, TIDY_SECONDS):
        retention.remind()
        retention.tidy_up()
    if allow("wipe", "record", 1, WIPE_SECONDS):
        ask_for_wiping()  # for what other rooms let go


@receives(PersonsMerged)
def follow_merge(event: PersonsMerged) -> None:
    """Have texts, attendance, meetings, answers and places in groups follow. Two parts in one session stay two."""
    sessions = _sessions_of(event.other_id)
    for model, fields in MOVED:
        move_rows(event.merge_id, model, fields)
    _change_in_groups(sessions - _sessions_of(event.other_id), event.other_id, event.keep_id)
    for session in sorted(sessions):
        touch(session)


@receives(MergeUndone)
def follow_undoing(event: MergeUndone) -> None:
    """Give the other record its places in groups back, and have rooms read those sessions again."""
    sessions = _sessions_of(event.other_id)
    _change_in_groups(sessions - _sessions_of(event.keep_id), event.keep_id, event.other_id)
    for session in sorted(sessions):
        touch(session)


def _sessions_of(person_id: str) -> set[str]:
    return set(Participant.objects.filter(person=person_id).values_list("session_id", flat=True))


def _change_in_groups(sessions: set[str], old: str, new: str) -> None:
    for group in Group.objects.filter(session__in=sessions):
        if old in group.members:
            group.members = [new if each == old else each for each in group.members]
            group.pins = [new if each == old else each for each in group.pins]
            group.roles = {role: new if who == old else who for role, who in group.roles.items()}
            group.pen = new if group.pen == old else group.pen
            group.save(update_fields=["members", "pins", "roles", "pen"])
    for grouping in Grouping.objects.filter(session__in=sessions):
        corrected = corrections(grouping)
        if old in corrected:
            corrected[new] = corrected.pop(old)
            grouping.save(update_fields=["report"])
