"""A06 to A13: ways of working, and the coffee trial."""

from __future__ import annotations

from collections import Counter

import pytest

from folkmoot.rehearsal.store import Row
from tests.scenario import cast
from tests.scenario import scene_1_arriving as before
from tests.scenario import scene_2_meeting as scenes
from tests.scenario.play import Play

SOON = 4.0
"""Seconds that the play itself may take between two moments which the scenario has at the same minute."""
ROUNDED = 34.0
"""Turns are cut to full ten seconds each, so the last of three may end half a minute before the round does."""


async def test_A06_the_rule_stands_on_every_screen(play: Play) -> None:
    seen = await play.to(scenes.ways_of_working)
    assert {session["rule"] for session in seen.sessions} == {"room_only"}
    assert {session["rule_words"] for session in seen.sessions} == {"What is said here stays here"}
    assert all("nothing leaves the room unless" in session["afterwards"] for session in seen.sessions)
    rules = {title: item["rule"] for title, item in seen.items.items() if item["kind"] != "block"}
    talks = {"What the afternoon holds", "Working in complexity"}
    assert {title for title, rule in rules.items() if rule == "open"} == talks
    assert {rule for title, rule in rules.items() if title not in talks} == {"room_only"}


async def test_A06_nia_sees_thirty_three_and_no_name(play: Play) -> None:
    seen = await play.to(scenes.ways_of_working)
    assert (seen.count["count"], seen.count["of"]) == (33, 38)
    assert not any(seen.counts.values())  # nobody else is told even the number
    assert [len(entries) for first, entries in seen.entries.items() if first in cast.CREW] == [0, 0, 0, 0]
    assert sum(len(entries) for entries in seen.entries.values()) == 33  # each has their own
    told = {row["id"] for event in seen.nia for rows in event.get("put", {}).values() for row in rows}
    assert not told & seen.taps


async def test_A06_a_suggestion_without_a_name_is_taken_in(play: Play) -> None:
    seen = await play.to(scenes.ways_of_working)
    assert seen.before == []
    assert seen.shown["author"] == ""
    assert seen.shown["body"]["text"].startswith("Leave a silence after a question")
    assert {promise["kind"] for promise in seen.promises} == {"promise"}
    assert len(seen.promises) == 42
    assert all(promise["derived_from"] == [seen.shown["id"]] for promise in seen.promises)


async def test_A07_twelve_threes_and_a_pair_of_other_organisations(play: Play) -> None:
    seen = await play.to(scenes.matched)
    assert seen.here == 38
    assert Counter(len(group["members"]) for group in seen.groups) == {3: 12, 2: 1}
    assert sum(len(group["members"]) for group in seen.groups) == len({p for g in seen.groups for p in g["members"]})
    for group in seen.groups:
        works = [seen.people[person]["organisation"] for person in group["members"]]
        assert len(set(works)) == len(works), works


async def test_A07_the_same_seed_draws_the_same_groups(play: Play) -> None:
    seen = await play.to(scenes.matched)
    assert seen.second == seen.first


async def test_A07_a_private_wish_is_honoured_and_shown_to_nobody(play: Play) -> None:
    seen = await play.to(scenes.matched)
    assert any(seen.wished <= set(members) for members in seen.second)  # they would have been together
    assert not any(seen.wished <= set(group["members"]) for group in seen.groups)
    assert not any(seen.wished <= set(reason["people"]) for reason in seen.report["reasons"])
    said = str(seen.report).lower()
    assert not [word for word in ("wish", "apart", "manage", "exclu") if word in said]


async def test_A07_the_cost_is_explained_in_reason_codes(play: Play) -> None:
    seen = await play.to(scenes.matched)
    assert seen.report["words"]
    assert seen.report["same_organisation"] == 0
    assert seen.report["repeats"] == 0
    for reason in seen.report["reasons"]:
        assert reason["code"]
        sectors = [
            next(p for p in cast.BOOKED if p.name == seen.people[one]["name"]).sector for one in reason["people"]
        ]
        assert reason["code"] != "same_sector" or len(set(sectors)) == 1


async def test_A07_the_interpreter_is_with_dee_and_not_counted(play: Play) -> None:
    seen = await play.to(scenes.matched)
    dee = seen.people[seen.ids["Dee"]]
    assert dee["accompanied_by"] == before.INTERPRETER
    placed = {seen.people[person]["name"] for group in seen.groups for person in group["members"]}
    assert len(placed) == 38
    assert before.INTERPRETER not in placed
    assert "Dee Morgan" in placed


async def test_A07_nobody_but_the_facilitators_sees_a_match_before_it_is_sent(play: Play) -> None:
    seen = await play.to(scenes.matched)
    assert seen.others == []


async def test_A08_each_sees_first_names_prompts_and_the_room(play: Play) -> None:
    seen = await play.to(scenes.sent)
    assert len(seen.views) == 37
    for group in seen.views.values():
        assert group["link"] == f"https://meet.example/common-ground/room-{group['number']}"
        assert sorted(person["name"] for person in group["people"]) == sorted(seen.ids[m] for m in group["members"])
        shown = {person["name"] for person in group["people"] if person["organisation"]}
        assert shown <= {part.first for part in cast.BOOKED if part.listed}
    assert len(seen.activity["settings"]["prompts"]) == 4
    assert seen.screen == []


async def test_A08_ken_s_companions_see_how_to_reach_him_and_asha_comes_to_read(play: Play) -> None:
    seen = await play.to(scenes.sent)
    assert len(seen.companions) >= 1
    for first in seen.companions:
        ken = next(person for person in seen.views[first]["people"] if person["name"] == "Ken")
        assert (ken["call_only"], ken["call_note"]) == (True, before.DIAL_IN)
        assert seen.views[first]["visitors"] == ["Asha Verma"]
    assert seen.asha["visitors"] == ["Asha Verma"]
    others = [group for first, group in seen.views.items() if first not in seen.companions]
    assert not [person for group in others for person in group["people"] if person["call_note"]]


async def test_A09_five_minutes_each_in_threes_and_seven_in_the_pair(play: Play) -> None:
    seen = await play.to(scenes.round_starts)
    for group in seen.groups:
        turns = group["turns"]["turns"]
        assert [turn["person"] for turn in turns] == group["members"]
        expected = 420 if len(group["members"]) == 2 else 300
        assert [turn["seconds"] for turn in turns] == pytest.approx([expected] * len(turns), abs=SOON / 2)
        assert group["turns"]["start"] / 1000 == pytest.approx(seen.began, abs=SOON)


async def test_A10_tom_sees_who_is_late_and_may_make_the_pair_a_three(play: Play) -> None:
    seen = await play.to(scenes.two_are_late)
    assert sorted(seen.without) == sorted(seen.late)
    assert len(seen.three["members"]) == 3
    assert _turns_end(seen.three) == pytest.approx(seen.ends, abs=ROUNDED)
    assert len({turn["seconds"] for turn in seen.three["turns"]["turns"]}) == 1


async def test_A10_he_puts_the_two_together_instead_and_they_are_told(play: Play) -> None:
    seen = await play.to(scenes.two_are_late)
    assert sorted(seen.new["members"]) == sorted(seen.late)
    first, second = [turn["seconds"] for turn in seen.new["turns"]["turns"]]
    assert first == second
    assert _turns_end(seen.new) == pytest.approx(seen.ends, abs=ROUNDED)
    assert seen.new["turns"]["start"] / 1000 == pytest.approx(seen.now, abs=SOON)
    assert all(notes[-1]["group"] == seen.new["id"] for notes in seen.told)
    assert Counter(len(group["members"]) for group in seen.groups) == {3: 12, 2: 2}


async def test_A10_the_pair_is_a_pair_again_and_its_turns_are_theirs(play: Play) -> None:
    seen = await play.to(scenes.two_are_late)
    assert sorted(seen.left["members"]) == sorted(seen.pair["members"])
    assert sorted(turn["person"] for turn in seen.left["turns"]["turns"]) == sorted(seen.pair["members"])


def _turns_end(group: Row) -> float:
    """When a group's last turn is over, in seconds since 1970."""
    clock = group["turns"]
    return float(clock["start"] / 1000 + sum(turn["seconds"] for turn in clock["turns"]))


async def test_A11_the_other_two_go_on_and_she_has_her_place_and_her_text(play: Play) -> None:
    seen = await play.to(scenes.one_drops)
    assert seen.meanwhile["members"] == seen.before["members"]
    assert seen.meanwhile["turns"] == seen.before["turns"]
    assert (seen.after["id"], seen.after["turns"]) == (seen.before["id"], seen.before["turns"])
    assert seen.mark in seen.draft["text"]
    assert (seen.resumed, seen.snapshots, seen.gaps) == (1, 0, 0)
    assert seen.still_in_groups == 40


async def test_A12_the_last_minute_is_told_in_the_rooms(play: Play) -> None:
    seen = await play.to(scenes.a_minute_left)
    assert seen.in_rooms == 39
    assert all(notes == [{"seconds": 60}] for notes in seen.told.values())
    (closing_at,) = seen.closing_at
    assert closing_at / 1000 == pytest.approx(seen.at + 60, abs=SOON)


async def test_A13_nothing_is_seen_before_people_share(play: Play) -> None:
    seen = await play.to(scenes.debrief)
    assert seen.before == []


async def test_A13_twenty_two_notes_in_random_order_without_names(play: Play) -> None:
    seen = await play.to(scenes.debrief)
    for wall in (*seen.walls.values(), seen.at_bea):
        assert len(wall) == 22
        assert {entry["author"] for entry in wall} == {""}
        shown = [entry["id"] for entry in wall]
        assert sorted(shown) == sorted(seen.written)
        assert shown != seen.written


async def test_A13_thirty_one_offers_on_the_wall(play: Play) -> None:
    seen = await play.to(scenes.debrief)
    assert len(seen.offers) == 31
    assert {entry["author"] for entry in seen.offers} == {""}
    assert {entry["visibility"] for entry in seen.offers} == {"session"}
