"""One integer table of people by what they may share: past rounds, organisation, sector, and so on.

Two people agree in a column when their values are equal. What the pair costs is the weighted count of the columns in
which they agree; the columns in which they agree are also the reasons. Private wishes stand beside the table, as pairs
without a reason.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain, pairwise, repeat
from operator import attrgetter
from typing import TYPE_CHECKING, TypeAlias

from folkmoot.matching.arrays import np
from folkmoot.matching.cost import Weights, met_cost
from folkmoot.matching.problem import NotPossible, PastRound, Problem
from folkmoot.matching.roster import Person
from folkmoot.matching.score import Why

if TYPE_CHECKING:
    from numpy.typing import NDArray

Ints: TypeAlias = "NDArray[np.int64]"
Columns: TypeAlias = "NDArray[np.int32]"

COUNTED = 1_000
"""Among up to so many people it is counted how often each met somebody again."""
MOST_AGAIN = 10
"""More repeats than so many beyond the least weigh no more: fairness never outweighs a repeat."""
APART = 10**9
"""What it costs to break a wish to be apart: more than everything that may be spoken of."""


@dataclass(frozen=True, slots=True)
class Column:
    """What a column stands for: the reason its agreement gives, and what it costs."""

    why: Why
    weight: int
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Pairs:
    """Pairs of places in the table, the lower one first, in order and each once, with a number for each."""

    first: Ints
    second: Ints
    value: Ints
    people: int

    def of(self, one: Ints, other: Ints) -> Ints:
        """Look up the number of each pair, 0 for pairs that are not listed."""
        if not len(self.first):
            return np.zeros(len(one), np.int64)
        keys = self.first * self.people + self.second
        wanted = np.minimum(one, other) * self.people + np.maximum(one, other)
        at = np.minimum(np.searchsorted(keys, wanted), len(keys) - 1)
        return np.where(keys[at] == wanted, self.value[at], 0)

    def has(self, one: Ints, other: Ints) -> NDArray[np.bool_]:
        """Tell which pairs are listed."""
        if not len(self.first):
            return np.zeros(len(one), np.bool_)
        keys = self.first * self.people + self.second
        wanted = np.minimum(one, other) * self.people + np.maximum(one, other)
        listed: NDArray[np.bool_] = keys[np.minimum(np.searchsorted(keys, wanted), len(keys) - 1)] == wanted
        return listed

    def within(self, people: Ints) -> tuple[Ints, Ints, Ints]:
        """Select the pairs whose people are both among these; give their places in that selection, and the numbers."""
        place = np.full(self.people, -1, np.int64)
        place[people] = np.arange(len(people))
        one, other = place[self.first], place[self.second]
        both = (one >= 0) & (other >= 0)
        return one[both], other[both], self.value[both]


class Table:
    """The people of a problem, in the order of their ids, and all that may be shared.

    Attributes:
        ids: everyone's id, in order; a person's place in it is what all arrays speak of.
        columns: what each column of `values` stands for: past rounds first, the oldest first, then attributes.
        values: people by columns. What is unknown, or was absent, is a negative number that nobody else has.
        rounds: how many of the columns are past rounds.
        met: pairs remembered beside the rounds, with the cost of their meetings.
        apart, wishes: the pairs to keep apart openly and in private, each with the number 1.
        odd: how often each was in a group of odd size.
        again: how often each met somebody again, beyond whoever did least often; not counted for very many people.
    """

    def __init__(self, problem: Problem) -> None:
        people = sorted(problem.people, key=attrgetter("id"))
        self.weights = problem.weights
        self.ids = [person.id for person in people]
        self.place = {one: place for place, one in enumerate(self.ids)}
        if len(self.place) < len(people):
            raise NotPossible(f"Two people are called {_first_twice(self.ids)}. Give each a name of their own.")
        self.odd = np.zeros(len(people), np.int64)
        past = self._past(problem)
        past += [self._round(number, groups) for number, groups in enumerate(problem.history)]
        self.rounds = len(past)
        shared = _attributes(people, problem.weights)
        self.columns = [
            Column(Why.MET_BEFORE, met_cost(problem.weights, self.rounds - number), str(self.rounds - number))
            for number in range(self.rounds)
        ] + [column for column, _ in shared]
        self.values = self._filled([*past, *(values for _, values in shared)])
        self.met = self._met(problem)
        self.apart = self._pairs((one, other, 1) for one, other in problem.apart)
        self.wishes = self._pairs((wish.by, wish.other, 1) for wish in problem.wishes)
        if problem.odd_before is not None:
            self.odd = np.array([problem.odd_before.get(one, 0) for one in self.ids], np.int64)
        self.again = self._again(problem)

    def __len__(self) -> int:
        return len(self.ids)

    def costs_of(self, one: Ints, other: Ints) -> Ints:
        """Give what each pair costs that may be spoken of."""
        agree = self.values[one] == self.values[other]
        where = np.flatnonzero(agree)
        row, column = np.divmod(where, max(1, len(self.columns)))
        weights = np.array([column.weight for column in self.columns], np.int64)
        costs = np.bincount(row, weights[column], len(one)).astype(np.int64) + self.met.of(one, other)
        shares = self.weights.again + 2 * self.weights.share * (self.again[one] + self.again[other])
        return costs + shares * self._have_met(agree, one, other)

    def have_met(self, one: Ints, other: Ints) -> NDArray[np.bool_]:
        """Tell of each pair whether they have met."""
        return self._have_met(self.values[one, : self.rounds] == self.values[other, : self.rounds], one, other)

    def _have_met(self, agree: NDArray[np.bool_], one: Ints, other: Ints) -> NDArray[np.bool_]:
        met: NDArray[np.bool_] = agree[:, : self.rounds].any(axis=1) | self.met.has(one, other)
        return met

    def kept_apart(self, one: Ints, other: Ints) -> Ints:
        """Give the cost of the wishes that each pair breaks, open and private."""
        return APART * (self.apart.has(one, other) | self.wishes.has(one, other))

    def met_among(self, people: Ints) -> NDArray[np.bool_]:
        """Build the square of who has met whom among some people."""
        met = np.zeros((len(people), len(people)), np.bool_)
        for column in range(self.rounds):
            value = self.values[people, column]
            met |= value[:, None] == value
        one, other, _ = self.met.within(people)
        met[one, other] = met[other, one] = True
        np.fill_diagonal(met, False)
        return met

    def costs_among(self, people: Ints) -> Ints:
        """Build the square of what pairs cost among some people; everybody costs nothing with themselves."""
        costs = np.zeros((len(people), len(people)), np.int64)
        values = self.values[people]
        for number, column in enumerate(self.columns):
            if column.weight:
                costs += (values[:, number][:, None] == values[:, number]) * np.int64(column.weight)
        one, other, cost = self.met.within(people)
        costs[one, other] += cost
        costs[other, one] += cost
        if self.weights.again:
            shares = 2 * self.weights.share * (self.again[people][:, None] + self.again[people])
            costs += self.met_among(people) * (shares + np.int64(self.weights.again))
        np.fill_diagonal(costs, 0)
        return costs

    def apart_among(self, people: Ints) -> Ints:
        """Build the square of the wishes that pairs break, open and private."""
        costs = np.zeros((len(people), len(people)), np.int64)
        for pairs in (self.apart, self.wishes):
            one, other, _ = pairs.within(people)
            costs[one, other] = costs[other, one] = APART
        return costs

    def _past(self, problem: Problem) -> list[Ints]:
        """Take the columns of a table of past rounds, in the order of ids, and count the odd places in them."""
        if problem.past is None:
            return []
        if problem.past.ndim != 2 or len(problem.past) != len(problem.people):
            raise NotPossible("The table of past rounds needs one row for each person, and one column for each round.")
        places = np.array([self.place[person.id] for person in problem.people], np.int64)
        columns = []
        for number in range(problem.past.shape[1]):
            group = np.asarray(problem.past[:, number], np.int64)
            place, group = places[group >= 0], group[group >= 0]
            _, group = np.unique(group, return_inverse=True) if group.max(initial=0) > 2**31 else (0, group)
            columns.append(self._column(place, group, np.bincount(group)))
        return columns

    def _round(self, number: int, groups: PastRound) -> Ints:
        """Make a column of a past round."""
        sizes = np.fromiter(map(len, groups), np.int64, len(groups))
        place = np.fromiter(
            map(self.place.get, chain.from_iterable(groups), repeat(-1)), np.int64, int(sizes.sum())
        )  # fmt: skip
        here = place >= 0
        count = np.bincount(place[here])
        if count.max(initial=0) > 1:
            twice = self.ids[int(count.argmax())]
            raise NotPossible(f"{twice} stands twice in round {number + 1} of the history. Keep one of the two.")
        return self._column(place[here], np.repeat(np.arange(len(sizes)), sizes)[here], sizes)

    def _column(self, place: Ints, group: Ints, sizes: Ints) -> Ints:
        """Make a column of who was in which group, and count the odd places. A group is known by its first person."""
        column = np.full(len(self.ids), -1, np.int64)
        first = np.full(len(sizes), len(self.ids), np.int64)
        np.minimum.at(first, group, place)
        column[place] = first[group]
        self.odd[place] += sizes[group] != usual_size(sizes)
        return column

    def _filled(self, columns: Sequence[Ints]) -> Columns:
        """Put columns side by side, and give every unknown a negative number that nobody else has."""
        values = np.empty((len(self.ids), len(columns)), np.int32)
        nobody_else = -1 - np.arange(len(self.ids))
        for number, column in enumerate(columns):
            values[:, number] = np.where(column < 0, nobody_else, column)
        return values

    def _again(self, problem: Problem) -> Ints:
        """Count repeats: pairs in one group of a past round who had met before, and pairs remembered more than once."""
        count = np.zeros(len(self.ids), np.int64)
        if not 0 < len(self.ids) <= COUNTED or not self.weights.again * self.weights.share:
            return count
        met = np.zeros((len(self.ids), len(self.ids)), np.bool_)
        for column in self.values.T[: self.rounds]:
            together = column[:, None] == column
            count += (together & met).sum(axis=1)
            met |= together
            np.fill_diagonal(met, False)
        remembered = self._pairs((meeting.first, meeting.second, 1) for meeting in problem.meetings)
        for ends in (remembered.first, remembered.second):
            np.add.at(count, ends, remembered.value - 1)
        beyond: Ints = np.minimum(count - count.min(), MOST_AGAIN)
        return beyond

    def _met(self, problem: Problem) -> Pairs:
        return self._pairs(
            (met.first, met.second, met_cost(problem.weights, met.rounds_since)) for met in problem.meetings
        )

    def _pairs(self, pairs: Iterable[tuple[str, str, int]]) -> Pairs:
        """List pairs of people present, each once, with the sum of its numbers."""
        total: dict[tuple[int, int], int] = {}
        for first, second, value in pairs:
            one, other = self.place.get(first, -1), self.place.get(second, -1)
            if one >= 0 <= other and one != other:
                pair = (min(one, other), max(one, other))
                total[pair] = total.get(pair, 0) + value
        listed = np.array([(*pair, value) for pair, value in sorted(total.items())], np.int64).reshape(-1, 3)
        return Pairs(listed[:, 0], listed[:, 1], listed[:, 2], len(self.ids))


def usual_size(sizes: Ints) -> int:
    """Give the size that most groups of a round have; of several the largest."""
    count = np.bincount(sizes[sizes > 0], minlength=1)
    return len(count) - 1 - int(count[::-1].argmax())


def _attributes(people: Sequence[Person], weights: Weights) -> list[tuple[Column, Ints]]:
    shared = [
        (Column(Why.SAME_PARTY, weights.party), _coded([person.party for person in people])),
        (Column(Why.SAME_ORGANISATION, weights.organisation), _coded([person.organisation for person in people])),
        (Column(Why.SAME_SECTOR, weights.sector), _coded([person.sector for person in people])),
    ]
    labels: list[Mapping[str, str]] = [dict(person.labels) for person in people]
    for name in sorted({name for of_one in labels for name in of_one}):
        column = Column(Why.SAME_LABEL, weights.of_label(name), name)
        shared.append((column, _coded([of_one.get(name, "") for of_one in labels])))
    facilitators = np.array([0 if person.facilitator else -1 for person in people], np.int64)
    return [*shared, (Column(Why.BOTH_FACILITATE, weights.facilitator), facilitators)]


def _coded(values: Sequence[str]) -> Ints:
    """Number values in the order in which they appear; the unknown ("") is -1."""
    codes: dict[str, int] = {"": -1}
    return np.array([codes.setdefault(value, len(codes)) for value in values], np.int64)


def _first_twice(ids: Sequence[str]) -> str:
    return next(one for one, other in pairwise(ids) if one == other)
