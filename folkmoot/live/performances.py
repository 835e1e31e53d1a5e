"""The processes in which simulated people take part: they come by the same door as everybody."""

from __future__ import annotations

import json
import subprocess
import sys
from contextlib import suppress
from dataclasses import asdict

from folkmoot.rehearsal.performance import Script

STOP_SECONDS = 5.0

_running: dict[str, subprocess.Popen[str]] = {}


def begin(script: Script) -> None:
    """Let the script's people into its session, in a process of their own."""
    stop(script.session)
    process = subprocess.Popen(
        [sys.executable, "-m", "folkmoot.rehearsal"], stdin=subprocess.PIPE, stdout=subprocess.DEVNULL, text=True
    )
    _running[script.session] = process
    if process.stdin is not None:
        process.stdin.write(json.dumps(asdict(script)))
        process.stdin.close()


def stop(session_id: str) -> None:
    """Send the simulated people of a session home, if they are there."""
    process = _running.pop(session_id, None)
    if process is None or process.poll() is not None:
        return
    process.terminate()
    with suppress(subprocess.TimeoutExpired):
        process.wait(timeout=STOP_SECONDS)


def stop_all() -> None:
    """Send everybody simulated home: the server stops."""
    for session_id in list(_running):
        stop(session_id)
