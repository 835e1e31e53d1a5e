"""Coming back: the same rows as before, an operation applied once, drafts kept, and clocks of one's own irrelevant."""

from __future__ import annotations

import asyncio
import json
from typing import Any

import pytest

from folkmoot.practice_kit.wire.ops import Go, PutEntry, SaveDraft, Say
from folkmoot.record.models import Draft, Entry
from tests.live.workshop import Client, Workshop, in_db


def rows(client: Client) -> dict[str, Any]:
    """All rows that somebody has, without the figures that change with every arrival."""
    tables = {name: dict(rows) for name, rows in client.store.tables.items() if name not in ("session", "counts")}
    tables["people"] = {key: {**row, "here": None} for key, row in tables["people"].items()}
    return tables


async def test_who_comes_back_has_the_same_rows_as_who_stayed(workshop: Workshop) -> None:
    nia = await workshop.enter(workshop.nia)
    bea, dee, _ = await workshop.bea_dee_and_ken()
    activity = await workshop.go(nia, "Taking stock")
    await bea.line.drop()
    note = await dee.write(activity["id"], "note", panel="facing", text="The lights go off at nine.")
    await workshop.stage(nia, activity, "read")
    bea.line.come_back()
    await bea.sees(note)
    assert bea.line.figures.resumed == 1
    assert bea.line.figures.snapshots == 1, "what was missed came as events"
    fresh = Client(workshop.server, workshop.session, bea.person, bea.cookie)
    workshop.clients.append(fresh)
    await fresh.line.open()
    await bea.until(lambda _: rows(bea) == rows(fresh))
    assert bea.store.gaps == 0


async def test_who_was_moved_meanwhile_gets_a_snapshot(workshop: Workshop) -> None:
    nia = await workshop.enter(workshop.nia)
    bea, _, _ = await workshop.bea_dee_and_ken()
    await workshop.go(nia, "Groups")
    await bea.line.drop()
    groups = await workshop.groups(nia, "Groups")
    bea.line.come_back()
    mine = next(group["id"] for group in groups if bea.id in group["members"])
    await bea.until(lambda store: mine in store.tables["groups"])
    assert bea.line.figures.snapshots == 2


@pytest.mark.parametrize("cursors", [{"session": 10**6}, {"session": -5}, {"group:nobody": 1}, {"facilitators": 1}])
async def test_cursors_that_cannot_be_true_get_a_snapshot_and_nothing_more(
    workshop: Workshop, cursors: dict[str, int]
) -> None:
    bea = await workshop.client(await workshop.book("Bea Lowe"))
    bea.line.store.cursors = cursors
    await bea.line.open()
    assert bea.line.figures.snapshots == 1
    assert set(bea.store.cursors) == {"session", f"person:{bea.id}"}


async def test_a_restart_of_the_server_costs_a_reconnect_and_no_text(workshop: Workshop) -> None:
    nia = await workshop.enter(workshop.nia)
    bea, dee, _ = await workshop.bea_dee_and_ken()
    activity = await workshop.go(nia, "Taking stock")
    note = await bea.write(activity["id"], "note", panel="facing", text="Nobody asked the night shift.")
    await dee.act(SaveDraft, box=f"{activity['id']}:note:", body={"text": "Half a thought"})
    await asyncio.to_thread(workshop.server.kill)
    await asyncio.to_thread(workshop.server.start)
    await workshop.stage(nia, activity, "read")
    assert (await dee.sees(note))["body"]["text"] == "Nobody asked the night shift."
    await dee.until(lambda store: store.drafts.get(f"{activity['id']}:note:") == {"text": "Half a thought"})
    assert [client.store.gaps for client in workshop.clients] == [0, 0, 0, 0]


async def test_an_operation_that_is_sent_again_is_applied_once(workshop: Workshop) -> None:
    nia = await workshop.enter(workshop.nia)
    bea = await workshop.enter_new("Bea Lowe")
    activity = await workshop.go(nia, "Taking stock")
    op = PutEntry(
        op_id="once-and-only-once", activity=activity["id"], entry_kind="note", body={"panel": "facing", "text": "Once"}
    )
    first = await bea.line.act_raw(op.op_id, op.model_dump_json())
    second = await bea.line.act_raw(op.op_id, op.model_dump_json())
    assert first.ok
    assert second.result["entry"] == first.result["entry"]
    bea.line.say_raw(op.model_dump_json())
    bea.line.say_raw(op.model_dump_json())
    await bea.act(Say, to="session", text="Carried out after those")
    assert await in_db(Entry.objects.filter(activity=activity["id"]).count) == 1


async def test_the_same_op_id_of_two_people_is_two_operations(workshop: Workshop) -> None:
    nia = await workshop.enter(workshop.nia)
    bea, dee, _ = await workshop.bea_dee_and_ken()
    activity = await workshop.go(nia, "Taking stock")
    body = {"panel": "facing", "text": "Mine"}
    for each in (bea, dee):
        await each.act(PutEntry, op_id="the-same-op-id", activity=activity["id"], entry_kind="note", body=body)
    assert await in_db(Entry.objects.filter(activity=activity["id"]).count) == 2


async def test_an_operation_on_the_way_when_the_line_drops_is_applied_once(workshop: Workshop) -> None:
    nia = await workshop.enter(workshop.nia)
    bea = await workshop.enter_new("Bea Lowe")
    activity = await workshop.go(nia, "Taking stock")
    body = {"panel": "facing", "text": "On the way"}
    pending = asyncio.create_task(bea.act(PutEntry, activity=activity["id"], entry_kind="note", body=body))
    await asyncio.sleep(0)
    await bea.line.drop()
    bea.line.come_back()
    assert (await pending).ok
    assert await in_db(Entry.objects.filter(activity=activity["id"]).count) == 1


async def test_a_draft_comes_back_on_another_device_and_goes_when_it_is_submitted(workshop: Workshop) -> None:
    nia = await workshop.enter(workshop.nia)
    bea, dee, _ = await workshop.bea_dee_and_ken()
    activity = await workshop.go(nia, "Taking stock")
    box = f"{activity['id']}:note:"
    long = "word " * 400
    await bea.act(SaveDraft, box=box, body={"text": long})
    phone = Client(workshop.server, workshop.session, bea.person, await workshop.device(bea.person))  # type: ignore[arg-type]  # Bea has a person
    workshop.clients.append(phone)
    await phone.line.open()
    assert phone.store.drafts[box] == {"text": long}, "over the limit, and kept"
    assert not dee.has_heard("word word")
    await bea.write(activity["id"], "note", panel="facing", text="Shorter")
    assert await in_db(Draft.objects.filter(session=workshop.session).count) == 0


async def test_a_draft_that_was_never_sent_is_not_revealed(workshop: Workshop) -> None:
    nia = await workshop.enter(workshop.nia)
    bea, dee, _ = await workshop.bea_dee_and_ken()
    activity = await workshop.go(nia, "Taking stock")
    await bea.act(SaveDraft, box=f"{activity['id']}:note:", body={"text": "unsent-marker"})
    await workshop.stage(nia, activity, "read")
    await workshop.quiet()
    assert not any(client.has_heard("unsent-marker") for client in (nia, dee))


async def test_what_a_client_says_of_the_time_does_not_matter(workshop: Workshop) -> None:
    nia = await workshop.enter(workshop.nia)
    bea = await workshop.enter_new("Bea Lowe")
    for sent in (0.0, -1e12, 4e15):
        bea.line.say_raw(json.dumps({"t": "ping", "sent": sent}))
    await nia.act(Go, item=workshop.items["Welcome"].id)
    started = await bea.until(lambda s: s.tables["items"][workshop.items["Welcome"].id].get("started_at"))
    await bea.is_told()
    told = [json.loads(frame) for frame in bea.heard if '"t":"told"' in frame][:-1]  # the last is what was waited for
    assert [frame["sent"] for frame in told] == [0.0, -1e12, 4e15]
    assert all(abs(frame["at"] - started) < 20_000 for frame in told), "the server's time, whatever the client's"


async def test_two_tabs_of_one_person_may_write_at_once(workshop: Workshop) -> None:
    nia = await workshop.enter(workshop.nia)
    bea = await workshop.enter_new("Bea Lowe")
    tab = Client(workshop.server, workshop.session, bea.person, bea.cookie)
    workshop.clients.append(tab)
    await tab.line.open()
    await workshop.go(nia, "Welcome")
    await asyncio.gather(*(each.act(Say, to="session", text=f"Line {n}") for n in range(5) for each in (bea, tab)))
    for each in (bea, tab, nia):
        await each.until(lambda s: len([e for e in s.tables["entries"].values() if e["kind"] == "chat"]) == 10)
