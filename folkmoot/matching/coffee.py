"""Randomised coffee trials: pairs and threes of people who would not normally meet (practice guide, P05)."""

from __future__ import annotations

from folkmoot.matching.cost import COFFEE
from folkmoot.matching.draw import draw
from folkmoot.matching.problem import NO_PINS, Pins
from folkmoot.matching.proposal import Proposal, Terms
from folkmoot.matching.roster import Roster
from folkmoot.matching.search import FULL_EFFORT, Effort
from folkmoot.matching.sizes import Form, coffee_size


def propose_coffee(
    roster: Roster, *, seed: int, form: Form = Form.THREES, pins: Pins = NO_PINS, effort: Effort = FULL_EFFORT
) -> Proposal:
    """Propose the groups of a coffee round.

    Avoids, in this order of cost: private wishes and managers, people who met lately, one party, one organisation, one
    sector. Nobody is alone unless there is nobody else: that person joins a facilitator, and the proposal says so.
    """
    terms = Terms(f"coffee_{form}", COFFEE, (2, coffee_size(form).largest))
    return draw(roster, terms, coffee_size(form), pins, seed, effort)
