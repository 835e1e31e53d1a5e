"""A common purpose: answers alone, and a statement in forty words."""

from __future__ import annotations

import asyncio

from folkmoot.practice_kit.wire.ops import (
    Admit,
    CallFacilitator,
    Clock,
    Knock,
    MovePerson,
    OpenRooms,
    ProposeGroups,
    PutEntry,
    SaveDraft,
    SendGroups,
    TakeRole,
)
from folkmoot.rehearsal.line import Answer
from folkmoot.rehearsal.store import Row
from tests.scenario import cast
from tests.scenario.play import Seen, scene
from tests.scenario.scene_2_meeting import SEED, groups_of
from tests.scenario.scene_3_understanding import line_of
from tests.scenario.screens import form_with
from tests.scenario.somebody import Somebody
from tests.scenario.workshop import Workshop

WORDS = (
    "Make it easy and normal for 13–16s in Ashwell to be active after school, because that is when we lose them; "
    "so they feel well and belong, families worry less, and services see fewer crises."
)
"""Thirty-five words; a mark makes thirty-six."""
TOO_MANY = " ".join(f"word{number}" for number in range(46))


@scene("14:40")
async def framed(w: Workshop) -> Seen:
    """The purpose is framed, with an example under three headings. Noor comes by the code."""
    activity = w.kept["purpose"] = await w.go("Our purpose in forty words")
    stages = [one.store.stage(activity) for one in w.connected]
    noor, page = w[cast.GUEST], f"/join/{w.session.join_code}/"
    known = form_with((await noor.get(page)).text, "known")["known"]
    await noor.post(page, known=known)
    w.move("14:45")
    await noor.enter(w.session.id)
    waiting = dict(noor.store.you)
    await w["Tom"].until(lambda store: store.tables["people"].get(noor.id, {}).get("admitted") is False)
    await w["Tom"].does(Admit, person=noor.id, admitted=True)
    await noor.until(lambda store: store.you["admitted"])
    return Seen(stages=stages, waiting=waiting)


@scene("14:45")
async def answers(w: Workshop) -> Seen:
    """Everybody answers alone. Meanwhile people are sent to groups, moved, drop, come back and open a second tab."""
    activity = w.kept["purpose"]
    await w.stage(activity, "write")
    here = w["Tom"].store.session["here"]
    marks = await _answer_all(w, activity)
    await w.quiet()
    told = {mark: w.watch.told[mark] for mark in marks.values()}
    before = groups_of(w["Tom"], w.kept["breakout_groups"])
    proposed = await w["Tom"].does(ProposeGroups, item=w.items[_TITLE].id, plan={"kind": "same"}, seed=SEED)
    grouping = w.kept["purpose_groups"] = proposed["grouping"]
    await w["Tom"].until(lambda store: grouping in store.tables["groupings"])
    await w["Tom"].does(SendGroups, grouping=grouping)
    await w.all(lambda one: one.until(lambda _: one.group(grouping) is not None), w.taking_part)
    groups = [dict(group) for group in groups_of(w["Tom"], grouping)]
    knocked = await _stir(w, grouping)
    await w.quiet()
    told_after = {mark: w.watch.told[mark] for mark in marks.values()}
    seen = Seen(here=here, before=before, groups=groups, told=told, told_after=told_after, marks=marks)
    seen.knocked = knocked
    seen.others = {one.first: _answers_of_others(one, activity) for one in w.connected}
    await _reveal(w, activity, grouping, marks)
    seen.shown = {one.first: one.entries(activity["id"], "answer") for one in w.taking_part}
    seen.told_then = {mark: w.watch.told[mark] for mark in marks.values()}
    return seen


_TITLE = "Our purpose in forty words"


async def _answer_all(w: Workshop, activity: Row) -> dict[str, str]:
    marks = {one.first: w.watch.mark(one.first) for one in w.taking_part}

    async def one(who: Somebody) -> None:
        body = {"what": f"Open the hall late {marks[who.first]}", "why": "It is dark", "who": "people"}
        await who.does(SaveDraft, box=f"{activity['id']}:answer:", body=body)
        await who.does(PutEntry, activity=activity["id"], entry_kind="answer", body=body)

    await w.all(one, w.taking_part)
    return marks


def _answers_of_others(one: Somebody, activity: Row) -> list[str]:
    return [e["id"] for e in one.entries(activity["id"], "answer") if e["id"] not in one.store.mine]


async def _stir(w: Workshop, grouping: str) -> Answer:
    """All that may bring somebody a frame too many while others' words are still theirs alone.

    Gives what Asha was told who knocked while people wrote; when the group calls her, she comes, and sees nothing yet.
    """
    tom, bea = w["Tom"], w["Bea"]
    groups = groups_of(tom, grouping)
    moved = w.of(groups[0]["members"])[0]
    for group in (groups[1], groups[0]):
        await tom.does(MovePerson, grouping=grouping, person=moved.id, group=group["id"])
        key = group["id"]
        await moved.until(
            lambda _, key=key: (moved.group(grouping) or {}).get("id") == key  # type: ignore[misc]  # bound now
        )
    knock = {"group": groups[2]["id"], "enter": True}
    refused = await w["Asha"].tries(Knock, **knock)
    await w.of(groups[2]["members"])[0].does(CallFacilitator, group=groups[2]["id"], on=True)
    await w["Asha"].does(Knock, **knock)
    await tom.until(lambda store: store.tables["groups"][groups[2]["id"]]["visitors"])
    dropping = [w["Dee"], w["Sam"], w["Joel"], w["screen"]]
    lines = {one: line_of(one) for one in dropping}
    for one in dropping:
        await one.room.drop()
    second = bea.another_line(w.session.id)
    await second.open()
    for one in dropping:
        one.room.come_back()
    await w.all(
        lambda one: one.until(
            lambda _, one=one: one.room.connected and line_of(one) > lines[one]  # type: ignore[misc]  # bound now
        ),
        dropping,
    )
    fresh = [w[first].another_line(w.session.id) for first in ("Nia", "Tom", "Ife")]
    await asyncio.gather(*(line.open() for line in fresh))
    await asyncio.gather(*(line.close() for line in (second, *fresh)))
    return refused


async def _reveal(w: Workshop, activity: Row, grouping: str, marks: dict[str, str]) -> None:
    """The moment when each group sees its own answers, and nobody another's; Asha sees those where she has knocked."""
    for group in groups_of(w["Tom"], grouping):
        members = [one.first for one in w.of(group["members"])]
        visitors = ["Asha"] if "Asha Verma" in group["visitors"] else []
        w.watch.open([marks[first] for first in members], [*members, *visitors])
    w.move("14:48")
    await w["Tom"].does(OpenRooms, grouping=grouping, minutes=22)
    await w.stage(activity, "read")
    await w.all(lambda one: one.until(lambda _: len(one.entries(activity["id"], "answer")) >= 3), w.taking_part)
    await w["Asha"].does(Knock, group=groups_of(w["Tom"], grouping)[2]["id"], enter=False)


@scene("14:49")
async def too_many_words(w: Workshop) -> Seen:
    """Group 3 reaches forty-seven words: they are kept as a draft that all see, and cannot be submitted."""
    activity, grouping = w.kept["purpose"], w.kept["purpose_groups"]
    await w.stage(activity, "draft")
    group = groups_of(w["Tom"], grouping)[2]
    scribe, *others = w.of(group["members"])
    mark = w.watch.mark(scribe.first)
    w.watch.open([mark], [one.first for one in others])
    await scribe.does(TakeRole, group=group["id"], role="scribe", person=scribe.id)
    box, body = f"{activity['id']}:statement:", {"text": f"{TOO_MANY} {mark}"}
    await scribe.does(SaveDraft, box=box, body=body, shared=True)
    await w.all(lambda one: one.until(lambda store: store.drafts.get(box) == body), others)
    await w.quiet()
    refused = await scribe.tries(PutEntry, activity=activity["id"], entry_kind="statement", body=body)
    intruder = await others[0].tries(SaveDraft, box=box, body={"text": "Mine instead"}, shared=True)
    return Seen(
        refused=refused,
        intruder=intruder,
        drafts=[one.store.drafts.get(box) for one in others],
        body=body,
        elsewhere=[one.first for one in w.connected if box in one.store.drafts and one not in (scribe, *others)],
        entries=[one.entries(activity["id"], "statement") for one in w.connected],
        fields=next(
            kind["fields"]
            for kind in scribe.store.tables["practices"]["common_purpose"]["kinds"]
            if kind["name"] == "statement"
        ),
    )


@scene("15:02")
async def scribe_lost(w: Workshop) -> Seen:
    """The laptop of group 6's scribe dies; another takes over with one tap, and every group submits."""
    activity, grouping = w.kept["purpose"], w.kept["purpose_groups"]
    group = groups_of(w["Tom"], grouping)[5]
    scribe, other, *rest = w.of(group["members"])
    mark = w.watch.mark(scribe.first)
    w.watch.open([mark], [one.first for one in (other, *rest)])
    box, body = f"{activity['id']}:statement:", {"text": f"Open the hall {mark}"}
    await scribe.does(TakeRole, group=group["id"], role="scribe", person=scribe.id)
    await scribe.does(SaveDraft, box=box, body=body, shared=True)
    await other.until(lambda store: store.drafts.get(box) == body)
    await scribe.room.drop()
    await w["Tom"].until(lambda store: store.presence.get(scribe.id) == "away")
    fresh = other.another_line(w.session.id)
    await fresh.open()
    draft = dict(fresh.store.drafts.get(box, {}))
    await fresh.close()
    await other.does(TakeRole, group=group["id"], role="scribe", person=other.id)
    mine = await other.until(lambda _: (other.group(grouping) or {}).get("pen") == other.id and other.group(grouping))
    await w["Tom"].until(lambda store: store.tables["groups"][group["id"]]["pen"] == other.id)
    await other.does(SaveDraft, box=box, body={"text": f"Open the hall late {mark}"}, shared=True)
    scribe.room.come_back()
    await scribe.until(lambda _: scribe.room.connected and (scribe.group(grouping) or {}).get("pen") == other.id)
    seen = Seen(draft=draft, body=body, group=dict(mine), other=other.id, back=dict(scribe.store.drafts))
    seen.box = box
    w.kept["statements"] = await _submit_all(w, activity, grouping)
    return seen


async def _submit_all(w: Workshop, activity: Row, grouping: str) -> dict[int, tuple[str, str]]:
    """Each group's statement: its mark and id by the group's number."""
    made = {}
    for group in groups_of(w["Tom"], grouping):
        scribe, *others = w.of(group["members"])
        mark = w.watch.mark(scribe.first)
        w.watch.open([mark], [one.first for one in others])
        holder = next((one for one in (scribe, *others) if one.id == group["pen"]), None)
        if holder is None:
            await scribe.does(TakeRole, group=group["id"], role="scribe", person=scribe.id)
            holder = scribe
        w.watch.open([mark], [holder.first])
        made[group["number"]] = (mark, await holder.writes(activity["id"], "statement", text=f"{WORDS} {mark}"))
    return made


@scene("15:08")
async def two_minutes_more(w: Workshop) -> Seen:
    """Nia adds two minutes; every clock agrees, and it is said in the rooms."""
    grouping = w.kept["purpose_groups"]
    before = w["Bea"].store.tables["groupings"][grouping]["seconds"]
    clocks_before = {_clocks(w, one) for one in w.connected}
    await w["Nia"].does(Clock, do="add", seconds=120)
    await w.everywhere(lambda store: store.tables["groupings"][grouping]["seconds"] == before + 120)
    return Seen(
        before=clocks_before,
        after={_clocks(w, one) for one in w.connected},
        told={one.first: _told_time(one) for one in w.connected},
        in_rooms=sum(one.group(grouping) is not None for one in w.taking_part),
        clocks=await w.all(lambda one: one.offset(w.clock.now), w.connected),
    )


def _clocks(w: Workshop, one: Somebody) -> tuple[float, float, float]:
    """When the item, the groups' round and the step end, as somebody's browser counts; milliseconds since 1970."""
    tables = one.store.tables
    item, activity = tables["items"][w.items[_TITLE].id], tables["activities"][w.kept["purpose"]["id"]]
    grouping = tables["groupings"][w.kept["purpose_groups"]]
    return (
        item["started_at"] + item["paused_ms"] + (item["seconds"] + item["added_seconds"]) * 1000,
        grouping["opened_at"] + grouping["seconds"] * 1000,
        activity["stage_started_at"] + activity["stage_seconds"] * 1000,
    )


def _told_time(one: Somebody) -> list[Row]:
    found = [event["note"] for event in one.store.events if event["kind"] == "clock_changed"]
    return found[-1:]
