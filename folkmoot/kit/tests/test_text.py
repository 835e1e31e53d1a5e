"""Names and notes are cleaned of what cannot be seen, and never shortened."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from folkmoot.kit.text import LONG, NOTE, PARA, SHORT, initials, length, over_by, tidy, tidy_lines

FAMILY = "👩‍👩‍👧"
WALES = "🏴\U000e0067\U000e0062\U000e0077\U000e006c\U000e0073\U000e007f"


def test_the_limits_are_those_of_the_guide() -> None:
    assert (SHORT, NOTE, PARA, LONG) == (80, 280, 1_200, 6_000)


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("  Nia   Rees ", "Nia Rees"),
        ("Sia\u0302n", "Siân"),
        ("Bea\u0000\u0007", "Bea"),
        ("Bea\nZed", "Bea Zed"),
        ("Bea\u2028Zed", "Bea Zed"),
        ("\u202eeeD\u202c", "eeD"),
        ("De\u200be", "Dee"),
        (f"{FAMILY} Ken", f"{FAMILY} Ken"),
        (WALES, WALES),
        ("ليلى", "ليلى"),
        ("דנה\u200f", "דנה\u200f"),
        ("می\u200cخواهم", "می\u200cخواهم"),
        ("\ud83d", ""),
        ("\u200e\u200d \u3164", ""),
        ("\ufe0f", ""),
    ],
)
def test_tidies_a_name_and_keeps_its_script(typed: str, kept: str) -> None:
    assert tidy(typed) == kept


@given(st.text(alphabet=st.characters(exclude_categories=())))
def test_what_is_tidy_stays_so_and_can_be_stored(text: str) -> None:
    once = tidy(text)
    assert tidy(once) == once
    assert "\n" not in once
    assert not any(unicodedata.category(character) in {"Cc", "Cs"} for character in once)
    once.encode("utf-8")


@given(st.text(alphabet=st.characters(categories=["L", "Nd", "P", "So"])))
def test_letters_digits_and_signs_are_never_lost(text: str) -> None:
    tidied = tidy(text)
    if any(character not in "\u115f\u1160\u2800\u3164\uffa0" for character in text):
        assert tidied == unicodedata.normalize("NFC", text)


def test_a_five_megabyte_paste_is_kept_whole() -> None:
    paste = "word " * 1_000_000
    assert len(tidy_lines(paste)) == len(paste) - 1


def test_lines_of_a_longer_text_are_kept() -> None:
    assert tidy_lines("  one  \r\ntwo\r\r\n\n\n\nthree\n") == "one\ntwo\n\nthree"


def test_length_counts_composed_characters_and_one_for_a_line_break() -> None:
    assert length("Sia\u0302n\r\nDee") == 8
    assert over_by("x" * 283, NOTE) == 3
    assert over_by("x" * 280, NOTE) == 0


@pytest.mark.parametrize(
    ("name", "mark"),
    [
        ("Nia Rees", "NR"),
        ("Bea", "B"),
        ("Mary Jane van Dyke", "MD"),
        ("ŵyn o'r tŵr", "ŴT"),
        ("ß", "ß"),
        ("(Ken)", "K"),
        ("ليلى حسن", "لح"),
        (f"{FAMILY}👍", FAMILY),
        ("👍🏽!", "👍🏽"),
        ("🇬🇧🇫🇷", "🇬🇧"),
        (WALES, WALES),
        ("हिन्दी", "हि"),
        ("", "?"),
        ("\u200b", "?"),
    ],
)
def test_initials_suit_every_name(name: str, mark: str) -> None:
    assert initials(name) == mark


@given(st.text())
def test_initials_are_never_empty(name: str) -> None:
    assert initials(name)
