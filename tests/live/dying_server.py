"""The real server, which ends itself as a power cut would, at one exact point: a double at the edge, nothing else.

Run as `python -m tests.live.dying_server serve --port N`. It dies at POINT once the file TRIGGER is there. Points:
`before_commit`, when a tick's statements have run; `after_commit`, before anybody is shown; `fan_out`, when some of the
clients have been shown. `SHOWS_FIRST` is the same point in a server that shows before it stores, which must fail where
the real one holds: a check that passes it finds nothing.
"""

from __future__ import annotations

import asyncio
import os
import signal
import sys
from pathlib import Path
from typing import Any
from unittest.mock import patch

POINT, TRIGGER = "FOLKMOOT_TEST_DIES", "FOLKMOOT_TEST_DIES_WHEN"
SHOWS_FIRST = "shows_first"
SHOWN_TO = 3
"""Clients that are shown a tick before it dies in mid-fan-out."""
ON_ITS_WAY = 0.005
"""Seconds from there until it dies."""


def main() -> int:
    """Put the trap in place, then serve."""
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "folkmoot.config.settings")
    django.setup()
    traps = {"before_commit": _before_commit, "after_commit": _after_commit, "fan_out": _in_fan_out}
    traps[SHOWS_FIRST] = _show_first
    if os.environ[POINT]:
        traps[os.environ[POINT]]()
    from folkmoot.commands import main as folkmoot

    return folkmoot()


def _is_time() -> bool:
    return Path(os.environ[TRIGGER]).exists()


def _die() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def _before_commit() -> None:
    from folkmoot.record import commit

    store = commit._store

    def stored(stream: Any, tick: Any, events: Any, *more: Any) -> None:
        store(stream, tick, events, *more)
        if events and _is_time():
            _die()

    patch.object(commit, "_store", stored).start()


def _after_commit() -> None:
    from folkmoot.record.commit import carry_out_all

    def carried_out(*values: Any) -> Any:
        done = carry_out_all(*values)
        if done.events and _is_time():
            _die()
        return done

    patch("folkmoot.live.room.carry_out_all", carried_out).start()


def _in_fan_out() -> None:
    """Die when so many clients have been given a frame of a tick, and nobody else anything."""
    from folkmoot.live.direct import DirectSocket

    put, left = DirectSocket.put, [SHOWN_TO]

    def written(self: DirectSocket, *packets: Any) -> bool:
        if left[0] == 0:
            return True
        taken = put(self, *packets)
        if _is_time() and any(packet.text.startswith('{"t":"batch"') for packet in packets):
            left[0] -= 1
            if left[0] == 0:  # the event loop hands what was written to the kernel at the end of this turn
                asyncio.get_running_loop().call_later(ON_ITS_WAY, _die)
        return taken

    patch.object(DirectSocket, "put", written).start()


def _show_first() -> None:
    """Die in mid-fan-out, with the tick's transaction open still: the next tick would store it."""
    _in_fan_out()
    from django.db import transaction

    from folkmoot.record.commit import carry_out_all

    kept: list[transaction.Atomic] = []

    def carried_out(*values: Any) -> Any:
        while kept:
            kept.pop().__exit__(None, None, None)
        if _is_time():
            kept.append(transaction.atomic())
            kept[0].__enter__()
        return carry_out_all(*values)

    patch("folkmoot.live.room.carry_out_all", carried_out).start()


if __name__ == "__main__":
    sys.exit(main())
