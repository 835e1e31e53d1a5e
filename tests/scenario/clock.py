"""A clock that the test moves and the server reads, so that three hours pass in a minute."""

from __future__ import annotations

import mmap
import struct
from datetime import UTC, datetime, timedelta
from pathlib import Path

SIZE = 8


class SharedClock:
    """The real time and an offset, which two processes share by a small file. It never stands still."""

    def __init__(self, file: Path) -> None:
        if not file.exists():
            file.write_bytes(struct.pack("d", 0.0))
        with file.open("r+b") as opened:
            self._shared = mmap.mmap(opened.fileno(), SIZE)

    @property
    def offset(self) -> float:
        """Seconds ahead of the real time."""
        found: float = struct.unpack("d", self._shared[:SIZE])[0]
        return found

    def now(self) -> datetime:
        """The present moment of the play, aware, in UTC."""
        return datetime.now(UTC) + timedelta(seconds=self.offset)

    def move_to(self, moment: datetime) -> None:
        """Go to a moment."""
        self._shared[:SIZE] = struct.pack("d", (moment - datetime.now(UTC)).total_seconds())
