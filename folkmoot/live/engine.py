"""All live rooms of this process, on the server's event loop."""

from __future__ import annotations

import asyncio
import gc
import logging
import time
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import DatabaseError, connection

from folkmoot.live import metrics
from folkmoot.live.room import Room
from folkmoot.live.stations import Elsewhere, Station
from folkmoot.practice_kit import registry
from folkmoot.practice_kit.wire.ops import Op
from folkmoot.record.commit import Outcome, Submission, commit, where_from
from folkmoot.record.wiping import is_wiping_due, wipe

if TYPE_CHECKING:
    from folkmoot.live.bus import Bus

log = logging.getLogger(__name__)

BEAT_SECONDS = 1.0
YOUNG = (20_000, 20, 20)
"""How many new objects are looked through for rings, and how often the older ones: Python's own 700 means many times a
second in a full room, and hardly anything that is thrown away here is part of a ring.
"""


@dataclass
class Engine:
    """Rooms by session. One thread writes for all of them, so a tick is one transaction."""

    rooms: dict[str, Room] = field(default_factory=dict)
    station: Station = field(default_factory=Station)
    bus: Bus | None = None
    loop: asyncio.AbstractEventLoop | None = None
    stopping: bool = False
    writer: ThreadPoolExecutor = field(default_factory=lambda: ThreadPoolExecutor(1, "folkmoot-writer"))
    _beat: asyncio.Task[None] | None = None

    async def start(self) -> None:
        """Begin on the running loop."""
        self.loop = asyncio.get_running_loop()
        if settings.REDIS_URL and not self.station.is_alone:
            from folkmoot.live.bus import Bus  # 18 MB that most installations do not need

            self.bus = Bus(settings.REDIS_URL, self._heard)
            self.bus.start()
        registry.practices()  # else the first who joins would wait until all are loaded
        gc.collect()
        gc.set_threshold(*YOUNG)
        gc.freeze()  # what was imported stays for good, and need not be looked through again and again
        self._beat = asyncio.create_task(self._beats())

    async def stop(self) -> None:
        """Finish the ticks at hand and stop."""
        if self._beat is not None:
            self._beat.cancel()
        for room in self.rooms.values():
            await room.ticks.settled(10)
        if self.bus is not None:
            await self.bus.stop()
        await asyncio.get_running_loop().run_in_executor(self.writer, self._leave)
        self.loop = None

    def _leave(self) -> None:
        try:
            self.station.leave()
        except DatabaseError:
            log.warning("the database is away; the other processes will miss this one within seconds")

    def room(self, session_id: str) -> Room:
        """The room of a session, made when it is first asked for."""
        if session_id not in self.rooms:
            # Of several processes none leads before it has heard of the others, or all would for a second.
            self.rooms[session_id] = Room(session_id, self.writer, self._tell_others, leads=self.station.is_alone)
        return self.rooms[session_id]

    def submit(self, session_id: str, person: str, op: Op) -> Outcome:
        """Carry out an operation from a page's thread, through the same committer, and wait for the outcome."""
        if self.loop is None:
            return commit(session_id, None, [Submission(person, op)]).outcomes[0]
        future: Future[Outcome] = asyncio.run_coroutine_threadsafe(self._submit(session_id, person, op), self.loop)
        return future.result(timeout=30)

    async def _submit(self, session_id: str, person: str, op: Op) -> Outcome:
        # Rooms are made and forgotten on the loop alone, so that a session never has two.
        return await self.room(session_id).submit(person, op)

    def forget(self, session_id: str) -> None:
        """Close every socket of a session that is about to be deleted."""
        if self.loop is not None:
            asyncio.run_coroutine_threadsafe(self._forget(session_id), self.loop).result(timeout=30)

    async def _forget(self, session_id: str) -> None:
        room = self.rooms.pop(session_id, None)
        if room is not None:
            room.end()

    def look_again(self, session_id: str) -> None:
        """Tell the room that something else wrote to its session."""
        if self.loop is not None:
            asyncio.run_coroutine_threadsafe(self._look_again(session_id), self.loop)

    async def _look_again(self, session_id: str) -> None:
        if session_id in self.rooms:
            await self.rooms[session_id].look_again()
        self._tell_others(session_id, 0)

    def _tell_others(self, session_id: str, version: int) -> None:
        if self.bus is not None:
            self.bus.tell(session_id, version)

    def _heard(self, session_id: str, version: int) -> None:
        if session_id in self.rooms:
            self.rooms[session_id].hear(version)

    async def _beats(self) -> None:
        while True:
            began = time.monotonic()
            await asyncio.sleep(BEAT_SECONDS)
            metrics.LAG.observe(max(0.0, time.monotonic() - began - BEAT_SECONDS))
            self._measure()
            await self._hear_of_others()
            for room in list(self.rooms.values()):
                try:
                    await room.beat()
                except Exception:
                    log.exception("a beat of session %s failed", room.session_id)
                if room.is_idle():
                    self.rooms.pop(room.session_id, None)
            quiet = not any(room.is_live() for room in self.rooms.values())
            if is_wiping_due(quiet=quiet):
                await asyncio.get_running_loop().run_in_executor(self.writer, partial(self._wipe, quiet))

    def _measure(self) -> None:
        rooms = self.rooms.values()
        metrics.ROOMS.set(len(rooms))
        metrics.CONNECTIONS.set(sum(len(room.clients) for room in rooms))
        metrics.QUEUE.set(sum(len(room.ticks.queue) for room in rooms))
        metrics.PAUSED.set(sum(room.ticks.paused for room in rooms))

    async def _hear_of_others(self) -> None:
        """Exchange with the other processes who is where, and look whether any has written: Redis may be away."""
        rooms = [room for room in self.rooms.values() if room.state is not None]
        people = {room.session_id: {} if self.station.is_alone else room.presence.here() for room in rooms}
        if not people:
            return
        try:
            loop = asyncio.get_running_loop()
            elsewhere, versions = await loop.run_in_executor(self.writer, self._exchange, people)
            for session_id, found in elsewhere.items():
                if session_id in self.rooms:
                    self.rooms[session_id].hear(versions.get(session_id))
                    await self.rooms[session_id].hear_of_people(found.people, leads=found.first)
        except DatabaseError as trouble:
            log.warning("other processes could not be heard of\n%s", where_from(trouble))
        except Exception:
            log.exception("other processes could not be heard of")

    def _exchange(self, people: dict[str, dict[str, str]]) -> tuple[dict[str, Elsewhere], dict[str, int]]:
        try:
            return self.station.exchange(people)
        except DatabaseError:
            connection.close()
            raise

    def _wipe(self, quiet: bool) -> None:
        try:
            wipe(quiet=quiet)
        except Exception:
            log.exception("what was withdrawn could not be wiped from the disk; it is tried again")


ENGINE = Engine()
