"""What the engine is asked, and what it answers.

    from folkmoot.matching import Person, Problem, next_round, sized

    people = [Person("Bea", organisation="Ashwell Active"), Person("Dee"), Person("Ken"), Person("Sam")]
    found = next_round(Problem(people, size=sized(2), history=[[["Bea", "Dee"], ["Ken", "Sam"]]]), seed=7)
    [group.members for group in found.groups]       # [("Ken", "Bea"), ("Dee", "Sam")]
    found.repeats, found.standing                   # 0, Standing.EXACT

People are known by ids, which may be any strings that differ: names will do.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING

from folkmoot.matching.arrays import np
from folkmoot.matching.cost import MEET_NEW, Weights
from folkmoot.matching.roster import Apart, Meeting, Person
from folkmoot.matching.score import Group, Reason, sizes_in_words
from folkmoot.matching.sizes import Size, sized

if TYPE_CHECKING:
    from numpy.typing import NDArray

PastRound = Sequence[Sequence[str]]
"""The groups of one past round, by ids. It may name people who are absent now."""


class NotPossible(ValueError):
    """The problem cannot be read, or has no answer at all. The message says what to change, for a person to act on."""


@dataclass(frozen=True, slots=True)
class Pins:
    """What a new draw leaves alone: whole groups, and single people who stay in the group of a number."""

    groups: tuple[Group, ...] = ()
    people: Mapping[str, int] = field(default_factory=dict)


NO_PINS = Pins()


@dataclass(frozen=True, slots=True)
class Problem:
    """Who is to be put into groups, how, and all that is known of them. The order in which it is given counts nowhere.

    Attributes:
        people: those who are present. Companions (an interpreter, say) are not listed: they follow their person.
        size: the size wanted, and the smallest and largest allowed; `sized(3)` is threes, give or take one.
        groups: so many groups instead of a wanted size. More than half the people are cut to half: nobody is alone.
        history: past rounds, the oldest first.
        past: past rounds as a table of integers instead: a row for each of `people` in their order, a column for each
            round, the oldest first; the group's number, or a negative one for who was absent. With both, these are the
            older ones.
        meetings: pairs who met before, where only pairs are remembered; they count beside `history`.
        weights: what it costs to put two people together.
        apart: pairs to keep apart openly. One that cannot be is named among the `broken`.
        wishes: private wishes. They show in nothing but `Round.unmet_wishes`, which is for the wishers alone.
        together: sets of people to keep together. Sets that share somebody are one set.
        pins: people and groups that stay where they are.
        odd_before: how often somebody was in a group of odd size; None to count it from past rounds.

    Raises:
        NotPossible: for two people of one id, somebody who stands twice in one past round, or a table of past rounds
            that has not as many rows as there are people. Raised when the problem is solved.
    """

    people: Sequence[Person]
    size: Size = field(default_factory=lambda: sized(3))
    groups: int | None = None
    history: Sequence[PastRound] = ()
    past: NDArray[np.integer] | None = None
    meetings: Sequence[Meeting] = ()
    weights: Weights = MEET_NEW
    apart: Sequence[tuple[str, str]] = ()
    wishes: Sequence[Apart] = field(default=(), repr=False)
    together: Sequence[Iterable[str]] = ()
    pins: Pins = NO_PINS
    odd_before: Mapping[str, int] | None = None


class Standing(StrEnum):
    """How good a round is known to be."""

    EXACT = "exact"
    """Nothing costs less: proved by exact matching, or because nothing can cost less than it does."""
    BOUND_MET = "bound met"
    """It has no more repeats than any round must have."""
    BEST_FOUND = "best found"
    """Nothing better was found; nobody has proved that there is nothing."""


class Wish(StrEnum):
    """A wish that may be broken, and may be spoken of."""

    SIZE = "size"
    TOGETHER = "together"
    APART = "apart"
    FACILITATOR = "facilitator"


@dataclass(frozen=True, slots=True)
class Broken:
    """An open wish that the answer does not keep: whose (none for sizes), in which groups, and why, in English."""

    wish: Wish
    people: tuple[str, ...]
    groups: tuple[int, ...]
    why: str


@dataclass(frozen=True, slots=True)
class Round:
    """One round of groups, and how good it is.

    Attributes:
        groups: in the order of their numbers, which start at 1 unless pins say otherwise.
        repeats: pairs put together who had met before.
        bound: a number of repeats that no round of these sizes can go below. For pairs found exactly it is reached.
        standing: whether that is proved to be the best.
        same_organisation_pairs: pairs of one organisation.
        odd: who is in a group that is not of the size wanted; nobody is where a range was wanted.
        broken: open wishes that are not kept, and why.
        changed: after a change in mid-session, who sits with somebody else than before (newcomers included).
        moved: after a change in mid-session, who was in a group of another number.
        cost: the sum of what all pairs cost, wishes left out.
        seed, input_hash: what it takes to draw the same groups again. The hash knows nothing of private wishes.
        reasons: what the people of a group share, pair by pair, group by group; private wishes are none.
        unmet_wishes: by the person who wished, whom they are with nevertheless. For that person alone (8b.1).
    """

    groups: tuple[Group, ...]
    repeats: int
    bound: int
    standing: Standing
    same_organisation_pairs: int
    odd: tuple[str, ...]
    broken: tuple[Broken, ...]
    cost: int
    seed: int
    input_hash: str
    changed: tuple[str, ...] = ()
    moved: tuple[str, ...] = ()
    reasons: tuple[Reason, ...] = field(default=(), repr=False)
    unmet_wishes: Mapping[str, tuple[str, ...]] = field(default_factory=dict, repr=False)

    def in_words(self) -> tuple[str, ...]:
        """Say in a few short English sentences how good the round is."""
        said = [sizes_in_words([len(group.members) for group in self.groups])]
        if self.groups:
            said += [_repeats_in_words(self.repeats, self.standing), _colleagues_in_words(self.same_organisation_pairs)]
        return (*said, *(broken.why for broken in self.broken))


@dataclass(frozen=True, slots=True)
class Plan:
    """Several rounds for one roster. `repeats` counts those of all rounds; `bound` is what no plan can go below."""

    rounds: tuple[Round, ...]
    repeats: int
    bound: int
    seed: int
    input_hash: str

    @property
    def standing(self) -> Standing:
        """Whether the number of repeats is proved to be the least."""
        return Standing.BOUND_MET if self.repeats == self.bound else Standing.BEST_FOUND


def _repeats_in_words(repeats: int, standing: Standing) -> str:
    if not repeats:
        return "Nobody meets anyone again."
    known = "; there is no way with fewer" if standing is not Standing.BEST_FOUND else "; no way with fewer was found"
    return f"{repeats} {'pair has' if repeats == 1 else 'pairs have'} met before{known}."


def _colleagues_in_words(pairs: int) -> str:
    if not pairs:
        return "Nobody is with a colleague."
    return f"{pairs} {'pair is' if pairs == 1 else 'pairs are'} from the same organisation."
