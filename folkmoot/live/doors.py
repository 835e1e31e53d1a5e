"""When the room shuts: a while after the session is closed. One's own page stays (practice guide, A33)."""

from __future__ import annotations

from datetime import datetime, timedelta

from folkmoot.record.models import Run

STAYS_OPEN = timedelta(minutes=15)
"""After the close, for goodbyes. Those who run the session may come in later, too: to reopen it, for instance."""


def has_shut(run: Run, now: datetime) -> bool:
    """Whether those who take part have no way into the room any more."""
    return run.phase == Run.Phase.CLOSED and run.closed_at is not None and now >= run.closed_at + STAYS_OPEN
