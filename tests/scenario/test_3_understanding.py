"""A14 to A19: complexity, from the talk to the tea."""

from __future__ import annotations

from collections import Counter

from tests.scenario import scene_3_understanding as scenes
from tests.scenario.play import Play


async def test_A14_the_agenda_shows_its_parts_and_the_slides(play: Play) -> None:
    seen = await play.to(scenes.talk)
    block = next(item for item in seen.items if item["title"] == "Complexity")
    parts = [item["title"] for item in seen.items if item["parent"] == block["id"]]
    assert parts == [
        "Working in complexity", "What are we facing that is complex?", "Where would you put these?", "In groups",
        "What the groups bring",
    ]  # fmt: skip
    (slides,) = seen.current["resources"]
    assert slides["url"] == "https://slides.example/four-kinds"
    assert slides["alternative"].startswith("Four boxes")
    assert not any(seen.bea_notes)  # the facilitators' own are theirs


async def test_A14_nothing_is_early_or_late(play: Play) -> None:
    seen = await play.to(scenes.talk)
    assert seen.tom["pace"]["late"] == 0


async def test_A15_fifty_one_notes_at_once_and_none_before(play: Play) -> None:
    seen = await play.to(scenes.facing)
    assert not any(seen.before.values())
    assert (seen.count["count"], seen.count["of"], seen.count["entries"]) == (40, 40, 51)
    for notes in seen.shown.values():
        assert sorted(note["id"] for note in notes) == sorted(seen.written)
        assert [note["id"] for note in notes] != seen.written
        assert {note["author"] for note in notes} == {""}


async def test_A15_six_become_issues_and_say_where_they_come_from(play: Play) -> None:
    seen = await play.to(scenes.facing)
    assert len(seen.issues) == 6
    assert all(issue["derived_from"][0] in seen.written and issue["author"] == "" for issue in seen.issues)
    assert seen.own.code == "not_an_issue"  # what people notice in themselves stays


async def test_A15_a_pasted_chat_line_becomes_a_proxy_note(play: Play) -> None:
    seen = await play.to(scenes.facing)
    assert seen.chat["author"] == "Ken"
    assert seen.proxy["kind"] == "note"
    assert seen.proxy["derived_from"] == [seen.chat["id"]]
    assert seen.proxy["author"] == ""
    assert seen.kept[0] == "Ken"
    assert seen.kept[1] in ("Tom", "Nia")


async def test_A16_placed_in_private(play: Play) -> None:
    seen = await play.to(scenes.placing)
    assert seen.here == 40
    assert max(seen.before.values()) == 3
    assert [seen.before[first] for first in ("Nia", "Tom", "Joel", "screen")] == [0, 0, 0, 0]
    assert not any(seen.told_before)


async def test_A16_the_spread_is_counts(play: Play) -> None:
    seen = await play.to(scenes.placing)
    expected = {"Complicated": "18", "Complex": "17", "Confused": "3", "Clear": "0", "Chaotic": "0", "Left blank": "2"}
    for spreads in seen.spreads.values():
        assert dict(spreads[1]["rows"]) == expected
        assert "18 complicated, 17 complex and 3 confused; 2 left it blank" in spreads[1]["text"]
    assert dict(seen.spreads["Bea"][0]["rows"])["Left blank"] == "0"
    assert dict(seen.spreads["Bea"][2]["rows"])["Left blank"] == "7"
    assert {row["author"] for row in seen.rows} == {""}


async def test_A16_no_average_anywhere(play: Play) -> None:
    seen = await play.to(scenes.placing)
    said = " ".join(finding["text"] + str(finding["rows"]) for finding in seen.all).lower()
    assert seen.all
    assert not [word for word in ("average", "mean", "score", "%", "median") if word in said]
    numbers = [value for finding in seen.all for _, value in finding["rows"]]
    assert all(number.isdigit() for number in numbers)
    assert all(isinstance(row["count"], int) for row in seen.counts)


async def test_A17_the_planner_says_how_long_a_question_has(play: Play) -> None:
    seen = await play.to(scenes.planner)
    assert len(seen.questions) == 4
    assert "4 questions, 3.5 min each" in seen.before
    assert "3 questions, 4.7 min each" in seen.after


async def test_A17_nine_groups_of_four_and_five(play: Play) -> None:
    seen = await play.to(scenes.breakouts)
    assert len(seen.activity["settings"]["questions"]) == 3
    assert Counter(len(group["members"]) for group in seen.groups) == {5: 4, 4: 5}
    assert (seen.plan["kind"], seen.plan["mix"]) == ("breakout", True)
    for group in seen.groups:
        works = Counter(seen.people[person]["organisation"] for person in group["members"])
        assert works.most_common(1)[0][1] == 1, works


async def test_A17_roles_are_taken_and_three_points_are_the_most(play: Play) -> None:
    seen = await play.to(scenes.breakouts)
    for roles in seen.roles:
        assert set(roles) == {"host", "scribe", "timekeeper", "reporter"}
    assert seen.fourth.code == "enough"
    assert "its 3 already" in seen.fourth.message
    assert seen.too_long.code == "too_long"
    assert "1 " in seen.too_long.message
    assert seen.nia_sees == []  # she has not knocked anywhere
    assert all(row["entries"] == 1 for row in seen.progress)


async def test_A18_nine_points_and_seven_remain(play: Play) -> None:
    seen = await play.to(scenes.feedback)
    for wall in seen.walls.values():
        assert len({point["group"] for point in wall}) == 9
        assert len(wall) == 9
    assert "9 points from 9 groups" in seen.before["text"]
    assert "2 said the same: 7 remain" in seen.after["text"]
    assert len([point for point in seen.rows if not point["theme"]]) == 7


async def test_A18_hearing_one_point_each_fits_where_three_minutes_did_not(play: Play) -> None:
    seen = await play.to(scenes.planner)
    assert "Feedback will not fit." in seen.before
    assert "Feedback will not fit." not in seen.after


async def test_A19_two_minutes_early_and_back_at_the_planned_time(play: Play) -> None:
    seen = await play.to(scenes.tea)
    assert seen.tom["pace"]["late"] == -2
    assert seen.bea["back"] == seen.tom["back"] == "2:40 pm"
