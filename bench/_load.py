"""The load of bench/live.py, in a process of its own: many light clients of one server, and what they saw.

A client does its server's real handshake. Afterwards most only count bytes; a few *probes* look for the marker that
every edit carries, so a delay is from the moment when an edit was due to the moment when a probe had it. Reads a plan
from the standard input and prints one line of JSON.
"""

from __future__ import annotations

import asyncio
import heapq
import json
import os
import random
import sys
import time
from pathlib import Path
from typing import Any

import uvloop
from _clients import SERVERS, Client, Plan, Talk, Yjs

JOINING_AT_ONCE = 40
WARM_UP_SECONDS = 1.5
DRAIN_SECONDS = 1.5
ROOMS_WATCHED = 20


def usage(pid: int) -> tuple[float, float, float]:
    """CPU seconds that a process has used, seconds for which its threads waited for a core, and its memory in MB."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    waited = sum(int((task / "schedstat").read_text().split()[1]) for task in Path(f"/proc/{pid}/task").iterdir())
    pages = int(Path(f"/proc/{pid}/statm").read_text().split()[1])
    cpu = (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")
    return cpu, waited / 1e9, pages * os.sysconf("SC_PAGE_SIZE") / 2**20


async def connect(talk: Talk, place: int) -> Client:
    """A client that has joined."""
    loop = asyncio.get_running_loop()
    _, client = await loop.create_connection(lambda: Client(talk, place), "127.0.0.1", talk.plan.port)
    await asyncio.wait_for(client.ready, 20)
    return client


async def connect_all(talk: Talk, people: int) -> list[Client]:
    """Everybody, a few at once; each document's first alone."""
    turns = asyncio.Semaphore(JOINING_AT_ONCE)

    async def one(place: int) -> Client:
        async with turns:
            return await connect(talk, place)

    first = [await one(place) for place in range(min(people, len(talk.plan.rooms)))]
    return first + list(await asyncio.gather(*(one(place) for place in range(len(first), people))))


def in_the_middle(values: list[float], share: float) -> float:
    """A quantile in milliseconds, of sorted seconds."""
    return round(values[min(len(values) - 1, int(len(values) * share))] * 1000, 1) if values else float("nan")


async def send_edits(talk: Talk, editors: list[Client], until: float) -> dict[int, float]:
    """Send every edit when it is due, whether the server keeps up or not; gives when each was due, by its marker."""
    plan, due_at = talk.plan, {}
    start, order = time.perf_counter(), random.Random(1)
    due = [(start + order.random() / plan.rate, editor, 1) for editor in range(len(editors))]
    heapq.heapify(due)
    while (now := time.perf_counter()) < until:
        while due[0][0] <= now:
            when, editor, count = due[0]
            heapq.heapreplace(due, (when + 1 / plan.rate, editor, count + 1))
            if when < until:
                talk.edit(editor, editors[editor], count)
                due_at[(editor << 24) | count] = when
        await asyncio.sleep(0.004)
    return due_at


def cast_roles(talk: Talk, clients: list[Client]) -> tuple[list[Client], list[Client]]:
    """Editors from the front, probes from the end: three of one room, or one in each of the first rooms."""
    rooms = len(talk.plan.rooms)
    editors = clients[: max(1, round(len(clients) * talk.plan.editing))]
    last = clients[-rooms:][:ROOMS_WATCHED] if rooms > 1 else clients[-3:]
    return editors, last


async def load(talk: Talk) -> dict[str, Any]:
    """Everybody joins, some edit, and the probes watch."""
    plan = talk.plan
    began = time.perf_counter()
    clients = await connect_all(talk, plan.people)
    joined = time.perf_counter() - began
    editors, probes = cast_roles(talk, clients)
    await talk.prepare(editors)
    for client in clients:
        client.counting = True
    for client in probes:
        client.got = {}
    await asyncio.sleep(WARM_UP_SECONDS)
    for client in probes:
        client.frames = 0
    cpu, waited, _ = usage(plan.pid)
    own, start = time.process_time(), time.perf_counter()
    due_at = await send_edits(talk, editors, start + plan.seconds)
    took, own = time.perf_counter() - start, time.process_time() - own
    cpu_after, waited_after, _ = usage(plan.pid)
    frames = sum(client.frames for client in probes) / len(probes)
    await asyncio.sleep(DRAIN_SECONDS)
    memory = usage(plan.pid)[2]
    waits, wanted = [], 0
    for probe in probes:
        assert probe.got is not None
        mine = [mark for mark in due_at if editors[mark >> 24].room is probe.room]
        wanted += len(mine)
        waits += [probe.got[mark] - due_at[mark] for mark in mine if mark in probe.got]
    waits.sort()
    return {
        "people": plan.people,
        "edits": len(due_at),
        "delivered": len(waits) / max(1, wanted),
        "p50": in_the_middle(waits, 0.5),
        "p99": in_the_middle(waits, 0.99),
        "cpu": 100 * (cpu_after - cpu) / took,
        "waited": 100 * (waited_after - waited) / took,
        "memory": memory,
        "frames": frames / took,
        "own": 100 * own / took,
        "joined": joined,
        "lost": sum(client.dead for client in clients),
    }


async def join(talk: Talk) -> dict[str, Any]:
    """Many join a full board at once, while others edit it."""
    plan = talk.plan
    if isinstance(talk, Yjs):
        keeper = await connect(talk, 0)
        talk.update(keeper, talk.board)
        await asyncio.sleep(WARM_UP_SECONDS)
    clients = await connect_all(talk, plan.people)
    editors, _ = cast_roles(talk, clients)
    await talk.prepare(editors)
    for client in clients:
        client.counting = True
    edits = asyncio.create_task(send_edits(talk, editors, time.perf_counter() + plan.seconds))
    await asyncio.sleep(WARM_UP_SECONDS)
    cpu, waited, _ = usage(plan.pid)
    began, each = time.perf_counter(), []

    async def one(place: int) -> None:
        client = await connect(talk, place)
        each.append(time.perf_counter() - began)
        client.counting = True

    await asyncio.gather(*(one(plan.people + place) for place in range(plan.joining)))
    took = time.perf_counter() - began
    cpu_after, waited_after, memory = usage(plan.pid)
    edits.cancel()
    return {
        "people": plan.joining,
        "seconds": took,
        "middle": sorted(each)[len(each) // 2],
        "cpu": cpu_after - cpu,
        "waited": waited_after - waited,
        "memory": memory,
    }


async def main() -> None:
    """Do the plan, print what came of it."""
    plan = Plan(**json.loads(sys.stdin.read()))
    talk = SERVERS[plan.server](plan)
    result = await (join if plan.mode == "join" else load)(talk)
    print(json.dumps(result), flush=True)
    os._exit(0)


if __name__ == "__main__":
    uvloop.run(main())
