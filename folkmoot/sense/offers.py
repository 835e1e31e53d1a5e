"""Offers that answer asks, by the words that both share (practice guide, P05)."""

from __future__ import annotations

from folkmoot.sense.restatements import Language, words_by_stem

SHORTEST = 3
"""Letters: shorter words say too little to bring two people together."""
TOO_COMMON = frozenset(
    ("ask", "get", "hand", "help", "know", "like", "need", "offer", "people", "talk", "thing", "work")
)
"""Words that stand in any offer and any ask."""


def shared_words(ask: str, offer: str, language: Language = "en") -> tuple[str, ...]:
    """List the words of an ask that an offer has too, by their stem, as the ask writes them."""
    offered = words_by_stem(offer, language)
    return tuple(
        word
        for stem, word in words_by_stem(ask, language).items()
        if stem in offered and len(word) >= SHORTEST and word not in TOO_COMMON
    )
