"""A spread is counts and an order for talking."""

from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from folkmoot.sense.spread import in_words, spread, widest_first

OPTIONS = ("clear", "complicated", "complex", "chaotic", "confused")
choices = st.lists(st.sampled_from(OPTIONS))


def test_the_issue_of_scenario_a_splits_as_written() -> None:
    votes = ["complicated"] * 18 + ["complex"] * 17 + ["confused"] * 3
    found = spread("boiler", votes, OPTIONS, present=40)
    assert found.counts == {"clear": 0, "complicated": 18, "complex": 17, "chaotic": 0, "confused": 3}
    assert found.blank == 2
    assert found.apart == Fraction(20, 38)


def test_a_choice_that_is_no_option_counts_as_blank() -> None:
    found = spread("boiler", ["complex", "purple"], OPTIONS, present=2)
    assert (found.chosen, found.blank) == (1, 1)


def test_somebody_who_left_makes_no_negative_blank() -> None:
    assert spread("boiler", ["clear"] * 3, OPTIONS, present=2).blank == 0


def test_the_widest_comes_first_and_ties_keep_their_order() -> None:
    alike = spread("form", ["clear"] * 4, OPTIONS, 4)
    split = spread("shelter", ["clear", "complex", "chaotic", "confused"], OPTIONS, 4)
    half = spread("girls", ["clear", "clear", "complex", "complex"], OPTIONS, 4)
    half_too = spread("bus", ["chaotic", "clear"], OPTIONS, 4)
    nobody = spread("kit", [], OPTIONS, 4)
    ordered = [each.subject for each in widest_first([nobody, alike, half, split, half_too])]
    assert ordered == ["shelter", "girls", "bus", "kit", "form"]


def test_counts_are_said_largest_first() -> None:
    assert in_words({"clear": 1, "complicated": 18, "complex": 17}, 2) == (
        "18 complicated, 17 complex and 1 clear; 2 left it blank."
    )
    assert in_words({"clear": 3, "complex": 0}, 0) == "3 clear."
    assert in_words({"clear": 0}, 4) == "4 left it blank."
    assert in_words({"clear": 0}, 0) == "Nobody has chosen yet."


@given(choices, st.integers(0, 60))
def test_everybody_present_is_counted_once(made: list[str], more: int) -> None:
    found = spread("any", made, OPTIONS, present=len(made) + more)
    assert found.chosen + found.blank == len(made) + more
    assert 0 <= found.apart < 1


@given(choices)
def test_all_alike_is_no_spread_and_only_that(made: list[str]) -> None:
    assert (spread("any", made, OPTIONS, len(made)).apart == 0) == (len(set(made)) <= 1)
