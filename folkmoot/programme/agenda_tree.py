"""Changes of an agenda, each a pure function from one agenda to the next.

Whatever goes in, what comes out has two levels, keeps every item once, and has blocks as long as their parts.
A change that cannot be made raises Refused with words for the person who asked.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any, Literal

from folkmoot.practice_kit.fields import Refused
from folkmoot.programme.agenda import (
    BLOCK,
    MOST_MINUTES,
    Agenda,
    Item,
    every,
    find_item,
    parent_of,
    settled,
)

Step = Literal["up", "down", "in", "out"]
MOST_ITEMS = 80


def add(agenda: Agenda, new: Item, *, after: str = "", into: str = "") -> Agenda:
    """Put a new item after another one (its new sibling), at the end of a block, or at the end of the agenda."""
    if sum(1 for _ in every(agenda)) >= MOST_ITEMS:
        raise Refused("too_many", f"An agenda holds at most {MOST_ITEMS} items. Take one out first.")
    if into:
        return place((*agenda, new), new.id, into, len(find_item(agenda, into).parts))
    if after:
        parent = parent_of(agenda, after)
        siblings = parent.parts if parent else agenda
        index = next(index for index, item in enumerate(siblings) if item.id == after) + 1
        return place((*agenda, new), new.id, parent.id if parent else "", index)
    return settled((*agenda, new))


def remove(agenda: Agenda, item_id: str) -> Agenda:
    """Take out an item with its parts; plans of groups that followed it lose the tie."""
    going = {item_id, *(part.id for part in find_item(agenda, item_id).parts)}
    left = tuple(replace(item, parts=_without(item.parts, going)) for item in _without(agenda, going))
    return settled(tuple(_each(left, lambda item: _untied(item, going))))


def place(agenda: Agenda, item_id: str, parent_id: str, index: int) -> Agenda:
    """Put an item at a place of a block, or (no parent) of the top level. `index` counts without the item itself."""
    moved = find_item(agenda, item_id)
    if parent_id and (moved.is_block or parent_id == item_id):
        raise Refused("too_deep", "A block cannot go inside a block. Move its parts instead.")
    rest = _taken_out(agenda, item_id)
    if not parent_id:
        return settled(_inserted(rest, moved, index))
    if not any(item.id == parent_id and item.is_block for item in rest):
        raise Refused("no_block", "That is not a block any more. Reload the page to see the agenda as it is.")
    return settled(
        tuple(
            replace(item, parts=_inserted(item.parts, moved, index)) if item.id == parent_id else item for item in rest
        )
    )


def step(agenda: Agenda, item_id: str, where: Step) -> Agenda:
    """Move an item one place: up or down (at the edges out of its block), into the block beside it, or out."""
    moves: dict[Step, Callable[[Agenda, str], tuple[str, int] | None]] = {
        "up": _place_above,
        "down": _place_below,
        "in": _place_inside,
        "out": _place_outside,
    }
    if (to := moves[where](agenda, item_id)) is None:
        raise Refused("no_place", _NO_PLACE[where])
    return place(agenda, item_id, *to)


def possible_steps(agenda: Agenda, item_id: str) -> frozenset[Step]:
    """Say which of the four moves an item has."""
    found: set[Step] = set()
    if _place_above(agenda, item_id):
        found.add("up")
    if _place_below(agenda, item_id):
        found.add("down")
    if _place_inside(agenda, item_id):
        found.add("in")
    if _place_outside(agenda, item_id):
        found.add("out")
    return frozenset(found)


_NO_PLACE: dict[Step, str] = {
    "up": "That is first already.",
    "down": "That is last already.",
    "in": "There is no block next to it. Move it beside a block first, or add one.",
    "out": "That is not inside a block.",
}


def _place_above(agenda: Agenda, item_id: str) -> tuple[str, int] | None:
    parent, index, _ = _where(agenda, item_id)
    if index:
        return (parent.id if parent else "", index - 1)
    return ("", _index(agenda, parent.id)) if parent else None


def _place_below(agenda: Agenda, item_id: str) -> tuple[str, int] | None:
    parent, index, siblings = _where(agenda, item_id)
    if index + 1 < len(siblings):
        return (parent.id if parent else "", index + 1)
    return ("", _index(agenda, parent.id) + 1) if parent else None


def _place_inside(agenda: Agenda, item_id: str) -> tuple[str, int] | None:
    parent, index, siblings = _where(agenda, item_id)
    if parent or siblings[index].is_block:
        return None
    if index and siblings[index - 1].is_block:
        return (siblings[index - 1].id, len(siblings[index - 1].parts))
    after = siblings[index + 1] if index + 1 < len(siblings) else None
    return (after.id, 0) if after and after.is_block else None


def _place_outside(agenda: Agenda, item_id: str) -> tuple[str, int] | None:
    parent = parent_of(agenda, item_id)
    return ("", _index(agenda, parent.id) + 1) if parent else None


def _where(agenda: Agenda, item_id: str) -> tuple[Item | None, int, tuple[Item, ...]]:
    parent = parent_of(agenda, item_id)
    siblings = parent.parts if parent else agenda
    return parent, _index(siblings, item_id), siblings


def _index(siblings: tuple[Item, ...], item_id: str) -> int:
    for index, item in enumerate(siblings):
        if item.id == item_id:
            return index
    raise KeyError(item_id)


def edit(agenda: Agenda, item_id: str, changes: Mapping[str, Any]) -> Agenda:
    """Change fields of an item. A block with parts stays one, whatever kind is asked for."""
    item = find_item(agenda, item_id)
    if item.parts:
        changes = {**changes, "kind": BLOCK}
    changed = replace(item, **changes)
    if changed.kind == BLOCK and parent_of(agenda, item_id):
        raise Refused("too_deep", "A block cannot go inside a block.", "kind")
    if not changed.is_block:
        _check_minutes(changed.minutes)
    return settled(tuple(_each(agenda, lambda each: changed if each.id == item_id else each)))


def set_minutes(agenda: Agenda, item_id: str, minutes: int) -> Agenda:
    """Make an item so many minutes long. A block passes the change on to its longest part that is not protected."""
    item = find_item(agenda, item_id)
    if not item.is_block:
        _check_minutes(minutes)
        return edit(agenda, item_id, {"minutes": minutes, "minutes_estimated": False})
    if not item.parts:
        raise Refused("empty_block", "This block is empty. Put something into it, and it is as long as its parts.")
    parts = _stretched(item.parts, minutes - sum(part.minutes for part in item.parts))
    return settled(tuple(replace(each, parts=parts) if each.id == item_id else each for each in agenda))


def _stretched(parts: tuple[Item, ...], by: int) -> tuple[Item, ...]:
    for _ in range(min(abs(by), MOST_ITEMS * MOST_MINUTES)):
        parts = _one_minute(parts, 1 if by > 0 else -1)
    return parts


def _one_minute(parts: tuple[Item, ...], by: int) -> tuple[Item, ...]:
    able = [part for part in parts if not part.protected and 1 <= part.minutes + by <= MOST_MINUTES]
    if not able:
        raise Refused("no_minutes", "No part of this block can change that much. Change its parts one by one.")
    longest = max(able, key=lambda part: part.minutes)
    return tuple(
        replace(part, minutes=part.minutes + by, minutes_estimated=False) if part.id == longest.id else part
        for part in parts
    )


def _check_minutes(minutes: int) -> None:
    if not 1 <= minutes <= MOST_MINUTES:
        raise Refused("minutes", f"Write a whole number of minutes from 1 to {MOST_MINUTES}.", "minutes")


def _without(items: tuple[Item, ...], going: set[str]) -> tuple[Item, ...]:
    return tuple(item for item in items if item.id not in going)


def _taken_out(agenda: Agenda, item_id: str) -> Agenda:
    return tuple(replace(item, parts=_without(item.parts, {item_id})) for item in _without(agenda, {item_id}))


def _inserted(siblings: tuple[Item, ...], item: Item, index: int) -> tuple[Item, ...]:
    at = max(0, min(index, len(siblings)))
    return (*siblings[:at], item, *siblings[at:])


def _each(agenda: Agenda, change: Callable[[Item], Item]) -> list[Item]:
    tops = [change(item) for item in agenda]
    return [replace(item, parts=tuple(change(part) for part in item.parts)) for item in tops]


def _untied(item: Item, gone: set[str]) -> Item:
    if item.group_plan and item.group_plan.get("same_as") in gone:
        return replace(item, group_plan={**item.group_plan, "same_as": ""})
    return item
