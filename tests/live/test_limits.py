"""The limits that settings name: reaching one is told to whom it concerns, and harms nobody else."""

from __future__ import annotations

import asyncio
import json
import re
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from pytest_django import DjangoDbBlocker
from websockets.asyncio.client import connect
from websockets.exceptions import ConnectionClosed

from folkmoot.live.codes import FULL
from folkmoot.practice_kit.wire.ops import Pen, PutEntry, SaveDraft, Say
from tests.live.truth import agree
from tests.live.wires import wire
from tests.live.workshop import Client, Workshop
from tests.serving import PATIENCE, Server, serving

SMALL = {
    "FOLKMOOT_PEOPLE_IN_SESSION": "3",
    "FOLKMOOT_ENTRIES_IN_ACTIVITY": "2",
    "FOLKMOOT_OPERATIONS_A_SECOND": "2",
    "FOLKMOOT_FRAME_KB": "16",
}


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory, django_db_blocker: DjangoDbBlocker) -> Iterator[Server]:
    """A server with small limits."""
    with django_db_blocker.unblock(), serving(tmp_path_factory.mktemp("small"), **SMALL) as running:
        yield running


async def turned_away(workshop: Workshop, client: Client) -> str:
    """What a client is told that is not let in."""
    address = f"{workshop.server.url.replace('http', 'ws')}/live/{workshop.session.id}/"
    async with connect(address, additional_headers={"Cookie": f"sessionid={client.cookie}"}) as socket:
        await socket.send('{"t": "hello"}')
        told = json.loads(await asyncio.wait_for(socket.recv(), PATIENCE))
        with pytest.raises(ConnectionClosed):
            await asyncio.wait_for(socket.recv(), PATIENCE)
        assert socket.close_code == FULL
    return str(told["notice"])


async def test_a_full_session_turns_the_next_away_with_words_and_tells_who_runs_it(workshop: Workshop) -> None:
    nia = await workshop.enter(workshop.nia)
    bea = await workshop.enter_new("Bea Lowe")
    dee = await workshop.enter_new("Dee Morgan")
    ken = await workshop.client(await workshop.book("Ken Price"))
    assert "full" in await turned_away(workshop, ken)
    await nia.until(lambda store: nia.has_heard("somebody was turned away"))
    await bea.is_told()
    assert not bea.has_heard("turned away")
    await workshop.enter(workshop.tom)
    again = await workshop.client(bea.person or workshop.nia)
    await again.line.open()
    assert bea.line.figures.snapshots == 1
    for client in (again, bea, dee):
        await client.line.close()
    await workshop.enter_new("Zed Quill")


async def test_a_full_activity_refuses_one_more_and_keeps_the_draft(workshop: Workshop) -> None:
    nia = await workshop.enter(workshop.nia)
    bea = await workshop.enter_new("Bea Lowe")
    activity = await workshop.go(nia, "Taking stock")
    first = await bea.write(activity["id"], "note", panel="facing", text="One")
    await bea.write(activity["id"], "note", panel="facing", text="Two")
    body = {"panel": "facing", "text": "Three"}
    answer = await bea.refused(PutEntry, activity=activity["id"], entry_kind="note", body=body)
    assert (answer.code, "draft is kept" in answer.message) == ("full", True)
    await bea.act(PutEntry, activity=activity["id"], entry_kind="note", entry=first, body=body)


async def test_too_many_operations_a_second_are_slowed_for_their_sender_alone(workshop: Workshop) -> None:
    nia = await workshop.enter(workshop.nia)
    bea = await workshop.enter_new("Bea Lowe")
    answers = await asyncio.gather(*(bea.line.act(Say, to="facilitators", text=f"Line {n}") for n in range(12)))
    assert {answer.code for answer in answers if not answer.ok} == {"slow_down"}
    assert 4 <= sum(answer.ok for answer in answers) <= 8
    assert (await nia.line.act(Say, to="facilitators", text="No hurry")).ok


async def test_a_frame_over_the_limit_is_answered_and_the_line_stays(workshop: Workshop) -> None:
    bea = await workshop.enter_new("Bea Lowe")
    bea.line.say_raw(json.dumps({"t": "op", "op_id": "too-long-1", "kind": "say", "text": "x" * 17_000}))
    await bea.until(lambda store: bea.has_heard("too-long-1"))
    await bea.is_told()
    assert bea.line.figures.snapshots == 1, "it never broke"


@pytest.fixture
def tiny(tmp_path: Path, django_db_blocker: DjangoDbBlocker) -> Iterator[Server]:
    """A server that shows next to nothing."""
    with django_db_blocker.unblock(), serving(tmp_path, FOLKMOOT_SNAPSHOT_KB="16") as running:
        yield running


async def test_a_session_too_large_to_be_shown_is_said_so(tiny: Server) -> None:
    workshop = await Workshop.make(tiny)
    bea = await workshop.client(await workshop.book("Bea Lowe"))
    assert "more than one page can show" in await turned_away(workshop, bea)


@pytest.fixture
def generous(tmp_path: Path, django_db_blocker: DjangoDbBlocker) -> Iterator[Server]:
    """A server that takes operations as fast as they come."""
    with django_db_blocker.unblock(), serving(tmp_path, FOLKMOOT_OPERATIONS_A_SECOND="5000") as running:
        yield running


async def test_who_takes_nothing_is_given_up_at_four_megabytes_and_comes_back_whole(generous: Server) -> None:
    workshop = await Workshop.make(generous)
    nia = await workshop.enter(workshop.nia)
    bea, dee, ken = people = await workshop.bea_dee_and_ken()
    activity = await workshop.go(nia, "Purpose")
    group = (await workshop.groups(nia, "Purpose"))[0]
    await workshop.stage(nia, activity, "draft")
    box = f"{activity['id']}:statement:"
    await bea.act(Pen, group=group["id"], do="take")
    with wire("127.0.0.1", generous.port) as line:
        await dee.line.drop()
        dee.line.url = f"http://127.0.0.1:{line.port}"
        dee.line.come_back()
        await dee.until(lambda store: dee.line.connected)
        before = dee.line.figures.resumed + dee.line.figures.snapshots
        line.freeze()
        for count in range(20):  # 16 MB: what the network keeps for her comes on top of our four
            long = [f"{count} {place} ".ljust(30_000, "x") for place in range(30)]
            await asyncio.gather(*(bea.act(SaveDraft, box=box, body={"text": text}, shared=True) for text in long))
        async with asyncio.timeout(PATIENCE):
            while await connections(generous) > 3:
                await asyncio.sleep(0.1)
        last = {"text": "We open the hall"}
        await bea.act(SaveDraft, box=box, body=last, shared=True)
        line.heal()
        await dee.until(lambda store: dee.line.figures.resumed + dee.line.figures.snapshots > before)
        await ken.until(lambda store: store.drafts.get(box) == last)
        await agree(nia, *people)


async def connections(server: Server) -> int:
    """How many sockets the server counts."""
    async with httpx.AsyncClient() as http:
        told = (await http.get(f"{server.url}/metrics")).text
    found = re.search(r"^folkmoot_connections (\d+)", told, re.MULTILINE)
    assert found is not None
    return int(found[1])
