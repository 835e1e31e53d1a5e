"""A real server for tests: its own process, port and data, with the database that the test can look into."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from dataclasses import dataclass, field
from pathlib import Path

from django.conf import settings
from django.db import connections

from folkmoot.kit.environment import postgres, sqlite

ROOT = Path(__file__).resolve().parents[1]
START_SECONDS = 60.0
PATIENCE = 30.0
"""Seconds of waiting for a state where no limit is the point: one that comes costs less, on a slow machine too."""
TO_ANSWER = 120.0
"""Seconds in which an operation must be answered: on a busy machine a start of the server may be among them."""
STOP_SECONDS = 15.0


@dataclass
class Server:
    """A server that answers. `restart` keeps port and data; `kill` ends it as a power cut would."""

    folder: Path
    port: int
    environment: dict[str, str]
    module: str = "folkmoot"
    process: subprocess.Popen[bytes] | None = None
    read: int = 0
    log: Path = field(init=False)

    def __post_init__(self) -> None:
        self.log = self.folder / "server.log"

    @property
    def url(self) -> str:
        """Where it answers."""
        return f"http://127.0.0.1:{self.port}"

    def start(self) -> None:
        """Start it and wait until it answers. Raises AssertionError with its output when it does not."""
        with self.log.open("ab") as output:
            command = [sys.executable, "-m", self.module, "serve", "--port", str(self.port)]
            self.process = subprocess.Popen(
                command, cwd=ROOT, env=self.environment, stdout=output, stderr=subprocess.STDOUT
            )
        until = time.monotonic() + START_SECONDS
        while not self._answers():
            assert self.process.poll() is None, self.output()
            assert time.monotonic() < until, self.output()
            time.sleep(0.05)

    def stop(self) -> int:
        """Ask it to stop, and give its exit code. Raises TimeoutExpired when it takes too long, and ends it then."""
        assert self.process is not None
        self.process.send_signal(signal.SIGTERM)
        try:
            return self.process.wait(STOP_SECONDS)
        finally:
            self.process.kill()

    def kill(self) -> None:
        """End it without a word."""
        assert self.process is not None
        self.process.kill()
        self.process.wait(STOP_SECONDS)

    def restart(self) -> None:
        """Stop it and start it again on the same port and data."""
        self.stop()
        self.start()

    def output(self) -> str:
        """All that it has printed."""
        return self.log.read_text(errors="replace") if self.log.exists() else ""

    def news(self) -> str:
        """What it has printed since this was last asked."""
        text = self.output()
        new, self.read = text[self.read :], len(text)
        return new

    def cpu_seconds(self) -> float:
        """Seconds of processor time that it has used. Linux only."""
        assert self.process is not None
        fields = Path(f"/proc/{self.process.pid}/stat").read_text().rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")

    def _answers(self) -> bool:
        try:
            socket.create_connection(("127.0.0.1", self.port), timeout=1).close()
        except OSError:
            return False
        return True


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@contextmanager
def serving(folder: Path, module: str = "folkmoot", **more: str) -> Iterator[Server]:
    """A server with its data in this folder (or in the database of DATABASE_URL), and Django here looking at the same.

    `module` is what Python runs; `more` are settings for its environment.
    """
    port = free_port()
    environment = os.environ | {
        "FOLKMOOT_DATA": str(folder),
        "FOLKMOOT_URL": f"http://127.0.0.1:{port}",
        "FOLKMOOT_SECRET_KEY": settings.SECRET_KEY,
        "PYTHONUNBUFFERED": "1",
        **more,
    }
    server = Server(folder, port, environment, module)
    with looking_at(folder, more.get("DATABASE_URL", "")):
        try:
            server.start()
            yield server
        finally:
            if server.process is not None and server.process.poll() is None:
                server.stop()


def another(first: Server) -> Server:
    """A second process on the same data and databases, as on another machine; not yet started."""
    port = free_port()
    folder = first.folder / f"beside-{port}"
    folder.mkdir()
    return Server(folder, port, first.environment | {"FOLKMOOT_URL": f"http://127.0.0.1:{port}"}, first.module)


def looking_at(folder: Path, url: str = "") -> AbstractContextManager[None]:
    """Point Django's connections here at a server's SQLite files, or at its PostgreSQL."""
    if url:
        return _looking_elsewhere({"default": postgres(url)})
    if connections.settings["default"]["ENGINE"].endswith("postgresql"):
        return nullcontext()  # DATABASE_URL leads both there already
    files = {"default": folder / "folkmoot.sqlite3", "queue": folder / "queue.sqlite3"}
    return _looking_elsewhere({name: sqlite(file) for name, file in files.items()})


@contextmanager
def _looking_elsewhere(databases: dict[str, dict[str, object]]) -> Iterator[None]:
    before = {name: connections.settings[name] for name in databases}
    look_anew()
    connections.settings.update(connections.configure_settings(databases))
    try:
        yield
    finally:
        look_anew()
        connections.settings.update(before)


def look_anew() -> None:
    """Have this thread connect again where it next needs a database: it may be another one by now."""
    for alias in connections:
        connections[alias].close()
        del connections[alias]
