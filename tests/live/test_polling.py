"""Where sockets are blocked: the same room by requests that wait, for the same people, with the same limits."""

from __future__ import annotations

import asyncio
import json
import time
from contextlib import AsyncExitStack
from pathlib import Path
from typing import Any

import httpx
import pytest
from django.db import connection, transaction

from folkmoot.live import polling
from folkmoot.live.codes import NOBODY, OVER
from folkmoot.practice_kit.wire.base import FRAME_LIMIT
from folkmoot.practice_kit.wire.ops import Go, Hello, PutEntry, Say
from folkmoot.programme.models import Session
from folkmoot.record.models import Attendance, Entry, Stream
from tests import people
from tests.live.test_resuming import rows
from tests.live.workshop import Client, Workshop, in_db, stored
from tests.polling_line import HEADERS, PollingLine
from tests.serving import PATIENCE

BEHIND = 3.0  # seconds (LIVE.md)
HELLO = Hello().model_dump_json()


def polls(client: Client) -> PollingLine:
    """The line of somebody who polls."""
    assert isinstance(client.line, PollingLine)
    return client.line


async def one_who_polls(workshop: Workshop, name: str = "Bea Lowe") -> Client:
    """Somebody in the room, by polling."""
    return await workshop.enter(await workshop.book(name), by=PollingLine)


async def test_who_polls_sees_what_everybody_sees_at_most_three_seconds_later(workshop: Workshop) -> None:
    nia = await workshop.enter(workshop.nia)
    bea = await one_who_polls(workshop)
    dee = await workshop.enter_new("Dee Morgan")
    activity = await workshop.go(nia, "Taking stock")
    lags = []
    for number in range(5):
        said = await dee.act(Say, to="session", text=f"Line {number}")
        began = time.monotonic()
        await bea.sees(said.result["entry"])
        lags.append(time.monotonic() - began)
    await bea.write(activity["id"], "note", panel="facing", text="Written by polling.")
    await workshop.stage(nia, activity, "read")
    written = next(e for e in bea.store.tables["entries"].values() if e["body"].get("text") == "Written by polling.")
    assert (await dee.sees(written["id"]))["body"] == written["body"]
    print(f"lags {lags}")
    assert max(lags) < BEHIND
    fresh = Client(workshop.server, workshop.session, bea.person, bea.cookie)
    workshop.clients.append(fresh)
    await fresh.line.open()
    await bea.until(lambda _: rows(bea) == rows(fresh))
    assert bea.store.gaps == 0
    assert bea.line.figures.snapshots == 1, "one line for the whole time"


async def test_nothing_is_told_before_the_reveal(workshop: Workshop) -> None:
    nia = await workshop.enter(workshop.nia)
    bea = await one_who_polls(workshop)
    dee = await workshop.enter_new("Dee Morgan")
    activity = await workshop.go(nia, "Taking stock")
    note = await dee.write(activity["id"], "note", panel="facing", text="before-the-reveal")
    await asyncio.sleep(polling.GATHER_SECONDS + 0.4)
    await polls(bea).drop()
    polls(bea).line = ""  # her browser was closed in between
    bea.line.come_back()
    await bea.until(lambda store: bea.line.figures.resumed)
    assert not bea.has_heard("before-the-reveal")
    await workshop.stage(nia, activity, "read")
    assert (await bea.sees(note))["body"]["text"] == "before-the-reveal"


async def test_a_move_to_a_group_comes_by_polling_and_so_does_the_group_s_work(workshop: Workshop) -> None:
    nia = await workshop.enter(workshop.nia)
    bea = await one_who_polls(workshop)
    await workshop.enter_new("Dee Morgan")
    await workshop.go(nia, "Groups")
    groups = await workshop.groups(nia, "Groups")
    mine = next(group["id"] for group in groups if bea.id in group["members"])
    await bea.until(lambda store: mine in store.tables["groups"], BEHIND)
    assert f"group:{mine}" in bea.store.cursors


# --- coming back ----------------------------------------------------------------------------------------------------


async def test_an_answer_that_was_lost_is_made_good_from_the_cursors(workshop: Workshop) -> None:
    dee = await workshop.enter_new("Dee Morgan")
    bea = await workshop.client(await workshop.book("Bea Lowe"), by=PollingLine)
    line = polls(bea)
    async with line.http() as line._http:
        first = await line.poll()
        before = dict(line.store.cursors)
        said = await dee.act(Say, to="session", text="In the answer that never came")
        await line.poll()
        line.store.cursors = before
        line.store.tables["entries"].clear()
        line.answers = first["answers"]  # as if the second answer had been lost on its way
        told = await line.poll()
        assert told["line"] != first["line"]
        await line.poll()
    assert said.result["entry"] in bea.store.tables["entries"]
    assert bea.store.gaps == 0
    assert line.figures.resumed == 1


async def test_who_was_away_gets_what_was_missed_as_events(workshop: Workshop) -> None:
    dee = await workshop.enter_new("Dee Morgan")
    bea = await one_who_polls(workshop)
    await bea.line.drop()
    said = await dee.act(Say, to="session", text="While Bea was in a tunnel")
    bea.line.come_back()
    await bea.sees(said.result["entry"])
    assert bea.line.figures.snapshots == 1
    assert bea.store.gaps == 0


async def test_an_operation_whose_answer_was_lost_is_applied_once(workshop: Workshop) -> None:
    nia = await workshop.enter(workshop.nia)
    bea = await one_who_polls(workshop)
    activity = await workshop.go(nia, "Taking stock")
    op = PutEntry(
        op_id="said-it-three-times",
        activity=activity["id"],
        entry_kind="note",
        body={"panel": "facing", "text": "Once"},
    )
    async with polls(bea).http() as http:
        told = [await http.post(f"/live/{workshop.session.id}/say/", content=op.model_dump_json()) for _ in range(3)]
    acks = [answer.json()["frames"][0] for answer in told]
    assert {(ack["t"], ack["result"]["entry"]) for ack in acks} == {("ack", acks[0]["result"]["entry"])}
    assert await in_db(Entry.objects.filter(activity=activity["id"]).count) == 1


async def test_operations_said_together_are_applied_in_their_order(workshop: Workshop) -> None:
    bea = await one_who_polls(workshop)
    lines = [Say(op_id=f"in-order-{n:02}", to="session", text=f"{n:02}").model_dump_json() for n in range(30)]
    told = await polls(bea).ask("say", "\n".join(lines))
    assert [frame["t"] for frame in told["frames"]] == ["ack"] * 30
    assert [frame["op_id"] for frame in told["frames"]] == [f"in-order-{n:02}" for n in range(30)]
    seen = await bea.until(lambda s: [e for e in s.tables["entries"].values() if e["kind"] == "chat"][29:] and s)
    said = sorted((e["order"], e["body"]["text"]) for e in seen.tables["entries"].values() if e["kind"] == "chat")
    assert [text for _, text in said] == [f"{n:02}" for n in range(30)]


async def test_words_with_every_kind_of_line_end_stay_one_operation(workshop: Workshop) -> None:
    bea = await one_who_polls(workshop)
    text = "one two\vthree\x85four\u2028five\u2029six"
    raw = json.dumps(
        {"t": "op", "op_id": "odd-line-ends", "kind": "say", "to": "session", "text": text}, ensure_ascii=False
    )
    told = await polls(bea).ask("say", raw)
    assert [frame["t"] for frame in told["frames"]] == ["ack"]


async def test_a_restart_costs_those_who_poll_a_moment_and_no_text(workshop: Workshop) -> None:
    nia = await workshop.enter(workshop.nia)
    bea = await one_who_polls(workshop)
    activity = await workshop.go(nia, "Taking stock")
    await asyncio.to_thread(workshop.server.kill)
    body = {"panel": "facing", "text": "While nobody answers"}
    pending = asyncio.create_task(bea.act(PutEntry, activity=activity["id"], entry_kind="note", body=body))
    await asyncio.to_thread(workshop.server.start)
    assert (await pending).ok
    assert await in_db(Entry.objects.filter(activity=activity["id"]).count) == 1
    assert bea.store.gaps == 0


async def test_a_server_that_stops_waits_for_no_poll(workshop: Workshop) -> None:
    bea = await one_who_polls(workshop)
    began = time.monotonic()
    assert await asyncio.to_thread(workshop.server.stop) == 0
    took = time.monotonic() - began
    await asyncio.to_thread(workshop.server.start)
    assert took < 2.5
    said = await bea.act(Say, to="session", text="Back")
    await bea.sees(said.result["entry"])


# --- who is there ---------------------------------------------------------------------------------------------------


async def test_who_polls_counts_as_here_and_who_leaves_does_not(workshop: Workshop) -> None:
    nia = await workshop.enter(workshop.nia)
    bea = await one_who_polls(workshop)
    await nia.until(lambda store: store.presence.get(bea.id) == "here")
    await bea.line.close()  # which says so
    await nia.until(lambda store: store.presence.get(bea.id) == "away", 3)
    hers = Attendance.objects.filter(person=bea.person, session=workshop.session)
    await stored(hers.filter(until__isnull=False).first)
    assert await in_db(hers.count) == 1


async def test_who_says_nothing_more_is_away_after_a_while(workshop: Workshop) -> None:
    nia = await workshop.enter(workshop.nia)
    bea = await one_who_polls(workshop)
    await nia.until(lambda store: store.presence.get(bea.id) == "here")
    other = await workshop.client(bea.person, by=PollingLine)  # type: ignore[arg-type]  # Bea has a person
    async with polls(other).http() as polls(other)._http:
        await polls(other).poll()
    await bea.line.close()
    await asyncio.sleep(polling.LINGER_BROKEN_SECONDS + 1)
    assert nia.store.presence[bea.id] == "here", "her other page may only be slow"
    await nia.until(lambda store: store.presence.get(bea.id) == "away", polling.LINGER_SECONDS)


async def test_who_breaks_off_is_away_soon(workshop: Workshop) -> None:
    nia = await workshop.enter(workshop.nia)
    bea = await one_who_polls(workshop)
    await nia.until(lambda store: store.presence.get(bea.id) == "here")
    await bea.line.drop()
    await nia.until(lambda store: store.presence.get(bea.id) == "away", polling.LINGER_BROKEN_SECONDS + 3)


async def test_a_page_behind_another_app_is_told(workshop: Workshop) -> None:
    nia = await workshop.enter(workshop.nia)
    bea = await workshop.client(await workshop.book("Bea Lowe"), by=PollingLine)
    line = polls(bea)
    async with line.http() as line._http:
        told = await line.ask("poll", HELLO, hidden="1")
        await nia.until(lambda store: store.presence.get(bea.id) == "away")
        await line.ask("poll", HELLO, line=told["line"], answers="1")
        await nia.until(lambda store: store.presence.get(bea.id) == "here")


async def test_saying_something_is_not_coming_in(workshop: Workshop) -> None:
    nia = await workshop.enter(workshop.nia)
    bea = await workshop.client(await workshop.book("Bea Lowe"), by=PollingLine)
    op = Say(op_id="from-the-door", to="session", text="Only this")
    async with polls(bea).http() as http:
        await http.post(f"/live/{workshop.session.id}/say/", content=op.model_dump_json())
    await workshop.quiet()
    assert await in_db(Attendance.objects.filter(person=bea.person).count) == 0
    assert nia.store.session["here"] == 0


# --- who may --------------------------------------------------------------------------------------------------------


async def test_an_outsider_is_told_nothing(workshop: Workshop) -> None:
    zed = await workshop.client(await in_db(people.zed), open_page=False, by=PollingLine)
    for what in ("poll", "say"):
        async with polls(zed).http() as http:
            answer = await http.post(f"/live/{workshop.session.id}/{what}/", content=HELLO)
        assert (answer.status_code, answer.json()) == _closed(403, 4401, answer)


def _closed(status: int, code: int, answer: httpx.Response) -> tuple[int, dict[str, Any]]:
    return status, {**answer.json(), "closed": code, "frames": []}


async def test_the_page_of_another_site_is_told_nothing(workshop: Workshop) -> None:
    bea = await workshop.client(await workshop.book("Bea Lowe"), by=PollingLine)
    polls(bea).origin = "https://elsewhere.example"
    op = Say(op_id="from-elsewhere", to="session", text="Forged").model_dump_json()
    async with polls(bea).http() as http:
        for what in ("poll", "say"):
            answer = await http.post(f"/live/{workshop.session.id}/{what}/", content=HELLO if what == "poll" else op)
            assert (answer.status_code, answer.json()) == _closed(403, 4403, answer)
    assert await in_db(Entry.objects.filter(session=workshop.session).count) == 0


@pytest.mark.parametrize("kind", ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data", ""])
async def test_what_a_form_of_another_site_could_send_is_not_read(workshop: Workshop, kind: str) -> None:
    bea = await workshop.client(await workshop.book("Bea Lowe"), by=PollingLine)
    op = Say(op_id="by-a-form", to="session", text="Forged").model_dump_json()
    async with polls(bea).http() as http:
        answer = await http.post(f"/live/{workshop.session.id}/say/", content=op, headers={"content-type": kind})
    assert answer.status_code == 415
    assert await in_db(Entry.objects.filter(session=workshop.session).count) == 0


async def test_somebody_else_s_line_is_nobody_s_but_theirs(workshop: Workshop) -> None:
    bea = await one_who_polls(workshop)
    dee = await workshop.client(await workshop.book("Dee Morgan"), by=PollingLine)
    async with polls(dee).http() as http:
        polls(dee)._http = http
        told = await polls(dee).ask("poll", HELLO, line=polls(bea).line, answers=str(polls(bea).answers))
        assert told["line"] != polls(bea).line
        assert dee.store.you["person"] == dee.id
        await http.post(f"/live/{workshop.session.id}/leave/?line={polls(bea).line}")
    said = await bea.act(Say, to="session", text="Still here")
    await bea.sees(said.result["entry"])
    assert bea.line.figures.snapshots == 1, "her line went on"


async def test_the_shared_screen_may_poll_and_says_nothing(workshop: Workshop) -> None:
    nia = await workshop.enter(workshop.nia)
    screen = Client(workshop.server, workshop.session, None, nia.cookie, by=PollingLine, screen=True)
    workshop.clients.append(screen)
    await screen.line.open()
    assert set(screen.store.cursors) == {"session"}
    assert (await screen.refused(Say, to="session", text="Hello?")).code == "screen"


@pytest.mark.parametrize(("method", "what", "status"), [("GET", "poll", 405), ("POST", "elsewhere", 404)])
async def test_other_requests_are_told_so(workshop: Workshop, method: str, what: str, status: int) -> None:
    async with httpx.AsyncClient(base_url=workshop.server.url, headers=HEADERS) as http:
        answer = await http.request(method, f"/live/{workshop.session.id}/{what}/")
    assert answer.status_code == status


# --- limits ---------------------------------------------------------------------------------------------------------


async def test_the_rate_holds_over_all_requests_of_a_person(workshop: Workshop) -> None:
    bea = await one_who_polls(workshop)
    refused = 0
    for turn in range(4):
        lines = [Go(op_id=f"fast-{turn}-{n:03}", item="x").model_dump_json() for n in range(50)]
        told = await polls(bea).ask("say", "\n".join(lines))
        refused += sum(frame["code"] == "slow_down" for frame in told["frames"])
    assert refused > 50


async def test_what_is_not_understood_is_told_with_its_op_id(workshop: Workshop) -> None:
    bea = await one_who_polls(workshop)
    told = await polls(bea).ask("say", '{"t":"op","op_id":"who-knows","kind":"dance"}')
    assert [(frame["t"], frame["op_id"]) for frame in told["frames"]] == [("told", "who-knows")]
    with pytest.raises(ConnectionError, match="4400"):
        await polls(bea).ask("say", "\n".join(["nonsense"] * 40))


async def test_a_body_that_is_too_large_is_refused(workshop: Workshop) -> None:
    bea = await one_who_polls(workshop)
    async with polls(bea).http() as http:
        answer = await http.post(f"/live/{workshop.session.id}/say/", content=b"x" * (FRAME_LIMIT * 16 + 1))
    assert answer.status_code == 413


async def test_requests_that_wait_take_no_turn_among_pages_and_no_database(workshop: Workshop) -> None:
    waiting = 24
    others = [await workshop.client(await workshop.book(f"Guest {n}"), by=PollingLine) for n in range(waiting)]
    async with AsyncExitStack() as stack:
        for other in others:
            polls(other)._http = await stack.enter_async_context(polls(other).http())
        for turn in range(3):  # until the news of everybody's coming has been read
            await asyncio.gather(*(polls(other).poll() for other in others))
            print(turn, _open_files(workshop))
        before = _open_files(workshop)
        held = [asyncio.create_task(polls(other).poll()) for other in others]
        await asyncio.sleep(1)
        assert sum(not poll.done() for poll in held) > 8, "more requests wait than pages may be made at once"
        began = time.monotonic()
        page = await polls(others[0])._http.get(f"/room/{workshop.session.id}/")  # type: ignore[union-attr]  # set above
        assert page.status_code == 200
        assert time.monotonic() - began < 2
        assert _open_files(workshop) <= before + 2
        await asyncio.gather(*held)


def _open_files(workshop: Workshop) -> int:
    """How many connections to the database the server has; for PostgreSQL, sockets to it."""
    assert workshop.server.process is not None
    folder = Path(f"/proc/{workshop.server.process.pid}/fd")
    wanted = "folkmoot.sqlite3" if connection.vendor == "sqlite" else "socket:"
    return sum(wanted in str(each.readlink()) for each in folder.iterdir() if each.is_symlink())


@transaction.atomic
def delete(session: str) -> None:
    """Delete a session with its log, all at once, as the product does."""
    Stream.objects.filter(id=session).delete()
    Session.objects.filter(id=session).delete()


async def test_a_session_that_is_deleted_sends_those_away_who_poll(workshop: Workshop) -> None:
    bea = await one_who_polls(workshop)
    await in_db(lambda: delete(workshop.session.id))
    async with asyncio.timeout(PATIENCE):
        while not bea.line.shut:
            await asyncio.sleep(0.05)
    assert bea.line.shut == OVER
    async with polls(bea).http() as http:
        answer = await http.post(f"/live/{workshop.session.id}/poll/", content=HELLO)
    assert answer.json()["closed"] == NOBODY
