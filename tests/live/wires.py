"""A wire between two programs, which a test can cut or freeze; every byte goes through a thread of its own."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress

BLOCK = 16 * 1024


class Wire:
    """Listens on `port` and passes everything on to `target`, until it is told otherwise."""

    def __init__(self, target: tuple[str, int], host: str = "127.0.0.1") -> None:
        self.target, self.host, self.port = target, host, 0
        self._loop = asyncio.new_event_loop()
        self._flows = asyncio.Event()
        self._cut = False
        self._lines: set[asyncio.StreamWriter] = set()
        self._thread = threading.Thread(target=self._loop.run_forever, daemon=True)

    def cut(self) -> None:
        """Break every connection, and refuse new ones."""
        self._call(self._break())

    def freeze(self) -> None:
        """Pass nothing on, and tell nobody: every connection is half open from now on."""
        self._loop.call_soon_threadsafe(self._flows.clear)

    def heal(self) -> None:
        """Pass everything on again, what was held back first."""
        self._cut = False
        self._loop.call_soon_threadsafe(self._flows.set)

    def open(self) -> None:
        """Begin to listen."""
        self._thread.start()
        self._call(self._listen())

    def close(self) -> None:
        """End it all."""
        self._call(self._end())
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(5)
        self._loop.close()

    def _call(self, work: object) -> None:
        asyncio.run_coroutine_threadsafe(work, self._loop).result(5)  # type: ignore[arg-type]  # one of the three below

    async def _listen(self) -> None:
        self._flows.set()
        self._server = await asyncio.start_server(self._serve, self.host, 0)
        self.port = self._server.sockets[0].getsockname()[1]

    async def _break(self) -> None:
        self._cut = True
        self._flows.set()
        for line in self._lines:
            line.transport.abort()

    async def _end(self) -> None:
        self._server.close()
        await self._break()
        tasks = asyncio.all_tasks() - {asyncio.current_task()}
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        mine = {writer}
        self._lines.add(writer)
        try:
            if not self._cut:
                there, back = await asyncio.open_connection(*self.target)
                mine.add(back)
                self._lines.add(back)
                await asyncio.gather(self._pass(reader, back), self._pass(there, writer))
        except (OSError, asyncio.CancelledError):
            pass  # it is taken down
        finally:
            for line in mine:
                self._lines.discard(line)
                line.transport.abort()

    async def _pass(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        while data := await reader.read(BLOCK):
            await self._flows.wait()
            writer.write(data)
            await writer.drain()
        with suppress(OSError, RuntimeError):
            writer.write_eof()


@contextmanager
def wire(host: str, port: int, at: str = "127.0.0.1") -> Iterator[Wire]:
    """A wire to a program, open until the end of the block; it begins at an address of this machine."""
    made = Wire((host, port), at)
    made.open()
    try:
        yield made
    finally:
        made.close()
