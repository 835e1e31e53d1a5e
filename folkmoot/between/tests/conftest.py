"""What every test of this room stands on."""

from collections.abc import Iterator

import pytest
from django.core.cache import cache
from django.urls import get_resolver

from folkmoot.between.tests.coffees import CORE, Coffees
from folkmoot.programme.tests.bookings import Clock


@pytest.fixture(autouse=True)
def every_page_loaded() -> None:
    """Pages import the clock by name: they are loaded before a test moves it."""
    assert get_resolver().url_patterns


@pytest.fixture(autouse=True)
def nothing_tried_yet() -> Iterator[None]:
    """Rate limits begin anew with each test."""
    cache.clear()
    yield
    cache.clear()


@pytest.fixture
def coffees(monkeypatch: pytest.MonkeyPatch) -> Coffees:
    """The programme after its first session, in which neighbours on the list of names had coffee."""
    found = Coffees(Clock(monkeypatch))
    found.met_in_session([(CORE[place], CORE[place + 1]) for place in range(0, 24, 2)])
    return found
