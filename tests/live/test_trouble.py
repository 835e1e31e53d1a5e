"""The database in trouble: everybody is told, nothing is shown that is not stored, and work goes on by itself."""

from __future__ import annotations

import asyncio
import json
import resource
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from django.db import connection, connections, transaction
from pytest_django import DjangoDbBlocker

from folkmoot.practice_kit.wire.ops import PutEntry, Say
from folkmoot.record.models import Entry
from tests.live.workshop import Client, Workshop, in_db
from tests.serving import Server, serving

on_sqlite = pytest.mark.skipif(connection.vendor != "sqlite", reason="what happens to a file")
on_postgresql = pytest.mark.skipif(connection.vendor == "sqlite", reason="what happens to a server")


@pytest.fixture(params=["no", "yes"], ids=["direct", "plain"])
def server(request: pytest.FixtureRequest, tmp_path: Path, django_db_blocker: DjangoDbBlocker) -> Iterator[Server]:
    """A server of each test's own, for it is put into trouble; by direct sends and by plain ones."""
    with django_db_blocker.unblock(), serving(tmp_path, FOLKMOOT_PLAIN_SENDS=request.param) as running:
        yield running


@pytest.fixture
async def workshop(server: Server) -> AsyncIterator[Workshop]:
    made = await Workshop.make(server)
    yield made
    await made.close()


def paused(client: Client) -> list[bool]:
    """What somebody was told of trouble and its end, in order."""
    told = [json.loads(frame) for frame in client.heard if '"paused":' in frame[:200]]
    assert all(len(frame["notice"]) > 20 for frame in told)
    return [frame["paused"] for frame in told]


@contextmanager
def no_space(server: Server) -> Iterator[None]:
    """Every file that the server writes is full: its writes fail as on a full disk."""
    assert server.process is not None
    before = resource.prlimit(server.process.pid, resource.RLIMIT_FSIZE)
    resource.prlimit(server.process.pid, resource.RLIMIT_FSIZE, (1, before[1]))
    try:
        yield
    finally:
        resource.prlimit(server.process.pid, resource.RLIMIT_FSIZE, before)


@on_sqlite
async def test_a_full_disk_pauses_the_room_and_then_everything_is_stored_in_its_order(workshop: Workshop) -> None:
    nia = await workshop.enter(workshop.nia)
    bea, dee, _ = await workshop.bea_dee_and_ken()
    await workshop.go(nia, "Welcome")
    with no_space(workshop.server):
        said = [asyncio.create_task(bea.act(Say, to="session", text=f"full-disk {n}")) for n in range(5)]
        for client in (nia, bea, dee):
            await client.until(lambda store: paused(client) == [True])  # noqa: B023 - called within this round only
        assert not any(task.done() for task in said)
        assert not dee.has_heard("full-disk"), "nothing is shown that is not stored"
        late = await workshop.client(await workshop.book("Ken Late"), open_page=False)
        assert late.line is not None
    await asyncio.gather(*said)
    for client in (nia, bea, dee):
        await client.until(lambda store: paused(client) == [True, False])  # noqa: B023 - called within this round only
    await dee.until(lambda store: len([e for e in store.tables["entries"].values() if e["kind"] == "chat"]) == 5)
    shown = [frame for frame in dee.heard if "full-disk" in frame]
    assert [f"full-disk {n}" in "".join(shown) for n in range(5)] == [True] * 5
    stored = await in_db(lambda: list(Entry.objects.filter(session=workshop.session, kind="chat").order_by("order")))
    assert len(stored) == 5
    assert workshop.clients[0].store.gaps == 0


@on_sqlite
async def test_a_lock_that_nobody_gives_back_pauses_the_room(workshop: Workshop) -> None:
    nia = await workshop.enter(workshop.nia)
    bea = await workshop.enter_new("Bea Lowe")
    activity = await workshop.go(nia, "Taking stock")
    locked, done = asyncio.Event(), asyncio.Event()
    loop = asyncio.get_running_loop()

    def hold() -> None:
        try:
            with transaction.atomic():
                loop.call_soon_threadsafe(locked.set)
                asyncio.run_coroutine_threadsafe(done.wait(), loop).result()
        finally:
            connections.close_all()

    holding = asyncio.create_task(asyncio.to_thread(hold))
    await locked.wait()
    body = {"panel": "facing", "text": "Written while it was locked"}
    put = asyncio.create_task(bea.act(PutEntry, activity=activity["id"], entry_kind="note", body=body))
    await bea.until(lambda store: paused(bea) == [True])
    assert not put.done()
    again = Client(workshop.server, workshop.session, bea.person, bea.cookie)
    workshop.clients.append(again)
    await again.line.open()
    assert paused(again) == [True], "who comes in meanwhile is told, and sees what is stored"
    done.set()
    await holding
    assert (await put).ok
    for client in (nia, bea, again):
        await client.until(lambda store: paused(client) == [True, False])  # noqa: B023 - called within this round only


@on_postgresql
async def test_connections_that_were_cut_cost_a_try_that_nobody_notices(workshop: Workshop) -> None:
    nia = await workshop.enter(workshop.nia)
    bea = await workshop.enter_new("Bea Lowe")
    await workshop.go(nia, "Welcome")

    def cut() -> None:
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                " WHERE datname = current_database() AND pid <> pg_backend_pid()"
            )

    await in_db(cut)
    assert (await bea.act(Say, to="session", text="Still here")).ok
    await nia.until(lambda store: nia.has_heard("Still here"))
    await workshop.quiet()
    assert paused(bea) == []
