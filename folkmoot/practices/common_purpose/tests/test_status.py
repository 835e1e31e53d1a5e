"""The status of a purpose: the guide's rule, said so that nothing reads as failure."""

import pytest

from folkmoot.practice_kit.contract import Finding, Given, Seen
from folkmoot.practices.common_purpose.practice import PRACTICE


def statement(key: str = "s1", group: str = "") -> Seen:
    return Seen(key, "statement", {"text": "Make the last bus fit the last class."}, group=group)


def votes(agree: int = 0, live_with: int = 0, not_yet: int = 0, about: str = "s1") -> list[Seen]:
    answers = ["agree"] * agree + ["live_with"] * live_with + ["not_yet"] * not_yet
    return [
        Seen(f"v{number}{about}", "agreement", {"answer": each, "what_would_help": ""}, about=about)
        for number, each in enumerate(answers)
    ]


def restated(count: int) -> list[Seen]:
    return [Seen(f"r{number}", "restatement", {"text": "A bus home."}) for number in range(count)]


def signs(count: int) -> list[Seen]:
    return [Seen(f"p{number}", "sign", {"panel": "story", "text": "A story"}) for number in range(count)]


def status(entries: list[Seen], present: int = 40, stage: str = "signs", chosen: str = "") -> Finding | None:
    found = PRACTICE.read(entries, Given(present, stage=stage, chosen=chosen))
    return next((finding for finding in found if finding.key == "status"), None)


def said(entries: list[Seen], present: int = 40) -> str:
    found = status(entries, present)
    assert found is not None
    return found.text


def test_it_is_good_enough_with_nobody_at_not_yet_two_thirds_restated_and_a_sign() -> None:
    found = status([statement(), *votes(31, 7), *restated(27), *signs(1)])
    assert found is not None
    assert (found.text, found.tone) == ("Good enough for now.", "good")


def test_one_not_yet_keeps_it_proposed() -> None:
    board = [statement(), *votes(31, 8, 1), *restated(34), *signs(2)]
    assert said(board) == "Proposed, and free to use. Still open: agreed."


def test_a_not_yet_is_settled_when_its_author_changes_the_answer() -> None:
    assert said([statement(), *votes(31, 9), *restated(34), *signs(2)]) == "Good enough for now."


@pytest.mark.parametrize(("present", "needed"), [(3, 2), (4, 3), (5, 4), (6, 4), (40, 27)])
def test_two_thirds_of_those_present_must_have_restated(present: int, needed: int) -> None:
    rest = [statement(), *votes(present), *signs(1)]
    assert said([*rest, *restated(needed)], present) == "Good enough for now."
    assert said([*rest, *restated(needed - 1)], present).endswith("Still open: same story.")


def test_without_a_sign_progress_is_open() -> None:
    board = [statement(), *votes(5), *restated(5)]
    assert said(board, present=5).endswith("Still open: visible progress.")


def test_silence_is_not_agreement() -> None:
    assert "agreed" in said([statement(), *restated(5), *signs(1)], present=5)


def test_the_rows_say_how_each_test_stands() -> None:
    found = status([statement(), *votes(31, 7, 2), *restated(34), *signs(2)])
    assert found is not None
    assert found.rows == (
        ("Agreed", "31 agree, 7 can live with it, 2 not yet"),
        ("Same story", "34 of 40 said it in their own words"),
        ("Visible progress", "2 signs"),
    )


def test_a_test_that_was_not_planned_may_follow_later() -> None:
    found = status([statement(), *votes(5)], present=5)
    assert found is not None
    assert found.rows[1:] == (("Same story", "may follow later"), ("Visible progress", "may follow later"))


def test_a_planned_test_says_how_far_it_is() -> None:
    given = Given(5, stage="signs", settings={"own_words": True, "signs": True})
    (found,) = [finding for finding in PRACTICE.read([statement(), *votes(5)], given) if finding.key == "status"]
    assert [said for _, said in found.rows[1:]] == ["0 of 5 said it in their own words", "no sign yet"]


def test_votes_on_another_statement_do_not_count() -> None:
    board = [statement(), *votes(5), *votes(not_yet=3, about="s2"), *restated(5), *signs(1)]
    assert said(board, present=5) == "Good enough for now."


def test_the_chosen_statement_is_the_one_in_question() -> None:
    board = [statement("s1", "g1"), statement("s2", "g2"), *votes(3, about="s2")]
    found = status(board, chosen="s2")
    assert found is not None
    assert found.about == "s2"


def test_everyones_statement_comes_before_the_groups() -> None:
    found = status([statement("s1", "g1"), statement("s9")])
    assert found is not None
    assert found.about == "s9"


def test_of_several_statements_none_is_judged_before_one_is_chosen() -> None:
    assert status([statement("s1", "g1"), statement("s2", "g2"), *votes(5)]) is None


@pytest.mark.parametrize("stage", ["draft", "hear", "dots", "energy", "agree", "restate"])
def test_no_status_is_told_while_people_still_answer(stage: str) -> None:
    assert status([statement(), *votes(5), *restated(5), *signs(1)], stage=stage) is None


def test_nothing_at_all_is_said_while_people_restate() -> None:
    board = [statement(), Seen("s2", "statement", {"text": "A holistic offer"}), *votes(5)]
    assert PRACTICE.read(board, Given(40, stage="restate")) == ()
