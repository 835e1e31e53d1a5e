"""A workshop of forty of whom eight are in the call only: matched, listed, counted, never waited for."""

from __future__ import annotations

import asyncio
from itertools import combinations

import pytest

from folkmoot.practice_kit.wire.ops import (
    AddCaller,
    Admit,
    AnswerRelease,
    Choose,
    CloseGroups,
    CloseSession,
    Finish,
    OpenRooms,
    Pen,
    ProposeGroups,
    PutEntry,
    SendGroups,
    SetStage,
    TickMoves,
)
from folkmoot.record.models import Attendance, Entry, Meeting, ReleaseAnswer
from folkmoot.record.queries import presence_in
from folkmoot.record.release import may_leave
from folkmoot.record.state import State
from folkmoot.rehearsal.store import Row, Store
from tests.live.test_call_modes import everybody, members
from tests.live.workshop import Client, Workshop, in_db

pytestmark = pytest.mark.slow
IN_APP, BY_CALL = 32, 8
STATEMENT = "We want every street to be a place where children walk to school without fear."


async def callers(tom: Client) -> list[str]:
    made = [await tom.act(AddCaller, name=f"Caller{n} Reed", call_note=f"ends {n}18") for n in range(BY_CALL)]
    return [answer.result["person"] for answer in made]


def count_of(store: Store, activity: Row, kind: str) -> Row | None:
    row: Row | None = store.tables["counts"].get(f"{activity['id']}::{kind}")
    return row


async def test_a_run_with_eight_of_forty_in_the_call_only(workshop: Workshop) -> None:
    nia, tom = await workshop.enter(workshop.nia), await workshop.enter(workshop.tom)
    people = await everybody(workshop, IN_APP)
    by_call = await callers(tom)
    await nia.until(lambda store: store.session["here"] == IN_APP + BY_CALL)
    screen = await workshop.client(workshop.nia, screen=True)
    await screen.line.open()

    # matched, listed, and in the memory
    await workshop.go(nia, "Coffee")
    groups = await workshop.groups(nia, "Coffee", kind="coffee")
    assert sorted(p for g in groups for p in g["members"]) == sorted([*(p.id for p in people), *by_call])
    assert {len(g["members"]) for g in groups} <= {2, 3}
    met = await in_db(lambda: Meeting.objects.filter(session=workshop.session.id).count())
    assert met == sum(len(list(combinations(g["members"], 2))) for g in groups)
    theirs = next(g for g in groups if set(g["members"]) & set(by_call))
    companion = next(p for p in people if p.id in theirs["members"])
    row = await companion.until(lambda store: store.tables["groups"].get(theirs["id"]))
    assert any(each["call_only"] and each["call_note"] for each in row["people"]), "companions know how to reach them"
    await tom.act(TickMoves, grouping=groups[0]["grouping"], people=by_call)
    await nia.act(CloseGroups, grouping=groups[0]["grouping"], seconds=0)

    # the reveal waits for nobody in the call only; who is written for is counted
    stock = await workshop.go(nia, "Taking stock")
    await asyncio.gather(*(person.act(Finish, activity=stock["id"]) for person in people))
    done = await nia.until(lambda store: (c := count_of(store, stock, "finished")) and c["count"] == IN_APP and c)
    assert done["of"] == IN_APP, "all who can finish have"

    # a vote is shown as soon as all have voted who can
    purpose = await workshop.go(nia, "Purpose")
    made = await nia.act(
        ProposeGroups, item=workshop.items["Purpose"].id, plan={"kind": "breakout", "size": 5, "mix": True}
    )
    grouping = made.result["grouping"]
    await nia.act(SendGroups, grouping=grouping)
    await nia.act(OpenRooms, grouping=grouping, minutes=10)
    room = next(there for there in members(nia, grouping).values() if there & set(by_call))
    caller = next(p for p in room if p in by_call)
    friend = next(p for p in people if p.id in room)
    await workshop.stage(nia, purpose, "write")
    fields = await answer_fields(nia)
    await friend.act(PutEntry, activity=purpose["id"], entry_kind="answer", body=fields, on_behalf_of=caller)
    counted = await nia.until(lambda store: (c := count_of(store, purpose, "answer")) and c["count"] and c)
    assert counted["of"] == IN_APP + BY_CALL, "they are counted"
    await released_without_them(workshop, nia, people, by_call, purpose, grouping)


async def answer_fields(nia: Client) -> Row:
    kinds = nia.store.tables["practices"]["common_purpose"]["kinds"]
    fields = next(kind["fields"] for kind in kinds if kind["name"] == "answer")
    return {next(f["name"] for f in fields if not f.get("options")): "Safe streets"}


async def released_without_them(
    workshop: Workshop, nia: Client, people: list[Client], by_call: list[str], purpose: Row, grouping: str
) -> None:
    await workshop.stage(nia, purpose, "draft")
    groups = {g["id"]: g for g in nia.store.tables["groups"].values() if g["grouping"] == grouping}
    group = next(g for g in groups.values() if set(g["members"]) & set(by_call))
    here = [p for p in people if p.id in group["members"]]
    await here[0].act(Pen, group=group["id"], do="take")
    entry = await here[0].write(purpose["id"], "statement", text=STATEMENT)
    await workshop.go(nia, "One thing")
    for person in here:
        await person.act(AnswerRelease, group=group["id"], product="purpose", yes=True)
    await nia.act(CloseSession, close=True)
    leaves = await in_db(lambda: _leaves(workshop.session.id, entry))
    assert leaves, "nobody in the call only was asked, so nobody waits for their answer"
    minutes = await in_db(lambda: presence_in(workshop.session))
    assert set(by_call) <= set(minutes)
    kept = await in_db(lambda: set(Attendance.objects.filter(source="call").values_list("person_id", flat=True)))
    assert set(by_call) <= kept, "their time in the call counts"
    assert await in_db(lambda: ReleaseAnswer.objects.filter(person__in=by_call).count()) == 0


def _leaves(session: str, entry: str) -> bool:
    state = State.load(session)
    found = state.get(Entry, entry)
    return found is not None and may_leave(state, found)


async def test_a_vote_is_shown_when_all_have_voted_who_can(workshop: Workshop) -> None:
    nia, tom = await workshop.enter(workshop.nia), await workshop.enter(workshop.tom)
    people = await everybody(workshop, 3)
    await tom.act(AddCaller, name="Ken Price")
    activity = await workshop.go(nia, "Purpose")
    groups = await workshop.groups(nia, "Purpose")
    await workshop.stage(nia, activity, "draft")
    writer = next(p for p in people if p.id in groups[0]["members"])
    await writer.act(Pen, group=groups[0]["id"], do="take")
    statement = await writer.write(activity["id"], "statement", text=STATEMENT)
    await workshop.stage(nia, activity, "hear")
    chosen = await nia.act(Choose, activity=activity["id"], entry=statement)
    await workshop.stage(nia, activity, "agree")
    early = await nia.refused(SetStage, activity=activity["id"], stage="follow_up")
    assert early.code == "too_soon"
    assert early.message.startswith("3 have not answered yet"), "the person in the call only is not waited for"
    for person in people:
        await person.act(
            PutEntry, activity=activity["id"], entry_kind="agreement", about=chosen.result["entry"],
            body={"answer": "agree"},
        )  # fmt: skip
    await workshop.stage(nia, activity, "follow_up")


async def test_who_comes_back_to_the_app_is_waited_for_again(workshop: Workshop) -> None:
    nia = await workshop.enter(workshop.nia)
    people = await everybody(workshop, 3)
    activity = await workshop.go(nia, "Taking stock")
    await nia.act(Admit, person=people[0].id, call_only=True)
    await people[1].act(Finish, activity=activity["id"])
    await nia.until(lambda store: (c := count_of(store, activity, "finished")) and c["of"] == 2)
    await nia.act(Admit, person=people[0].id, call_only=False)
    await people[2].act(Finish, activity=activity["id"])
    await nia.until(lambda store: (c := count_of(store, activity, "finished")) and c["of"] == 3)
    rows = await in_db(lambda: list(Attendance.objects.filter(person=people[0].id, source="call")))
    assert [row.until is not None for row in rows] == [True]
