"""The queue of a room: gathers operations for one tick, has them committed off the event loop, and goes on gathering.

When the database is in trouble (a full disk, a lock that nobody gives back, a lost connection) nothing is shown and
nothing is lost: what came from a browser stays here in its order and is tried again until it is stored.
"""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Callable, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from django.db import DataError, Error, IntegrityError, NotSupportedError, ProgrammingError, connection

from folkmoot.live import metrics
from folkmoot.live.client import Client, held_together
from folkmoot.practice_kit.fields import Refused
from folkmoot.practice_kit.wire.ops import Op
from folkmoot.programme.models import Session
from folkmoot.record.commit import Committed, Outcome, Submission, where_from

log = logging.getLogger(__name__)

TICK = 0.025
"""Seconds between two ticks of a small room."""
TICK_A_PERSON = 0.00032
"""Seconds more for each person connected: every tick is a frame to each of them."""
LATEST = 0.13
"""Seconds within which a change is with everybody: the larger a room and the longer its ticks are in work, the less of
this is left to wait for more."""
HURRIED = 0.03
"""Seconds between two ticks, however large the room, when somebody waits to come in: they see nothing until then."""
RETRY_SECONDS = 0.5
SLOW_SECONDS = 2.5
"""A commit that takes longer than this is trouble, though it may yet succeed."""
MOST_WAITING = 5_000
"""Operations that wait for the end of trouble; more are refused."""

NOT_STORED = "The server cannot store anything just now. Your text is kept."
GONE = "This session is not there any more."

OUR_FAULT = (DataError, IntegrityError, ProgrammingError, NotSupportedError)
"""Errors that trying again does not mend; every other error of a database is trouble that passes."""


@dataclass
class Waiting:
    """An operation in the queue, and who is told of its outcome. `patient`: it stays through trouble. `client`: the
    browser that is told, if it is one.
    """

    submission: Submission
    tell: Callable[[Outcome], None]
    patient: bool = True
    client: Client | None = None


@dataclass
class Ticks:
    """`commit` is called in `commit_in`, the one thread that writes; `show` takes what it gives, on the loop.

    `size`: how many people are connected; `trouble` is told when the database fails and when it is well again;
    `gone`, when the session is not there any more.
    """

    name: str
    commit_in: Executor
    commit: Callable[[Sequence[Submission]], Committed]
    show: Callable[[Committed, Sequence[Submission]], None]
    size: Callable[[], int]
    trouble: Callable[[bool], None]
    gone: Callable[[], None]
    queue: list[Waiting] = field(default_factory=list)
    paused: bool = False
    _failed_before: bool = False
    _wanted: bool = False
    _hurried: asyncio.Event = field(default_factory=asyncio.Event)
    _began: float = 0.0
    _takes: float = 0.0
    _task: asyncio.Task[None] | None = None
    _unread: list[Callable[[], None]] = field(default_factory=list)

    def read_then(self, read: Callable[[], None]) -> None:
        """Have something read when the next tick begins, which may `ask` for operations.

        Between two ticks the computer has forgotten all this code: reading one message then costs ten times as much as
        reading it behind another.
        """
        self._unread.append(read)
        self._see_to_it()

    def ask(
        self,
        submission: Submission,
        tell: Callable[[Outcome], None],
        *,
        patient: bool = True,
        client: Client | None = None,
    ) -> None:
        """Queue an operation for the next tick."""
        if self.paused and (not patient or len(self.queue) >= MOST_WAITING):
            tell(Outcome(refused=Refused("not_stored", NOT_STORED)))
            return
        self.queue.append(Waiting(submission, tell, patient, client))
        self.soon()

    async def submit(self, person: str, op: Op, *, patient: bool = False, hurried: bool = False) -> Outcome:
        """Queue an operation and wait for what becomes of it; `hurried`: for a shorter while than a full room's."""
        done: asyncio.Future[Outcome] = asyncio.get_running_loop().create_future()
        if hurried:
            self._hurried.set()
        self.ask(Submission(person, op), partial(_settle, done), patient=patient)
        return await done

    def soon(self) -> None:
        """Have a tick within its time, if only to read what others stored."""
        self._wanted = True
        self._see_to_it()

    def _see_to_it(self) -> None:
        if self._task is None or self._task.done():
            self._task = asyncio.create_task(self._run())

    async def settled(self, seconds: float) -> None:
        """Wait until nothing is in work any more, or so long at most."""
        if self._task is not None and not self._task.done():
            await asyncio.wait([self._task], timeout=seconds)

    async def _run(self) -> None:
        while self._wanted or self._unread:
            if self.paused:
                await asyncio.sleep(RETRY_SECONDS)
            else:
                # What came while the last tick was stored has waited already.
                due = self._began + max(TICK, min(TICK + TICK_A_PERSON * self.size(), LATEST - self._takes))
                await self._pause_until(due if self._began else 0.0)
            unread, self._unread = self._unread, []
            for read in unread:
                read()
            if not self._wanted:
                continue
            self._wanted, self._began = False, time.monotonic()
            batch, self.queue = self.queue, []
            await self._tick(batch)
            await asyncio.sleep(0)  # what was shown is written at the end of the loop's turn
            self._takes += (min(LATEST, time.monotonic() - self._began) - self._takes) / 8

    async def _pause_until(self, due: float) -> None:
        """Gather until then, or for a shorter while when somebody is at the door."""
        first = TICK / 5
        try:
            async with asyncio.timeout(max(first, due - time.monotonic())):
                await self._hurried.wait()
        except TimeoutError:
            return
        self._hurried.clear()
        await asyncio.sleep(max(first, min(due, self._began + HURRIED) - time.monotonic()))

    async def _tick(self, batch: list[Waiting]) -> None:
        submissions = [waiting.submission for waiting in batch]
        try:
            committed = await self._stored(submissions)
        except Session.DoesNotExist:
            _tell_all(batch, Outcome(refused=Refused("gone", GONE)))
            self.gone()
        except Error as trouble:
            self._failed(batch, trouble)
        except Exception:
            log.exception("a tick of session %s could not be stored", self.name)
            _tell_all(batch, Outcome(refused=Refused("not_stored", NOT_STORED)))
        else:
            self._failed_before = False
            self._pause(False)
            with held_together({waiting.client for waiting in batch if waiting.client is not None}):
                self.show(committed, submissions)
                for waiting, outcome in zip(batch, committed.outcomes, strict=True):
                    waiting.tell(outcome)
            self._count(committed.outcomes)

    def _count(self, outcomes: Sequence[Outcome]) -> None:
        metrics.TICK.observe(time.monotonic() - self._began)
        refused = [outcome.refused.code for outcome in outcomes if outcome.refused is not None]
        metrics.OPERATIONS.inc(len(outcomes) - len(refused))
        for code in refused:
            metrics.REFUSED.labels(code).inc()

    async def _stored(self, submissions: list[Submission]) -> Committed:
        slow = asyncio.get_running_loop().call_later(SLOW_SECONDS, self._pause, True)
        try:
            committed: Committed = await self.in_writer(self.commit, submissions)
        finally:
            slow.cancel()
        metrics.COMMIT.observe(time.monotonic() - self._began)
        return committed

    def in_writer(self, call: Callable[..., Any], *args: Any) -> asyncio.Future[Any]:
        """Call something in the thread that writes."""

        def run() -> Any:
            # The writer keeps its one connection; a broken one is given up, and the next tick opens another.
            try:
                return call(*args)
            except Error:
                connection.close()
                raise

        return asyncio.get_running_loop().run_in_executor(self.commit_in, run)

    def _failed(self, batch: list[Waiting], trouble: Error) -> None:
        log.error("a tick of session %s could not be stored\n%s", self.name, where_from(trouble))
        if isinstance(trouble, OUR_FAULT):
            _tell_all(batch, Outcome(refused=Refused("not_stored", NOT_STORED)))
            return
        if self._failed_before:  # a connection that was closed meanwhile costs one try, and nobody notices
            self._pause(True)
            hasty = [waiting for waiting in batch if not waiting.patient]
            _tell_all(hasty, Outcome(refused=Refused("not_stored", NOT_STORED)))
            batch = [waiting for waiting in batch if waiting.patient]
        self._failed_before = True
        self.queue[:0] = batch
        self._wanted = True

    def _pause(self, paused: bool) -> None:
        if paused != self.paused:
            self.paused = paused
            self.trouble(paused)


def _settle(done: asyncio.Future[Outcome], outcome: Outcome) -> None:
    if not done.done():
        done.set_result(outcome)


def _tell_all(batch: list[Waiting], outcome: Outcome) -> None:
    for waiting in batch:
        waiting.tell(outcome)
