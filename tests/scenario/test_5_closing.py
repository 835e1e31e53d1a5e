"""A29 to A38: applying it, the close, and what stays afterwards."""

from __future__ import annotations

import csv
import io
import json
import re
from collections import Counter
from itertools import combinations

import pypdf
import pytest

from folkmoot.practice_kit import registry
from tests.polling_line import PollingLine
from tests.scenario import cast
from tests.scenario import scene_3_understanding as understanding
from tests.scenario import scene_5_closing as scenes
from tests.scenario.play import Play
from tests.scenario.somebody import words_of
from tests.scenario.watch import MARK
from tests.scenario.workshop import Workshop


async def test_A29_new_random_threes_and_one_four(play: Play) -> None:
    seen = await play.to(scenes.applying)
    assert Counter(len(group["members"]) for group in seen.groups) == {3: 12, 4: 1}
    assert seen.report["repeats"] == 0
    met = {pair for groups in seen.before for group in groups for pair in _pairs(group["members"])}
    assert not met & {pair for group in seen.groups for pair in _pairs(group["members"])}


def _pairs(members: list[str]) -> set[tuple[str, str]]:
    return set(combinations(sorted(members), 2))


async def test_A29_three_turns_of_six_minutes_or_four_of_four_and_a_half(play: Play) -> None:
    seen = await play.to(scenes.applying)
    for group in seen.groups:
        clock = group["turns"]
        expected = 270 if len(group["members"]) == 4 else 360
        assert {turn["seconds"] for turn in clock["turns"]} == {expected}
        assert [phase["share"] for phase in clock["phases"]] == [2, 3, 1]


async def test_A29_nobody_sees_another_s_situation(play: Play) -> None:
    seen = await play.to(scenes.applying)
    assert not any(seen.others.values())
    assert set(seen.told.values()) == {0}
    assert len(seen.told) == 39


async def test_A30_nothing_late_and_only_the_optional_part_was_offered(play: Play) -> None:
    seen = await play.to(scenes.running_late)
    assert seen.late == 5
    assert seen.after == 0
    assert seen.offered == ["Resources"]


async def test_A30_the_break_and_the_close_are_protected(play: Play) -> None:
    seen = await play.to(scenes.running_late)
    assert seen.protected == ["Tea break", "One practical thing"]
    assert {answer.code for answer in seen.tried.values()} == {"protected"}


async def test_A31_thirty_eight_write_and_thirteen_post(play: Play) -> None:
    seen = await play.to(scenes.one_thing)
    assert len(seen.marks) + 1 == 38
    assert not any(seen.before.values())
    for first, shown in seen.shown.items():
        assert len(shown) == 13, first
        assert {entry["author"] for entry in shown} == {""}


async def test_A31_each_becomes_a_step_of_its_author_s(play: Play) -> None:
    seen = await play.to(scenes.one_thing)
    assert len(seen.steps) == 38
    assert all(step["author"] == step["of"] for step in seen.steps)
    assert {(step["visibility"], step["outcome"]) for step in seen.steps} == {("private", "intended")}
    assert len({step["author"] for step in seen.steps}) == 38


async def test_A31_a_second_one_is_refused_kindly(play: Play) -> None:
    seen = await play.to(scenes.one_thing)
    assert seen.second.code == "enough"
    assert seen.second.message == "One is enough, and you have yours. Change it if another matters more."


async def test_A32_one_page_one_minute_and_optional(play: Play) -> None:
    seen = await play.to(scenes.feedback)
    assert seen.stage["minutes"] == 1
    assert len(seen.stage["parts"]) == 1
    assert not any(field["required"] for field in seen.fields)
    assert seen.stage["instruction"].startswith("If you have a minute")
    assert not any(seen.others.values())


async def test_A33_closed_and_read_only(play: Play) -> None:
    seen = await play.to(scenes.closed)
    assert seen.refused.code == "closed"
    assert "Your text is kept" in seen.refused.message
    assert seen.early.url.path.startswith("/room/")


async def test_A33_the_room_shuts_and_one_s_own_page_stays(play: Play) -> None:
    seen = await play.to(scenes.closed)
    assert seen.shut == 4410
    assert seen.late.url.path == "/me/"
    assert (seen.own.status_code, seen.own.url.path) == (200, "/me/")
    assert "Bea" in words_of(seen.own.text)


async def test_A34_three_quarters_of_the_time_is_completed(play: Play) -> None:
    seen = await play.to(scenes.certificates)
    words = words_of(seen.bea.text)
    assert seen.bea.status_code == 200
    assert "Bea Lowe" in words
    assert "completed" in words.lower()
    text = " ".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(seen.pdf.content)).pages)
    assert "Bea Lowe" in text


async def test_A34_sixty_two_minutes_are_sixty_two_minutes(play: Play) -> None:
    seen = await play.to(scenes.certificates)
    words = words_of(seen.noor.text)
    assert "62 minutes" in words
    assert "completed" not in words.lower()
    assert seen.gia.status_code in (403, 404)  # who did not come has none


async def test_A35_seven_of_nine_purposes_and_nothing_else_that_was_not_let_go(play: Play) -> None:
    seen = await play.to(scenes.exported)
    record = json.loads(seen.files["json"].text)
    statements = play.workshop.kept["statements"]
    let_go = {mark for number, (mark, _) in statements.items() if number not in scenes.HOLD}
    assert {_mark(item["words"]) for item in record["purposes"]} == let_go
    assert record["purposes kept by their groups"] == 2
    for name, file in seen.files.items():
        assert file.status_code == 200, name
        if name != "pdf":
            assert set(MARK.findall(file.text)) == let_go, name
    text = " ".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(seen.files["pdf"].content)).pages)
    assert set(MARK.findall(text.replace("\n", ""))) == let_go


def _mark(words: str) -> str:
    (found,) = MARK.findall(words)
    return str(found)


async def test_A35_themes_that_the_lead_has_read_through(play: Play) -> None:
    seen = await play.to(scenes.exported)
    record = json.loads(seen.files["json"].text)
    (themes,) = record["themes"]
    assert themes["rows"][understanding.THEME] == "6"
    assert understanding.HELD_THEME not in seen.files["json"].text
    assert themes["rows"]["Far from the bus"] == "fewer than 5"


async def test_A35_a_category_of_two_is_fewer_than_five(play: Play) -> None:
    seen = await play.to(scenes.exported)
    record = json.loads(seen.files["json"].text)
    sectors = record["people by sector"]
    assert sectors["Housing"] == "fewer than 5"
    hidden = [label for label, said in sectors.items() if not said.isdigit()]
    assert len(hidden) > 1  # one alone could be worked out
    rows = list(csv.reader(io.StringIO(seen.files["csv"].text)))
    assert ["people", "People by sector", "Housing", "fewer than 5"] in rows


async def test_A35_the_run_is_told_and_no_time_is_finer_than_a_part_of_the_agenda(play: Play) -> None:
    seen = await play.to(scenes.exported)
    record = json.loads(seen.files["json"].text)
    taken = {each["item"]: each["minutes taken"] for each in record["run"]}
    assert taken["Coffee"] == 30
    assert next(each for each in record["run"] if each["item"] == "Resources")["left out"]
    for name in ("json", "csv"):
        assert not re.search(r"\b\d{1,2}:\d{2}\b", seen.files[name].text), name


async def test_A35_who_was_there_reads_it_and_an_outsider_does_not(play: Play) -> None:
    seen = await play.to(scenes.exported)
    assert [seen.pages[first].status_code for first in ("Nia", "Tom", "Bea")] == [200, 200, 200]
    assert seen.pages["Zed"].status_code == 403


async def test_A36_the_note_is_gone_from_the_board_and_from_exports(play: Play) -> None:
    seen = await play.to(scenes.withdrawn)
    assert seen.mark in seen.page.text
    assert seen.mark in seen.asked.text
    assert seen.answer.status_code == 302
    assert seen.mark not in seen.page_after.text
    assert seen.entry not in seen.board
    assert (seen.kept.state, seen.kept.body) == ("withdrawn", {})


async def test_A36_the_theme_s_count_adjusts(play: Play) -> None:
    seen = await play.to(scenes.withdrawn)
    before, after = (json.loads(file.text)["themes"][0]["rows"] for file in (seen.before, seen.after))
    assert (before[understanding.THEME], after[understanding.THEME]) == ("6", "5")


@pytest.mark.skip(reason="nudges between sessions come with an issue of their own")
async def test_A37_one_mail_a_fortnight_later_with_one_s_own_words(play: Play) -> None:
    await play.to(scenes.withdrawn)


async def test_A38_no_state_came_in_the_wrong_order(play: Play) -> None:
    seen = await play.to(scenes.closed)
    titles = {a["id"]: [stage.title for stage in registry.practices()[a["practice"]].stages] for a in seen.activities}
    assert len({activity for activity, _ in seen.logged}) >= 7
    assert len([stages for stages in seen.stages.values() if len(stages) >= 20]) >= 35
    for first, stages in {**seen.stages, "the log": seen.logged}.items():
        for activity, order in titles.items():
            # Each stage that was set is one of those that come after the one before it.
            ahead = iter(order)
            mine = [title for key, title in stages if key == activity]
            assert all(any(title == coming for coming in ahead) for title in mine), (first, mine)


async def test_A38_after_a_restart_everybody_is_back_within_ten_seconds(play: Play) -> None:
    seen = await play.to(understanding.restarted)
    print(
        f"down for {seen.down:.1f} s, all back {seen.took:.1f} s later; {seen.done} of {seen.writers} had been answered"
    )
    assert seen.done < seen.writers, "it was killed while they wrote"
    assert seen.back == seen.before
    assert set(cast.BLOCKED) < seen.back
    assert seen.took <= 10


async def test_A38_after_a_restart_the_text_is_intact(play: Play) -> None:
    seen = await play.to(understanding.restarted)
    assert seen.kept == {first: {"text": f"Half a sentence {mark}"} for first, mark in seen.drafts.items()}
    assert seen.lines == seen.said == 9, "one in each group, once"
    assert set(seen.gaps.values()) == {0}
    assert all(seen.fresh)


async def test_A38_six_who_poll_are_at_most_three_seconds_behind(play: Play, workshop: Workshop) -> None:
    await play.to(scenes.closed)
    behind = sorted(workshop.behind)
    print(f"{len(behind)} waits: median {behind[len(behind) // 2]:.2f} s, longest {behind[-1]:.2f} s")
    assert len(behind) > 6 * 20
    assert behind[-1] <= 3
    lines = [workshop[first].room for first in cast.BLOCKED]
    assert all(isinstance(line, PollingLine) and line.asked > 50 for line in lines)
