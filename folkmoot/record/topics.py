"""What this room announces to the rooms above it (see folkmoot.kit.announce)."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class StreamTouched:
    """Rows of a session were changed without its committer: a person was erased, or two records were joined."""

    session_id: str
