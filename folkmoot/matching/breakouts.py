"""Breakout groups: mixed, keeping parties, by chance, or the same as before (practice guide, P13)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from enum import StrEnum

from folkmoot.matching.cost import BY_CHANCE, COFFEE, MIXED
from folkmoot.matching.dice import Dice
from folkmoot.matching.draw import draw
from folkmoot.matching.late import Seating
from folkmoot.matching.problem import NO_PINS, Pins
from folkmoot.matching.proposal import SAME_AS_BEFORE, Proposal, Terms, assess
from folkmoot.matching.roster import Roster
from folkmoot.matching.score import Group
from folkmoot.matching.search import FULL_EFFORT, Effort
from folkmoot.matching.sizes import Size


class Allocation(StrEnum):
    """How people come into their groups."""

    MIXED = "mixed"
    """Organisations spread, then sectors."""
    KEEP_PARTIES = "keep_parties"
    """Mixed, but people who booked together stay together."""
    BY_CHANCE = "by_chance"
    """As the dice fall; only wishes and sets to keep together count."""


USUAL_SIZE = Size()


def propose_breakouts(
    roster: Roster,
    *,
    seed: int,
    allocation: Allocation = Allocation.MIXED,
    size: Size = USUAL_SIZE,
    groups: int | None = None,
    avoid_met: bool = False,
    pins: Pins = NO_PINS,
    effort: Effort = FULL_EFFORT,
) -> Proposal:
    """Propose breakout groups of a size, or so many groups.

    Private wishes are honoured, then, with `avoid_met`, people who met before are parted, then organisations are
    spread, then sectors. A party too large for a group is split once.
    """
    weights = BY_CHANCE if allocation is Allocation.BY_CHANCE else MIXED
    terms = Terms(
        f"breakouts_{allocation}",
        replace(weights, met=COFFEE.met, again=COFFEE.again) if avoid_met else weights,
        (size.smallest, size.largest),
        keeps_parties=allocation is Allocation.KEEP_PARTIES,
    )
    return draw(roster, terms, size, pins, seed, effort, groups=groups)


def propose_same_as_before(before: Iterable[Group], roster: Roster, *, seed: int, size: Size = USUAL_SIZE) -> Proposal:
    """Keep the groups of an earlier activity: the absent are left out, each newcomer joins the smallest group.

    Where newcomers outnumber the room left and can fill groups of their own, those are added. Nobody is merged: a group
    that has shrunk to one shows in `joins_facilitator` (see merge_lonely). Without earlier groups, draws mixed ones.
    """
    here = set(roster.ids)
    kept = [Group(group.number, tuple(one for one in group.members if one in here)) for group in before]
    kept = [group for group in kept if group.members]
    newcomers = Dice(seed).shuffle(sorted(here - {person for group in kept for person in group.members}))
    room = sum(max(0, size.largest - len(group.members)) for group in kept)
    if not kept or len(newcomers) - room >= size.smallest:
        kept += _own_groups(
            newcomers[room:], roster, size, seed, after=max((group.number for group in kept), default=0)
        )
        newcomers = newcomers[:room]
    seating = Seating(kept, roster)
    for person in newcomers:
        seating.join_smallest(person)
    return assess(seating.groups, roster, Terms(SAME_AS_BEFORE, MIXED, (size.smallest, size.largest)), seed=seed)


def _own_groups(newcomers: Iterable[str], roster: Roster, size: Size, seed: int, *, after: int) -> list[Group]:
    only = set(newcomers)
    theirs = replace(roster, people=[person for person in roster.people if person.id in only])
    drawn = propose_breakouts(theirs, seed=seed, size=size)
    return [Group(after + group.number, group.members) for group in drawn.groups]
