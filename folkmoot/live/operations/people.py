"""People in the room: entering, arriving, leaving, hands, guests, callers, the lost."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta

from folkmoot.kit.ids import new_id
from folkmoot.kit.text import tidy
from folkmoot.live.presence import AWAY_SECONDS
from folkmoot.people.models import Person
from folkmoot.practice_kit.fields import Refused
from folkmoot.practice_kit.wire.ops import AddCaller, Admit, Found, Hand, Lost, Op
from folkmoot.record import access
from folkmoot.record.models import Attendance, Grouping, Participant
from folkmoot.record.operations.groups import AT_WORK
from folkmoot.record.operations.registry import Context, operation

STAYS = timedelta(seconds=AWAY_SECONDS)


class Enter(Op):
    """The server's own: a person opens the room, with what their booking or their join said."""

    person: str
    name: str
    organisation: str = ""
    sector: str = ""
    party: str = ""
    roles: list[str] = []
    admitted: bool = False
    listed: bool = False


class Arrive(Op):
    """The server's own: a person's first socket opened."""

    person: str


class Leave(Op):
    """The server's own: a person's last socket closed, or (`lost`) stayed closed for too long."""

    person: str
    lost: bool = False


class Look(Op):
    """The server's own: only read what other processes have committed."""


@operation(Look)
def look(ctx: Context, op: Look) -> None:
    """Change nothing: every tick begins with reading what is new."""


@operation(Enter)
def enter(ctx: Context, op: Enter) -> None:
    """Make or refresh the person's row; a producer's decisions about them stay."""
    old = ctx.layer.participant(op.person)
    fields = {
        "name": op.name,
        "organisation": op.organisation,
        "sector": op.sector,
        "party": op.party,
        "roles": sorted(op.roles),
        "listed": op.listed,
    }
    if old is None:
        session = ctx.layer.base.session.id
        old = Participant(id=new_id(), session_id=session, person_id=op.person)
    elif all(getattr(old, name) == value for name, value in fields.items()) and (old.admitted or not op.admitted):
        return
    ctx.layer.revise(old, **fields, admitted=old.admitted or op.admitted)
    tell_person(ctx, op.person, "person_changed")


def tell_person(ctx: Context, person: str, kind: str) -> None:
    """Tell facilitators, and everybody the little they may see, that a person's row changed."""
    row = ctx.layer.participant(person)
    ctx.layer.tell(access.FACILITATORS, kind, put={"people": [person]})
    if row is not None and (row.listed or row.roles):
        ctx.layer.tell(access.SESSION, kind, put={"people": [person]})
    for group in access.groups_of(ctx.layer, person):
        ctx.layer.tell(access.of_group(group.id), kind, put={"groups": [group.id]})


@operation(Arrive)
def arrive(ctx: Context, op: Arrive) -> None:
    """Count the person as here and begin an interval of attendance."""
    person = ctx.layer.participant(op.person)
    if person is None:
        return
    counted = [a for a in ctx.layer.attendance(op.person) if a.source == "automatic"]
    last = max(counted, key=lambda a: a.since, default=None)
    slept = last is not None and last.until is not None and ctx.now - last.until <= STAYS
    if last is not None and person.here and slept:
        ctx.layer.revise(last, until=None)  # a phone that slept behind the call: not lost, so they were there
    elif not any(a.until is None for a in counted):
        ctx.layer.put(Attendance(id=new_id(), session_id=person.session_id, person_id=op.person, since=ctx.now))
    ctx.layer.revise(person, here=True, joined_at=person.joined_at or ctx.now)
    ctx.layer.tell(access.FACILITATORS, "person_arrived", put={"people": [op.person]})
    ctx.layer.tell(access.SESSION, "person_arrived", put={"session": [person.session_id]})


@operation(Leave)
def leave(ctx: Context, op: Leave) -> None:
    """End the interval of attendance; a person who stays away too long is no longer counted as here."""
    for interval in ctx.layer.attendance(op.person):
        if interval.until is None and interval.source == "automatic":
            ctx.layer.revise(interval, until=ctx.now)
    person = ctx.layer.participant(op.person)
    if op.lost and person is not None and person.here:
        ctx.layer.revise(person, here=False, hand_at=None)
        ctx.layer.tell(access.FACILITATORS, "person_lost", put={"people": [op.person]})
        ctx.layer.tell(access.SESSION, "person_lost", put={"session": [person.session_id]})


@operation(Hand)
def hand(ctx: Context, op: Hand) -> None:
    """Raise one's hand, or lower it; the queue is by time. A facilitator lowers anybody's."""
    target = op.person or ctx.person
    if target != ctx.person:
        ctx.only_facilitators()
        if op.up:
            raise Refused("not_yours", "Only they can raise their hand.")
    person = ctx.layer.participant(target)
    if person is None:
        raise Refused("gone", "That person is not in this session.")
    row = ctx.layer.revise(person, hand_at=(person.hand_at or ctx.now) if op.up else None)
    ctx.layer.tell(access.FACILITATORS, "hand_raised" if op.up else "hand_lowered", put={"people": [target]})
    ctx.layer.tell(access.of_person(target), "hand", hand_at=access.millis(row.hand_at))


@operation(Admit)
def admit(ctx: Context, op: Admit) -> None:
    """Let a guest in, or note how somebody takes part; the producer's to say."""
    ctx.only_facilitators()
    person = ctx.layer.participant(op.person)
    if person is None:
        raise Refused("gone", "That person is not in this session.")
    fields: dict[str, object] = {}
    if op.admitted is not None:
        fields["admitted"] = op.admitted
    if op.call_only is not None:
        _count_in_call(ctx, person, op.call_only)
        fields["channel"] = Participant.Channel.CALL_ONLY if op.call_only else Participant.Channel.APP
    if op.accompanied_by is not None:
        fields["accompanied_by"] = tidy(op.accompanied_by)
    if op.call_note is not None:
        fields["call_note"] = tidy(op.call_note)
    ctx.layer.revise(person, **fields)
    tell_person(ctx, op.person, "person_changed")
    at_work = [grouping.id for grouping in ctx.layer.all(Grouping) if grouping.status in AT_WORK]
    if op.call_only is not None and at_work:
        ctx.layer.tell(access.SESSION, "callers_placed", put={"groupings": at_work})
    if op.admitted is not None:
        ctx.layer.tell(
            access.of_person(op.person), "admitted", put={"session": [person.session_id]}, admitted=op.admitted
        )
    ctx.layer.tell(access.SESSION, "person_changed", put={"session": [person.session_id]})


def _count_in_call(ctx: Context, person: Participant, on: bool) -> None:
    """Begin to count somebody's time in the call, where no socket of theirs does, or end it."""
    running = [a for a in ctx.layer.attendance(person.person_id) if a.source == "call" and a.until is None]
    if on and not running:
        session = person.session_id
        ctx.layer.put(
            Attendance(
                id=new_id(), session_id=session, person_id=person.person_id, since=ctx.now, source="call"
            )
        )  # fmt: skip
    for interval in [] if on else running:
        ctx.layer.revise(interval, until=ctx.now)


@operation(AddCaller)
def add_caller(ctx: Context, op: AddCaller) -> dict[str, str]:
    """Add somebody who takes part by phone; others write for them."""
    ctx.only_facilitators()
    name = tidy(op.name)
    if not name:
        raise Refused("empty", "Write the name to call them by.", "name")
    person = Person.objects.create(name=name, rehearsal=ctx.layer.base.session.rehearsal_of_id is not None)
    session = ctx.layer.base.session.id
    caller = ctx.layer.put(
        Participant(
            id=new_id(), session_id=session, person_id=person.id, name=name, admitted=True, here=True,
            channel=Participant.Channel.CALL_ONLY, call_note=tidy(op.call_note), joined_at=ctx.now,
        )
    )  # fmt: skip
    _count_in_call(ctx, caller, True)
    tell_person(ctx, person.id, "person_changed")
    ctx.layer.tell(access.SESSION, "person_changed", put={"session": [session]})
    return {"person": person.id}


@operation(Lost)
def lost(ctx: Context, op: Lost) -> None:
    """“I'm lost”: every facilitator is told, also who comes later, and the person hears that somebody is coming."""
    row = ctx.layer.revise(ctx.me, lost_at=ctx.me.lost_at or ctx.now)
    ctx.layer.tell(access.FACILITATORS, "asks_the_way", put={"people": [row.person_id]}, person=row.person_id)
    ctx.layer.tell(access.of_person(row.person_id), "lost", lost_at=access.millis(row.lost_at))


@operation(Found)
def found(ctx: Context, op: Found) -> None:
    """Nobody looks any more for whoever has been found; two facilitators may say it of the same person."""
    target = op.person or ctx.person
    if target != ctx.person:
        ctx.only_facilitators()
    if ctx.layer.participant(target) is None:
        raise Refused("gone", "That person is not in this session.")
    are_found(ctx, [target])


def are_found(ctx: Context, people: Iterable[str]) -> None:
    """Take back “I'm lost” of those among these people who had said it."""
    rows = [row for person in people if (row := ctx.layer.participant(person)) and row.lost_at is not None]
    for row in rows:
        ctx.layer.revise(row, lost_at=None)
        ctx.layer.tell(access.of_person(row.person_id), "lost", lost_at=None)
    if rows:
        ctx.layer.tell(access.FACILITATORS, "found", put={"people": [row.person_id for row in rows]})
