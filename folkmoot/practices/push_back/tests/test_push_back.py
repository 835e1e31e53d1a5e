"""Push-back: behaviour first, loss second, answer third; nobody is blamed, and nothing leaves unreleased."""

import pytest

from folkmoot.practice_kit.contract import Finding, Given, Seen
from folkmoot.practice_kit.fields import accept
from folkmoot.practice_kit.hints import hints
from folkmoot.practices.push_back.entries import TACTICS, Loss, Response, Signal
from folkmoot.practices.push_back.practice import PRACTICE


def signal(key: str, code: str = "fog", ours: bool = False) -> Seen:
    return Seen(key, "signal", {"observed": "A paper of ninety pages", "code": code, "ours": ours})


def loss(about: str, sure: str = "guessed") -> Seen:
    return Seen(f"loss-{about}", "loss", {"actor": "the team", "kind": "status", "sure": sure}, about=about)


def by_key(*entries: Seen) -> dict[str, Finding]:
    return {finding.key: finding for finding in PRACTICE.read(entries, Given(present=5))}


def test_there_are_seven_tactics_denial_and_other() -> None:
    first, *seven, last = TACTICS
    assert (first, len(seven), last) == ("denial", 7, "other")


def test_an_answer_stays_closed_until_there_is_a_loss_beneath_that_very_signal() -> None:
    body = accept(Response, {"text": "Ask them to design it with us"})
    seen = [signal("s1"), signal("s2"), loss("s2")]
    refusal = PRACTICE.against("response", body, seen, Given(about="s1"))
    assert refusal is not None
    assert refusal.startswith("First say who might lose something")
    assert PRACTICE.against("response", body, seen, Given(about="s2")) is None


def test_a_loss_needs_a_signal_and_an_answer_too() -> None:
    assert (PRACTICE.kind("loss").about, PRACTICE.kind("response").about) == ("signal", "signal")
    assert "response" not in {
        kind.name for kind in PRACTICE.kinds if "saw" in kind.written_in or "loss" in kind.written_in
    }


def test_signals_and_losses_are_shown_together_to_the_group_alone() -> None:
    assert {(kind.shown_from, kind.seen_by) for kind in PRACTICE.kinds if kind.name != "response"} == {
        ("read", "group")
    }


def test_nothing_leaves_the_session_unreleased() -> None:
    assert all(kind.only_if_released for kind in PRACTICE.kinds)


@pytest.mark.parametrize("field", ["observed", "actor"])
def test_a_name_brings_a_hint(field: str) -> None:
    body = {"observed": "Said no", "code": "fog", "actor": "a chair"} | {field: "Mrs Patel said no"}
    assert [hint.field for hint in hints(Signal, body)] == [field]
    assert hints(Loss, {"actor": "Mrs Patel", "kind": "time"})


def test_what_was_seen_is_counted_by_form() -> None:
    found = by_key(signal("a"), signal("b"), signal("c", "busy", ours=True))
    assert found["forms"].rows == (("Words that hide", "2"), ("Busy with something else", "1"))
    assert found["forms"].text == "Seen: 3, in 2 forms."


def test_a_group_that_sees_only_others_is_asked_for_one_of_its_own() -> None:
    assert "ours" in by_key(signal("a"), signal("b"))
    assert "ours" not in by_key(signal("a"), signal("b", ours=True))
    assert "ours" not in by_key(signal("a"))


def test_signals_without_a_loss_and_losses_never_checked_are_pointed_out() -> None:
    found = by_key(signal("a"), signal("b"), loss("a"))
    assert found["bare"].text.startswith("Without a loss underneath: 1.")
    assert found["guessed"].text == "Losses that we are guessing: 1. Who could we ask?"
    checked = by_key(signal("a"), loss("a", sure="heard"))
    assert checked.keys() == {"forms"}


def test_a_step_is_made_only_by_whoever_takes_one() -> None:
    step = PRACTICE.kind("response").step
    assert step is not None
    assert step(accept(Response, {"text": "Design it together"})) is None
    draft = step(accept(Response, {"text": "Design it together", "step": "Have a tea with the head coach"}))
    assert draft is not None
    assert (draft.title, draft.why) == ("Have a tea with the head coach", "Design it together")
