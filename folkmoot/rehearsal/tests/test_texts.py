"""What simulated people write is fictional, fits, and follows the seed."""

from __future__ import annotations

from datetime import UTC, date, datetime
from random import Random

import pytest

from folkmoot.practice_kit.contract import Kind, Practice
from folkmoot.practice_kit.fields import accept
from folkmoot.practice_kit.registry import practices
from folkmoot.rehearsal import texts
from folkmoot.rehearsal.cast import FIRST_NAMES, ORGANISATIONS, whole_name, works_for

KINDS = [(practice, kind) for practice in practices().values() for kind in practice.kinds]


def as_row(kind: Kind) -> dict[str, object]:
    """A kind as the browser gets it, as far as writing needs it."""
    return {"name": kind.name, "fields": [field.model_dump() for field in kind.fields()]}


@pytest.mark.parametrize(("practice", "kind"), KINDS, ids=lambda each: getattr(each, "slug", getattr(each, "name", "")))
def test_every_kind_of_every_practice_can_be_written(practice: Practice, kind: Kind) -> None:
    for seed in range(20):
        about = {"body": {"text": "Girls leave swimming between nine and fourteen"}}
        body = texts.body(Random(seed), practice.slug, as_row(kind), about if kind.about else None)
        assert set(accept(kind.shape, body)) == {field.name for field in kind.fields()}


@pytest.mark.parametrize(("practice", "kind"), KINDS, ids=lambda each: getattr(each, "slug", getattr(each, "name", "")))
def test_without_a_bank_something_plain_fits_too(
    practice: Practice, kind: Kind, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(texts, "bank", lambda slug: {})
    for seed in range(20):
        body = texts.body(Random(seed), practice.slug, as_row(kind))
        assert set(accept(kind.shape, body)) == {field.name for field in kind.fields()}


def test_the_same_seed_writes_the_same() -> None:
    practice = practices()["one_thing"]
    kind = as_row(practice.kinds[0])
    one, same, other = ([texts.body(dice, "one_thing", kind) for _ in range(9)] for dice in map(Random, (7, 7, 8)))
    assert one == same
    assert one != other


def test_a_day_that_somebody_puts_is_to_come() -> None:
    kind = {"name": "thing", "fields": [{"name": "by_when", "type": "day", "required": True}]}
    body = texts.body(Random(7), "nowhere", kind)
    assert date.fromisoformat(body["by_when"]) > datetime.now(UTC).date()


def test_forty_people_of_seventeen_organisations_in_seven_sectors() -> None:
    assert len(set(FIRST_NAMES)) == 40
    assert (len(ORGANISATIONS), len(set(ORGANISATIONS.values()))) == (17, 7)
    assert len({whole_name(place) for place in range(40)}) == 40
    assert {works_for(place) for place in range(40)} == set(ORGANISATIONS.items())
