"""The ledger of what was erased, kept outside the backups, so that a restore erases it again (8b.10).

It is a file of lines: kind, id, day. People who were erased and entries that were withdrawn stand in it by their ids.
It is written before the change is committed: a line too many erases what somebody asked to have erased, a line too
few would bring it back. What went because its time of keeping was over stands in it as a number: a restore finds that
again by its date. Administrators see kinds, days and numbers, and nothing else.
"""

from __future__ import annotations

import os
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, timedelta

from django.conf import settings
from django.db import transaction

from folkmoot.kit import time as clock
from folkmoot.people.retention import BY_KEY

if sys.platform != "win32":
    import fcntl

PERSON = "person"
OVER = "over:"
"""Before the class of what was kept long enough; the line has how many in place of an id."""
LONGEST_BACKUP = timedelta(days=35)
KEPT = 2 * LONGEST_BACKUP
"""A line may go when no backup is left from before it; twice that, in case one was forgotten somewhere."""

Replay = Callable[[list[str]], int]
"""Erases, among these ids, what is there again. Gives how many were."""

_REPLAYS: dict[str, Replay] = {}
_WORDS: dict[str, str] = {}


@dataclass(frozen=True, slots=True)
class Gone:
    """What went on one day: the kind in words, and how many."""

    day: date
    what: str
    count: int


def replays(kind: str, replay: Replay, words: str) -> None:
    """Register how a room erases its kind again, and what administrators read for it."""
    _REPLAYS[kind], _WORDS[kind] = replay, words


def note(kind: str, *ids: str) -> None:
    """Write ids into the ledger, and see that the disk has them. Call it within the erasure's transaction.

    Raises:
        OSError: when it cannot be written; then nothing is erased either.
    """
    if not ids:
        return
    today = clock.utc_now().date().isoformat()
    with _alone(), settings.ERASURE_LEDGER.open("a", encoding="ascii") as ledger:
        ledger.write("".join(f"{kind} {each} {today}\n" for each in ids))
        ledger.flush()
        os.fsync(ledger.fileno())


def note_over(key: str, count: int) -> None:
    """Write how many of a class of retention went; nothing, if none did."""
    if count:
        note(f"{OVER}{key}", str(count))


def replay_erasures() -> int:
    """Erase again what was erased since the backup was made: a restore calls this before it serves.

    Repeatable. Gives how many things were there again.
    """
    ids: dict[str, list[str]] = {}
    for kind, each, _ in _lines():
        ids.setdefault(kind, []).append(each)
    with transaction.atomic():
        return sum(replay(ids[kind]) for kind, replay in _REPLAYS.items() if kind in ids)


def gone() -> list[Gone]:
    """What went, the latest day first: kinds and numbers, without who or what it was."""
    counted: Counter[tuple[date, str]] = Counter()
    for kind, each, day in _lines():
        if kind.startswith(OVER):
            rule = BY_KEY.get(kind.removeprefix(OVER))
            counted[day, f"Time of keeping over: {rule.what if rule else kind}"] += int(each) if each.isdigit() else 0
        else:
            counted[day, _WORDS.get(kind, kind)] += 1
    found = [Gone(day, what, count) for (day, what), count in counted.items()]
    return sorted(found, key=lambda one: (-one.day.toordinal(), one.what))


def shorten() -> None:
    """Drop the lines that no backup needs any more."""
    before = clock.utc_now().date() - KEPT
    with _alone():
        lines = list(_lines())
        needed = [line for line in lines if line[2] >= before]
        if len(needed) == len(lines):
            return
        beside = settings.ERASURE_LEDGER.with_suffix(".new")
        beside.write_text("".join(f"{kind} {each} {day}\n" for kind, each, day in needed), encoding="ascii")
        beside.replace(settings.ERASURE_LEDGER)


@contextmanager
def _alone() -> Iterator[None]:
    """One process at a time: a line that is added while the file is shortened must not be lost."""
    with settings.ERASURE_LEDGER.with_suffix(".lock").open("w") as lock:
        if sys.platform != "win32":  # there one may look at the program; a server runs elsewhere
            fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _lines() -> Iterator[tuple[str, str, date]]:
    """The lines that are whole: power may have gone while the last was written."""
    if not settings.ERASURE_LEDGER.exists():
        return
    for line in settings.ERASURE_LEDGER.read_text(encoding="ascii", errors="replace").splitlines():
        match line.split():
            case [kind, each, day]:
                try:
                    yield kind, each, date.fromisoformat(day)
                except ValueError:
                    continue
