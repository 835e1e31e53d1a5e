"""Reactions to the statements of a talk: for their author alone, about what the host wrote."""

from folkmoot.practice_kit.contract import Given, Seen
from folkmoot.practices.statements.entries import REACTIONS, STATEMENTS
from folkmoot.practices.statements.practice import PRACTICE

reaction = PRACTICE.kind("reaction")


def test_nobody_else_ever_receives_one_nor_how_many_there_are() -> None:
    assert (reaction.shown_from, reaction.seen_by, reaction.counted) == (None, "private", "nobody")
    assert not reaction.choose_audience
    assert PRACTICE.privacy == 3


def test_nothing_is_read_from_them() -> None:
    entries = [Seen(str(n), "reaction", {"reaction": "no"}, about="s1") for n in range(40)]
    assert PRACTICE.read(entries, Given(present=40)) == ()


def test_what_is_reacted_to_is_what_the_host_wrote() -> None:
    written = PRACTICE.subjects("reaction", {"statements": ["Trust sets the pace.", "Rank helps little."]})
    assert [(one.key, one.title) for one in written] == [("s1", "Trust sets the pace."), ("s2", "Rank helps little.")]


def test_ten_statements_are_there_to_begin_with() -> None:
    assert [each.title for each in PRACTICE.subjects("reaction")] == STATEMENTS
    assert len(STATEMENTS) == 10


def test_not_knowing_is_an_answer() -> None:
    assert "unsure" in REACTIONS
