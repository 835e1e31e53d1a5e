"""A real server and a real browser for the tests here. What went wrong in either fails the test that saw it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Playwright, expect, sync_playwright
from pytest_django import DjangoDbBlocker

from tests.browser import chromium
from tests.browser.device import Device, open_device
from tests.browser.house import House
from tests.serving import PATIENCE, look_anew, serving

Open = Callable[..., Device]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Everything in this folder is a browser test."""
    for item in items:
        if "tests/browser/" in item.path.as_posix():
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="package")
def playwright() -> Iterator[Playwright]:
    """Playwright, for as long as tests of this folder run: while it does, no other test may start an event loop."""
    expect.set_options(timeout=PATIENCE * 1000)
    with sync_playwright() as running:
        yield running


@pytest.fixture(scope="package")
def browser(playwright: Playwright) -> Iterator[Browser]:
    """One Chromium for all tests here."""
    started = chromium.launch(playwright)
    yield started
    started.close()


@pytest.fixture(scope="package")
def first_house(tmp_path_factory: pytest.TempPathFactory, django_db_blocker: DjangoDbBlocker) -> Iterator[House]:
    """One server for all tests here, with the demo's programme in it."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "yes")  # Playwright's loop runs in this thread; no async code does
        patch.delenv("DATABASE_URL", raising=False)
        folder = tmp_path_factory.mktemp("house")
        with django_db_blocker.unblock(), serving(folder, FOLKMOOT_DEMO="yes") as server:
            yield House.fill(server)


@pytest.fixture
def house(first_house: House) -> House:
    """The server, with a workshop of this test's own: what another test did in its room is not seen in this one.

    Playwright's loop has Django keep its connections elsewhere, where those of an earlier file may still lie.
    """
    look_anew()
    return first_house.with_another_workshop()


@pytest.fixture
def open_window(browser: Browser, house: House) -> Iterator[Open]:
    """Open windows for people; at the end none of them may have met a problem, and the server no fault."""
    house.server.news()
    opened: list[Device] = []

    def open_one(name: str, *size: tuple[int, int], **more: Any) -> Device:
        opened.append(open_device(browser, house.server.url, name, *size, **more))
        return opened[-1]

    yield open_one
    problems = [problem for device in opened for problem in device.problems]
    for device in opened:
        device.context.close()
    assert problems == []
    assert "Traceback" not in house.server.news()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item, call: Any) -> Any:
    """Add what the server printed to the report of a test that failed."""
    report = yield
    if report.when in ("call", "teardown") and report.failed and (found := getattr(item, "funcargs", {}).get("house")):
        report.sections.append(("server", found.server.output()[-4000:]))
    return report
