"""An empathy map: write as them, outside in, and say how you know."""

import pytest

from folkmoot.practice_kit.boards import Panels
from folkmoot.practice_kit.contract import Given, Seen
from folkmoot.practice_kit.fields import Refused, accept
from folkmoot.practice_kit.hints import hints
from folkmoot.practices.empathy_map.entries import Check, Insight, Note, Subject
from folkmoot.practices.empathy_map.practice import PRACTICE


def note(key: str, panel: str, text: str = "The gate is locked", evidence: str = "") -> Seen:
    return Seen(key, "note", accept(Note, {"panel": panel, "text": text, "evidence": evidence}), group="g1")


def feel() -> dict[str, object]:
    return accept(Note, {"panel": "feel", "text": "Nobody asked us"})


def keys(entries: list[Seen], stage: str = "talk") -> set[str]:
    return {finding.key for finding in PRACTICE.read(entries, Given(5, stage=stage))}


def test_thinks_and_feels_opens_after_one_note_in_each_other_panel() -> None:
    mine = [note("1", "see"), note("2", "hear")]
    refusal = PRACTICE.against("note", feel(), mine, Given())
    assert refusal is not None
    assert refusal.endswith("First write a note in: Does and expects.")
    assert PRACTICE.against("note", feel(), [*mine, note("3", "do")], Given()) is None


def test_the_browser_is_told_the_same_rule() -> None:
    (board,) = [part for part in PRACTICE.stage("write").parts if isinstance(part, Panels)]
    assert {panel.key: panel.opens_after for panel in board.panels if panel.opens_after} == {
        "feel": ("see", "hear", "do")
    }
    assert board.centre == "subject"


def test_the_other_panels_are_open_from_the_start() -> None:
    for panel in ("see", "hear", "do"):
        assert PRACTICE.against("note", accept(Note, {"panel": panel, "text": "A queue"}), [], Given()) is None


def test_writing_alone_asks_only_for_the_panel_and_the_note() -> None:
    assert [field.name for field in PRACTICE.kind("note").fields() if not field.later] == ["panel", "text"]


def test_a_note_has_140_characters_and_is_never_cut() -> None:
    assert accept(Note, {"panel": "see", "text": "x" * 140})
    with pytest.raises(Refused, match="1 character over the 140"):
        accept(Note, {"panel": "see", "text": "x" * 141})


def test_notes_stay_with_their_author_until_the_map_is_read() -> None:
    assert PRACTICE.kind("note").shown_from == "read"
    assert "write" in PRACTICE.kind("note").written_in


def test_a_real_person_in_the_middle_gets_a_hint_and_is_not_refused() -> None:
    body = accept(Subject, {"who": "Mrs Patel"})
    assert [hint.field for hint in hints(Subject, body)] == ["who"]
    assert hints(Subject, accept(Subject, {"who": "A mother on night shifts"})) == ()


def test_each_group_has_one_subject_and_three_insights() -> None:
    assert (PRACTICE.kind("subject").of_group, PRACTICE.kind("subject").held_by) == (1, "group")
    assert PRACTICE.kind("insight").of_group == 3


def test_more_than_six_in_ten_assumed_shows_a_banner() -> None:
    four_of_six = [note(str(n), "see", evidence="assumed" if n < 4 else "told") for n in range(6)]
    assert "assumed" in keys(four_of_six)
    three_of_five = four_of_six[:3] + four_of_six[4:]
    assert "assumed" not in keys(three_of_five)


def test_notes_without_a_mark_are_counted_apart() -> None:
    (mix,) = [
        finding
        for finding in PRACTICE.read([note("1", "see", evidence="told"), note("2", "see")], Given())
        if finding.key == "evidence"
    ]
    assert mix.rows == (("They told us", "1"), ("We saw it", "0"), ("We assume it", "0"), ("Not marked yet", "1"))


@pytest.mark.parametrize("text", ["They are hard to reach", "Hard-to-reach families", "They don't engage with us"])
def test_hard_to_reach_is_asked_about_where_it_stands(text: str) -> None:
    found = [finding for finding in PRACTICE.read([note("9", "hear", text)], Given()) if finding.about == "9"]
    assert [finding.text for finding in found] == ["Hard for whom to reach whom? Say what stands in between."]
    assert hints(Insight, {"text": "They are hard to reach"})


def test_a_thin_panel_is_named_only_once_the_group_talks() -> None:
    board = [note("1", "see"), note("2", "see")]
    assert "thin" not in keys(board, stage="read")
    (thin,) = [finding for finding in PRACTICE.read(board, Given(stage="talk")) if finding.key == "thin"]
    assert thin.text.startswith("Fewer than two notes in: Hears, Does and expects, Thinks and feels.")


def test_a_check_becomes_a_step_only_of_somebody_who_takes_it_on() -> None:
    make = PRACTICE.kind("check").step
    assert make is not None
    mine = make(accept(Check, {"text": "Ask at the school gate", "mine": True}))
    assert mine is not None
    assert mine.title == "Ask at the school gate"
    assert make(accept(Check, {"text": "Ask at the school gate"})) is None


def test_an_empty_map_says_nothing() -> None:
    assert PRACTICE.read((), Given()) == ()
