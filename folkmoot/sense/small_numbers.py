"""Small numbers: no figure that leaves the room lets anybody work out how few people are behind it.

The one function for lobby, balcony and reports (practice guide, 8b.2 and Appendix C). Hiding a second category follows
the usual practice of official statistics. That nothing can be worked out, even by somebody who knows this file, is
tested by trying every table of a few categories.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

THRESHOLD = 5


@dataclass(frozen=True, slots=True)
class Row:
    """One category as it may be shown: its count, or None when hidden, and the words for it in English."""

    category: str
    count: int | None
    text: str


@dataclass(frozen=True, slots=True)
class Table:
    """Categories as they may be shown, in the order given, and their total, None when it must not be shown.

    Where the total is None, it must not be had from elsewhere on the same page either, nor by percentages.
    """

    rows: tuple[Row, ...]
    total: int | None


def suppress(counts: Mapping[str, int], threshold: int = THRESHOLD) -> Table:
    """Hide the small numbers of a table of people by category.

    A category with 1 to threshold - 1 people is shown as "fewer than 5". Where the total would give the hidden numbers
    away, the next smallest category is "not shown" too; where that is not enough, the total is left out. Categories
    that overlap, or a second table of the same people filtered otherwise, are for the caller to refuse.

    Raises ValueError for a negative count, or a threshold under 3 (which would hide nothing).
    """
    if threshold < 3 or any(count < 0 for count in counts.values()):
        raise ValueError("Counts are 0 or more, and the threshold is at least 3.")
    small = {category for category, count in counts.items() if 0 < count < threshold}
    hidden_total = sum(counts[category] for category in small)
    if not small or _is_open(len(small), hidden_total, threshold):
        return _table(counts, small, None, threshold, with_total=True)
    large = sorted(
        (count, place, category) for place, (category, count) in enumerate(counts.items()) if count >= threshold
    )
    if not large:
        return _table(counts, small, None, threshold, with_total=False)
    hidden_total += large[0][0]
    next_shown = large[1][0] if len(large) > 1 else hidden_total + 1
    safe = _is_safe(len(small), hidden_total, next_shown, threshold)
    return _table(counts, small, large[0][2], threshold, with_total=safe)


def _table(counts: Mapping[str, int], small: set[str], extra: str | None, threshold: int, *, with_total: bool) -> Table:
    rows = []
    for category, count in counts.items():
        if category in small:
            rows.append(Row(category, None, f"fewer than {threshold}"))
        elif category == extra:
            rows.append(Row(category, None, "not shown"))
        else:
            rows.append(Row(category, count, str(count)))
    return Table(tuple(rows), sum(counts.values()) if with_total else None)


def _is_open(small: int, their_total: int, threshold: int) -> bool:
    """Whether so many small categories may be hidden alone: at least two, with a total that fits several ways.

    A total of as many ones, or of as many of the largest small number, would fit one way only.
    """
    return small >= 2 and their_total >= threshold and small < their_total < small * (threshold - 1)


def _is_safe(small: int, hidden_total: int, next_shown: int, threshold: int) -> bool:
    """Whether the total may be shown when one large category is hidden with the small ones.

    An onlooker knows the hidden total, that the large category is at least the threshold and at most the next one
    shown, and that hiding the small ones alone was not enough. All this must leave each small number more than one
    value. The bounds ask for a little more than that, so that being refused here does not give a table away either.
    """
    if small == 1:
        possible = [one for one in range(1, threshold) if threshold <= hidden_total - one < next_shown]
        return len(possible) >= 2 and hidden_total >= threshold + 3
    several_ways = range(small + 1, small * (threshold - 1))
    not_open = [total for total in several_ways if not _is_open(small, total, threshold)]
    return any(threshold < hidden_total - total < next_shown for total in not_open)
