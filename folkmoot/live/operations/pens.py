"""A group's pen, roles, calls for help, and facilitators' visible visits."""

from __future__ import annotations

from folkmoot.practice_kit import registry
from folkmoot.practice_kit.contract import GATHERING
from folkmoot.practice_kit.fields import Refused
from folkmoot.practice_kit.wire.ops import CallFacilitator, Knock, Pen, TakeRole
from folkmoot.record import access
from folkmoot.record.models import Activity, Group
from folkmoot.record.operations.groups import AT_WORK, activity_of
from folkmoot.record.operations.registry import Context, operation


def own_group(ctx: Context, key: str) -> Group:
    """A group that the asker belongs to.

    Raises:
        Refused: when they do not.
    """
    ctx.only_admitted()
    group = ctx.group(key)
    if ctx.person not in group.members:
        raise Refused("not_yours", "Only members of that group can do that.")
    return group


def tell_group(ctx: Context, group: Group, kind: str) -> None:
    """Tell the group and the facilitators that its row changed."""
    ctx.layer.tell(access.of_group(group.id), kind, put={"groups": [group.id]})
    ctx.layer.tell(access.FACILITATORS, kind, put={"groups": [group.id]})


@operation(Pen)
def pen(ctx: Context, op: Pen) -> None:
    """Ask for the pen, take it when it is free or its holder is not here, pass it on, or lay it down.

    The draft stays.
    """
    group = own_group(ctx, op.group)
    if op.do == "ask":
        group = ctx.layer.revise(group, pen_asked=ctx.person)
    elif op.do == "take":
        _may_take(ctx, group)
        group = ctx.layer.revise(group, pen=ctx.person, pen_asked="")
    else:
        if group.pen != ctx.person:
            raise Refused("no_pen", "You do not hold the pen.")
        if op.do == "pass" and op.to not in group.members:
            raise Refused("gone", "Choose somebody of your group.")
        group = ctx.layer.revise(group, pen=op.to if op.do == "pass" else "", pen_asked="")
    tell_group(ctx, group, "pen_changed")


def _may_take(ctx: Context, group: Group) -> None:
    holder = ctx.layer.participant(group.pen) if group.pen else None
    offline = holder is not None and not _connected(ctx, holder.person_id)
    if holder is not None and group.pen in group.members and holder.here and not offline:
        raise Refused("pen_held", f"{access.first(holder)} holds the pen. Ask for it.")


def _connected(ctx: Context, person: str) -> bool:

    return any(a.until is None for a in ctx.layer.attendance(person))


@operation(TakeRole)
def take_role(ctx: Context, op: TakeRole) -> None:
    """Give a role in the group to a member; the scribe gets the pen with it when it is free or its holder is not
    here.
    """
    group = own_group(ctx, op.group)
    if op.person and op.person not in group.members:
        raise Refused("gone", "Choose somebody of your group.")
    roles = {role: person for role, person in group.roles.items() if role != op.role}
    if op.person:
        roles[op.role] = op.person
    pen = group.pen
    if op.role == "scribe" and op.person and (not pen or not _connected(ctx, pen) or pen == group.roles.get("scribe")):
        pen = op.person
    tell_group(ctx, ctx.layer.revise(group, roles=roles, pen=pen), "role_taken")


@operation(CallFacilitator)
def call_facilitator(ctx: Context, op: CallFacilitator) -> None:
    """Ask a facilitator to come, or say that it is solved; any member, or a facilitator."""
    group = ctx.group(op.group) if ctx.runs_it else own_group(ctx, op.group)
    tell_group(
        ctx,
        ctx.layer.revise(group, help_since=(group.help_since or ctx.now) if op.on else None),
        "help_asked" if op.on else "help_ended",
    )


@operation(Knock)
def knock(ctx: Context, op: Knock) -> None:
    """Visit a group where everyone sees it, and only once its work has been revealed; or leave."""
    ctx.only_facilitators()
    group = ctx.group(op.group)
    visitors = [v for v in group.visitors if v != ctx.person]
    if op.enter:
        _may_visit(ctx, group)
        visitors.append(ctx.person)
    group = ctx.layer.revise(group, visitors=visitors, help_since=None if op.enter else group.help_since)
    tell_group(ctx, group, "visited" if op.enter else "visit_ended")
    activity = next((a for a in ctx.layer.all(Activity) if a.grouping == group.grouping_id), None)
    if op.enter and activity is not None:
        ctx.layer.tell(access.of_person(ctx.person), "visiting", put={"activities": [activity.id]}, group=group.id)


def _may_visit(ctx: Context, group: Group) -> None:
    grouping = ctx.grouping(group.grouping_id)
    if grouping.status not in AT_WORK:
        raise Refused("not_open", "This group is not at work, so nobody would see you come in.")
    activity = activity_of(ctx.layer, grouping)
    practice = registry.find(activity.practice) if activity else None
    alone = activity is not None and practice is not None and practice.stage(activity.stage).state == GATHERING
    if alone and group.help_since is None:
        raise Refused("alone", "They are writing alone. You can come in once their notes are shown, or when they call.")
