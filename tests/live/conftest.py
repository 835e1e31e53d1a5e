"""A real server and real sockets for every test here; what the server printed is shown when a test fails."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from typing import Any

import pytest
from pytest_django import DjangoDbBlocker

from tests.live.workshop import Workshop
from tests.serving import Server, serving


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Everything in this folder is a live test."""
    for item in items:
        if "tests/live/" in item.path.as_posix():
            item.add_marker(pytest.mark.live)


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory, django_db_blocker: DjangoDbBlocker) -> Iterator[Server]:
    """One server for all tests here."""
    with django_db_blocker.unblock(), serving(tmp_path_factory.mktemp("server")) as running:
        yield running


@pytest.fixture(autouse=True)
def no_fault_in_the_server(request: pytest.FixtureRequest) -> Iterator[None]:
    """A test fails when the server met a fault during it, even if nobody noticed."""
    if "server" not in request.fixturenames:
        yield
        return
    server: Server = request.getfixturevalue("server")
    server.news()
    yield
    news = server.news()
    print(news)
    assert "Traceback" not in news, news


@pytest.fixture
async def workshop(server: Server) -> AsyncIterator[Workshop]:
    """A workshop that nobody has entered yet, with Nia to lead and Tom to produce it."""
    made = await Workshop.make(server)
    yield made
    await made.close()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item, call: Any) -> Any:
    """Add what the server printed to the report of a test that failed."""
    report = yield
    if report.when == "call" and report.failed and (found := getattr(item, "funcargs", {}).get("server")):
        report.sections.append(("server", found.output()[-4000:]))
    return report
