"""Several processes that serve one address: uvicorn's own supervisor, which replaces one that dies."""

from __future__ import annotations

import os
from collections.abc import Callable
from socket import socket
from tempfile import TemporaryDirectory

import uvicorn
from uvicorn.supervisors import multiprocess

from folkmoot.commands import server


class Process(multiprocess.Process):
    """One of them, which stops as gracefully as one alone."""

    @property
    def server(self) -> uvicorn.Server:
        """Our server in place of uvicorn's plain one."""
        if self._server is None:
            self._server = server.Server(self.config)
        return self._server


class Supervisor(multiprocess.Multiprocess):
    """Calls `ready` once all of them answer."""

    def __init__(self, config: uvicorn.Config, sockets: list[socket], ready: Callable[[], None]) -> None:
        super().__init__(config, sockets)
        self._ready: Callable[[], None] | None = ready
        self.served = False

    def keep_subprocess_alive(self) -> None:
        """As usual; and see how far they are, until all have begun."""
        super().keep_subprocess_alive()
        if self._ready is not None and all(process.is_ready() for process in self.processes):
            self.served = True
            self._ready()
            self._ready = None


def serve(host: str, port: int, number: int, ready: Callable[[], None]) -> int:
    """Serve with so many processes until SIGINT or SIGTERM; returns the exit code, 0 after a clean stop."""
    with TemporaryDirectory(prefix="folkmoot-figures-") as figures:
        os.environ["PROMETHEUS_MULTIPROC_DIR"] = figures  # the library adds up what all put there
        return _serve(host, port, number, ready)


def _serve(host: str, port: int, number: int, ready: Callable[[], None]) -> int:
    multiprocess.Process = Process  # type: ignore[misc]  # the supervisor makes its processes by this name
    config = server.configuration(host, port, number)
    supervisor = Supervisor(config, [config.bind_socket()], ready)
    supervisor.run()
    return 0 if supervisor.served else 3
