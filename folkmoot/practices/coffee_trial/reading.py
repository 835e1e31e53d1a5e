"""What can be said about the wall of offers and asks: how many there are, and which might fit each other."""

import re
from collections.abc import Sequence

from folkmoot.practice_kit.contract import Finding, Given, Seen

MOST_FITS = 5
WORD = re.compile(r"[^\W\d_]{4,}")
EMPTY_WORDS = (
    "about again also anyone anything because been being could does doing done from give good half hand hands have help"
    " hour into just know like look make many more most much need offer other over people some someone than that their"
    " them then there they thing things think this time through want well what when where which while will with work"
    " would write your ours morning afternoon"
)
EMPTY = frozenset(EMPTY_WORDS.split())


def read(entries: Sequence[Seen], given: Given) -> tuple[Finding, ...]:
    """Count what is on the wall, and lay offers beside asks that share a word. Nobody is named."""
    cards = sorted((entry for entry in entries if entry.kind == "offer"), key=lambda entry: entry.id)
    if not cards:
        return ()
    offers = [card for card in cards if card.body["offer"]]
    asks = [card for card in cards if card.body["ask"]]
    found = [Finding("wall", f"On the wall: {_many(len(offers), 'offer')} and {_many(len(asks), 'ask')}.")]
    if fits := _fits(offers, asks):
        found.append(Finding("fits", "These share a word. Worth a talk?", tone="good", rows=fits))
    return tuple(found)


def _fits(offers: Sequence[Seen], asks: Sequence[Seen]) -> tuple[tuple[str, str], ...]:
    pairs = [
        (offer.body["offer"], ask.body["ask"])
        for offer in offers
        for ask in asks
        if offer.id != ask.id and not _words(offer.body["offer"]).isdisjoint(_words(ask.body["ask"]))
    ]
    return tuple(pairs[:MOST_FITS])


def _words(text: str) -> frozenset[str]:
    """The words that carry meaning, plurals as singulars."""
    words = (word.lower() for word in WORD.findall(text))
    return frozenset(word.removesuffix("s") for word in words if word not in EMPTY)


def _many(count: int, word: str) -> str:
    return f"{count} {word}" if count == 1 else f"{count} {word}s"
