"""Who stands before a socket: asked of the database for all who wait at once, off the event loop.

When a session begins, hundreds come within seconds. A thread and three questions for each of them would cost more than
all that they are sent.
"""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, field

from django.db import close_old_connections, connection

from folkmoot.live.engine import ENGINE
from folkmoot.people.identity import persons_of_devices
from folkmoot.record import access
from folkmoot.record.models import Participant

AT_ONCE = 20
"""How many are looked up together: the first of many are let in while the others are still asked for."""


@dataclass(frozen=True)
class Knock:
    """A device at the door of a session. `screen`: it is to show only, which those who run the session may ask for."""

    session: str
    device: str
    screen: bool = False


@dataclass
class Doorkeeper:
    """See the module."""

    _waiting: list[tuple[Knock, asyncio.Future[str | None]]] = field(default_factory=list)
    _looking: asyncio.Task[None] | None = None

    async def who(self, knock: Knock) -> str | None:
        """The person of the device, if they have entered this session.

        Raises:
            django.db.Error: when the database does not answer.
        """
        answer: asyncio.Future[str | None] = asyncio.get_running_loop().create_future()
        self._waiting.append((knock, answer))
        if self._looking is None or self._looking.done():
            self._looking = asyncio.create_task(self._look())
        return await answer

    async def _look(self) -> None:
        loop = asyncio.get_running_loop()
        while self._waiting:
            now, self._waiting = self._waiting[:AT_ONCE], self._waiting[AT_ONCE:]
            answers = [answer for _, answer in now]
            try:
                people = await loop.run_in_executor(None, _people_of, [knock for knock, _ in now])
            except Exception as trouble:
                for answer in answers:
                    if not answer.done():
                        answer.set_exception(trouble)
            else:
                for answer, person in zip(answers, people, strict=True):
                    if not answer.done():  # its socket may be gone
                        answer.set_result(person)


def _people_of(knocks: Sequence[Knock]) -> list[str | None]:
    """The person of each, in order."""
    if connection.vendor != "sqlite":  # a file's connection does not grow old, and takes as long to open as all below
        close_old_connections()
    people = persons_of_devices({knock.device for knock in knocks})
    entered = _entered({(knock.session, people[knock.device]) for knock in knocks if knock.device in people})
    found: list[str | None] = []
    for knock in knocks:
        there = entered.get((knock.session, people.get(knock.device, "")))
        found.append(there.person_id if there is not None and (access.runs(there) or not knock.screen) else None)
    return found


def _entered(places: set[tuple[str, str]]) -> dict[tuple[str, str], Participant]:
    """Rows of those who entered, by session and person: from memory where this process has it, else the database's."""
    found, unknown = {}, set(places)
    for session, person in places:
        room = ENGINE.rooms.get(session)
        known = room.state.participant(person) if room is not None and room.state is not None else None
        if known is not None:
            found[session, person] = known
            unknown.discard((session, person))
    for session in {session for session, _ in unknown}:
        people = [person for where, person in unknown if where == session]
        for row in Participant.objects.filter(session_id=session, person__in=people):
            found[session, row.person_id] = row
    return found


DOORKEEPER = Doorkeeper()
