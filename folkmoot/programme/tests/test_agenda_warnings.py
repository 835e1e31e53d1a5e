"""What a planner is told to look at, and that each change it is offered puts that right."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from folkmoot.practice_kit.fields import Refused
from folkmoot.programme import agenda_tree as tree
from folkmoot.programme.agenda import (
    ACTIVITY,
    BREAK,
    PLENARY,
    TALK,
    Agenda,
    Item,
    every,
    find_item,
    length,
    longest_stretch,
    settled,
    totals,
)
from folkmoot.programme.agenda_warnings import Warned, find_fix, warnings
from folkmoot.programme.tests.planning import afternoon, block, item

GROUPS = {"kind": "breakout", "size": 5}


def of_kind(kind: str, agenda: Agenda, people: int = 40) -> list[Warned]:
    return [warned for warned in warnings(agenda, people) if warned.kind == kind]


def purpose(feedback: int, size: float = 5, talk: int = 20, **more: Any) -> Agenda:
    """A talk, groups of this size, and so many minutes of feedback."""
    return settled(
        (
            item("talk", talk, kind=TALK, **more),
            block("purpose", item("draft", 25, group_plan={**GROUPS, "size": size}), item("hear", feedback)),
        )
    )


class TestFeedback:
    def test_ten_groups_at_three_minutes_do_not_fit_twenty(self) -> None:
        (warned,) = of_kind("feedback", purpose(20), people=50)
        assert warned.item == "hear"
        assert warned.text.startswith("10 groups × 3 min, with coming back and changing over: 33 min. 13 min short.")

    def test_the_way_back_from_the_rooms_counts(self) -> None:
        three_groups = 3 * (180 + 10) + 60
        assert of_kind("feedback", purpose(three_groups // 60), people=15)
        assert not of_kind("feedback", purpose(three_groups // 60 + 1), people=15)

    def test_nine_groups_with_a_point_each_fit_eight_minutes(self) -> None:
        agenda = tree.edit(purpose(8, size=4.5), "hear", {"settings": {"feedback": "one_point"}})
        assert not of_kind("feedback", agenda)

    def test_three_cheap_fixes_are_offered(self) -> None:
        (warned,) = of_kind("feedback", purpose(24), people=38)
        assert [fix.key for fix in warned.fixes] == ["one_point", "larger", "talk"]

    @pytest.mark.parametrize("minutes", [6, 12, 20, 24])
    @pytest.mark.parametrize("people", [12, 24, 38, 50])
    def test_each_fix_makes_it_fit_with_one_press(self, minutes: int, people: int) -> None:
        agenda = purpose(minutes)
        for warned in of_kind("feedback", agenda, people):
            assert warned.fixes
            for fix in warned.fixes:
                assert not of_kind("feedback", fix.change(agenda), people), fix.title

    def test_taking_it_from_the_talk_leaves_the_end_where_it_is(self) -> None:
        agenda = purpose(24)
        changed = find_fix(agenda, 38, "hear", "talk").change(agenda)
        assert length(changed) == length(agenda)
        assert find_item(changed, "talk").minutes + find_item(changed, "hear").minutes == 44

    def test_a_protected_talk_is_never_cut(self) -> None:
        (warned,) = of_kind("feedback", purpose(24, protected=True), people=38)
        assert "talk" not in {fix.key for fix in warned.fixes}

    def test_larger_groups_are_counted_as_the_matching_makes_them(self) -> None:
        agenda = purpose(24)
        fix = find_fix(agenda, 38, "hear", "larger")
        assert fix.title == "Groups of 5 or 6"
        assert fix.detail.startswith("7 groups")
        assert (find_item(fix.change(agenda), "draft").group_plan or {})["size"] == 5.5

    def test_the_same_groups_as_before_are_as_many_as_they_were(self) -> None:
        again = (
            *purpose(60, size=3),
            block("later", item("apply", 20, group_plan={"kind": "same"}), item("return", 5)),
        )
        (warned,) = of_kind("feedback", settled(again), people=30)
        assert warned.item == "return"
        assert "10 groups" in warned.text

    def test_a_plenary_that_says_so_hears_no_groups(self) -> None:
        assert not of_kind("feedback", tree.edit(purpose(2), "hear", {"settings": {"feedback": "no"}}))

    def test_groups_whose_practice_makes_no_product_of_theirs_do_not_report(self) -> None:
        sorting = block("b", item("sort", 20, practice="complexity_sort", group_plan=GROUPS), item("surprises", 5))
        assert not of_kind("feedback", settled((sorting,)))
        told = tree.edit(settled((sorting,)), "surprises", {"settings": {"feedback": "two"}})
        assert of_kind("feedback", told)

    def test_after_coffee_nobody_reports(self) -> None:
        coffee = (item("coffee", 15, group_plan={"kind": "coffee"}), item("debrief", 5))
        assert not of_kind("feedback", coffee)

    def test_a_fix_of_yesterday_is_refused_kindly(self) -> None:
        with pytest.raises(Refused, match="changed since"):
            find_fix(purpose(60), 38, "hear", "one_point")


class TestQuestions:
    def with_questions(self, minutes: int, *after: Item) -> Agenda:
        """Groups with the standard four questions; somebody else hears them afterwards, unless told."""
        talk = item("talk it over", minutes, kind=ACTIVITY, practice="breakout", group_plan=GROUPS)
        return settled((item("input", 40, kind=TALK), block("b", talk, *(after or (item("hear", 40),)))))

    def test_four_questions_need_twelve_minutes(self) -> None:
        assert not of_kind("questions", self.with_questions(14))
        assert not of_kind("questions", self.with_questions(12))
        (warned,) = of_kind("questions", self.with_questions(10))
        assert warned.short == "2.5 min a question"

    def test_where_one_item_does_both_hearing_the_groups_is_taken_off_first(self) -> None:
        both = self.with_questions(14, item("tea", 10, kind=BREAK))
        (warned,) = of_kind("questions", both)
        assert "Hearing 8 groups, a point each, takes 7 of these 14 minutes, with moving out and back." in warned.text
        assert not of_kind("questions", self.with_questions(19, item("tea", 10, kind=BREAK)))

    @pytest.mark.parametrize("minutes", [2, 5, 8, 10, 11])
    @pytest.mark.parametrize("after", [(), (item("tea", 10, kind=BREAK),)])
    def test_each_fix_gives_every_question_three_minutes(self, minutes: int, after: tuple[Item, ...]) -> None:
        agenda = self.with_questions(minutes, *after)
        (warned,) = of_kind("questions", agenda)
        assert warned.fixes
        for fix in warned.fixes:
            assert not of_kind("questions", fix.change(agenda)), fix.title

    def test_dropping_one_keeps_the_first(self) -> None:
        agenda = self.with_questions(10)
        kept = find_item(find_fix(agenda, 40, "talk it over", "fewer").change(agenda), "talk it over")
        assert len(kept.settings["questions"]) == 3
        assert kept.settings["questions"][0] == "What’s landing?"


class TestBreaks:
    def test_ninety_minutes_are_enough_and_ninety_one_too_many(self) -> None:
        assert not of_kind("break", (item("one", 50), item("two", 40)))
        (warned,) = of_kind("break", (item("one", 50), item("two", 41)))
        assert warned.short == "1 h 31 without a break"

    def test_a_break_in_the_middle_mends_it(self) -> None:
        agenda = settled(
            (item("one", 30), block("two", item("a", 30), item("b", 30), item("c", 30)), item("three", 20))
        )
        (warned,) = of_kind("break", agenda)
        changed = warned.fixes[0].change(agenda)
        assert longest_stretch(changed) == 80
        (tea,) = (each for each in every(changed) if each.kind == BREAK)
        assert tea.protected

    def test_one_long_item_has_no_fix_but_a_warning(self) -> None:
        (warned,) = of_kind("break", (item("one", 120),))
        assert warned.fixes == ()


class TestBlocks:
    def test_an_imported_block_that_does_not_add_up_can_be_mended_both_ways(self) -> None:
        off: tuple[Item, ...] = (replace(block("b", item("x", 20), item("y", 15)), minutes=50), item("z", 5))
        (warned,) = of_kind("sum", off)
        assert warned.text == "The parts make 35 min, and this block has 50 min."
        as_parts, longer_part = (fix.change(off) for fix in warned.fixes)
        assert (find_item(as_parts, "b").minutes, find_item(as_parts, "x").minutes) == (35, 20)
        assert (find_item(longer_part, "b").minutes, find_item(longer_part, "x").minutes) == (50, 35)

    def test_an_empty_block_says_what_it_is_for(self) -> None:
        assert of_kind("empty", (block("b"),))


class TestTheWhole:
    def test_warnings_come_in_the_order_of_the_agenda(self) -> None:
        agenda = settled((block("empty"), *purpose(5), item("long", 120, kind=PLENARY)))
        order = [each.id for each in every(agenda)]
        found = [order.index(warned.item) for warned in warnings(agenda, 40)]
        assert found == sorted(found)
        assert len(found) >= 3

    def test_the_afternoon_spends_more_than_half_in_groups(self) -> None:
        spent = totals(afternoon())
        assert spent == {"groups": 100, "plenary": 50, "talk": 20, "break": 10}
        assert longest_stretch(afternoon()) == 90
