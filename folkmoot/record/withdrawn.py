"""What was withdrawn is withdrawn again when a restored backup brings it back (people.ledger)."""

from __future__ import annotations

from django.db.models import Q

from folkmoot.record.models import Draft, Entry
from folkmoot.record.operations.entries import box_of
from folkmoot.record.personal_data import touch


def withdraw_again(ids: list[str]) -> int:
    """Empty those of these entries that hold words again, with their drafts. Gives how many did."""
    back = list(Entry.objects.filter(id__in=ids).exclude(state=Entry.State.WITHDRAWN))
    for entry in back:
        for writer in filter(None, (entry.author_id, entry.entered_by_id)):
            theirs = Q(person=writer) | Q(group=entry.group_id) if entry.group_id else Q(person=writer)
            Draft.objects.filter(theirs, session=entry.session_id, box=box_of(entry, writer)).delete()
    keys = [entry.id for entry in back]
    Entry.objects.filter(id__in=keys).update(body={}, state=Entry.State.WITHDRAWN, theme="", released="")
    Entry.objects.filter(theme__in=keys).update(theme="")
    for session in sorted({entry.session_id for entry in back if entry.session_id}):
        touch(session)
    return len(back)
