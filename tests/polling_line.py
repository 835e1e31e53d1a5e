"""A client whose network lets no socket through: the same line to the room, by polling."""

from __future__ import annotations

import asyncio
import json
from contextlib import suppress
from typing import Any

import httpx

from folkmoot.practice_kit.wire.ops import Hello
from folkmoot.rehearsal.line import SHUT, Line

AT_ONCE = 50
AGAIN_SECONDS = 0.3
HEADERS = {"content-type": "application/x-ndjson"}


class PollingLine(Line):
    """As a `Line`; frames come by requests that wait, and operations go by POST, one request at a time."""

    def __init__(self, *values: Any, **named: Any) -> None:
        super().__init__(*values, **named)
        self.asked = 0
        self.also: list[str] = []
        """Further servers of the same installation: then each request goes to the next of all."""
        self.line = ""
        self.answers = 0
        self._away = asyncio.Event()
        self._to_say: list[str] = []
        self._saying: asyncio.Task[None] | None = None
        self._http: httpx.AsyncClient | None = None

    @property
    def connected(self) -> bool:
        """Whether the last request was answered."""
        return self._http is not None

    async def close(self) -> None:
        """Leave for good, and say so, as a page does that is closed."""
        await super().close()
        async with self.http() as http:
            with suppress(httpx.HTTPError):
                await http.post(f"/live/{self.session}/leave/", params={"line": self.line})

    async def drop(self) -> None:
        """Lose the network without a word."""
        self._held.clear()
        self.figures.dropped += 1
        self._away.set()
        while self.connected:
            await asyncio.sleep(0.01)

    def come_back(self) -> None:
        """Have the network again."""
        self._away.clear()
        super().come_back()

    async def ask(self, what: str, body: str, **more: str) -> dict[str, Any]:
        """One request, and what it was answered with; frames are taken in."""
        assert self._http is not None
        query = {**({"screen": "1"} if self.screen else {}), **more}
        all_of_them = [self.url, *self.also]
        server = all_of_them[self.asked % len(all_of_them)]
        self.asked += 1
        address, headers = f"{server}/live/{self.session}/{what}/", {"origin": server} if self.also else {}
        answer = await self._http.post(address, params=query, content=body.encode(), headers=headers)
        told: dict[str, Any] = answer.json()
        for frame in told["frames"]:
            self._receive(json.dumps(frame, ensure_ascii=False, separators=(",", ":")))
        if told["closed"] in SHUT:
            self.shut = told["closed"]
            self._wake()
        elif told["closed"]:
            raise ConnectionError(f"the server closed the line with {told['closed']}")
        return told

    async def poll(self) -> dict[str, Any]:
        """Ask for news once, as somebody who has had every answer of the line they name."""
        hello = Hello(cursors=self.store.cursors, screen=self.screen).model_dump_json()
        told = await self.ask("poll", hello, line=self.line, answers=str(self.answers))
        self.line, self.answers = told["line"], told["answers"]
        return told

    def http(self) -> httpx.AsyncClient:
        """A client for requests with this device's cookie."""
        headers = {**HEADERS, "origin": self.origin, "cookie": f"sessionid={self.cookie}"}
        return httpx.AsyncClient(base_url=self.url, timeout=30, headers=headers)

    async def _once(self) -> None:
        async with self.http() as self._http:
            polling = asyncio.create_task(self._poll_on())
            away = asyncio.create_task(self._away.wait())
            try:
                await asyncio.wait({polling, away}, return_when=asyncio.FIRST_COMPLETED)
                if polling.done():
                    polling.result()
            except (httpx.HTTPError, ValueError) as trouble:
                raise ConnectionError from trouble
            finally:
                for task in (polling, away, self._saying):
                    if task is not None:
                        task.cancel()
                self._http = self._saying = None
                self._to_say = []
                self._wake()

    async def _poll_on(self) -> None:
        while not self.shut:
            await self.poll()

    def say_raw(self, text: str | bytes) -> None:
        """Send a frame as it is, in its turn."""
        if self.connected:
            self._to_say.append(text if isinstance(text, str) else text.decode("utf-8", "replace"))
            if self._saying is None or self._saying.done():
                self._saying = asyncio.create_task(self._say_on())

    async def _say_on(self) -> None:
        while self._to_say:
            some = self._to_say[:AT_ONCE]
            try:
                told = await self.ask("say", "\n".join(some))
            except (httpx.HTTPError, ValueError, ConnectionError):
                await asyncio.sleep(AGAIN_SECONDS)
            else:
                answered = {frame.get("op_id", "") for frame in told["frames"]}
                self._to_say = [one for one in some if not _is_answered(one, answered)] + self._to_say[len(some) :]


def _is_answered(text: str, answered: set[str]) -> bool:
    """Whether nothing more comes for a frame: while nothing can be stored, an operation may outlast its request."""
    try:
        op_id: str = json.loads(text).get("op_id", "")
    except (ValueError, AttributeError):
        return True
    return not op_id or op_id in answered
