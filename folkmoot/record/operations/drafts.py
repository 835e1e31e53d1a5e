"""Drafts: the latest unsubmitted text of each box, beside the log; and the mark of who has finished."""

from __future__ import annotations

from folkmoot.kit.ids import new_id
from folkmoot.practice_kit import registry
from folkmoot.practice_kit.fields import Refused
from folkmoot.practice_kit.wire.ops import Finish, SaveDraft
from folkmoot.record import access
from folkmoot.record.models import Draft, Group
from folkmoot.record.operations.registry import Context, operation

# Named limits. Reaching one is told to the person and harms nobody else.
MOST_DRAFTS_EACH = 60
DRAFT_BYTES = 32_000


@operation(SaveDraft)
def save_draft(ctx: Context, op: SaveDraft) -> None:
    """Keep the latest text of a box, over any limit too; it is shown to nobody (a statement's: to its group)."""
    me = ctx.me
    if len(str(op.body).encode()) > DRAFT_BYTES:
        raise Refused("too_big", "That is too long to keep on the server. Your browser keeps it; please shorten it.")
    group = _pen_group(ctx, op) if op.shared else None
    old = find_draft(ctx, me.person_id, group, op.box)
    if not any(str(value).strip() for value in op.body.values()):
        if old is not None:
            ctx.layer.remove(old)
        return
    if old is not None:
        ctx.layer.revise(old, body=op.body)
        return
    mine = sum(1 for _ in ctx.layer.drafts(me.person_id))
    if mine >= MOST_DRAFTS_EACH:
        raise Refused("enough", "Too many unfinished texts are kept for you. Finish or empty one.")
    session = ctx.layer.base.session.id
    person = None if group else me.person_id
    ctx.layer.put(
        Draft(
            id=new_id(),
            session_id=session,
            person_id=person,
            group_id=group.id if group else None,
            box=op.box,
            body=op.body,
        )
    )


def _pen_group(ctx: Context, op: SaveDraft) -> Group:
    """The group whose statement this box holds: no other box is shared, so nobody writes into a companion's own."""
    ctx.only_admitted()
    activity_id, _, kind = op.box.partition(":")
    activity = ctx.activity(activity_id)
    practice = registry.find(activity.practice)
    if practice is None or kind not in {f"{each.name}:" for each in practice.kinds if each.pen}:
        raise Refused("not_shared", "This page is out of date. Reload it; your text is kept.")
    for group in access.groups_of(ctx.layer, ctx.person):
        if group.grouping_id == activity.grouping:
            if group.pen != ctx.person:
                raise Refused("no_pen", "Somebody else holds the pen. Ask for it, and what you wrote is kept.")
            return group
    raise Refused("no_group", "You are not in a group yet. Your text is kept.")


def find_draft(ctx: Context, person: str, group: Group | None, box: str) -> Draft | None:
    """The kept draft of a box: the person's, or the group's."""
    return next((draft for draft in ctx.layer.drafts(group.id if group else person) if draft.box == box), None)


def drop_draft(ctx: Context, person: str, group: Group | None, box: str) -> None:
    """Delete the drafts of a box that has been submitted or withdrawn."""
    for draft in (find_draft(ctx, person, None, box), find_draft(ctx, person, group, box) if group else None):
        if draft is not None:
            ctx.layer.remove(draft)


@operation(Finish)
def finish(ctx: Context, op: Finish) -> None:
    """Mark the present stage as finished or passed, for the counts only; passing counts as finished."""
    activity = ctx.activity(op.activity)
    mark = f"{activity.id}:{activity.stage}"
    finished = [m for m in ctx.me.finished if m != mark]
    ctx.layer.revise(ctx.me, finished=finished if op.undo else [*finished, mark])
    ctx.layer.tell(access.of_person(ctx.person), "finished", finished=finished if op.undo else [*finished, mark])
