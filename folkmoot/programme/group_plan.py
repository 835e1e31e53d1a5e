"""How an agenda item forms its groups: what `AgendaItem.group_plan` holds, and how it is said."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

from folkmoot.matching.sizes import Form, Size, coffee_sizes, form_for, group_counts

SIZES = {3: "3", 3.5: "3 or 4", 4: "4", 4.5: "4 or 5", 5: "5", 5.5: "5 or 6", 6: "6"}
"""Sizes that breakout groups may aim at (practice guide, appendix C), with the words on screen."""
USUAL = 5

KINDS = {
    "coffee": "Coffee: pairs and threes",
    "breakout": "Breakout groups",
    "threes": "Threes",
    "same": "The same groups as before",
    "by_hand": "By hand, when the time comes",
}
"""Kinds of plan, with the words on screen."""


@dataclass(frozen=True, slots=True)
class GroupPlan:
    """What is asked of the matching.

    `size` is the size aimed at in breakouts, and elsewhere tells nothing. `mix` spreads organisations, `new_people`
    avoids who has met, `keep_parties` keeps who booked together. `same_as` is the id of the item whose groups return;
    empty: the latest groups before this item.
    """

    kind: str = "breakout"
    size: float = USUAL
    mix: bool = True
    new_people: bool = False
    keep_parties: bool = False
    same_as: str = ""

    def to_json(self) -> dict[str, Any]:
        """Turn it into what the JSON field keeps."""
        return asdict(self)


def read_plan(stored: Mapping[str, Any] | None) -> GroupPlan | None:
    """Read a stored plan; what is missing or nonsense takes its default. None stays None: everybody together."""
    if stored is None:
        return None
    kind, size, same_as = stored.get("kind"), stored.get("size"), stored.get("same_as")
    return GroupPlan(
        kind=kind if isinstance(kind, str) and kind in KINDS else "breakout",
        size=size if isinstance(size, int | float) and size in SIZES else USUAL,
        mix=bool(stored.get("mix", True)),
        new_people=bool(stored.get("new_people", False)),
        keep_parties=bool(stored.get("keep_parties", False)),
        same_as=same_as if isinstance(same_as, str) else "",
    )


def plan_for(group_size: tuple[int, int] | None) -> GroupPlan | None:
    """Propose a plan for a practice that wants groups of this size (fewest, most); None: everybody together."""
    if group_size is None:
        return None
    fewest, most = group_size
    if most <= 3:
        return GroupPlan("coffee" if fewest < 3 else "threes", new_people=True)
    middle = (max(3, fewest) + min(6, most)) / 2
    return GroupPlan("breakout", size=min(SIZES, key=lambda size: (abs(size - middle), abs(size - USUAL))))


def count_groups(plan: GroupPlan, people: int, minutes: int) -> int:
    """Count the groups that so many people make under a plan, as the matching will make them.

    `minutes` is the item's length, which decides between pairs and threes over coffee. For the same groups as before,
    ask with the plan that made them.
    """
    if people < 2:
        return max(0, people)
    if plan.kind == "coffee":
        return len(coffee_sizes(people, form_for(minutes, in_session=True)))
    if plan.kind == "threes":
        return len(coffee_sizes(people, Form.THREES_NO_PAIRS))
    return group_counts(people, Size(target=plan.size))[0]


def said_size(plan: GroupPlan) -> str:
    """Say who is together: “Groups of 5”, “Pairs and threes”."""
    words = {
        "coffee": "Pairs and threes",
        "threes": "Threes",
        "same": "Same groups as before",
        "by_hand": "Groups by hand",
    }
    return words.get(plan.kind, f"Groups of {SIZES[plan.size]}")


def said_wishes(plan: GroupPlan) -> str:
    """Say how people are mixed: “Nobody you have met, other organisations first”; empty where nothing is asked."""
    if plan.kind in {"same", "by_hand"}:
        return ""
    wishes = [
        ("keep booked groups", plan.keep_parties),
        ("nobody you have met", plan.new_people),
        ("other organisations first", plan.mix),
    ]
    said = ", ".join(words for words, wanted in wishes if wanted)
    return said[:1].upper() + said[1:]
