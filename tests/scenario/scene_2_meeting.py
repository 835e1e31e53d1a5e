"""Ways of working, and the coffee trial: from the match to what people bring back."""

from __future__ import annotations

from typing import Any

from folkmoot.practice_kit.wire.ops import (
    CloseGroups,
    Knock,
    OpenRooms,
    PlaceLate,
    Promote,
    ProposeGroups,
    PutEntry,
    SaveDraft,
    Say,
    SendGroups,
)
from folkmoot.rehearsal.store import Row
from tests.scenario import cast
from tests.scenario.play import Seen, scene
from tests.scenario.somebody import Somebody
from tests.scenario.workshop import Workshop

TAPPED = 33
SHARED, OFFERED = 22, 31
SEED = 7


def people_by_id(w: Workshop) -> dict[str, Row]:
    """Everybody as Tom sees them, by id."""
    return dict(w["Tom"].store.tables["people"])


def groups_of(who: Somebody, grouping: str) -> list[Row]:
    """The groups of a forming as somebody sees them, by number."""
    found = [g for g in who.store.tables["groups"].values() if g["grouping"] == grouping]
    return sorted(found, key=lambda group: group["number"])


@scene("13:05")
async def ways_of_working(w: Workshop) -> Seen:
    """The rule is explained, thirty-three tap, and somebody suggests other words."""
    activity = await w.go("Ways of working")
    w.move("13:06")
    for first in cast.AT_SIX_PAST:
        await w[first].enter(w.session.id)
    tapping = w.taking_part[:TAPPED]
    taps = await w.all(lambda one: one.writes(activity["id"], "acceptance", answer="in"), tapping)
    mark = w.watch.mark("Bea")
    suggestion = await w["Bea"].writes(activity["id"], "suggestion", text=f"Leave a silence after a question {mark}")
    nia = w["Nia"]
    await nia.until(lambda _: w.count(nia, activity["id"], "acceptance").get("count") == TAPPED)
    before = list(nia.entries(activity["id"], "suggestion"))
    w.watch.open([mark])
    await w.stage(activity, "talk")
    shown = await nia.until(lambda store: store.tables["entries"].get(suggestion))
    words = f"Leave a silence after a question. {mark}"
    taken = await nia.does(Promote, entry=suggestion, to="agreement", activity=activity["id"], text=words)
    await w.everywhere(lambda store: taken["entry"] in store.tables["entries"])
    w.move("13:08")
    await w.stage(activity, "agree")
    await w.quiet()
    return Seen(
        taps=set(taps),
        count=w.count(nia, activity["id"], "acceptance"),
        counts={one.first: w.count(one, activity["id"], "acceptance") for one in w.taking_part},
        entries={one.first: one.entries(activity["id"], "acceptance") for one in w.connected},
        nia=list(nia.store.events),
        before=before,
        shown=shown,
        promises=[one.store.tables["entries"][taken["entry"]] for one in w.connected],
        sessions=[dict(one.store.session) for one in w.connected],
        items={item["title"]: dict(item) for item in w["Bea"].store.tables["items"].values()},
    )


@scene("13:10")
async def matched(w: Workshop) -> Seen:
    """The coffee trial is introduced. Tom looks at a match that nobody else sees; then two wish to be apart."""
    activity = await w.go("Coffee")
    w.kept["coffee"] = activity
    item = w.items["Coffee"]
    ask = {"item": item.id, "plan": item.group_plan, "seed": SEED}
    grouping = (await w["Tom"].does(ProposeGroups, **ask))["grouping"]
    w.kept["coffee_groups"] = grouping
    first = await _drawn(w, grouping)
    await w["Tom"].does(ProposeGroups, grouping=grouping, **ask)
    second = await _drawn(w, grouping, besides=first)
    names = {one.id: one.first for one in w.people.values() if one.id}
    one, other = [names[person] for person in first[0]["members"][:2]]
    await w.wish_apart(one, other)
    await w["Tom"].does(ProposeGroups, grouping=grouping, **ask)
    await w.quiet()
    return Seen(
        here=w["Tom"].store.session["here"],
        first=[group["members"] for group in first],
        second=[group["members"] for group in second],
        wished={w[one].id, w[other].id},
        groups=await _drawn(w, grouping, besides=second),
        people=people_by_id(w),
        report=w["Tom"].store.tables["groupings"][grouping]["report"],
        others=[one for one in w.taking_part if grouping in one.store.tables["groupings"] or groups_of(one, grouping)],
        ids={one.first: one.id for one in w.people.values() if one.id},
    )


async def _drawn(w: Workshop, grouping: str, besides: list[Row] | None = None) -> list[Row]:
    """The proposed groups as Tom sees them, once they are others than these."""
    old = {group["id"] for group in besides or []}
    tom = w["Tom"]
    await tom.until(lambda _: groups_of(tom, grouping) and not old & {g["id"] for g in groups_of(tom, grouping)})
    return [dict(group) for group in groups_of(tom, grouping)]


@scene("13:13")
async def sent(w: Workshop) -> Seen:
    """Everybody is told where and with whom; Asha goes to Ken's room, where they see that she comes."""
    grouping = w.kept["coffee_groups"]
    await w["Tom"].does(SendGroups, grouping=grouping)
    await w.all(lambda one: one.until(lambda _: one.group(grouping) is not None), w.taking_part)
    with_ken = next(g for g in groups_of(w["Tom"], grouping) if w["Ken"].id in g["members"])
    await w["Asha"].does(Knock, group=with_ken["id"], enter=True)
    companions = w.of(with_ken["members"])
    await w.all(lambda one: one.until(lambda _: (one.group(grouping) or {})["visitors"]), companions)
    await w["Asha"].until(lambda store: store.tables["groups"][with_ken["id"]]["visitors"])
    await w.quiet()
    return Seen(
        views={one.first: dict(one.group(grouping) or {}) for one in w.taking_part},
        ids={one.id: one.first for one in w.people.values() if one.id},
        activity=dict(w["Bea"].store.activity or {}),
        companions=[one.first for one in companions],
        asha=dict(w["Asha"].store.tables["groups"][with_ken["id"]]),
        screen=groups_of(w["screen"], grouping),
    )


@scene("13:15")
async def round_starts(w: Workshop) -> Seen:
    """The rooms are open and the turns begin."""
    grouping, activity = w.kept["coffee_groups"], w.kept["coffee"]
    await w["Tom"].does(OpenRooms, grouping=grouping, minutes=15)
    await w.stage(activity, "talk")
    await w.all(lambda one: one.until(lambda _: (one.group(grouping) or {})["turns"]), w.taking_part)
    await w["Tom"].until(lambda _: all(group["turns"] for group in groups_of(w["Tom"], grouping)))
    return Seen(groups=[dict(group) for group in groups_of(w["Tom"], grouping)], began=w.clock.now().timestamp())


@scene("13:17")
async def two_are_late(w: Workshop) -> Seen:
    """Glyn and June arrive. Tom puts June with the pair, thinks again, and puts the two together."""
    grouping = w.kept["coffee_groups"]
    tom, pair = w["Tom"], next(g for g in groups_of(w["Tom"], w.kept["coffee_groups"]) if len(g["members"]) == 2)
    glyn, june = [await w[first].enter(w.session.id) for first in cast.LATE]
    late = [glyn.id, june.id]
    await tom.until(lambda store: all(store.tables["people"].get(one, {}).get("here") for one in late))
    without = _without_a_group(w, grouping)
    await tom.does(PlaceLate, grouping=grouping, people=[june.id], group=pair["id"])
    three = await june.until(lambda _: (june.group(grouping) or {}).get("turns") and june.group(grouping))
    made = await tom.does(PlaceLate, grouping=grouping, people=late)
    for one in (glyn, june):
        await one.until(lambda _, one=one: (one.group(grouping) or {}).get("id") == made["group"])  # type: ignore[misc]  # bound now
        await one.until(lambda _, one=one: made["group"] in [note["group"] for note in _told_place(one)])  # type: ignore[misc]  # bound now
    return Seen(
        without=without,
        late=late,
        pair=pair,
        three=dict(three),
        new=dict(june.group(grouping) or {}),
        left=dict(tom.store.tables["groups"][pair["id"]]),
        told=[_told_place(one) for one in (glyn, june)],
        now=w.clock.now().timestamp(),
        ends=w.at("13:30").timestamp(),
        groups=groups_of(tom, grouping),
    )


def _without_a_group(w: Workshop, grouping: str) -> list[str]:
    """What Tom's panel lists: who is here, let in, takes part and is in no group."""
    placed = {person for group in groups_of(w["Tom"], grouping) for person in group["members"]}
    people = w["Tom"].store.tables["people"].values()
    here = [p for p in people if p["here"] and p["admitted"] and not p["roles"]]
    return [person["id"] for person in here if person["id"] not in placed]


def _told_place(one: Somebody) -> list[Any]:
    return [event["note"] for event in one.store.events if event["kind"] == "placed"]


@scene("13:21")
async def one_drops(w: Workshop) -> Seen:
    """One of a three loses her connection while she writes; the other two go on, and at 13:24 she is back."""
    grouping, activity = w.kept["coffee_groups"], w.kept["coffee"]
    group = next(g for g in groups_of(w["Tom"], grouping) if len(w.of(g["members"])) == 3)
    lost, *others = w.of(group["members"])
    mark = w.watch.mark(lost.first)
    box = f"{activity['id']}:noticing:"
    await lost.does(SaveDraft, box=box, body={"panel": "noticing", "text": f"How alike our weeks are {mark}"})
    before = dict(lost.group(grouping) or {})
    figures = (lost.room.figures.resumed, lost.room.figures.snapshots)
    await lost.room.drop()
    said = w.watch.mark(others[0].first)
    w.watch.open([said], [one.first for one in (lost, *others)])
    await others[0].does(Say, to="group", text=f"She has dropped, we go on {said}")
    await others[1].until(lambda store: any(said in str(e["body"]) for e in store.tables["entries"].values()))
    meanwhile = dict(others[0].group(grouping) or {})
    await w["Tom"].until(lambda store: store.presence.get(lost.id) == "away")
    w.move("13:24")
    lost.room.come_back()
    await lost.until(lambda store: any(said in str(e["body"]) for e in store.tables["entries"].values()))
    await others[0].until(lambda store: store.presence.get(lost.id) == "here")
    return Seen(
        before=before,
        meanwhile=meanwhile,
        after=dict(lost.group(grouping) or {}),
        resumed=lost.room.figures.resumed - figures[0],
        snapshots=lost.room.figures.snapshots - figures[1],
        draft=lost.store.drafts.get(box, {}),
        mark=mark,
        gaps=lost.store.gaps,
        still_in_groups=sum(len(g["members"]) for g in groups_of(w["Tom"], grouping)),
    )


@scene("13:29")
async def a_minute_left(w: Workshop) -> Seen:
    """Everybody is told in their room that a minute is left."""
    grouping = w.kept["coffee_groups"]
    await w["Tom"].does(CloseGroups, grouping=grouping, seconds=60)
    await w.everywhere(lambda store: store.tables["groupings"][grouping]["status"] == "closing")
    return Seen(
        told={one.first: _closing(one) for one in w.taking_part},
        closing_at={one.store.tables["groupings"][grouping]["closing_at"] for one in w.connected},
        in_rooms=sum(one.group(grouping) is not None for one in w.taking_part),
        at=w.clock.now().timestamp(),
    )


def _closing(one: Somebody) -> list[Row]:
    return [event["note"] for event in one.store.events if event["kind"] == "groups_closing"]


@scene("13:31")
async def debrief(w: Workshop) -> Seen:
    """The groups are back. Two quiet minutes, offers and asks, and then what people choose to share."""
    grouping, activity = w.kept["coffee_groups"], w.kept["coffee"]
    await w.everywhere(lambda store: store.tables["groupings"][grouping]["status"] == "closed")
    await w.stage(activity, "notice")
    noticed = await _notes(w, activity)
    w.move("13:33")
    await w.stage(activity, "offer")
    offered = await _offers(w, activity)
    nia = w["Nia"]
    await nia.is_told()
    hidden = nia.entries(activity["id"], "noticing") + nia.entries(activity["id"], "offer")
    w.move("13:35")
    w.watch.open([mark for mark, _ in [*noticed, *offered]])
    await w.stage(activity, "share")
    await w.everywhere(lambda store: len(store.entries(activity["id"], "offer")) >= OFFERED)
    await w.everywhere(lambda store: len(store.entries(activity["id"], "noticing")) >= SHARED)
    return Seen(
        before=hidden,
        walls={one.first: one.entries(activity["id"], "noticing") for one in w.crew},
        offers=nia.entries(activity["id"], "offer"),
        written=[entry for _, entry in noticed],
        at_bea=list(w["screen"].entries(activity["id"], "noticing")),
    )


async def _notes(w: Workshop, activity: Row) -> list[tuple[str, str]]:
    """Thirty write what they noticed; twenty-two put it on the wall. Gives those: their marks and ids."""

    async def write(one: Somebody, place: int) -> tuple[str, str]:
        mark = w.watch.mark(one.first)
        body = {"panel": "noticing", "text": f"What I noticed {mark}"}
        fields = {"activity": activity["id"], "entry_kind": "noticing", "private": place >= SHARED}
        return mark, str((await one.does(PutEntry, body=body, **fields))["entry"])

    return (await w.each(write, w.taking_part[: SHARED + 8]))[:SHARED]


async def _offers(w: Workshop, activity: Row) -> list[tuple[str, str]]:
    """Thirty-four write a card; thirty-one go on the wall, with the one that Asha types for Ken."""

    async def write(one: Somebody, place: int) -> tuple[str, str]:
        mark = w.watch.mark(one.first)
        body = {"offer": f"An hour and a kettle {mark}", "ask": f"A room on Tuesdays {mark}"}
        fields = {"activity": activity["id"], "entry_kind": "offer", "private": place >= OFFERED - 1}
        return mark, str((await one.does(PutEntry, body=body, **fields))["entry"])

    shared = (await w.each(write, w.taking_part[: OFFERED + 2]))[: OFFERED - 1]
    mark = w.watch.mark("Ken", "Asha")
    return [*shared, (mark, await w.for_ken(activity, "offer", {"offer": f"A van {mark}"}))]
