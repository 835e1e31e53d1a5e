"""The turn clock: whose turn it is, for how long, and fair shares again when somebody comes or goes.

All times are whole seconds from the start of the round (practice guide, P05, P15 and scenario A09, A10, A29).
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace

COFFEE_LONGEST = 7 * 60
"""A turn in a coffee trial is at most seven minutes: a pair does not fill its fifteen."""

APPLYING = (("say_it", 2), ("questions_and_ideas", 3), ("what_i_take", 1))
"""The parts of a turn in which learning is applied, with their shares of it."""


@dataclass(frozen=True, slots=True)
class Turn:
    """One person's turn."""

    person: str
    starts: int
    seconds: int

    @property
    def ends(self) -> int:
        """When it is over."""
        return self.starts + self.seconds


@dataclass(frozen=True, slots=True)
class Phase:
    """A part of a turn, by its code."""

    code: str
    starts: int
    seconds: int


def turn_seconds(people: int, seconds: int, longest: int | None = None) -> int:
    """Say how long each turn is when people share a time: equal shares in full ten seconds, at most `longest`.

    Fifteen minutes give a three 5 minutes each and a pair 7; eighteen give a four 4.5 minutes each.
    """
    share = max(0, seconds) // people if people else 0
    share = share // 10 * 10 if share >= 10 else share
    return share if longest is None else min(share, longest)


def cut_turns(people: Sequence[str], seconds: int, longest: int | None = None) -> tuple[Turn, ...]:
    """Give each person a turn of equal length, in the order given."""
    each = turn_seconds(len(people), seconds, longest)
    return tuple(Turn(person, place * each, each) for place, person in enumerate(people))


def recut_turns(
    turns: Sequence[Turn],
    now: int,
    ends: int,
    *,
    joined: Sequence[str] = (),
    left: Collection[str] = (),
    longest: int | None = None,
) -> tuple[Turn, ...]:
    """Share the time left among those who have not had their turn, at a moment in the round.

    Turns that are over stay as they were. Whoever is speaking goes on up to the new fair share, counting what they have
    had; if they have had it already, the next turn starts now. Those who joined come last, in the order given. The turn
    of somebody who left ends now, or falls away.
    """
    over = [turn for turn in turns if turn.ends <= now]
    speaking = [turn for turn in turns if turn.starts <= now < turn.ends and turn.person not in left]
    cut_short = [
        replace(turn, seconds=now - turn.starts)
        for turn in turns
        if turn.starts < now < turn.ends and turn.person in left
    ]
    waiting = [turn.person for turn in turns if turn.starts > now and turn.person not in left]
    waiting += [person for person in joined if person not in left]
    spent = sum(now - turn.starts for turn in speaking)
    fair = turn_seconds(len(speaking) + len(waiting), ends - now + spent, longest)
    current = [replace(turn, seconds=max(fair, spent)) for turn in speaking]
    start = max([now, *(turn.ends for turn in current)])
    each = fair if fair >= spent else turn_seconds(len(waiting), ends - now, longest)
    following = [Turn(person, start + place * each, each) for place, person in enumerate(waiting)]
    return (*over, *cut_short, *current, *following)


def turn_at(turns: Sequence[Turn], now: int) -> Turn | None:
    """Find the turn that is running at a moment; None before, between and after them."""
    return next((turn for turn in turns if turn.starts <= now < turn.ends), None)


def phases(turn: Turn, parts: Sequence[tuple[str, int]] = APPLYING) -> tuple[Phase, ...]:
    """Divide a turn into its parts by their shares, to the second: six minutes become 2, 3 and 1."""
    whole = sum(share for _, share in parts)
    cuts = [turn.seconds * sum(share for _, share in parts[:place]) // whole for place in range(len(parts) + 1)]
    return tuple(
        Phase(code, turn.starts + cuts[place], cuts[place + 1] - cuts[place]) for place, (code, _) in enumerate(parts)
    )
