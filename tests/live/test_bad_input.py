"""What cannot be accepted gets words that a person can act on, costs nobody else anything, and loses no draft."""

from __future__ import annotations

import asyncio
import json
from contextlib import AsyncExitStack, suppress
from typing import Any

import pytest
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed

from folkmoot.practice_kit.wire.ops import (
    FRAME_LIMIT,
    CloseSession,
    Go,
    ProposeGroups,
    PutEntry,
    ReleaseOwn,
    SaveDraft,
    Say,
    SetStage,
    WithdrawEntry,
)
from folkmoot.programme.models import RoleGrant
from folkmoot.record.models import Entry
from tests.live.workshop import Client, Workshop, in_db
from tests.serving import PATIENCE


@pytest.fixture
async def nia(workshop: Workshop) -> Client:
    return await workshop.enter(workshop.nia)


@pytest.fixture
async def bea(workshop: Workshop) -> Client:
    return await workshop.enter_new("Bea Lowe", "Kettle Yard Youth")


@pytest.fixture
async def dee(workshop: Workshop) -> Client:
    return await workshop.enter_new("Dee Morgan", "Northmoor Health Partnership")


BODIES: tuple[tuple[dict[str, Any], str, str], ...] = (
    ({"panel": "facing", "text": "x" * 281}, "too_long", "text"),
    ({"panel": "facing", "text": ""}, "empty", "text"),
    ({"panel": "facing", "text": "  \n "}, "empty", "text"),
    ({"panel": "facing"}, "empty", "text"),
    ({"panel": "facing", "text": 7}, "wrong_type", "text"),
    ({"panel": "facing", "text": ["a"]}, "wrong_type", "text"),
    ({"panel": "facing", "text": {"a": "b"}}, "wrong_type", "text"),
    ({"panel": "nowhere", "text": "a"}, "not_an_option", "panel"),
    ({"panel": "facing", "text": "a", "author": "Ken"}, "unknown_field", "author"),
)


@pytest.mark.parametrize(("body", "code", "field"), BODIES)
async def test_a_wrong_entry_is_refused_by_field_and_nothing_is_stored(
    workshop: Workshop, nia: Client, bea: Client, body: dict[str, Any], code: str, field: str
) -> None:
    activity = await workshop.go(nia, "Taking stock")
    await bea.act(SaveDraft, box=f"{activity['id']}:note:", body={"text": "My draft"})
    answer = await bea.refused(PutEntry, activity=activity["id"], entry_kind="note", body=body)
    assert (answer.code, answer.field) == (code, field)
    assert await in_db(Entry.objects.filter(activity=activity["id"]).count) == 0
    fresh = Client(workshop.server, workshop.session, bea.person, bea.cookie)
    workshop.clients.append(fresh)
    await fresh.line.open()
    assert fresh.store.drafts[f"{activity['id']}:note:"] == {"text": "My draft"}


async def test_text_of_exactly_the_limit_is_taken_whole_in_any_script(
    workshop: Workshop, nia: Client, bea: Client
) -> None:
    activity = await workshop.go(nia, "Taking stock")
    for text in ("x" * 280, "🛶" * 280, "ب" * 280, "a\u0301" * 140):
        entry = await bea.write(activity["id"], "note", panel="facing", text=text)
        assert (await bea.sees(entry))["body"]["text"] == text


async def test_an_entry_outside_its_step_is_refused(workshop: Workshop, nia: Client, bea: Client) -> None:
    activity = await workshop.go(nia, "Taking stock")
    await workshop.stage(nia, activity, "read")
    await workshop.stage(nia, activity, "group")
    body = {"panel": "facing", "text": "Too late"}
    answer = await bea.refused(PutEntry, activity=activity["id"], entry_kind="note", body=body)
    assert answer.code == "not_now"


async def test_kinds_activities_entries_and_stages_that_are_not_there(
    workshop: Workshop, nia: Client, bea: Client
) -> None:
    activity = await workshop.go(nia, "Taking stock")
    good: dict[str, Any] = {"activity": activity["id"], "entry_kind": "note", "body": {"panel": "facing", "text": "a"}}
    for wrong, code in (
        ({"entry_kind": "statement"}, "unknown_kind"),
        ({"activity": "nowhere"}, "gone"),
        ({"entry": "nothing"}, "gone"),
        ({"about": "something"}, "about"),
        ({"on_behalf_of": "nobody"}, "not_yours"),
    ):
        assert (await bea.refused(PutEntry, **(good | wrong))).code == code
    assert (await bea.refused(WithdrawEntry, entry="nothing")).code == "gone"
    assert (await nia.refused(SetStage, activity=activity["id"], stage="later")).code == "no_stage"
    assert (await nia.refused(Go, item="nowhere")).code == "gone"


async def test_a_participant_runs_nothing(workshop: Workshop, nia: Client, bea: Client) -> None:
    activity = await workshop.go(nia, "Taking stock")
    item = workshop.items["Groups"].id
    for answer in (
        await bea.refused(Go, item=item),
        await bea.refused(SetStage, activity=activity["id"], stage="read"),
        await bea.refused(ProposeGroups, item=item, plan={"kind": "breakout"}),
        await bea.refused(CloseSession, close=True),
    ):
        assert answer.code == "not_yours"


async def test_nobody_changes_withdraws_or_releases_what_another_wrote(
    workshop: Workshop, nia: Client, bea: Client, dee: Client
) -> None:
    activity = await workshop.go(nia, "Taking stock")
    note = await bea.write(activity["id"], "note", panel="facing", text="Bea’s own words")
    await workshop.stage(nia, activity, "talk")
    await dee.sees(note)
    body = {"panel": "facing", "text": "Not Bea’s words"}
    change = {"activity": activity["id"], "entry_kind": "note", "entry": note, "body": body}
    for other in (dee, nia):
        assert (await other.refused(PutEntry, **change)).code == "not_yours"
        assert (await other.refused(WithdrawEntry, entry=note)).code == "not_yours"
        assert (await other.refused(ReleaseOwn, entry=note, release=True)).code == "not_yours"
    assert (await nia.refused(PutEntry, **change, on_behalf_of=bea.id)).code == "writes_alone", "nor in her name"
    assert (await bea.sees(note))["body"]["text"] == "Bea’s own words"


async def test_an_observer_sees_and_adds_nothing(workshop: Workshop, nia: Client) -> None:
    watcher = await workshop.book("Zed Quill")
    grant = {"person": watcher, "programme": workshop.programme, "session": workshop.session, "role": "observer"}
    await in_db(lambda: RoleGrant.objects.create(**grant))
    zed = await workshop.enter(watcher)
    activity = await workshop.go(nia, "Taking stock")
    body = {"panel": "facing", "text": "I watch"}
    assert (await zed.refused(PutEntry, activity=activity["id"], entry_kind="note", body=body)).code == "not_yours"


async def test_nothing_is_added_to_a_closed_session_and_everything_can_be_withdrawn(
    workshop: Workshop, nia: Client, bea: Client
) -> None:
    activity = await workshop.go(nia, "Taking stock")
    note = await bea.write(activity["id"], "note", panel="facing", text="Before the close")
    await nia.act(CloseSession, close=True)
    body = {"panel": "facing", "text": "After"}
    assert (await bea.refused(PutEntry, activity=activity["id"], entry_kind="note", body=body)).code == "closed"
    assert (await bea.refused(Say, to="session", text="After")).code == "closed"
    await bea.act(WithdrawEntry, entry=note)
    await nia.act(CloseSession, close=False)
    await bea.write(activity["id"], "note", panel="facing", text="After all")


GARBAGE: tuple[str | bytes, ...] = (
    "",
    "nonsense",
    "{",
    "[]",
    "null",
    '{"t": "op"}',
    '{"t": "op", "op_id": "123456", "kind": "drop_all_tables"}',
    '{"t": "op", "op_id": "123456", "kind": "go", "item": {"a": 1}}',
    '{"t": "op", "op_id": "123456", "kind": "go", "item": "x", "more": 1}',
    '{"t": "op", "op_id": "1", "kind": "bring_here"}',
    '{"t": "snapshot"}',
    '{"t": "hello", "cursors": {"session": "many"}}',
    '{"t": "ping", "sent": "now"}',
    '{"t": "here", "hidden": NaN}',
    '{"a":' * 5000,
    "\ud7ff\x00\x01",
    b"\xff\xfe\x00",
    "x" * (FRAME_LIMIT + 1),
)


async def test_garbage_is_answered_and_the_line_goes_on(workshop: Workshop, nia: Client, bea: Client) -> None:
    def notices() -> list[str]:
        return [frame["notice"] for frame in map(json.loads, bea.heard) if frame.get("notice")]

    for raw in GARBAGE:
        before = len(notices())
        bea.line.say_raw(raw)
        await bea.until(lambda store: len(notices()) > before)  # noqa: B023 - called within this round only
        assert len(notices()[-1]) > 10
    await nia.act(Go, item=workshop.items["Welcome"].id)
    await bea.until(lambda store: store.session["item"] == workshop.items["Welcome"].id)
    assert bea.line.figures.snapshots == 1, "the line never broke"


async def test_endless_garbage_costs_only_its_sender_the_line(workshop: Workshop, nia: Client, bea: Client) -> None:
    for _ in range(30):
        bea.line.say_raw("garbage")
    await bea.until(lambda store: bea.line.figures.snapshots == 1 and not bea.line.connected)
    await nia.act(Go, item=workshop.items["Welcome"].id)
    await bea.until(lambda store: store.session["item"] == workshop.items["Welcome"].id)
    assert nia.line.figures.snapshots == 1


async def test_an_enormous_frame_closes_that_one_line(workshop: Workshop, nia: Client, bea: Client) -> None:
    address = f"{workshop.server.url.replace('http', 'ws')}/live/{workshop.session.id}/"
    headers = {"Cookie": f"sessionid={bea.cookie}"}
    async with connect(address, additional_headers=headers, max_size=None, compression=None) as socket:
        with suppress(ConnectionClosed):
            await socket.send("x" * 5_000_000)
        await asyncio.wait_for(socket.wait_closed(), PATIENCE)
        assert socket.close_code in (1006, 1009)
    assert bea.line.connected
    await bea.act(Say, to="facilitators", text="Still here")


async def test_a_flood_of_operations_is_slowed_and_nobody_else_waits(
    workshop: Workshop, nia: Client, bea: Client
) -> None:
    await workshop.go(nia, "Welcome")
    answers = await asyncio.gather(*(bea.line.act(Say, to="session", text=f"Line {n}") for n in range(120)))
    slowed = [answer for answer in answers if not answer.ok]
    assert {answer.code for answer in slowed} == {"slow_down"}
    assert 30 <= len(slowed) <= 70
    assert (await nia.act(Say, to="session", text="No hurry")).ok
    assert sorted(nia.line.figures.waits)[-1] < 2


async def test_a_draft_that_is_too_big_for_the_server_is_said_so(workshop: Workshop, nia: Client, bea: Client) -> None:
    activity = await workshop.go(nia, "Taking stock")
    answer = await bea.refused(SaveDraft, box=f"{activity['id']}:note:", body={"text": "x" * 40_000})
    assert answer.code == "too_big"


async def test_a_guest_at_the_door_writes_nothing_not_even_in_their_own_name(workshop: Workshop, nia: Client) -> None:
    from folkmoot.practice_kit.wire.ops import Admit

    ken = await workshop.enter_new("Ken Price")
    await nia.act(Admit, person=ken.id, admitted=False)
    activity = await workshop.go(nia, "Taking stock")
    put = {"activity": activity["id"], "entry_kind": "note", "body": {"panel": "facing", "text": "Hello"}}
    assert (await ken.refused(PutEntry, **put)).code == "not_admitted"
    assert (await ken.refused(PutEntry, **put, on_behalf_of=ken.id)).code == "not_admitted"
    assert (await ken.refused(Say, to="session", text="Hello")).code == "not_admitted"
    await nia.act(Admit, person=ken.id, admitted=True)
    await ken.write(activity["id"], "note", panel="facing", text="Hello")


async def test_a_frame_that_is_too_long_is_answered_by_its_op_id_so_that_it_is_not_sent_again(
    workshop: Workshop, nia: Client, bea: Client
) -> None:
    op = {"t": "op", "op_id": "too-long-1", "kind": "say", "to": "session", "text": "x" * FRAME_LIMIT}
    bea.line.say_raw(json.dumps(op))
    await bea.until(lambda store: any('"op_id":"too-long-1"' in frame for frame in bea.heard))


async def test_asking_for_everything_again_and_again_costs_only_its_sender_the_line(
    workshop: Workshop, nia: Client, bea: Client
) -> None:
    def snapshots() -> int:
        return sum('"t":"snapshot"' in frame for frame in bea.heard)

    before = snapshots()
    for _ in range(15):
        bea.line.say_raw('{"t": "hello"}')
    await bea.is_told()
    assert (snapshots(), bea.line.connected) == (before, True)
    for _ in range(10):
        bea.line.say_raw('{"t": "hello"}')
    await bea.until(lambda store: not bea.line.connected)


async def comes_in(page: ClientConnection) -> bool:
    """Whether a page that was opened gets the room, or is sent away because there are too many."""
    try:
        await page.send('{"t": "hello"}')
        return '"t":"snapshot"' in str(await asyncio.wait_for(page.recv(), PATIENCE))
    except ConnectionClosed:
        assert page.close_code == 4429
        return False


async def test_one_person_opens_a_dozen_pages_and_no_more(workshop: Workshop, bea: Client) -> None:
    address = f"{workshop.server.url.replace('http', 'ws')}/live/{workshop.session.id}/"
    headers = {"Cookie": f"sessionid={bea.cookie}"}
    async with AsyncExitStack() as pages:
        opened = [await pages.enter_async_context(connect(address, additional_headers=headers)) for _ in range(12)]
        done, _ = await asyncio.wait(
            [asyncio.create_task(page.wait_closed()) for page in opened],
            timeout=PATIENCE,
            return_when=asyncio.FIRST_COMPLETED,
        )
        assert len(done) == 1
        in_the_room = [page for page in opened if page.close_code is None]
        for page in in_the_room:
            assert await comes_in(page)
        assert [page.close_code for page in opened].count(4429) == 1
        await in_the_room[0].close()
        async with asyncio.timeout(PATIENCE):  # until the server has noticed that a page was closed
            while not await comes_in(await pages.enter_async_context(connect(address, additional_headers=headers))):
                await asyncio.sleep(0.1)
    assert bea.line.connected
