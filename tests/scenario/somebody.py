"""Somebody with a browser: the pages that they open, and their line to the room."""

from __future__ import annotations

import asyncio
import inspect
import json
import re
from collections.abc import Callable
from datetime import datetime
from html import unescape
from itertools import count
from typing import Any

import httpx

from folkmoot.practice_kit.wire.ops import Op, Ping, PutEntry
from folkmoot.rehearsal.line import Answer, Line
from folkmoot.rehearsal.store import Row, Store
from tests.polling_line import PollingLine
from tests.scenario import cast
from tests.scenario.watch import Watch
from tests.serving import PATIENCE, TO_ANSWER

PINGS = count(1_000_001)
TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="([^"]+)"')


class Somebody:
    """One person, known by their first name. Nobody has a line before they enter the room."""

    def __init__(self, first: str, url: str, watch: Watch) -> None:
        self.first, self.url, self.watch = first, url, watch
        # A line kept open may be closed by the server in the moment of writing to it: each request gets its own.
        limits = httpx.Limits(max_keepalive_connections=0)
        self.http = httpx.AsyncClient(base_url=url, timeout=60, limits=limits, verify=False)  # there is no TLS here
        self.line: Line | None = None
        self.id = ""
        self._told = 0
        self._answered = 0.0

    def __repr__(self) -> str:
        return self.first

    # --- pages ------------------------------------------------------------------------------------------------------

    async def get(self, path: str) -> httpx.Response:
        """Open a page, wherever it leads."""
        return await self.http.get(path, follow_redirects=True)

    async def post(self, path: str, *, on: str = "", **typed: Any) -> httpx.Response:
        """Open a page (another one with `on`), fill its form and send it; gives the answer, not where it leads."""
        page = await self.get(on or path)
        found = TOKEN.search(page.text)
        assert found, f"{path}: {page.status_code}, no form\n{page.text[:400]}"
        return await self.http.post(path if on else page.url, data={**typed, "csrfmiddlewaretoken": found[1]})

    async def reads(self, path: str) -> str:
        """The words of a page, without its tags."""
        page = await self.get(path)
        assert page.status_code == 200, f"{path}: {page.status_code}"
        return words_of(page.text)

    # --- the room ---------------------------------------------------------------------------------------------------

    async def enter(self, session: str, *, screen: bool = False) -> Somebody:
        """Open the room's page, and stay connected."""
        page = await self.http.get(f"/{'screen' if screen else 'room'}/{session}/")
        assert page.status_code == 200, f"{self.first}: {page.status_code} {page.headers.get('location')}"
        self.line = self.another_line(session, screen=screen)
        await self.line.open(PATIENCE)
        self.id = self.store.you["person"]
        return self

    def another_line(self, session: str, *, screen: bool = False) -> Line:
        """A line of this browser that is not connected yet: a second tab, for instance."""
        by = PollingLine if self.first in cast.BLOCKED else Line
        return by(self.url, session, self.http.cookies["sessionid"], screen=screen, hear=self._hear)

    def _hear(self, raw: str) -> None:
        self.watch.hear(self.first, raw)
        if raw.startswith('{"t":"told"'):
            told = json.loads(raw)
            self._told, self._answered = told["at"] or self._told, told.get("sent", self._answered)

    async def offset(self, now: Callable[[], datetime]) -> float:
        """How many seconds the server's clock, as a browser learns it, is from the play's: half the way subtracted."""
        self._told, asked = 0, now()
        self.room.say_raw(Ping(sent=1.0).model_dump_json())
        async with asyncio.timeout(PATIENCE):
            while not self._told:
                await asyncio.sleep(0.005)
        return self._told / 1000 - (asked + (now() - asked) / 2).timestamp()

    async def leave(self) -> None:
        """Close the page."""
        if self.line is not None:
            await self.line.close()

    @property
    def room(self) -> Line:
        """Their line; they have entered."""
        assert self.line is not None, f"{self.first} has not entered"
        return self.line

    @property
    def store(self) -> Store:
        """What they know."""
        return self.room.store

    async def does(self, kind: type[Op], **fields: Any) -> Row:
        """Ask for an operation that must be applied; gives its result."""
        answer = await self.tries(kind, **fields)
        assert answer.ok, f"{self.first}: {kind.__name__} was refused: {answer.code}: {answer.message}"
        return answer.result

    async def tries(self, kind: type[Op], **fields: Any) -> Answer:
        """Ask for an operation, whatever comes of it."""
        op = kind(op_id=self.room.next_op_id(), **fields)
        return await self.room.act_raw(op.op_id, op.model_dump_json(), TO_ANSWER)

    async def writes(self, activity: str, kind: str, *, about: str = "", private: bool = False, **body: Any) -> str:
        """Put an entry; gives its id."""
        result = await self.does(PutEntry, activity=activity, entry_kind=kind, body=body, about=about, private=private)
        return str(result["entry"])

    async def until(self, holds: Callable[[Store], Any], seconds: float = PATIENCE) -> Any:
        """Wait until something holds of what they know; what asks about a row that they have not does not hold yet.

        Raises:
            TimeoutError: when it does not in time; it says who waited for what.
        """

        def by_now(store: Store) -> Any:
            try:
                return holds(store)
            except KeyError:
                return None

        try:
            return await self.room.until(by_now, seconds)
        except TimeoutError:
            raise TimeoutError(f"{self.first} waited {seconds} s in vain for\n{inspect.getsource(holds)}") from None

    async def is_told(self) -> None:
        """Wait until everything has come that was sent to them before: the answer to a ping comes behind it."""
        number = next(PINGS)
        self.room.say_raw(Ping(sent=number).model_dump_json())
        await self.until(lambda _: self._answered == number)

    def entries(self, activity: str, kind: str) -> list[Row]:
        """The entries in their sight, in their order."""
        return self.store.entries(activity, kind)

    def group(self, grouping: str) -> Row | None:
        """Their group of a forming, as they see it."""
        groups = self.store.tables["groups"].values()
        return next((g for g in groups if g["grouping"] == grouping and self.id in g["members"]), None)


def words_of(html: str) -> str:
    """The words of a page in one line, without tags, scripts and styles."""
    bare = re.sub(r"(?s)<(script|style)\b.*?</\1>", " ", html)
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", bare)).split())
