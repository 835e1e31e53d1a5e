"""The call beside the room: how people get into its rooms, who has been moved, and who is somewhere else."""

from __future__ import annotations

from folkmoot.kit.ids import new_id
from folkmoot.kit.text import tidy
from folkmoot.live.operations.groups import after_move, must_have_links, place, put_group, still_open
from folkmoot.live.operations.people import are_found, tell_person
from folkmoot.live.operations.rooms import close_groups_besides, open_rooms_of
from folkmoot.practice_kit.fields import Refused
from folkmoot.practice_kit.wire.ops import (
    AnswerRoom,
    CallName,
    CorrectMeeting,
    GatherRooms,
    SayRoom,
    SetCallMode,
    TickMoves,
)
from folkmoot.programme.models import CallMode
from folkmoot.record import access
from folkmoot.record.models import Grouping, Participant
from folkmoot.record.operations.activities import start_activity
from folkmoot.record.operations.groups import (
    AT_WORK,
    activity_of,
    attach_groups,
    bring_texts,
    corrections,
    groups_in,
    remember_again,
)
from folkmoot.record.operations.registry import Context, operation


@operation(SetCallMode)
def set_call_mode(ctx: Context, op: SetCallMode) -> None:
    """Change how people come into their rooms, in mid-round too: groups, clocks and texts stay as they are."""
    ctx.only_facilitators()
    ctx.only_open()
    at_work = [g for grouping in _at_work(ctx) for g in groups_in(ctx.layer, grouping.id)]
    if CallMode(op.mode) is CallMode.LINKS:
        must_have_links(ctx, at_work)
    ctx.layer.revise(ctx.run, call_mode=op.mode)
    ctx.layer.tell(access.SESSION, "call_mode_set", put={"session": [ctx.run.id]}, mode=op.mode)
    for group in at_work:
        ctx.layer.tell(access.of_group(group.id), "group_changed", put={"groups": [group.id]})


def _at_work(ctx: Context) -> list[Grouping]:
    return [grouping for grouping in ctx.layer.all(Grouping) if grouping.status in AT_WORK]


@operation(TickMoves)
def tick_moves(ctx: Context, op: TickMoves) -> None:
    """Note who has been moved, so that the sheet goes on showing only the moves still to make."""
    ctx.only_facilitators()
    rooms = {p: g.number for g in groups_in(ctx.layer, ctx.grouping(op.grouping).id) for p in g.members}
    ticked = [p for p in dict.fromkeys(op.people) if p in rooms and ctx.layer.participant(p) is not None]
    if not ticked:
        raise Refused("gone", "They are in none of these groups any more. Look at the sheet again.")
    for person in ticked:
        ctx.layer.revise(_participant(ctx, person), call_room=rooms[person] if op.done else None)
    ctx.layer.tell(access.FACILITATORS, "moves_ticked", put={"people": ticked})


def _participant(ctx: Context, person: str) -> Participant:
    found = ctx.layer.participant(person)
    if found is None:
        raise Refused("gone", "That person is not in this session.")
    return found


@operation(CallName)
def call_name(ctx: Context, op: CallName) -> None:
    """Keep what somebody is called in the call, so that whoever moves people finds them there."""
    person = op.person or ctx.person
    if person != ctx.person:
        ctx.only_facilitators()
    row = ctx.layer.revise(_participant(ctx, person), call_name=tidy(op.name))
    ctx.layer.tell(access.FACILITATORS, "person_changed", put={"people": [person]})
    ctx.layer.tell(access.of_person(person), "call_name", call_name=row.call_name)


@operation(GatherRooms)
def gather_rooms(ctx: Context, op: GatherRooms) -> dict[str, str]:
    """Open rooms that nobody was told to go to: the groups form from what people say."""
    ctx.only_facilitators()
    ctx.only_open()
    item = ctx.layer.base.items.get(op.item)
    if item is None:
        raise Refused("gone", "That item is no longer in the agenda.")
    for old in [g for g in ctx.layer.all(Grouping) if g.item == item.id and g.status == Grouping.Status.PROPOSED]:
        _drop_proposal(ctx, old)
    close_groups_besides(ctx, item.id)
    session = ctx.layer.base.session.id
    plan = {"kind": "follow", "rooms": op.rooms}
    grouping = ctx.layer.put(Grouping(id=new_id(), session_id=session, item=item.id, plan=plan))
    grouping = ctx.layer.revise(grouping, status=Grouping.Status.SENT)
    activity = start_activity(ctx, item) if ctx.run.item == item.id else activity_of(ctx.layer, grouping)
    if activity is not None:
        attach_groups(ctx, activity, grouping)
        ctx.layer.tell(access.SESSION, "groups_sent", put={"activities": [activity.id]})
    open_rooms_of(ctx, grouping, op.minutes)
    return {"grouping": grouping.id}


def _drop_proposal(ctx: Context, grouping: Grouping) -> None:
    groups = groups_in(ctx.layer, grouping.id)
    for group in groups:
        ctx.layer.remove(group)
    ctx.layer.remove(grouping)
    drop = {"groupings": [grouping.id], "groups": [group.id for group in groups]}
    ctx.layer.tell(access.FACILITATORS, "group_dropped", drop=drop)


@operation(SayRoom)
def say_room(ctx: Context, op: SayRoom) -> None:
    """Take somebody at their word where people find their rooms themselves; elsewhere ask the producer."""
    ctx.only_admitted()
    grouping = ctx.grouping(op.grouping)
    still_open(grouping)
    if grouping.status == Grouping.Status.PROPOSED or ctx.me.roles:
        raise Refused("not_now", "There are no rooms to be in just now.")
    here = next((g for g in groups_in(ctx.layer, grouping.id) if ctx.person in g.members), None)
    if here is not None and here.number == op.number:
        _answered(ctx, ctx.person, None)
    elif access.call_mode(ctx.layer) == CallMode.FOLLOW:
        _most_rooms(ctx, grouping, op.number)
        settle(ctx, grouping, ctx.person, op.number)
    else:
        _most_rooms(ctx, grouping, op.number)
        _answered(ctx, ctx.person, op.number)
        ctx.layer.tell(access.FACILITATORS, "says_room", person=ctx.person, number=op.number)


def _most_rooms(ctx: Context, grouping: Grouping, number: int) -> None:
    last = max([g.number for g in groups_in(ctx.layer, grouping.id)] + [int(grouping.plan.get("rooms", 0))])
    if number > last:
        raise Refused("no_room", f"There are {last} rooms. Look at the number in the call again, or press “I’m lost”.")


@operation(AnswerRoom)
def answer_room(ctx: Context, op: AnswerRoom) -> None:
    """Let somebody stay in the room where they are, or leave them where they were planned."""
    ctx.only_facilitators()
    grouping = ctx.grouping(op.grouping)
    number = _participant(ctx, op.person).says_room
    if number is None:
        raise Refused("gone", "That has been answered already.")
    if op.yes:
        still_open(grouping)
        settle(ctx, grouping, op.person, number)
    else:
        _answered(ctx, op.person, None)
        ctx.layer.tell(access.of_person(op.person), "stay_planned", number=number)


def _answered(ctx: Context, person: str, says: int | None) -> None:
    ctx.layer.revise(_participant(ctx, person), says_room=says)
    ctx.layer.tell(access.FACILITATORS, "person_changed", put={"people": [person]})
    ctx.layer.tell(access.of_person(person), "room_said", says_room=says)
    if says is None:
        are_found(ctx, [person])


def settle(ctx: Context, grouping: Grouping, person: str, number: int) -> None:
    """Put somebody in the room where they are, and were all along: their own texts come, and the memory follows."""
    groups = groups_in(ctx.layer, grouping.id)
    source = next((g for g in groups if person in g.members), None)
    target = next((g for g in groups if g.number == number), None) or put_group(ctx, grouping, number, [], [])
    if source is not None:
        place(ctx, source, take=person)
        activity = activity_of(ctx.layer, grouping)
        if activity is not None:
            bring_texts(ctx, activity, person, source, target)
    place(ctx, ctx.group(target.id), add=person)
    ctx.layer.revise(_participant(ctx, person), call_room=number, says_room=None)
    tell_person(ctx, person, "person_changed")
    ctx.layer.tell(access.of_person(person), "room_said", says_room=None)
    after_move(ctx, grouping, [person])
    remember_again(ctx, ctx.grouping(grouping.id), person)


@operation(CorrectMeeting)
def correct_meeting(ctx: Context, op: CorrectMeeting) -> None:
    """Put the memory of who met whom right, after the round too. Who read and wrote what stays as it was.

    Where the groups had them, or did not, is no correction any more: so the first one is undone by a second.
    """
    ctx.only_facilitators()
    grouping = ctx.grouping(op.grouping)
    _participant(ctx, op.person)
    groups = groups_in(ctx.layer, grouping.id)
    if op.group and op.group not in {group.id for group in groups}:
        raise Refused("gone", "That group is not one of these. Look again.")
    planned = next((group.id for group in groups if op.person in group.members), "")
    corrected = {person: group for person, group in corrections(grouping).items() if person != op.person}
    if op.group != planned:
        corrected[op.person] = op.group
    grouping = ctx.layer.revise(grouping, report={**grouping.report, "corrected": corrected})
    remember_again(ctx, grouping, op.person)
    ctx.layer.tell(access.FACILITATORS, "meeting_corrected", put={"groupings": [grouping.id]})
