"""A whole rehearsal: everybody connected, the plan run through, and what was met told in figures."""

from __future__ import annotations

import asyncio
import math
import statistics
import time
from collections import Counter
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from random import Random
from typing import Any

from folkmoot.rehearsal.facilitator import Facilitator
from folkmoot.rehearsal.line import Line
from folkmoot.rehearsal.participant import Habits, Pace, Participant

LATE_IN_A_HUNDRED = 5
LATE_SECONDS = 15 * 60.0
NOBODY_LEADS_SECONDS = 5 * 60.0


@dataclass(frozen=True)
class Script:
    """What to perform. `cookies` are the devices of those who take part; `lead` is empty when a person facilitates.

    `patient` people stay while nobody leads, however long: whoever tries the demo may read first.
    """

    url: str
    session: str
    cookies: Sequence[str]
    lead: str = ""
    speed: float = 1.0
    seed: int = 7
    patient: bool = False


@dataclass
class Report:
    """What all clients together met."""

    seconds: float = 0.0
    people: int = 0
    sent: int = 0
    refused: Counter[str] = field(default_factory=Counter)
    waits: list[float] = field(default_factory=list)
    snapshots: int = 0
    resumed: int = 0
    dropped: int = 0
    gaps: int = 0
    told: list[str] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)

    def words(self) -> str:
        """The report, a line for each figure."""
        waits = [wait * 1000 for wait in self.waits] or [0.0]
        slow = statistics.quantiles(waits, n=100)[98] if len(waits) > 1 else waits[0]
        lines = [
            f"{self.people} people for {self.seconds:.0f} s",
            f"{self.sent} operations, {self.refused.total()} refused {dict(self.refused)}",
            f"answered in {statistics.median(waits):.0f} ms (median), {slow:.0f} ms (99 in 100)",
            f"{self.dropped} drops, {self.resumed} resumed, {self.snapshots} snapshots, {self.gaps} gaps",
        ]
        lines += [f"the facilitator was told: {each}" for each in dict.fromkeys(self.told)]
        return "\n".join(lines + [f"fault: {each}" for each in dict.fromkeys(self.faults)])

    def add(self, line: Line) -> None:
        """Take in what one client met."""
        figures = line.figures
        self.people += 1
        self.sent += figures.sent
        self.refused.update(figures.refused)
        self.waits += figures.waits
        self.snapshots += figures.snapshots
        self.resumed += figures.resumed
        self.dropped += figures.dropped
        self.gaps += line.store.gaps


async def perform(script: Script) -> Report:
    """Connect everybody, run to the close, and report. The same seed makes the same choices."""
    began, report = time.monotonic(), Report()
    lines = [Line(script.url, script.session, cookie) for cookie in script.cookies]
    parts = [asyncio.create_task(_participant(script, place, line).take_part()) for place, line in enumerate(lines)]
    try:
        if script.lead:
            lead = Line(script.url, script.session, script.lead)
            lines.append(lead)
            await _lead(script, lead, report)
        else:
            await until_closed(lines, parts, math.inf if script.patient else NOBODY_LEADS_SECONDS)
        await asyncio.wait(parts, timeout=20)
    finally:
        report.faults += await _end(parts)
        await asyncio.gather(*(line.close() for line in lines), return_exceptions=True)
    for line in lines:
        report.add(line)
    report.seconds = time.monotonic() - began
    return report


def _participant(script: Script, place: int, line: Line) -> Participant:
    dice = Random(f"{script.seed}:{place}")  # noqa: S311 - choices of a rehearsal, nothing secret
    late = dice.uniform(60, LATE_SECONDS) if dice.randrange(100) < LATE_IN_A_HUNDRED else dice.uniform(0, 20)
    return Participant(line, dice, Pace(script.speed), Habits(late_by=late))


async def _lead(script: Script, line: Line, report: Report) -> None:
    await line.open(60)
    dice = Random(script.seed)  # noqa: S311 - choices of a rehearsal, nothing secret
    facilitator = Facilitator(line, dice, script.speed)
    await asyncio.sleep(max(1.0, 30 / script.speed))
    door = asyncio.create_task(facilitator.welcome())
    try:
        await facilitator.run()
    except ConnectionRefusedError as closed:
        report.faults.append(repr(closed))
    finally:
        door.cancel()
        with suppress(asyncio.CancelledError, ConnectionRefusedError):
            await door
        report.told = facilitator.told


async def until_closed(lines: Sequence[Line], parts: Sequence[asyncio.Task[None]], patience: float) -> None:
    """Stay while a person facilitates: until they close the session, or have been away for `patience` seconds."""
    alone_since: float | None = None
    while not all(part.done() for part in parts):
        await asyncio.sleep(1)
        alone = not any(_sees_a_facilitator(line) for line in lines)
        alone_since = (alone_since or time.monotonic()) if alone else None
        if alone_since is not None and time.monotonic() - alone_since > patience:
            return


def _sees_a_facilitator(line: Line) -> bool:
    people = line.store.tables["people"]
    return line.connected and any(
        line.store.presence.get(key) in ("here", "away") for key, person in people.items() if person["roles"]
    )


async def _end(parts: Sequence[asyncio.Task[Any]]) -> list[str]:
    for part in parts:
        part.cancel()
    ended = await asyncio.gather(*parts, return_exceptions=True)
    return [repr(each) for each in ended if isinstance(each, Exception)]
