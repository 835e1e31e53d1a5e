"""The drill: back up while people write, lose what came after, and restore while they are still there."""

from __future__ import annotations

import asyncio
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from pytest_django import DjangoDbBlocker

from folkmoot.kit.time import utc_now
from folkmoot.people.models import Person
from folkmoot.practice_kit.wire.ops import Say, WithdrawEntry
from folkmoot.record.models import Entry
from tests.live.databases import a_database, needs_postgres, on_sqlite
from tests.live.truth import agree
from tests.live.workshop import Client, Workshop, in_db
from tests.serving import ROOT, Server, serving


@pytest.fixture(
    params=[
        pytest.param("sqlite", marks=on_sqlite),
        pytest.param("postgresql", marks=[needs_postgres, pytest.mark.slow]),
    ]
)
def kept(request: pytest.FixtureRequest, tmp_path: Path, django_db_blocker: DjangoDbBlocker) -> Iterator[Server]:
    """A server of its own on either database."""
    with ExitStack() as stack:
        stack.enter_context(django_db_blocker.unblock())
        address = stack.enter_context(a_database()) if request.param == "postgresql" else ""
        data = tmp_path / "data"
        data.mkdir()
        yield stack.enter_context(serving(data, DATABASE_URL=address, REDIS_URL=""))


def folkmoot(server: Server, *words: str) -> subprocess.CompletedProcess[str]:
    """A command beside the running server, on its data."""
    command = [sys.executable, "-m", "folkmoot", *words]
    return subprocess.run(command, cwd=ROOT, env=server.environment, text=True, capture_output=True, check=False)


async def write_on(client: Client, stop: asyncio.Event) -> None:
    """Chat lines until it is enough."""
    number = 0
    while not stop.is_set():
        number += 1
        await client.act(Say, to="session", text=f"busy {number}")
        await asyncio.sleep(0.1)


async def test_a_backup_under_load_is_restored_while_the_server_runs(kept: Server, tmp_path: Path) -> None:
    workshop = await Workshop.make(kept)
    file = tmp_path / "backup.zip"
    try:
        nia = await workshop.enter(workshop.nia)
        bea, dee, _ = await workshop.bea_dee_and_ken()
        await workshop.go(nia, "Welcome")
        await bea.act(Say, to="session", text="worth keeping")
        hasty = await bea.act(Say, to="session", text="said in haste")
        upload = kept.folder / "uploads" / "slides.pdf"
        upload.parent.mkdir(exist_ok=True)
        upload.write_bytes(b"as it was")
        enough = asyncio.Event()
        writing = asyncio.create_task(write_on(dee, enough))
        made = await asyncio.to_thread(folkmoot, kept, "backup", str(file))
        enough.set()
        await writing
        assert (made.returncode, made.stderr) == (0, "")
        assert file.stat().st_mode & 0o077 == 0, "the signing key is in it"

        await bea.act(WithdrawEntry, entry=hasty.result["entry"])
        gone = await workshop.book("Gone Morgan")
        await bea.act(Say, to="session", text="not worth keeping")
        upload.write_bytes(b"spoiled")
        (upload.parent / "later.pdf").write_bytes(b"later")
        with (kept.folder / "erasures.ledger").open("a") as ledger:
            ledger.write(f"person {dee.id} {utc_now().date()}\n")  # erased meanwhile

        done = await asyncio.to_thread(folkmoot, kept, "restore", str(file), "--yes")
        assert done.returncode == 0, done.stderr
        assert "Erased again" in done.stdout
        texts = await in_db(lambda: {e.body.get("text") for e in Entry.objects.filter(session=workshop.session)})
        assert "worth keeping" in texts
        assert not {"not worth keeping", "said in haste"} & texts
        assert not await in_db(Person.objects.filter(id=gone.id).exists)
        assert not await in_db(Person.objects.filter(id=dee.id, name="Dee Morgan").exists)
        assert upload.read_bytes() == b"as it was"
        assert not (upload.parent / "later.pdf").exists()
        assert len(list((kept.folder / "backups").glob("before-restore-*"))) == 1

        await agree(nia, bea)
        await bea.act(Say, to="session", text="and on it goes")
        await agree(nia, bea)
    finally:
        await workshop.close()
    assert "Traceback" not in kept.output(), kept.output()


def test_a_restore_asks_first_and_refuses_what_is_no_backup(kept: Server, tmp_path: Path) -> None:
    nothing = tmp_path / "nothing.zip"
    nothing.write_bytes(b"not a backup")
    for file, why in ((nothing, "is not a backup"), (tmp_path / "missing.zip", "there is no file")):
        refused = folkmoot(kept, "restore", str(file), "--yes")
        assert refused.returncode == 1
        assert why in refused.stderr
    made = folkmoot(kept, "backup")
    assert made.returncode == 0
    (file,) = (kept.folder / "backups").glob("folkmoot-*.zip")
    unasked = folkmoot(kept, "restore", str(file))
    assert (unasked.returncode, unasked.stdout) == (1, "Nothing was changed.\n")
