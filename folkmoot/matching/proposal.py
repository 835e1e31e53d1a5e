"""A proposed set of groups: to look at, change by hand, draw again, and store with its explanation."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from enum import StrEnum

from folkmoot.kit.personal_data import Json
from folkmoot.matching.cost import Weights
from folkmoot.matching.problem import NO_PINS, Pins
from folkmoot.matching.roster import Roster
from folkmoot.matching.score import Group, Likeness, Reason, Score, score, unmet_wishes

__all__ = ["NO_PINS", "MoveOption", "Pins", "Proposal", "Remark", "Terms", "assess", "keeping_parties", "move",
           "move_options", "pins_of", "swap"]  # fmt: skip

SAME_AS_BEFORE = "same_as_before"
"""The method by which groups return as they were."""


class Remark(StrEnum):
    """Something the facilitator should know about a whole proposal."""

    NOBODY = "nobody"
    """There is nobody to place."""
    JOINS_FACILITATOR = "joins_facilitator"
    """One person has no partner, and talks with a facilitator."""
    SET_PARTED = "set_parted"
    """People to be kept together were too many for one group, or pinned apart."""
    SIZE_OUT_OF_RANGE = "size_out_of_range"
    """No division keeps every group within the sizes asked for."""


@dataclass(frozen=True, slots=True)
class Terms:
    """What a proposal was asked to be, so that it can be scored again after a change by hand.

    `sizes` are the smallest and largest group asked for; `keeps_parties` counts every party as a set to keep together.
    """

    method: str
    weights: Weights
    sizes: tuple[int, int]
    keeps_parties: bool = False

    @property
    def returning(self) -> bool:
        """Whether people are to meet again: who has met before is no reproach to such groups."""
        return self.method == SAME_AS_BEFORE


@dataclass(frozen=True, slots=True)
class Proposal:
    """Groups and how good they are. `unmet_wishes` is for the eyes of the person it is keyed by, and of nobody else."""

    terms: Terms
    seed: int
    groups: tuple[Group, ...]
    score: Score
    input_hash: str
    remarks: tuple[Remark, ...]
    unmet_wishes: Mapping[str, tuple[str, ...]] = field(default_factory=dict, repr=False)

    @property
    def joins_facilitator(self) -> tuple[str, ...]:
        """The people without a partner, who talk with a facilitator."""
        return tuple(group.members[0] for group in self.groups if len(group.members) == 1)

    def group_of(self, person: str) -> Group:
        """Find somebody's group. Raises KeyError for one who has none."""
        for group in self.groups:
            if person in group.members:
                return group
        raise KeyError(person)

    def explanation(self) -> dict[str, Json]:
        """Give what is stored to repeat and explain the draw, as plain JSON. Nothing in it tells of a private wish."""
        return {
            "method": self.terms.method,
            "seed": self.seed,
            "input_hash": self.input_hash,
            "weights": {**asdict(self.terms.weights), "named": dict(self.terms.weights.named)},
            "sizes": list(self.terms.sizes),
            "cost": self.score.cost,
            "groups": {str(group.number): list(group.members) for group in self.groups},
            "reasons": [_reason_as_json(reason) for reason in self.score.reasons],
            "remarks": [str(remark) for remark in self.remarks],
        }


@dataclass(frozen=True, slots=True)
class MoveOption:
    """A group that somebody may move to, how large it would be, and what they share with its people."""

    number: int
    size: int
    reasons: tuple[Reason, ...]


def pins_of(proposal: Proposal, people: Iterable[str] = (), groups: Iterable[int] = ()) -> Pins:
    """Pin some people, and some whole groups by number, where a proposal has them."""
    whole = set(groups)
    kept = tuple(group for group in proposal.groups if group.number in whole)
    stay = {person: proposal.group_of(person).number for person in people}
    return Pins(kept, {person: number for person, number in stay.items() if number not in whole})


def move(proposal: Proposal, roster: Roster, person: str, number: int) -> Proposal:
    """Move somebody to the group of a number (a new one where there is none), and score again.

    A group left empty disappears; the others keep their numbers. Raises KeyError for somebody who has no group.
    """
    proposal.group_of(person)
    members = {group.number: [one for one in group.members if one != person] for group in proposal.groups}
    members.setdefault(number, []).append(person)
    return _changed(proposal, roster, members)


def swap(proposal: Proposal, roster: Roster, first: str, second: str) -> Proposal:
    """Let two people change places, and score again. Raises KeyError for somebody who has no group."""
    proposal.group_of(first), proposal.group_of(second)
    other = {first: second, second: first}
    members = {group.number: [other.get(one, one) for one in group.members] for group in proposal.groups}
    return _changed(proposal, roster, members)


def move_options(proposal: Proposal, roster: Roster, person: str) -> tuple[MoveOption, ...]:
    """List every other group that somebody may move to: the smallest first, then those with least in common."""
    here = proposal.group_of(person).number
    likeness, weights = Likeness(roster), proposal.terms.weights
    options = []
    for group in (group for group in proposal.groups if group.number != here):
        reasons = likeness.between(person, group.members)
        cost = sum(likeness.cost(reason, weights) for reason in reasons)
        options.append((len(group.members) + 1, cost, group.number, reasons))
    return tuple(MoveOption(number, size, reasons) for size, _, number, reasons in sorted(options))


def assess(groups: Iterable[Group], roster: Roster, terms: Terms, *, seed: int = 0) -> Proposal:
    """Make a proposal of groups, drawn or chosen by people: score them and remark on them.

    Empty groups are left out, the others come in the order of their numbers.
    """
    filled = tuple(sorted((group for group in groups if group.members), key=lambda group: group.number))
    scored = score(filled, keeping_parties(roster) if terms.keeps_parties else roster, terms.weights)
    return Proposal(
        terms=terms,
        seed=seed,
        groups=filled,
        score=scored,
        input_hash=_hash(roster, terms),
        remarks=tuple(_remarks(scored, terms)),
        unmet_wishes=unmet_wishes(filled, roster),
    )


def keeping_parties(roster: Roster) -> Roster:
    """Make a roster on which every party is a set to keep together."""
    return replace(roster, together=(*roster.together, *roster.parties()))


def _changed(proposal: Proposal, roster: Roster, members: Mapping[int, Sequence[str]]) -> Proposal:
    groups = (Group(number, tuple(ids)) for number, ids in members.items())
    return assess(groups, roster, proposal.terms, seed=proposal.seed)


def _remarks(scored: Score, terms: Terms) -> Iterable[Remark]:
    smallest, largest = terms.sizes
    if not scored.people:
        yield Remark.NOBODY
    if any(group.size == 1 for group in scored.groups):
        yield Remark.JOINS_FACILITATOR
    if scored.parties_kept < scored.parties:
        yield Remark.SET_PARTED
    if any(not smallest <= group.size <= largest for group in scored.groups):
        yield Remark.SIZE_OUT_OF_RANGE


def _reason_as_json(reason: Reason) -> Json:
    return {"code": str(reason.code), "people": list(reason.people), "detail": reason.detail}


def _hash(roster: Roster, terms: Terms) -> str:
    """Hash what may be known of the input. Wishes and managers stay out, so that the hash cannot tell of them."""
    public = [
        asdict(terms),
        [asdict(person) for person in roster.people],
        [asdict(meeting) for meeting in roster.meetings],
        roster.together,
    ]
    return hashlib.sha256(json.dumps(public, sort_keys=True, default=list).encode()).hexdigest()
