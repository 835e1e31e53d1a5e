"""One client's line to the server: sends operations once, however often the connection drops, and keeps a store."""

from __future__ import annotations

import asyncio
import json
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from itertools import count
from typing import Any

from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed, InvalidHandshake, InvalidMessage

from folkmoot.practice_kit.wire.ops import Hello, Here, Op
from folkmoot.rehearsal.store import Row, Store

SHUT = {4401, 4403, 4410}
"""Codes with which the server says not to come back."""

FIRST_WAIT, LONGEST_WAIT = 0.2, 4.0
ANSWER_SECONDS = 30.0


@dataclass(frozen=True)
class Answer:
    """What the server said to an operation: applied with a result, or refused with words for a person."""

    result: Row = field(default_factory=dict)
    code: str = ""
    message: str = ""
    field: str = ""
    seq: int = 0

    @property
    def ok(self) -> bool:
        """Whether it was applied."""
        return not self.code


@dataclass
class Figures:
    """What a client met, for the report."""

    sent: int = 0
    refused: dict[str, int] = field(default_factory=dict)
    waits: list[float] = field(default_factory=list)
    snapshots: int = 0
    resumed: int = 0
    dropped: int = 0
    bytes: int = 0


class Line:
    """`open` connects and stays connected until `close`.

    `hear` is called with every frame as it came; who hears them keeps the events as well.
    """

    def __init__(
        self, url: str, session: str, cookie: str, *, screen: bool = False, hear: Callable[[str], None] | None = None
    ) -> None:
        self.url, self.session, self.cookie, self.screen = url, session, cookie, screen
        self.store, self.figures = Store(keeps_events=hear is not None), Figures()
        self.origin = url
        self.shut = 0
        self._hear = hear
        self._socket: ClientConnection | None = None
        self._pending: dict[str, tuple[str, asyncio.Future[Answer]]] = {}
        self._numbers = count(1)
        self._changed = asyncio.Event()
        self._held = asyncio.Event()
        self._held.set()
        self._task: asyncio.Task[None] | None = None
        self._sending: set[asyncio.Task[None]] = set()

    # --- the connection ---------------------------------------------------------------------------------------------

    async def open(self, seconds: float = ANSWER_SECONDS) -> Line:
        """Connect, and wait for the first snapshot.

        Raises:
            TimeoutError: when there is none in time.
            ConnectionRefusedError: when the server does not let this cookie in.
        """
        self._task = asyncio.create_task(self._stay())
        await self.until(lambda store: bool(store.session) or bool(self.shut), seconds)
        if self.shut:
            await self._task
            raise ConnectionRefusedError(f"the server closed the door with {self.shut}")
        return self

    async def close(self) -> None:
        """Leave for good."""
        if self._task is not None:
            self._task.cancel()
            with suppress(asyncio.CancelledError):
                await self._task

    async def drop(self) -> None:
        """Lose the connection without a word, and stay away until `come_back`."""
        self._held.clear()
        self.figures.dropped += 1
        if self._socket is not None:
            self._socket.transport.abort()
            with suppress(ConnectionClosed):
                await self._socket.wait_closed()
        while self.connected:  # who reads from it has yet to notice
            await asyncio.sleep(0)

    def come_back(self) -> None:
        """Connect again after `drop`."""
        self._held.set()

    @property
    def connected(self) -> bool:
        """Whether there is a connection now."""
        return self._socket is not None

    async def _stay(self) -> None:
        wait = FIRST_WAIT
        while not self.shut:
            await self._held.wait()
            try:
                await self._once()
                wait = FIRST_WAIT
            except (OSError, InvalidHandshake, InvalidMessage, TimeoutError):
                wait = min(LONGEST_WAIT, wait * 2)
            await asyncio.sleep(wait)

    async def _once(self) -> None:
        address = f"{self.url.replace('http', 'ws', 1)}/live/{self.session}/" + ("?screen=1" if self.screen else "")
        headers = {"Cookie": f"sessionid={self.cookie}", "Origin": self.origin}
        socket = await connect(address, additional_headers=headers, compression=None, max_size=None, open_timeout=20)
        self._socket = socket
        try:
            await socket.send(Hello(cursors=self.store.cursors, screen=self.screen).model_dump_json())
            async for raw in socket:
                self._receive(raw if isinstance(raw, str) else raw.decode())
        except ConnectionClosed:
            pass
        finally:
            self._socket = None
            await socket.close()
            if socket.close_code in SHUT:
                self.shut = int(socket.close_code)
            self._wake()

    # --- frames -----------------------------------------------------------------------------------------------------

    def _receive(self, raw: str) -> None:
        self.figures.bytes += len(raw)
        if self._hear is not None:
            self._hear(raw)
        frame: Row = json.loads(raw)
        match frame["t"]:
            case "ack":
                self._settle(frame["op_id"], Answer(result=frame["result"], seq=frame["seq"]))
            case "refused":
                self._settle(frame["op_id"], Answer(code=frame["code"], message=frame["message"], field=frame["field"]))
            case "told" if frame.get("op_id"):
                self._settle(frame["op_id"], Answer(code="not_understood", message=frame["notice"]))
            case kind:
                self.store.take(frame)
                self._greeted(kind, frame)
        self._wake()

    def _greeted(self, kind: str, frame: Row) -> None:
        first = kind == "snapshot"
        self.figures.snapshots += first
        if kind == "told" and frame.get("resumed"):
            self.figures.resumed += 1
            first = True
        if first:
            for text, _ in self._pending.values():
                self.say_raw(text)

    def _settle(self, op_id: str, answer: Answer) -> None:
        waiting = self._pending.pop(op_id, None)
        if waiting is not None and not waiting[1].done():
            waiting[1].set_result(answer)

    def say_raw(self, text: str | bytes) -> None:
        """Send a frame as it is, if there is a connection; nothing is waited for."""
        if self._socket is not None:
            self._send_later(self._socket, text)

    def _send_later(self, socket: ClientConnection, text: str | bytes) -> None:
        async def send() -> None:
            with suppress(ConnectionClosed):
                await socket.send(text)

        task = asyncio.create_task(send())
        self._sending.add(task)
        task.add_done_callback(self._sending.discard)

    def hide(self, hidden: bool) -> None:
        """Say whether the page is behind another app."""
        self.say_raw(Here(hidden=hidden).model_dump_json())

    # --- operations -------------------------------------------------------------------------------------------------

    def next_op_id(self) -> str:
        """An op_id that this client has not used."""
        return f"{id(self):x}-{next(self._numbers):06}"

    async def act(self, kind: type[Op], *, op_id: str = "", **fields: Any) -> Answer:
        """Ask for an operation and wait for the answer; resent after a drop, applied once.

        Raises:
            TimeoutError: when there is no answer in time.
        """
        op = kind(op_id=op_id or self.next_op_id(), **fields)
        return await self.act_raw(op.op_id, op.model_dump_json())

    async def act_raw(self, op_id: str, text: str, seconds: float = ANSWER_SECONDS) -> Answer:
        """As `act`, with the frame's own text."""
        future: asyncio.Future[Answer] = asyncio.get_running_loop().create_future()
        self._pending[op_id] = (text, future)
        began = time.perf_counter()
        self.figures.sent += 1
        self.say_raw(text)
        try:
            async with asyncio.timeout(seconds):  # wait_for of 3.11 forgets to stop when the answer comes meanwhile
                answer = await future
        finally:
            self._pending.pop(op_id, None)
        self.figures.waits.append(time.perf_counter() - began)
        if not answer.ok:
            self.figures.refused[answer.code] = self.figures.refused.get(answer.code, 0) + 1
        return answer

    # --- waiting ----------------------------------------------------------------------------------------------------

    def _wake(self) -> None:
        self._changed.set()

    async def until(self, holds: Callable[[Store], Any], seconds: float = 10.0) -> Any:
        """Wait until something holds of the store, and return it.

        Raises:
            TimeoutError: when it does not in time.
        """
        async with asyncio.timeout(seconds):
            while not (found := holds(self.store)):
                self._changed.clear()
                await self._changed.wait()
        return found
