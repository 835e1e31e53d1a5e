"""Ids and codes can be said aloud, typed from a screen and put in a URL."""

import os
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from folkmoot.kit.ids import join_code, new_id, normalise_code


def test_an_id_is_twelve_safe_characters() -> None:
    made = {new_id() for _ in range(2_000)}
    assert len(made) == 2_000
    assert all(re.fullmatch("[2-9A-HJ-NP-Za-hjkmnp-z]{12}", one) for one in made)


def test_a_code_has_no_character_that_is_misread() -> None:
    codes = [join_code() for _ in range(2_000)]
    assert all(re.fullmatch("MOOT-[234679CDFGHJKMNPQRTVWXY]{4}", code) for code in codes)
    assert len(set(codes)) > 1_900


@pytest.mark.parametrize(
    "typed",
    [
        "MOOT-7K2Q",
        "moot 7k2q",
        "7K2Q",
        " moot–7k2q ",
        "M00T-7K2Q",
        "7 k 2 q",
        "７Ｋ２Ｑ",
        "moot_7KZQ",
        "MOOT7K2Q\u200b",
    ],
)
def test_reads_a_code_however_it_is_typed(typed: str) -> None:
    assert normalise_code(typed) == "MOOT-7K2Q"


@pytest.mark.parametrize(
    "typed", ["", "MOOT", "MOOT-", "7K2", "7K2QQ", "AEIO", "<script>", "moot-7k2q-moot", "7" * 10**6]
)
def test_refuses_what_cannot_be_a_code(typed: str) -> None:
    assert normalise_code(typed) is None


def test_reads_back_every_code_it_makes() -> None:
    for _ in range(500):
        code = join_code()
        assert normalise_code(code.lower().replace("-", " ")) == code


@given(st.text())
def test_no_text_breaks_the_reading(typed: str) -> None:
    code = normalise_code(typed)
    assert code is None or normalise_code(code) == code


@pytest.mark.skipif(not hasattr(os, "fork"), reason="processes are not forked here")
def test_a_forked_process_makes_ids_of_its_own() -> None:
    new_id()  # randomness for more is drawn with it
    there, here = os.pipe()
    child = os.fork()
    if child == 0:
        os.write(here, " ".join(new_id() for _ in range(5)).encode())
        os._exit(0)
    os.close(here)
    os.waitpid(child, 0)
    theirs = os.read(there, 1000).decode().split()
    os.close(there)
    assert len(theirs) == 5
    assert not set(theirs) & {new_id() for _ in range(200)}
