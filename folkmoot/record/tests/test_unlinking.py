"""An entry whose link to its author is not kept: after the reveal nothing stored says who wrote it."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from folkmoot.kit.ids import new_id
from folkmoot.practice_kit import registry
from folkmoot.practice_kit.wire.ops import PutEntry, SetStage, WithdrawEntry
from folkmoot.record import writing
from folkmoot.record.models import Activity, AppliedOp, Entry, Event, Run
from tests.workshop import Workshop, a_workshop

pytestmark = pytest.mark.django_db


@pytest.fixture
def held(monkeypatch: pytest.MonkeyPatch) -> Workshop:
    """A live workshop in which the notes of taking stock are unlinked, and nobody has been shown any."""
    practice = registry.practices()["taking_stock"]
    unlinked = tuple(replace(kind, attribution="unlinked") for kind in practice.kinds)
    monkeypatch.setitem(registry.practices(), "taking_stock", replace(practice, kinds=unlinked))
    made = a_workshop()
    Run.objects.filter(session=made.session).update(phase=Run.Phase.LIVE)
    Activity.objects.filter(id=made.activities["taking_stock"].id).update(stage="write", furthest=0)
    return made


def write(held: Workshop, name: str, op_id: str = "") -> str:
    """Somebody's note."""
    body = {"panel": "facing", "text": f"What {name} would say to nobody"}
    activity = held.activities["taking_stock"].id
    op = PutEntry(op_id=op_id or new_id(), activity=activity, entry_kind="note", body=body)
    outcome = writing.submit(held.session.id, held[name].id, op)
    assert outcome.refused is None, outcome.refused
    return str(outcome.result.get("entry", ""))


def ties(person: str, entry: str) -> list[str]:
    """The rows that name both, or name the entry to that person alone."""
    rows = [
        f"entry of {e.author_id}" for e in Entry.objects.filter(id=entry) if person in (e.author_id, e.entered_by_id)
    ]
    events = Event.objects.filter(audience=f"person:{person}")
    rows += [f"event {e.kind}" for e in events if entry in json.dumps(e.body)]
    return rows + [f"operation {op.op_id}" for op in AppliedOp.objects.filter(person=person) if entry in str(op.result)]


def test_before_the_reveal_its_author_can_still_take_it_back(held: Workshop) -> None:
    entry = write(held, "Bea")
    assert len(ties(held["Bea"].id, entry)) == 3
    held.do(held["Bea"], WithdrawEntry, entry=entry)
    assert Entry.objects.get(id=entry).body == {}


def test_after_the_reveal_nothing_ties_it_to_anybody(held: Workshop) -> None:
    bea, dee = write(held, "Bea", "the-op-of-bea"), write(held, "Dee")
    held.do(held.nia, SetStage, activity=held.activities["taking_stock"].id, stage="read")
    assert ties(held["Bea"].id, bea) + ties(held["Dee"].id, dee) == []
    assert Entry.objects.get(id=bea).body["text"] == "What Bea would say to nobody"


def test_an_operation_that_comes_again_after_the_reveal_is_still_applied_once(held: Workshop) -> None:
    write(held, "Bea", "the-op-of-bea")
    held.do(held.nia, SetStage, activity=held.activities["taking_stock"].id, stage="read")
    assert write(held, "Bea", "the-op-of-bea") == ""
    assert (
        Entry.objects.filter(session=held.session, kind="note", body__text="What Bea would say to nobody").count() == 1
    )
