"""A light client of any of the servers that bench/live.py compares, and how each is talked to."""

from __future__ import annotations

import asyncio
import base64
import json
import os
import re
import struct
import time
from abc import ABC, abstractmethod
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import cast

MARKER = re.compile(rb"~([0-9a-f]{10})~")
TEXT, BINARY, CLOSE = 1, 2, 8


def mask(payload: bytes, kind: int) -> bytes:
    """A client's frame, masked with zeroes, which costs the client nothing and the server what any mask costs."""
    size = len(payload)
    if size < 126:
        head = struct.pack("!BB", 0x80 | kind, 0x80 | size)
    elif size < 65_536:
        head = struct.pack("!BBH", 0x80 | kind, 0x80 | 126, size)
    else:
        head = struct.pack("!BBQ", 0x80 | kind, 0x80 | 127, size)
    return head + b"\0\0\0\0" + payload


def number(value: int) -> bytes:
    """A number as Yjs writes it."""
    out = bytearray()
    while value > 127:
        out.append(128 | (value & 127))
        value >>= 7
    return bytes([*out, value])


@dataclass
class Plan:
    """What to do. `rooms`: each one's path and, for Folkmoot, its activity; `cookies`: one a person, room by room."""

    server: str
    port: int
    pid: int
    mode: str
    people: int
    rate: float
    seconds: float
    rooms: list[dict[str, str]]
    cookies: list[str] = field(default_factory=list)
    updates: str = ""
    editing: float = 0.3
    joining: int = 0


class Client(asyncio.Protocol):
    """One browser: handshake, then every message to `heard`, until its role is given."""

    def __init__(self, talk: Talk, place: int) -> None:
        self.talk, self.place = talk, place
        self.room = talk.plan.rooms[place % len(talk.plan.rooms)]
        self.ready: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self.entry: asyncio.Future[str] = asyncio.get_running_loop().create_future()
        self.dead = False
        self.upgraded = False
        self.buffer = bytearray()
        self.got: dict[int, float] | None = None
        self.bytes = self.frames = 0
        self.counting = False
        self.left, self.rest, self.tail = 0, b"", b""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self.transport = cast("asyncio.Transport", transport)
        key = base64.b64encode(os.urandom(16)).decode()
        head = f"GET {self.room['path']} HTTP/1.1\r\nHost: 127.0.0.1:{self.talk.plan.port}\r\nUpgrade: websocket\r\n"
        head += f"Connection: Upgrade\r\nSec-WebSocket-Key: {key}\r\nSec-WebSocket-Version: 13\r\n"
        transport.write((head + self.talk.headers(self) + "\r\n").encode())

    def connection_lost(self, trouble: Exception | None) -> None:
        self.dead = True
        if not self.ready.done():
            self.ready.set_exception(ConnectionError("lost while joining"))

    def data_received(self, data: bytes) -> None:
        self.bytes += len(data)
        if self.got is not None:
            self._scan(data)
        elif not self.counting:
            self._read(data)

    def _read(self, data: bytes) -> None:
        self.buffer += data
        if not self.upgraded:
            end = self.buffer.find(b"\r\n\r\n")
            if end < 0:
                return
            assert b" 101 " in self.buffer[:20], bytes(self.buffer[:200])
            del self.buffer[: end + 4]
            self.upgraded = True
            self.talk.hello(self)
        while (message := self._message()) is not None:
            if message:
                self.talk.heard(self, message)

    def _message(self) -> bytes | None:
        """The next message; empty for a ping; None when it is not whole yet."""
        b = self.buffer
        size, begins = _size(b, 0)
        if size < 0 or len(b) < begins + size:
            return None
        kind, message = b[0] & 15, bytes(memoryview(b)[begins : begins + size])
        del b[: begins + size]
        if kind == CLOSE:
            raise ConnectionError(f"closed with {message!r}")
        return message if kind in (TEXT, BINARY) else b""

    def _scan(self, data: bytes) -> None:
        now, seen, end = time.perf_counter(), self.tail + data, 0
        assert self.got is not None
        for found in MARKER.finditer(seen):
            end = found.end()
            self.got.setdefault(int(found[1], 16), now)
        self.tail = seen[max(end, len(seen) - 11) :]
        self._count_frames(self.rest + data)

    def _count_frames(self, b: bytes) -> None:
        at = 0
        while True:
            step = min(self.left, len(b) - at)
            at, self.left = at + step, self.left - step
            size, begins = _size(b, at)
            if self.left or size < 0:
                break
            self.frames, self.left, at = self.frames + 1, size, begins
        self.rest = b[at:]

    def say(self, payload: bytes) -> None:
        """Send a message."""
        self.transport.write(mask(payload, self.talk.kind))


def _size(b: bytes | bytearray, at: int) -> tuple[int, int]:
    """How long the payload of the frame is that begins here, and where it begins; -1 when the header is not whole."""
    if len(b) < at + 2:
        return -1, at
    short = b[at + 1] & 127
    begins = at + (2 if short < 126 else 4 if short == 126 else 10)
    if len(b) < begins:
        return -1, at
    return (short if short < 126 else int.from_bytes(b[at + 2 : begins], "big")), begins


class Talk(ABC):
    """How one sort of server is talked to."""

    kind = BINARY

    def __init__(self, plan: Plan) -> None:
        self.plan = plan

    def headers(self, client: Client) -> str:
        """More headers of the handshake."""
        return ""

    @abstractmethod
    def hello(self, client: Client) -> None:
        """Say what comes first."""

    @abstractmethod
    def heard(self, client: Client, message: bytes) -> None:
        """Take in a message of the handshake."""

    @abstractmethod
    async def prepare(self, editors: list[Client]) -> None:
        """Have every editor put their note."""

    @abstractmethod
    def edit(self, editor: int, client: Client, count: int) -> None:
        """Send an editor's change with this number."""


class Folkmoot(Talk):
    """The room's protocol."""

    kind = TEXT

    def headers(self, client: Client) -> str:
        return f"Cookie: sessionid={self.plan.cookies[client.place]}\r\n"

    def hello(self, client: Client) -> None:
        client.say(b'{"t":"hello","cursors":{}}')

    def heard(self, client: Client, message: bytes) -> None:
        if message.startswith(b'{"t":"snapshot"') and not client.ready.done():
            client.ready.set_result(None)
        elif message.startswith(b'{"t":"ack"') and not client.entry.done():
            client.entry.set_result(json.loads(message)["result"]["entry"])
        elif message.startswith(b'{"t":"refused"'):
            raise ConnectionError(message.decode())

    async def prepare(self, editors: list[Client]) -> None:
        for place, client in enumerate(editors):
            self._put(place, client, 0, "")
            await asyncio.sleep(0.6 / len(editors))
        await asyncio.gather(*(client.entry for client in editors))

    def edit(self, editor: int, client: Client, count: int) -> None:
        self._put(editor, client, count, client.entry.result())

    def _put(self, editor: int, client: Client, count: int, entry: str) -> None:
        room, text = client.room, f"~{editor:04x}{count:06x}~ more of us walk to school"
        body = {"text": text} if room["kind"] == "point" else {"panel": "story", "text": text}
        op = {"t": "op", "op_id": f"bench-{editor:04}-{count:06}", "kind": "put_entry", "activity": room["activity"]}
        client.say(json.dumps({**op, "entry_kind": room["kind"], "entry": entry, "body": body}).encode())


class Yjs(Talk):
    """Yjs's own protocol, as the reference server speaks it."""

    def __init__(self, plan: Plan) -> None:
        super().__init__(plan)
        made = json.loads(Path(plan.updates).read_text())
        self.updates = [[base64.b64decode(update) for update in each] for each in made["updates"]]
        self.board = base64.b64decode(made["board"])

    def before(self, client: Client) -> bytes:
        """What every message begins with."""
        return b""

    def hello(self, client: Client) -> None:
        client.say(self.before(client) + b"\0\0\1\0")

    def heard(self, client: Client, message: bytes) -> None:
        inner = message[len(self.before(client)) :]
        if inner[:1] not in (b"\0", b"\4"):
            return
        if inner[1] == 0:
            client.say(self.before(client) + b"\0\1\2\0\0")
        elif inner[1] == 1 and not client.ready.done():
            client.ready.set_result(None)

    def update(self, client: Client, update: bytes) -> None:
        """Send an update."""
        client.say(self.before(client) + b"\0\2" + number(len(update)) + update)

    async def prepare(self, editors: list[Client]) -> None:
        for place, client in enumerate(editors):
            self.update(client, self.updates[place][0])
            await asyncio.sleep(0.6 / len(editors))

    def edit(self, editor: int, client: Client, count: int) -> None:
        self.update(client, self.updates[editor][count])


class Hocuspocus(Yjs):
    """The same within named documents, after a token."""

    def before(self, client: Client) -> bytes:
        name = client.room["path"].strip("/").encode()
        return number(len(name)) + name

    def hello(self, client: Client) -> None:
        client.say(self.before(client) + b"\2\0" + number(1) + b"t" + number(5) + b"4.7.0")
        super().hello(client)


SERVERS: dict[str, Callable[[Plan], Talk]] = {"folkmoot": Folkmoot, "hocuspocus": Hocuspocus, "yjs": Yjs}
