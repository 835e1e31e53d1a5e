"""`folkmoot demo`: Folkmoot on this computer, with a real programme in it and a workshop that starts now."""

from __future__ import annotations

import argparse
import os
from pathlib import Path

NOWHERE = "127.0.0.1"


def arguments(parser: argparse.ArgumentParser) -> None:
    """Where, and with how many simulated people."""
    parser.add_argument("--port", type=int, default=8000, help="port to listen on (default: 8000)")
    parser.add_argument("--people", type=int, default=12, help="simulated people in today’s room (default: 12)")
    parser.add_argument("--data", type=Path, help="folder to keep everything in (default: a fresh one under var/)")


def run(options: argparse.Namespace) -> int:
    """Fill a folder, serve it, and stop at a signal."""
    folder = options.data or _fresh_folder(Path("var"))
    address = f"http://{NOWHERE}:{options.port}"
    os.environ |= {"FOLKMOOT_DEMO": "yes", "FOLKMOOT_DATA": str(folder), "FOLKMOOT_URL": address}
    os.environ.pop("DATABASE_URL", None)  # a demo never touches a real installation's database

    from folkmoot.commands import checks, databases, server

    checks.see_that_it_can_listen(NOWHERE, options.port)
    databases.open_up()
    from folkmoot.commands.demo_seed import seed
    from folkmoot.commands.demo_words import welcome
    from folkmoot.kit.environment import WrongSetting
    from folkmoot.live import performances
    from folkmoot.live.rehearsals import MOST_PEOPLE, cast
    from folkmoot.rehearsal.performance import Script

    if not 0 <= options.people <= MOST_PEOPLE:
        raise WrongSetting("--people", f"is {options.people}", f"Name 0 to {MOST_PEOPLE}.")
    today = seed()
    script = Script(address, today.id, cast(today, options.people), patient=True)
    for remark in checks.remarks(NOWHERE, options.port):
        print(f"Note: {remark}")
    words = welcome(today, folder, checks.who_can_reach(NOWHERE))

    def ready() -> None:
        if options.people:
            performances.begin(script)
        print(f"{words}\nREADY {address}", flush=True)

    return server.serve(NOWHERE, options.port, ready)


def _fresh_folder(under: Path) -> Path:
    """The first var/demo-N that is not there yet; git ignores var."""
    number = 1
    while (under / f"demo-{number}").exists():
        number += 1
    return under / f"demo-{number}"
