"""What a sent forming of groups means for activities and for the memory of who has met whom."""

from __future__ import annotations

from itertools import combinations

from django.db.models import Q

from folkmoot.practice_kit import registry
from folkmoot.record import access
from folkmoot.record.models import Activity, Entry, Group, Grouping, Meeting, Visibility
from folkmoot.record.operations.registry import Context
from folkmoot.record.state import Layer

AT_WORK = frozenset({Grouping.Status.SENT, Grouping.Status.OPEN, Grouping.Status.CLOSING})
"""Groups that people are in now, or on their way to."""


def groups_in(layer: Layer, grouping: str) -> list[Group]:
    """The groups of one forming, by number."""
    return sorted((g for g in layer.all(Group) if g.grouping_id == grouping), key=lambda g: g.number)


def attach_groups(ctx: Context, activity: Activity, grouping: Grouping) -> Activity:
    """Let an activity work in these groups; what people had written alone before goes to their group, still unseen."""
    activity = ctx.layer.revise(activity, grouping=grouping.id)
    for group in groups_in(ctx.layer, grouping.id):
        for person in group.members:
            take_along(ctx, activity, person, group)
    return activity


def take_along(ctx: Context, activity: Activity, person: str, group: Group) -> None:
    """Give what a person wrote before they had a group to their group, unseen until its reveal."""
    for entry in ctx.layer.entries(activity.id):
        if (
            entry.author_id == person
            and entry.visibility == Visibility.GROUP
            and not entry.audience
            and entry.state == Entry.State.PRIVATE
        ):
            ctx.layer.revise(entry, group_id=group.id, audience=access.of_group(group.id))


def activity_of(layer: Layer, grouping: Grouping) -> Activity | None:
    """The activity that works in this forming of groups, if it has begun."""
    for activity in layer.all(Activity):
        if activity.grouping == grouping.id or (grouping.item and activity.item_id == grouping.item):
            return activity
    return None


def bring_texts(ctx: Context, activity: Activity, person: str, source: Group, target: Group) -> None:
    """Bring what somebody wrote in the wrong group's name to the group they were really in; its product stays.

    Who had been shown it there is shown it no more.
    """
    practice = registry.find(activity.practice)
    shared = {kind.name for kind in practice.kinds if kind.held_by == "group"} if practice else set()
    before, after = access.of_group(source.id), access.of_group(target.id)
    for entry in ctx.layer.entries(activity.id):
        if entry.author_id != person or entry.group_id != source.id or entry.kind in shared:
            continue
        audience = after if entry.audience == before else entry.audience
        moved = ctx.layer.revise(entry, group_id=target.id, audience=audience)
        if moved.state == Entry.State.SHOWN and entry.audience == before:
            ctx.layer.tell(before, "entry_moved", drop={"entries": [entry.id]})
            ctx.layer.tell(after, "entry_moved", put={"entries": [entry.id]})


def corrections(grouping: Grouping) -> dict[str, str]:
    """Who was in another room than the groups say: the group's id by person's; empty where they were in none."""
    found: dict[str, str] = grouping.report.get("corrected", {})
    return found


def who_met(layer: Layer, grouping: Grouping) -> list[list[str]]:
    """Who was together in one forming of groups, with what was put right afterwards; who was erased is nobody."""
    corrected = {p: group for p, group in corrections(grouping).items() if layer.participant(p) is not None}
    return [
        sorted({p for p in group.members if p not in corrected} | {p for p, g in corrected.items() if g == group.id})
        for group in groups_in(layer, grouping.id)
    ]


def pairs_met(layer: Layer, grouping: Grouping) -> list[tuple[str, str]]:
    """The pairs of people who were together in one forming of groups, each once and in order."""
    return [pair for together in who_met(layer, grouping) for pair in combinations(together, 2)]


def remember_meetings(ctx: Context, grouping: Grouping) -> None:
    """The memory of who has met whom; a rehearsal leaves none. What it holds already stays."""
    session = ctx.layer.base.session
    if session.rehearsal_of_id is None:
        met = [
            Meeting(
                programme_id=session.programme_id,
                session_id=session.id,
                grouping=grouping.id,
                one_id=a,
                other_id=b,
                at=ctx.now,
            )
            for a, b in pairs_met(ctx.layer, grouping)
        ]
        Meeting.objects.bulk_create(met, ignore_conflicts=True)


def remember_again(ctx: Context, grouping: Grouping, person: str) -> None:
    """Put the memory right about one person, who was not where the groups said."""
    if grouping.opened_at is None:
        return
    Meeting.objects.filter(Q(one=person) | Q(other=person), grouping=grouping.id).delete()
    remember_meetings(ctx, grouping)
