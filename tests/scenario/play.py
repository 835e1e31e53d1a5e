"""The play: scenes in the order of the clock. Each is played once, when a test asks for it or for a later one."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import timedelta
from types import SimpleNamespace, TracebackType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tests.scenario.workshop import Workshop

Seen = SimpleNamespace
"""What was to be seen at a moment, by names that the tests use."""

START = timedelta(hours=13)
SCENES: list[Scene] = []


@dataclass(frozen=True)
class Scene:
    """Something that happens at a moment of the play, and what is seen then. `day` counts from the workshop's."""

    name: str
    at: timedelta
    act: Callable[[Workshop], Awaitable[Seen]]


def scene(clock: str, *, day: int = 0) -> Callable[[Callable[[Workshop], Awaitable[Seen]]], Scene]:
    """The next scene, at this time of the day. Scenes are written in the order in which they happen."""
    hours, minutes = map(int, clock.split(":"))

    def add(act: Callable[[Workshop], Awaitable[Seen]]) -> Scene:
        new = Scene(act.__name__, timedelta(days=day, hours=hours, minutes=minutes) - START, act)
        assert not SCENES or SCENES[-1].at <= new.at, f"{new.name} is earlier than the scene before it"
        SCENES.append(new)
        return new

    return add


@dataclass(frozen=True)
class Trouble:
    """What went wrong in a scene, and where: told anew to each test that asks for it."""

    what: Exception
    where: TracebackType | None


class Play:
    """Plays scenes, and keeps what was seen. A scene that fails is told to who asks for it; those after it go on."""

    def __init__(self, workshop: Workshop) -> None:
        self.workshop = workshop
        self._played: dict[Scene, Seen | Trouble] = {}

    async def to(self, wanted: Scene) -> Seen:
        """What was seen in a scene. Plays it first, and all before it.

        Raises:
            Exception: what went wrong in it.
        """
        for each in SCENES[: SCENES.index(wanted) + 1]:
            if each not in self._played:
                self._played[each] = await self._play(each)
        seen = self._played[wanted]
        if isinstance(seen, Trouble):
            raise seen.what.with_traceback(seen.where)
        return seen

    async def _play(self, each: Scene) -> Seen | Trouble:
        self.workshop.set_clock(each.at)
        try:
            return await each.act(self.workshop)
        except Exception as trouble:
            trouble.add_note(f"in the scene “{each.name}”")
            return Trouble(trouble, trouble.__traceback__)
