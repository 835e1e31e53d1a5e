"""Words are counted as R5 of the practice guide says, with the examples of its Appendix C."""

import re
import sys
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from folkmoot.kit.words import GAP, count_words, longest_clause, words_over

ASHWELL_PURPOSE = (
    "Make it easy and normal for 13–16s in Ashwell to be active after school, because that is when we lose them; "
    "so they feel well and belong, families worry less, and services see fewer crises."
)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("a well-being plan – for all", 5),
        ("", 0),
        ("3 000", 2),
        ("i'r ysgol", 2),
        ("Mae’n hŷn na’r tŵr", 4),
        ("  \n\t ", 0),
        ("one\u00a0two\u2003three\u3000four", 4),
        ("— 🙂 ... &", 0),
        ("مرحبا بالعالم", 2),
        ("हिन्दी में", 2),
        ("½ day", 2),
        (ASHWELL_PURPOSE, 35),
    ],
)
def test_counts_what_people_call_words(text: str, words: int) -> None:
    assert count_words(text) == words


@given(st.lists(st.text(alphabet="aŵ7'-", min_size=1), max_size=60))
def test_joining_words_by_any_gap_counts_each_once(words: list[str]) -> None:
    real = [word for word in words if re.search("[aŵ7]", word)]
    for gap in (" ", "\n", "\u00a0", " \t "):
        assert count_words(gap.join(words)) == len(real)


EVERY_CHARACTER = [chr(point) for point in range(sys.maxunicode + 1)]


def test_a_letter_or_digit_is_the_same_here_and_in_the_browser() -> None:
    """JavaScript's letter and number classes are the Unicode categories L and N: exactly what counts here."""
    for start in range(0, len(EVERY_CHARACTER), 64):
        block = EVERY_CHARACTER[start : start + 64]
        expected = sum(unicodedata.category(character)[0] in "LN" for character in block)
        assert count_words(" ".join(block)) == expected, f"U+{start:04X}"


def test_the_gap_is_the_white_space_of_unicode() -> None:
    python_only = set("\x1c\x1d\x1e\x1f")  # separators that Python strips and Unicode does not call white space
    found = set("".join(re.findall(GAP, "".join(EVERY_CHARACTER))))
    assert found == {character for character in EVERY_CHARACTER if character.isspace()} - python_only


def test_says_how_far_over_the_limit() -> None:
    assert words_over("word " * 47, 40) == 7
    assert words_over("word " * 40, 40) == 0


def test_finds_the_longest_clause() -> None:
    text = "Short one, a very much longer clause than all, end"
    start, end = longest_clause(text)
    assert text[start:end] == "a very much longer clause than all"
    assert longest_clause("— …") == (0, 0)


def test_a_number_or_a_hyphen_does_not_end_a_clause() -> None:
    text = "spend 3,000 on well-being; then rest"
    start, end = longest_clause(text)
    assert text[start:end] == "spend 3,000 on well-being"


@given(st.text())
def test_the_longest_clause_is_a_piece_of_the_text_without_gaps_around(text: str) -> None:
    start, end = longest_clause(text)
    assert 0 <= start <= end <= len(text)
    assert text[start:end] == text[start:end].strip()
    assert count_words(text[start:end]) <= count_words(text)
