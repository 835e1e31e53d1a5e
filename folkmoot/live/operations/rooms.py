"""Groups at work: sent, open, called back; late and lost people placed by rule and told why."""

from __future__ import annotations

from datetime import timedelta

from folkmoot.live.operations.groups import after_move, must_have_links, place, put_group, still_open
from folkmoot.live.operations.people import are_found
from folkmoot.practice_kit.fields import Refused
from folkmoot.practice_kit.wire.ops import CloseGroups, Op, OpenRooms, PlaceLate, SendGroups
from folkmoot.programme.models import CallMode
from folkmoot.record import access
from folkmoot.record.models import Grouping
from folkmoot.record.operations.activities import start_activity
from folkmoot.record.operations.groups import activity_of, attach_groups, groups_in, remember_meetings
from folkmoot.record.operations.registry import Context, operation
from folkmoot.record.operations.turns import start_turns, start_turns_of


class ReturnNow(Op):
    """The server's own: the time to return has come."""

    grouping: str


@operation(SendGroups)
def send_groups(ctx: Context, op: SendGroups) -> None:
    """Tell everybody where and with whom. The clock starts when the rooms are open."""
    ctx.only_facilitators()
    ctx.only_open()
    grouping = ctx.grouping(op.grouping)
    if grouping.status != Grouping.Status.PROPOSED:
        raise Refused("sent", "These groups have been sent already.")
    if not any(group.members for group in groups_in(ctx.layer, grouping.id)):
        raise Refused("nobody", "There is nobody in these groups.")
    if access.call_mode(ctx.layer) == CallMode.LINKS:
        must_have_links(ctx, groups_in(ctx.layer, grouping.id))
    close_groups_besides(ctx, grouping.item, grouping.id)
    grouping = ctx.layer.revise(grouping, status=Grouping.Status.SENT)
    item = ctx.layer.base.items.get(grouping.item)
    activity = (
        start_activity(ctx, item)
        if item is not None and ctx.run.item == grouping.item
        else activity_of(ctx.layer, grouping)
    )
    if activity is not None:
        attach_groups(ctx, activity, grouping)
    put = {"groupings": [grouping.id]} | ({"activities": [activity.id]} if activity else {})
    ctx.layer.tell(access.SESSION, "groups_sent", put=put)
    _tell_all(ctx, grouping, "groups_sent")


def close_groups_besides(ctx: Context, item: str, grouping: str = "") -> None:
    """Bring back groups of other items, or older ones of this item: nobody can be in two rooms."""
    for other in ctx.layer.all(Grouping):
        elsewhere = other.item != item or bool(grouping and other.id != grouping)
        if elsewhere and other.status in (Grouping.Status.SENT, Grouping.Status.OPEN, Grouping.Status.CLOSING):
            _return(ctx, other)


def _tell_all(ctx: Context, grouping: Grouping, kind: str) -> None:
    for group in groups_in(ctx.layer, grouping.id):
        ctx.layer.tell(access.of_group(group.id), kind, put={"groups": [group.id]})
        ctx.layer.tell(access.FACILITATORS, kind, put={"groups": [group.id]})


@operation(OpenRooms)
def open_rooms(ctx: Context, op: OpenRooms) -> None:
    """Start the groups' clock and their turns, and remember who met."""
    ctx.only_facilitators()
    ctx.only_open()
    grouping = ctx.grouping(op.grouping)
    if grouping.status == Grouping.Status.PROPOSED:
        raise Refused("not_sent", "Send the groups first.")
    open_rooms_of(ctx, grouping, op.minutes)


def open_rooms_of(ctx: Context, grouping: Grouping, minutes: float) -> None:
    """Begin a round of so many minutes."""
    seconds = round(minutes * 60 / ctx.run.speed)
    grouping = ctx.layer.revise(
        grouping, status=Grouping.Status.OPEN, opened_at=ctx.now, seconds=seconds, closing_at=None
    )
    ctx.layer.tell(access.SESSION, "rooms_open", put={"groupings": [grouping.id]})
    activity = activity_of(ctx.layer, grouping)
    if activity is not None:
        start_turns(ctx, activity, grouping)
    remember_meetings(ctx, grouping)


@operation(CloseGroups)
def close_groups(ctx: Context, op: CloseGroups) -> None:
    """Call everybody back in so many seconds; or give more time instead; or return now. Writing is never cut off."""
    ctx.only_facilitators()
    grouping = ctx.grouping(op.grouping)
    if grouping.status not in (Grouping.Status.SENT, Grouping.Status.OPEN, Grouping.Status.CLOSING):
        raise Refused("not_open", "These groups are not at work.")
    if op.extend:
        grouping = ctx.layer.revise(
            grouping, status=Grouping.Status.OPEN, closing_at=None, seconds=grouping.seconds + op.seconds
        )
        ctx.layer.tell(access.SESSION, "groups_extended", put={"groupings": [grouping.id]}, seconds=op.seconds)
    elif op.seconds == 0:
        _return(ctx, grouping)
    else:
        closing_at = ctx.now + timedelta(seconds=op.seconds / ctx.run.speed)
        grouping = ctx.layer.revise(grouping, status=Grouping.Status.CLOSING, closing_at=closing_at)
        ctx.layer.tell(access.SESSION, "groups_closing", put={"groupings": [grouping.id]}, seconds=op.seconds)


@operation(ReturnNow)
def return_now(ctx: Context, op: ReturnNow) -> None:
    """Bring the groups back, unless more time has been given meanwhile."""
    grouping = ctx.grouping(op.grouping)
    if grouping.status == Grouping.Status.CLOSING:
        _return(ctx, grouping)


def _return(ctx: Context, grouping: Grouping) -> None:
    ctx.layer.revise(grouping, status=Grouping.Status.CLOSED, closing_at=None)
    for group in groups_in(ctx.layer, grouping.id):
        ctx.layer.revise(group, visitors=[], help_since=None, turns={})
    ctx.layer.tell(access.SESSION, "groups_closed", put={"groupings": [grouping.id]})
    _tell_all(ctx, grouping, "groups_closed")
    are_found(ctx, [person for group in groups_in(ctx.layer, grouping.id) for person in group.members])


@operation(PlaceLate)
def place_late(ctx: Context, op: PlaceLate) -> dict[str, str]:
    """Place people who are in no group: in the named group, or together in a new one. They are told where and why."""
    ctx.only_facilitators()
    grouping = ctx.grouping(op.grouping)
    groups = groups_in(ctx.layer, grouping.id)
    still_open(grouping)
    for person in op.people:
        participant = ctx.layer.participant(person)
        if participant is None or not participant.admitted:
            raise Refused("not_admitted", "Let them in first.")
    if op.group and op.group not in {group.id for group in groups}:
        raise Refused("gone", "That group is not one of these. Look again at where there is room.")
    people = list(dict.fromkeys(op.people))
    for group in groups:
        for person in people:
            place(ctx, ctx.group(group.id), take=person)
    if op.group:
        for person in people:
            place(ctx, ctx.group(op.group), add=person)
        group = ctx.group(op.group)
    else:
        group = put_group(ctx, grouping, max((g.number for g in groups), default=0) + 1, people, [])
        activity = activity_of(ctx.layer, grouping)
        if activity is not None and grouping.opened_at is not None:
            start_turns_of(ctx, activity, grouping, group)
    after_move(ctx, grouping, people)
    return {"group": group.id}
