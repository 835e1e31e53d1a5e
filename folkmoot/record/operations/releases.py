"""What may leave the room: a person's own entry, and a group's product when nobody in it says no."""

from __future__ import annotations

from folkmoot.kit.ids import new_id
from folkmoot.practice_kit.fields import Refused
from folkmoot.practice_kit.wire.ops import AnswerRelease, ReleaseOwn
from folkmoot.record import access
from folkmoot.record.models import ReleaseAnswer
from folkmoot.record.operations.entries import announce_entry
from folkmoot.record.operations.registry import Context, operation


@operation(AnswerRelease)
def answer_release(ctx: Context, op: AnswerRelease) -> None:
    """Keep one's own answer; only whether all agree is ever shown, never whose answer held it."""
    if ctx.group(op.group).id not in {g.id for g in access.groups_of(ctx.layer, ctx.person)}:
        raise Refused("not_yours", "Only the members of that group can answer.")
    old = next(
        (
            a
            for a in ctx.layer.all(ReleaseAnswer)
            if (a.group_id, a.person_id, a.product) == (op.group, ctx.person, op.product)
        ),
        None,
    )
    if old is not None:
        ctx.layer.revise(old, yes=op.yes)
    else:
        session = ctx.layer.base.session.id
        ctx.layer.put(
            ReleaseAnswer(
                id=new_id(), session_id=session, group_id=op.group, person_id=ctx.person, product=op.product, yes=op.yes
            )
        )
    ctx.layer.tell(access.of_person(ctx.person), "release_answered", answer={f"{op.group}:{op.product}": op.yes})


@operation(ReleaseOwn)
def release_own(ctx: Context, op: ReleaseOwn) -> None:
    """Let one's own entry leave the room, or take that back."""
    entry = ctx.entry(op.entry)
    if entry.author_id != ctx.person:
        raise Refused("not_yours", "Only its author can release that.")
    announce_entry(ctx, ctx.layer.revise(entry, released="programme" if op.release else ""), "entry_released")
