"""Kill the server under load, at random and at each aimed point, on SQLite and PostgreSQL, and count what is lost.

    python3 dev.py bench kills [--random 20] [--aimed 10] [--databases sqlite postgresql]

Six people write notes and chat lines, some thirty a second together. `seen`: lines that anybody was shown and notes at
the furthest that anybody was shown them, over all kills; `lost`: of those, what was not stored when the server had
died; `twice` and `missing`: operations that were applied more than once, or not at all after everybody had come back.
After each kill every client must know exactly what the record says, or the run stops. The last row is a server that
shows before it stores: where it loses nothing, this bench measures nothing. CI_POSTGRES says where PostgreSQL is.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import sys
import tempfile
from contextlib import ExitStack
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "folkmoot.config.settings")

import django

django.setup()

from tests.live.databases import a_database  # noqa: E402  # needs the settings, as all below
from tests.live.dying_server import SHOWS_FIRST  # noqa: E402  # needs the settings
from tests.live.killing import POINTS, Toll, busy_workshop, kill, trap  # noqa: E402  # needs the settings
from tests.serving import Server, serving  # noqa: E402  # needs the settings

AT_RANDOM = ""
CONTROLS = 3
KILLS_IN_A_WORKSHOP = 5
"""After these a new workshop is made: a person may say only so much in one."""


async def count(server: Server, point: str, kills: int) -> Toll:
    """So many kills at one point."""
    toll = Toll()
    while kills > 0:
        async with busy_workshop(server) as load:
            for _ in range(min(kills, KILLS_IN_A_WORKSHOP)):
                toll.add(await kill(load, point, point))
        kills -= KILLS_IN_A_WORKSHOP
    return toll


def measure(database: str, point: str, kills: int) -> Toll:
    """The same, with a server and a database of its own."""
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        settings = trap(folder, point)
        if database == "postgresql":
            settings["DATABASE_URL"] = stack.enter_context(a_database())
        server = stack.enter_context(serving(folder, "tests.live.dying_server", **settings))
        return asyncio.run(count(server, point, kills))


def main() -> int:
    """Print a row for each database and point; the exit code says whether anything was lost, or the control held."""
    parser = argparse.ArgumentParser(description="Kill the server under load, and count what is lost.")
    parser.add_argument("--random", type=int, default=20, help="kills at random moments (default: 20)")
    parser.add_argument("--aimed", type=int, default=10, help="kills at each aimed point (default: 10)")
    parser.add_argument("--databases", nargs="+", default=["sqlite", "postgresql"], choices=["sqlite", "postgresql"])
    options = parser.parse_args()
    os.environ.pop("DATABASE_URL", None)
    failed = False
    print(f"{'database':<12}{'killed':<16}{'kills':>6}{'seen':>7}{'lost':>6}{'twice':>7}{'missing':>9}", flush=True)
    for database in options.databases:
        runs = [(AT_RANDOM, options.random), *((point, options.aimed) for point in POINTS), (SHOWS_FIRST, CONTROLS)]
        for point, kills in ((p, k) for p, k in runs if k):
            toll = measure(database, point, kills)
            failed |= bool(toll.twice or toll.missing) or bool(toll.lost) != (point == SHOWS_FIRST)
            name = {AT_RANDOM: "at random", SHOWS_FIRST: "control"}.get(point, point)
            print(
                f"{database:<12}{name:<16}{kills:>6}{toll.seen:>7}{toll.lost:>6}{toll.twice:>7}{toll.missing:>9}",
                flush=True,
            )
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
