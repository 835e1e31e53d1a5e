"""Withdrawing entries: everywhere, for good, and from what a backup would bring back."""

from __future__ import annotations

from folkmoot.people import ledger
from folkmoot.practice_kit import registry
from folkmoot.practice_kit.fields import Refused
from folkmoot.practice_kit.wire.ops import WithdrawEntry
from folkmoot.record import access
from folkmoot.record.models import Activity, Entry, Group
from folkmoot.record.operations.drafts import drop_draft
from folkmoot.record.operations.entries import box_of
from folkmoot.record.operations.registry import Context, operation

ENTRY = "entry"
"""The kind of these lines in the ledger."""


@operation(WithdrawEntry)
def withdraw_entry(ctx: Context, op: WithdrawEntry) -> None:
    """Empty the entry's text for good. Allowed after closing too."""
    entry = ctx.entry(op.entry)
    groups = {group.id for group in access.groups_of(ctx.layer, ctx.person)}
    ours = entry.group_id in groups and _held_by_group(ctx, entry)
    if entry.author_id != ctx.person and entry.entered_by_id != ctx.person and not ours:
        raise Refused("not_yours", "Only its author can withdraw that.")
    gone = withdraw(ctx, entry)
    if ctx.layer.base.session.rehearsal_of_id is None:
        _note(gone)


def _held_by_group(ctx: Context, entry: Entry) -> bool:
    activity = ctx.layer.get(Activity, entry.activity_id) if entry.activity_id else None
    practice = registry.find(activity.practice) if activity else None
    return practice is not None and practice.kind(entry.kind).held_by == "group"


def withdraw(ctx: Context, entry: Entry) -> list[str]:
    """Take an entry away everywhere: its text, its steps, its drafts, what repeats it, and every screen's note.

    Gives the ids of all that went.
    """
    copies = [e for e in ctx.layer.all(Entry) if entry.id in e.derived_from and e.kind != "step" and _repeats(e, entry)]
    audiences = {a for a in (entry.audience, access.of_person(entry.author_id) if entry.author_id else "") if a}
    ctx.layer.revise(entry, body={}, state=Entry.State.WITHDRAWN, theme="", released="")
    group = ctx.layer.get(Group, entry.group_id) if entry.group_id else None
    for writer in filter(None, (entry.author_id, entry.entered_by_id)):
        drop_draft(ctx, writer, group, box_of(entry, writer))
    steps = [e for e in ctx.layer.entries("", "step") if entry.id in e.derived_from]
    for step in steps:
        ctx.layer.revise(step, body={}, state=Entry.State.WITHDRAWN)
        if step.author_id:
            ctx.layer.tell(access.of_person(step.author_id), "entry_withdrawn", drop={"entries": [step.id]})
    for audience in sorted(audiences):
        ctx.layer.tell(audience, "entry_withdrawn", drop={"entries": [entry.id]})
    for below in [e for e in ctx.layer.all(Entry) if e.theme == entry.id]:
        ctx.layer.tell(below.audience, "put_under", put={"entries": [ctx.layer.revise(below, theme="").id]})
    return [entry.id, *(step.id for step in steps), *(gone for copy in copies for gone in withdraw(ctx, copy))]


def _repeats(copy: Entry, entry: Entry) -> bool:
    """Whether an entry made from another (an issue, a promise, a choice for plenary) still has its words in it."""
    if copy.state == Entry.State.WITHDRAWN:
        return False
    words = max((value for value in entry.body.values() if isinstance(value, str)), key=len, default="")
    return bool(words) and any(words in value for value in copy.body.values() if isinstance(value, str))


def _note(gone: list[str]) -> None:
    """Write it into the ledger before it is stored: a backup from before must not bring the words back."""
    try:
        ledger.note(ENTRY, *gone)
    except OSError as trouble:
        raise Refused(
            "not_stored", "The server could not note that just now, so nothing is withdrawn yet. Please try again."
        ) from trouble
