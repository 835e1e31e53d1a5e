"""Counts and findings of activities, sent while they change: a few times a second, and only where they differ."""

from __future__ import annotations

import asyncio
import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from folkmoot.live.client import Client, cast
from folkmoot.practice_kit.wire.frames import encode
from folkmoot.record import access
from folkmoot.record.models import Activity, Entry, Group, Participant
from folkmoot.record.snapshot import Row
from folkmoot.record.state import Layer, State
from folkmoot.record.tally import Tally, prefix_of

if TYPE_CHECKING:
    from folkmoot.live.room import Room

PAUSE = 0.25
"""Seconds; nobody reads a count faster, and each is a frame to everybody."""
PAUSE_A_PERSON = 0.0025
PAUSE_AFTER_EDITS = 2.5
"""Seconds: an edit changes no count, and what is read in the words may wait until they are written."""
ALL = ""
"""Stands for every group: the change was of no one group's."""
LONGEST = 4.0
"""Seconds from a change to its count at the most, however long the last count took."""
SHARE = 0.03
"""Of the server's time that counting may take."""


@dataclass
class Tallies:
    """What each audience was last told of each activity, and which have changed since: for these groups, or for all."""

    _due: dict[str, set[str]] = field(default_factory=dict)
    _told: dict[tuple[str, str], bytes] = field(default_factory=dict)
    _timer: asyncio.TimerHandle | None = None
    _took: tuple[float, float] = (0.0, 0.0)
    """Seconds of the last count and of the one before: one slow count is a coincidence, and delays nothing."""

    def note(self, room: Room, state: State, change: Layer) -> None:
        """Take in what a tick changed, and tell of it soon."""
        rows = change.rows
        edits = True
        for entry in rows[Entry].values():
            if isinstance(entry, Entry) and entry.activity_id:
                self._due.setdefault(entry.activity_id, set()).add(entry.group_id or ALL)
                edits &= entry.version > 1 and entry.state != Entry.State.WITHDRAWN
        for key in rows[Activity]:
            self._due.setdefault(key, set()).add(ALL)
        if rows[Participant] or rows[Group]:
            for activity in state.all(Activity):
                if activity.item_id == state.run.item:
                    self._due.setdefault(activity.id, set()).add(ALL)
        edits &= not (rows[Activity] or rows[Participant] or rows[Group])
        if self._due:
            self._tell_soon(room, PAUSE_AFTER_EDITS if edits else PAUSE)

    def _tell_soon(self, room: Room, pause: float) -> None:
        pause = max(pause, PAUSE + PAUSE_A_PERSON * len(room.clients), min(LONGEST, min(self._took) / SHARE))
        loop = asyncio.get_running_loop()
        if self._timer is not None:
            if self._timer.when() <= loop.time() + pause:
                return
            self._timer.cancel()
        self._timer = loop.call_later(pause, self._tell, room)

    def forget(self) -> None:
        """Everybody was told everything anew."""
        self._told.clear()

    def _tell(self, room: Room) -> None:
        self._timer = None
        due, self._due = self._due, {}
        if room.state is None:
            return
        began = time.thread_time()
        views = room.views(room.state)
        views.recount(due)
        receivers = {a: clients for a, clients in room.by_audience().items() if not a.startswith("person:")}
        for key, groups in due.items():
            activity = room.state.get(Activity, key)
            if activity is not None:
                tally = Tally(room.state, activity)
                told = {access.SESSION, access.FACILITATORS, *map(access.of_group, groups)}
                for audience in receivers if ALL in groups else told & receivers.keys():
                    some = audience == access.FACILITATORS and ALL not in groups
                    counts, findings = (
                        (tally.counts(audience, groups), tally.findings(audience))
                        if some
                        else views.tally(activity, audience, tally)
                    )
                    self._tell_one(activity, audience, receivers[audience], counts, findings)
        self._took = (time.thread_time() - began, self._took[0])

    def _tell_one(
        self, activity: Activity, audience: str, receivers: list[Client], counts: list[Row], findings: list[Row]
    ) -> None:
        text = encode(
            {
                "t": "live",
                "counts": counts,
                "findings": findings,
                "findings_of": [prefix_of(activity, audience)],
            }
        )
        if self._told.get((activity.id, audience)) != text:
            self._told[(activity.id, audience)] = text
            cast(receivers, text)
