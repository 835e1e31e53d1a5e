"""One practical thing: one, small, and private unless its writer chooses otherwise."""

import pytest

from folkmoot.practice_kit.contract import Given, Seen
from folkmoot.practice_kit.fields import Refused, accept
from folkmoot.practice_kit.hints import hints
from folkmoot.practices.one_thing.entries import FIRST_DEED, Commitment, SessionFeedback
from folkmoot.practices.one_thing.practice import PRACTICE

commitment = PRACTICE.kind("commitment")


def test_a_second_is_refused_kindly() -> None:
    assert commitment.each == 1
    assert commitment.enough == "One is enough, and you have yours. Change it if another matters more."


def test_beas_commitment_becomes_a_step_with_its_date() -> None:
    assert commitment.step is not None
    step = commitment.step(accept(Commitment, {"text": "Ring the school nurse", "by_when": "2027-03-04"}))
    assert step is not None
    assert (step.title, step.by_when) == ("Ring the school nurse", "2027-03-04")


def test_a_step_title_always_fits() -> None:
    with pytest.raises(Refused, match="1 character over the 140"):
        accept(Commitment, {"text": "x" * 141})


def test_its_writer_chooses_the_wall_and_no_name_goes_with_it() -> None:
    assert commitment.choose_audience
    assert (commitment.attribution, commitment.shown_from) == ("hidden", "read")


def test_a_vague_verb_brings_a_hint_and_no_refusal() -> None:
    body = accept(Commitment, {"text": "Explore the options"})
    assert [hint.message for hint in hints(Commitment, body)] == [FIRST_DEED]
    assert hints(Commitment, {"text": "Ring the school nurse"}) == ()


def test_late_is_not_too_late() -> None:
    assert commitment.written_in == ("write", "read", "feedback")


def test_feedback_is_for_the_hosts_alone_and_need_not_be_complete() -> None:
    feedback = PRACTICE.kind("feedback")
    assert (feedback.shown_from, feedback.product) == (None, "feedback")
    assert PRACTICE.against("feedback", accept(SessionFeedback, {"useful": "3"}), (), Given()) is None
    assert PRACTICE.against("feedback", accept(SessionFeedback, {}), (), Given()) is not None


def test_the_wall_says_how_many_and_nothing_about_feedback() -> None:
    entries = [Seen("a", "commitment", {"text": "Ring"}), Seen("b", "feedback", {"useful": "1"})]
    (finding,) = PRACTICE.read(entries, Given(present=40))
    assert finding.text.startswith("1 on the wall.")
