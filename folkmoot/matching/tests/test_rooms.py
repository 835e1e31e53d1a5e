"""Rooms are numbered for the fewest moves."""

from __future__ import annotations

from itertools import permutations

from hypothesis import given, settings
from hypothesis import strategies as st

from folkmoot.matching.rooms import count_moves, number_rooms

PEOPLE = "abcdefghijkl"


def test_groups_that_have_met_nowhere_keep_their_order() -> None:
    assert number_rooms([["a", "b"], ["c", "d"], ["e"]], {}) == [1, 2, 3]


def test_a_group_gets_the_room_in_which_most_of_it_is() -> None:
    rooms = {"a": 3, "b": 3, "c": 1, "d": 2}
    assert number_rooms([["a", "b", "c"], ["d", "e"], ["f"]], rooms) == [3, 2, 1]


def test_a_room_that_is_no_more_is_nobodys() -> None:
    assert sorted(number_rooms([["a"], ["b"]], {"a": 9, "b": 8})) == [1, 2]


def test_a_pinned_group_keeps_its_number() -> None:
    rooms = {"a": 2, "b": 1}
    assert number_rooms([["a"], ["b"]], rooms) == [2, 1]
    assert number_rooms([["a"], ["b"]], rooms, fixed={0: 1}) == [1, 2]


def test_no_groups_have_no_numbers() -> None:
    assert number_rooms([], {"a": 1}) == []


@settings(max_examples=60, deadline=None)
@given(
    st.lists(st.integers(0, 4), min_size=12, max_size=12),
    st.dictionaries(st.sampled_from(PEOPLE), st.integers(1, 5)),
)
def test_no_other_numbering_needs_fewer_moves(seats: list[int], rooms: dict[str, int]) -> None:
    groups = [[person for person, seat in zip(PEOPLE, seats, strict=True) if seat == place] for place in range(5)]
    numbers = number_rooms(groups, rooms)
    assert sorted(numbers) == [1, 2, 3, 4, 5]
    fewest = min(count_moves(groups, other, rooms) for other in permutations(range(1, 6)))
    assert count_moves(groups, numbers, rooms) == fewest
