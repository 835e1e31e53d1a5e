"""No small number that is hidden can be worked out from what is shown."""

from collections import defaultdict
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from folkmoot.sense.small_numbers import Table, suppress

COUNTS = st.dictionaries(st.text("abcdefgh", min_size=1, max_size=2), st.integers(0, 30), max_size=8)


def texts(table: Table) -> dict[str, str]:
    return {row.category: row.text for row in table.rows}


def test_a_table_without_small_numbers_is_shown_as_it_is() -> None:
    table = suppress({"NHS": 12, "housing": 0, "education": 5})
    assert texts(table) == {"NHS": "12", "housing": "0", "education": "5"}
    assert table.total == 17


def test_a_category_with_two_people_is_fewer_than_five_and_the_next_smallest_is_not_shown() -> None:
    """A35, and why one hidden category is not enough: the total would tell."""
    table = suppress({"NHS": 20, "housing": 2, "education": 9, "business": 9})
    assert texts(table) == {"NHS": "20", "housing": "fewer than 5", "education": "not shown", "business": "9"}
    assert table.total == 40


def test_the_total_stays_where_it_gives_nothing_away() -> None:
    assert suppress({"NHS": 20, "housing": 2, "education": 9}).total == 31
    two_small = suppress({"NHS": 20, "housing": 2, "education": 4})
    assert texts(two_small) == {"NHS": "20", "housing": "fewer than 5", "education": "fewer than 5"}
    assert two_small.total == 26


def test_two_categories_that_total_under_five_need_a_third() -> None:
    table = suppress({"NHS": 20, "housing": 1, "education": 2, "business": 8})
    assert texts(table)["business"] == "not shown"
    assert table.total == 31


def test_two_fours_would_be_given_away_by_their_total() -> None:
    table = suppress({"housing": 4, "education": 4})
    assert table.total is None
    assert {row.count for row in table.rows} == {None}


def test_one_and_five_would_be_given_away_by_their_total() -> None:
    assert suppress({"housing": 1, "education": 5}).total is None


def test_nobody_and_very_few_people() -> None:
    assert suppress({}) == Table((), 0)
    assert suppress({"NHS": 3}).total is None


@pytest.mark.parametrize(("categories", "threshold"), [(1, 5), (2, 5), (3, 5), (4, 5), (3, 3), (3, 4), (3, 7)])
def test_somebody_who_knows_the_rule_and_tries_every_table_learns_no_small_number(
    categories: int, threshold: int
) -> None:
    """All tables that look alike when shown must differ in every small number they hide."""
    reach = 2 * threshold + 2 if categories < 4 else threshold + 3
    beyond = (threshold - 2) * max(1, categories - 1)  # so much larger may the hidden category of a like table be
    alike: defaultdict[Table, list[tuple[int, ...]]] = defaultdict(list)
    for counts in product(range(reach + beyond + 1), repeat=categories):
        alike[suppress({f"c{place}": count for place, count in enumerate(counts)}, threshold)].append(counts)
    for table, tables in alike.items():
        if min(max(counts) for counts in tables) <= reach:
            for place, row in enumerate(table.rows):
                if row.text.startswith("fewer"):
                    assert len({counts[place] for counts in tables}) > 1, (table, tables)


@given(COUNTS)
def test_a_shown_total_leaves_every_small_number_open(counts: dict[str, int]) -> None:
    """With simple sums alone: the small ones are 1 to 4, another hidden one is 5 or more."""
    table = suppress(counts)
    small = [row for row in table.rows if row.text == "fewer than 5"]
    other = [row for row in table.rows if row.text == "not shown"]
    if table.total is not None and small:
        hidden = table.total - sum(row.count or 0 for row in table.rows)
        assert hidden >= 5
        for row in small:
            least = 5 * len(other) + len(small) - 1
            most = hidden if other else 4 * (len(small) - 1)
            possible = [one for one in range(1, 5) if least <= hidden - one <= most]
            assert counts[row.category] in possible
            assert len(possible) > 1


@given(COUNTS)
def test_only_what_must_be_hidden_is_hidden(counts: dict[str, int]) -> None:
    table = suppress(counts)
    assert [row.category for row in table.rows] == list(counts)
    for row in table.rows:
        assert (row.text == "fewer than 5") == (0 < counts[row.category] < 5)
        assert row.count in (None, counts[row.category])
    assert sum(row.text == "not shown" for row in table.rows) <= 1


@pytest.mark.parametrize(("counts", "threshold"), [({"NHS": -1}, 5), ({"NHS": 3}, 2)])
def test_nonsense_is_refused(counts: dict[str, int], threshold: int) -> None:
    with pytest.raises(ValueError, match="0 or more"):
        suppress(counts, threshold)
