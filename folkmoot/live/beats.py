"""What the clock makes due: the server's own operations, once a second."""

from __future__ import annotations

from datetime import datetime

from folkmoot.kit.ids import new_id
from folkmoot.live.operations.rooms import ReturnNow
from folkmoot.practice_kit.wire.ops import Op
from folkmoot.record.models import Activity, Entry, Grouping
from folkmoot.record.operations.activities import ShowLate
from folkmoot.record.state import State


def due(state: State, now: datetime) -> list[Op]:
    """Small batches of what was added in discussion, and groups whose time to return has come."""
    found: list[Op] = []
    waiting = {e.activity_id for e in state.all(Entry) if e.late and e.state == Entry.State.PRIVATE and e.audience}
    for activity in state.all(Activity):
        if activity.id in waiting:
            found.append(ShowLate(op_id=new_id(), activity=activity.id))
    for grouping in state.all(Grouping):
        if (
            grouping.status == Grouping.Status.CLOSING
            and grouping.closing_at is not None
            and grouping.closing_at <= now
        ):
            found.append(ReturnNow(op_id=new_id(), grouping=grouping.id))
    return found
