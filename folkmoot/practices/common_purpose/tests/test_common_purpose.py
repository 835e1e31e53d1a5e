"""Common purpose: answers in private, forty words with the pen, and tests that nobody fails."""

import pytest

from folkmoot.kit.words import count_words
from folkmoot.practice_kit.boards import Form, Statement
from folkmoot.practice_kit.contract import Given, Seen
from folkmoot.practice_kit.fields import Refused, accept
from folkmoot.practices.common_purpose.entries import Answers, Elaboration, PurposeStatement
from folkmoot.practices.common_purpose.practice import PRACTICE

ASHWELL = (
    "Make it easy and normal for 13–16s in Ashwell to be active after school, because that is when we lose them; "
    "so they feel well and belong, families worry less, and services see fewer crises."
)


def answer(key: str, **fields: str) -> Seen:
    return Seen(key, "answer", accept(Answers, fields), group="g1")


def shown_in(stage: str) -> list[str]:
    return [part.type for part in PRACTICE.stage(stage).parts]


def words(count: int) -> str:
    return " ".join(["word"] * count)


def test_the_short_form_is_offered_unless_more_is_set() -> None:
    short = ["frame", "write", "read", "draft", "hear", "agree", "follow_up", "closed"]
    assert [stage.key for stage in PRACTICE.offered({})] == short


@pytest.mark.parametrize(
    ("setting", "added"),
    [("choose_by_dots", {"dots", "energy"}), ("own_words", {"restate", "compare"}), ("signs", {"signs"})],
)
def test_each_longer_part_is_offered_by_its_own_setting(setting: str, added: set[str]) -> None:
    offered = {stage.key for stage in PRACTICE.offered({setting: True})}
    assert offered - {stage.key for stage in PRACTICE.offered({})} == added


def test_forty_words_are_said_at_the_start_beside_an_example_of_thirty_five() -> None:
    assert "40 words" in PRACTICE.stage("frame").instruction
    (example,) = PRACTICE.stage("frame").parts
    said = [card["text"] for card in example.model_dump()["cards"]]
    assert " ".join(said) == ASHWELL
    assert count_words(ASHWELL) == 35


def test_answers_stay_with_their_author_until_the_group_reads() -> None:
    kind = PRACTICE.kind("answer")
    assert (kind.shown_from, kind.seen_by, kind.attribution) == ("read", "group", "hidden")


def test_one_answer_of_three_is_enough_and_none_is_not() -> None:
    assert PRACTICE.against("answer", accept(Answers, {"why": "It is dark"}), [], Given()) is None
    refusal = PRACTICE.against("answer", accept(Answers, {"who": "us"}), [], Given())
    assert refusal == "Answer one of the three questions. One line is enough."


def test_only_words_that_stand_in_an_answer_can_be_marked() -> None:
    board = [answer("a1", what="Make it easy and normal"), answer("a2", what="Open the hall")]
    given = Given(about="a1")
    assert PRACTICE.against("mark", {"text": "Easy and normal"}, board, given) is None
    assert PRACTICE.against("mark", {"text": "the hall"}, board, given) is not None


def test_forty_words_can_be_sent_and_forty_seven_cannot() -> None:
    assert accept(PurposeStatement, {"text": words(40)})
    with pytest.raises(Refused, match=r"^7 words over the 40 that fit\. Your draft is kept\.$"):
        accept(PurposeStatement, {"text": words(47)})


def test_the_word_limit_bites_before_the_room_does() -> None:
    assert accept(PurposeStatement, {"text": " ".join(["responsibility"] * 40)})


def test_each_heading_may_have_eighty_words_more() -> None:
    assert accept(Elaboration, {"why": words(80)})
    with pytest.raises(Refused, match="1 word over the 80"):
        accept(Elaboration, {"why": words(81)})


def test_the_statement_is_written_with_the_pen_and_heard_in_plenary() -> None:
    kind = PRACTICE.kind("statement")
    assert (kind.pen, kind.held_by, kind.of_group, kind.plenary_from) == (True, "group", 1, "hear")
    assert kind.product == "purpose"


def test_what_each_wrote_stands_beside_the_pen() -> None:
    (draft,) = [part for part in PRACTICE.stage("draft").parts if isinstance(part, Statement)]
    assert (draft.inputs, draft.marks) == ("answer", "mark")
    assert draft.discourage["holistic"] == "Would a resident say this?"


def test_votes_and_dots_are_hidden_until_the_next_stage() -> None:
    assert (PRACTICE.kind("dot").shown_from, PRACTICE.stage("dots").votes) == ("energy", "dot")
    assert (PRACTICE.kind("agreement").shown_from, PRACTICE.stage("agree").votes) == ("follow_up", "agreement")
    assert PRACTICE.kind("dot").budget == 3


def test_while_people_restate_nobody_is_sent_the_statement() -> None:
    assert PRACTICE.stage("restate").withhold == ("statement", "elaboration")
    assert shown_in("restate") == ["form"]
    (form,) = PRACTICE.stage("restate").parts
    assert isinstance(form, Form)
    assert form.kind == "restatement"


def test_a_restatement_can_be_written_only_without_the_statement_in_sight() -> None:
    kind = PRACTICE.kind("restatement")
    assert (kind.written_in, kind.shown_from, kind.about) == (("restate",), "compare", "")
    assert kind.only_if_released


def test_benefits_that_nobody_named_are_said_while_there_is_time() -> None:
    board = [answer("a1", benefit="They belong", who="people")]
    (finding,) = PRACTICE.read(board, Given(5, stage="draft"))
    assert finding.text == "Nobody has yet named a benefit for ourselves or for our organisations."
    assert PRACTICE.read(board, Given(5, stage="hear")) == ()


def test_large_words_in_a_statement_are_asked_about() -> None:
    board = [Seen("s1", "statement", {"text": "Deliver a holistic offer"}, group="g1")]
    (finding,) = PRACTICE.read(board, Given(5, stage="hear"))
    assert finding.text == "“holistic”, “deliver”: would a resident say this?"
    assert finding.about == "s1"
    assert finding.tone == "plain"


def test_the_example_itself_has_no_large_words() -> None:
    board = [Seen("s1", "statement", {"text": ASHWELL}, group="g1")]
    assert PRACTICE.read(board, Given(5, stage="hear")) == ()


def test_an_empty_board_says_nothing_at_any_stage() -> None:
    for stage in PRACTICE.stages:
        assert PRACTICE.read((), Given(5, stage=stage.key)) == ()
