"""Who is here, in another app, in the call only, or lost (practice guide, R6).

Not in the log; sent at most once a second.
"""

from __future__ import annotations

import time
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from folkmoot.live.packets import Packet
from folkmoot.practice_kit.wire.frames import encode
from folkmoot.record import access
from folkmoot.record.models import Group, Grouping, Participant

if TYPE_CHECKING:
    from folkmoot.live.client import Client
    from folkmoot.live.room import Room
    from folkmoot.record.state import Layer

LOOK_SECONDS = 1.0
AWAY_SECONDS = 600.0  # a phone suspends the page while the call is in front


@dataclass
class Presence:
    """Connections by person, and when the last one went. Two devices of one person count once.

    `elsewhere`: who is connected to another process of this installation, and whether they are here or away.
    """

    connected: dict[str, set[Client]] = field(default_factory=lambda: defaultdict(set))
    elsewhere: dict[str, str] = field(default_factory=dict)
    gone_at: dict[str, float] = field(default_factory=dict)
    _sent: dict[Client, dict[str, str]] = field(default_factory=dict)
    _seen: Sights | None = None
    _stale: bool = True

    def look_again(self) -> None:
        """What somebody sees may have changed: work it out anew at the next beat, which else has nothing to do."""
        self._stale = True

    def note(self, change: Layer) -> None:
        """Take in what a tick changed: who may see whom, and who takes part."""
        self._stale |= any(change.rows[table] for table in (Participant, Group, Grouping))

    def connect(self, person: str, client: Client) -> bool:
        """Note a connection; True when it is the person's only one."""
        self._stale = True
        first = not self.connected[person]
        self.connected[person].add(client)
        self.gone_at.pop(person, None)
        return first

    def expect(self, people: Iterable[str]) -> None:
        """After a start of the server: people who were here have a while to come back before they count as lost."""
        self._stale = True
        for person in people:
            if person not in self.connected and person not in self.elsewhere:
                self.gone_at.setdefault(person, time.monotonic())

    def hear(self, elsewhere: dict[str, str]) -> list[str]:
        """Take in who is connected to other processes; gives those who are not any more, nor to this one."""
        if elsewhere == self.elsewhere:
            return []
        gone = [person for person in self.elsewhere if person not in elsewhere and person not in self.connected]
        self.elsewhere = elsewhere
        for person in elsewhere:
            self.gone_at.pop(person, None)
        self.expect(gone)
        return gone

    def here(self) -> dict[str, str]:
        """Who is connected to this process, and whether they are here or away."""
        return {person: _of(clients) for person, clients in self.connected.items() if clients}

    def disconnect(self, person: str, client: Client) -> bool:
        """Note a closed connection; True when it was the person's last, here and elsewhere."""
        self._stale = True
        self._sent.pop(client, None)
        self.connected[person].discard(client)
        if self.connected[person]:
            return False
        del self.connected[person]
        if person in self.elsewhere:
            return False
        self.gone_at[person] = time.monotonic()
        return True

    def newly_lost(self, now: float) -> list[str]:
        """People whose last connection went too long ago; each is returned once."""
        lost = [person for person, at in self.gone_at.items() if now - at > AWAY_SECONDS]
        for person in lost:
            del self.gone_at[person]
        self._stale |= bool(lost)
        return lost

    def of(self, person: Participant) -> str:
        """The person's presence: here, away, call_only or lost."""
        if person.channel == Participant.Channel.CALL_ONLY:
            return "call_only"
        clients = self.connected.get(person.person_id)
        known = {_of(clients) if clients else "", self.elsewhere.get(person.person_id, "")}
        if "here" in known:
            return "here"
        return "away" if "away" in known or person.person_id in self.gone_at else "lost"

    def send_to(self, room: Room, clients: Iterable[Client], *, whole: bool = False) -> None:
        """Send each client what changed in its sight since the last time; `whole`: all of it, changed or not.

        Facilitators see everybody, members their companions, everybody the facilitators.
        """
        if not (whole or self._stale):
            return
        self._stale &= whole
        sights = self._sights(room, whole)
        packets: dict[int, Packet] = {}
        for client in clients:
            sight = sights.of(client.person)
            if whole or self._sent.get(client) != sight:
                self._sent[client] = sight
                if id(sight) not in packets:
                    people = {key: how for key, how in sight.items() if key}
                    frame = {"t": "presence", "people": people, "here": int(sight[""]), "whole": whole}
                    packets[id(sight)] = Packet(encode(frame))
                client.send(packets[id(sight)])

    def _sights(self, room: Room, for_who_comes: bool) -> Sights:
        """What everybody sees now. Who comes is told what was told last, unless that is too long ago."""
        now = time.monotonic()
        if self._seen is None or not for_who_comes or now - self._seen.at > LOOK_SECONDS:
            self._seen = Sights(self, room, now)
        return self._seen


class Sights:
    """Presence as each person sees it at one moment; under the empty key, how many are here."""

    def __init__(self, presence: Presence, room: Room, at: float) -> None:
        assert room.state is not None
        self.at = at
        people = {p.person_id: p for p in room.state.all(Participant)}
        self._all = {key: presence.of(person) for key, person in people.items()}
        here = sum(1 for key, p in people.items() if _counts(p) and self._all[key] in ("here", "call_only"))
        self._all[""] = str(here)
        self._running = {key for key, person in people.items() if access.runs(person)}
        leading = [key for key, person in people.items() if person.roles]
        self._few = {key: self._all[key] for key in ["", *leading]}
        self._of: dict[str, dict[str, str]] = {}
        for companions in access.groups_sent(room.state):
            for person in companions.members:
                mine = self._of.setdefault(person, dict(self._few))
                mine.update((key, self._all[key]) for key in companions.members if key in self._all)

    def of(self, person: str) -> dict[str, str]:
        """What one person sees: facilitators everybody, others those who lead and their own companions."""
        return self._all if person in self._running else self._of.get(person, self._few)


def _of(clients: Iterable[Client]) -> str:
    return "away" if all(client.hidden for client in clients) else "here"


def _counts(person: Participant) -> bool:
    return not person.roles and person.admitted
