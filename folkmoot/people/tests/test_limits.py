"""How often somebody may try something."""

import pytest
from django.core.cache import cache

from folkmoot.people import limits


def test_the_first_tries_pass_and_the_next_does_not() -> None:
    assert [limits.allow("join", "bea", 3, 60) for _ in range(5)] == [True, True, True, False, False]


def test_people_and_matters_are_counted_apart() -> None:
    assert limits.allow("join", "bea", 1, 60)
    assert limits.allow("join", "dee", 1, 60)
    assert limits.allow("sign in", "bea", 1, 60)
    assert not limits.allow("join", "bea", 1, 60)


def test_a_new_window_begins_anew(monkeypatch: pytest.MonkeyPatch) -> None:
    now = 1_000_000.0
    monkeypatch.setattr("folkmoot.people.limits.time.time", lambda: now)
    assert limits.allow("join", "bea", 1, 100)
    assert not limits.allow("join", "bea", 1, 100)
    now += 100
    assert limits.allow("join", "bea", 1, 100)


def test_looking_counts_nothing() -> None:
    assert not limits.used_up("guess", "zed", 1, 60)
    assert not limits.used_up("guess", "zed", 1, 60)
    limits.allow("guess", "zed", 1, 60)
    assert limits.used_up("guess", "zed", 1, 60)


def test_no_address_lies_in_the_cache(monkeypatch: pytest.MonkeyPatch) -> None:
    counted: list[str] = []

    def count(place: str, seconds: int) -> int:
        counted.append(place)
        return len(counted)

    monkeypatch.setattr(limits, "_count", count)
    limits.allow("join", "bea@kettleyard.example", 1, 60)
    assert counted
    assert not [place for place in counted if "kettleyard" in place]


def test_a_count_that_runs_out_between_two_steps_begins_anew(monkeypatch: pytest.MonkeyPatch) -> None:
    def gone(key: str) -> int:
        raise ValueError(key)

    monkeypatch.setattr(cache, "incr", gone)
    assert limits.allow("join", "bea", 1, 60)
