"""How a page writes to a session: by the committer of the live room in this process, or straight to the database.

A page's operation must not overtake those of the room (LIVE.md: HTTP writes use the same committer). The room is above
the pages' rooms or beside them, so it says here, at start-up, that it carries operations.
"""

from __future__ import annotations

from collections.abc import Callable

from folkmoot.practice_kit.wire.ops import Op
from folkmoot.record.commit import Outcome, Submission, commit

Carrier = Callable[[str, str, Op], Outcome]


def _directly(session_id: str, person: str, op: Op) -> Outcome:
    return commit(session_id, None, [Submission(person, op)]).outcomes[0]


_carriers: list[Carrier] = [_directly]


def carry_by(carrier: Carrier) -> None:
    """Have every operation of a page carried out by this from now on."""
    _carriers[:] = [carrier]


def submit(session_id: str, person: str, op: Op) -> Outcome:
    """Carry out a page's operation and wait for the outcome, applied or refused. Never inside a transaction.

    Raises:
        Session.DoesNotExist: when there is no such session.
    """
    return _carriers[0](session_id, person, op)
