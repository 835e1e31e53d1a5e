"""Where groups are heard, whether that fits, and the cheapest changes of the agenda that make it fit.

The sums are `sense.feedback_fit`'s; here they meet the agenda.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import partial
from itertools import pairwise
from typing import Any

from folkmoot.practice_kit.registry import find
from folkmoot.programme import agenda_tree as tree
from folkmoot.programme.agenda import MOST_MINUTES, Agenda, Item, every, find_item, leaves, mode, parent_of
from folkmoot.programme.group_plan import SIZES, GroupPlan, count_groups, read_plan
from folkmoot.sense.feedback_fit import CHAT, ONE_POINT, USUAL_MOVING, Fit, Moving, Remedy, check_feedback

WAYS: Mapping[str, tuple[str, int]] = {
    "three": ("Three minutes for each group", 180),
    "two": ("Two minutes for each group", 120),
    "one_point": ("One point from each group, no repeats", ONE_POINT),
    "chat_first": ("Everyone writes into the chat first, then some groups speak", 180),
}
"""Ways of hearing groups: the words on screen, and the seconds that one group speaks."""

FEEDBACK_CHOICES = [
    ("", "Three minutes for each group, when it follows groups"),
    *((key, words) for key, (words, _) in WAYS.items()),
    ("no", "No feedback here"),
]

LEAST_TALK = 5
"""Minutes that a talk keeps when some are taken from it."""


@dataclass(frozen=True, slots=True)
class Slot:
    """Time to hear groups: the item, whose groups, how many they are, and in which way they are heard."""

    item: Item
    source: Item
    groups: int
    way: str
    transfer: int | None = None

    @property
    def fit(self) -> Fit:
        """Whether hearing everyone fits, coming back from the rooms included, and what would help."""
        return fit_of(self.groups, self.way, self.item.minutes, self.transfer)

    @property
    def short(self) -> int:
        """How many whole minutes are missing; 0 or less: it fits."""
        return -(self.fit.spare // 60)


def moving_of(transfer: int | None) -> Moving:
    """Seconds to get people into rooms and back, from the minutes of the session's call; None: the least it takes."""
    return USUAL_MOVING if transfer is None else Moving(transfer * 60, transfer * 60)


def fit_of(groups: int, way: str, minutes: int, transfer: int | None = None) -> Fit:
    """Check whether hearing so many groups in a way fits into so many minutes, with the way back from the rooms.

    Going out takes time of the groups; only coming back runs into the slot that hears them.
    """
    voices = 1 if way == "chat_first" else groups
    reading = CHAT if way == "chat_first" else 0
    fit = check_feedback(voices, WAYS[way][1], max(0, minutes * 60 - reading), replace(moving_of(transfer), out=0))
    return replace(fit, needed=fit.needed + reading)


def feedback_choice(item: Item) -> str:
    """The way of hearing groups that was chosen for an item; empty: none, so the usual one where it follows groups."""
    chosen = item.settings.get("feedback", "")
    return chosen if chosen in dict(FEEDBACK_CHOICES) else ""


def with_feedback(settings: Mapping[str, Any], choice: str) -> dict[str, Any]:
    """The settings of an item with another way of hearing groups."""
    others = {name: value for name, value in settings.items() if name != "feedback"}
    return {**others, "feedback": choice} if choice else others


# ── Where groups are heard ───────────────────────────────────────────────────────────────────────────────────────


def slots(agenda: Agenda, people: int, transfer: int | None = None) -> Iterator[Slot]:
    """Find the items in which groups are heard: those that say so, and plenaries right after groups, in one block.

    `transfer`: minutes to get people into rooms, and the same back.
    """
    for before, item in pairwise(leaves(agenda)):
        choice = feedback_choice(item)
        if choice == "no" or item.practice or mode(item) != "plenary":
            continue
        source = before if _forms_rooms(before) and _bring_something(before) else None
        if choice and source is None:
            source = _last_groups(agenda, item)
        together = choice or parent_of(agenda, before.id) == parent_of(agenda, item.id)
        if source is not None and together and (groups := groups_of(source, agenda, people)) > 1:
            yield Slot(item, source, groups, choice or "three", transfer)


def _forms_rooms(item: Item) -> bool:
    return item.group_plan is not None and item.group_plan.get("kind") in {"breakout", "same", "by_hand"}


def _bring_something(item: Item) -> bool:
    """Whether groups come back with something to tell: always, but where their practice makes no product of a group."""
    practice = find(item.practice) if item.practice else None
    return practice is None or any(kind.product for kind in practice.kinds)


def seconds_heard_inside(item: Item, agenda: Agenda, people: int, transfer: int | None = None) -> int:
    """Say what hearing the groups takes of an item whose practice does both: a point each, moving out and back.

    0 where the next item hears them, or where its practice brings nothing of theirs before everybody.
    """
    practice = find(item.practice) if item.practice else None
    if practice is None or not _forms_rooms(item) or not _bring_something(item):
        return 0
    if not any(stage.plenary for stage in practice.stages):
        return 0
    if any(slot.source.id == item.id for slot in slots(agenda, people)):
        return 0
    return check_feedback(groups_of(item, agenda, people), ONE_POINT, item.minutes * 60, moving_of(transfer)).needed


def _last_groups(agenda: Agenda, item: Item) -> Item | None:
    found: Item | None = None
    for each in leaves(agenda):
        if each.id == item.id:
            return found
        if each.group_plan is not None:
            found = each
    return found


def groups_of(item: Item, agenda: Agenda, people: int) -> int:
    """Count the groups of an item; the same groups as before are as many as they were."""
    made_by = maker_of(item, agenda)
    plan = read_plan(made_by.group_plan)
    return count_groups(plan, people, made_by.minutes) if plan else 0


def maker_of(item: Item, agenda: Agenda) -> Item:
    """Find the item whose own plan made the groups that an item works in: itself, unless they are as before."""
    seen: set[str] = set()
    while (plan := read_plan(item.group_plan)) and plan.kind == "same" and item.id not in seen:
        seen.add(item.id)
        item = _earlier_maker(plan.same_as, item, agenda) or item
    return item


def _earlier_maker(same_as: str, item: Item, agenda: Agenda) -> Item | None:
    earlier = list(every(agenda))
    earlier = earlier[: next(index for index, each in enumerate(earlier) if each.id == item.id)]
    named = next((each for each in earlier if each.id == same_as), None)
    return named or next((each for each in reversed(earlier) if _forms_rooms(each)), None)


# ── What would make it fit ───────────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class Fix:
    """One change that would help: its name within what it mends, what it does, and what comes of it."""

    key: str
    title: str
    detail: str
    change: Callable[[Agenda], Agenda]


def remedies(slot: Slot, agenda: Agenda, people: int) -> tuple[Fix, ...]:
    """The three cheapest changes that make it fit, cheapest first. Nothing protected is ever cut."""
    found = (
        _other_way(slot, Remedy.ONE_POINT_EACH, "one_point", "One point each, no repeats"),
        _larger_groups(slot, agenda, people),
        _from_the_talk(slot, agenda),
        _other_way(slot, Remedy.CHAT_FIRST, "chat_first", "Chat first, then some speak"),
        _longer(slot),
    )
    return tuple(fix for fix in found if fix is not None)[:3]


def _other_way(slot: Slot, remedy: Remedy, way: str, title: str) -> Fix | None:
    fix = next((fix for fix in slot.fit.fixes if fix.remedy == remedy and fix.fits), None)
    if fix is None or slot.way == way:
        return None
    chat = f"{CHAT // 60} min of chat, then " if remedy == Remedy.CHAT_FIRST else ""
    detail = f"{chat}{_said_reports(fix.reports, fix.seconds_each, fix.needed, fix.spare, slot.transfer)}"
    return Fix(way, title, detail, partial(_heard_by, slot.item.id, way))


def _heard_by(item_id: str, way: str, agenda: Agenda) -> Agenda:
    item = find_item(agenda, item_id)
    return tree.edit(agenda, item_id, {"settings": with_feedback(item.settings, way)})


def _larger_groups(slot: Slot, agenda: Agenda, people: int) -> Fix | None:
    maker = maker_of(slot.source, agenda)
    plan = read_plan(maker.group_plan)
    if plan is None or plan.kind != "breakout" or maker.protected:
        return None
    for size in (size for size in SIZES if size > plan.size):
        larger = replace(plan, size=size)
        groups = count_groups(larger, people, maker.minutes)
        if fit_of(groups, slot.way, slot.item.minutes, slot.transfer).fits:
            detail = said_sum(groups, slot.way, slot.item.minutes, slot.transfer)
            return Fix("larger", f"Groups of {SIZES[size]}", detail, partial(_with_plan, maker.id, larger))
    return None


def _with_plan(item_id: str, plan: GroupPlan, agenda: Agenda) -> Agenda:
    return tree.edit(agenda, item_id, {"group_plan": plan.to_json()})


def _from_the_talk(slot: Slot, agenda: Agenda) -> Fix | None:
    return take_from_talk(slot.item, slot.short, "feedback", agenda)


def take_from_talk(item: Item, short: int, what: str, agenda: Agenda) -> Fix | None:
    """Take minutes that an item is short of from the nearest talk before it that can spare them."""
    earlier = list(leaves(agenda))
    earlier = earlier[: next(index for index, each in enumerate(earlier) if each.id == item.id)]
    able = (each for each in reversed(earlier) if mode(each) == "talk" and not each.protected)
    talk = next((each for each in able if each.minutes - short >= LEAST_TALK), None)
    if talk is None or item.minutes + short > MOST_MINUTES:
        return None
    left, longer = talk.minutes - short, item.minutes + short
    return Fix(
        "talk",
        f"Take {short} min from “{talk.title}”",
        f"{left} min for that, {longer} min for {what}. The end stays where it is.",
        lambda agenda: tree.set_minutes(tree.set_minutes(agenda, talk.id, left), item.id, longer),
    )


def _longer(slot: Slot) -> Fix | None:
    minutes = slot.item.minutes + slot.short
    if minutes > MOST_MINUTES:
        return None
    return Fix(
        "longer",
        f"Give feedback {minutes} min",
        f"{slot.short} min more. Everything after it starts later.",
        lambda agenda: tree.set_minutes(agenda, slot.item.id, minutes),
    )


def said_sum(groups: int, way: str, minutes: int, transfer: int | None = None) -> str:
    """Say the sum: “8 groups × 3 min, with 2 min to come back and with changing over: 28 min. 8 min short.”"""
    fit = fit_of(groups, way, minutes, transfer)
    if way == "chat_first":
        return f"{CHAT // 60} min of chat, then {_said_reports(1, WAYS[way][1], fit.needed, fit.spare, transfer)}"
    return _said_reports(groups, WAYS[way][1], fit.needed, fit.spare, transfer)


def _said_reports(reports: int, each: int, needed: int, spare: int, transfer: int | None) -> str:
    spoken = f"{each // 60} min" if each % 60 == 0 else f"{each} s"
    groups = f"{reports} group{'' if reports == 1 else 's'} × {spoken}"
    left = spare // 60
    rest = "It just fits." if not left else f"{left} min to spare." if left > 0 else f"{-left} min short."
    back = "coming back" if transfer is None else f"{transfer} min to come back"
    return f"{groups}, with {back} and changing over: {-(-needed // 60)} min. {rest}"
