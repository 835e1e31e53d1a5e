"""What a check found: well, to be mended, or to be known."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol


class State(StrEnum):
    """How it stands, in the words that are printed."""

    WELL = "ok"
    NOTE = "note"
    FAULT = "MEND"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing looked at: what is so, and what mends it where it is not well."""

    what: str
    state: State
    said: str
    mend: str = ""

    def __str__(self) -> str:
        line = f"{self.state:<5} {self.what}: {self.said}"
        return f"{line}\n      {self.mend}" if self.mend else line


class Probe(Protocol):
    """Looks at one matter, and tells what it found."""

    def __call__(self) -> Iterator[Finding]:
        """Look, and tell."""


def well(what: str, said: str) -> Finding:
    """Something is as it should be."""
    return Finding(what, State.WELL, said)


def note(what: str, said: str, mend: str = "") -> Finding:
    """Something works and is worth knowing."""
    return Finding(what, State.NOTE, said, mend)


def fault(what: str, said: str, mend: str) -> Finding:
    """Something does not work; `mend` says what to do."""
    return Finding(what, State.FAULT, said, mend)
