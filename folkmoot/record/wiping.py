"""Text that was withdrawn or erased leaves the disk too.

SQLite overwrites what is deleted in its file (`secure_delete`), with two gaps. Its write-ahead log keeps pages as they
were until it is emptied: that is done within a second or two. And where rows are moved between pages, old copies stay
in the pages' unused space: the file is written anew, which takes a moment in which nobody else can write, and so waits
until no session is live; for ten minutes at most, unless the file is large. PostgreSQL does its own cleaning, and needs
nothing from us here.
"""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.db import OperationalError, connection
from django.db.backends.utils import CursorWrapper

log = logging.getLogger(__name__)

LONGEST_WAIT = 600.0
"""Seconds that old copies may stay in the file while a session is live."""
BETWEEN = 5.0
"""Seconds between two rewritings, so that many withdrawals cost one."""
LARGE = 64 * 1024 * 1024
"""Bytes of a file that is written anew only when no session is live."""


class _Due:
    """What is to be done: empty the log; write the file anew, asked for since then (by the monotonic clock)."""

    def __init__(self) -> None:
        self.log = threading.Event()
        self.file_since: float | None = None
        self.rewritten = float("-inf")

    def file(self, *, quiet: bool) -> bool:
        """Whether the file is to be written anew now."""
        if self.file_since is None:
            return False
        now = time.monotonic()
        if quiet:
            return now - self.rewritten >= BETWEEN
        return now - self.file_since >= LONGEST_WAIT and _size() < LARGE


_due = _Due()


def ask_for_wiping() -> None:
    """Have the write-ahead log emptied and the file written anew soon, for something that they hold must go."""
    _due.log.set()
    if _due.file_since is None:
        _due.file_since = time.monotonic()


def is_wiping_due(*, quiet: bool) -> bool:
    """Whether there is something to wipe now; `quiet`: no session is live."""
    return _due.log.is_set() or _due.file(quiet=quiet)


def wipe(*, quiet: bool) -> bool:
    """Wipe what is due, if no reader needs it just now; False when the log must be emptied again."""
    _due.log.clear()
    if connection.vendor != "sqlite":
        _due.file_since = None
        return True
    with _impatient_cursor() as cursor:
        if _due.file(quiet=quiet):
            _write_anew(cursor)
        cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        busy = bool(cursor.fetchone()[0])
    if busy:
        _due.log.set()
    return not busy


def _write_anew(cursor: CursorWrapper) -> None:
    asked, _due.file_since = _due.file_since, None
    try:
        cursor.execute("VACUUM")
        _due.rewritten = time.monotonic()
    except OperationalError:
        log.info("the database is busy; it is written anew a little later")
        _due.file_since = asked


@contextmanager
def _impatient_cursor() -> Iterator[CursorWrapper]:
    """A cursor that gives up at once where the file is busy: waiting here would make everybody's writing wait."""
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA busy_timeout")
        patience = int(cursor.fetchone()[0])
        cursor.execute("PRAGMA busy_timeout = 0")
        try:
            yield cursor
        finally:
            cursor.execute(f"PRAGMA busy_timeout = {patience}")


def _size() -> int:
    file = Path(str(connection.settings_dict["NAME"]))
    return file.stat().st_size if file.exists() else 0
