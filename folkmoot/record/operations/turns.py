"""The turn clock of a group: whose turn it is follows from when it began, so every screen agrees without a message."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from folkmoot.practice_kit import registry
from folkmoot.practice_kit.boards import Turns
from folkmoot.record import access
from folkmoot.record.models import Activity, Group, Grouping
from folkmoot.record.operations.registry import Context
from folkmoot.sense.turns import Turn, cut_turns, recut_turns


def turns_part(activity: Activity) -> Turns | None:
    """The turn clock that the activity's present stage declares, if any."""
    practice = registry.find(activity.practice)
    parts = practice.stage(activity.stage).parts if practice else ()
    return next((part for part in parts if isinstance(part, Turns)), None)


def start_turns(ctx: Context, activity: Activity, grouping: Grouping) -> None:
    """Begin every group's turns, cut to the time there is."""
    if grouping.status not in (Grouping.Status.OPEN, Grouping.Status.CLOSING):
        return
    for group in [g for g in ctx.layer.all(Group) if g.grouping_id == grouping.id]:
        start_turns_of(ctx, activity, grouping, group)


def start_turns_of(ctx: Context, activity: Activity, grouping: Grouping, group: Group) -> None:
    """Begin one group's turns: each as long as the practice says for a group of this size, or a fair share of less."""
    part = turns_part(activity)
    if part is None or not group.members:
        return
    left = _seconds_left(activity, grouping, ctx.now)
    wanted = part.seconds.get(len(group.members))
    turns = cut_turns(group.members, left, wanted // ctx.run.speed if wanted else None)
    _put_turns(ctx, group, part, turns, access.millis(ctx.now) or 0)


def _seconds_left(activity: Activity, grouping: Grouping, now: datetime) -> int:
    """How long the turns may take: to the end of the stage where it has a clock, else to the end of the round."""
    if activity.stage_seconds and activity.stage_started_at:
        end = activity.stage_started_at + timedelta(seconds=activity.stage_seconds)
    else:
        end = (grouping.opened_at or now) + timedelta(seconds=grouping.seconds)
    return max(0, round((end - now).total_seconds()))


def _put_turns(ctx: Context, group: Group, part: Turns, turns: Sequence[Turn], start: int) -> None:
    """Store a group's turns, in order from `start` (milliseconds), and tell the group."""
    clock: dict[str, Any] = {
        "start": start,
        "turns": [{"person": turn.person, "seconds": turn.seconds} for turn in turns],
        "phases": [phase.model_dump(mode="json") for phase in part.phases],
    }
    group = ctx.layer.revise(group, turns=clock)
    for audience in (access.of_group(group.id), access.FACILITATORS):
        ctx.layer.tell(audience, "turns_set", put={"groups": [group.id]})


def recut(ctx: Context, activity: Activity, grouping: Grouping, group: Group) -> None:
    """Share the time that is left among those who have not had their turn, and whoever has just come."""
    part = turns_part(activity)
    if part is None or not group.turns or not group.members:
        return
    start = int(group.turns["start"])
    now = round(ctx.now.timestamp() - start / 1000)
    turns = _turns_of(group)
    had = {turn.person for turn in turns}
    recut = recut_turns(
        turns,
        now,
        now + _seconds_left(activity, grouping, ctx.now),
        joined=[person for person in group.members if person not in had],
        left={person for person in had if person not in group.members},
        longest=max(part.seconds.values()) // ctx.run.speed if part.seconds else None,
    )
    _put_turns(ctx, group, part, recut, start)


def _turns_of(group: Group) -> list[Turn]:
    turns: list[Turn] = []
    for stored in group.turns["turns"]:
        turns.append(Turn(str(stored["person"]), turns[-1].ends if turns else 0, int(stored["seconds"])))
    return turns
