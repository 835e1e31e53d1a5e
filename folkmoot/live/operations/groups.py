"""Forming groups: preview, reshuffle, pin, move; nobody is moved until they are sent."""

from __future__ import annotations

from typing import Any

from folkmoot.kit.ids import new_id
from folkmoot.live.operations.people import are_found
from folkmoot.live.roster import roster_of, who_is_here
from folkmoot.matching.breakouts import Allocation, propose_breakouts, propose_same_as_before
from folkmoot.matching.coffee import propose_coffee
from folkmoot.matching.cost import MIXED, Weights
from folkmoot.matching.dice import new_seed
from folkmoot.matching.proposal import Pins, Proposal, Terms, assess
from folkmoot.matching.rooms import number_rooms
from folkmoot.matching.roster import Roster
from folkmoot.matching.score import Group as Seats
from folkmoot.matching.score import Why
from folkmoot.matching.sizes import Form, Size, form_for
from folkmoot.practice_kit.fields import Refused
from folkmoot.practice_kit.wire.ops import MovePerson, PinPerson, ProposeGroups
from folkmoot.programme.group_plan import GroupPlan, read_plan
from folkmoot.programme.models import CallMode
from folkmoot.record import access
from folkmoot.record.models import Group, Grouping, Participant
from folkmoot.record.operations.groups import activity_of, corrections, groups_in, remember_meetings, take_along
from folkmoot.record.operations.registry import Context, operation
from folkmoot.record.operations.turns import recut

SEED_LIMIT = 2**31


@operation(ProposeGroups)
def propose_groups(ctx: Context, op: ProposeGroups) -> dict[str, Any]:
    """Draw groups of those who are here, by the plan; a reshuffle keeps the pins."""
    ctx.only_facilitators()
    ctx.only_open()
    plan = read_plan(op.plan)
    item = ctx.layer.base.items.get(op.item)
    if plan is None or item is None:
        raise Refused("gone", "That item is no longer in the agenda.")
    people = who_is_here(ctx.layer)
    if not people:
        raise Refused("nobody", "Nobody is here to be put in groups yet.")
    old = ctx.layer.get(Grouping, op.grouping) if op.grouping else None
    if old is not None and old.status != Grouping.Status.PROPOSED:
        raise Refused("sent", "These groups have been sent. Move people one by one, or make new groups.")
    roster = roster_of(ctx.layer, people, besides=op.grouping)
    seed = (new_seed() if op.seed is None else op.seed) % SEED_LIMIT
    proposal = _draw(ctx, plan, item.minutes, roster, seed, _pins(ctx, old))
    grouping = _store(ctx, op, plan, proposal, old, seed)
    _tell_proposal(ctx, grouping)
    return {"grouping": grouping.id}


def _draw(ctx: Context, plan: GroupPlan, minutes: int, roster: Roster, seed: int, pins: Pins) -> Proposal:
    if plan.kind == "coffee":
        return propose_coffee(
            roster, seed=seed, form=form_for(15 if minutes >= 15 else minutes, in_session=True), pins=pins
        )
    if plan.kind == "threes":
        return propose_coffee(roster, seed=seed, form=Form.THREES_NO_PAIRS, pins=pins)
    if plan.kind == "same":
        return propose_same_as_before(_before(ctx, plan), roster, seed=seed)
    allocation = (
        Allocation.KEEP_PARTIES if plan.keep_parties else (Allocation.MIXED if plan.mix else Allocation.BY_CHANCE)
    )
    return propose_breakouts(
        roster, seed=seed, allocation=allocation, size=Size(target=plan.size), avoid_met=plan.new_people, pins=pins
    )


def _before(ctx: Context, plan: GroupPlan) -> list[Seats]:
    """The groups that return: those of the named item, else the latest larger ones, else the latest."""
    sent = [g for g in ctx.layer.all(Grouping) if g.status != Grouping.Status.PROPOSED]
    named = [g for g in sent if plan.same_as and g.item == plan.same_as]
    breakouts = [g for g in sent if g.plan.get("kind") in ("breakout", "same", "by_hand")]
    pool = sorted(named or breakouts or sent, key=lambda g: access.millis(g.opened_at) or 0)
    if not pool:
        raise Refused("none_before", "There were no groups before. Choose a size instead.")
    return [Seats(group.number, tuple(group.members)) for group in groups_in(ctx.layer, pool[-1].id)]


def _pins(ctx: Context, old: Grouping | None) -> Pins:
    groups = groups_in(ctx.layer, old.id) if old else []
    return Pins(people={person: group.number for group in groups for person in group.pins if person in group.members})


def _store(
    ctx: Context, op: ProposeGroups, plan: GroupPlan, proposal: Proposal, old: Grouping | None, seed: int
) -> Grouping:
    session = ctx.layer.base.session
    grouping = old or Grouping(id=new_id(), session_id=session.id, item=op.item)
    pinned = {person for group in (groups_in(ctx.layer, old.id) if old else []) for person in group.pins}
    for group in groups_in(ctx.layer, grouping.id):
        ctx.layer.remove(group)
        ctx.layer.tell(access.FACILITATORS, "group_dropped", drop={"groups": [group.id]})
    grouping = ctx.layer.put(ctx.layer.revise(grouping, plan=plan.to_json(), seed=seed, report=report_of(proposal)))
    for seats, number in zip(proposal.groups, _numbers(ctx, plan, proposal, pinned), strict=True):
        put_group(ctx, grouping, number, list(seats.members), [p for p in seats.members if p in pinned])
    return grouping


def _numbers(ctx: Context, plan: GroupPlan, proposal: Proposal, pinned: set[str]) -> list[int]:
    """The groups' numbers: where the producer moves people, those that need the fewest moves in the meeting tool.

    Groups that return, and those with somebody pinned, keep the number by which people know them.
    """
    groups = proposal.groups
    if plan.kind == "same" or access.call_mode(ctx.layer) != CallMode.MOVED:
        return [seats.number for seats in groups]
    rooms = {p.person_id: p.call_room for p in ctx.layer.all(Participant) if p.call_room is not None}
    fixed = {place: seats.number for place, seats in enumerate(groups) if pinned & set(seats.members)}
    return number_rooms([seats.members for seats in groups], rooms, fixed=fixed)


def put_group(ctx: Context, grouping: Grouping, number: int, members: list[str], pins: list[str]) -> Group:
    """Make a group."""
    session = ctx.layer.base.session.id
    return ctx.layer.put(
        Group(
            id=new_id(), session_id=session, grouping_id=grouping.id, number=number, members=members, pins=pins
        )
    )  # fmt: skip


def must_have_links(ctx: Context, groups: list[Group]) -> None:
    """Refuse to show addresses where a group has none.

    Raises:
        Refused: with the numbers of the rooms that lack one.
    """
    session = ctx.layer.base.session
    without = [str(group.number) for group in groups if group.members and not session.room_link(group.number)]
    if without:
        which = f"Rooms {', '.join(without)} have" if len(without) > 1 else f"Room {without[0]} has"
        raise Refused("no_link", f"{which} no address. Add it to the plan, make fewer groups, or move people yourself.")


def report_of(proposal: Proposal) -> dict[str, Any]:
    """Quality in words and reasons by group; nothing in it comes from a private wish."""
    returning = proposal.terms.returning
    return {
        "words": list(proposal.score.in_words(returning=returning)),
        "returning": returning,
        "repeats": proposal.score.repeats,
        "same_organisation": proposal.score.same_organisation,
        "best": proposal.score.best_there_is,
        "reasons": [
            {"code": str(r.code), "people": list(r.people), "detail": r.detail}
            for r in proposal.score.reasons
            if not (returning and r.code is Why.MET_BEFORE)
        ],
        "remarks": [str(remark) for remark in proposal.remarks],
        "explanation": proposal.explanation(),
    }


def _tell_proposal(ctx: Context, grouping: Grouping) -> None:
    groups = [group.id for group in groups_in(ctx.layer, grouping.id)]
    ctx.layer.tell(access.FACILITATORS, "groups_proposed", put={"groupings": [grouping.id], "groups": groups})


def rescore(ctx: Context, grouping: Grouping, moved: list[str]) -> Grouping:
    """Say again how good the groups are, after people were moved: by the weights and sizes they were drawn by.

    What was put right about others stays; where those who were moved are now is the truth about them.
    """
    groups = groups_in(ctx.layer, grouping.id)
    people = [p for group in groups for person in group.members if (p := ctx.layer.participant(person))]
    roster = roster_of(ctx.layer, people, besides=grouping.id)
    seats = [Seats(group.number, tuple(group.members)) for group in groups]
    now = assess(seats, roster, _terms(grouping), seed=grouping.seed)
    kept = {person: group for person, group in corrections(grouping).items() if person not in moved}
    return ctx.layer.revise(grouping, report=report_of(now) | ({"corrected": kept} if kept else {}))


def _terms(grouping: Grouping) -> Terms:
    """What these groups were drawn by; groups made by hand may have any size."""
    drawn = grouping.report.get("explanation")
    if not drawn:
        return Terms("by_hand", MIXED, (2, SEED_LIMIT))
    weights = {**drawn["weights"], "named": tuple(map(tuple, drawn["weights"].get("named", ())))}
    smallest, largest = drawn["sizes"]
    keeps_parties = drawn["method"] == f"breakouts_{Allocation.KEEP_PARTIES}"
    return Terms(drawn["method"], Weights(**weights), (smallest, largest), keeps_parties)


@operation(MovePerson)
def move_person(ctx: Context, op: MovePerson) -> None:
    """Move or swap people, in a preview or at work.

    Whoever is moved is told where to and why; what they wrote stays where it was.
    """
    ctx.only_facilitators()
    grouping = ctx.grouping(op.grouping)
    groups = groups_in(ctx.layer, grouping.id)
    source = next((g for g in groups if op.person in g.members), None)
    target = next((g for g in groups if (op.swap in g.members if op.swap else g.id == op.group)), None)
    moved = ctx.layer.participant(op.person)
    if moved is None:
        raise Refused("gone", "That person is not in this session.")
    if not moved.admitted:
        raise Refused("not_admitted", "Let them in first.")
    still_open(grouping)
    if op.group and target is None:
        raise Refused("gone", "That group is not one of these. Look again at where there is room.")
    if op.swap and (source is None or target is None):
        raise Refused("gone", "Those two are not both in a group.")
    if op.swap and source is not None and target is not None:
        place(ctx, source, add=op.swap, take=op.person)
        place(ctx, target, add=op.person, take=op.swap)
    else:
        if source is not None:
            place(ctx, source, take=op.person)
        if target is not None:
            place(ctx, ctx.group(target.id), add=op.person)
    after_move(ctx, grouping, [op.person, *([op.swap] if op.swap else [])])


def still_open(grouping: Grouping) -> None:
    """Refuse changes once a group has come back: who was in it decides who reads its words and who lets them leave.

    Raises:
        Refused: for groups that are closed.
    """
    if grouping.status == Grouping.Status.CLOSED:
        raise Refused("closed", "These groups have come back. Open the rooms again first, or make new groups.")


def place(ctx: Context, group: Group, *, add: str = "", take: str = "") -> Group:
    """Add somebody to a group, or take them out with their pen, roles and pin."""
    members = [p for p in group.members if p != take]
    if add and add not in members:
        members.append(add)
    pen = "" if group.pen == take else group.pen
    roles = {role: person for role, person in group.roles.items() if person != take}
    return ctx.layer.revise(group, members=members, pins=[p for p in group.pins if p != take], pen=pen, roles=roles)


def after_move(ctx: Context, grouping: Grouping, people: list[str]) -> None:
    """Score again and tell everybody concerned; in groups at work also take texts and turns along."""
    grouping = rescore(ctx, grouping, people)
    groups = groups_in(ctx.layer, grouping.id)
    ctx.layer.tell(
        access.FACILITATORS, "groups_changed", put={"groupings": [grouping.id], "groups": [g.id for g in groups]}
    )
    if grouping.status == Grouping.Status.PROPOSED:
        return
    ctx.layer.tell(access.SESSION, "callers_placed", put={"groupings": [grouping.id]})
    for group in groups:
        moved = [person for person in people if person in group.members]
        if moved:
            _settle_in(ctx, grouping, group, moved)
        else:
            _close_up(ctx, grouping, group)
        ctx.layer.tell(access.of_group(group.id), "group_changed", put={"groups": [group.id]})


def _close_up(ctx: Context, grouping: Grouping, group: Group) -> None:
    """Share the turn of somebody who went elsewhere among those who stay."""
    activity = activity_of(ctx.layer, grouping)
    if activity is not None and any(turn["person"] not in group.members for turn in group.turns.get("turns", [])):
        recut(ctx, activity, grouping, group)


def _settle_in(ctx: Context, grouping: Grouping, group: Group, moved: list[str]) -> None:
    """Tell people where they are now, give them turns, and remember whom they met; nobody among them is lost now."""
    are_found(ctx, moved)
    activity = activity_of(ctx.layer, grouping)
    for person in moved:
        if activity is not None:
            take_along(ctx, activity, person, group)
        ctx.layer.tell(access.of_person(person), "placed", group=group.id, number=group.number)
    if activity is not None:
        recut(ctx, activity, grouping, group)
    if grouping.status in (Grouping.Status.OPEN, Grouping.Status.CLOSING):
        remember_meetings(ctx, grouping)


@operation(PinPerson)
def pin_person(ctx: Context, op: PinPerson) -> None:
    """Keep somebody where they are when the preview is reshuffled, or let them go again."""
    ctx.only_facilitators()
    for group in groups_in(ctx.layer, ctx.grouping(op.grouping).id):
        if op.person in group.members:
            pins = [p for p in group.pins if p != op.person]
            ctx.layer.revise(group, pins=[*pins, op.person] if op.pin else pins)
            ctx.layer.tell(access.FACILITATORS, "pinned", put={"groups": [group.id]})
