"""What it costs to put two people together (practice guide, Appendix C)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

from folkmoot.matching.roster import Person, Roster


@dataclass(frozen=True, slots=True)
class Weights:
    """The cost of each thing that two people share, and of what else a round should avoid. Whole numbers, 0 or more.

    Two people who met cost `again` once, and for each meeting `met` divided by the rounds since. `label` is the cost of
    each further label two people share, unless `named` gives a label a cost of its own.

    `facilitator` is what two facilitators in one group cost, which spreads them over the groups. `odd` is the cost of a
    place in a group of odd size for those who had one before, and `share` what a repeat costs more for those who had
    one: both grow with the square of how often. `stay` is the cost of a new companion for somebody who stays, in
    mid-session.
    """

    met: int = 1_000
    party: int = 60
    organisation: int = 50
    sector: int = 5
    label: int = 1
    again: int = 10_000
    facilitator: int = 2_000
    odd: int = 100
    share: int = 20
    stay: int = 200_000
    named: tuple[tuple[str, int], ...] = ()

    def of_label(self, name: str) -> int:
        """Give the cost of sharing the label of a name."""
        return dict(self.named).get(name, self.label)


COFFEE = Weights()
MEET_NEW = COFFEE
"""What the engine goes by when it is not told otherwise: new people first, then other organisations, then the rest."""
MIXED = replace(COFFEE, met=0, again=0, party=0)
BY_CHANCE = Weights(met=0, again=0, party=0, organisation=0, sector=0, label=0)


def met_cost(weights: Weights, rounds_since: int) -> int:
    """Give the cost of having met so many rounds ago, rounded up so that no meeting is ever free."""
    return -(-weights.met // rounds_since)


def silent_pairs(roster: Roster) -> set[tuple[str, str]]:
    """List the pairs to keep apart in silence, each in the order of ids."""
    asked = [(wish.by, wish.other) for wish in roster.apart]
    asked += [(both.manager, both.report) for both in roster.managers]
    return {(min(two), max(two)) for two in asked if two[0] != two[1]}


def fewest_pairs(alike: int, groups: int) -> int:
    """Give the fewest pairs of like people that must share a group, when so many are spread over so many groups."""
    each, more = divmod(alike, groups)
    return groups * (each * (each - 1) // 2) + more * each


def alike(values: Sequence[str]) -> list[list[int]]:
    """Gather the places of equal values; the unknown ("") are like nothing."""
    counted = Counter(value for value in values if value)
    places: dict[str, list[int]] = {value: [] for value, count in sorted(counted.items()) if count > 1}
    for place, value in enumerate(values):
        if value in places:
            places[value].append(place)
    return list(places.values())


def label_of(person: Person, name: str) -> str:
    """Look up the value of somebody's label, "" when they have none."""
    return dict(person.labels).get(name, "")
