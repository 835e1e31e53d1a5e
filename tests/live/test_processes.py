"""Three processes, as on three machines: one PostgreSQL database, one Redis, any client at any of them."""

from __future__ import annotations

import asyncio
import os
import signal
import time
from collections.abc import AsyncIterator, Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

import httpx
import pytest
from django.db import transaction
from pytest_django import DjangoDbBlocker

from folkmoot.kit.announce import announce
from folkmoot.people.models import Person
from folkmoot.practice_kit.wire.ops import Hand, Pen, PutEntry, SaveDraft, Say
from folkmoot.programme.models import AgendaItem
from folkmoot.programme.topics import AgendaChanged
from folkmoot.record.models import Attendance, Entry, Event, Stream
from tests.live.databases import REDIS, a_database, end_connections, needs_postgres, needs_redis
from tests.live.test_commands import running
from tests.live.truth import agree
from tests.live.wires import Wire, wire
from tests.live.workshop import A_BEAT, Client, Workshop, in_db
from tests.polling_line import PollingLine
from tests.serving import PATIENCE, Server, another, free_port, serving

pytestmark = [needs_postgres, needs_redis, pytest.mark.slow]


@dataclass
class Three:
    """Three servers of one installation, and the wire by which they reach Redis."""

    servers: list[Server]
    redis: Wire


@pytest.fixture(scope="module")
def three(tmp_path_factory: pytest.TempPathFactory, django_db_blocker: DjangoDbBlocker) -> Iterator[Three]:
    """They are started once for all tests here."""
    there = urlsplit(REDIS)
    with ExitStack() as stack:
        stack.enter_context(django_db_blocker.unblock())
        redis = stack.enter_context(wire(there.hostname or "127.0.0.1", there.port or 6379))
        settings = {
            "DATABASE_URL": stack.enter_context(a_database()),
            "REDIS_URL": f"redis://127.0.0.1:{redis.port}{there.path}",
        }
        first = stack.enter_context(serving(tmp_path_factory.mktemp("three"), **settings))
        others = [another(first), another(first)]
        for server in others:
            server.start()
            stack.callback(server.stop)
        yield Three([first, *others], redis)


@pytest.fixture
async def workshop(three: Three) -> AsyncIterator[Workshop]:
    """A workshop that nobody has entered yet."""
    made = await Workshop.make(three.servers[0])
    yield made
    await made.close()
    for server in three.servers:
        assert "Traceback" not in (news := server.news()), news


async def test_who_polls_may_be_answered_by_another_process_each_time(workshop: Workshop, three: Three) -> None:
    nia = await enter(workshop, three, workshop.nia, 0)
    dee = await enter(workshop, three, await workshop.book("Dee Morgan"), 2)
    bea = await workshop.client(await workshop.book("Bea Lowe"), by=PollingLine)
    assert isinstance(bea.line, PollingLine)
    bea.line.also = [server.url for server in three.servers if server.url != bea.line.url]
    await bea.line.open()
    activity = await workshop.go(nia, "Taking stock")
    notes = [await bea.write(activity["id"], "note", panel="facing", text=f"Note {n}") for n in range(6)]
    await workshop.stage(nia, activity, "read")
    for note in notes:
        await dee.sees(note)
    for number in range(6):
        said = await dee.act(Say, to="session", text=f"Line {number}")
        began = time.monotonic()
        await bea.sees(said.result["entry"])
        assert time.monotonic() - began < 3
    assert await in_db(Entry.objects.filter(activity=activity["id"]).count) == 6
    await nia.until(lambda store: store.presence.get(bea.id) == "here")
    await agree(nia, dee, bea)
    heard = [[event["n"] for event in bea.store.events if event["a"] == audience] for audience in bea.store.cursors]
    assert sum(map(len, heard)) > 12
    for numbers in filter(None, heard):  # an event may come twice, by two processes: a client skips what it has
        assert set(numbers) == set(range(numbers[0], numbers[-1] + 1)), "nothing is missing"


async def enter(workshop: Workshop, three: Three, person: Person, at: int) -> Client:
    """Somebody in the room, by one of the processes."""
    workshop.server = three.servers[at]
    return await workshop.enter(person)


async def everybody(workshop: Workshop, three: Three) -> tuple[Client, Client, Client, Client]:
    """Nia and the three of every story, over all processes."""
    bea, dee, ken = [await workshop.book(name) for name in ("Bea Lowe", "Dee Morgan", "Ken Price")]
    return (
        await enter(workshop, three, workshop.nia, 0),
        await enter(workshop, three, bea, 1),
        await enter(workshop, three, dee, 2),
        await enter(workshop, three, ken, 0),
    )


def move(client: Client, server: Server) -> None:
    """Have a client connect to another process from now on."""
    client.line.url = client.line.origin = server.url


async def test_any_process_takes_any_client_of_a_session(workshop: Workshop, three: Three) -> None:
    nia, bea, dee, ken = people = await everybody(workshop, three)
    activity = await workshop.go(nia, "Taking stock")
    note = await bea.write(activity["id"], "note", panel="facing", text="secret-until-shown")
    await dee.act(Say, to="session", text="good morning")
    for each in people:
        await each.until(
            lambda store: any(e["body"].get("text") == "good morning" for e in store.tables["entries"].values())
        )
    assert not any(each.has_heard("secret-until-shown") for each in (nia, dee, ken))
    await workshop.stage(nia, activity, "read")
    for each in people:
        assert (await each.sees(note))["body"]["text"] == "secret-until-shown"
    await dee.act(Hand, up=True)
    await nia.until(lambda store: store.tables["people"].get(dee.id, {}).get("hand_at"))
    await agree(*people)
    assert [each.store.gaps for each in people] == [0, 0, 0, 0]
    assert [each.line.figures.snapshots for each in people] == [1, 1, 1, 1], "what others wrote came as events"


async def test_three_processes_write_to_one_session_at_once(workshop: Workshop, three: Three) -> None:
    people = await everybody(workshop, three)
    await workshop.go(people[0], "Welcome")
    lines = [(each, f"line {place} of {each.id}") for each in people for place in range(15)]
    await asyncio.gather(*(each.act(Say, to="session", text=text) for each, text in lines))
    await agree(*people)
    assert [each.store.gaps for each in people] == [0, 0, 0, 0]
    assert [each.line.figures.snapshots for each in people] == [1, 1, 1, 1]
    stored = await in_db(lambda: [e.body["text"] for e in Entry.objects.filter(session=workshop.session, kind="chat")])
    assert sorted(stored) == sorted(text for _, text in lines)
    numbers = await in_db(lambda: list(Event.objects.filter(stream=workshop.session.id).values_list("seq", flat=True)))
    assert sorted(numbers) == list(range(1, len(numbers) + 1))


async def test_a_statement_is_watched_live_from_another_process(workshop: Workshop, three: Three) -> None:
    nia, bea, dee, ken = people = await everybody(workshop, three)
    activity = await workshop.go(nia, "Purpose")
    group = (await workshop.groups(nia, "Purpose"))[0]
    await workshop.stage(nia, activity, "draft")
    box = f"{activity['id']}:statement:"
    await bea.act(Pen, group=group["id"], do="take")
    await bea.act(SaveDraft, box=box, body={"text": "We open the hall"}, shared=True)
    for each in (dee, ken):
        await each.until(lambda store: store.drafts.get(box) == {"text": "We open the hall"})
    assert (await dee.refused(SaveDraft, box=box, body={"text": "x"}, shared=True)).code == "no_pen"
    await bea.act(PutEntry, activity=activity["id"], entry_kind="statement", body={"text": "We open the hall."})
    await agree(*people)


async def test_who_comes_back_to_another_process_has_missed_nothing(workshop: Workshop, three: Three) -> None:
    nia, bea, dee, _ = people = await everybody(workshop, three)
    await workshop.go(nia, "Welcome")
    await dee.act(Say, to="session", text="before")
    await bea.line.drop()
    await dee.act(Say, to="session", text="meanwhile")
    move(bea, three.servers[2])
    bea.line.come_back()
    await bea.until(lambda store: any(e["body"].get("text") == "meanwhile" for e in store.tables["entries"].values()))
    assert (bea.line.figures.resumed, bea.line.figures.snapshots, bea.store.gaps) == (1, 1, 0)
    await agree(*people)


async def test_who_is_here_is_known_to_all_processes(workshop: Workshop, three: Three) -> None:
    nia, bea, _, ken = await everybody(workshop, three)
    await nia.until(lambda store: [store.presence.get(each.id) for each in (bea, ken)] == ["here", "here"])
    bea.line.hide(True)
    await nia.until(lambda store: store.presence.get(bea.id) == "away")
    bea.line.hide(False)
    await nia.until(lambda store: store.presence.get(bea.id) == "here")
    await bea.line.drop()
    await nia.until(lambda store: store.presence.get(bea.id) == "away")
    move(bea, three.servers[0])
    bea.line.come_back()
    await nia.until(lambda store: store.presence.get(bea.id) == "here")
    await asyncio.sleep(2 * A_BEAT)
    open_now = await in_db(Attendance.objects.filter(session=workshop.session, person=bea.person, until=None).count)
    assert open_now == 1


async def test_two_devices_at_two_processes_count_once_and_one_may_go(workshop: Workshop, three: Three) -> None:
    nia, bea, *_ = await everybody(workshop, three)
    phone = Client(three.servers[2], workshop.session, bea.person, await workshop.device(bea.person))  # type: ignore[arg-type]  # Bea has a person
    workshop.clients.append(phone)
    await phone.line.open()
    await asyncio.sleep(2 * A_BEAT)
    await bea.line.drop()
    await asyncio.sleep(2 * A_BEAT)
    assert nia.store.presence[bea.id] == "here"
    intervals = Attendance.objects.filter(session=workshop.session, person=bea.person, until=None)
    assert await in_db(intervals.count) == 1


async def test_what_the_clock_makes_due_is_done_by_one_process(workshop: Workshop, three: Three) -> None:
    nia, *_ = people = await everybody(workshop, three)
    activity = await workshop.go(nia, "Taking stock")
    await workshop.stage(nia, activity, "talk")
    await asyncio.sleep(2 * A_BEAT)  # by now each process has heard of the others
    began = time.monotonic()
    for place in range(24):
        await people[1 + place % 3].write(activity["id"], "note", panel="facing", text=f"Late {place}")
        await asyncio.sleep(0.1)
    seconds = time.monotonic() - began
    await nia.until(lambda store: len(store.entries(activity["id"], "note")) == 24)
    batches = await in_db(Event.objects.filter(stream=workshop.session.id, kind="entries_added").count)
    assert 1 < batches <= seconds + 2, "small batches, once a second at most"
    await agree(*people)


async def test_losing_redis_costs_a_second_and_no_event(workshop: Workshop, three: Three) -> None:
    nia, *_ = people = await everybody(workshop, three)
    await workshop.go(nia, "Welcome")

    async def seconds_to_all(text: str) -> float:
        began = time.monotonic()
        await nia.act(Say, to="session", text=text)
        for each in people:
            await each.until(lambda store: any(e["body"].get("text") == text for e in store.tables["entries"].values()))
        return time.monotonic() - began

    three.redis.cut()
    try:
        lost = [await seconds_to_all(f"without {place}") for place in range(3)]
    finally:
        three.redis.heal()
    assert max(lost) < 4.0
    async with asyncio.timeout(PATIENCE):
        while await seconds_to_all(f"again {time.monotonic()}") > 0.7:
            await asyncio.sleep(0.2)
    await agree(*people)
    assert [each.store.gaps for each in people] == [0, 0, 0, 0]
    assert [each.line.figures.snapshots for each in people] == [1, 1, 1, 1]


async def test_connections_to_postgres_that_are_ended_cost_a_moment(workshop: Workshop, three: Three) -> None:
    people = await everybody(workshop, three)
    await workshop.go(people[0], "Welcome")

    async def talk(each: Client) -> None:
        for place in range(15):
            await each.act(Say, to="session", text=f"{place} of {each.id}")

    writing = [asyncio.create_task(talk(each)) for each in people]
    ended = 0
    for _ in range(3):
        await asyncio.sleep(0.4)
        ended += await asyncio.to_thread(end_connections, three.servers[0].environment["DATABASE_URL"])
    assert ended >= 3
    await asyncio.gather(*writing)
    await agree(*people)
    texts = await in_db(lambda: [e.body["text"] for e in Entry.objects.filter(session=workshop.session, kind="chat")])
    assert len(texts) == len(set(texts)) == 60


async def test_losing_a_process_costs_a_reconnect(workshop: Workshop, three: Three) -> None:
    nia, bea, *_ = people = await everybody(workshop, three)
    await workshop.go(nia, "Welcome")
    move(bea, three.servers[0])  # where a proxy will send her
    writing = [
        asyncio.create_task(each.act(Say, to="session", text=f"{n} of {each.id}")) for each in people for n in range(9)
    ]
    three.servers[1].kill()
    try:
        assert all(answer.ok for answer in await asyncio.gather(*writing))
        await agree(*people)
        await nia.until(lambda store: store.presence.get(bea.id) == "here")
    finally:
        await asyncio.to_thread(three.servers[1].start)
    texts = await in_db(lambda: [e.body["text"] for e in Entry.objects.filter(session=workshop.session, kind="chat")])
    assert len(texts) == len(set(texts)) == 36


async def test_what_a_page_changes_reaches_every_process(workshop: Workshop, three: Three) -> None:
    people = await everybody(workshop, three)

    def rename() -> None:
        AgendaItem.objects.filter(id=workshop.items["Welcome"].id).update(title="A warm welcome")
        announce(AgendaChanged(workshop.session.id))

    await in_db(rename)
    for each in people:
        await each.until(lambda store: store.tables["items"][workshop.items["Welcome"].id]["title"] == "A warm welcome")
    await agree(*people)


async def test_a_session_that_is_deleted_closes_its_room_in_every_process(workshop: Workshop, three: Three) -> None:
    people = await everybody(workshop, three)

    @transaction.atomic
    def delete() -> None:
        Stream.objects.filter(id=workshop.session.id).delete()
        workshop.session.delete()

    await in_db(delete)
    async with asyncio.timeout(PATIENCE):
        while not all(each.line.shut for each in people):
            await asyncio.sleep(0.1)


def test_several_processes_serve_one_address_and_one_that_dies_is_replaced(three: Three, tmp_path: Path) -> None:
    settings = {name: three.servers[0].environment[name] for name in ("DATABASE_URL", "REDIS_URL")}
    with running(tmp_path, "serve", "--port", str(port := free_port()), "--processes", "2", **settings) as (
        parent,
        said,
    ):
        assert said.splitlines()[-1] == f"READY http://127.0.0.1:{port}"
        first = children(parent.pid)
        assert len(first) == 2
        os.kill(first[0], signal.SIGKILL)
        until = time.monotonic() + 30
        while len(now := children(parent.pid)) < 2 or first[0] in now:
            assert time.monotonic() < until
            assert httpx.get(f"http://127.0.0.1:{port}/", timeout=30).status_code == 200
        parent.send_signal(signal.SIGTERM)
        assert parent.wait(15) == 0
        assert parent.stdout is not None
        assert "Traceback" not in said + parent.stdout.read()


def children(pid: int) -> list[int]:
    """The server processes below a parent."""
    found = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    return [int(child) for child in found if b"spawn_main" in Path(f"/proc/{child}/cmdline").read_bytes()]
