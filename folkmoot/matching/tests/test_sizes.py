"""Group sizes: those of Appendix C and the scenarios, and nobody alone for any number of people."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from folkmoot.matching import Form, Size, coffee_sizes, form_for
from folkmoot.matching.sizes import even_sizes, group_counts


@pytest.mark.parametrize(
    ("people", "form", "sizes"),
    [
        (38, Form.THREES, [3] * 12 + [2]),
        (22, Form.THREES, [3] * 6 + [2] * 2),
        (40, Form.THREES, [3] * 12 + [2] * 2),
        (40, Form.THREES_NO_PAIRS, [3] * 12 + [4]),
        (22, Form.PAIRS, [2] * 11),
        (23, Form.PAIRS, [2] * 10 + [3]),
        (0, Form.THREES, []),
        (1, Form.THREES, [1]),
        (2, Form.THREES_NO_PAIRS, [2]),
        (5, Form.THREES_NO_PAIRS, [3, 2]),
    ],
)
def test_coffee_sizes(people: int, form: Form, sizes: list[int]) -> None:
    assert list(coffee_sizes(people, form)) == sizes


@given(st.integers(2, 500), st.sampled_from(Form))
def test_a_coffee_round_places_everyone_and_leaves_nobody_alone(people: int, form: Form) -> None:
    sizes = coffee_sizes(people, form)
    assert sum(sizes) == people
    assert set(sizes) <= {2, 3, 4}
    odd = {Form.THREES: 2, Form.PAIRS: 3, Form.THREES_NO_PAIRS: 4}[form]
    assert sizes.count(odd) <= 2 or people < 6


def test_threes_want_fifteen_minutes_in_session() -> None:
    assert form_for(15, in_session=True) is Form.THREES
    assert form_for(14, in_session=True) is Form.PAIRS
    assert form_for(30, in_session=False) is Form.PAIRS


@pytest.mark.parametrize(
    ("people", "size", "groups"),
    [
        (40, Size.between(4, 5), 9),
        (40, Size(), 8),
        (38, Size(), 8),
        (7, Size.between(4, 5), 2),
        (2, Size(), 1),
        (1, Size(), 1),
    ],
)
def test_how_many_breakout_groups(people: int, size: Size, groups: int) -> None:
    assert group_counts(people, size)[0] == groups


@given(st.integers(1, 400), st.integers(2, 5), st.integers(0, 4))
def test_sizes_stay_in_range_whenever_they_can(people: int, smallest: int, more: int) -> None:
    size = Size.between(smallest, smallest + more)
    sizes = even_sizes(people, group_counts(people, size)[0])
    assert sum(sizes) == people
    assert sizes[0] - sizes[-1] <= 1
    possible = any(smallest * count <= people <= (smallest + more) * count for count in range(1, people + 1))
    if possible:
        assert smallest <= sizes[-1] <= sizes[0] <= smallest + more
    assert sizes[-1] > 1 or people == 1


def test_a_size_out_of_its_own_range_is_refused() -> None:
    with pytest.raises(ValueError, match="between its smallest and its largest"):
        Size(target=7, smallest=3, largest=6)
