"""One draw for the room: the engine's groups for a roster, made a proposal."""

from __future__ import annotations

from folkmoot.matching.engine import draw_groups
from folkmoot.matching.problem import Pins, Problem
from folkmoot.matching.proposal import Proposal, Terms, assess, keeping_parties
from folkmoot.matching.roster import Apart, Roster
from folkmoot.matching.search import Effort
from folkmoot.matching.sizes import Size
from folkmoot.matching.table import Table


def draw(
    roster: Roster, terms: Terms, size: Size, pins: Pins, seed: int, effort: Effort, *, groups: int | None = None
) -> Proposal:
    """Draw groups on some terms. The same terms, people, pins and seed give the same groups everywhere."""
    problem = Problem(
        roster.people,
        size=size,
        groups=groups,
        meetings=roster.meetings,
        weights=terms.weights,
        wishes=[*roster.apart, *(Apart(both.manager, both.report) for both in roster.managers)],
        together=(keeping_parties(roster) if terms.keeps_parties else roster).together,
        pins=pins,
    )
    return assess(draw_groups(problem, Table(problem), seed, effort), roster, terms, seed=seed)
