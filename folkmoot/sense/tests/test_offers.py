"""Offers that answer asks: words in common, by their stem, that say something."""

import pytest

from folkmoot.sense.offers import shared_words


@pytest.mark.parametrize(
    ("ask", "offer", "shared"),
    [
        ("Somebody who knows funding bids", "I write a bid for funding every year", ("funding", "bids")),
        ("Help with maps", "I could help with a map", ("maps",)),
        ("Help with something", "I could offer help", ()),
        ("A swimming coach", "I bake", ()),
        ("", "anything", ()),
        ("anything", "", ()),
    ],
)
def test_words_are_compared_by_their_stem_and_common_ones_say_nothing(
    ask: str, offer: str, shared: tuple[str, ...]
) -> None:
    assert shared_words(ask, offer) == shared


def test_welsh_words_are_compared_as_they_are() -> None:
    assert shared_words("Help gyda nofio", "Rwy’n dysgu nofio", "cy") == ("nofio",)
