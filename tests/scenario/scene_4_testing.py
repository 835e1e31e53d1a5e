"""Nine statements heard, one chosen, and three tests of it."""

from __future__ import annotations

import asyncio

from folkmoot.practice_kit.wire.ops import Choose, CloseGroups, PutEntry, SetStage
from folkmoot.rehearsal.store import Row
from tests.scenario.play import Seen, scene
from tests.scenario.scene_3_understanding import line_of
from tests.scenario.somebody import Somebody
from tests.scenario.workshop import Workshop

VOTES = {"agree": 31, "live_with": 7, "not_yet": 2}
RESTATED = 34


@scene("15:10")
async def heard(w: Workshop) -> Seen:
    """Back together: nine statements side by side."""
    activity, grouping = w.kept["purpose"], w.kept["purpose_groups"]
    await w["Tom"].does(CloseGroups, grouping=grouping, seconds=0)
    w.watch.open([mark for mark, _ in w.kept["statements"].values()])
    await w.stage(activity, "hear")
    await w.everywhere(lambda store: len(store.entries(activity["id"], "statement")) == 9)
    return Seen(walls={one.first: one.entries(activity["id"], "statement") for one in w.connected})


@scene("15:18")
async def dots(w: Workshop) -> Seen:
    """Three dots each, hidden until all have placed theirs; the statement with the most is chosen."""
    activity, statements = w.kept["purpose"], w.kept["statements"]
    await w.stage(activity, "dots")
    chosen = statements[4][1]
    others = [entry for number, (_, entry) in statements.items() if number != 4]

    async def place(one: Somebody) -> None:
        for about in (chosen, chosen, others[len(one.first) % len(others)]):
            await one.writes(activity["id"], "dot", about=about)

    *most, last = w.taking_part
    await w.all(place, most)
    early = await w["Nia"].tries(SetStage, activity=activity["id"], stage="energy")
    await place(last)
    for about in (chosen, chosen, others[0]):  # Ken's, by Asha
        await w.for_ken(activity, "dot", {}, about)
    fourth = await last.tries(PutEntry, activity=activity["id"], entry_kind="dot", about=chosen, body={})
    await w.quiet()
    hidden = [len(one.entries(activity["id"], "dot")) for one in w.connected]
    await w.stage(activity, "energy")
    await w.everywhere(lambda store: len(store.entries(activity["id"], "dot")) == 120)
    shown = w["Bea"].entries(activity["id"], "dot")
    made = await w["Nia"].does(Choose, activity=activity["id"], entry=chosen)
    await w.everywhere(lambda store: store.tables["activities"][activity["id"]]["chosen"] == made["entry"])
    w.kept["chosen"] = made["entry"]
    return Seen(early=early, fourth=fourth, hidden=hidden, shown=shown, chosen=chosen)


@scene("15:20")
async def agreed(w: Workshop) -> Seen:
    """Test 1: thirty-one agree, seven can live with it, two say not yet; the wording changes, and one not-yet stays."""
    activity, chosen = w.kept["purpose"], w.kept["chosen"]
    await w.stage(activity, "agree")
    votes = [answer for answer, count in VOTES.items() for _ in range(count)]
    people = w.taking_part
    marks = {one.first: w.watch.mark(one.first) for one in people}
    cast_votes = list(zip(people, votes[1:], strict=True))
    sent = [_vote(one, activity, chosen, vote, marks[one.first]) for one, vote in cast_votes[:-1]]
    written = dict(zip(marks, await asyncio.gather(*sent), strict=False))
    early = await w["Nia"].tries(SetStage, activity=activity["id"], stage="follow_up")
    await w.quiet()
    hidden = [len([e for e in one.entries(activity["id"], "agreement") if e["id"] not in one.store.mine])
              for one in w.connected]  # fmt: skip
    one, vote = cast_votes[-1]
    written[one.first] = await _vote(one, activity, chosen, vote, marks[one.first])
    await w.for_ken(activity, "agreement", {"answer": votes[0]}, chosen)
    w.watch.open(marks.values())
    await w.stage(activity, "follow_up")
    await w.everywhere(lambda store: len(store.entries(activity["id"], "agreement")) == 40)
    first = await w.finds(w["Bea"], activity["id"], "status", "31 agree")
    seen = Seen(early=early, hidden=hidden, shown=w["Bea"].entries(activity["id"], "agreement"), first=first)
    await _second_wording(w, activity, cast_votes, written, seen)
    return seen


async def _vote(one: Somebody, activity: Row, about: str, answer: str, mark: str) -> str:
    helps = f"Name the streets {mark}" if answer == "not_yet" else ""
    return await one.writes(activity["id"], "agreement", about=about, answer=answer, what_would_help=helps)


async def _second_wording(
    w: Workshop, activity: Row, votes: list[tuple[Somebody, str]], written: dict[str, str], seen: Seen
) -> None:
    """Nia changes the words; one of the two who said not yet can live with it now, the other cannot."""
    chosen, mark = w.kept["chosen"], w.watch.mark("Nia")
    w.watch.open([mark])
    w.kept["second"] = mark
    text = f"Make it easy for young people in every street of Ashwell to be active after school {mark}"
    await w["Nia"].does(PutEntry, activity=activity["id"], entry_kind="statement", entry=chosen, body={"text": text})
    eased = next(one for one, vote in votes if vote == "not_yet")
    body = {"answer": "live_with"}
    fields = {"activity": activity["id"], "entry_kind": "agreement", "about": w.kept["chosen"]}
    await eased.does(PutEntry, entry=written[eased.first], body=body, **fields)
    seen.after = await w.finds(w["Bea"], activity["id"], "status", "8 can live")
    await w["Bea"].until(lambda store: store.tables["entries"][chosen]["version"] == 2)
    seen.statement = dict(w["Bea"].store.tables["entries"][chosen])


@scene("15:25")
async def restated(w: Workshop) -> Seen:
    """Test 2: the statement leaves every screen, also of who comes back just then; thirty-four say it again."""
    activity, bea = w.kept["purpose"], w["Bea"]
    texts = [mark for mark, _ in w.kept["statements"].values()] + [w.kept["second"]]
    allowed = {mark: set(w.watch.allowed[mark]) for mark in texts}
    await w["Nia"].does(SetStage, activity=activity["id"], stage="restate")
    await w.everywhere(lambda store: not store.entries(activity["id"], "statement"))
    for mark in texts:
        w.watch.take_back(mark)
    fresh = bea.another_line(w.session.id)
    await fresh.open()
    greeted = line_of(w["Dee"])
    await w["Dee"].room.drop()
    w["Dee"].room.come_back()
    await w["Dee"].until(lambda _: w["Dee"].room.connected and line_of(w["Dee"]) > greeted)
    await w.quiet()
    left = {one.first: one.entries(activity["id"], "statement") for one in w.connected}
    left["second tab"] = fresh.store.entries(activity["id"], "statement")
    await fresh.close()
    page = (await bea.get("/me/")).text
    writers = w.taking_part[:RESTATED]
    marks = [w.watch.mark(one.first) for one in writers]
    words = "That young people in Ashwell move after school"
    await w.each(lambda one, place: one.writes(activity["id"], "restatement", text=f"{words} {marks[place]}"), writers)
    await w.quiet()
    hidden = [len([e for e in one.entries(activity["id"], "restatement") if e["id"] not in one.store.mine])
              for one in w.connected]  # fmt: skip
    findings = [f for f in bea.store.tables["findings"].values() if f["activity"] == activity["id"]]
    w.watch.allowed |= allowed
    w.watch.open(marks)
    w.move("15:27")
    await w.stage(activity, "compare")
    await w.everywhere(lambda store: len(store.entries(activity["id"], "restatement")) == RESTATED)
    return Seen(
        left=left,
        page=page,
        texts=texts,
        hidden=hidden,
        findings=findings,
        shown=bea.entries(activity["id"], "restatement"),
        statement=dict(await bea.until(lambda store: store.tables["entries"].get(w.kept["chosen"]))),
        status=await w.finds(bea, activity["id"], "status", "34 of"),
        words=[f for f in bea.store.tables["findings"].values() if f["key"].startswith("words_")],
    )


@scene("15:28")
async def signs(w: Workshop) -> Seen:
    """Test 3: two signs by which they would notice."""
    activity = w.kept["purpose"]
    await w.stage(activity, "signs")
    for first, text in (("Bea", "Lights on in the hall on Tuesdays"), ("Dee", "A boy who brings his cousin")):
        mark = w.watch.mark(first)
        w.watch.open([mark])
        await w[first].writes(activity["id"], "sign", panel="observation", text=f"{text} {mark}", how="We look in")
    await w.everywhere(lambda store: len(store.entries(activity["id"], "sign")) == 2)
    status = await w.finds(w["Bea"], activity["id"], "status", "2 signs")
    await w.stage(activity, "closed")
    return Seen(signs=w["Bea"].entries(activity["id"], "sign"), status=status)
