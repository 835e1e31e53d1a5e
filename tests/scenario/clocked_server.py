"""The real server, with the play's clock in place of the computer's: a double at the edge, and nothing else.

Run as `python -m tests.scenario.clocked_server serve --port N`. Sessions of devices, mails and the record tell the
play's time; sockets, ticks and signatures go on by the computer's.
"""

from __future__ import annotations

import os
import sys
import time
from pathlib import Path
from types import SimpleNamespace
from unittest.mock import patch

from tests.scenario.clock import SharedClock

CLOCK_FILE = "FOLKMOOT_TEST_CLOCK"
SWEEP_SECONDS = 0.3


def main() -> int:
    """Put the clock in place before anything else is imported, then serve."""
    clock = SharedClock(Path(os.environ[CLOCK_FILE]))
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "folkmoot.config.settings")
    from django.utils import timezone

    from folkmoot.kit import time as kit_time

    patch.object(kit_time, "utc_now", clock.now).start()
    patch.object(timezone, "now", clock.now).start()
    import django

    django.setup()
    from folkmoot.live import presence, room
    from folkmoot.programme import worker

    counting = SimpleNamespace(monotonic=lambda: time.monotonic() + clock.offset)
    for module in (presence, room):  # who is away or lost is counted there
        patch.object(module, "time", counting).start()
    patch.object(worker, "SWEEP_SECONDS", SWEEP_SECONDS).start()
    from folkmoot.commands import main as folkmoot

    return folkmoot()


if __name__ == "__main__":
    sys.exit(main())
