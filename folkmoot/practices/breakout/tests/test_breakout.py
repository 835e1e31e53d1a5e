"""Groups and feedback: talk first, three key points, the gist for everybody."""

import pytest

from folkmoot.practice_kit.boards import Points, Wall
from folkmoot.practice_kit.contract import AT_ONCE, Given, Seen
from folkmoot.practice_kit.fields import Refused, accept
from folkmoot.practices.breakout.entries import KeyPoint, Settings
from folkmoot.practices.breakout.practice import PRACTICE


def point(key: str, group: str, theme: str = "") -> Seen:
    return Seen(key, "point", {"text": f"Point {key}"}, group=group, theme=theme)


def texts(entries: list[Seen], stage: str = "feedback") -> list[str]:
    return [finding.text for finding in PRACTICE.read(entries, Given(40, stage=stage))]


def test_there_are_four_standard_questions_and_never_more() -> None:
    assert len(Settings().questions) == 4
    with pytest.raises(Refused, match="at most 4; there are 5"):
        accept(Settings, {"questions": ["What now?"] * 5})


def test_a_group_has_three_key_points_of_140_characters() -> None:
    kind = PRACTICE.kind("point")
    boards = [part for stage in PRACTICE.stages for part in stage.parts if isinstance(part, Points)]
    assert kind.of_group == 3
    assert {board.most for board in boards} == {3}
    assert accept(KeyPoint, {"text": "x" * 140})
    with pytest.raises(Refused, match="over the 140"):
        accept(KeyPoint, {"text": "x" * 141})


def test_any_member_may_write_and_mend_a_key_point() -> None:
    assert PRACTICE.kind("point").held_by == "group"
    assert PRACTICE.kind("point").shown_from == AT_ONCE


def test_key_points_reach_everybody_at_the_feedback_and_not_before() -> None:
    kind = PRACTICE.kind("point")
    assert (kind.seen_by, kind.plenary_from) == ("group", "feedback")
    assert PRACTICE.stage("feedback").plenary
    (wall,) = [part for part in PRACTICE.stage("feedback").parts if isinstance(part, Wall)]
    assert wall.by_group
    assert wall.random_order


def test_own_notes_are_shown_to_nobody_and_not_even_counted() -> None:
    kind = PRACTICE.kind("own_note")
    assert (kind.shown_from, kind.seen_by, kind.counted) == (None, "private", "nobody")


def test_nothing_is_said_while_groups_are_at_work() -> None:
    assert texts([point("1", "g1")], stage="working") == []


def test_no_points_give_no_finding() -> None:
    assert texts([]) == []


def test_points_are_counted_with_their_groups() -> None:
    assert texts([point("1", "g1"), point("2", "g2"), point("3", "g2")]) == ["3 points from 2 groups."]


def test_two_same_as_leave_seven_of_nine() -> None:
    nine = [point(str(n), f"g{n}") for n in range(1, 8)] + [point("8", "g8", theme="1"), point("9", "g9", theme="2")]
    assert texts(nine) == ["9 points from 9 groups. 2 said the same: 7 remain."]


def test_a_theme_is_not_taken_for_a_merged_point() -> None:
    assert texts([point("1", "g1", theme="t1"), point("2", "g2", theme="t1")]) == [
        "2 points from 2 groups.",
        "1 theme so far.",
    ]
