"""One server, one clock and one workshop for all tests here; a test asks the play for the moment that it is about."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from typing import Any

import pytest
import pytest_asyncio
from pytest_django import DjangoDbBlocker

from tests.scenario import (
    scene_1_arriving,
    scene_2_meeting,
    scene_3_understanding,
    scene_4_purpose,
    scene_4_testing,
    scene_5_closing,
    scene_6_traces,
)
from tests.scenario.clock import SharedClock
from tests.scenario.clocked_server import CLOCK_FILE
from tests.scenario.play import Play
from tests.scenario.workshop import Workshop
from tests.serving import Server, serving

ACTS = (
    scene_1_arriving,
    scene_2_meeting,
    scene_3_understanding,
    scene_4_purpose,
    scene_4_testing,
    scene_5_closing,
    scene_6_traces,
)
"""All scenes are known, in their order, whichever test is asked for."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Everything in this folder is a scenario test, and all of it runs on one event loop, where the sockets are."""
    for item in items:
        if "tests/scenario/" in item.path.as_posix():
            item.add_marker(pytest.mark.scenario)
            if pytest_asyncio.is_async_test(item):
                item.add_marker(pytest.mark.asyncio(loop_scope="session"), append=False)


@pytest.fixture(scope="session")
def scenario_server(
    tmp_path_factory: pytest.TempPathFactory, django_db_blocker: DjangoDbBlocker
) -> Iterator[tuple[Server, SharedClock]]:
    """A server of its own, with the clock that moves it."""
    folder = tmp_path_factory.mktemp("scenario")
    file = folder / "clock"
    clock = SharedClock(file)
    more = {CLOCK_FILE: str(file), "FOLKMOOT_DEMO": "yes", "FOLKMOOT_BOOKINGS_PER_ADDRESS": "1000"}
    with django_db_blocker.unblock(), serving(folder, "tests.scenario.clocked_server", **more) as server:
        yield server, clock


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def play(scenario_server: tuple[Server, SharedClock]) -> AsyncIterator[Play]:
    """The workshop, with nothing played yet."""
    workshop = await Workshop(*scenario_server).prepare()
    yield Play(workshop)
    await workshop.close()


@pytest.fixture
def workshop(play: Play) -> Workshop:
    """The workshop as it is now."""
    return play.workshop


@pytest.fixture(autouse=True)
def no_fault_in_the_server(request: pytest.FixtureRequest) -> Iterator[None]:
    """A test of the workshop fails when the server met a fault during it, even if nobody noticed."""
    if "scenario_server" not in request.fixturenames:
        yield
        return
    server, _ = request.getfixturevalue("scenario_server")
    server.news()
    yield
    news = server.news()
    assert "Traceback" not in news, news


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item, call: Any) -> Any:
    """Add what the server printed to the report of a test that failed."""
    report = yield
    found = getattr(item, "funcargs", {}).get("scenario_server")
    if report.when == "call" and report.failed and found:
        report.sections.append(("server", found[0].output()[-4000:]))
    return report
