"""A busy workshop whose server is killed: what anybody saw is stored, and nothing is applied twice or forgotten."""

from __future__ import annotations

import asyncio
import random
import re
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from folkmoot.practice_kit.wire.ops import Op, PutEntry, Say
from folkmoot.record.models import Entry
from tests.live.dying_server import POINT, SHOWS_FIRST, TRIGGER
from tests.live.truth import agree
from tests.live.workshop import Client, Workshop, in_db
from tests.serving import Server

POINTS = ("before_commit", "after_commit", "fan_out")
PEOPLE = 6
PAUSE = 0.12
"""Seconds between two operations of one person: more than sixty a second in all."""
BUSY_SECONDS = 0.5
PATIENCE = 120.0
"""Seconds in which an operation must be answered: the server's start is among them, on a computer that is busy."""
MARK = re.compile(r"mark-[\w-]+")


@dataclass
class Load:
    """People who write without a pause, and what they have written."""

    workshop: Workshop
    clients: list[Client]
    activity: str
    lines: set[str] = field(default_factory=set)
    notes: dict[str, int] = field(default_factory=dict)
    tasks: list[asyncio.Task[None]] = field(default_factory=list)
    over: bool = False

    def start(self) -> None:
        """Have everybody write until `finish`."""
        self.over = False
        self.tasks = [asyncio.create_task(self._write(client)) for client in self.clients]

    async def finish(self) -> None:
        """Let everybody come to the end of what they are writing: all of it is answered, if only after a reconnect."""
        self.over = True
        await asyncio.gather(*self.tasks)

    async def _write(self, client: Client) -> None:
        who = self.clients.index(client)
        note = await client.write(self.activity, "sign", panel="story", text="mark-0")
        number = 0
        while not self.over:
            number += 1
            if number % 2:
                body = {"panel": "story", "text": f"mark-{number}"}
                await self._do(client, PutEntry, activity=self.activity, entry_kind="sign", entry=note, body=body)
                self.notes[note] = number
            else:
                self.lines.add(line := f"mark-{who}-{len(self.lines)}-{random.getrandbits(40):x}")
                await self._do(client, Say, to="session", text=line)
            await asyncio.sleep(PAUSE * random.uniform(0.5, 1.5))

    async def _do(self, client: Client, kind: type[Op], **fields: Any) -> None:
        op = kind(op_id=client.line.next_op_id(), **fields)
        answer = await client.line.act_raw(op.op_id, op.model_dump_json(), PATIENCE)
        assert answer.ok, answer

    def seen(self) -> tuple[set[str], dict[str, int]]:
        """Every chat line that anybody was shown, and the furthest number of every note that anybody was shown."""
        lines: set[str] = set()
        notes: dict[str, int] = {}
        for client in self.clients:
            for event in client.store.events:
                for row in event.get("put", {}).get("entries", []):
                    text = str(row["body"].get("text", ""))
                    if row["kind"] == "chat":
                        lines.add(text)
                    elif row["kind"] == "sign":
                        notes[row["id"]] = max(notes.get(row["id"], 0), int(text.partition("-")[2]))
        return lines, notes


@dataclass
class Toll:
    """What a kill cost."""

    seen: int = 0
    lost: int = 0
    twice: int = 0
    missing: int = 0

    def add(self, other: Toll) -> None:
        """Count another kill."""
        self.seen += other.seen
        self.lost += other.lost
        self.twice += other.twice
        self.missing += other.missing


@asynccontextmanager
async def busy_workshop(server: Server) -> AsyncIterator[Load]:
    """A workshop with people at a board that everybody sees at once."""
    workshop = await Workshop.make(server)
    try:
        nia = await workshop.enter(workshop.nia)
        people = [await workshop.enter_new(f"Person {chr(65 + n)}") for n in range(PEOPLE)]
        activity = await workshop.go(nia, "Purpose")
        await workshop.stage(nia, activity, "signs")
        yield Load(workshop, people, activity["id"])
    finally:
        await workshop.close()


async def kill(load: Load, point: str, then: str) -> Toll:
    """Let the server die at its point while everybody writes, or kill it when it happens (at no point); start it
    again, with a trap for the next time, and count what it cost. Afterwards every client knows what the record says;
    of a server that shows before it stores, that is not asked.
    """
    server = load.workshop.server
    trigger = server.folder / "die-now"
    load.start()
    await asyncio.sleep(BUSY_SECONDS * (1 + random.random()))
    if point:
        trigger.touch()
        await asyncio.to_thread(_wait_until_dead, server)
    else:
        await asyncio.to_thread(server.kill)
    trigger.unlink(missing_ok=True)
    for client in load.clients:
        while client.line.connected:  # what was on its way when the server died is read to its end
            await asyncio.sleep(0.01)
    lines, notes = load.seen()
    lost = await in_db(_lost, load.workshop.session.id, lines, notes)
    server.environment |= trap(server.folder, then)
    await asyncio.to_thread(server.start)
    await load.finish()
    stored = await in_db(_lines, load.workshop.session.id)
    if point != SHOWS_FIRST:
        await agree(*load.workshop.clients)
    return Toll(
        seen=len(lines) + len(notes),
        lost=lost,
        twice=sum(n > 1 for n in stored.values()),
        missing=len(load.lines - set(stored)),
    )


def _wait_until_dead(server: Server) -> None:
    assert server.process is not None
    server.process.wait(15)


def _lost(session: str, lines: set[str], notes: dict[str, int]) -> int:
    """How much of what was seen is not stored. A note may be stored further than it was seen, never less far."""
    stored = {entry.id: str(entry.body.get("text", "")) for entry in Entry.objects.filter(session=session)}
    far = {key: int(text.partition("-")[2]) for key, text in stored.items() if re.fullmatch(r"mark-\d+", text)}
    return len(lines - set(stored.values())) + sum(far.get(note, -1) < number for note, number in notes.items())


def _lines(session: str) -> Counter[str]:
    rows = Entry.objects.filter(session=session, kind="chat")
    return Counter(str(entry.body.get("text", "")) for entry in rows)


def trap(folder: Path, point: str) -> dict[str, str]:
    """The environment of a server that dies at a point; empty: nowhere."""
    return {POINT: point, TRIGGER: str(folder / "die-now")}
