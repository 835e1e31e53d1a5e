"""What goes wrong costs a while and nothing else: afterwards everybody knows what the record says that they may see."""

from __future__ import annotations

import asyncio
import random
import resource
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import timedelta
from pathlib import Path

import pytest
from django.db import connection
from pytest_django import DjangoDbBlocker
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed

from folkmoot.kit.time import utc_now
from folkmoot.people.models import Person
from folkmoot.practice_kit.wire.ops import Hello, MovePerson, SaveDraft, Say, SetStage
from folkmoot.record.models import Entry, Event
from tests.live.fuzzing import Fuzzer
from tests.live.truth import agree
from tests.live.wires import Wire, wire
from tests.live.workshop import Client, Workshop, in_db
from tests.scenario.clock import SharedClock
from tests.scenario.clocked_server import CLOCK_FILE
from tests.serving import PATIENCE, Server, serving

HOSTILE_FRAMES = 10_000
LINES = 10


@pytest.fixture
def line(server: Server) -> Iterator[Wire]:
    """A wire to the server."""
    with wire("127.0.0.1", server.port) as made:
        yield made


def through(client: Client, line: Wire) -> None:
    """Have a client's connections go through a wire from now on."""
    client.line.url = f"http://127.0.0.1:{line.port}"


async def three_of(workshop: Workshop) -> tuple[Client, Client, Client, Client]:
    """Nia and the three of every story, with the Welcome on."""
    nia = await workshop.enter(workshop.nia)
    bea, dee, ken = await workshop.bea_dee_and_ken()
    await workshop.go(nia, "Welcome")
    return nia, bea, dee, ken


async def talk(client: Client, mark: str, number: int = LINES) -> None:
    """Some chat lines, one after the other."""
    for place in range(number):
        await client.act(Say, to="session", text=f"{mark} {place}")


async def said(workshop: Workshop) -> list[str]:
    """Every chat line that is stored, in the order of the log."""

    def read() -> list[str]:
        events = Event.objects.filter(stream=workshop.session.id, kind="said", audience="session").order_by("seq")
        keys = [key for event in events for key in event.body["put"]["entries"]]
        return [str(Entry.objects.get(id=key).body["text"]) for key in keys]

    return await in_db(read)


async def test_a_restart_under_load_sends_everybody_away_and_costs_nothing(workshop: Workshop) -> None:
    people = await three_of(workshop)
    writing = [asyncio.create_task(talk(each, each.id, 30)) for each in people]
    await asyncio.sleep(0.3)
    began = time.monotonic()
    assert await asyncio.to_thread(workshop.server.stop) == 0
    assert time.monotonic() - began < 10, "it drains within ten seconds"
    await asyncio.to_thread(workshop.server.start)
    await asyncio.gather(*writing)
    await agree(*people)
    assert len(await said(workshop)) == len(set(await said(workshop))) == 120


async def test_a_cut_network_costs_a_reconnect(workshop: Workshop, line: Wire) -> None:
    _, bea, dee, _ = people = await three_of(workshop)
    for each in (bea, dee):
        await each.line.drop()
        through(each, line)
        each.line.come_back()
    writing = [asyncio.create_task(talk(each, each.id)) for each in people]
    for _ in range(3):
        await asyncio.sleep(0.3)
        line.cut()
        await asyncio.sleep(0.3)
        line.heal()
    await asyncio.gather(*writing)
    await agree(*people)
    assert sorted(await said(workshop)) == sorted(f"{each.id} {place}" for each in people for place in range(LINES))
    for each in people:
        mine = [text for text in await said(workshop) if text.startswith(each.id)]
        assert mine == [f"{each.id} {place}" for place in range(LINES)], "nobody's own lines change places"


async def test_who_reads_slowly_or_not_at_all_holds_nobody_up(workshop: Workshop, line: Wire) -> None:
    nia, bea, dee, ken = await three_of(workshop)
    await bea.line.drop()
    through(bea, line)
    bea.line.come_back()
    await bea.until(lambda store: bea.line.connected)
    line.freeze()
    began = time.monotonic()
    await asyncio.gather(*(talk(each, each.id) for each in (nia, dee, ken)))
    await agree(nia, dee, ken)
    assert time.monotonic() - began < 5
    line.heal()
    await agree(bea)
    assert bea.store.gaps == 0


async def test_a_half_open_connection_is_nobody(workshop: Workshop, line: Wire) -> None:
    nia, bea, *_ = people = await three_of(workshop)
    await bea.line.drop()
    through(bea, line)
    bea.line.come_back()
    await bea.until(lambda store: bea.line.connected)
    line.freeze()  # her train goes into a tunnel: neither side learns that the line is dead
    pending = asyncio.create_task(bea.act(Say, to="session", text="from the tunnel"))
    await nia.act(Say, to="session", text="meanwhile")
    bea.line.url = workshop.server.url
    await bea.line.drop()
    bea.line.come_back()
    assert (await pending).ok
    await agree(*people)
    line.heal()  # what was on its way comes after all
    await workshop.quiet()
    assert sorted(await said(workshop)) == ["from the tunnel", "meanwhile"]
    await agree(*people)


async def test_operations_twice_and_in_any_order_are_applied_once(workshop: Workshop) -> None:
    nia, bea, *_ = people = await three_of(workshop)
    frames = [Say(op_id=f"twice-{n}", to="session", text=f"line {n}").model_dump_json() for n in range(20)]
    for text in random.sample(frames * 2, 40):
        bea.line.say_raw(text)
    await nia.until(lambda store: sum(e["kind"] == "chat" for e in store.tables["entries"].values()) == 20)
    await agree(*people)
    assert sorted(await said(workshop)) == sorted(f"line {n}" for n in range(20))


@contextmanager
def no_room(server: Server) -> Iterator[None]:
    """Let the server write no file any further than its log: the disk is full."""
    assert server.process is not None
    pid = server.process.pid
    before = resource.prlimit(pid, resource.RLIMIT_FSIZE)
    resource.prlimit(pid, resource.RLIMIT_FSIZE, (server.log.stat().st_size + 16 * 1024, before[1]))
    try:
        yield
    finally:
        resource.prlimit(pid, resource.RLIMIT_FSIZE, before)


@pytest.mark.skipif(connection.vendor != "sqlite", reason="PostgreSQL's disk is not the server's")
async def test_a_full_disk_pauses_the_room_and_loses_nothing(workshop: Workshop) -> None:
    nia, bea, *_ = people = await three_of(workshop)
    await talk(bea, "before", 5)
    with no_room(workshop.server):
        writing = [asyncio.create_task(talk(each, each.id, 5)) for each in people]
        async with asyncio.timeout(PATIENCE):
            while not all(each.has_heard('"paused":true') for each in people):
                await asyncio.sleep(0.1)
        shown = [e["body"]["text"] for e in nia.store.tables["entries"].values()]
        assert set(shown) <= set(await said(workshop)), "nothing is shown that is not stored"
    await asyncio.gather(*writing)
    await agree(*people)
    assert all(each.has_heard('"paused":false') for each in people)
    assert len(await said(workshop)) == 25
    workshop.server.news()  # what it said of the full disk is no fault


async def test_a_reveal_may_race_a_resume_and_a_change_of_group(workshop: Workshop) -> None:
    nia = await workshop.enter(workshop.nia)
    people = [await workshop.enter_new(f"Person{n} Lowe", f"Place {n}") for n in range(8)]
    activity = await workshop.go(nia, "Purpose")
    groups = await workshop.groups(nia, "Purpose")
    await workshop.stage(nia, activity, "write")
    for each in people:
        await each.write(activity["id"], "answer", what=f"secret of {each.id}", why="so", benefit="us")
    for each in people:
        assert not any(other.has_heard(f"secret of {each.id}") for other in (nia, *people) if other is not each)

    async def come_and_go(each: Client) -> None:
        for _ in range(3):
            await each.line.drop()
            await asyncio.sleep(random.random() * 0.2)
            each.line.come_back()
            await asyncio.sleep(random.random() * 0.4)

    async def move() -> None:
        for _ in range(6):
            who, where = random.choice(people), random.choice(groups)["id"]
            await nia.line.act(MovePerson, grouping=groups[0]["grouping"], person=who.id, group=where)
            await asyncio.sleep(0.1)

    async def reveal() -> None:
        await asyncio.sleep(0.4)
        await nia.act(SetStage, activity=activity["id"], stage="read")

    await asyncio.gather(move(), reveal(), *(come_and_go(each) for each in people))
    await agree(nia, *people)


async def test_ten_thousand_hostile_frames_change_nothing(workshop: Workshop) -> None:
    nia, bea, dee, ken = people = await three_of(workshop)
    activity = await workshop.go(nia, "Taking stock")
    note = await dee.write(activity["id"], "note", panel="facing", text="secret of dee")
    await ken.act(SaveDraft, box=f"{activity['id']}:note:", body={"text": "draft of ken"})
    known = {
        "activity": [activity["id"]],
        "entry": [note],
        "entry_kind": ["note", "theme", "chat"],
        "item": [item.id for item in workshop.items.values()],
        "person": [each.id for each in people],
        "stage": ["write", "read", "talk"],
        "box": [f"{activity['id']}:note:"],
        "text": ["words"],
    }
    attackers = [await workshop.book(f"Mallory {n}") for n in range(4)]
    heard: list[str] = []
    began = time.monotonic()
    await asyncio.gather(*(attack(workshop, each, place, known, heard) for place, each in enumerate(attackers)))
    print(f"{len(heard)} answers to {HOSTILE_FRAMES} frames in {time.monotonic() - began:.1f} s")
    assert len(heard) > HOSTILE_FRAMES / 2, "they arrived"
    assert not any("secret of dee" in frame or "draft of ken" in frame for frame in heard)
    assert (await dee.sees(note))["body"]["text"] == "secret of dee"
    await bea.act(Say, to="session", text="still here")
    await agree(*people)
    news = workshop.server.news()
    assert "failed" not in news, news


async def attack(workshop: Workshop, person: Person, seed: int, known: dict[str, list[str]], heard: list[str]) -> None:
    """One attacker's share of the frames, over as many sockets as they are thrown out of."""
    client = await workshop.client(person)
    fuzzer, left = Fuzzer(seed, known), HOSTILE_FRAMES // 4
    address = f"{workshop.server.url.replace('http', 'ws', 1)}/live/{workshop.session.id}/"
    headers = {"Cookie": f"sessionid={client.cookie}", "Origin": workshop.server.url}
    while left > 0:
        async with connect(address, additional_headers=headers, compression=None, max_size=None) as socket:
            with suppress(ConnectionClosed):
                await socket.send(Hello().model_dump_json())
                heard.append(str(await socket.recv()))
                while left > 0:
                    frame = fuzzer.frame()
                    await socket.send(frame if left % 50 else frame.encode("utf-8", "surrogatepass"))
                    left -= 1
                    await hear(socket, heard)


async def hear(socket: ClientConnection, heard: list[str]) -> None:
    """Wait for what the server says next, or for a moment: not every frame has an answer."""
    with suppress(TimeoutError):
        async with asyncio.timeout(0.05):
            heard.append(str(await socket.recv()))


@pytest.fixture
def clocked(tmp_path: Path, django_db_blocker: DjangoDbBlocker) -> Iterator[Server]:
    """A server whose clock the test can move."""
    SharedClock(tmp_path / "clock")
    with (
        django_db_blocker.unblock(),
        serving(tmp_path, "tests.scenario.clocked_server", **{CLOCK_FILE: str(tmp_path / "clock")}) as it,
    ):
        yield it


async def test_a_clock_that_jumps_changes_no_order_and_loses_nothing(clocked: Server) -> None:
    clock = SharedClock(clocked.folder / "clock")
    workshop = await Workshop.make(clocked)
    try:
        nia, bea, *_ = people = await three_of(workshop)
        for hours in (1, -2, 0.5, 0):
            clock.move_to(utc_now() + timedelta(hours=hours))
            await talk(bea, f"{hours}", 3)
            await nia.line.drop()
            await talk(bea, f"away {hours}", 3)
            nia.line.come_back()
        await agree(*people)
        assert await said(workshop) == [
            f"{way}{h} {n}" for h in (1, -2, 0.5, 0) for way in ("", "away ") for n in range(3)
        ]
    finally:
        await workshop.close()
    assert "Traceback" not in clocked.output(), clocked.output()


async def test_a_view_that_differs_from_the_record_is_found_out(workshop: Workshop) -> None:
    _, bea, *_ = await three_of(workshop)
    await bea.act(Say, to="session", text="mislaid")
    mislaid = await bea.until(
        lambda store: next(
            (k for k, row in store.tables["entries"].items() if row["body"].get("text") == "mislaid"), ""
        )
    )
    bea.store.tables["entries"].pop(mislaid)
    with pytest.raises(AssertionError, match="Bea Lowe, entries"):
        await agree(bea, seconds=0.5)
