"""How long a change takes to be on everybody's screen, and what that costs: the real server, real sockets.

    python3 dev.py bench room [--people 40 100 300] [--seconds 10] [--edits 1]

So many people are in one session, all in one audience, which is the worst case. Three in ten change a note of theirs
once a second. Every client looks at every frame. `shown` is the time from sending a change to its arrival, for every
change at every client; CPU is the server's, in per cent of one core. Where the clients use all of the core that they
share, it is they who are slow. A change that its own author's next one overtook within a tick is not shown, which is
what keeps `delivered` under 100 when the computer is too busy.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import random
import re
import statistics
import sys
import tempfile
import time
from dataclasses import dataclass, field
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "folkmoot.config.settings")

import django
import uvloop
from websockets.asyncio.client import ClientConnection, connect

django.setup()

from asgiref.sync import sync_to_async  # noqa: E402  # needs the settings, as all below

from folkmoot.live.rehearsals import Copy, delete_copy, make_copy  # noqa: E402  # needs the settings
from folkmoot.practice_kit.wire.ops import Go, Hello, PutEntry, SetStage  # noqa: E402  # needs the settings
from folkmoot.programme.models import AgendaItem, Programme, Session  # noqa: E402  # needs the settings
from folkmoot.rehearsal.line import Line  # noqa: E402  # needs the settings
from tests.serving import Server, serving  # noqa: E402  # needs the settings

EDITING = 0.3
WARM_UP_SECONDS = 2.0
DRAIN_SECONDS = 3.0
STAMP = re.compile(r"sent:(\d+):")


@dataclass
class Figures:
    """What all clients together saw."""

    sent: int = 0
    waits: list[float] = field(default_factory=list)
    frames: int = 0
    bytes: int = 0


class Client:
    """One browser's line, as light as it can be: it looks for stamps in every frame, and may change its note."""

    def __init__(self, figures: Figures) -> None:
        self.figures = figures
        self.answers: asyncio.Queue[dict[str, object]] = asyncio.Queue()
        self.socket: ClientConnection | None = None
        self.task: asyncio.Task[None] | None = None

    async def open(self, url: str, session: str, cookie: str) -> None:
        """Connect and begin to read."""
        address = f"{url.replace('http', 'ws', 1)}/live/{session}/"
        headers = {"Cookie": f"sessionid={cookie}"}
        self.socket = await connect(
            address, additional_headers=headers, compression=None, max_size=None, ping_interval=None, open_timeout=60
        )
        await self.socket.send(Hello().model_dump_json())
        self.task = asyncio.create_task(self._read(self.socket))

    async def close(self) -> None:
        """Stop reading and go."""
        if self.task is not None and self.socket is not None:
            self.task.cancel()
            await asyncio.gather(self.task, return_exceptions=True)
            await self.socket.close()

    async def _read(self, socket: ClientConnection) -> None:
        async for raw in socket:
            now = time.perf_counter_ns()
            assert isinstance(raw, str)
            if raw.startswith('{"t":"batch"'):
                self.figures.frames += 1
                self.figures.bytes += len(raw)
                if '"a":"session"' in raw:
                    self.figures.waits += [(now - int(sent)) / 1e6 for sent in STAMP.findall(raw)]
            elif raw.startswith(('{"t":"ack"', '{"t":"refused"')):
                self.answers.put_nowait(json.loads(raw))

    async def put(self, number: int, activity: str, entry: str) -> None:
        """Put or change the note, stamped with the present time."""
        body = {"panel": "story", "text": f"sent:{time.perf_counter_ns()}: more of us walk to school"}
        op = PutEntry(op_id=f"bench-{number:06}", activity=activity, entry_kind="sign", entry=entry, body=body)
        assert self.socket is not None
        await self.socket.send(op.model_dump_json())

    async def answered(self) -> str:
        """Wait for an answer; gives the id of the note."""
        answer = await self.answers.get()
        assert answer["t"] == "ack", answer
        result = answer["result"]
        assert isinstance(result, dict)
        return str(result["entry"])

    async def edit(self, activity: str, seconds: float, pause: float) -> None:
        """Change the note every `pause` seconds, whether the server keeps up or not; each at moments of their own."""
        await self.put(0, activity, "")
        entry = await self.answered()
        start = time.monotonic() + random.random() * pause
        for number in range(1, round(seconds / pause) + 1):
            await asyncio.sleep(start + number * pause - time.monotonic())
            self.figures.sent += 1
            await self.put(number, activity, entry)
        for _ in range(round(seconds / pause)):
            await self.answered()


def a_session() -> Session:
    """A session with one activity, whose last board is everybody's."""
    programme = Programme.objects.create(slug=f"bench-{time.time_ns()}", title="Bench")
    session = Session.objects.create(programme=programme, slug="bench", title="Bench")
    AgendaItem.objects.create(session=session, kind="activity", title="Purpose", practice="common_purpose", minutes=45)
    return session


async def measure(server: Server, people: int, seconds: float, edits: float) -> str:
    """One run, as a line of the table."""
    copy: Copy = await sync_to_async(lambda: make_copy(a_session(), people=people, speed=1, led=True))()
    lead = await Line(server.url, copy.session.id, copy.lead).open(60)
    await lead.act(Go, item=lead.store.leaves()[0]["id"])
    activity = (await lead.until(lambda store: store.activity))["id"]
    await lead.act(SetStage, activity=activity, stage="signs")
    await lead.close()
    figures = Figures()
    clients = [Client(figures) for _ in range(people)]
    began = time.monotonic()
    await asyncio.gather(*(c.open(server.url, copy.session.id, k) for c, k in zip(clients, copy.cookies, strict=True)))
    joined = time.monotonic() - began
    await asyncio.sleep(WARM_UP_SECONDS)
    figures.waits.clear()
    cpu, own, began, figures.frames = server.cpu_seconds(), time.process_time(), time.monotonic(), 0
    editing = clients[: max(1, round(people * EDITING))]
    await asyncio.gather(*(client.edit(activity, seconds, 1 / edits) for client in editing))
    took, used = time.monotonic() - began, server.cpu_seconds() - cpu
    own = 100 * (time.process_time() - own) / took
    await asyncio.sleep(DRAIN_SECONDS)
    await asyncio.gather(*(client.close() for client in clients))
    await sync_to_async(delete_copy)(copy.session.id)
    return f"{_line(people, joined, took, used, figures, len(editing))}  {own:>8.1f}"


def _line(people: int, joined: float, took: float, used: float, figures: Figures, editing: int) -> str:
    waits = sorted(figures.waits)
    p50, p99 = statistics.median(waits), waits[int(len(waits) * 0.99)]
    delivered = len(waits) / ((figures.sent + editing) * people)
    return (
        f"{people:>6}  {joined:>8.2f}  {figures.sent / took:>9.0f}  {p50:>7.0f}  {p99:>7.0f}  {waits[-1]:>7.0f}"
        f"  {100 * used / took:>6.1f}  {figures.frames / took:>9.0f}  {100 * delivered:>9.1f}"
    )


async def run(options: argparse.Namespace, server: Server) -> None:
    """Every size in turn."""
    print(f"Load of this computer before: {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores.")
    print(
        "people  joined s  changes/s  p50 ms   p99 ms   max ms   CPU %   frames/s  delivered %  clients’ CPU %",
        flush=True,
    )
    for people in options.people:
        print(await measure(server, people, options.seconds, options.edits), flush=True)


def main() -> None:
    """Start a server and measure."""
    parser = argparse.ArgumentParser(description="How long a change takes to show, and the CPU it costs.")
    parser.add_argument("--people", type=int, nargs="+", default=[40, 100, 300])
    parser.add_argument("--seconds", type=float, default=10.0)
    parser.add_argument("--edits", type=float, default=1.0, help="changes a second of each who edits (default: 1)")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder, serving(Path(folder)) as server:
        uvloop.run(run(options, server))


if __name__ == "__main__":
    main()
