"""The banks of texts that rehearsal participants write: enough, varied, and good enough to be seen in a demo."""

import json
import re
from typing import Any

import pytest

from folkmoot.practice_kit.contract import Given, Kind, Practice, Seen
from folkmoot.practice_kit.examples import bank
from folkmoot.practice_kit.fields import Text, accept, marks
from folkmoot.practice_kit.hints import hints
from folkmoot.practice_kit.registry import practices

ENOUGH = 20
# what nobody can write without reading what is there
NO_BANK = {("common_purpose", "mark"): "words of an answer that stands on the board"}
UNSAID = re.compile(r"\b(lorem|ipsum|test|todo|tbd|xxx|foo)\b", re.IGNORECASE)


def written() -> list[tuple[str, str]]:
    """Practice and kind, for each kind that has something to type."""
    found = [(practice.slug, kind.name) for practice in practices().values() for kind in practice.kinds if _typed(kind)]
    return [each for each in found if each not in NO_BANK]


def _typed(kind: Kind) -> bool:
    return any(isinstance(mark, Text) for mark, _ in marks(kind.shape).values())


def of(slug: str, name: str) -> tuple[Practice, Kind, list[dict[str, Any]]]:
    practice = practices()[slug]
    kind = practice.kind(name)
    return practice, kind, [accept(kind.shape, body) for body in bank(practice).get(name, [])]


@pytest.mark.parametrize(("slug", "name"), written())
def test_there_are_enough_bodies_and_no_two_alike(slug: str, name: str) -> None:
    _, _, bodies = of(slug, name)
    assert len(bodies) >= ENOUGH
    assert len({json.dumps(body, sort_keys=True) for body in bodies}) == len(bodies)


@pytest.mark.parametrize(("slug", "name"), written())
def test_no_body_gets_a_hint_or_holds_filler(slug: str, name: str) -> None:
    _, kind, bodies = of(slug, name)
    for body in bodies:
        assert hints(kind.shape, body) == (), body
        assert not UNSAID.search(" ".join(str(value) for value in body.values())), body


@pytest.mark.parametrize(("slug", "name"), written())
def test_the_practice_refuses_no_body_on_a_board_that_is_under_way(slug: str, name: str) -> None:
    practice, _, bodies = of(slug, name)
    for body in bodies:
        assert practice.against(name, body, under_way(practice), Given(present=40, about="there")) is None, body


def under_way(practice: Practice) -> list[Seen]:
    """A board on which participants have written everything that they have."""
    return [
        Seen(f"{name}{number}", name, accept(practice.kind(name).shape, body), about="there")
        for name, bodies in bank(practice).items()
        for number, body in enumerate(bodies)
        if not practice.kind(name).facilitators_only
    ]


@pytest.mark.parametrize("slug", sorted(practices()))
def test_a_bank_has_no_kind_that_the_practice_has_not(slug: str) -> None:
    practice = practices()[slug]
    assert set(bank(practice)) <= {kind.name for kind in practice.kinds}


def test_every_choice_turns_up_in_the_bank() -> None:
    empathy = bank(practices()["empathy_map"])["note"]
    assert {note["panel"] for note in empathy} == {"see", "hear", "do", "feel"}
    votes = [vote["answer"] for vote in bank(practices()["common_purpose"])["agreement"]]
    assert set(votes) == {"agree", "live_with", "not_yet"}
    assert votes.count("agree") > len(votes) / 2, "a rehearsal should agree more often than not"
