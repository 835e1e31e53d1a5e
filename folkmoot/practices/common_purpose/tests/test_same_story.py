"""Test 2, the same story: which words got lost, and which people add. Two lists, no score."""

import pytest

from folkmoot.practice_kit.contract import Given, Seen
from folkmoot.practices.common_purpose.practice import PRACTICE

STATEMENT = Seen("s1", "statement", {"text": "Make the last bus fit the last class, so parents can say yes."})


def restated(*texts: str) -> list[Seen]:
    return [Seen(f"r{number}", "restatement", {"text": text}) for number, text in enumerate(texts)]


def words(entries: list[Seen], stage: str = "compare") -> dict[str, str]:
    found = PRACTICE.read(entries, Given(6, stage=stage))
    return {finding.key: finding.text for finding in found if finding.key.startswith("words")}


def test_words_that_most_forgot_and_words_that_three_add_are_listed() -> None:
    found = words(
        [STATEMENT, *restated("A late bus home for girls", "Girls get a bus", "A bus, so that girls can stay")]
    )
    assert "parents" in found["words_lost"]
    assert "bus" not in found["words_lost"]
    assert found["words_added"] == "In three or more of our sentences, not in the statement: girls."


def test_the_same_words_leave_nothing_to_list() -> None:
    text = str(STATEMENT.body["text"])
    assert words([STATEMENT, *restated(text, text, text)]) == {}


def test_two_sentences_are_too_few_to_list_anything() -> None:
    assert words([STATEMENT, *restated("Girls", "Girls")]) == {}


@pytest.mark.parametrize("stage", ["hear", "agree", "follow_up", "restate"])
def test_no_word_is_told_before_the_sentences_are_shown(stage: str) -> None:
    assert words([STATEMENT, *restated("Girls", "Girls", "Girls")], stage) == {}


def test_no_word_is_told_while_the_statement_is_withheld() -> None:
    assert words(restated("Girls", "Girls", "Girls")) == {}
