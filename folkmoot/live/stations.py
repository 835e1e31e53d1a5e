"""Which processes serve a session, told to each other through the database once a second.

So presence is one for all of them, and what the clock makes due is done by one: the first by name of those that have
given a sign of life. A process that dies is missed after a few seconds. On SQLite there is only one process.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta

from django.db import connection
from django.db.models.functions import Now

from folkmoot.kit.ids import new_id
from folkmoot.record import changes
from folkmoot.record.models import Serving

ALIVE = timedelta(seconds=4)
"""A process is counted for so long after its last sign of life, by the database's clock."""
FORGOTTEN = timedelta(minutes=1)
TIDY_EVERY = 30
"""Rounds between two tidyings."""


@dataclass
class Elsewhere:
    """What other processes said of a session: who is connected to them, and whether this process is the first."""

    people: dict[str, str] = field(default_factory=dict)
    first: bool = True


@dataclass
class Station:
    """This process among those that serve the installation."""

    name: str = field(default_factory=new_id)
    _told: dict[str, dict[str, str]] = field(default_factory=dict)
    _rounds: int = 0

    @property
    def is_alone(self) -> bool:
        """SQLite is for one process."""
        return connection.vendor == "sqlite"

    def exchange(self, rooms: dict[str, dict[str, str]]) -> tuple[dict[str, Elsewhere], dict[str, int]]:
        """Say who is connected here, by session, and hear the same of the others, and how far each session is.

        Raises:
            DatabaseError: when the database does not answer.
        """
        found = {session: Elsewhere() for session in rooms}
        versions = changes.versions(list(rooms))
        if self.is_alone:
            return found, versions
        self._say({session: people for session, people in rooms.items() if session in versions})
        alive = Serving.objects.filter(session__in=rooms, at__gt=Now() - ALIVE).exclude(process=self.name)
        for other in alive:
            elsewhere = found[other.session_id]
            elsewhere.first &= self.name < other.process
            for person, how in other.people.items():
                if elsewhere.people.get(person) != "here":
                    elsewhere.people[person] = how
        self._rounds += 1
        if self._rounds % TIDY_EVERY == 0:
            Serving.objects.filter(at__lt=Now() - FORGOTTEN).delete()
            changes.forget_old()
        return found, versions

    def leave(self) -> None:
        """Say that this process serves nothing any more; the others need not miss it first."""
        if not self.is_alone:
            Serving.objects.filter(process=self.name).delete()
        self._told.clear()

    def _say(self, rooms: dict[str, dict[str, str]]) -> None:
        mine = Serving.objects.filter(process=self.name)
        left = [session for session in self._told if session not in rooms]
        if left:
            mine.filter(session__in=left).delete()
        unchanged = [session for session, people in rooms.items() if self._told.get(session) == people]
        if unchanged:
            mine.filter(session__in=unchanged).update(at=Now())
        changed = {session: people for session, people in rooms.items() if session not in unchanged}
        Serving.objects.bulk_create(
            [Serving(process=self.name, session_id=s, people=people, at=Now()) for s, people in changed.items()],
            update_conflicts=True,
            unique_fields=["process", "session"],
            update_fields=["people", "at"],
        )
        self._told = rooms
