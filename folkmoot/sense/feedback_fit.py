"""Whether the groups' feedback fits its slot, and what would make it fit (practice guide, P02 and Appendix C)."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

CHANGEOVER = 10
ONE_POINT = 30
CHAT = 120


@dataclass(frozen=True, slots=True)
class Moving:
    """Seconds that it takes to move people into groups, and back to plenary (the 60-second warning)."""

    out: int = 30
    back: int = 60


USUAL_MOVING = Moving()


class Remedy(StrEnum):
    """A cheap way to make feedback fit."""

    ONE_POINT_EACH = "one_point_each"
    """Each group says one point that nobody has said yet."""
    CHAT_FIRST = "chat_first"
    """All groups write their points into the chat first; only some speak."""
    MERGE_ROOMS = "merge_rooms"
    """Pairs of groups are merged before the feedback, at the price of one more move."""


@dataclass(frozen=True, slots=True)
class Fix:
    """A remedy in figures: how many report, for how long each, and what that needs in all, in seconds."""

    remedy: Remedy
    reports: int
    seconds_each: int
    needed: int
    spare: int

    @property
    def fits(self) -> bool:
        """Whether this is enough by itself."""
        return self.spare >= 0


@dataclass(frozen=True, slots=True)
class Fit:
    """Whether feedback fits: seconds needed and to spare (negative: too few), and if it does not, the three fixes.

    Fixes that are enough by themselves come first, the least disturbing of them first.
    """

    needed: int
    spare: int
    fixes: tuple[Fix, ...] = ()

    @property
    def fits(self) -> bool:
        """Whether it all fits."""
        return self.spare >= 0


def check_feedback(groups: int, seconds_each: int, slot: int, moving: Moving = USUAL_MOVING) -> Fit:
    """Check that each group can report for so many seconds, with a changeover of 10 each, within a slot of seconds.

    Moving people into groups and back counts too; where the agenda gives it time of its own, pass Moving(0, 0). Raises
    ValueError for a negative figure.
    """
    if min(groups, seconds_each, slot, moving.out, moving.back) < 0:
        raise ValueError("Groups and seconds are 0 or more.")
    needed = _needed(groups, seconds_each, moving)
    if needed <= slot:
        return Fit(needed, slot - needed)
    fixes = [
        *_one_point_each(groups, seconds_each, slot, moving),
        *_chat_first(groups, seconds_each, slot, moving),
        *_merge_rooms(groups, seconds_each, slot, moving),
    ]
    return Fit(needed, slot - needed, tuple(sorted(fixes, key=lambda fix: not fix.fits)))


def _needed(reports: int, seconds_each: int, moving: Moving) -> int:
    return reports * (seconds_each + CHANGEOVER) + moving.out + moving.back if reports else 0


def _one_point_each(groups: int, seconds_each: int, slot: int, moving: Moving) -> list[Fix]:
    if seconds_each <= ONE_POINT:
        return []
    needed = _needed(groups, ONE_POINT, moving)
    return [Fix(Remedy.ONE_POINT_EACH, groups, ONE_POINT, needed, slot - needed)]


def _chat_first(groups: int, seconds_each: int, slot: int, moving: Moving) -> list[Fix]:
    """As many groups speak after the chat as fit, at least one and fewer than all."""
    for_voices = slot - CHAT - moving.out - moving.back
    voices = max(1, min(groups - 1, for_voices // (seconds_each + CHANGEOVER)))
    needed = CHAT + _needed(voices, seconds_each, moving)
    return [Fix(Remedy.CHAT_FIRST, voices, seconds_each, needed, slot - needed)] if groups > 1 else []


def _merge_rooms(groups: int, seconds_each: int, slot: int, moving: Moving) -> list[Fix]:
    """As few rooms are merged as make it fit, two into one at most."""
    if groups < 2:
        return []
    fewest = (groups + 1) // 2
    room = slot - 2 * moving.out - moving.back
    reports = max(fewest, min(groups - 1, room // (seconds_each + CHANGEOVER)))
    needed = _needed(reports, seconds_each, moving) + moving.out
    return [Fix(Remedy.MERGE_ROOMS, reports, seconds_each, needed, slot - needed)]
