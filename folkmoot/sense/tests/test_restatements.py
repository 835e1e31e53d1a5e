"""Restatements from memory are compared by words, in two short lists."""

from hypothesis import given
from hypothesis import strategies as st

from folkmoot.sense.restatements import Comparison, compare

STATEMENT = "Make it easy and normal for teenagers in Ashwell to be active after school."


def test_words_that_more_than_half_left_out_are_lost() -> None:
    told = ["Active teenagers in Ashwell", "Teenager activity after school", "Make activity easy in Ashwell"]
    assert compare(STATEMENT, told).lost == ("easy", "normal", "school")


def test_exactly_half_is_not_more_than_half() -> None:
    assert compare("Active families", ["active", "families"]).lost == ()


def test_words_that_three_people_add_are_listed_the_commonest_first() -> None:
    told = ["friends and fun", "fun with a friend", "friends, fun!", "fun", "swimming", "swimming"]
    assert compare(STATEMENT, told).added == ("fun", "friends")


def test_a_word_that_two_people_add_points_to_them_and_is_not_listed() -> None:
    assert compare(STATEMENT, ["fun fun fun fun", "fun", "school"]).added == ()


def test_forms_of_a_word_are_one_word() -> None:
    told = ["Families' well-being", "family wellbeing", "the families’ wellbeing"]
    assert compare("Family wellbeing", told) == Comparison((), ())


def test_stop_words_are_no_words() -> None:
    assert compare("We'll be there for them", ["it isn't what we were about"] * 3) == Comparison((), ())


def test_without_restatements_nothing_is_lost() -> None:
    assert compare(STATEMENT, []) == Comparison((), ())
    assert compare(STATEMENT, ["", " – "]) == Comparison((), ())


def test_welsh_is_compared_without_its_small_words_and_elisions() -> None:
    told = [
        "Mae'r teulu yn yr ysgol",
        "teulu a'r ysgol",
        "ysgol a theulu i'r teulu",
        "y plant",
        "plant",
        "plant o'r ysgol",
    ]
    assert compare("Teulu, ysgol a chymuned", told, "cy") == Comparison(("chymuned",), ("plant",))


@given(st.text(max_size=80), st.lists(st.text(max_size=80), max_size=6))
def test_any_text_can_be_compared_and_the_lists_never_overlap(statement: str, told: list[str]) -> None:
    found = compare(statement, told)
    assert not set(found.lost) & set(found.added)


@given(st.text(alphabet="abc de", max_size=60), st.integers(1, 5))
def test_nothing_is_lost_or_added_when_all_say_the_same(statement: str, people: int) -> None:
    assert compare(statement, [statement] * people) == Comparison((), ())
