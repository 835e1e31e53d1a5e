"""One connected browser, and how frames reach it without anybody else ever waiting."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable, Collection, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Protocol

from folkmoot.live.codes import TOO_SLOW
from folkmoot.live.packets import Packet

MOST_FRAMES_WAITING = 2_000
MOST_BYTES_WAITING = 4 * 1024 * 1024
LARGE = 256 * 1024


class Wire(Protocol):
    """What carries packets to one browser."""

    def put(self, *packets: Packet) -> bool:
        """Pass packets on, or keep them until the network takes them; False when too much is kept already."""


@dataclass(eq=False)
class Client:
    """`send` never blocks; a client that cannot keep up is closed and may return (it resumes where it was)."""

    person: str
    wire: Wire
    audiences: list[str] = field(default_factory=list)
    ready: bool = False
    hidden: bool = False
    code: int = 0
    held: list[Packet] | None = None
    ended: Callable[[], object] = field(default=lambda: None)

    def send(self, packet: Packet) -> None:
        """Send a packet, or give this client up when it does not take what it is sent."""
        if self.held is not None:
            self.held.append(packet)
        elif not self.code and not self.wire.put(packet):
            self.end(TOO_SLOW)

    def hold(self) -> None:
        """Keep what is sent from now on, until `let_go` sends it together: to write once costs half of twice."""
        self.held = []

    def let_go(self) -> None:
        """Send what was held."""
        held, self.held = self.held, None
        if held and not self.code and not self.wire.put(*held):
            self.end(TOO_SLOW)

    def end(self, code: int) -> None:
        """Have the socket closed with a code that says why, behind what was sent; the first reason stands."""
        self.let_go()
        if not self.code:
            self.code = code
            self.ended()


def cast(clients: Iterable[Client], text: bytes) -> None:
    """Send one message to many: it is framed once."""
    packet = Packet(text)
    for client in clients:  # as `Client.send`, without a call for each: this is most of what a large room costs
        if client.held is not None:
            client.held.append(packet)
        elif not client.code and not client.wire.put(packet):
            client.end(TOO_SLOW)


@contextmanager
def held_together(clients: Collection[Client]) -> Iterator[None]:
    """What these clients are sent within goes out together at the end."""
    for client in clients:
        client.hold()
    try:
        yield
    finally:
        for client in clients:
            client.let_go()


class Cap:
    """How much may wait for one browser: a snapshot, however large, and then so much more."""

    def __init__(self) -> None:
        self._large = 0

    def is_passed(self, waiting: int, size: int) -> bool:
        """Whether a packet of this size is one too many on top of what waits."""
        if waiting > MOST_BYTES_WAITING + self._large:
            return True
        if size > LARGE or waiting < LARGE:
            self._large = size
        return False


class Queued:
    """Packets in a queue, written in order through any `write` that takes its time: plain ASGI, for instance."""

    def __init__(self, write: Callable[[str], Awaitable[None]]) -> None:
        self._write = write
        self._waiting: deque[Packet] = deque()
        self._bytes = 0
        self._cap = Cap()
        self._more = asyncio.Event()

    def put(self, *packets: Packet) -> bool:
        """Queue packets; False when the queue is full."""
        for packet in packets:
            if len(self._waiting) >= MOST_FRAMES_WAITING or self._cap.is_passed(self._bytes, packet.size):
                return False
            self._waiting.append(packet)
            self._bytes += packet.size
        self._more.set()
        return True

    async def pump(self) -> None:
        """Write queued packets in order until cancelled."""
        while True:
            await self._more.wait()
            self._more.clear()
            while self._waiting:
                packet = self._waiting.popleft()
                self._bytes -= packet.size
                await self._write(packet.text)
