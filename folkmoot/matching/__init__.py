"""Pairs, threes and groups from people and their history.

Import from here: what stands behind these functions may change, their meaning does not. A library asks a `Problem` and
calls `next_round`, `plan_rounds` or `rearrange`; the room calls the `propose_` functions, whose groups can be changed
by hand. docs/build/matching.md tells more.
"""

from folkmoot.matching.breakouts import Allocation, propose_breakouts, propose_same_as_before
from folkmoot.matching.coffee import propose_coffee
from folkmoot.matching.cost import BY_CHANCE, COFFEE, MEET_NEW, MIXED, Weights
from folkmoot.matching.dice import Dice, new_seed
from folkmoot.matching.engine import next_round
from folkmoot.matching.late import LateOption, Merge, Placed, Placement, merge_lonely, place_late
from folkmoot.matching.plan import plan_rounds
from folkmoot.matching.problem import (
    NO_PINS,
    Broken,
    NotPossible,
    PastRound,
    Pins,
    Plan,
    Problem,
    Round,
    Standing,
    Wish,
)
from folkmoot.matching.proposal import (
    MoveOption,
    Proposal,
    Remark,
    Terms,
    assess,
    move,
    move_options,
    pins_of,
    swap,
)
from folkmoot.matching.rearrange import rearrange
from folkmoot.matching.roster import Apart, Manages, Meeting, Person, Roster, meetings_of
from folkmoot.matching.score import Group, GroupScore, Reason, Score, Why, score, unmet_wishes
from folkmoot.matching.search import Effort
from folkmoot.matching.sizes import Form, Size, coffee_sizes, form_for, sized

__all__ = [
    "BY_CHANCE",
    "COFFEE",
    "MEET_NEW",
    "MIXED",
    "NO_PINS",
    "Allocation",
    "Apart",
    "Broken",
    "Dice",
    "Effort",
    "Form",
    "Group",
    "GroupScore",
    "LateOption",
    "Manages",
    "Meeting",
    "Merge",
    "MoveOption",
    "NotPossible",
    "PastRound",
    "Person",
    "Pins",
    "Placed",
    "Placement",
    "Plan",
    "Problem",
    "Proposal",
    "Reason",
    "Remark",
    "Roster",
    "Round",
    "Score",
    "Size",
    "Standing",
    "Terms",
    "Weights",
    "Why",
    "Wish",
    "assess",
    "coffee_sizes",
    "form_for",
    "meetings_of",
    "merge_lonely",
    "move",
    "move_options",
    "new_seed",
    "next_round",
    "pins_of",
    "place_late",
    "plan_rounds",
    "propose_breakouts",
    "propose_coffee",
    "propose_same_as_before",
    "rearrange",
    "score",
    "sized",
    "swap",
    "unmet_wishes",
]
