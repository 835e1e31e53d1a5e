"""A20 to A28: a common purpose."""

from __future__ import annotations

import pytest

from folkmoot.kit.words import count_words
from tests.scenario import cast
from tests.scenario import scene_4_purpose as scenes
from tests.scenario import scene_4_testing as testing
from tests.scenario.play import Play


async def test_A20_up_to_forty_words_is_on_every_screen(play: Play) -> None:
    seen = await play.to(scenes.framed)
    assert {stage["instruction"] for stage in seen.stages} == {"What, why, and who benefits: in up to 40 words."}
    for stage in seen.stages:
        (cards,) = stage["parts"]
        assert len(cards["cards"]) == 3
        assert count_words(" ".join(card["text"] for card in cards["cards"])) == 35


async def test_A21_the_same_groups_and_the_newcomer_in_the_smallest(play: Play) -> None:
    seen = await play.to(scenes.answers)
    ids = {one.first: one.id for one in play.workshop.people.values()}
    assert seen.here == 40
    gone, new = ids[cast.LEAVES_AT_THE_BREAK], ids[cast.GUEST]
    stayed = [set(group["members"]) - {gone} for group in seen.before]
    smallest = min(len(members) for members in stayed)
    now = [set(group["members"]) for group in seen.groups]
    assert [members - {new} for members in now] == stayed
    (with_noor,) = [members for members in now if new in members]
    assert len(with_noor - {new}) == smallest
    assert sum(len(members) for members in now) == 40


async def test_A21_before_the_reveal_nobody_else_received_a_byte(play: Play) -> None:
    seen = await play.to(scenes.answers)
    assert not any(seen.others.values())
    assert set(seen.told.values()) == {0}
    assert set(seen.told_after.values()) == {0}  # also while people moved, dropped, came back, opened a second tab
    assert len(seen.told) == 39
    assert seen.knocked.code == "alone"
    assert all(times > 0 for times in seen.told_then.values())  # and then their group did


async def test_A21_each_group_sees_its_own_answers(play: Play) -> None:
    seen = await play.to(scenes.answers)
    members = {person: group for group in seen.groups for person in group["members"]}
    for first, shown in seen.shown.items():
        group = members[play.workshop[first].id]
        at_screens = [one for one in play.workshop.people.values() if one.id in group["members"] and one.first != "Ken"]
        assert len(shown) == len(at_screens)
        assert {entry["author"] for entry in shown} == {""}


async def test_A22_seven_words_over_are_kept_and_not_submitted(play: Play) -> None:
    seen = await play.to(scenes.too_many_words)
    assert count_words(seen.body["text"]) == 47
    assert seen.refused.code == "too_many_words"
    assert seen.refused.message.startswith("7 words over the 40 that fit")
    assert seen.refused.field == "text"
    assert all(draft == seen.body for draft in seen.drafts)
    assert not any(seen.entries)


async def test_A22_the_browser_is_told_the_limit_that_its_counter_announces(play: Play) -> None:
    seen = await play.to(scenes.too_many_words)
    (field,) = seen.fields
    assert field["words"] == 40


async def test_A22_only_the_group_sees_the_draft_and_only_the_pen_writes(play: Play) -> None:
    seen = await play.to(scenes.too_many_words)
    assert seen.elsewhere == []
    assert seen.intruder.code == "no_pen"


async def test_A23_the_draft_is_intact_and_the_pen_changes_hands_in_one_tap(play: Play) -> None:
    seen = await play.to(scenes.scribe_lost)
    assert seen.draft == seen.body
    assert seen.group["roles"]["scribe"] == seen.other
    assert seen.group["pen"] == seen.other
    assert "Open the hall" in seen.back[seen.box]["text"]


async def test_A24_two_minutes_more_on_every_clock(play: Play) -> None:
    seen = await play.to(scenes.two_minutes_more)
    (before,), (after,) = seen.before, seen.after  # one and the same on every screen
    assert [now - then for then, now in zip(before, after, strict=True)] == [120_000, 120_000, 120_000]
    assert after[1] / 1000 == pytest.approx(play.workshop.at("15:12").timestamp(), abs=5)
    assert max(abs(offset) for offset in seen.clocks) < 1
    assert len(seen.clocks) == 44


async def test_A24_it_is_said_in_the_rooms(play: Play) -> None:
    seen = await play.to(scenes.two_minutes_more)
    assert seen.in_rooms == 39
    assert all(notes == [{"do": "add", "seconds": 120}] for notes in seen.told.values())


async def test_A25_nine_statements_in_random_order_of_forty_words_at_most(play: Play) -> None:
    seen = await play.to(testing.heard)
    made = [entry for _, entry in play.workshop.kept["statements"].values()]
    for wall in seen.walls.values():
        assert len(wall) == 9
        assert all(count_words(statement["body"]["text"]) <= 40 for statement in wall)
        assert {statement["author"] for statement in wall} == {""}
        assert sorted(statement["id"] for statement in wall) == sorted(made)
        assert [statement["id"] for statement in wall] != made


async def test_A26_three_dots_each_hidden_until_all_have_voted(play: Play) -> None:
    seen = await play.to(testing.dots)
    assert seen.early.code == "too_soon"
    assert "1 has not answered yet" in seen.early.message
    assert seen.fourth.code == "enough"
    assert max(seen.hidden) == 3  # their own
    assert len(seen.shown) == 120
    assert {dot["author"] for dot in seen.shown} == {""}
    counts = {about: sum(dot["about"] == about for dot in seen.shown) for about in {dot["about"] for dot in seen.shown}}
    assert max(counts, key=lambda about: counts[about]) == seen.chosen


async def test_A26_thirty_one_agree_seven_live_with_it_two_do_not_yet(play: Play) -> None:
    seen = await play.to(testing.agreed)
    assert seen.early.code == "too_soon"
    assert not any(seen.hidden)
    answers = [entry["body"]["answer"] for entry in seen.shown]
    assert {answer: answers.count(answer) for answer in testing.VOTES} == testing.VOTES
    assert dict(seen.first["rows"])["Agreed"] == "31 agree, 7 can live with it, 2 not yet"
    helped = [entry for entry in seen.shown if entry["body"]["what_would_help"]]
    assert {entry["body"]["answer"] for entry in helped} == {"not_yet"}
    assert {entry["author"] for entry in seen.shown} == {""}


async def test_A26_the_words_change_and_one_not_yet_keeps_it_proposed(play: Play) -> None:
    seen = await play.to(testing.agreed)
    assert seen.statement["version"] == 2
    assert dict(seen.after["rows"])["Agreed"] == "31 agree, 8 can live with it, 1 not yet"
    assert seen.after["text"].startswith("Proposed, and free to use.")
    assert "Good enough" not in seen.after["text"]


async def test_A27_the_statement_leaves_every_screen_and_page(play: Play) -> None:
    seen = await play.to(testing.restated)
    assert len(seen.left) == 45
    assert not any(seen.left.values())
    assert not [mark for mark in seen.texts if mark in seen.page]
    assert not [finding for finding in seen.findings if any(mark in finding["text"] for mark in seen.texts)]


async def test_A27_thirty_four_say_it_again_under_the_second_wording(play: Play) -> None:
    seen = await play.to(testing.restated)
    assert not any(seen.hidden)
    assert len(seen.shown) == 34
    assert {entry["author"] for entry in seen.shown} == {""}
    assert seen.statement["version"] == 2
    assert "every street of Ashwell" in seen.statement["body"]["text"]
    assert dict(seen.status["rows"])["Same story"] == "34 of 40 said it in their own words"
    assert seen.words  # what got lost and what people add: words, and no score


async def test_A28_two_signs_and_still_proposed(play: Play) -> None:
    seen = await play.to(testing.signs)
    assert len(seen.signs) == 2
    rows = dict(seen.status["rows"])
    assert rows["Visible progress"] == "2 signs"
    assert seen.status["text"] == "Proposed, and free to use. Still open: agreed."
