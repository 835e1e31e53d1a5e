"""Adding and changing entries."""

from __future__ import annotations

import secrets
from datetime import timedelta
from typing import Any

from django.conf import settings

from folkmoot.kit.ids import new_id
from folkmoot.practice_kit import registry
from folkmoot.practice_kit.contract import AT_ONCE, SUBJECTS, Kind, Practice, nothing_against
from folkmoot.practice_kit.fields import Refused, accept
from folkmoot.practice_kit.hints import hints
from folkmoot.practice_kit.wire.ops import PutEntry
from folkmoot.record import access, tally
from folkmoot.record.models import Activity, Entry, Group, Participant, Visibility
from folkmoot.record.operations.drafts import drop_draft
from folkmoot.record.operations.registry import Context, operation

# Named limits. Reaching one is told to the person and harms nobody else.
MOST_ENTRIES_EACH = 60
MOST_WITHDRAWN_EACH = 200
GRACE = timedelta(seconds=30)


def random_order() -> int:
    """A place in a random order, so that order tells nothing about who or when."""
    return secrets.randbelow(2**53)


@operation(PutEntry)
def put_entry(ctx: Context, op: PutEntry) -> dict[str, Any]:
    """Add or change an entry, after every check that the browser made and the ones it cannot make."""
    ctx.only_live()
    activity = ctx.activity(op.activity)
    practice, kind = _kind(activity, op.entry_kind)
    author = _author(ctx, activity, op.on_behalf_of)
    _may_write_now(ctx, activity, kind)
    body = accept(kind.shape, op.body)
    old = _old(ctx, op.entry, activity, author, kind)
    group = _group(ctx, activity, kind, author, old)
    _within_limits(ctx, activity, kind, author, group, op, old)
    _check_practice(ctx, activity, practice, kind, author, body, group, op.about, old)
    if old:
        entry = _changed(ctx, activity, practice, kind, old, op, body)
    else:
        entry = _new(ctx, activity, practice, kind, author, group, op, body)
    _make_step(ctx, kind, entry, body)
    drop_draft(ctx, ctx.person, group, box_of(entry, ctx.person))
    announce_entry(ctx, entry, "entry_changed" if old else "entry_put")
    return {"entry": entry.id, "hints": [{"field": h.field, "message": h.message} for h in hints(kind.shape, body)]}


def _kind(activity: Activity, name: str) -> tuple[Practice, Kind]:
    practice = registry.find(activity.practice)
    try:
        if practice is None:
            raise KeyError(name)
        return practice, practice.kind(name)
    except KeyError:
        raise Refused("unknown_kind", "This page is out of date. Reload it; your text is kept.") from None


def _author(ctx: Context, activity: Activity, on_behalf_of: str) -> Participant:
    me = ctx.me
    ctx.only_admitted()
    if {"observer", "administrator"} & set(me.roles) and not ctx.runs_it:
        raise Refused("not_yours", "Observers and administrators see the room but add nothing to it.")
    if not on_behalf_of or on_behalf_of == me.person_id:
        return me
    other = ctx.layer.participant(on_behalf_of)
    if other is None or not (ctx.runs_it or _together(ctx, activity, me.person_id, on_behalf_of)):
        raise Refused("not_yours", "You can write for someone in your own group, or as a facilitator.")
    if not other.accompanied_by and other.channel != Participant.Channel.CALL_ONLY:
        raise Refused("writes_alone", "They write for themselves. You can write for who is in the call only.")
    return other


def _together(ctx: Context, activity: Activity, one: str, other: str) -> bool:
    """Whether two people are in one group of this activity; where it has none, in one of any other's."""
    groups = (g for g in access.groups_of(ctx.layer, one) if activity.grouping in ("", g.grouping_id))
    return any(other in group.members for group in groups)


def _may_write_now(ctx: Context, activity: Activity, kind: Kind) -> None:
    if kind.facilitators_only:
        ctx.only_facilitators()
    if activity.stage not in kind.written_in and not _in_grace(ctx, activity, kind):
        raise Refused("not_now", f"This is not the moment for a {kind.word}. Your draft is kept.")


def _in_grace(ctx: Context, activity: Activity, kind: Kind) -> bool:
    """Whether the step in which this could be written ended only just now: what somebody was writing is not cut
    off (R4).
    """
    practice = registry.practices()[activity.practice]
    place = practice.index(activity.stage)
    before = practice.stages[place - 1].key if place > 0 else ""
    since = ctx.now - (activity.stage_started_at or ctx.now)
    withheld = bool(practice.stages[place - 1].withhold) if place > 0 else False
    return before in kind.written_in and since <= GRACE and not withheld


def _old(ctx: Context, key: str, activity: Activity, author: Participant, kind: Kind) -> Entry | None:
    if not key:
        return None
    entry = ctx.entry(key)
    if entry.kind != kind.name or entry.activity_id != activity.id:
        raise Refused("wrong_kind", "This page is out of date. Reload it; your text is kept.")
    groups = {group.id for group in access.groups_of(ctx.layer, author.person_id)}
    ours = kind.held_by == "group" and (entry.group_id in groups if entry.group_id else ctx.runs_it)
    typed = entry.author_id == author.person_id and ctx.person in (entry.author_id, entry.entered_by_id)
    if not typed and not ours:
        raise Refused("not_yours", "Only its author, or who typed it for them, can change that.")
    return entry


def _group(ctx: Context, activity: Activity, kind: Kind, author: Participant, old: Entry | None) -> Group | None:
    if old is not None:
        return ctx.layer.get(Group, old.group_id) if old.group_id else None
    if kind.seen_by != "group" or not activity.grouping:
        return None
    for group in access.groups_of(ctx.layer, author.person_id):
        if group.grouping_id == activity.grouping:
            return group
    raise Refused("no_group", "You are not in a group yet; you will be placed in a moment. Your text is kept.")


def _within_limits(
    ctx: Context,
    activity: Activity,
    kind: Kind,
    author: Participant,
    group: Group | None,
    op: PutEntry,
    old: Entry | None,
) -> None:
    if kind.pen and group is not None and group.pen != author.person_id:
        raise Refused("no_pen", "Somebody else holds the pen. Ask for it, and what you wrote is kept.")
    if old is not None:
        return
    if ctx.layer.count(activity.id) >= settings.ENTRIES_IN_ACTIVITY:
        raise Refused("full", "This activity has all the entries it can hold. Your draft is kept; tell a facilitator.")
    _about(ctx, activity, kind, author, op.about)
    not_again_and_again(ctx, activity.id, author.person_id)
    mine = ctx.layer.written(activity.id, author.person_id, kind.name)
    if kind.each is not None and sum(1 for e in mine if e.about == op.about) >= kind.each:
        raise Refused("enough", kind.enough)
    if len(mine) >= (kind.budget or MOST_ENTRIES_EACH):
        raise Refused("enough", f"You have used your {kind.budget or MOST_ENTRIES_EACH}. Change or withdraw one first.")
    if kind.of_group is not None:
        ours = [
            e
            for e in ctx.layer.entries(activity.id, kind.name)
            if e.group_id == (group.id if group else None) and e.about == op.about
        ]
        if len(ours) >= kind.of_group:
            raise Refused(
                "enough", f"Your group has its {kind.of_group} already. Change one of them, or withdraw one first."
            )


def not_again_and_again(ctx: Context, activity: str, author: str) -> None:
    """Refuse more from who writes and withdraws without end: each withdrawn entry leaves its mark.

    Raises:
        Refused: when they have withdrawn as many as anybody may.
    """
    if ctx.layer.withdrawn(activity, author) >= MOST_WITHDRAWN_EACH:
        raise Refused("enough", f"You have withdrawn {MOST_WITHDRAWN_EACH} here, the most there can be. Change one.")


def _about(ctx: Context, activity: Activity, kind: Kind, author: Participant, about: str) -> None:
    """What an entry points to must exist, be of the right kind and be in the writer's sight."""
    if not kind.about:
        if about:
            raise Refused("about", "This page is out of date. Reload it; your text is kept.", "about")
        return
    if not about:
        raise Refused("about_missing", "Choose what this is about first.", "about")
    if kind.about == SUBJECTS:
        practice = registry.practices()[activity.practice]
        known = {subject.key for subject in practice.subjects(kind.name, activity.settings)}
        if about not in known:
            raise Refused("about", "That is not one of the things to choose from.", "about")
        return
    entry = ctx.entry(about)
    audiences = access.audiences_of(ctx.layer, author.person_id)
    if entry.kind != kind.about or not any(access.may_receive(ctx.layer, entry, audience) for audience in audiences):
        raise Refused("about", "That is not there to write about.", "about")


def _check_practice(
    ctx: Context,
    activity: Activity,
    practice: Practice,
    kind: Kind,
    author: Participant,
    body: dict[str, Any],
    group: Group | None,
    about: str,
    old: Entry | None,
) -> None:
    if practice.against is nothing_against:
        return
    audience = access.of_group(group.id) if group else access.SESSION

    def others() -> list[Entry]:
        return [
            e
            for e in ctx.layer.entries(activity.id)
            if (access.may_receive(ctx.layer, e, audience) or e.author_id == author.person_id)
            and (old is None or e.id != old.id)
        ]

    given = tally.given(ctx.layer, activity, group, old.about if old else about)
    message = practice.against(kind.name, body, tally.SeenWhenAsked(others), given)
    if message:
        raise Refused("practice", message)


def _changed(
    ctx: Context, activity: Activity, practice: Practice, kind: Kind, old: Entry, op: PutEntry, body: dict[str, Any]
) -> Entry:
    """The entry with new words; where its author may choose, it moves to or from the wall, and nobody keeps a copy."""
    fields: dict[str, Any] = {"body": body, "version": old.version + 1}
    group = ctx.layer.get(Group, old.group_id) if old.group_id else None
    if kind.choose_audience and op.private != (old.visibility == Visibility.PRIVATE):
        fields |= _where(ctx, activity, practice, kind, group, op)
        if old.state == Entry.State.SHOWN:
            ctx.layer.tell(old.audience, "entry_withdrawn", drop={"entries": [old.id]})
    return ctx.layer.revise(old, **fields)


def _new(
    ctx: Context,
    activity: Activity,
    practice: Practice,
    kind: Kind,
    author: Participant,
    group: Group | None,
    op: PutEntry,
    body: dict[str, Any],
) -> Entry:
    entry = Entry(
        id=new_id(),
        session_id=activity.session_id,
        activity_id=activity.id,
        group_id=group.id if group else None,
        author_id=author.person_id,
        entered_by_id=ctx.person if ctx.person != author.person_id else None,
        kind=kind.name,
        body=body,
        about=op.about,
        attribution=kind.attribution,
        order=random_order(),
        confidentiality=activity.confidentiality,
        day=ctx.now.date(),
    )
    return ctx.layer.revise(entry, **_where(ctx, activity, practice, kind, group, op))


def _where(
    ctx: Context, activity: Activity, practice: Practice, kind: Kind, group: Group | None, op: PutEntry
) -> dict[str, Any]:
    """Who may see it and whether already: visibility, audience, state, and whether it waits for a small batch."""
    if kind.seen_by == "private" or (kind.choose_audience and op.private):
        return {"visibility": Visibility.PRIVATE, "audience": "", "state": Entry.State.PRIVATE, "late": False}
    if group is None and _waits_for_groups(ctx, activity, practice, kind):
        return {"visibility": Visibility.GROUP, "audience": "", "state": Entry.State.PRIVATE, "late": False}
    shown, late = _shown(practice, kind, activity)
    return {
        "visibility": Visibility.GROUP if group else Visibility.SESSION,
        "audience": access.of_group(group.id) if group else access.SESSION,
        "state": Entry.State.SHOWN if shown else Entry.State.PRIVATE,
        "late": late,
    }


def _waits_for_groups(ctx: Context, activity: Activity, practice: Practice, kind: Kind) -> bool:
    """Whether groups are still to come for this activity; what is written before goes to the writer's group,
    unseen till then.
    """
    item = ctx.layer.base.items.get(activity.item_id or "")
    plenary = practice.stage(activity.stage).plenary
    return (
        kind.seen_by == "group"
        and not activity.grouping
        and not plenary
        and item is not None
        and item.group_plan is not None
    )


def _shown(practice: Practice, kind: Kind, activity: Activity) -> tuple[bool, bool]:
    """Whether a new entry is shown at once, and whether it waits for the next small batch of what is added in
    discussion.
    """
    if kind.shown_from is None:
        return False, False
    if kind.shown_from == AT_ONCE:
        return True, False
    reached = practice.index(activity.stage) >= practice.index(kind.shown_from)
    alone = kind.attribution == "hidden" and kind.held_by == "author" and not kind.pen
    return reached and not alone, reached and alone


def _make_step(ctx: Context, kind: Kind, entry: Entry, body: dict[str, Any]) -> None:
    draft = kind.step(body) if kind.step else None
    if draft is None:
        return
    old = next((e for e in ctx.layer.entries("", "step") if entry.id in e.derived_from), None)
    fields = {"title": draft.title, "by_when": draft.by_when, "why": draft.why, "outcome": "intended"}
    if old is not None:
        ctx.layer.revise(
            old, body={**old.body, **fields, "outcome": old.body.get("outcome", "intended")}, version=old.version + 1
        )
        return
    ctx.layer.put(
        Entry(
            id=new_id(),
            session_id=entry.session_id,
            author_id=entry.author_id,
            kind="step",
            body=fields,
            visibility=Visibility.PRIVATE,
            state=Entry.State.PRIVATE,
            order=random_order(),
            derived_from=[entry.id],
            confidentiality=entry.confidentiality,
            day=ctx.now.date(),
        )
    )


def announce_entry(ctx: Context, entry: Entry, kind: str) -> None:
    """Tell its audience if it is shown, and the author, unless they are told of the change with the others."""
    shown = entry.state == Entry.State.SHOWN and bool(entry.audience)
    if entry.author_id:
        with_others = shown and kind == "entry_changed" and access.is_told(ctx.layer, entry.author_id, entry.audience)
        if not with_others:
            ctx.layer.tell(access.of_person(entry.author_id), kind, put={"entries": [entry.id]}, mine=[entry.id])
    if shown:
        ctx.layer.tell(entry.audience, kind, put={"entries": [entry.id]})


def box_of(entry: Entry, writer: str) -> str:
    """The name of the box in which somebody wrote an entry: who writes for another has boxes of their own for it."""
    own = f"{entry.activity_id}:{entry.kind}:{entry.about}"
    return own if writer == entry.author_id else f"for:{entry.author_id}:{own}"
