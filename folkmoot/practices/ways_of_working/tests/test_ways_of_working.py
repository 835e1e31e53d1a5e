"""Promises: asked for, never demanded, and made the group's own."""

import pytest

from folkmoot.practice_kit.contract import Given, Seen
from folkmoot.practice_kit.fields import Refused, accept
from folkmoot.practices.ways_of_working.entries import SIX, Acceptance, Settings
from folkmoot.practices.ways_of_working.practice import PRACTICE


def promise(number: int) -> Seen:
    return Seen(f"p{number}", "promise", {"text": f"Promise {number}"})


def test_the_group_starts_from_six() -> None:
    assert [card.key for card in SIX] == ["presence", "attention", "curiosity", "chatham", "engaging", "respect"]
    assert all(card.text and card.hint for card in SIX)


def test_nobody_is_shown_who_is_in_and_only_facilitators_how_many() -> None:
    acceptance = PRACTICE.kind("acceptance")
    assert (acceptance.shown_from, acceptance.seen_by) == (None, "private")
    assert acceptance.counted == "facilitators"


def test_there_is_no_way_to_say_that_one_is_out() -> None:
    with pytest.raises(Refused, match="I’m in"):
        accept(Acceptance, {"answer": "out"})


def test_a_suggestion_hides_its_author_until_and_after_it_is_shown() -> None:
    suggestion = PRACTICE.kind("suggestion")
    assert (suggestion.shown_from, suggestion.attribution) == ("talk", "hidden")


def test_only_a_facilitator_takes_a_suggestion_in() -> None:
    assert PRACTICE.kind("promise").facilitators_only
    assert PRACTICE.kind("promise").product == "agreement"


def test_six_leave_room_for_four_and_the_next_is_refused_with_a_way_out() -> None:
    entries = [promise(number) for number in range(3)]
    assert PRACTICE.against("promise", {"text": "A fourth"}, entries, Given()) is None
    refusal = PRACTICE.against("promise", {"text": "A fifth"}, [*entries, promise(3)], Given())
    assert refusal is not None
    assert "put two together" in refusal


def test_what_was_added_in_earlier_sessions_counts_too() -> None:
    settings = {"promises": ["One | Be kind"] * 7, "added": ["Two | Be brief"] * 3}
    assert PRACTICE.against("promise", {"text": "More"}, (), Given(settings=settings)) is not None
    assert PRACTICE.against("suggestion", {"text": "More"}, (), Given(settings=settings)) is None


def test_eleven_promises_do_not_fit_the_settings() -> None:
    with pytest.raises(Refused, match="at most 10"):
        accept(Settings, {"promises": ["Be kind"] * 11})


def test_what_was_taken_in_is_told_to_all_and_suggestions_to_the_facilitators() -> None:
    entries = [promise(1), Seen("s", "suggestion", {"text": "Wait"}), Seen("t", "suggestion", {"text": "Ask"})]
    taken, suggested = PRACTICE.read(entries, Given())
    assert (taken.tone, taken.to) == ("good", "everyone")
    assert taken.text.startswith("Taken in today: 1.")
    assert suggested.to == "facilitators"
    assert suggested.text.startswith("Suggestions: 2.")
