"""The word between processes that a session has something new: sent by Redis or Valkey, and only to save time.

A message names a session and how far it is, nothing else; what happened is read from the database. Who misses a message
learns the same from the database within a second (`live.stations`), so losing Redis costs that second and no more.
"""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Awaitable, Callable
from contextlib import suppress

from redis.asyncio import Redis
from redis.exceptions import RedisError

log = logging.getLogger(__name__)

CHANNEL = "live."
TIMEOUT = 2.0
"""Seconds after which Redis counts as lost."""
AGAIN = 1.0
"""Seconds until it is tried again."""

TROUBLE = (RedisError, OSError, asyncio.TimeoutError)


class Bus:
    """`tell` never waits. `heard` is called on the loop with a session and its version."""

    def __init__(self, url: str, heard: Callable[[str, int], None]) -> None:
        self.url, self._heard = url, heard
        self.connected = False
        self._news: dict[str, int] = {}
        self._more = asyncio.Event()
        self._tasks: list[asyncio.Task[None]] = []

    def start(self) -> None:
        """Begin on the running loop."""
        self._tasks = [
            asyncio.create_task(self._keep_on(self._speak)),
            asyncio.create_task(self._keep_on(self._listen)),
        ]

    async def stop(self) -> None:
        """Give both connections up."""
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    def tell(self, session_id: str, version: int) -> None:
        """Have the other processes look at a session soon; of several messages that wait, the last one is enough."""
        self._news[session_id] = version
        self._more.set()

    async def _keep_on(self, work: Callable[[Redis], Awaitable[None]]) -> None:
        while True:
            client = Redis.from_url(
                self.url, socket_timeout=TIMEOUT, socket_connect_timeout=TIMEOUT, decode_responses=True
            )
            try:
                await work(client)
            except TROUBLE as trouble:
                if self.connected:
                    log.warning("Redis is lost (%s); others’ changes come up to a second later", type(trouble).__name__)
                self.connected = False
                self._news.clear()  # the others have read it by then
            finally:
                with suppress(*TROUBLE):
                    await client.aclose()
            await asyncio.sleep(AGAIN)

    async def _speak(self, client: Redis) -> None:
        while True:
            await self._more.wait()
            self._more.clear()
            news, self._news = self._news, {}
            for session_id, version in news.items():
                await client.publish(CHANNEL + session_id, version)

    async def _listen(self, client: Redis) -> None:
        async with client.pubsub() as ear:
            await ear.psubscribe(CHANNEL + "*")
            last = time.monotonic()
            while True:
                message = await ear.get_message(timeout=TIMEOUT / 2)
                if message is not None:
                    last = time.monotonic()
                    self._take(message)
                elif time.monotonic() - last > 2 * TIMEOUT:
                    raise TimeoutError
                else:
                    await ear.ping()  # a line that was cut looks like silence

    def _take(self, message: dict[str, str]) -> None:
        if message["type"] == "psubscribe":
            self.connected = True
            log.info("listening to Redis")
        elif message["type"] == "pmessage" and message["data"].isdigit():
            self._heard(message["channel"].removeprefix(CHANNEL), int(message["data"]))
