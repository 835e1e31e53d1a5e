"""A programme's file: what is read, what is proposed, and how what is wrong is refused."""

import re
from dataclasses import replace
from datetime import date, time
from pathlib import Path
from textwrap import dedent

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from folkmoot.kit.text import tidy
from folkmoot.practice_kit.catalogue import CATALOGUE
from folkmoot.programme.actions.importing import LIBRARY, library
from folkmoot.programme.files import (
    BadFile,
    PlannedItem,
    PlannedProgramme,
    PlannedSession,
    Trouble,
    read,
    write,
)
from folkmoot.programme.files.shapes import usual_slug

SERIES = """
programme: Getting Ashwell moving
hosts: [Ashwell Active]
announced: {from: 2024-12, to: 2025-03}
sessions:
  - {title: Meeting the system, date: 2027-03-04, start: "13:00", end: "16:00", practices: [P05, common_purpose]}
  - {title: What next}
earlier:
  - {title: Where we began, date: 2026-09-17}
"""
WORKSHOP = """
title: Common understanding
date: 2027-03-04
start: 13:00
end: "16:00"
agenda:
  - {at: "13:00", what: Welcome, inside: [outline, {practice: P03, six: [presence, respect]}]}
  - {at: "13:10", what: Getting to know each other, practice: P05, group_sizes: [2, 3]}
  - at: "13:40"
    what: Complexity
    inside:
      - {what: Context, practice: P06}
      - {what: Four kinds, practice: P07}
      - Talking it over
  - {at: "14:30", what: Tea break}
  - {at: "14:40", what: Purpose, practice: P14}
  - {at: "15:55", what: Next time, and one thing each, practice: P16}
  - {at: "16:00", what: Close}
series:
  - {date: 2027-04-01, what: Balcony, practices: [P17]}
"""


def troubles(content: str | bytes) -> tuple[Trouble, ...]:
    with pytest.raises(BadFile) as refused:
        read(dedent(content) if isinstance(content, str) else content)
    return refused.value.troubles


def session(lines: str) -> str:
    return f"programme: Ashwell\nsessions:\n  - title: One\n{lines}"


# ── What is read ─────────────────────────────────────────────────────────────────────────────────────────────────


def test_a_series_has_dated_undated_and_earlier_sessions() -> None:
    programme = read(SERIES)
    meeting, later, began = programme.sessions
    assert (programme.title, programme.announced_from) == ("Getting Ashwell moving", "2024-12")
    assert (meeting.date, meeting.start, meeting.end) == (date(2027, 3, 4), time(13), time(16))
    assert meeting.practices == ("P05", "P14")
    assert (later.date, later.earlier, began.earlier, began.start) == (None, False, True, None)


def test_a_single_workshop_is_a_programme_with_the_dates_that_follow() -> None:
    programme = read(WORKSHOP)
    assert [each.title for each in programme.sessions] == ["Common understanding", "Balcony"]
    assert programme.title == "Common understanding"
    assert programme.sessions[0].practices == ("P03", "P05", "P06", "P07", "P14", "P16")


def test_times_give_the_minutes_of_outer_items_and_the_last_line_is_the_end() -> None:
    agenda = read(WORKSHOP).sessions[0].agenda
    assert [item.minutes for item in agenda] == [10, 30, 50, 10, 75, 5]
    assert sum(item.minutes for item in agenda) == 180
    assert not any(item.estimated for item in agenda)


def test_parts_without_minutes_share_their_block_by_the_catalogue_and_are_marked_estimated() -> None:
    block = read(WORKSHOP).sessions[0].agenda[2]
    assert block.kind == "block"
    assert [part.minutes for part in block.inside] == [19, 24, 7]
    assert all(part.estimated for part in block.inside)


def test_a_comma_without_quotes_in_braces_does_not_tear_a_text() -> None:
    assert read(WORKSHOP).sessions[0].agenda[-1].title == "Next time, and one thing each"


def test_breaks_and_the_closing_commitment_are_protected() -> None:
    agenda = read(WORKSHOP).sessions[0].agenda
    assert [item.title for item in agenda if item.protected] == ["Tea break", "Next time, and one thing each"]
    assert agenda[3].kind == "break"


def test_facts_of_an_outline_are_kept_in_the_notes() -> None:
    assert "group sizes: 2, 3" in read(WORKSHOP).sessions[0].agenda[1].notes


def test_a_practice_that_is_not_built_becomes_a_talk_marked_with_it() -> None:
    small_steps = read(session("    agenda: [{practice: P30, minutes: 20}]")).sessions[0].agenda[0]
    assert (small_steps.kind, small_steps.practice, small_steps.title) == ("talk", "ripple_map", "Ripple map")


def test_titles_in_other_scripts_get_addresses_of_their_own() -> None:
    programme = read("programme: 🌱\nsessions:\n  - title: مرحبا\n  - title: 🏊\n")
    assert [each.title for each in programme.sessions] == ["مرحبا", "🏊"]
    assert len({each.slug for each in programme.sessions}) == 2


def test_a_session_is_never_called_like_a_page() -> None:
    assert read("programme: A\nsessions: [{title: Book}]").sessions[0].slug != "book"


@pytest.mark.parametrize("name", library())
def test_the_programmes_of_the_project_fill_their_time_exactly(name: str) -> None:
    for each in read((LIBRARY / f"{name}.yaml").read_bytes()).sessions:
        if each.agenda and each.start and each.end:
            length = (each.end.hour - each.start.hour) * 60 + each.end.minute - each.start.minute
            assert sum(item.minutes for item in each.agenda) == length
            assert all(item.minutes == sum(p.minutes for p in item.inside) for item in each.agenda if item.inside)
            assert not any(part.estimated for item in each.agenda for part in (item, *item.inside))
            assert each.agenda[-1].protected


def test_the_workshop_of_the_project_lasts_three_hours_with_a_protected_break() -> None:
    workshop = read((LIBRARY / "common-purpose-2023.yaml").read_bytes()).sessions[0]
    assert (workshop.date, workshop.template) == (date(2023, 2, 16), True)
    assert sum(item.minutes for item in workshop.agenda) == 180
    assert [item.title for item in workshop.agenda if item.kind == "break" and item.protected] == ["Tea break"]


def test_the_workshop_of_the_project_brings_something_to_sort() -> None:
    workshop = read((LIBRARY / "common-purpose-2023.yaml").read_bytes()).sessions[0]
    parts = [part for item in workshop.agenda for part in item.inside]
    (sort,) = (part for part in parts if part.practice == "complexity_sort")
    assert len(sort.settings["issues"]) == 3


# ── What is refused ──────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("content", "line", "words"),
    [
        (session("    capcity: 40"), 4, "no key “capcity”. Did you mean “capacity”?"),
        (session("    date: 2027-02-30"), 4, "“2027-02-30” is not a date"),
        (session("    start: 25:00\n    end: 26:00"), 4, "“25:00” is not a time of day"),
        (session("    start: 16:00\n    end: 13:00"), 5, "end at 13:00, before it starts at 16:00"),
        (session("    start: 16:00"), 4, "Say when the session ends, too."),
        (session("    practices: [P05, P31]"), 4, "no practice “P31”"),
        (session("    zone: Europe/Ashwell"), 4, "not a time zone"),
        (session("    date: 2027-03-28\n    start: 01:30\n    end: 03:00"), 5, "the clocks go forward"),
        (session("    capacity: lots"), 4, "whole number from 1 to 10000"),
        (session("    groups_welcome: perhaps"), 4, "takes yes or no"),
        (session("    confidentiality: secret"), 4, "takes one of room_only"),
        (session(f"    blurb: {'a' * 1201}"), 4, "1 characters over the 1200 that fit"),
        (session("    about: {a: b}"), 4, "must be a list of texts"),
        (session("  - title: one"), 4, "“one” stands on line 3 too"),
        (session("    title: Two"), 4, "“title” stands here twice; it is on line 3 too"),
        (session("    agenda: [{what: Talk, minutes: 10, inside: [{what: A, minutes: 4}]}]"), 4, "add up to 4 minutes"),
        (session("    agenda: [{what: Talk, inside: [{what: A, inside: [B]}]}]"), 4, "nest one level deep"),
        (session("    agenda: [{practice: P16, settings: {nope: 1}}]"), 4, "has no setting “nope”"),
        (session("    agenda: [{practice: P05, round_minutes: minus ten}]"), 4, "whole number from 1 to 480"),
        (session("    agenda: [{what: A, groups: {size: 40}}]"), 4, "“size” takes one of"),
        (session("    start: 13:00\n    end: 14:00\n    agenda: [{what: A, minutes: 50}]"), 6, "there are 60"),
        (session("    start: 13:00\n    end: 14:00\n    agenda: [{at: 12:00, what: A}]"), 6, "starts at 12:00"),
        ("programme: A\nsessions: lots", 2, "must be a list"),
        ("- just\n- a list", 1, "must be a table"),
        ("sessions: []", 1, "needs “programme”"),
        ("programme: A\n  x: [", 2, "not YAML that can be read"),
        ("programme: A\n---\nprogramme: B", 2, "second document"),
        ("programme: !!python/object:os.system A", 1, "Tags (!) are not allowed"),
        ("", 1, "The file is empty."),
        (b"programme: A\nblurb: \xff\xfe", 2, "not text in UTF-8"),
        ("programme: \x00", 1, "not a text file"),
        ("x" * 300_000, 1, "too large"),
        ("[" * 500, 1, "nested too deeply"),
    ],
)
def test_nonsense_is_refused_with_its_line_and_reason(content: str | bytes, line: int, words: str) -> None:
    found = troubles(content)
    assert any(trouble.line == line and words in trouble.reason for trouble in found), found


def test_a_file_that_would_unfold_into_gigabytes_is_refused_at_its_first_anchor() -> None:
    bomb = "a: &a [x, x, x]\n" + "".join(
        f"{k}: &{k} [*{j}, *{j}, *{j}]\n" for j, k in zip("abcdefgh", "bcdefghi", strict=True)
    )
    assert troubles(bomb) == (Trouble(1, troubles(bomb)[0].reason),)
    assert "Anchors" in troubles(bomb)[0].reason


def test_all_troubles_are_told_at_once_in_the_order_of_their_lines() -> None:
    found = troubles(session("    date: soon\n    capacity: -1\n    colour: red"))
    assert [trouble.line for trouble in found] == [4, 5, 6]


# ── There and back ───────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("content", [SERIES, WORKSHOP, *((LIBRARY / f"{name}.yaml").read_text() for name in library())])
def test_what_is_written_reads_as_it_was(content: str) -> None:
    programme = read(content)
    assert read(write(programme)) == programme


words = st.text(st.characters(codec="utf-8", categories=("L", "N", "P", "S", "Zs")), min_size=1, max_size=30).map(
    lambda text: " ".join(text.split())
)
titles = words.filter(lambda text: tidy(text) == text and text != "null" and any(sign.isalnum() for sign in text))
items = st.builds(
    PlannedItem,
    title=titles,
    kind=st.just("talk"),
    minutes=st.integers(1, 240),
    estimated=st.booleans(),
    practice=st.sampled_from(["", *(listed.slug for listed in CATALOGUE)]),
    prompt=st.one_of(st.just(""), titles),
    optional=st.booleans(),
    protected=st.booleans(),
)
sessions = st.builds(
    PlannedSession,
    title=titles,
    slug=st.just(""),
    date=st.none() | st.dates(date(1990, 1, 1), date(2100, 12, 31)),
    about=st.lists(titles, max_size=3).map(tuple),
    earlier=st.booleans(),
    practices=st.lists(st.sampled_from([listed.number for listed in CATALOGUE]), min_size=1).map(tuple),
    capacity=st.integers(1, 500),
    agenda=st.lists(items, max_size=4).map(tuple),
)


@given(titles, st.lists(sessions, max_size=4, unique_by=lambda each: each.title.casefold()))
@settings(max_examples=30, deadline=None)
def test_any_programme_survives_being_written(title: str, listed: list[PlannedSession]) -> None:
    in_order = sorted(listed, key=lambda each: each.earlier)
    named = tuple(replace(each, slug=f"s-{place}") for place, each in enumerate(in_order))
    programme = PlannedProgramme(title=title, slug=usual_slug(title), sessions=named)
    assert read(write(programme)) == programme


def test_the_examples_of_the_documentation_load() -> None:
    page = (Path(__file__).resolve().parents[3] / "docs" / "use" / "programme_file.md").read_text()
    series, agenda = re.findall(r"```yaml\n(.*?)```", page, re.DOTALL)
    assert [each.title for each in read(series).sessions] == ["Common understanding", "Introduction"]
    day = read(f"title: A day\nstart: 13:00\nend: 14:15\n{agenda}").sessions[0]
    assert sum(item.minutes for item in day.agenda) == 75
