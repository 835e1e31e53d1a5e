"""The web server: uvicorn with bounds, that stops within seconds and never writes down who asked for what."""

from __future__ import annotations

import asyncio
import ctypes
import signal
from collections.abc import Callable
from contextlib import suppress
from types import FrameType

import uvicorn

from folkmoot.kit import environment
from folkmoot.practice_kit.wire.ops import FRAME_LIMIT

LARGEST_MESSAGE = 16 * FRAME_LIMIT
"""Bytes of one socket message. Over FRAME_LIMIT it gets a kind answer; over this, that one socket is closed."""

STOP_SECONDS = 3
"""How long open requests may take to finish when the server stops."""

HEALTHY_SECONDS = 30
"""How long one of several processes may not answer its parent before it is replaced."""


LOOK_SECONDS = 0.5
"""How often to look whether to stop."""

ARENAS = -8
"""M_ARENA_MAX of glibc's malloc.h."""


class Server(uvicorn.Server):
    """Calls `ready` once it answers."""

    def __init__(self, config: uvicorn.Config, ready: Callable[[], None] = lambda: None) -> None:
        super().__init__(config)
        self._ready = ready

    async def startup(self, sockets: list[object] | None = None) -> None:  # type: ignore[override]  # uvicorn says list[socket]
        """Start as usual, then say so."""
        await super().startup(sockets)  # type: ignore[arg-type]  # passed on as it came
        if self.started:
            self._ready()

    async def main_loop(self) -> None:
        """Look whether to stop, as usual, but not ten times a second, which an idle server would notice."""
        counter = 0
        while not await self.on_tick(counter):
            await asyncio.sleep(LOOK_SECONDS)
            counter += round(LOOK_SECONDS * 10)  # uvicorn counts tenths

    async def shutdown(self, sockets: list[object] | None = None) -> None:  # type: ignore[override]  # uvicorn says list[socket]
        """Stop as usual, once nobody's request waits for news of a room any more."""
        from folkmoot.live.engine import ENGINE  # the application, and with it the models, is loaded by now
        from folkmoot.live.polling import let_go

        ENGINE.stopping = True
        let_go()
        await super().shutdown(sockets)  # type: ignore[arg-type]  # passed on as it came


def configuration(host: str, port: int, processes: int = 1) -> uvicorn.Config:
    """How uvicorn is to serve."""
    return uvicorn.Config(
        "folkmoot.config.asgi:application",
        host=host,
        port=port,
        lifespan="on",
        ws="auto" if environment.flag("FOLKMOOT_PLAIN_SENDS") else "folkmoot.live.direct:DirectSocket",
        ws_max_size=LARGEST_MESSAGE,
        ws_per_message_deflate=False,  # costs more CPU than it saves bytes
        access_log=False,  # addresses of pages carry personal links
        log_config=None,  # Django's settings say how the log is written
        server_header=False,
        timeout_graceful_shutdown=STOP_SECONDS,
        workers=processes,
        timeout_worker_healthcheck=HEALTHY_SECONDS,
    )


def _keep_memory_together() -> None:
    """Have all threads take memory from one place, where this is glibc: one apiece leaves gaps in each."""
    with suppress(AttributeError, OSError, TypeError):
        ctypes.CDLL(None).mallopt(ARENAS, 1)


def serve(host: str, port: int, ready: Callable[[], None]) -> int:
    """Serve until SIGINT or SIGTERM; returns the exit code, 0 after a clean stop."""
    _keep_memory_together()
    server = Server(configuration(host, port), ready)

    def stop(number: int, frame: FrameType | None) -> None:
        server.should_exit = True  # also when uvicorn, once it has stopped, raises the signal again

    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, stop)
    server.run()
    return 0 if server.started else 3
