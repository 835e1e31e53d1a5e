"""One pen for a group's statement: taken, asked for, passed on, taken over when its holder is lost; the draft stays."""

from __future__ import annotations

import asyncio

import pytest

from folkmoot.practice_kit.wire.ops import Pen, PutEntry, SaveDraft, TakeRole
from folkmoot.rehearsal.store import Row
from tests.live.workshop import Client, Workshop


@pytest.fixture
async def nia(workshop: Workshop) -> Client:
    return await workshop.enter(workshop.nia)


async def drafting(workshop: Workshop, nia: Client) -> tuple[Row, Row, list[Client], Client]:
    """An activity in its drafting step: it, one group, the group's members, and somebody of another group."""
    people = [await workshop.enter_new(f"Person{n} Lowe", f"Place {n}") for n in range(8)]
    activity = await workshop.go(nia, "Purpose")
    groups = await workshop.groups(nia, "Purpose")
    await workshop.stage(nia, activity, "draft")
    members = [person for person in people if person.id in groups[0]["members"]]
    other = next(person for person in people if person.id in groups[1]["members"])
    return activity, groups[0], members, other


def box(activity: Row) -> str:
    """The box of the group's statement."""
    return f"{activity['id']}:statement:"


async def test_others_watch_the_draft_live_and_other_groups_do_not(workshop: Workshop, nia: Client) -> None:
    activity, group, (bea, dee, *_), other = await drafting(workshop, nia)
    await bea.act(Pen, group=group["id"], do="take")
    await bea.act(SaveDraft, box=box(activity), body={"text": "We open the hall"}, shared=True)
    await dee.until(lambda store: store.drafts.get(box(activity)) == {"text": "We open the hall"})
    await workshop.quiet()
    assert not other.has_heard("We open the hall")
    assert not nia.has_heard("We open the hall"), "no facilitator came in"


async def test_only_who_holds_the_pen_writes(workshop: Workshop, nia: Client) -> None:
    activity, group, (bea, dee, *_), other = await drafting(workshop, nia)
    statement = {"activity": activity["id"], "entry_kind": "statement", "body": {"text": "We open the hall."}}
    assert (await dee.refused(PutEntry, **statement)).code == "no_pen"
    await bea.act(Pen, group=group["id"], do="take")
    assert (await dee.refused(Pen, group=group["id"], do="take")).code == "pen_held"
    assert (await dee.refused(SaveDraft, box=box(activity), body={"text": "x"}, shared=True)).code == "no_pen"
    assert (await other.refused(Pen, group=group["id"], do="ask")).code == "not_yours"
    assert (await bea.act(PutEntry, **statement)).result["entry"]


async def test_the_pen_is_asked_for_and_passed_with_the_draft(workshop: Workshop, nia: Client) -> None:
    activity, group, (bea, dee, *_), _ = await drafting(workshop, nia)
    await bea.act(Pen, group=group["id"], do="take")
    await bea.act(SaveDraft, box=box(activity), body={"text": "We open"}, shared=True)
    await dee.act(Pen, group=group["id"], do="ask")
    await bea.until(lambda store: store.tables["groups"][group["id"]]["pen_asked"] == dee.id)
    await bea.act(Pen, group=group["id"], do="pass", to=dee.id)
    await dee.until(lambda store: store.tables["groups"][group["id"]]["pen"] == dee.id)
    assert dee.store.drafts[box(activity)] == {"text": "We open"}
    await dee.act(SaveDraft, box=box(activity), body={"text": "We open the hall"}, shared=True)
    assert (await bea.refused(Pen, group=group["id"], do="pass", to=dee.id)).code == "no_pen"


async def test_when_the_scribe_is_lost_another_takes_the_pen_in_one_tap_and_the_draft_is_intact(
    workshop: Workshop, nia: Client
) -> None:
    activity, group, (bea, dee, *_), _ = await drafting(workshop, nia)
    await bea.act(TakeRole, group=group["id"], role="scribe", person=bea.id)
    await dee.until(lambda store: store.tables["groups"][group["id"]]["pen"] == bea.id)
    await bea.act(SaveDraft, box=box(activity), body={"text": "Half a purpose"}, shared=True)
    await dee.until(lambda store: store.presence.get(bea.id) == "here")
    await bea.line.drop()
    await dee.until(lambda store: store.presence[bea.id] == "away")
    await dee.act(TakeRole, group=group["id"], role="scribe", person=dee.id)
    row = await dee.until(lambda store: (g := store.tables["groups"][group["id"]])["pen"] == dee.id and g)
    assert row["roles"]["scribe"] == dee.id
    await dee.act(SaveDraft, box=box(activity), body={"text": "Half a purpose, and more"}, shared=True)
    bea.line.come_back()
    await bea.until(lambda store: bea.line.figures.resumed == 1)
    assert bea.store.drafts[box(activity)] == {"text": "Half a purpose, and more"}
    await bea.until(lambda store: store.tables["groups"][group["id"]]["pen"] == dee.id)


async def test_a_draft_over_forty_words_is_kept_and_cannot_be_submitted(workshop: Workshop, nia: Client) -> None:
    activity, group, (bea, dee, *_), _ = await drafting(workshop, nia)
    await bea.act(Pen, group=group["id"], do="take")
    text = " ".join(["word"] * 47)
    await bea.act(SaveDraft, box=box(activity), body={"text": text}, shared=True)
    answer = await bea.refused(PutEntry, activity=activity["id"], entry_kind="statement", body={"text": text})
    assert (answer.code, answer.field) == ("too_many_words", "text")
    assert answer.message.startswith("7 words over the 40")
    assert (await dee.until(lambda store: store.drafts.get(box(activity)))) == {"text": text}
    forty = " ".join(["word"] * 40)
    await bea.write(activity["id"], "statement", text=forty)
    await dee.until(lambda store: any(e["body"] == {"text": forty} for e in store.entries(activity["id"], "statement")))


async def test_the_last_word_wins_when_two_members_change_what_the_group_holds(workshop: Workshop, nia: Client) -> None:
    activity, _, (bea, dee, *_), _ = await drafting(workshop, nia)
    kinds = {kind["name"]: kind for kind in nia.store.tables["practices"]["common_purpose"]["kinds"]}
    assert kinds["elaboration"]["held_by"] == "group"
    fields = [field["name"] for field in kinds["elaboration"]["fields"]]
    entry = await bea.write(activity["id"], "elaboration", **{fields[0]: "First"})
    await dee.sees(entry)
    put = {"activity": activity["id"], "entry_kind": "elaboration", "entry": entry}
    await asyncio.gather(
        bea.act(PutEntry, **put, body={fields[0]: "Bea’s"}), dee.act(PutEntry, **put, body={fields[0]: "Dee’s"})
    )
    version = await bea.until(lambda store: (row := store.tables["entries"][entry])["version"] == 3 and row)
    same = await dee.until(lambda store: (row := store.tables["entries"][entry])["version"] == 3 and row)
    assert version["body"] == same["body"]
