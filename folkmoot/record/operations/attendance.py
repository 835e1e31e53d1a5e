"""Attendance that the sockets did not see: corrected by hand, or from the meeting tool's own report."""

from __future__ import annotations

from datetime import datetime

from folkmoot.kit.ids import new_id
from folkmoot.practice_kit.fields import Refused
from folkmoot.practice_kit.wire.ops import Op
from folkmoot.record.models import Attendance, Participant
from folkmoot.record.operations.registry import Context, operation


class CorrectAttendance(Op):
    """The server's own, for the producer: somebody was there from `since` until `until`; without them, as counted."""

    person: str
    since: datetime | None = None
    until: datetime | None = None


class ReportAttendance(Op):
    """The server's own, for the producer: when somebody was in the call by its report. `name`: if they are new."""

    person: str
    name: str
    times: list[tuple[datetime, datetime]]


@operation(ReportAttendance)
def report_attendance(ctx: Context, op: ReportAttendance) -> None:
    """Keep when somebody was in the call, beside what was counted here; the same time is not counted twice."""
    session = ctx.layer.base.session.id
    if ctx.layer.participant(op.person) is None:
        ctx.layer.put(
            Participant(
                id=new_id(), session_id=session, person_id=op.person, name=op.name, admitted=True,
                channel=Participant.Channel.CALL_ONLY,
            )
        )  # fmt: skip
    kept = {(a.since, a.until) for a in ctx.layer.attendance(op.person) if a.source == "call"}
    for since, until in op.times:
        if until > since and (since, until) not in kept:
            ctx.layer.put(
                Attendance(
                    id=new_id(), session_id=session, person_id=op.person, since=since, until=until, source="call"
                )
            )  # fmt: skip


@operation(CorrectAttendance)
def correct_attendance(ctx: Context, op: CorrectAttendance) -> None:
    """Keep one corrected interval of a person, or none. What was counted stays, and counts again without it."""
    if ctx.layer.participant(op.person) is None:
        raise Refused("gone", "That person is not in this session.")
    for old in [a for a in ctx.layer.attendance(op.person) if a.source == "corrected"]:
        ctx.layer.remove(old)
    if op.since is None or op.until is None:
        return
    if op.until <= op.since:
        raise Refused("backwards", "They left before they came. Look at the two times again.", "until")
    session = ctx.layer.base.session.id
    ctx.layer.put(
        Attendance(
            id=new_id(), session_id=session, person_id=op.person, since=op.since, until=op.until, source="corrected"
        )
    )
