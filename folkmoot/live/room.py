"""One session while it is live in this process: gathers operations for a tick, commits them, sends what each
audience may see.
"""

from __future__ import annotations

import logging
import time
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass, field
from typing import Any

from django.conf import settings
from django.db import Error

from folkmoot.kit.ids import new_id
from folkmoot.kit.time import utc_now
from folkmoot.live import notices
from folkmoot.live.batches import batch, of_each_audience, read_events
from folkmoot.live.client import Client, cast
from folkmoot.live.codes import FULL, OVER
from folkmoot.live.doors import has_shut
from folkmoot.live.operations.people import Arrive, Leave, Look
from folkmoot.live.packets import Packet
from folkmoot.live.presence import Presence
from folkmoot.live.roster import get_ready_for
from folkmoot.live.tallies import Tallies
from folkmoot.live.ticks import Ticks
from folkmoot.practice_kit.wire.frames import encode
from folkmoot.practice_kit.wire.ops import Op, SaveDraft
from folkmoot.record import access
from folkmoot.record.changes import Stored
from folkmoot.record.commit import Committed, Outcome, Submission, carry_out_all
from folkmoot.record.models import Activity, Attendance, Group, Grouping, Participant, Run
from folkmoot.record.snapshot import Views, you
from folkmoot.record.state import State

log = logging.getLogger(__name__)

RESUME_MOST = 500  # events; beyond that a snapshot is cheaper

Frame = dict[str, Any]


@dataclass
class Room:
    """See the module. `commit_in` is the one thread that writes; readers go on meanwhile. `tell_others` passes on to
    other processes how far the session is; `leads`: of those that serve it, this one does what the clock makes due.
    """

    session_id: str
    commit_in: Executor
    tell_others: Callable[[str, int], None] = field(default=lambda session_id, version: None)
    state: State | None = None
    clients: set[Client] = field(default_factory=set)
    sockets: int = 0
    ticks: Ticks = field(init=False)
    presence: Presence = field(default_factory=Presence)
    tallies: Tallies = field(default_factory=Tallies)
    leads: bool = True
    _stale: bool = False
    _told_at: float = float("-inf")
    _views: Views | None = None
    _receivers: dict[str, list[Client]] | None = None

    def __post_init__(self) -> None:
        self.ticks = Ticks(
            self.session_id,
            self.commit_in,
            self._commit,
            self._take,
            lambda: len(self.clients),
            self._trouble,
            self.end,
        )

    # --- operations -------------------------------------------------------------------------------------------------

    def ask(self, client: Client, op: Op, tell: Callable[[Outcome], None]) -> None:
        """Queue a client's operation for the next tick; `tell` is called with what becomes of it, in this order."""
        self.ticks.ask(Submission(client.person, op), tell, client=client)

    async def submit(self, person: str, op: Op) -> Outcome:
        """Queue an operation for the next tick and wait for what becomes of it; refused while nothing can be stored."""
        return await self.ticks.submit(person, op)

    def do(self, op: Op) -> None:
        """Queue an operation of the server's own, to be carried out when that is possible."""
        self.ticks.ask(Submission("", op), _nobody)

    def _commit(self, submissions: Sequence[Submission]) -> Committed:
        """In the thread that writes."""
        state, self._stale = (None if self._stale else self.state), False
        try:
            return carry_out_all(self.session_id, state, submissions)
        except Error:
            self._stale |= state is None
            raise

    def _take(self, committed: Committed, submissions: Sequence[Submission]) -> None:
        """On the loop: what is stored is now what is so, and is shown."""
        self.state = committed.take_over()
        if self._views is not None and self._views.state is self.state and not committed.reloaded:
            self._views.note(committed.change)
            self.presence.note(committed.change)
        else:
            self._views = None
            self.presence.look_again()
        if committed.wrote:
            self.tell_others(self.session_id, self.state.version)
        try:
            self._show(committed, submissions)
        except Exception:
            log.exception("a stored tick of session %s could not be shown", self.session_id)
            self._stale = True
            self.ticks.soon()

    def _trouble(self, paused: bool) -> None:
        """The database is in trouble, or well again: everybody is told."""
        cast(self.clients, self._told_of(paused))

    def _told_of(self, paused: bool) -> bytes:
        notice = notices.PAUSED if paused else notices.MENDED
        return encode({"t": "told", "at": access.millis(utc_now()), "paused": paused, "notice": notice})

    def end(self) -> None:
        """The session is gone: nothing more can happen here, and everybody is told so once."""
        self.state = None
        self.presence.gone_at.clear()
        for client in list(self.clients):
            client.end(OVER)

    async def ready(self) -> State:
        """The state, read from the database when this process has none yet."""
        while self.state is None:
            committed: Committed = await self.ticks.in_writer(carry_out_all, self.session_id, None, [])
            if self.state is None:
                self.state = committed.take_over()
                here = (p.person_id for p in self.state.all(Participant) if p.here and p.channel == p.Channel.APP)
                self.presence.expect(here)
        return self.state

    async def look_again(self) -> None:
        """A page wrote to this session: read it again at the next tick and bring every screen up to date."""
        if self.state is not None or self.clients:
            self._stale = True
            self.ticks.soon()

    def hear(self, version: int | None) -> None:
        """Another process says how far the session is (None: it is gone): read what is new with the next tick."""
        if self.state is not None and (version is None or version != self.state.version):
            self.ticks.soon()

    # --- showing ----------------------------------------------------------------------------------------------------

    def _show(self, committed: Committed, submissions: Sequence[Submission]) -> None:
        assert self.state is not None
        if committed.reloaded:
            self._send_snapshots()
            return
        moved = self._clients_whose_audiences_changed(committed)
        for client in moved:
            self._send_snapshot(client, committed.events)
        by_audience = self.by_audience(moved)
        for audience, events in of_each_audience(committed.events):
            receivers = by_audience.get(audience)
            if receivers:
                cast(receivers, batch(self.views(self.state), audience, events))
        self.tallies.note(self, committed.state, committed.change)
        for submission, outcome in zip(submissions, committed.outcomes, strict=True):
            stored = outcome.refused is None and not outcome.again
            if stored and isinstance(submission.op, SaveDraft) and submission.op.shared:
                self._show_draft(submission.person, submission.op)
        for draft in committed.drafts:
            self._show_draft_to(draft.group_id or "", draft.box, draft.body)

    def by_audience(self, besides: Iterable[Client] = ()) -> dict[str, list[Client]]:
        """Who receives what is sent to each audience, without some."""
        if self._receivers is None:
            self._receivers = defaultdict(list)
            for client in self.clients:
                if client.ready:
                    for audience in client.audiences:
                        self._receivers[audience].append(client)
        left_out = set(besides)
        if not left_out:
            return self._receivers
        return {a: [c for c in clients if c not in left_out] for a, clients in self._receivers.items()}

    def _admit(self, client: Client, audiences: list[str]) -> None:
        """From now on the client receives what is sent to these audiences."""
        client.audiences, client.ready = audiences, True
        self._receivers = None

    def _clients_whose_audiences_changed(self, committed: Committed) -> list[Client]:
        touched = committed.change.rows
        if not (touched[Group] or touched[Grouping] or touched[Participant]):
            return []
        assert self.state is not None
        clients = [c for c in self.clients if c.ready]
        if not (touched[Group] or touched[Grouping]):  # a person's own row moves nobody else
            people = {getattr(row, "person_id", None) for row in touched[Participant].values()}
            clients = [c for c in clients if c.person in people or None in people]
        audiences = access.audiences_of_each(self.state, {c.person for c in clients})
        return [c for c in clients if c.audiences != audiences[c.person]]

    def _show_draft(self, person: str, op: SaveDraft) -> None:
        """A statement's draft, watched live by the rest of its group."""
        assert self.state is not None
        activity = self.state.get(Activity, op.box.partition(":")[0])
        for group in access.groups_of(self.state, person):
            if activity is not None and group.grouping_id == activity.grouping:
                self._show_draft_to(group.id, op.box, op.body, besides=person)

    def _show_draft_to(self, group: str, box: str, body: dict[str, Any], besides: str = "") -> None:
        receivers = self.by_audience().get(access.of_group(group), ())
        cast((c for c in receivers if c.person != besides), encode({"t": "live", "drafts": {box: body}}))

    # --- clients ----------------------------------------------------------------------------------------------------

    async def join(self, client: Client, cursors: dict[str, int]) -> None:
        """Bring a client up to date: the events it missed, or a snapshot of exactly what this person may see."""
        state = await self.ready()
        self.clients.add(client)
        if self._send_out([client]) or self._is_full(client):
            return
        if self.ticks.paused:
            client.send(Packet(self._told_of(True)))
        get_ready_for(state, client.person)
        await self._arrive(client, cursors)
        missed = await self._missed(client, cursors)
        if missed is None:
            self._send_snapshot(client)
        else:
            for frame in missed:
                client.send(Packet(frame))
        self.presence.send_to(self, [client], whole=True)

    def _is_full(self, client: Client) -> bool:
        """Turn a client away when as many people are connected as may be; those who run the session always get in."""
        assert self.state is not None
        here = self.presence.connected.keys() | self.presence.elsewhere.keys()
        running = access.runs(self.state.participant(client.person)) or not client.person
        if running or client.person in here or len(here) < settings.PEOPLE_IN_SESSION:
            return False
        self.clients.discard(client)
        self._turn_away(client, notices.FULL.format(people=settings.PEOPLE_IN_SESSION))
        self._tell_those_who_run_it(notices.FULL_FOR_FACILITATORS.format(people=settings.PEOPLE_IN_SESSION))
        return True

    def _turn_away(self, client: Client, notice: str) -> None:
        client.send(Packet(encode({"t": "told", "at": access.millis(utc_now()), "notice": notice})))
        client.end(FULL)

    def _tell_those_who_run_it(self, notice: str) -> None:
        """A notice to facilitators, once a minute at most."""
        if time.monotonic() - self._told_at > 60:
            self._told_at = time.monotonic()
            told = {"t": "told", "at": access.millis(utc_now()), "notice": notice}
            cast(self.by_audience().get(access.FACILITATORS, ()), encode(told))

    async def _arrive(self, client: Client, cursors: dict[str, int]) -> None:
        if client.person and self.presence.connect(client.person, client):
            if self.ticks.paused:
                self.do(Arrive(op_id=new_id(), person=client.person))
            else:
                await self.ticks.submit("", Arrive(op_id=new_id(), person=client.person), hurried=True)
        elif self._is_behind(client, cursors):
            await self.submit("", Look(op_id=new_id()))

    def _is_behind(self, client: Client, cursors: dict[str, int]) -> bool:
        """Whether a client comes from another process and knows more than this one, which has yet to read it."""
        assert self.state is not None
        new = bool(client.person) and self.state.participant(client.person) is None
        return new or any(n > self.state.counters.get(audience, 0) for audience, n in cursors.items())

    async def _missed(self, client: Client, cursors: dict[str, int]) -> list[bytes] | None:
        assert self.state is not None
        audiences = access.audiences_of(self.state, client.person)
        if not cursors or set(cursors) != set(audiences):
            return None
        behind = {a: n for a, n in cursors.items() if self.state.counters.get(a, 0) != n}
        if any(n > self.state.counters.get(a, 0) for a, n in behind.items()):
            return None
        if sum(self.state.counters.get(a, 0) - n for a, n in behind.items()) > RESUME_MOST:
            return None
        events: list[Stored] = []
        if behind:
            # Of every audience, for more may be stored meanwhile; what is stored later waits behind these on the loop.
            try:
                events = await self.ticks.in_writer(read_events, self.session_id, cursors)
            except Error:
                return None  # the database is in trouble; what is in memory is stored
            if self._audiences(client) != audiences:
                return None
        self._admit(client, audiences)
        frames = [batch(self.views(self.state), audience, mine) for audience, mine in of_each_audience(events)]
        resumed: Frame = {
            "t": "told",
            "at": access.millis(utc_now()),
            "resumed": True,
            "you": you(self.state, client.person),
        }
        return [encode(resumed), *frames, encode({"t": "live", **self.views(self.state).tallies(audiences)})]

    def views(self, state: State) -> Views:
        """What everybody sees now."""
        if self._views is None or self._views.state is not state:
            self._views = Views(state)
        return self._views

    def _audiences(self, client: Client) -> list[str] | None:
        """The client's audiences as they are now; None while nothing is known of the session."""
        return None if self.state is None else access.audiences_of(self.state, client.person)

    def _send_snapshots(self) -> None:
        self.tallies.forget()
        for client in self.clients:
            if client.ready:
                self._send_snapshot(client)

    def _send_snapshot(self, client: Client, just_now: Iterable[Stored] = ()) -> None:
        """Everything anew; what happened just now to this person alone follows, so that they are told why."""
        assert self.state is not None
        self._admit(client, access.audiences_of(self.state, client.person))
        own = access.of_person(client.person)
        mine = [event for event in just_now if event.audience == own]
        before = {own: mine[0].n - 1} if mine else {}
        snapshot = Packet(*self.views(self.state).snapshot(client.person, utc_now(), before))
        if snapshot.size > settings.SNAPSHOT_BYTES:
            log.error("a snapshot of session %s has %d bytes, more than is allowed", self.session_id, snapshot.size)
            self._turn_away(client, notices.TOO_LARGE)
            return
        client.send(snapshot)
        if mine:
            client.send(Packet(batch(self.views(self.state), own, mine)))

    def part(self, client: Client) -> None:
        """A client's socket closed; the person may be back within seconds. One that never joined was never here."""
        if client not in self.clients:
            return
        self.clients.discard(client)
        self._receivers = None
        if client.person and self.presence.disconnect(client.person, client):
            self.do(Leave(op_id=new_id(), person=client.person))

    def is_live(self) -> bool:
        """Whether people are here and the session is running."""
        return bool(self.clients) and self.state is not None and self.state.run.phase == Run.Phase.LIVE

    def is_idle(self) -> bool:
        """Whether nobody is here, or may still come back, and nothing waits: the room may be forgotten."""
        return not (
            self.sockets or self.clients or self.ticks.queue or self.presence.connected or self.presence.gone_at
        )

    def _send_out(self, clients: Iterable[Client]) -> bool:
        """Close the sockets of those who take part once the room has shut; whether anybody had to go."""
        assert self.state is not None
        if not has_shut(self.state.run, utc_now()):
            return False
        gone = [client for client in clients if not access.runs(self.state.participant(client.person))]
        for client in gone:
            client.end(OVER)
        return bool(gone)

    async def beat(self) -> None:
        """Once a second: presence, small batches of what was added in discussion, groups due to return."""
        if self.state is None:
            return
        from folkmoot.live.beats import due

        for person in self.presence.newly_lost(time.monotonic()):
            self.do(Leave(op_id=new_id(), person=person, lost=True))
        for op in due(self.state, utc_now()) if self.leads and not self.ticks.paused else ():
            await self.submit("", op)
        self._send_out(self.clients)
        self.presence.send_to(self, [client for client in self.clients if client.ready])

    async def hear_of_people(self, elsewhere: dict[str, str], *, leads: bool) -> None:
        """Take in whom other processes are connected to: who is there counts as here, and who moves on is not lost."""
        self.leads = leads
        gone = self.presence.hear(elsewhere)
        if self.state is None or not (elsewhere or gone):
            return
        present = {a.person_id for a in self.state.all(Attendance) if a.until is None}
        for person in gone:
            if leads and person in present:
                self.do(Leave(op_id=new_id(), person=person))
        for person in self.presence.here().keys() - present:
            self.do(Arrive(op_id=new_id(), person=person))


def _nobody(outcome: Outcome) -> None:
    """Nobody waits for what becomes of it."""
