"""Complexity: a talk, what people face, where they put it, groups, and what the groups bring; then tea."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Callable
from datetime import timedelta
from time import monotonic
from typing import Any

from folkmoot.practice_kit.wire.ops import (
    CloseGroups,
    OpenRooms,
    Promote,
    ProposeGroups,
    PutEntry,
    PutTheme,
    PutUnder,
    SaveDraft,
    Say,
    SendGroups,
    TakeRole,
    WithdrawEntry,
)
from folkmoot.record.models import Draft, Entry
from folkmoot.rehearsal.store import Row, Store
from tests.scenario import cast
from tests.scenario.play import Seen, scene
from tests.scenario.scene_2_meeting import SEED, groups_of
from tests.scenario.screens import form_with, times_shown
from tests.scenario.somebody import Somebody
from tests.scenario.workshop import Workshop, in_db

NOTES, ISSUES = 51, 6
SPREADS: tuple[dict[str, int], ...] = (
    {"complex": 29, "complicated": 8, "clear": 3},
    {"complicated": 18, "complex": 17, "confused": 3},
    {"clear": 31, "chaotic": 2},
)
"""Where people put three issues. What is missing to forty is left blank."""
THEME, HELD_THEME = "Evenings are nobody’s", "Trust in the council"
"""A theme whose title the lead lets go, and one that she does not."""
HALF_MINUTE = timedelta(seconds=30)
IN_MID_SENTENCE = 0.03
"""Seconds after everybody has begun to send; a tick is about as long."""


@scene("13:40")
async def talk(w: Workshop) -> Seen:
    """Nia begins to talk."""
    await w.go("Working in complexity")
    bea, now = w["Bea"].store, w.clock.now().timestamp()
    return Seen(
        items=sorted(bea.tables["items"].values(), key=lambda item: item["position"]),
        current=dict(bea.tables["items"][bea.session["item"]]),
        tom=await times_shown(w["Tom"], now),
        bea_notes=[item.get("notes") for item in bea.tables["items"].values()],
    )


@scene("13:52")
async def facing(w: Workshop) -> Seen:
    """Three minutes of writing alone, then fifty-one notes at once; six become issues, and a chat line a note."""
    activity = await w.go("What are we facing that is complex?")
    written = await _write_notes(w, activity)
    await w.quiet()
    seen = Seen(before={one.first: _of_others(one, activity, written) for one in w.connected})
    seen.count = await w.counts(w["Bea"], activity["id"], "note", NOTES)
    w.move("13:55")
    w.watch.open([mark for mark, *_ in written])
    await w.stage(activity, "read")
    await w.everywhere(lambda store: len(store.entries(activity["id"], "note")) == NOTES)
    seen.shown = {one.first: one.entries(activity["id"], "note") for one in w.connected}
    seen.written = [entry for _, entry, _ in written]
    facing = [entry for _, entry, panel in written if panel == "facing"]
    seen.issues = [await _promote(w, entry) for entry in facing[:ISSUES]]
    own = next(entry for _, entry, panel in written if panel == "notice")
    seen.own = await w["Nia"].tries(Promote, entry=own, to="issue")
    await w.everywhere(lambda store: len(store.entries("", "issue")) == ISSUES)
    await _chat_line(w, activity, seen)
    w.kept |= {"facing": activity, "notes": written}
    await _name_themes(w, activity, written)
    return seen


async def _name_themes(w: Workshop, activity: Row, written: list[tuple[str, str, str]]) -> None:
    """Three themes: one that the lead has read through holds six notes, Dee's among them; one of the others two."""
    nia = w["Nia"]
    await w.stage(activity, "group")
    dees = next(entry for mark, entry, _ in written if w.watch.author[mark] == "Dee")
    rest = [entry for mark, entry, _ in written if w.watch.author[mark] not in ("Bea", "Dee")]
    for title, notes in ((THEME, [dees, *rest[:5]]), ("Far from the bus", rest[5:7]), (HELD_THEME, rest[7:15])):
        made = await nia.does(PutTheme, activity=activity["id"], title=title, reviewed=title != HELD_THEME)
        for entry in notes:
            await nia.does(PutUnder, entry=entry, under=made["entry"])
        w.kept[title] = made["entry"]
    w.kept["dees"] = dees


async def _write_notes(w: Workshop, activity: Row) -> list[tuple[str, str, str]]:
    """Everybody one, the first of them two; Ken's by Asha. Gives mark, id and heading."""

    async def write(one: Somebody, place: int) -> tuple[str, str, str]:
        mark, panel = w.watch.mark(one.first), ("facing", "change", "notice")[place % 3]
        text = f"The lights go off at nine {mark}"
        return mark, await one.writes(activity["id"], "note", panel=panel, text=text), panel

    writers = [*w.taking_part, *w.taking_part[: NOTES - len(w.taking_part) - 1]]
    written = await w.each(write, writers)
    mark = w.watch.mark("Ken", "Asha")
    kens = await w.for_ken(activity, "note", {"panel": "facing", "text": f"No bus after six {mark}"})
    return [*written, (mark, kens, "facing")]


def _of_others(one: Somebody, activity: Row, written: list[tuple[str, str, str]]) -> list[str]:
    """The notes in somebody's sight that are not their own."""
    mine = {entry for mark, entry, _ in written if one.watch.author[mark] == one.first}
    return [entry["id"] for entry in one.entries(activity["id"], "note") if entry["id"] not in mine]


async def _promote(w: Workshop, entry: str) -> Row:
    body = w["Nia"].store.tables["entries"][entry]["body"]
    made = await w["Nia"].does(Promote, entry=entry, to="issue", text=body["text"])
    found: Row = await w["Nia"].until(lambda store: store.tables["entries"].get(made["entry"]))
    return found


async def _chat_line(w: Workshop, activity: Row, seen: Seen) -> None:
    """Tom pastes what Ken wrote in the meeting's own chat; Nia takes it to the board."""
    mark = w.watch.mark("Ken")
    w.watch.open([mark])
    line = await w["Tom"].does(
        Say, to="session", text=f"We never ask who is not there {mark}", on_behalf_of=w["Ken"].id
    )
    await w["Nia"].until(lambda store: line["entry"] in store.tables["entries"])
    note = await w["Nia"].does(Promote, entry=line["entry"], to="board", activity=activity["id"])
    seen.proxy = await w["Bea"].until(lambda store: store.tables["entries"].get(note["entry"]))
    seen.chat = dict(w["Bea"].store.tables["entries"][line["entry"]])
    kept = await in_db(Entry.objects.select_related("author", "entered_by").get, id=note["entry"])
    seen.kept = (kept.author.first_name if kept.author else "", kept.entered_by.first_name if kept.entered_by else "")


@scene("14:00")
async def placing(w: Workshop) -> Seen:
    """Each places three issues alone; then the spread of each is shown."""
    activity = await w.go("Where would you put these?")
    issues = w["Nia"].entries("", "issue")[: len(SPREADS)]
    marks = [await _place(w, activity, issue["id"], spread) for issue, spread in zip(issues, SPREADS, strict=True)]
    nia = w["Nia"]
    await w.quiet()
    seen = Seen(here=nia.store.session["here"], issues=issues)
    seen.before = {one.first: len(one.entries(activity["id"], "placement")) for one in w.connected}
    seen.told_before = [w.finding(one, activity["id"], f"spread:{issues[1]['id']}") for one in w.connected]
    w.watch.open([mark for each in marks for mark in each])
    await w.stage(activity, "spread")
    keys = {f"{activity['id']}::spread:{issue['id']}" for issue in issues}
    await w.everywhere(lambda store: keys <= store.tables["findings"].keys())
    seen.spreads = {
        one.first: [w.finding(one, activity["id"], f"spread:{issue['id']}") for issue in issues] for one in w.connected
    }
    seen.all = [f for f in nia.store.tables["findings"].values() if f["activity"] == activity["id"]]
    seen.rows = nia.entries(activity["id"], "placement")
    seen.counts = [row for row in nia.store.tables["counts"].values() if row["activity"] == activity["id"]]
    return seen


async def _place(w: Workshop, activity: Row, issue: str, spread: dict[str, int]) -> list[str]:
    """As many place an issue as the spread says; the fortieth is Ken, for whom Asha types."""
    domains = list(Counter(spread).elements())

    async def place(who: Somebody, number: int) -> str:
        mark = w.watch.mark(who.first)
        reason = f"So it seems {mark}"
        await who.writes(activity["id"], "placement", about=issue, domain=domains[number], sure="2", reason=reason)
        return mark

    marks = await w.each(place, w.taking_part[: len(domains)])
    for domain in domains[len(marks) :]:
        mark = w.watch.mark("Ken", "Asha")
        marks.append(mark)
        await w.for_ken(activity, "placement", {"domain": domain, "reason": f"It sounds so {mark}"}, issue)
    return marks


@scene("14:05")
async def planner(w: Workshop) -> Seen:
    """Nia looks at the plan: fewer minutes a question than she likes, and feedback that will not fit."""
    nia, plan = w["Nia"], f"/plan/{w.session.id}/"
    item, heard = w.items["In groups"].id, w.items["What the groups bring"].id
    before = await nia.reads(plan)
    form = form_with((await nia.get(f"{plan}item/{item}/")).text, "setting_questions")
    questions = form["setting_questions"].splitlines()
    form["setting_questions"] = "\n".join(questions[:3])
    changed = await nia.post(f"{plan}item/{item}/", **_typed(form))
    fixed = await nia.post(plan, do="fix", item=heard, fix="one_point")
    assert (changed.status_code, fixed.status_code) == (302, 302)
    return Seen(before=before, questions=questions, after=await nia.reads(plan))


def _typed(form: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in form.items() if name != "csrfmiddlewaretoken"}


@scene("14:06")
async def breakouts(w: Workshop) -> Seen:
    """Nine groups of four and five; roles, and up to three key points."""
    activity = w.kept["breakout"] = await w.go("In groups")
    item = w.items["In groups"]
    proposed = await w["Tom"].does(ProposeGroups, item=item.id, plan=item.group_plan, seed=SEED)
    grouping = w.kept["breakout_groups"] = proposed["grouping"]
    await w["Tom"].until(lambda store: grouping in store.tables["groupings"])
    await w["Tom"].does(SendGroups, grouping=grouping)
    await w["Tom"].does(OpenRooms, grouping=grouping, minutes=14)
    await w.stage(activity, "working")
    groups = groups_of(w["Tom"], grouping)
    seen = Seen(
        activity=dict(w["Bea"].store.tables["activities"][activity["id"]]),
        groups=groups,
        people=dict(w["Tom"].store.tables["people"]),
        plan=w["Tom"].store.tables["groupings"][grouping]["plan"],
    )
    await _take_roles(w, groups, seen)
    await _write_points(w, activity, groups, seen)
    await w["Nia"].is_told()
    seen.nia_sees = w["Nia"].entries(activity["id"], "point")
    key = "{}:{}:point"
    ids = [key.format(activity["id"], group["id"]) for group in groups]
    await w["Tom"].until(lambda store: all(store.tables["counts"].get(one, {}).get("entries") == 1 for one in ids))
    seen.progress = [w["Tom"].store.tables["counts"][one] for one in ids]
    return seen


async def _take_roles(w: Workshop, groups: list[Row], seen: Seen) -> None:
    roles = ("host", "scribe", "timekeeper", "reporter")
    for group in groups:
        members = w.of(group["members"])
        for place, role in enumerate(roles):
            who = members[place % len(members)]
            await who.does(TakeRole, group=group["id"], role=role, person=who.id)
    ids = [group["id"] for group in groups]
    await w["Tom"].until(lambda store: all(len(store.tables["groups"][key]["roles"]) == len(roles) for key in ids))
    seen.roles = [dict(w["Tom"].store.tables["groups"][group["id"]]["roles"]) for group in groups]


async def _write_points(w: Workshop, activity: Row, groups: list[Row], seen: Seen) -> None:
    """Each group one point; the first writes three, is refused a fourth and a long one, and takes two back."""
    w.kept["points"] = {}
    for group in groups:
        members = w.of(group["members"])
        mark = w.watch.mark(members[0].first)
        w.watch.open([mark], [one.first for one in members])
        text = f"Nobody owns the evening {mark}".ljust(140, ".")
        w.kept["points"][group["number"]] = (mark, await members[0].writes(activity["id"], "point", text=text))
    one, other, *_ = w.of(groups[0]["members"])
    more = [await other.writes(activity["id"], "point", text=f"Another thought, number {n}") for n in (2, 3)]
    put = {"activity": activity["id"], "entry_kind": "point"}
    seen.fourth = await one.tries(PutEntry, body={"text": "One too many"}, **put)
    for entry in more:
        await one.does(WithdrawEntry, entry=entry)
    seen.too_long = await one.tries(PutEntry, body={"text": "x" * 141}, **put)


@scene("14:12")
async def restarted(w: Workshop) -> Seen:
    """The server is killed while everybody writes, and started again."""
    activity, groups = w.kept["breakout"], groups_of(w["Tom"], w.kept["breakout_groups"])
    box, writers = f"{activity['id']}:point:", w.taking_part
    drafts = {one.first: w.watch.mark(one.first) for one in writers}
    talkers = {one.first: group for group in groups for one in w.of(group["members"])[:1]}
    said = {first: w.watch.mark(first) for first in talkers}
    for first, group in talkers.items():
        w.watch.open([said[first]], [one.first for one in w.of(group["members"])])

    async def write(one: Somebody) -> str:
        await one.does(SaveDraft, box=box, body={"text": f"Half a sentence {drafts[one.first]}"})
        if one.first not in said:
            return ""
        return str((await one.does(Say, to="group", text=f"Are you all there? {said[one.first]}"))["entry"])

    before = {one.first: line_of(one) for one in w.connected}
    writing = [asyncio.create_task(write(one)) for one in writers]
    await asyncio.sleep(IN_MID_SENTENCE)
    done = sum(task.done() for task in writing)
    began = monotonic()
    await asyncio.to_thread(w.server.kill)
    await asyncio.to_thread(w.server.start)
    answers = monotonic()
    entries = [entry for entry in await asyncio.gather(*writing) if entry]
    back = [w[first] for first in before]
    await w.all(lambda one: one.until(lambda store: one.room.connected and line_of(one) > before[one.first]), back)
    seen = Seen(before=set(before), back={one.first for one in back}, done=done, writers=len(writing), drafts=drafts)
    seen.down, seen.took = answers - began, monotonic() - answers
    kept = await in_db(lambda: list(Draft.objects.filter(box=box).values_list("person__name", "body")))
    seen.kept = {name.split()[0]: body for name, body in kept if name}
    seen.lines = await in_db(lambda: Entry.objects.filter(id__in=entries).count())
    chat = await in_db(lambda: list(Entry.objects.filter(session=w.session, kind="chat")))
    seen.said = sum("Are you all there?" in entry.body["text"] for entry in chat)
    for first, group in talkers.items():
        await w.all(lambda one, m=said[first]: one.until(_shows(m)), w.of(group["members"]))  # type: ignore[misc]  # a default binds the mark
    seen.gaps = {one.first: one.store.gaps for one in w.connected}
    seen.fresh = [await _same_as_fresh(w, w[first]) for first in ("Bea", "Ada", "Tom")]
    for one in writers:
        await one.does(SaveDraft, box=box, body={})
    for entry, first in zip(entries, [one.first for one in writers if one.first in said], strict=True):
        await w[first].does(WithdrawEntry, entry=entry)
        w.watch.take_back(said[first])
    return seen


def line_of(one: Somebody) -> int:
    """How often somebody's line has been greeted: with everything, or with what was missed."""
    return one.room.figures.snapshots + one.room.figures.resumed


def _shows(mark: str) -> Callable[[Store], bool]:
    return lambda store: any(mark in str(entry["body"]) for entry in store.tables["entries"].values())


async def _same_as_fresh(w: Workshop, one: Somebody) -> bool:
    """Whether somebody who went through it sees the rows that a new page of theirs gets."""
    line = one.another_line(w.session.id)
    await line.open()
    try:
        names = ("entries", "groups", "activities")
        await one.until(lambda store: all(line.store.tables[name] == store.tables[name] for name in names))
    except TimeoutError:
        return False
    else:
        return True
    finally:
        await line.close()


@scene("14:19")
async def feedback(w: Workshop) -> Seen:
    """Back with a minute's warning; the points come by themselves, and two are the same as another."""
    activity, grouping, nia = w.kept["breakout"], w.kept["breakout_groups"], w["Nia"]
    await w["Tom"].does(CloseGroups, grouping=grouping, seconds=60)
    await w.stage(activity, "returning")
    w.move("14:20")
    w.clock.move_to(w.at("14:20") + HALF_MINUTE)
    await w.everywhere(lambda store: store.tables["groupings"][grouping]["status"] == "closed")
    points = w.kept["points"]
    w.watch.open([mark for mark, _ in points.values()])
    await w.stage(activity, "feedback")
    await w.everywhere(lambda store: len(store.entries(activity["id"], "point")) == len(points))
    seen = Seen(walls={one.first: one.entries(activity["id"], "point") for one in w.connected})
    seen.before = await w.finds(nia, activity["id"], "points", "9 groups")
    for same, first in ((4, 2), (9, 2)):
        await nia.does(PutUnder, entry=points[same][1], under=points[first][1])
    seen.after = await w.finds(w["Bea"], activity["id"], "points", "7 remain")
    seen.rows = w["Bea"].entries(activity["id"], "point")
    return seen


@scene("14:28")
async def tea(w: Workshop) -> Seen:
    """Two minutes early. Fay leaves in the break; whoever has stayed away for ten minutes counts as gone."""
    await w.go("Tea break")
    now = w.clock.now().timestamp()
    seen = Seen(tom=await times_shown(w["Tom"], now), bea=await times_shown(w["Bea"], now))
    await w.goes(cast.LEAVES_AT_THE_BREAK)
    w.move("14:39")
    await w["Tom"].until(lambda store: store.session["here"] == 39)
    return seen
