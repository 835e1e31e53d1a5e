"""Hints ask kindly and never refuse."""

from typing import Annotated

import pytest

from folkmoot.practice_kit.fields import Shape, Text, accept
from folkmoot.practice_kit.hints import ROLE_INSTEAD, Hint, hints, seems_to_name_somebody


class Note(Shape):
    """A note about somebody who is absent, and a plan."""

    who: Annotated[str, Text("Who", no_names=True)]
    plan: Annotated[str, Text("Plan", discourage={"explore": "What would you do first?", "strategy": "Smaller?"})] = ""
    free: Annotated[str, Text("Anything")] = ""


@pytest.mark.parametrize(
    "text", ["Mrs Patel", "the head, Dr. Okafor", "Cllr Jones said no", "Karen from finance", "ask Mohammed"]
)
def test_what_looks_like_a_person_is_noticed(text: str) -> None:
    assert seems_to_name_somebody(text)


@pytest.mark.parametrize(
    "text", ["a head teacher", "Riverside Homes", "the Board of Thornbury Council", "a mother on nights", "mark it", ""]
)
def test_roles_and_organisations_pass(text: str) -> None:
    assert not seems_to_name_somebody(text)


def test_a_hint_says_where_and_what_to_do() -> None:
    assert hints(Note, {"who": "Mrs Patel", "plan": "Explore options"}) == (
        Hint("who", ROLE_INSTEAD),
        Hint("plan", "What would you do first?"),
    )


def test_one_hint_a_field_is_enough() -> None:
    assert hints(Note, {"who": "a teacher", "plan": "explore a strategy"}) == (
        Hint("plan", "What would you do first?"),
    )


def test_part_of_a_word_is_no_match() -> None:
    assert hints(Note, {"who": "an explorer", "plan": "meet the explorers"}) == ()


def test_a_hint_never_blocks_and_only_marked_fields_are_looked_at() -> None:
    body = {"who": "Mrs Patel", "plan": "", "free": "Mrs Patel will explore"}
    assert accept(Note, body) == body
    assert [hint.field for hint in hints(Note, body)] == ["who"]
