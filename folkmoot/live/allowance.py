"""How fast one person may send operations in one session, over all their pages and however they are connected."""

from __future__ import annotations

import time
from dataclasses import dataclass, field

from django.conf import settings

OPS_A_SECOND = settings.OPERATIONS_A_SECOND
OPS_BURST = 3 * OPS_A_SECOND
FULL_AFTER = OPS_BURST / OPS_A_SECOND  # seconds without an operation, after which an allowance is as good as new
MANY = 2_000


@dataclass
class Allowance:
    """A burst, then so many a second."""

    left: float = float(OPS_BURST)
    at: float = field(default_factory=time.monotonic)

    def take(self) -> bool:
        """Use one; False when there is none left now."""
        now = time.monotonic()
        self.left = min(float(OPS_BURST), self.left + (now - self.at) * OPS_A_SECOND)
        self.at = now
        if self.left < 1:
            return False
        self.left -= 1
        return True


_known: dict[tuple[str, str], Allowance] = {}


def allowance_of(session: str, person: str) -> Allowance:
    """What is left to a person in a session."""
    if len(_known) > MANY:
        now = time.monotonic()
        for place in [place for place, one in _known.items() if now - one.at > FULL_AFTER]:
            del _known[place]
    return _known.setdefault((session, person), Allowance())
