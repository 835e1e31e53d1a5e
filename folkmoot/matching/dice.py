"""A small generator of random integers that gives the same stream on every machine and in every version.

SplitMix64 (Steele, Lea and Flood, "Fast splittable pseudorandom number generators", 2014): 64-bit integers only. It
mixes groups; it keeps no secrets.
"""

from __future__ import annotations

import secrets
from typing import TYPE_CHECKING, TypeVar

from folkmoot.matching.arrays import np

if TYPE_CHECKING:
    from numpy.typing import NDArray


T = TypeVar("T")

_MASK = (1 << 64) - 1
_STEP = 0x9E3779B97F4A7C15


class Dice:
    """A stream of random integers from a seed."""

    def __init__(self, seed: int) -> None:
        self._state = seed & _MASK

    def next(self) -> int:
        """Give the next integer, from 0 to 2**64 - 1."""
        self._state = (self._state + _STEP) & _MASK
        mixed = self._state
        mixed = ((mixed ^ (mixed >> 30)) * 0xBF58476D1CE4E5B9) & _MASK
        mixed = ((mixed ^ (mixed >> 27)) * 0x94D049BB133111EB) & _MASK
        return mixed ^ (mixed >> 31)

    def below(self, limit: int) -> int:
        """Give an integer from 0 to limit - 1, each as likely. Raises ValueError for a limit under 1."""
        if limit < 1:
            raise ValueError("There is no integer from 0 below a limit under 1.")
        fair = _MASK + 1 - (_MASK + 1) % limit
        while (drawn := self.next()) >= fair:
            pass
        return drawn % limit

    def shuffle(self, things: list[T]) -> list[T]:
        """Put a list into a random order, in place, and give it back."""
        for last in range(len(things) - 1, 0, -1):
            other = self.below(last + 1)
            things[last], things[other] = things[other], things[last]
        return things

    def many(self, count: int) -> NDArray[np.uint64]:
        """Give so many integers at once: the same ones that `next` would give, one by one."""
        steps = np.arange(1, count + 1, dtype=np.uint64)
        mixed = np.uint64(self._state) + steps * np.uint64(_STEP)
        mixed = (mixed ^ (mixed >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
        mixed = (mixed ^ (mixed >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
        self._state = (self._state + count * _STEP) & _MASK
        return mixed ^ (mixed >> np.uint64(31))

    def order(self, count: int) -> NDArray[np.int64]:
        """Give the integers from 0 to count - 1 in a random order."""
        return np.argsort(self.many(count), kind="stable").astype(np.int64)


def new_seed() -> int:
    """Choose a seed by chance, small enough to be exact in every JSON reader (under 2**53)."""
    return secrets.randbits(53)
