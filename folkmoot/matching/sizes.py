"""How many groups, and how large: nobody alone, as even as can be."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

NEAREST = 6
"""How many numbers of groups on either side of the one wanted are tried, to fit in people who go together."""


class Form(StrEnum):
    """What a coffee round is made of."""

    THREES = "threes"
    """Threes, and one or two pairs where the number asks for it: 38 is 12 threes and a pair."""
    PAIRS = "pairs"
    """Pairs, and one three when the number is odd."""
    THREES_NO_PAIRS = "threes_no_pairs"
    """Threes, and one or two fours: 40 is 12 threes and a four."""


@dataclass(frozen=True, slots=True)
class Size:
    """How many people a group should have, and how few and many it may have."""

    target: float = 5
    smallest: int = 3
    largest: int = 6

    def __post_init__(self) -> None:
        if not 1 <= self.smallest <= self.target <= self.largest:
            raise ValueError("A group's target size lies between its smallest and its largest, and is at least 1.")

    @classmethod
    def between(cls, smallest: int, largest: int) -> Size:
        """Aim at the middle of a range: 4 to 5 has a target of 4.5."""
        return cls((smallest + largest) / 2, smallest, largest)


def form_for(minutes: int, *, in_session: bool) -> Form:
    """Choose the form of a coffee round: threes in a session that gives them 15 minutes, else pairs (Appendix C)."""
    return Form.THREES if in_session and minutes >= 15 else Form.PAIRS


def coffee_sizes(people: int, form: Form) -> tuple[int, ...]:
    """Give the sizes of the groups of a coffee round, the odd ones last. One person gives (1,), nobody ()."""
    if people < 2:
        return (1,) * people
    if form is Form.PAIRS:
        return (2,) * (people // 2 - people % 2) + (3,) * (people % 2)
    threes, rest = divmod(people, 3)
    if form is Form.THREES_NO_PAIRS and rest <= threes:
        return (3,) * (threes - rest) + (4,) * rest
    twos = -people % 3
    return (3,) * ((people - 2 * twos) // 3) + (2,) * twos


def sized(people: int) -> Size:
    """Ask for groups of so many people, give or take one, but never for somebody alone: pairs make one three."""
    if people < 2:
        raise ValueError("A group has at least two people.")
    return Size(people, max(2, people - 1), people + 1)


def coffee_size(form: Form) -> Size:
    """Give the size that leads to the groups of `coffee_sizes`."""
    return {Form.PAIRS: Size(2, 2, 3), Form.THREES: Size(3, 2, 3), Form.THREES_NO_PAIRS: Size(3, 3, 4)}[form]


def group_counts(people: int, size: Size) -> list[int]:
    """List numbers of groups that keep sizes in range, the nearest to people / target (rounded half up) first.

    Lists a few of them. Where none keeps the range, the one that comes nearest. Nobody is left alone as long as there
    are two.
    """
    most = max(1, people // 2)
    wanted = int(people / size.target + 0.5)
    fewest, largest = -(-people // size.largest), min(most, people // size.smallest)
    if fewest > largest:
        near = range(max(1, min(largest, most)), max(1, min(fewest, most)) + 1)
        return [min(near, key=lambda count: (_out_of_range(people, count, size), abs(count - wanted), -count))]
    nearest = min(max(wanted, fewest), largest)
    fitting = range(max(fewest, nearest - NEAREST), min(largest, nearest + NEAREST) + 1)
    return sorted(fitting, key=lambda count: (abs(count - wanted), -count))


def even_sizes(people: int, groups: int) -> tuple[int, ...]:
    """Share people among groups as evenly as can be, the larger first."""
    each, more = divmod(people, groups)
    return (each + 1,) * more + (each,) * (groups - more)


def _out_of_range(people: int, groups: int, size: Size) -> int:
    """By how many people the sizes leave their range, at both ends."""
    sizes = even_sizes(people, groups)
    return max(0, sizes[0] - size.largest) + max(0, size.smallest - sizes[-1])
