"""Nobody receives words that are not for them: on any socket, page, mail, file, line of the log, or in any address."""

from __future__ import annotations

import io
import re

import pypdf
from django.db import connection

from tests.scenario import cast, scene_5_closing
from tests.scenario import scene_6_traces as scenes
from tests.scenario.play import Play, Seen
from tests.scenario.watch import MARK, Watch

CROWD = (*cast.BOOKED, *cast.WAITING)
HOST = "Ashwell Active"
"""An organisation that people work for, and the programme's host, whose name stands on everything."""


async def test_no_frame_brought_anybody_words_that_were_not_for_them_then(play: Play) -> None:
    await play.to(scenes.everywhere)
    watch = play.workshop.watch
    assert watch.leaked() == ""
    assert watch.frames > 10_000
    assert len(watch.author) > 400
    assert sum(times > 0 for times in watch.told.values()) > 200  # it would have noticed: these were received, when due


def test_the_watch_notices_words_that_come_too_early_too_far_or_again() -> None:
    watch = Watch()
    bea = watch.mark("Bea")
    watch.hear("Bea", f'{{"text":"mine {bea}"}}')
    assert watch.leaked() == ""
    watch.hear("Dee", f'{{"text":"yours {bea}"}}')
    watch.open([bea], ["Dee"])
    watch.hear("Dee", f'{{"text":"yours {bea}"}}')
    watch.hear("Zed", f'{{"text":"yours {bea}"}}')
    watch.take_back(bea)
    watch.hear("Bea", f'{{"text":"mine {bea}"}}')
    assert [(leak.receiver, leak.author) for leak in watch.leaks] == [("Dee", "Bea"), ("Zed", "Bea"), ("Bea", "Bea")]


async def test_a_page_shows_one_s_own_words_one_s_group_s_products_and_what_was_let_go(play: Play) -> None:
    seen = await play.to(scenes.everywhere)
    let_go = set(MARK.findall(seen.files["json"]))
    for first in ("Bea", "Ife"):
        walk = seen.walks[first]
        found = walk.marks
        own = {mark for mark, author in seen.marks.items() if author == first}
        ours = {mark for mark in seen.products if seen.marks[mark] in seen.groups[first]}
        issues = {mark for issue in seen.issues for mark in MARK.findall(issue)}  # what one's own placements are about
        others = found - own - ours - let_go - issues
        assert not others, {mark: walk.where(mark) for mark in others}
        assert found & own


async def test_who_was_not_there_reads_nobody_s_words(play: Play) -> None:
    seen = await play.to(scenes.everywhere)
    for first in ("passer-by", "Zed"):
        assert len(seen.walks[first].pages) > 10
        assert seen.walks[first].marks == set()


async def test_the_administrator_reads_the_record_and_no_contributions(play: Play) -> None:
    seen = await play.to(scenes.everywhere)
    assert seen.walks["Ann"].marks == set(MARK.findall(seen.files["json"]))
    assert any("/desk/" in path for path in seen.walks["Ann"].pages)


async def test_who_ran_it_reads_feedback_without_names_and_what_may_leave(play: Play) -> None:
    seen = await play.to(scenes.everywhere)
    let_go = set(MARK.findall(seen.files["json"]))
    feedback = {mark for mark in seen.marks if any(mark in text for text in _preview(seen))} - let_go
    for first in ("Nia", "Tom", "Asha"):
        own = {mark for mark, author in seen.marks.items() if author == first}
        assert seen.walks[first].marks <= let_go | feedback | own
    assert 0 < len(feedback) <= scene_5_closing.GAVE_FEEDBACK


def _preview(seen: Seen) -> list[str]:
    return [text for path, text in seen.walks["Nia"].pages.items() if path.endswith("/preview/")]


async def test_who_has_booked_is_shown_to_nobody_but_the_team(play: Play) -> None:
    seen = await play.to(scenes.everywhere)
    for first in ("passer-by", "Zed", "Bea", "Ife"):
        for path, text in seen.walks[first].pages.items():
            others = [part for part in CROWD if part.first != first]
            assert not [part.email for part in others if part.email in text], path
            assert not [part.name for part in others if part.name in text], path


async def test_no_mail_holds_anybody_s_words_or_tells_of_anybody_else(play: Play) -> None:
    seen = await play.to(scenes.everywhere)
    assert len(seen.mails) > 150
    for mail in seen.mails:
        text = " ".join(mail[name] for name in ("subject", "text", "html", "calendar"))
        assert not MARK.findall(text), mail["kind"]
        others = [part for part in CROWD if part.email != mail["to"]]
        assert not [part.name for part in others if part.name in text or part.email in text], mail["kind"]


async def test_nothing_that_is_exported_tells_who_said_it_or_where_they_work(play: Play) -> None:
    seen = await play.to(scenes.everywhere)
    pages = pypdf.PdfReader(io.BytesIO(seen.pdf.content)).pages
    files = {**seen.files, "pdf": " ".join(page.extract_text() for page in pages)}
    for kind, text in files.items():
        assert MARK.findall(text), kind
        people = [part.name for part in CROWD if part.name in text]
        places = {part.organisation for part in CROWD} - {HOST}
        assert (people, [place for place in places if place in text]) == ([], []), kind
        assert not [one for one in seen.ids if one in text], kind
        assert "@" not in text, kind


async def test_one_s_own_download_holds_nobody_else_s_words_or_name(play: Play) -> None:
    seen = await play.to(scenes.everywhere)
    mine = seen.walks["Bea"].pages["/me/everything.json"]
    found = set(MARK.findall(mine))
    assert found
    assert {seen.marks[mark] for mark in found - seen.products} == {"Bea"}
    assert {seen.marks[mark] for mark in found} <= seen.groups["Bea"]


async def test_the_server_s_log_holds_no_words_names_addresses_or_links(play: Play) -> None:
    seen = await play.to(scenes.everywhere)
    assert "READY" in seen.log
    assert not MARK.findall(seen.log)
    assert not [part.email for part in CROWD if part.email in seen.log or part.name in seen.log]
    assert not [token for token in seen.tokens if token in seen.log]
    assert len(seen.tokens) > 100


async def test_no_address_of_a_page_holds_words_or_names(play: Play) -> None:
    seen = await play.to(scenes.everywhere)
    addresses = {address for found in seen.walks.values() for address in found.addresses}
    assert len(addresses) > 100
    assert not [address for address in addresses if MARK.search(address)]
    names = [part.name.lower().split() for part in CROWD]
    slugs = {separator.join(name) for name in names for separator in ("-", "_", "+", "%20")}
    assert not [address for address in addresses if any(slug in address.lower() for slug in slugs)]
    emails = re.compile(r"[\w.]+(?:@|%40)(?!folkmoot)[\w.-]+\.example")
    assert not [address for address in addresses if emails.search(address)]


async def test_the_log_of_the_session_holds_nobody_s_words(play: Play) -> None:
    seen = await play.to(scenes.everywhere)
    assert len(seen.events) > 1000
    assert not [body for body in seen.events if MARK.search(body)]
    assert not [result for result in seen.results if MARK.search(result)]


async def test_what_was_withdrawn_is_found_nowhere_in_the_database(play: Play) -> None:
    seen = await play.to(scenes.taken_back)
    assert len(seen.gone) >= 6
    assert len(seen.withdrawn) > len(seen.gone)
    assert {mark: seen.tables[mark] for mark in seen.withdrawn if mark in seen.tables} == {}
    assert len(seen.tables) > 300  # what was not withdrawn is found
    assert {table for tables in seen.tables.values() for table in tables} <= {"record_entry", "record_draft"}


async def test_what_was_withdrawn_is_found_in_no_file_of_the_server(play: Play) -> None:
    seen = await play.to(scenes.taken_back)
    assert {mark: seen.files[mark] for mark in seen.withdrawn if mark in seen.files} == {}
    assert len(seen.files) > 300 or connection.vendor != "sqlite"
    assert {file for files in seen.files.values() for file in files} <= {"folkmoot.sqlite3", "folkmoot.sqlite3-wal"}
