"""Applying: a private sheet, three timed parts to a turn, a step only by choice."""

from typing import Any

import pytest

from folkmoot.practice_kit.boards import Turns
from folkmoot.practice_kit.contract import Given, Seen, StepDraft
from folkmoot.practice_kit.fields import Refused, accept
from folkmoot.practice_kit.hints import hints
from folkmoot.practices.applying.entries import Application
from folkmoot.practices.applying.practice import PRACTICE


def sheet(**fields: Any) -> dict[str, Any]:
    return accept(Application, {"situation": "A meeting nobody enjoys", **fields})


def step(**fields: Any) -> StepDraft | None:
    make = PRACTICE.kind("application").step
    assert make is not None
    return make(sheet(**fields))


def test_what_bea_writes_never_leaves_her() -> None:
    kind = PRACTICE.kind("application")
    assert (kind.shown_from, kind.seen_by, kind.choose_audience) == (None, "private", False)
    assert PRACTICE.read([Seen("1", "application", sheet())], Given(3)) == ()


def test_alone_she_is_asked_only_where_and_what() -> None:
    asked = [field.name for field in PRACTICE.kind("application").fields() if not field.later]
    assert asked == ["situation", "practice"]


def test_a_turn_has_two_three_and_one_parts() -> None:
    (part,) = [part for part in PRACTICE.stage("turns").parts if isinstance(part, Turns)]
    assert [phase.share for phase in part.phases] == [2, 3, 1]
    assert part.seconds == {2: 540, 3: 360, 4: 270}


def test_every_group_fits_into_the_stage() -> None:
    (part,) = [part for part in PRACTICE.stage("turns").parts if isinstance(part, Turns)]
    minutes = PRACTICE.stage("turns").minutes
    assert minutes is not None
    assert {size * seconds for size, seconds in part.seconds.items()} == {minutes * 60}


def test_no_step_is_made_unless_she_asks_for_it() -> None:
    assert step(first_move="Ring the caretaker") is None
    assert step(keep=True) is None


def test_her_first_move_becomes_a_step_with_its_date() -> None:
    made = step(first_move="Ring the caretaker", by_when="2027-03-04", keep=True)
    assert made == StepDraft("Ring the caretaker", "2027-03-04", "Where might I use this? A meeting nobody enjoys")


@pytest.mark.parametrize("length", [140, 141, 280])
def test_a_long_first_move_is_never_cut(length: int) -> None:
    made = step(first_move="m" * length, keep=True)
    assert made is not None
    assert len(made.title) <= 140
    assert "m" * length in (made.title, made.why)


def test_a_situation_is_needed_and_is_one_line() -> None:
    with pytest.raises(Refused, match="Write something"):
        accept(Application, {})
    with pytest.raises(Refused, match="over the 80"):
        sheet(situation="x" * 81)


def test_a_name_gets_a_hint_and_no_refusal() -> None:
    assert [hint.field for hint in hints(Application, sheet(with_whom="Dr Shah"))] == ["with_whom"]
