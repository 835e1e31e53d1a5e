"""`folkmoot rehearse SESSION`: run a copy of a session's whole plan with simulated people, over the real protocol."""

from __future__ import annotations

import argparse
import asyncio
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from folkmoot.programme.models import Session

START_SECONDS = 30.0


def arguments(parser: argparse.ArgumentParser) -> None:
    """Which session, with how many, how fast, and where the server is."""
    parser.add_argument("session", help="its id, join code, or address name")
    parser.add_argument("--people", type=int, default=40, help="simulated participants (default: 40)")
    parser.add_argument("--speed", type=int, default=20, help="how many times as fast (default: 20)")
    parser.add_argument("--seed", type=int, default=7, help="the same seed makes the same choices (default: 7)")
    parser.add_argument("--url", default="", help="a server that runs already (default: one is started for it)")
    parser.add_argument("--keep", action="store_true", help="keep the copy, to look at it afterwards")


def run(options: argparse.Namespace) -> int:
    """Copy, perform, print the report, and delete the copy."""
    from folkmoot.commands import databases

    databases.open_up()
    source = _session(options.session)
    if source is None:
        print(f"There is no session “{options.session}”.", file=sys.stderr)
        return 2
    with _server(options.url) as url:  # first of all: a server that starts deletes what earlier rehearsals left
        return _perform(source, url, options)


def _perform(source: Session, url: str, options: argparse.Namespace) -> int:
    from folkmoot.live.rehearsals import delete_copy, make_copy
    from folkmoot.rehearsal.performance import Script, perform

    try:
        copy = make_copy(source, people=options.people, speed=options.speed, led=True)
    except ValueError as trouble:
        print(trouble, file=sys.stderr)
        return 2
    try:
        script = Script(url, copy.session.id, copy.cookies, copy.lead, options.speed, options.seed)
        report = asyncio.run(perform(script))
    finally:
        if not options.keep:
            delete_copy(copy.session.id)
    print(report.words())
    return 1 if report.faults or report.gaps else 0


def _session(named: str) -> Session | None:
    from django.db.models import Q

    from folkmoot.kit.ids import normalise_code
    from folkmoot.programme.models import Session

    words = Q(id=named) | Q(slug=named) | Q(join_code=normalise_code(named) or "")
    return Session.objects.filter(words, rehearsal_of=None).order_by("-starts_at").first()


@contextmanager
def _server(url: str) -> Iterator[str]:
    """The server at this address, or one of our own on a free port while it is needed."""
    if url:
        yield url.rstrip("/")
        return
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    server = subprocess.Popen(
        [sys.executable, "-m", "folkmoot", "serve", "--port", str(port)], stdout=subprocess.DEVNULL
    )
    try:
        _wait_for(port, server)
        yield f"http://127.0.0.1:{port}"
    finally:
        server.terminate()
        server.wait(timeout=20)


def _wait_for(port: int, server: subprocess.Popen[bytes]) -> None:
    until = time.monotonic() + START_SECONDS
    while time.monotonic() < until and server.poll() is None:
        try:
            socket.create_connection(("127.0.0.1", port), timeout=2).close()
        except OSError:
            time.sleep(0.1)
        else:
            return
    raise SystemExit("The server did not start; see above.")
