"""The socket of a live room, as plain ASGI: who it is, one frame after another, nothing trusted."""

from __future__ import annotations

import asyncio
import logging
import re
from collections import Counter
from collections.abc import Awaitable, Callable, MutableMapping
from functools import partial
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.db import Error
from django.http import parse_cookie
from pydantic import ValidationError

from folkmoot.kit.time import utc_now
from folkmoot.live import metrics
from folkmoot.live.allowance import Allowance, allowance_of
from folkmoot.live.client import Client, Queued
from folkmoot.live.codes import ELSEWHERE, FAULT, GARBAGE, NOBODY, TOO_MANY
from folkmoot.live.direct import EXTENSION, DirectSocket
from folkmoot.live.doorkeeper import DOORKEEPER, Knock
from folkmoot.live.engine import ENGINE
from folkmoot.live.packets import Packet
from folkmoot.live.room import Room
from folkmoot.practice_kit.wire.frames import encode
from folkmoot.practice_kit.wire.ops import Hello, Here, Op, Ping, parse_incoming
from folkmoot.record import access
from folkmoot.record.commit import Outcome

log = logging.getLogger(__name__)

Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]

PATH = re.compile(r"^/live/(?P<session>[\w-]{1,16})/$")
LOOKED_THROUGH = 1_000  # characters of a frame that is too long: its op_id stands at its beginning
BAD_FRAMES = 20
SOCKETS_EACH = 12
"""Pages that one person may have open in one session: a few tabs and devices, and some that dropped unnoticed."""

CLOSING_SECONDS = 5.0
"""How long to wait for a client that is closed and does not read."""

_sockets: Counter[tuple[str, str]] = Counter()
"""Open sockets by session and person."""


async def websocket(scope: MutableMapping[str, Any], receive: Receive, send: Send) -> None:
    """Serve one socket from its first message to its last."""
    await receive()
    await send({"type": "websocket.accept"})  # a browser is told the code of a closing only after this
    found = PATH.match(scope["path"])
    if found is None or not _same_origin(scope):
        await _close(send, ELSEWHERE)
        return
    screen = b"screen=1" in scope.get("query_string", b"")
    try:
        person = await DOORKEEPER.who(Knock(found["session"], _device(scope), screen))
    except Error:
        await _close(send, FAULT)  # the database is in trouble; the browser tries again in a while
        return
    if person is None:
        await _close(send, NOBODY)
        return
    place = (found["session"], person)
    if _sockets[place] >= SOCKETS_EACH:
        await _close(send, TOO_MANY)
        return
    _sockets[place] += 1
    try:
        direct = scope.get("extensions", {}).get(EXTENSION)
        await _serve(ENGINE.room(found["session"]), "" if screen else person, receive, send, direct)
    finally:
        _sockets.subtract([place])
        if not _sockets[place]:
            del _sockets[place]


def _same_origin(scope: MutableMapping[str, Any]) -> bool:
    headers = dict(scope["headers"])
    origin = headers.get(b"origin", b"").decode("latin-1")
    host = headers.get(b"host", b"").decode("latin-1")
    return not origin or urlsplit(origin).netloc in {host, urlsplit(settings.PUBLIC_URL).netloc}


def _device(scope: MutableMapping[str, Any]) -> str:
    """The key of the asking device's session; empty where there is none."""
    cookies = parse_cookie(dict(scope["headers"]).get(b"cookie", b"").decode("latin-1"))
    return cookies.get(settings.SESSION_COOKIE_NAME, "")


async def _serve(room: Room, person: str, receive: Receive, send: Send, direct: DirectSocket | None) -> None:
    wire = direct or Queued(lambda text: send({"type": "websocket.send", "text": text}))
    client = Client(person, wire)
    listener = Listener(room, client)
    this = asyncio.current_task()
    assert this is not None
    client.ended = this.cancel
    pump = asyncio.create_task(wire.pump()) if isinstance(wire, Queued) else None
    if direct:
        direct.hear = listener.hear
    room.sockets += 1
    try:
        await listener.listen(receive)
    except asyncio.CancelledError:
        if not client.code:
            raise
        this.uncancel()
    finally:
        client.ended = _nothing
        await _stop([task for task in (pump, listener.joining) if task])
        room.part(client)
        room.sockets -= 1
    if direct and client.code:
        direct.close(client.code)
    elif client.code:
        await _close(send, client.code)


def _nothing() -> None:
    """The socket is ending already."""


async def _stop(tasks: list[asyncio.Task[None]]) -> None:
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)


async def _close(send: Send, code: int) -> None:
    try:
        async with asyncio.timeout(CLOSING_SECONDS):
            await send({"type": "websocket.close", "code": code})
    except (RuntimeError, OSError):
        log.debug("the socket was gone already")


class Listener:
    """Takes in what one client says, a frame after another."""

    def __init__(self, room: Room, client: Client) -> None:
        self.room, self.client = room, client
        self.joining: asyncio.Task[None] | None = None
        self._operations = allowance_of(room.session_id, client.person)
        self._small = Allowance()
        self._bad = 0

    async def listen(self, receive: Receive) -> None:
        """Hear everything that comes by ASGI, until the socket is closed."""
        while (message := await receive())["type"] != "websocket.disconnect":
            if not self.client.code:
                self.hear(message.get("text") or message.get("bytes") or "")

    def hear(self, raw: str | bytes) -> None:
        """Take in one frame; too many that cannot be understood end the socket."""
        frame = _understood(self.client, raw)
        match frame:
            case Op() if not self._operations.take():
                metrics.REFUSED.labels("slow_down").inc()
                _refuse(self.client, frame.op_id, "slow_down", "That was very fast. Wait a moment; your text is kept.")
            case Op():
                self._ask(frame)
            case Hello() if self.joining is None:
                self.joining = asyncio.create_task(self._join(frame))
            case Here() if self._small.take():
                self.client.hidden = frame.hidden
                self.room.presence.look_again()
            case Ping() if self._small.take():
                _say(self.client, {"t": "told", "at": access.millis(utc_now()), "sent": frame.sent})
            case _:  # one hello for each socket: a snapshot is much work, unless the room sends it itself
                self._bad += 1
                if self._bad >= BAD_FRAMES:
                    self.client.end(GARBAGE)

    async def _join(self, hello: Hello) -> None:
        try:
            await self.room.join(self.client, hello.cursors)
        except Exception:
            log.exception("a client could not join session %s", self.room.session_id)
            self.client.end(FAULT)
        else:
            if isinstance(self.client.wire, DirectSocket):
                self.client.wire.later = self.room.ticks.read_then

    def _ask(self, op: Op) -> None:
        if self.client.person:
            self.room.ask(self.client, op, partial(_answer, self.client, op.op_id))
        else:
            _refuse(self.client, op.op_id, "screen", "The shared screen only shows.")


def _understood(client: Client, raw: str | bytes) -> Hello | Here | Ping | Op | None:
    size = len(raw.encode() if isinstance(raw, str) else raw)
    if size > settings.FRAME_BYTES:
        _not_understood(client, raw[:LOOKED_THROUGH], "That was too long to send. Shorten it; your text is kept.")
        return None
    try:
        return parse_incoming(raw)
    except (ValidationError, ValueError):
        _not_understood(client, raw, "This page is out of date. Reload it; your text is kept.")
        return None


def _not_understood(client: Client, raw: str | bytes, notice: str) -> None:
    _say(client, {"t": "told", "at": 0, "notice": notice, "op_id": _op_id(raw)})


def _op_id(raw: str | bytes) -> str:
    """The op_id of a frame that was not understood, so that its sender does not wait for it."""
    found = re.search(r'"op_id"\s*:\s*"([^"]{1,40})"', raw if isinstance(raw, str) else raw.decode("utf-8", "replace"))
    return found[1] if found else ""


def _refuse(client: Client, op_id: str, code: str, message: str, field: str = "") -> None:
    _say(client, {"t": "refused", "op_id": op_id, "code": code, "message": message, "field": field})


def _answer(client: Client, op_id: str, outcome: Outcome) -> None:
    if outcome.refused is not None:
        _refuse(client, op_id, outcome.refused.code, outcome.refused.message, outcome.refused.field)
    else:
        _say(client, {"t": "ack", "op_id": op_id, "seq": outcome.seq, "result": outcome.result})


def _say(client: Client, frame: dict[str, Any]) -> None:
    client.send(Packet(encode(frame)))
