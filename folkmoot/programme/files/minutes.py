"""Proposing the minutes that a file leaves out: from its times, else in the catalogue's proportions."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import time

from folkmoot.practice_kit.catalogue import BY_SLUG
from folkmoot.programme.files.shapes import PlannedItem

USUAL_MINUTES = 5
"""What an item weighs that runs no practice."""


@dataclass(frozen=True)
class Slot:
    """An item as read, before its minutes are settled: `minutes` None is to be proposed.

    `says_guard`: the file itself says whether the item is protected.
    """

    item: PlannedItem
    line: int
    at: time | None = None
    minutes: int | None = None
    inside: tuple[Slot, ...] = ()
    says_guard: bool = False


class Misfit(ValueError):
    """Minutes that cannot be made to add up; says at which line, and why."""

    def __init__(self, line: int, reason: str) -> None:
        super().__init__(reason)
        self.line = line


def settle(slots: Sequence[Slot], start: time | None, end: time | None) -> tuple[PlannedItem, ...]:
    """Give every item its minutes; proposed ones are marked as estimated.

    Without `start` and `end` an item without minutes takes what the catalogue says.

    Raises:
        Misfit: when the times or the sums contradict each other.
    """
    timed = [replace(slot, minutes=_own_minutes(slot)) for slot in slots]
    settled: list[PlannedItem] = []
    for group, total in _stretches(timed, start, end):
        settled += _share(group, total, group[0].line, "The items")
    return tuple(settled)


def _own_minutes(slot: Slot) -> int | None:
    """What an item's parts add up to, where it says nothing itself and they all do."""
    parts = [part.minutes for part in slot.inside]
    if slot.minutes is None and parts and None not in parts:
        return sum(part for part in parts if part is not None)
    return slot.minutes


def _stretches(slots: list[Slot], start: time | None, end: time | None) -> list[tuple[list[Slot], int | None]]:
    """Cut the agenda at its given times into stretches, each with its length where that is known."""
    if not slots:
        return []
    cuts = [index for index, slot in enumerate(slots) if index == 0 or slot.at is not None]
    stretches = [slots[here:there] for here, there in zip(cuts, [*cuts[1:], len(slots)], strict=True)]
    clocks = [group[0].at for group in stretches[1:]] + [end]
    firsts = [stretches[0][0].at or start] + [group[0].at for group in stretches[1:]]
    if start and firsts[0] != start:
        raise Misfit(slots[0].line, f"The agenda starts at {firsts[0]:%H:%M}, the session at {start:%H:%M}.")
    return [
        (group, _between(group[0], first, after)) for group, first, after in zip(stretches, firsts, clocks, strict=True)
    ]


def _between(slot: Slot, first: time | None, after: time | None) -> int | None:
    if first is None or after is None:
        return None
    length = (after.hour - first.hour) * 60 + after.minute - first.minute
    if length <= 0:
        raise Misfit(slot.line, f"“{slot.item.title}” starts at {first:%H:%M}, and what follows it at {after:%H:%M}.")
    return length


def _share(slots: Sequence[Slot], total: int | None, line: int, what: str) -> list[PlannedItem]:
    given = sum(slot.minutes or 0 for slot in slots)
    open_slots = [slot for slot in slots if slot.minutes is None]
    if total is not None and not open_slots and given != total:
        raise Misfit(line, f"{what} add up to {given} minutes, but there are {total}.")
    if total is not None and open_slots and total - given < len(open_slots):
        raise Misfit(line, f"{what} leave {total - given} minutes for {len(open_slots)} without minutes of their own.")
    # One item alone between two given times has its minutes from them: nothing there is estimated.
    certain = total is not None and len(slots) == 1
    proposals = iter(_propose(open_slots, None if total is None else total - given))
    return [_settled(slot, slot.minutes or next(proposals), slot.minutes is None and not certain) for slot in slots]


def _settled(slot: Slot, minutes: int, estimated: bool) -> PlannedItem:
    inside = _share(slot.inside, minutes, slot.line, f"The parts of “{slot.item.title}”") if slot.inside else ()
    return replace(slot.item, minutes=minutes, estimated=estimated or slot.item.estimated, inside=tuple(inside))


def _propose(slots: Sequence[Slot], total: int | None) -> list[int]:
    """Share the minutes out in proportion, at least one each, largest remainders first."""
    weights = [_weight(slot) for slot in slots]
    if total is None or not slots:
        return weights
    spare = total - len(slots)
    exact = [spare * weight / sum(weights) for weight in weights]
    shares = [1 + int(share) for share in exact]
    by_remainder = sorted(range(len(slots)), key=lambda index: int(exact[index]) - exact[index])
    for index in by_remainder[: total - sum(shares)]:
        shares[index] += 1
    return shares


def _weight(slot: Slot) -> int:
    listed = BY_SLUG.get(slot.item.practice)
    parts = sum(_weight(part) if part.minutes is None else part.minutes for part in slot.inside)
    return parts or (listed.minutes if listed else USUAL_MINUTES)
