"""Applying it, one practical thing, the close, and what stays: certificates, the record, withdrawing."""

from __future__ import annotations

import re

import httpx

from folkmoot.practice_kit.wire.ops import (
    AnswerRelease,
    Clock,
    CloseSession,
    OpenRooms,
    ProposeGroups,
    PutEntry,
    SendGroups,
    SetStage,
    Skip,
    WithdrawEntry,
)
from folkmoot.record.models import Entry, Event
from folkmoot.rehearsal.store import Row
from tests.scenario import cast
from tests.scenario.play import Seen, scene
from tests.scenario.scene_2_meeting import SEED, groups_of
from tests.scenario.screens import times_shown
from tests.scenario.somebody import Somebody
from tests.scenario.workshop import Workshop, in_db
from tests.serving import PATIENCE

POSTED, GAVE_FEEDBACK = 13, 20
HOLD = (2, 7)
"""Groups in which one member says no to letting the purpose leave."""
LET_IN = re.compile(r'name="let_in"[^>]*value="([^"]+)"|value="([^"]+)"[^>]*name="let_in"')


@scene("15:30")
async def applying(w: Workshop) -> Seen:
    """Two minutes alone, then new threes and a four, each in turn."""
    activity = await w.go("Where might you use this?")
    marks = {one.first: w.watch.mark(one.first) for one in w.taking_part}
    await w.all(
        lambda one: one.writes(activity["id"], "application", situation=f"The Tuesday queue {marks[one.first]}"),
        w.taking_part,
    )
    item = w.items["Where might you use this?"]
    proposed = await w["Tom"].does(ProposeGroups, item=item.id, plan=item.group_plan, seed=SEED)
    grouping = proposed["grouping"]
    report = await w["Tom"].until(lambda store: store.tables["groupings"].get(grouping, {}).get("report"))
    await w["Tom"].does(SendGroups, grouping=grouping)
    w.move("15:32")
    await w["Tom"].does(OpenRooms, grouping=grouping, minutes=18)
    await w.stage(activity, "turns")
    await w.all(lambda one: one.until(lambda _: (one.group(grouping) or {}).get("turns")), w.taking_part)
    await w["Tom"].until(lambda _: all(group["turns"] for group in groups_of(w["Tom"], grouping)))
    await w.quiet()
    return Seen(
        groups=groups_of(w["Tom"], grouping),
        report=report,
        before=[groups_of(w["Tom"], w.kept[name]) for name in ("coffee_groups", "breakout_groups", "purpose_groups")],
        others={one.first: _not_mine(one, activity["id"], "application") for one in w.connected},
        marks=marks,
        told={mark: w.watch.told[mark] for mark in marks.values()},
    )


def _not_mine(one: Somebody, activity: str, kind: str) -> list[str]:
    return [e["id"] for e in one.entries(activity, kind) if e["id"] not in one.store.mine]


@scene("15:46")
async def running_late(w: Workshop) -> Seen:
    """Two leave early. Nia gives five minutes more; at ten to four an optional part goes; nothing else is offered."""
    await w.goes("Quin")
    w.move("15:47")
    await w.goes(cast.GUEST)
    await w["Nia"].does(Clock, do="add", seconds=300)
    w.move("15:50")
    now, tom = w.clock.now().timestamp(), w["Tom"]
    late = await times_shown(tom, now)
    leaves = tom.store.leaves()
    place = next(index for index, leaf in enumerate(leaves) if leaf["id"] == tom.store.session["item"])
    offered = [leaf["title"] for leaf in leaves[place + 1 :] if leaf["optional"] and not leaf["protected"]]
    tried = {title: await tom.tries(Skip, item=w.items[title].id, skip=True) for title in ("Tea break", _CLOSE)}
    await tom.does(Skip, item=w.items["Resources"].id, skip=True, reason="Sent by mail")
    await tom.until(lambda store: store.tables["items"][w.items["Resources"].id]["skipped"])
    return Seen(
        late=late["pace"]["late"],
        offered=offered,
        tried=tried,
        after=(await times_shown(tom, now))["pace"]["late"],
        protected=[leaf["title"] for leaf in leaves if leaf["protected"]],
    )


_CLOSE = "One practical thing"


@scene("15:55")
async def one_thing(w: Workshop) -> Seen:
    """Thirty-eight write one practical thing; thirteen go on the wall; a second is refused kindly."""
    activity = w.kept["one_thing"] = await w.go(_CLOSE)
    people = w.taking_part
    marks = {one.first: w.watch.mark(one.first) for one in people}
    posted = [one.first for one in people[:POSTED]]

    async def write(one: Somebody) -> None:
        text = f"Ring the caretaker on Thursday {marks[one.first]}"
        await one.writes(activity["id"], "commitment", text=text, private=one.first not in posted)

    await w.all(write, people)
    mark = w.watch.mark("Ken", "Asha")
    await w.for_ken(activity, "commitment", {"text": f"Ask my neighbour {mark}"}, private=True)
    again = {"activity": activity["id"], "entry_kind": "commitment", "body": {"text": "And another"}}
    second = await w["Bea"].tries(PutEntry, **again)
    await w.quiet()
    before = {one.first: _not_mine(one, activity["id"], "commitment") for one in w.connected}
    w.watch.open([marks[first] for first in posted])
    await w.stage(activity, "read")
    await w.everywhere(lambda store: len(store.entries(activity["id"], "commitment")) >= POSTED)
    shown = {one.first: _shown(one, activity["id"]) for one in w.connected}
    return Seen(second=second, before=before, shown=shown, steps=await in_db(_steps, w), marks=marks, posted=posted)


def _shown(one: Somebody, activity: str) -> list[Row]:
    return [entry for entry in one.entries(activity, "commitment") if entry["state"] == "shown"]


def _steps(w: Workshop) -> list[Row]:
    steps = Entry.objects.filter(session=w.session, kind="step").select_related("author")
    things = dict(Entry.objects.filter(session=w.session, kind="commitment").values_list("id", "author__name"))
    return [
        {
            "author": step.author.name if step.author else "",
            "of": things.get(step.derived_from[0], ""),
            "title": step.body["title"],
            "visibility": step.visibility,
            "outcome": step.body["outcome"],
        }
        for step in steps
    ]


@scene("15:58")
async def feedback(w: Workshop) -> Seen:
    """One page of feedback for who likes; and each group is asked what may leave."""
    activity = w.kept["one_thing"]
    await w.stage(activity, "feedback")
    stage = w["Bea"].store.stage(w["Bea"].store.tables["activities"][activity["id"]])

    async def write(one: Somebody) -> None:
        mark = w.watch.mark(one.first)
        await one.writes(activity["id"], "feedback", useful="4", most_useful=f"Being asked {mark}")

    await w.all(write, w.taking_part[:GAVE_FEEDBACK])
    await w.quiet()
    seen = Seen(stage=stage, others={one.first: _not_mine(one, activity["id"], "feedback") for one in w.connected})
    seen.fields = next(
        kind["fields"]
        for kind in w["Bea"].store.tables["practices"]["one_thing"]["kinds"]
        if kind["name"] == "feedback"
    )
    await _ask_for_release(w)
    return seen


async def _ask_for_release(w: Workshop) -> None:
    """Everybody there says yes for their group's purpose, but for one in two groups; nobody lets key points go."""
    for group in groups_of(w["Tom"], w.kept["purpose_groups"]):
        key, holds = group["id"], group["number"] in HOLD
        await w.each(
            lambda one, place, key=key, holds=holds: one.does(  # type: ignore[misc]  # bound now
                AnswerRelease, group=key, product="purpose", yes=not (holds and place == 0)
            ),
            w.of(group["members"]),
        )
    for group in groups_of(w["Tom"], w.kept["breakout_groups"]):
        await w.of(group["members"])[0].does(AnswerRelease, group=group["id"], product="key_points", yes=False)


@scene("16:00")
async def closed(w: Workshop) -> Seen:
    """Nia closes: nothing more can be added, and what one wrote can still be taken back."""
    bea = w["Bea"]
    await w["Nia"].does(CloseSession, close=True)
    await w.everywhere(lambda store: store.session["phase"] == "closed")
    activity = w.kept["facing"]["id"]
    refused = await bea.tries(
        PutEntry, activity=activity, entry_kind="note", body={"panel": "facing", "text": "Too late"}
    )
    moved = await w["Tom"].tries(SetStage, activity=activity, stage="write")
    mine = next(e for e in bea.entries(activity, "note") if e["id"] in bea.store.mine)
    await bea.does(WithdrawEntry, entry=mine["id"])
    for mark in re.findall(r"zq[a-z]+\d{3}x", str(mine["body"])):
        w.watch.take_back(mark)
    await w.everywhere(lambda store: mine["id"] not in store.tables["entries"])
    early = await bea.get(f"/room/{w.session.id}/")
    w.move("16:15")
    w.clock.move_to(w.at("16:16"))
    await bea.until(lambda _: bea.room.shut)
    late = await bea.get(f"/room/{w.session.id}/")
    fresh = httpx.AsyncClient(base_url=w.server.url, follow_redirects=True, timeout=PATIENCE)
    own = await fresh.get(await _personal_link(w, "Bea"))
    await fresh.aclose()
    return Seen(
        refused=refused,
        moved=moved,
        early=early,
        late=late,
        own=own,
        shut=bea.room.shut,
        logged=await in_db(_stages, w),
        stages={one.first: _stages_told(one) for one in w.people.values() if one.line is not None},
        activities=list(w["Nia"].store.tables["activities"].values()),
    )


async def _personal_link(w: Workshop, first: str) -> str:
    mail = await w.mail("reminder_week", next(part.email for part in cast.BOOKED if part.first == first))
    found = re.search(r"https?://[^/\s]+(/me/[^\s)]+)", mail.text)
    assert found, mail.text
    return found[1]


def _stages_told(one: Somebody) -> list[tuple[str, str]]:
    """The stages of which somebody's browser was told, in the order in which it was."""
    told = [event for event in one.store.events if event["kind"] == "stage_set"]
    return [(event["put"]["activities"][0]["id"], event["note"]["stage"]) for event in told]


def _stages(w: Workshop) -> list[tuple[str, str]]:
    events = Event.objects.filter(stream=w.session.id, kind="stage_set").order_by("seq")
    return [(event.body["put"]["activities"][0], event.body["note"]["stage"]) for event in events]


@scene("16:17")
async def certificates(w: Workshop) -> Seen:
    """Who was there gets a certificate, on their own page and as a file."""
    page = f"/record/{w.session.id}/certificate"
    bea, noor, gia = [await w[first].get(f"{page}/") for first in ("Bea", cast.GUEST, "Gia")]
    pdf = await w["Bea"].get(f"{page}.pdf")
    return Seen(bea=bea, noor=noor, gia=gia, pdf=pdf)


@scene("16:20")
async def exported(w: Workshop) -> Seen:
    """The lead looks through what may leave and makes the record."""
    nia, record = w["Nia"], f"/record/{w.session.id}/"
    preview = await nia.get(f"{record}preview/")
    ticks = [first or second for first, second in LET_IN.findall(preview.text)]
    made = await nia.post(f"{record}preview/", let_in=ticks)
    files = {ending: await nia.get(f"{record}record.{ending}") for ending in ("json", "csv", "pdf")}
    pages = {first: await w[first].get(record) for first in ("Nia", "Tom", "Bea", "Zed")}
    return Seen(preview=preview, ticks=ticks, made=made, files=files, pages=pages)


@scene("10:00", day=1)
async def withdrawn(w: Workshop) -> Seen:
    """Dee takes a note back on her own page."""
    dee, record, entry = w["Dee"], f"/record/{w.session.id}/record.json", w.kept["dees"]
    mark = next(mark for mark, key, _ in w.kept["notes"] if key == entry)
    before, page = await w["Nia"].get(record), await dee.get("/me/")
    asked = await dee.get(f"/me/withdraw/{entry}/")
    answer = await dee.post("/me/do/", on=f"/me/withdraw/{entry}/", do="withdraw", entry=entry)
    await w["Nia"].until(lambda store: entry not in store.tables["entries"])
    w.watch.take_back(mark)
    return Seen(
        mark=mark,
        before=before,
        page=page,
        asked=asked,
        answer=answer,
        page_after=await dee.get("/me/"),
        after=await w["Nia"].get(record),
        board=[e["id"] for e in w["Nia"].entries(w.kept["facing"]["id"], "note")],
        entry=entry,
        kept=await in_db(Entry.objects.get, id=entry),
    )
