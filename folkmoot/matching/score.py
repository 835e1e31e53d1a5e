"""How good groups are, and why: in figures, words and reason codes.

Private wishes and who manages whom appear in none of it (practice guide, 8b.1). `unmet_wishes` alone knows of them, by
the person who made the wish, who is the only one to be told.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from folkmoot.matching.cost import Weights, alike, fewest_pairs, label_of, met_cost
from folkmoot.matching.roster import Meeting, Person, Roster, pairs


@dataclass(frozen=True, slots=True)
class Group:
    """A group by its number on the screen, from 1, and its people by id. The number stays when people move."""

    number: int
    members: tuple[str, ...]


class Why(StrEnum):
    """What two people in one group have in common."""

    MET_BEFORE = "met_before"
    SAME_ORGANISATION = "same_organisation"
    SAME_SECTOR = "same_sector"
    SAME_PARTY = "same_party"
    SAME_LABEL = "same_label"
    KEPT_TOGETHER = "kept_together"
    BOTH_FACILITATE = "both_facilitate"


@dataclass(frozen=True, slots=True)
class Reason:
    """One thing that two people of a group share.

    `people` are in the order of ids. `detail` is the rounds since they last met, or the label's name, else "".
    """

    code: Why
    people: tuple[str, str]
    detail: str = ""


@dataclass(frozen=True, slots=True)
class GroupScore:
    """One group in figures, with the reasons that concern its pairs."""

    number: int
    size: int
    organisations: int
    repeats: int
    same_organisation: int
    kept_together: bool
    reasons: tuple[Reason, ...]


@dataclass(frozen=True, slots=True)
class Score:
    """How good a set of groups is. `repeats` and the `same_` figures count pairs; `cost` leaves wishes out.

    `fewest_repeats` and `fewest_same_organisation` are what no division into groups of these sizes can go below.
    """

    people: int
    groups: tuple[GroupScore, ...]
    repeats: int
    fewest_repeats: int
    same_organisation: int
    fewest_same_organisation: int
    same_sector: int
    same_party: int
    parties: int
    parties_kept: int
    cost: int

    @property
    def best_there_is(self) -> bool:
        """Whether nobody meets again, colleagues are as few together as can be, and parties to be kept are whole."""
        fewest = self.same_organisation == self.fewest_same_organisation
        return self.repeats == 0 and fewest and self.parties_kept == self.parties

    @property
    def reasons(self) -> tuple[Reason, ...]:
        """All reasons, group by group."""
        return tuple(reason for group in self.groups for reason in group.reasons)

    def in_words(self, *, returning: bool = False) -> tuple[str, ...]:
        """Say in a few short English sentences what a facilitator needs to know before sending.

        Of `returning` groups it does not say who has met before: they have, and are meant to go on.
        """
        said = [sizes_in_words([group.size for group in self.groups])]
        if not self.groups:
            return tuple(said)
        repeats, fewest = self.repeats, self.fewest_repeats
        said.append(
            "The same groups as before."
            if returning
            else _counted(repeats, fewest, "Nobody meets anyone again.", "pair has met before", "pairs have met before")
        )
        pairs, fewest = self.same_organisation, self.fewest_same_organisation
        said.append(_counted(pairs, fewest, "Nobody is with a colleague.", "pair of colleagues", "pairs of colleagues"))
        if self.parties:
            said.append(f"{self.parties_kept} of {self.parties} booked groups kept together.")
        return tuple(said)


def score(groups: Iterable[Group], roster: Roster, weights: Weights) -> Score:
    """Score groups against a roster. People who are not on the roster share nothing with anybody."""
    kept_groups = tuple(groups)
    likeness = Likeness(roster)
    scored = tuple(likeness.group(group) for group in kept_groups)
    reasons = [reason for group in scored for reason in group.reasons]
    count = Counter(reason.code for reason in reasons)
    sets = roster.kept_sets()
    kept = sum(any(set(ids) <= set(group.members) for group in kept_groups) for ids in sets)
    return Score(
        people=sum(group.size for group in scored),
        groups=scored,
        repeats=count[Why.MET_BEFORE],
        fewest_repeats=_fewest_repeats(roster, [group.size for group in scored]),
        same_organisation=count[Why.SAME_ORGANISATION],
        fewest_same_organisation=_fewest_colleagues(roster, len(kept_groups)),
        same_sector=count[Why.SAME_SECTOR],
        same_party=count[Why.SAME_PARTY],
        parties=len(sets),
        parties_kept=kept,
        cost=sum(likeness.cost(reason, weights) for reason in reasons),
    )


def unmet_wishes(groups: Iterable[Group], roster: Roster) -> Mapping[str, tuple[str, ...]]:
    """Find the private wishes that groups break: by the person who made the wish, the people it was about.

    To be told to that person alone, and to be written nowhere else.
    """
    group_of = {person: group.number for group in groups for person in group.members}
    asked = [(wish.by, wish.other) for wish in roster.apart]
    asked += [(both.manager, both.report) for both in roster.managers]
    unmet: dict[str, set[str]] = {}
    for by, other in asked:
        if by != other and by in group_of and group_of[by] == group_of.get(other):
            unmet.setdefault(by, set()).add(other)
    return {by: tuple(sorted(others)) for by, others in sorted(unmet.items())}


class Likeness:
    """Looks up what the people of a roster share, pair by pair."""

    def __init__(self, roster: Roster) -> None:
        self.people = {person.id: person for person in roster.people}
        self.set_of = {one: number for number, ids in enumerate(roster.kept_sets()) for one in ids}
        self.met: dict[tuple[str, str], list[int]] = {}
        for meeting in roster.meetings:
            self.met.setdefault(_in_order(meeting), []).append(meeting.rounds_since)

    def group(self, group: Group) -> GroupScore:
        """Score one group."""
        reasons = tuple(reason for pair in pairs(group.members) for reason in self.reasons(pair))
        count = Counter(reason.code for reason in reasons)
        known = (self.people[person].organisation for person in group.members if person in self.people)
        return GroupScore(
            number=group.number,
            size=len(group.members),
            organisations=len({organisation for organisation in known if organisation}),
            repeats=count[Why.MET_BEFORE],
            same_organisation=count[Why.SAME_ORGANISATION],
            kept_together=count[Why.KEPT_TOGETHER] > 0,
            reasons=reasons,
        )

    def reasons(self, pair: tuple[str, str]) -> Iterable[Reason]:
        """Give the reasons that concern two people, whose ids are in order."""
        if rounds := self.met.get(pair):
            yield Reason(Why.MET_BEFORE, pair, str(min(rounds)))
        if pair[0] in self.set_of and self.set_of[pair[0]] == self.set_of.get(pair[1]):
            yield Reason(Why.KEPT_TOGETHER, pair)
        if pair[0] in self.people and pair[1] in self.people:
            yield from _shared(pair, self.people[pair[0]], self.people[pair[1]])

    def between(self, person: str, others: Iterable[str]) -> tuple[Reason, ...]:
        """Give the reasons between somebody and each of others."""
        return tuple(r for other in others for r in self.reasons((min(person, other), max(person, other))))

    def cost(self, reason: Reason, weights: Weights) -> int:
        """Say what a reason costs."""
        if reason.code is Why.MET_BEFORE:
            return weights.again + sum(met_cost(weights, since) for since in self.met[reason.people])
        if reason.code is Why.SAME_LABEL:
            return weights.of_label(reason.detail)
        return {
            Why.SAME_PARTY: weights.party,
            Why.SAME_ORGANISATION: weights.organisation,
            Why.SAME_SECTOR: weights.sector,
            Why.BOTH_FACILITATE: weights.facilitator,
        }.get(reason.code, 0)


def _shared(pair: tuple[str, str], first: Person, second: Person) -> Iterable[Reason]:
    if first.party and first.party == second.party:
        yield Reason(Why.SAME_PARTY, pair)
    if first.organisation and first.organisation == second.organisation:
        yield Reason(Why.SAME_ORGANISATION, pair)
    if first.sector and first.sector == second.sector:
        yield Reason(Why.SAME_SECTOR, pair)
    for name, value in first.labels:
        if value and label_of(second, name) == value:
            yield Reason(Why.SAME_LABEL, pair, name)
    if first.facilitator and second.facilitator:
        yield Reason(Why.BOTH_FACILITATE, pair)


def _in_order(meeting: Meeting) -> tuple[str, str]:
    return min(meeting.first, meeting.second), max(meeting.first, meeting.second)


def _fewest_colleagues(roster: Roster, groups: int) -> int:
    columns = alike([person.organisation for person in roster.people])
    return sum(fewest_pairs(len(colleagues), groups) for colleagues in columns) if groups else 0


def _fewest_repeats(roster: Roster, sizes: Sequence[int]) -> int:
    """Say how many repeats there must be: who has too few new people left meets some again, even in a small group."""
    met: dict[str, set[str]] = {person: set() for person in roster.ids}
    for meeting in roster.meetings:
        if meeting.first in met and meeting.second in met and meeting.first != meeting.second:
            met[meeting.first].add(meeting.second)
            met[meeting.second].add(meeting.first)
    needed = min(sizes, default=1) - 1
    lacking = (max(0, needed - (len(met) - 1 - len(known))) for known in met.values())
    return -(-sum(lacking) // 2)


def _counted(count: int, fewest: int, none: str, one: str, many: str) -> str:
    """Say how many pairs, and how few they could be at best."""
    if not count:
        return none
    best = "there is no way with fewer" if count == fewest else f"fewer than {fewest} cannot be" if fewest else ""
    return f"{count} {one if count == 1 else many}; {best or 'nothing rules out fewer'}."


NAMES_OF_SIZES = {
    1: ("person alone", "people alone"),
    2: ("pair", "pairs"),
    3: ("three", "threes"),
    4: ("four", "fours"),
}


def sizes_in_words(sizes: Sequence[int]) -> str:
    """Say the sizes of groups, the commonest first: "12 threes and 1 pair."."""
    count = sorted(Counter(sizes).items(), key=lambda item: (-item[1], -item[0]))
    said = []
    for size, groups in count:
        one, many = NAMES_OF_SIZES.get(size, (f"group of {size}", f"groups of {size}"))
        said.append(f"{groups} {one if groups == 1 else many}")
    return " and ".join([", ".join(said[:-1]), said[-1]] if len(said) > 1 else said or ["No groups"]) + "."
