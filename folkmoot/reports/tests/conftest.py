"""What every test of this room stands on."""

from collections.abc import Iterator

import pytest
from django.core.cache import cache


@pytest.fixture(autouse=True)
def nothing_tried_yet() -> Iterator[None]:
    """Rate limits begin anew with each test."""
    cache.clear()
    yield
    cache.clear()
