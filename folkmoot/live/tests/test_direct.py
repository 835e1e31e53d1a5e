"""The socket that takes ready frames, on real connections: what it hears, what it writes, and whom it gives up."""

from __future__ import annotations

import asyncio
import os
import socket
import struct
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from typing import Any

import pytest
import uvicorn
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed

from folkmoot.live.client import Client, cast, held_together
from folkmoot.live.codes import TOO_SLOW
from folkmoot.live.direct import EXTENSION, MOST_KEPT, DirectSocket
from folkmoot.live.packets import Packet

Served = Callable[[DirectSocket], object]


@asynccontextmanager
async def serving(served: Served) -> AsyncIterator[int]:
    """A server whose sockets are handed to `served` once they are open; gives its port."""

    async def application(scope: Any, receive: Any, send: Any) -> None:
        if scope["type"] == "websocket":
            await receive()
            await send({"type": "websocket.accept"})
            served(scope["extensions"][EXTENSION])
            while (await receive())["type"] != "websocket.disconnect":
                raise AssertionError("what is heard directly does not come by ASGI too")

    listening = socket.create_server(("127.0.0.1", 0))
    config = uvicorn.Config(application, ws=DirectSocket, lifespan="off", log_level="critical", ws_max_size=2**20)
    config.ws_per_message_deflate = False
    server = uvicorn.Server(config)
    server.install_signal_handlers = lambda: None  # type: ignore[attr-defined]  # pytest's own stay
    task = asyncio.create_task(server._serve([listening]))
    while not server.started:
        await asyncio.sleep(0.01)
    try:
        yield listening.getsockname()[1]
    finally:
        server.should_exit = True
        await task


def echo(direct: DirectSocket) -> None:
    def answer(text: bytes) -> None:
        assert direct.put(Packet(text))

    direct.hear = answer


def frame(payload: bytes, first: int = 0x81, *, masked: bool = True) -> bytes:
    key = os.urandom(4)
    size = len(payload)
    head = struct.pack("!BB", first, (0x80 if masked else 0) | min(size, 126) if size < 65_536 else 0xFF)
    if 126 <= size < 65_536:
        head += struct.pack("!H", size)
    elif size >= 65_536:
        head += struct.pack("!Q", size)
    if not masked:
        return head + payload
    return head + key + bytes(byte ^ key[place % 4] for place, byte in enumerate(payload))


async def shake_hands(port: int) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    writer.write(
        b"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
        b"Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n\r\n"
    )
    await reader.readuntil(b"\r\n\r\n")
    return reader, writer


async def heard(reader: asyncio.StreamReader) -> tuple[int, bytes]:
    """The next frame from the server: its first byte and its payload."""
    first, size = await reader.readexactly(2)
    if size == 126:
        size = int.from_bytes(await reader.readexactly(2), "big")
    elif size == 127:
        size = int.from_bytes(await reader.readexactly(8), "big")
    return first, await reader.readexactly(size)


@pytest.mark.parametrize("size", [0, 1, 125, 126, 127, 65_535, 65_536, 300_000])
async def test_texts_of_every_size_come_and_go_whole(size: int) -> None:
    text = ("ŷ🛶" * size)[: size // 4].ljust(size, "x")
    async with serving(echo) as port, connect(f"ws://127.0.0.1:{port}/", max_size=None, compression=None) as client:
        for _ in range(3):
            await client.send(text)
            assert await asyncio.wait_for(client.recv(), 5) == text


async def test_a_packet_in_pieces_is_one_message() -> None:
    pieces = (b'{"a":', b"1" * 200, b"}")
    async with (
        serving(lambda direct: direct.put(Packet(*pieces))) as port,
        connect(f"ws://127.0.0.1:{port}/", compression=None) as client,
    ):
        assert await client.recv() == b"".join(pieces).decode()


async def test_frames_that_come_byte_by_byte_or_many_at_once_are_all_heard() -> None:
    async with serving(echo) as port:
        reader, writer = await shake_hands(port)
        for byte in frame(b"slow"):
            writer.write(bytes([byte]))
            await asyncio.sleep(0.002)
        writer.write(frame(b"one") + frame(b"two" * 60) + frame(b"", 0x89) + frame(b"three")[:5])
        await asyncio.sleep(0.05)
        writer.write(frame(b"later"))  # completes nothing: its bytes end the frame begun before
        assert [await heard(reader) for _ in range(3)] == [(0x81, b"slow"), (0x81, b"one"), (0x81, b"two" * 60)]
        assert (await heard(reader))[0] == 0x8A, "a ping is answered in its turn"
        writer.close()


async def test_a_text_in_fragments_is_heard_whole_and_so_is_what_follows() -> None:
    async with serving(echo) as port:
        reader, writer = await shake_hands(port)
        writer.write(frame(b"before") + frame(b"in ", 0x01) + frame(b"two ", 0x00) + frame(b"ping", 0x89))
        writer.write(frame(b"parts", 0x80) + frame(b"after"))
        told = [await heard(reader) for _ in range(4)]
        assert [text for first, text in told if first == 0x81] == [b"before", b"in two parts", b"after"]
        assert (0x8A, b"ping") in told
        writer.close()


@pytest.mark.parametrize(
    "wrong",
    [frame(b"bare", masked=False), frame(b"x", 0xC1), frame(b"x", 0x83), frame(b"x" * 126, 0x89)],
    ids=["not masked", "compressed", "unknown kind", "long ping"],
)
async def test_what_is_against_the_protocol_closes_that_socket(wrong: bytes) -> None:
    async with serving(echo) as port:
        reader, writer = await shake_hands(port)
        writer.write(frame(b"fine") + wrong)
        assert await heard(reader) == (0x81, b"fine")
        first, payload = await heard(reader)
        assert (first, int.from_bytes(payload[:2], "big")) == (0x88, 1002)
        writer.close()


async def until_closed(client: ClientConnection) -> AsyncIterator[str | bytes]:
    with suppress(ConnectionClosed):
        while True:
            yield await asyncio.wait_for(client.recv(), 5)


async def test_who_does_not_read_is_given_up_and_is_told_why() -> None:
    taken: list[bool] = []
    packet = Packet(b"x" * 100_000)

    def flood(direct: DirectSocket) -> None:
        direct.hear = lambda text: None
        while not taken or taken[-1]:
            taken.append(direct.put(packet))
            assert len(taken) < 1_000, "it must be full one day"
        direct.close(TOO_SLOW)

    async with serving(flood) as port, connect(f"ws://127.0.0.1:{port}/", max_size=None, compression=None) as client:
        got = sum([len(text) async for text in until_closed(client)])
        assert client.close_code == TOO_SLOW
        assert got == (len(taken) - 1) * 100_000, "all that was taken comes whole"


async def test_who_never_reads_again_costs_nothing_for_long(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("folkmoot.live.direct.CLOSING_SECONDS", 0.2)
    sockets: list[DirectSocket] = []

    def flood(direct: DirectSocket) -> None:
        sockets.append(direct)
        direct.hear = lambda text: None
        while direct.put(Packet(b"x" * 1_000_000)):
            pass
        direct.close(TOO_SLOW)

    async with serving(flood) as port:
        _, writer = await shake_hands(port)
        for _ in range(100):
            await asyncio.sleep(0.02)
            if sockets and sockets[0].disconnected:
                break
        assert sockets[0].disconnected
        writer.close()


async def test_what_is_kept_is_read_when_it_is_time_in_the_order_in_which_it_came() -> None:
    reads: list[Callable[[], None]] = []
    texts: list[bytes] = []

    def later(direct: DirectSocket) -> None:
        direct.hear = texts.append
        direct.later = reads.append

    async with serving(later) as port:
        _, writer = await shake_hands(port)
        writer.write(frame(b"one"))
        await _until(lambda: len(reads) == 1)
        second = frame(b"two")
        writer.write(second[:3])
        await asyncio.sleep(0.05)
        writer.write(second[3:] + frame(b"three"))
        await asyncio.sleep(0.05)
        assert (texts, len(reads)) == ([], 1)
        reads[0]()
        assert texts == [b"one", b"two", b"three"]
        writer.close()


async def test_what_is_kept_is_read_before_the_line_is_lost_and_much_at_once() -> None:
    reads: list[Callable[[], None]] = []
    texts: list[bytes] = []

    def later(direct: DirectSocket) -> None:
        direct.hear = texts.append
        direct.later = reads.append

    async with serving(later) as port:
        _, writer = await shake_hands(port)
        writer.write(frame(b"last words"))
        await _until(lambda: bool(reads))
        assert texts == []
        writer.close()
        await _until(lambda: texts == [b"last words"])
        _, writer = await shake_hands(port)
        many = [b"%05d" % place * 200 for place in range(2 * MOST_KEPT // 1000)]
        writer.write(b"".join(map(frame, many)))
        await _until(lambda: len(texts) > len(many) // 2)  # nobody asked for them
        writer.close()
        await _until(lambda: texts == [b"last words", *many])


async def _until(so: Callable[[], bool]) -> None:
    async with asyncio.timeout(5):
        while not so():
            await asyncio.sleep(0.005)


class Written:
    """A wire that counts how often it is written to."""

    def __init__(self) -> None:
        self.writes: list[list[bytes]] = []

    def put(self, *packets: Packet) -> bool:
        self.writes.append([packet.pieces[0] for packet in packets])
        return True


def test_what_a_client_is_sent_within_one_tick_is_written_once_in_its_order() -> None:
    asking, watching = Client("ada", Written()), Client("bea", Written())
    with held_together([asking]):
        cast([asking, watching], b"batch")
        asking.send(Packet(b"ack"))
    asking.send(Packet(b"later"))
    assert asking.wire.writes == [[b"batch", b"ack"], [b"later"]]  # type: ignore[attr-defined]  # it is a Written
    assert watching.wire.writes == [[b"batch"]]  # type: ignore[attr-defined]  # it is a Written


def test_a_client_that_is_closed_within_a_tick_gets_what_it_was_sent_before() -> None:
    client = Client("ada", Written())
    with held_together([client]):
        client.send(Packet(b"why"))
        client.end(TOO_SLOW)
        client.send(Packet(b"too late"))
    assert client.wire.writes == [[b"why"]]  # type: ignore[attr-defined]  # it is a Written
    assert client.code == TOO_SLOW
