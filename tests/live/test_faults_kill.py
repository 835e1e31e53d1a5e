"""A server that is killed under load loses nothing that anybody had seen, wherever it was just then.

The full number of kills, on SQLite and PostgreSQL: `python3 dev.py bench kills`.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import pytest
from pytest_django import DjangoDbBlocker

from tests.live.dying_server import SHOWS_FIRST
from tests.live.killing import POINTS, Toll, busy_workshop, kill, trap
from tests.serving import Server, serving

EACH = [point for point in POINTS for _ in range(3)]


@pytest.fixture
def dying(tmp_path: Path, django_db_blocker: DjangoDbBlocker) -> Iterator[Server]:
    """A server that dies where it is told."""
    with (
        django_db_blocker.unblock(),
        serving(tmp_path, "tests.live.dying_server", **trap(tmp_path, EACH[0])) as server,
    ):
        yield server


@pytest.mark.slow
async def test_a_kill_loses_nothing_that_was_seen_and_who_shows_before_storing_is_found_out(dying: Server) -> None:
    toll, wrong = Toll(), Toll()
    async with busy_workshop(dying) as load:
        for point, then in pairwise([*EACH, SHOWS_FIRST]):
            toll.add(await kill(load, point, then))
        for _ in range(3):
            wrong.add(await kill(load, SHOWS_FIRST, SHOWS_FIRST))
            if wrong.lost:
                break
    assert toll.seen > 50, "there was a load"
    assert (toll.lost, toll.twice, toll.missing) == (0, 0, 0), toll
    assert wrong.lost > 0, "the check above would find nothing"
