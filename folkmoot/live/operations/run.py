"""The run of show: go, back, clock, skip, close, bring everyone here."""

from __future__ import annotations

from folkmoot.live.operations.people import are_found
from folkmoot.live.operations.rooms import close_groups_besides
from folkmoot.practice_kit.fields import Refused
from folkmoot.practice_kit.wire.ops import BringHere, Clock, CloseSession, Go, ShowOnScreen, Skip
from folkmoot.programme.models import AgendaItem
from folkmoot.record import access
from folkmoot.record.models import Activity, Grouping, Participant, Run, RunEntry
from folkmoot.record.operations.activities import start_activity
from folkmoot.record.operations.groups import attach_groups, groups_in
from folkmoot.record.operations.registry import Context, operation

LEAST_SECONDS_LEFT = 15


@operation(Go)
def go(ctx: Context, op: Go) -> None:
    """Open the room or move to an item; a block means its first part. What ran before keeps what was made in it."""
    ctx.only_facilitators()
    ctx.only_open()
    item = _leaf(ctx, op.item)
    changed = [item.id]
    if ctx.run.item and ctx.run.item != item.id:
        _end(ctx, ctx.run.item)
        changed.append(ctx.run.item)
    entry = ctx.layer.get(RunEntry, item.id) or RunEntry(id=item.id, session_id=item.session_id, item_id=item.id)
    ctx.layer.revise(
        entry, started_at=ctx.now, ended_at=None, paused_at=None, paused_seconds=0, added_seconds=0, skipped=False
    )
    ctx.layer.revise(
        ctx.run, phase=Run.Phase.LIVE, item=item.id, opened_at=ctx.run.opened_at or ctx.now, screen_activity=""
    )
    close_groups_besides(ctx, item.id)
    activity = start_activity(ctx, item)
    if activity is not None:
        grouping = next(
            (g for g in ctx.layer.all(Grouping) if g.item == item.id and g.status != Grouping.Status.PROPOSED), None
        )
        if grouping is not None and not activity.grouping:
            activity = attach_groups(ctx, activity, grouping)
        ctx.layer.revise(ctx.run, screen_activity=activity.id)
    put = {"session": [ctx.run.id], "items": changed}
    ctx.layer.tell(access.SESSION, "moved", put=put | ({"activities": [activity.id]} if activity else {}), item=item.id)


def _leaf(ctx: Context, key: str) -> AgendaItem:
    item = ctx.layer.base.items.get(key)
    if item is None:
        raise Refused("gone", "That item is no longer in the agenda.")
    children = ctx.layer.base.children[item.id]
    return children[0] if children else item


def _end(ctx: Context, key: str) -> None:
    entry = ctx.layer.get(RunEntry, key)
    if entry is not None and entry.ended_at is None:
        ctx.layer.revise(entry, ended_at=ctx.now, paused_at=None)


@operation(Clock)
def clock(ctx: Context, op: Clock) -> None:
    """Pause, resume, end now, or add time; nobody's writing is cut off. Groups and the step at hand get the same."""
    ctx.only_facilitators()
    ctx.only_open()
    if op.activity:
        _stage_clock(ctx, op)
        return
    entry = ctx.layer.get(RunEntry, ctx.run.item)
    if entry is None:
        raise Refused("not_running", "Nothing is running yet. Press Go first.")
    if op.do == "pause":
        entry = ctx.layer.revise(entry, paused_at=entry.paused_at or ctx.now)
    elif op.do == "resume" and entry.paused_at is not None:
        pause = (ctx.now - entry.paused_at).total_seconds()
        _lengthen(ctx, entry.item_id, round(pause))
        _hold_turns(ctx, entry.item_id, pause)
        entry = ctx.layer.revise(entry, paused_at=None, paused_seconds=entry.paused_seconds + pause)
    elif op.do == "end":
        entry = ctx.layer.revise(entry, ended_at=ctx.now, paused_at=None)
    elif op.do == "add":
        entry = _add(ctx, entry, op.seconds)
    ctx.layer.tell(access.SESSION, "clock_changed", put={"items": [entry.id]}, do=op.do, seconds=op.seconds)


def _add(ctx: Context, entry: RunEntry, seconds: int) -> RunEntry:
    item = ctx.layer.base.items[entry.item_id]
    planned = item.minutes * 60 / ctx.run.speed
    until = entry.paused_at or ctx.now
    gone = 0.0 if entry.started_at is None else (until - entry.started_at).total_seconds() - entry.paused_seconds
    least = round(gone - planned) + LEAST_SECONDS_LEFT
    if seconds < 0 and entry.added_seconds + seconds < least:
        raise Refused("too_short", "There is not that much time left. End it now, or take off less.")
    _lengthen(ctx, item.id, seconds)
    return ctx.layer.revise(entry, added_seconds=entry.added_seconds + seconds)


def _lengthen(ctx: Context, item: str, seconds: int) -> None:
    """Give the groups at work, and the step that has a clock of its own, the same seconds: one clock is on screen."""
    for grouping in _at_work(ctx, item):
        ctx.layer.revise(grouping, seconds=max(LEAST_SECONDS_LEFT, grouping.seconds + seconds))
        ctx.layer.tell(access.SESSION, "groups_clock", put={"groupings": [grouping.id]})
    for activity in ctx.layer.all(Activity):
        if activity.item_id == item and activity.stage_seconds is not None:
            ctx.layer.revise(activity, stage_seconds=max(LEAST_SECONDS_LEFT, activity.stage_seconds + seconds))
            ctx.layer.tell(access.SESSION, "stage_clock", put={"activities": [activity.id]}, seconds=seconds)


def _at_work(ctx: Context, item: str) -> list[Grouping]:
    return [g for g in ctx.layer.all(Grouping) if g.item == item and g.status == Grouping.Status.OPEN]


def _hold_turns(ctx: Context, item: str, pause: float) -> None:
    """After a pause whoever was speaking goes on where they were."""
    for group in [group for grouping in _at_work(ctx, item) for group in groups_in(ctx.layer, grouping.id)]:
        if group.turns:
            start = int(group.turns["start"]) + round(pause * 1000)
            ctx.layer.revise(group, turns={**group.turns, "start": start})
            for audience in (access.of_group(group.id), access.FACILITATORS):
                ctx.layer.tell(audience, "turns_set", put={"groups": [group.id]})


def _stage_clock(ctx: Context, op: Clock) -> None:
    activity = ctx.activity(op.activity)
    if op.do != "add":
        raise Refused("stage_clock", "A step's clock can be given more or less time; pause the item instead.")
    seconds = max(0, (activity.stage_seconds or 0) + op.seconds)
    ctx.layer.revise(activity, stage_seconds=seconds)
    ctx.layer.tell(access.SESSION, "stage_clock", put={"activities": [activity.id]}, seconds=op.seconds)


@operation(Skip)
def skip(ctx: Context, op: Skip) -> None:
    """Leave out an item, or take it in again. Breaks and the close are protected."""
    ctx.only_facilitators()
    ctx.only_open()
    item = ctx.layer.base.items.get(op.item)
    if item is None:
        raise Refused("gone", "That item is no longer in the agenda.")
    if item.protected and op.skip:
        raise Refused("protected", f"“{item.title}” is protected. Shorten something else.")
    entry = ctx.layer.get(RunEntry, item.id) or RunEntry(id=item.id, session_id=item.session_id, item_id=item.id)
    ctx.layer.revise(entry, skipped=op.skip, reason=op.reason)
    ctx.layer.tell(access.SESSION, "skipped", put={"items": [item.id]})


@operation(CloseSession)
def close_session(ctx: Context, op: CloseSession) -> None:
    """Close: contributions end, withdrawing and releasing go on. Reopening is in the log."""
    ctx.only_facilitators()
    if op.close:
        if ctx.run.item:
            _end(ctx, ctx.run.item)
        ctx.layer.revise(ctx.run, phase=Run.Phase.CLOSED, closed_at=ctx.now)
        are_found(ctx, [participant.person_id for participant in ctx.layer.all(Participant)])
    else:
        ctx.layer.revise(ctx.run, phase=Run.Phase.LIVE if ctx.run.opened_at else Run.Phase.LOBBY, closed_at=None)
    items = [ctx.run.item] if ctx.run.item else []
    ctx.layer.tell(
        access.SESSION,
        "session_closed" if op.close else "session_reopened",
        put={"session": [ctx.run.id], "items": items},
    )


@operation(BringHere)
def bring_here(ctx: Context, op: BringHere) -> None:
    """Ask every screen to come to the current step; what people are typing stays."""
    ctx.only_facilitators()
    ctx.layer.tell(access.SESSION, "bring_here", item=ctx.run.item)


@operation(ShowOnScreen)
def show_on_screen(ctx: Context, op: ShowOnScreen) -> None:
    """Choose what the shared screen shows."""
    ctx.only_facilitators()
    ctx.layer.revise(ctx.run, screen_activity=ctx.activity(op.activity).id if op.activity else "")
    ctx.layer.tell(access.SESSION, "screen_changed", put={"session": [ctx.run.id]})
