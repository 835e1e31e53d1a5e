"""A self-check: for its author alone, added up by nobody."""

import json

from folkmoot.practice_kit.contract import Given, Seen
from folkmoot.practice_kit.fields import accept, describe
from folkmoot.practices.reflexes.entries import SelfCheck
from folkmoot.practices.reflexes.practice import PRACTICE, REFLEXES

self_check = PRACTICE.kind("self_check")


def test_nobody_else_ever_receives_it_nor_how_many_there_are() -> None:
    assert (self_check.shown_from, self_check.seen_by, self_check.counted) == (None, "private", "nobody")
    assert not self_check.choose_audience
    assert PRACTICE.privacy == 3


def test_nothing_is_read_from_it_even_if_somebody_tried() -> None:
    entries = [Seen(str(n), "self_check", {"blame": "yes"}) for n in range(40)]
    assert PRACTICE.read(entries, Given(present=40)) == ()


def test_there_is_one_question_for_each_reflex_and_none_about_anybody_else() -> None:
    choices = [field for field in describe(SelfCheck) if field.type == "choice"]
    assert [field.name for field in choices] == list(REFLEXES)
    assert all(field.hint for field in choices)
    asked = json.dumps([field.label for field in describe(SelfCheck)])
    assert "who" not in asked.lower().split()


def test_one_answer_is_enough_and_none_is_told_so_kindly() -> None:
    assert PRACTICE.against("self_check", accept(SelfCheck, {"blame": "no"}), (), Given()) is None
    refusal = PRACTICE.against("self_check", accept(SelfCheck, {}), (), Given())
    assert refusal is not None
    assert "Both are fine" in refusal


def test_a_step_is_made_only_if_its_author_says_so() -> None:
    assert self_check.step is not None
    body = accept(SelfCheck, {"instead": "Ask who else could chair it"})
    assert self_check.step(body) is None
    draft = self_check.step({**body, "keep": True})
    assert draft is not None
    assert draft.title == "Ask who else could chair it"


def test_an_empty_line_makes_no_step() -> None:
    refusal = PRACTICE.against("self_check", accept(SelfCheck, {"blame": "yes", "keep": True}), (), Given())
    assert refusal == "Write what you could do instead, or leave out the step."
