"""A tick is one transaction of a few statements; what fails is refused, and memory changes only afterwards."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import OperationalError, connection
from django.test.utils import CaptureQueriesContext

from folkmoot.kit.ids import new_id
from folkmoot.practice_kit.wire.ops import SaveDraft, Say
from folkmoot.programme.models import Session
from folkmoot.record import commit as committing
from folkmoot.record.commit import Submission, carry_out_all, commit
from folkmoot.record.models import AppliedOp, Entry, Event, Participant, Stream
from folkmoot.record.state import State
from tests import people
from tests.factories import a_programme, a_session

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def session() -> Session:
    return a_session(a_programme(f"Winter {new_id()}"))


@pytest.fixture
def bea(session: Session) -> str:
    person = people.a_person("Bea Lowe")
    Participant.objects.create(session=session, person=person, name=person.name, admitted=True)
    return person.id


def say(person: str, count: int) -> list[Submission]:
    return [Submission(person, Say(op_id=new_id(), to="facilitators", text=f"Line {n}")) for n in range(count)]


def test_the_number_of_statements_does_not_grow_with_the_operations(session: Session, bea: str) -> None:
    state = commit(session.id, None, say(bea, 1)).state
    counted = {}
    for count in (1, 5, 50):
        drafts = [
            Submission(bea, SaveDraft(op_id=new_id(), box=f"{count}-{n}", body={"text": "x"})) for n in range(count)
        ]
        with CaptureQueriesContext(connection) as queries:
            done = commit(session.id, state, say(bea, count) + drafts)
        assert all(outcome.refused is None for outcome in done.outcomes)
        counted[count] = len(queries)
    assert counted[1] == counted[5] == counted[50] < 20, counted
    assert Entry.objects.filter(session=session).count() == 57


@pytest.mark.skipif(connection.vendor != "sqlite", reason="PostgreSQL chooses another plan for a small table")
def test_what_was_applied_before_is_found_without_walking_through_the_log(session: Session, bea: str) -> None:
    state = commit(session.id, None, say(bea, 3)).state
    with CaptureQueriesContext(connection) as queries:
        commit(session.id, state, say(bea, 3))
    asked = [query["sql"] for query in queries if "record_appliedop" in query["sql"] and "SELECT" in query["sql"]]
    assert len(asked) == 1
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN QUERY PLAN {asked[0].replace('%', '%%')}")
        plan = " ".join(row[-1] for row in cursor.fetchall())
    assert "stream_id=? AND person=? AND op_id=?" in plan


def test_a_draft_is_its_holders_alone_whoever_else_writes_in_the_same_box(session: Session, bea: str) -> None:
    ken = people.a_person("Ken Price")
    Participant.objects.create(session=session, person=ken, name=ken.name, admitted=True)
    state = commit(session.id, None, []).state

    def save(person: str, text: str) -> Submission:
        return Submission(person, SaveDraft(op_id=new_id(), box="one:note:", body={"text": text}))

    commit(session.id, state, [save(bea, "first"), save(ken.id, "of Ken"), save(bea, "second")])
    commit(session.id, state, [save(bea, "third")])
    kept = {person: [d.body["text"] for d in state.drafts(person)] for person in (bea, ken.id)}
    assert kept == {bea: ["third"], ken.id: ["of Ken"]}
    commit(session.id, state, [save(bea, "")])
    assert list(state.drafts(bea)) == []


def test_memory_is_as_it_was_until_it_is_taken_over(session: Session, bea: str) -> None:
    state = commit(session.id, None, []).state
    done = carry_out_all(session.id, state, say(bea, 2))
    assert list(state.all(Entry)) == []
    assert (state.seq, done.take_over()) == (0, state)
    assert (len(list(state.all(Entry))), state.seq) == (2, Stream.objects.get(id=session.id).seq)


def test_a_database_in_trouble_changes_nothing_and_the_same_again_is_stored_once(
    session: Session, bea: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    state = commit(session.id, None, []).state
    asked = say(bea, 3)

    def fails(*values: Any, **named: Any) -> None:
        raise OperationalError("database or disk is full")

    with monkeypatch.context() as trouble:
        trouble.setattr(committing, "insert", fails)
        with pytest.raises(OperationalError):
            carry_out_all(session.id, state, asked)
    assert not Entry.objects.filter(session=session).exists()
    assert list(state.all(Entry)) == []
    for _ in range(2):
        state = commit(session.id, state, asked).state
    assert Entry.objects.filter(session=session).count() == 3
    assert AppliedOp.objects.filter(stream=session.id).count() == 3
    assert same(state, State.load(session.id))


def test_what_is_stored_is_what_memory_holds(session: Session, bea: str) -> None:
    state = commit(session.id, None, say(bea, 4)).state
    assert same(state, State.load(session.id))
    stored = list(Event.objects.filter(stream=session.id).order_by("seq").values_list("seq", flat=True))
    assert stored == list(range(1, len(stored) + 1))


def same(one: State, other: State) -> bool:
    """Whether two states hold the same entries, field by field."""

    def fields(state: State) -> dict[str, dict[str, Any]]:
        return {e.id: {f.attname: getattr(e, f.attname) for f in Entry._meta.concrete_fields} for e in state.all(Entry)}

    return fields(one) == fields(other)
