"""Five elements: statements are descriptions, the absent are roles, and there is no total."""

import re

import pytest

from folkmoot.practice_kit.contract import Finding, Given, Seen
from folkmoot.practice_kit.fields import Refused, accept
from folkmoot.practice_kit.hints import hints
from folkmoot.practices.five_elements.entries import ELEMENTS, TITLES, Absence, Connection, ElementCheck
from folkmoot.practices.five_elements.practice import PRACTICE


def checks(element: str, chosen: str) -> list[Seen]:
    return [
        Seen(f"{element}{number}", "check", {"anchor": anchor}, about=element) for number, anchor in enumerate(chosen)
    ]


def absence(key: str, actor: str) -> Seen:
    return Seen(key, "absence", {"actor": actor})


def by_key(*entries: Seen, given: Given | None = None) -> dict[str, Finding]:
    return {finding.key: finding for finding in PRACTICE.read(entries, given or Given(present=4))}


def test_each_element_has_four_statements_of_its_own() -> None:
    assert list(TITLES) == ["purpose", "what_why_who", "absent", "trust", "clumsy"]
    statements = [statement for element in ELEMENTS for statement in (element.options or {}).values()]
    assert len(set(statements)) == 20
    assert PRACTICE.subjects("check") == ELEMENTS


def test_a_fifth_statement_is_refused() -> None:
    with pytest.raises(Refused, match="Choose one of"):
        accept(ElementCheck, {"anchor": "5"})


def test_a_spread_shows_the_statements_with_counts() -> None:
    found = by_key(*checks("absent", "112"))["spread:absent"]
    assert found.rows == (
        ("We have never asked.", "2"),
        ("We know who is missing.", "1"),
        ("We have invited them.", "0"),
        ("They shape what we do.", "0"),
    )
    assert found.text == "Who isn’t in the room: 3 chose. 1 left it blank."


def test_people_talk_first_about_where_they_differ_most() -> None:
    found = by_key(*checks("purpose", "3333"), *checks("trust", "1234"), *checks("clumsy", "3344"))
    assert (found["widest"].about, found["widest"].tone) == ("trust", "look")
    assert "widest" not in by_key(*checks("purpose", "3333"))


def test_and_about_where_most_chose_the_first_statements() -> None:
    found = by_key(*checks("purpose", "2233"), *checks("absent", "1112"), *checks("trust", "1233"))
    assert found["furthest"].about == "absent"
    assert "furthest" not in by_key(*checks("purpose", "2233"))


def test_there_is_no_total_mean_or_share() -> None:
    found = by_key(*checks("purpose", "1234"), *checks("trust", "1144"))
    words = " ".join(finding.text + str(finding.rows) for finding in found.values())
    assert not re.search(r"\d[.,]\d|%|total|average|score", words)


def test_an_absence_asks_for_a_role() -> None:
    assert hints(Absence, {"actor": "Mrs Patel"})
    assert hints(Absence, {"actor": "night-shift parents"}) == ()


def test_whoever_offers_to_reach_the_absent_is_named_and_gets_a_step() -> None:
    connection = PRACTICE.kind("connection")
    assert (connection.attribution, connection.about) == ("named", "absence")
    assert PRACTICE.kind("absence").attribution == "hidden"
    assert connection.step is not None
    draft = connection.step(accept(Connection, {"text": "Ask my neighbour"}))
    assert draft is not None
    assert draft.title == "Ask my neighbour"


def test_the_absent_whom_nobody_reaches_yet_are_counted() -> None:
    reached = Seen("c", "connection", {"text": "Ask my neighbour"}, about="a")
    found = by_key(absence("a", "bus drivers"), absence("b", "parents"), reached)
    assert found["unreached"].text.startswith("Not reached yet: 1.")
    assert "unreached" not in by_key(absence("a", "bus drivers"), reached)


def test_roles_named_in_earlier_work_are_asked_after_unless_they_are_on_the_list() -> None:
    actors = tuple(Seen(title, "actor", {"title": title}) for title in ("a mother on nights", "Bus drivers"))
    found = by_key(absence("a", "bus drivers"), given=Given(stage="absent", actors=actors))
    assert found["known"].rows == (("a mother on nights", ""),)
    assert "known" not in by_key(given=Given(stage="place", actors=actors))


@pytest.mark.parametrize(
    ("element", "practice"),
    [
        ("purpose", "“Common purpose”"),
        ("what_why_who", "“Common purpose”"),
        ("absent", "“Actor map”"),
        ("trust", "“Coffee trial” or “Difficult conversation”"),
        ("clumsy", "“Small steps”"),
    ],
)
def test_the_chosen_element_brings_a_practice_that_may_help(element: str, practice: str) -> None:
    found = by_key(Seen("f", "focus", {"element": element, "gap": ""}))
    assert found["help:f"].text.endswith(f"try {practice}.")
