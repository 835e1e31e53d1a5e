"""What may go wrong with an agenda, each with changes that put it right: offered, never made by themselves.

A fix is a pure change of the agenda under a name, so that a page can offer it and one press can make it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any

from folkmoot.kit.ids import new_id
from folkmoot.practice_kit.boards import Prompts
from folkmoot.practice_kit.fields import Refused
from folkmoot.practice_kit.registry import find
from folkmoot.programme import agenda_tree as tree
from folkmoot.programme.agenda import (
    BLOCK,
    BREAK,
    MOST_MINUTES,
    MOST_WITHOUT_BREAK,
    Agenda,
    Item,
    Stretch,
    every,
    find_item,
    leaves,
    off_by,
    parent_of,
    said_length,
    starts,
    stretches,
)
from folkmoot.programme.agenda_feedback import (
    Fix,
    groups_of,
    remedies,
    said_sum,
    seconds_heard_inside,
    slots,
    take_from_talk,
)

LEAST_PER_QUESTION = 3
"""Minutes that a group needs for one question (practice guide, P13)."""

BREAK_MINUTES = 10


@dataclass(frozen=True, slots=True)
class Warned:
    """Something to look at: about which item (empty: the whole), in how few words, and what would help."""

    kind: str
    item: str
    short: str
    title: str
    text: str
    fixes: tuple[Fix, ...] = ()


def warnings(agenda: Agenda, people: int, transfer: int | None = None) -> tuple[Warned, ...]:
    """Say what to look at in an agenda for so many people, in the order of the agenda.

    `transfer`: minutes to get people into their rooms of the call, and the same back; None: the least it takes.
    """
    found = [
        *_unequal_blocks(agenda),
        *_empty_blocks(agenda),
        *_hurried_questions(agenda, people, transfer),
        *_crowded_feedback(agenda, people, transfer),
        *_long_stretches(agenda),
    ]
    order = {item.id: index for index, item in enumerate(every(agenda))}
    return tuple(sorted(found, key=lambda warned: order.get(warned.item, -1)))


def find_fix(agenda: Agenda, people: int, item_id: str, key: str, transfer: int | None = None) -> Fix:
    """Find a fix that is still offered. Raises Refused when the agenda has moved on."""
    for warned in warnings(agenda, people, transfer):
        for fix in warned.fixes:
            if (warned.item, fix.key) == (item_id, key):
                return fix
    raise Refused("gone", "The agenda has changed since, and this is not needed any more.")


# ── Blocks ───────────────────────────────────────────────────────────────────────────────────────────────────────


def _unequal_blocks(agenda: Agenda) -> Iterator[Warned]:
    """Imported plans may hold blocks that are not as long as their parts; here none can be made so."""
    for item in agenda:
        if over := off_by(item):
            total = item.minutes + over
            yield Warned(
                "sum",
                item.id,
                f"{abs(over)} min {'over' if over > 0 else 'under'}",
                "The parts do not add up.",
                f"The parts make {said_length(total)}, and this block has {said_length(item.minutes)}.",
                tuple(_sum_fixes(item, over)),
            )


def _sum_fixes(item: Item, over: int) -> Iterator[Fix]:
    total = item.minutes + over
    yield Fix(
        "block",
        f"Make the block {said_length(total)}",
        "As long as its parts.",
        lambda agenda: tree.set_minutes(agenda, item.id, total),
    )
    able = [part for part in item.parts if not part.protected and 1 <= part.minutes - over <= MOST_MINUTES]
    if able:
        longest = max(able, key=lambda part: part.minutes)
        minutes = longest.minutes - over
        yield Fix(
            "part",
            f"Make “{longest.title}” {said_length(minutes)}",
            "The block stays as long as it is.",
            lambda agenda: tree.set_minutes(agenda, longest.id, minutes),
        )


def _empty_blocks(agenda: Agenda) -> Iterator[Warned]:
    for item in agenda:
        if item.kind == BLOCK and not item.parts:
            yield Warned(
                "empty",
                item.id,
                "Empty",
                "This block is empty.",
                "Add a part, or move something into it. It will be as long as its parts.",
            )


# ── Questions of a group ─────────────────────────────────────────────────────────────────────────────────────────


def questions_of(item: Item) -> tuple[str, tuple[str, ...]]:
    """Say which setting of an item's practice holds questions for the groups, and the questions; ("", ()) for none."""
    practice = find(item.practice) if item.practice else None
    if practice is None:
        return "", ()
    prompts = (part for stage in practice.stages for part in stage.parts if isinstance(part, Prompts))
    setting = next((part.setting for part in prompts), "")
    chosen = settings_of(item).get(setting, ())
    return (setting, tuple(chosen)) if setting else ("", ())


def settings_of(item: Item) -> Mapping[str, Any]:
    """The settings of an item's practice as they will be, with what nobody chose filled in."""
    practice = find(item.practice) if item.practice else None
    if practice is None:
        return dict(item.settings)
    return {**practice.settings().model_dump(), **practice.defaults, **item.settings}


def minutes_per_question(item: Item, agenda: Agenda, people: int) -> float | None:
    """Say how long a group has for one question, less the time to hear all groups where one item does both.

    None where there are no questions, or everybody is together.
    """
    _, questions = questions_of(item)
    in_rooms = item.group_plan is not None and item.group_plan.get("kind") != "coffee"
    if not questions or not in_rooms:
        return None
    talking = item.minutes * 60 - seconds_heard_inside(item, agenda, people)
    return max(0.0, talking / 60 / len(questions))


def said_minutes(minutes: float) -> str:
    """Say minutes with at most one decimal: “3.5”, “4”."""
    return f"{minutes:.1f}".removesuffix(".0")


def _taken(item: Item, agenda: Agenda, people: int, transfer: int | None) -> int:
    """Minutes of a round that are not for its questions: going out, and where the item hears the groups, all that."""
    inside = -(-seconds_heard_inside(item, agenda, people, transfer) // 60)
    return inside or transfer or 0


def _hurried_questions(agenda: Agenda, people: int, transfer: int | None) -> Iterator[Warned]:
    for leaf in leaves(agenda):
        each = minutes_per_question(leaf, agenda, people)
        if each is not None and transfer is not None:
            free = leaf.minutes - _taken(leaf, agenda, people, transfer)
            each = max(0.0, free / len(questions_of(leaf)[1]))
        if each is not None and each < LEAST_PER_QUESTION:
            _, questions = questions_of(leaf)
            taken = _taken(leaf, agenda, people, transfer)
            groups = groups_of(leaf, agenda, people) if seconds_heard_inside(leaf, agenda, people, transfer) else 0
            yield Warned(
                "questions",
                leaf.id,
                f"{said_minutes(each)} min a question",
                "Too little time for so many questions.",
                _said_hurry(leaf, len(questions), each, taken, groups),
                tuple(fix for fix in _question_fixes(leaf, questions, taken, agenda) if fix is not None),
            )


def _said_hurry(item: Item, questions: int, each: float, taken: int, groups: int) -> str:
    count = f"{questions} questions" if questions > 1 else "1 question"
    if not groups:
        moving = f", {taken} of them to get people into their rooms" if taken else ""
        return (
            f"{count} in {item.minutes} minutes{moving}: {said_minutes(each)} each. "
            f"A group needs {LEAST_PER_QUESTION} or more."
        )
    heard = f"{groups} groups, a point each," if groups > 1 else "one group’s point"
    return (
        f"Hearing {heard} takes {taken} of these {item.minutes} minutes, with moving out and "
        f"back. {count}: {said_minutes(each)} minutes each, and a group needs {LEAST_PER_QUESTION} or more."
    )


def _question_fixes(item: Item, questions: tuple[str, ...], heard: int, agenda: Agenda) -> Iterator[Fix | None]:
    fit = (item.minutes - heard) // LEAST_PER_QUESTION
    if fit > 0:
        more = " and more." if len(questions) > fit + 1 else "."
        yield Fix(
            "fewer",
            f"Ask the first {fit}" if fit > 1 else "Ask the first one",
            f"{said_minutes((item.minutes - heard) / fit)} min for each. Leaves out “{questions[fit]}”{more}",
            partial(_with_questions, item.id, fit),
        )
    needed = heard + len(questions) * LEAST_PER_QUESTION
    yield take_from_talk(item, needed - item.minutes, "this", agenda)
    if needed <= MOST_MINUTES:
        yield Fix(
            "longer",
            f"Give it {needed} min",
            f"{needed - item.minutes} min more. Everything after it starts later.",
            lambda agenda: tree.set_minutes(agenda, item.id, needed),
        )


def _with_questions(item_id: str, count: int, agenda: Agenda) -> Agenda:
    item = find_item(agenda, item_id)
    setting, questions = questions_of(item)
    return tree.edit(agenda, item_id, {"settings": {**item.settings, setting: list(questions[:count])}})


# ── Feedback ─────────────────────────────────────────────────────────────────────────────────────────────────────


def _crowded_feedback(agenda: Agenda, people: int, transfer: int | None) -> Iterator[Warned]:
    for slot in slots(agenda, people, transfer):
        if slot.short > 0:
            yield Warned(
                "feedback",
                slot.item.id,
                f"{slot.short} min short",
                "Feedback will not fit.",
                f"{said_sum(slot.groups, slot.way, slot.item.minutes, transfer)} Choose one, or leave it.",
                remedies(slot, agenda, people),
            )


# ── Breaks ───────────────────────────────────────────────────────────────────────────────────────────────────────


def _long_stretches(agenda: Agenda) -> Iterator[Warned]:
    for stretch in stretches(agenda):
        if stretch.minutes > MOST_WITHOUT_BREAK:
            yield Warned(
                "break",
                stretch.items[0],
                f"{said_length(stretch.minutes)} without a break",
                f"{said_length(stretch.minutes)} without a break.",
                f"People need one at least every {MOST_WITHOUT_BREAK} minutes.",
                tuple(_break_fixes(agenda, stretch)),
            )


def _break_fixes(agenda: Agenda, stretch: Stretch) -> Iterator[Fix]:
    """Offer a break between the two items nearest to the middle of the stretch."""
    at = starts(agenda)
    middle = stretch.start + stretch.minutes / 2
    if len(stretch.items) > 1:
        before = min(stretch.items[1:], key=lambda item_id: abs(at[item_id] - middle))
        yield Fix(
            "break",
            f"Add {BREAK_MINUTES} minutes of tea",
            f"Before “{find_item(agenda, before).title}”.",
            partial(_with_break, before),
        )


def _with_break(before: str, agenda: Agenda) -> Agenda:
    parent = parent_of(agenda, before)
    siblings = parent.parts if parent else agenda
    index = next(index for index, item in enumerate(siblings) if item.id == before)
    tea = Item(id=new_id(), kind=BREAK, title="Tea break", minutes=BREAK_MINUTES, protected=True)
    return tree.place((*agenda, tea), tea.id, parent.id if parent else "", index)
