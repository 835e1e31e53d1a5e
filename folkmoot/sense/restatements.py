"""Comparing a statement with how people restate it from memory: words that got lost, and words that people add.

Two short lists and no score (practice guide, P14 and Appendix C). Words are compared in lower case, without stop-words,
by their stem: the Snowball stemmer for English (M. F. Porter, "Snowball: a language for stemming algorithms", 2001).
There is none for Welsh: there words are compared as they are, without what is elided onto them ("i'r" is "i"), and a
mutated word counts as another word.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, Literal

from folkmoot.sense.stop_words import ENGLISH, WELSH

Language = Literal["en", "cy"]

ADDED_BY = 3
"""In how many restatements a word must be, to be one that people add: so it points to nobody."""

_WORD = re.compile(r"[^\W_]+(?:['’-][^\W_]+)*")


@dataclass(frozen=True, slots=True)
class Comparison:
    """Words as people wrote them, in lower case: the statement's in its order, the added ones commonest first."""

    lost: tuple[str, ...]
    added: tuple[str, ...]


def compare(statement: str, restatements: Sequence[str], language: Language = "en") -> Comparison:
    """Compare a statement with its restatements; empty ones are left out.

    Lost are the statement's words that are absent from more than half of the restatements. Added are words that the
    statement has not, and three or more restatements have.
    """
    said = [words for text in restatements if (words := words_by_stem(text, language))]
    ours = words_by_stem(statement, language)
    heard = Counter(stem for words in said for stem in words)
    lost = [word for stem, word in ours.items() if 2 * (len(said) - heard[stem]) > len(said)]
    new = [stem for stem, people in heard.items() if people >= ADDED_BY and stem not in ours]
    spelt = {stem: _commonest([words[stem] for words in said if stem in words]) for stem in new}
    return Comparison(
        tuple(lost), tuple(sorted(spelt.values(), key=lambda word: (-heard[_stem(word, language)], word)))
    )


def words_by_stem(text: str, language: Language) -> dict[str, str]:
    """List the words that carry meaning, by stem, each as it is first written."""
    found: dict[str, str] = {}
    for word in _WORD.findall(text.lower().replace("’", "'")):
        plain = word.split("'")[0] if language == "cy" else word
        if plain not in (WELSH if language == "cy" else ENGLISH):
            found.setdefault(_stem(plain, language), plain)
    return found


def _stem(word: str, language: Language) -> str:
    joined = word.replace("-", "")
    return joined if language == "cy" else _english(joined)


@cache
def _stemmer() -> Any:
    import snowballstemmer  # type: ignore[import-untyped] # it ships no types; every language of it comes along

    return snowballstemmer.stemmer("english")


def _english(word: str) -> str:
    return str(_stemmer().stemWord(word))


def _commonest(words: Sequence[str]) -> str:
    count = Counter(words)
    return min(count, key=lambda word: (-count[word], word))
