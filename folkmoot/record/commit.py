"""Commit before show: one transaction carries a tick's operations, and only then does memory change."""

from __future__ import annotations

import logging
import traceback
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from django.db import DatabaseError, DataError, IntegrityError, connection, models, transaction

from folkmoot.kit.time import utc_now
from folkmoot.practice_kit.fields import Refused
from folkmoot.practice_kit.wire.ops import Op
from folkmoot.programme.models import Session
from folkmoot.record import changes
from folkmoot.record.changes import Stored
from folkmoot.record.models import AppliedOp, Draft, Entry, Event, Run, Stream
from folkmoot.record.operations.registry import Context, carry_out
from folkmoot.record.state import TABLES, Layer, State
from folkmoot.record.storing import as_json, fields_of, insert, store_rows
from folkmoot.record.wiping import ask_for_wiping

log = logging.getLogger(__name__)

STATUS: dict[str, Session.Status] = {Run.Phase.LIVE: Session.Status.LIVE, Run.Phase.CLOSED: Session.Status.DONE}
"""What a session is while its run is in this phase; in the lobby it is what it was."""

_EVENT = fields_of(Event, "stream", "seq", "audience", "n", "at", "kind", "body")
# Each is looked up by its whole key, whatever the planner believes: a room's log is long, and this runs at every tick.
_KNOWN_ON_SQLITE = """
    SELECT known.id
    FROM (
        SELECT json_extract(value, '$[0]') AS person, json_extract(value, '$[1]') AS op_id FROM json_each(%s)
    ) AS asked
    CROSS JOIN record_appliedop AS known
    ON known.person = asked.person AND known.op_id = asked.op_id AND known.stream_id = %s
"""
_KNOWN_ON_POSTGRES = """
    SELECT known.id
    FROM unnest(%s::text[], %s::text[]) AS asked(person, op_id)
    CROSS JOIN LATERAL (
        SELECT id FROM record_appliedop
        WHERE person = asked.person AND op_id = asked.op_id AND stream_id = %s
        LIMIT 1
    ) AS known
"""
_APPLIED = fields_of(AppliedOp, "stream", "person", "op_id", "seq", "result")


@dataclass(frozen=True)
class Submission:
    """An operation and who asks for it; an empty person is the server itself."""

    person: str
    op: Op


@dataclass
class Outcome:
    """What became of a submission: applied at `seq` with a result, or refused. `again`: it had been applied before."""

    seq: int = 0
    result: dict[str, Any] = field(default_factory=dict)
    refused: Refused | None = None
    again: bool = False


@dataclass(frozen=True)
class Position:
    """How far a session's log is: the last event, the last commit, and the last number of each audience."""

    seq: int
    version: int
    counters: dict[str, int]


@dataclass
class Committed:
    """A tick's result: the state, outcomes in order, stored events and the change itself, each with what other
    processes had committed since. `reloaded`: that was too much, or not known, and the state is a fresh one.
    The state is as it was before, until `take_over`.
    """

    state: State
    outcomes: list[Outcome]
    events: list[Stored]
    change: Layer
    position: Position | None = None
    reloaded: bool = False
    wrote: bool = False
    """Whether something was stored just now, which other processes have yet to learn."""
    drafts: list[Draft] = field(default_factory=list)
    """Groups' drafts that other processes had saved: they are in no event, and are watched live."""

    def take_over(self) -> State:
        """Change memory: call this where everybody reads it, on the event loop for instance; once."""
        state, position = self.state, self.position
        if position is not None:
            state.absorb(self.change)
            state.counters, state.seq, state.version = position.counters, position.seq, position.version
            self.position = None
        return state


def commit(session_id: str, state: State | None, submissions: Sequence[Submission]) -> Committed:
    """As `carry_out_all`, and then change memory too."""
    committed = carry_out_all(session_id, state, submissions)
    committed.take_over()
    return committed


def carry_out_all(session_id: str, state: State | None, submissions: Sequence[Submission]) -> Committed:
    """Check the operations in order and store what they change in one transaction. Memory is as it was until
    `take_over`.

    Raises:
        Session.DoesNotExist: when there is no such session.
        django.db.OperationalError: when the database cannot be reached or written; nothing is applied.
    """
    try:
        return _store_all(session_id, state, submissions)
    except (DataError, IntegrityError) as trouble:
        if not submissions:
            raise
        if len(submissions) == 1:
            log.error("an operation could not be stored in session %s\n%s", session_id, where_from(trouble))
            fresh = _load(Stream.objects.get(id=session_id))
            bad = Outcome(
                refused=Refused("not_stored", "That could not be stored. Your draft is kept; please try again.")
            )
            return Committed(fresh, [bad], [], Layer(fresh), reloaded=True)
        return _one_by_one(session_id, submissions)


def where_from(trouble: BaseException) -> str:
    """What went wrong and where, without its message: a database's holds the row, and so somebody's words (P04)."""
    return f"{''.join(traceback.format_tb(trouble.__traceback__))}{type(trouble).__name__}"


def _one_by_one(session_id: str, submissions: Sequence[Submission]) -> Committed:
    """Each in a transaction of its own, on a state that nobody else reads; whoever watches gets everything anew."""
    outcomes: list[Outcome] = []
    state, wrote = None, False
    for submission in submissions:
        one = commit(session_id, state, [submission])
        state, wrote = one.state, wrote or one.wrote
        outcomes += one.outcomes
    assert state is not None
    return Committed(state, outcomes, [], Layer(state), reloaded=True, wrote=wrote)


def _store_all(session_id: str, state: State | None, submissions: Sequence[Submission]) -> Committed:
    with transaction.atomic():
        stream = _lock(session_id)
        news = changes.missed(state, stream) if state else None
        reloaded = state is None or news is None
        if state is None or news is None:
            state = _load(stream)
            news = changes.News(state)
        tick = Layer(news.layer)
        outcomes = _apply_all(session_id, tick, submissions, stream.seq)
        counters = state.counters | news.counters
        events = _number(counters, tick, stream.seq)
        _store(stream, tick, events, submissions, outcomes)
    if _takes_text_away(tick):
        ask_for_wiping()
    wrote = stream.version > state.version + news.commits
    change, drafts = tick, []
    if news.commits:
        drafts = [d for d in news.layer.rows[Draft].values() if isinstance(d, Draft) and d.group_id]
        change = news.layer
        change.absorb(tick)
    position = Position(stream.seq, stream.version, counters)
    return Committed(state, outcomes, [*news.events, *events], change, position, reloaded, wrote, drafts)


def _load(stream: Stream) -> State:
    state = State.load(stream.id)
    state.seq, state.version = stream.seq, stream.version
    return state


def _takes_text_away(tick: Layer) -> bool:
    withdrawn = any(isinstance(e, Entry) and e.state == Entry.State.WITHDRAWN for e in tick.rows[Entry].values())
    return withdrawn or None in tick.rows[Draft].values()


def _lock(session_id: str) -> Stream:
    """The session's stream, which nobody else may write to until the transaction ends."""
    statement = "SELECT seq, version FROM record_stream WHERE id = %s"
    if connection.vendor == "postgresql":  # on SQLite the whole transaction holds the lock
        statement += " FOR UPDATE"
    found = _rows(statement, [session_id])
    if not found:
        Stream.objects.get_or_create(id=session_id)
        found = _rows(statement, [session_id])
    return Stream(id=session_id, seq=found[0][0], version=found[0][1])


def _applied(session_id: str, submissions: Sequence[Submission]) -> dict[tuple[str, str], Outcome]:
    """The operations that were applied before, by person and op_id, and what came of them."""
    asked = [(s.person, s.op.op_id) for s in submissions if s.person]
    if not asked:
        return {}
    if connection.vendor == "postgresql":
        people, op_ids = zip(*asked, strict=True)
        found = _rows(_KNOWN_ON_POSTGRES, [list(people), list(op_ids), session_id])
    else:
        found = _rows(_KNOWN_ON_SQLITE, [as_json(asked), session_id])
    known = AppliedOp.objects.in_bulk([key for (key,) in found]).values() if found else ()
    return {(row.person, row.op_id): Outcome(row.seq, row.result) for row in known}


def _rows(statement: str, values: Sequence[Any]) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return list(cursor.fetchall())


def _apply_all(session_id: str, tick: Layer, submissions: Sequence[Submission], seq: int) -> list[Outcome]:
    done = _applied(session_id, submissions)
    outcomes = []
    for submission in submissions:
        key = (submission.person, submission.op.op_id)
        known = done.get(key)
        outcome = replace(known, again=True) if known else _apply(tick, submission)
        if outcome.refused is None and submission.person:
            done[key] = outcome
        outcomes.append(outcome)
    for outcome in outcomes:
        outcome.seq = outcome.seq or seq + len(tick.events)
    return outcomes


def _apply(tick: Layer, submission: Submission) -> Outcome:
    layer = Layer(tick)
    try:
        result = carry_out(Context(layer, submission.person, utc_now()), submission.op)
    except Refused as refused:
        return Outcome(refused=refused)
    except DatabaseError:
        raise
    except Exception as trouble:
        log.error("operation %s failed\n%s", type(submission.op).__name__, where_from(trouble))
        return Outcome(
            refused=Refused("fault", "Something went wrong on the server. Your text is kept; please try again.")
        )
    tick.absorb(layer)
    return Outcome(result=result)


def _number(counters: dict[str, int], tick: Layer, seq: int) -> list[Stored]:
    stored = []
    for place, event in enumerate(tick.events, start=1):
        counters[event.audience] = counters.get(event.audience, 0) + 1
        stored.append(Stored(seq + place, event.audience, counters[event.audience], event.kind, event.body()))
    return stored


def _store(
    stream: Stream,
    tick: Layer,
    events: Sequence[Stored],
    submissions: Sequence[Submission],
    outcomes: Sequence[Outcome],
) -> None:
    now = _EVENT[4].get_db_prep_save(utc_now(), connection)
    for table in TABLES:
        if tick.rows[table]:
            store_rows(table, tick.rows[table])
    for run in tick.rows[Run].values():
        _store_status(run)
    if events:
        told = ((stream.id, e.seq, e.audience, e.n, now, e.kind, as_json(e.body)) for e in events)
        insert(Event, _EVENT, told)
    applied = {
        (s.person, s.op.op_id): (stream.id, s.person, s.op.op_id, o.seq, as_json(o.result))
        for s, o in zip(submissions, outcomes, strict=True)
        if o.refused is None and s.person and not o.again
    }
    if applied:
        insert(AppliedOp, _APPLIED, applied.values(), once=True)
    for person, keys in tick.unlinked.items():
        _unlink(stream, person, keys)
    if events or any(tick.rows.values()):
        stream.seq += len(events)
        changes.note(stream, {table: tick.rows[table] for table in TABLES if tick.rows[table]})
        with connection.cursor() as cursor:
            numbers = (stream.seq, stream.version, stream.id)
            cursor.execute("UPDATE record_stream SET seq = %s, version = %s WHERE id = %s", numbers)


def _store_status(run: models.Model | None) -> None:
    """Write how far the session is where pages look for it, once its room has opened, closed or opened again."""
    status = STATUS.get(run.phase) if isinstance(run, Run) else None
    if run is not None and status is not None:
        others = Session.objects.filter(id=run.pk).exclude(status__in=[status, Session.Status.CANCELLED])
        others.update(status=status)


def _unlink(stream: Stream, person: str, keys: set[str]) -> None:
    """Take from the log what ties a person to entries whose link is not kept; the events stay, and say nothing."""
    told = list(Event.objects.filter(stream=stream, audience=f"person:{person}"))
    emptied = [event for event in told if keys & set(event.body.get("put", {}).get("entries", []))]
    for event in emptied:
        event.body = {}
    Event.objects.bulk_update(emptied, ["body"])
    applied = list(AppliedOp.objects.filter(stream=stream, person=person))
    done = [op for op in applied if op.result.get("entry") in keys]
    for op in done:
        op.result, op.seq = {}, 0
    AppliedOp.objects.bulk_update(done, ["result", "seq"])
