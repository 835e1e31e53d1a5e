"""What was withdrawn does not come back with a backup, and what cannot be noted is not withdrawn."""

from pathlib import Path
from typing import Any

import pytest

from folkmoot.people.ledger import replay_erasures
from folkmoot.practice_kit.wire.ops import WithdrawEntry
from folkmoot.record.models import Draft, Entry
from folkmoot.record.operations.entries import box_of
from tests.factories import a_session
from tests.workshop import Workshop, a_workshop

pytestmark = pytest.mark.django_db
WORDS = "Said too much"


@pytest.fixture(autouse=True)
def own_ledger(tmp_path: Path, settings: Any) -> Path:
    """A ledger of this test's own."""
    settings.ERASURE_LEDGER = tmp_path / "erasures.ledger"
    return tmp_path / "erasures.ledger"


def held() -> tuple[Workshop, Entry, Entry]:
    """A note of Bea's, and an issue that was made from it."""
    workshop = a_workshop()
    note = workshop.wrote("Bea", "taking_stock", "note", panel="facing", text=WORDS)
    issue = workshop.entry("taking_stock", "issue", None, body={"title": WORDS}, derived_from=[note.id])
    return workshop, note, issue


def restored(entries: list[Entry]) -> None:
    """As a backup from before brings the words back."""
    for entry in entries:
        entry.save()


def test_a_restore_withdraws_again_with_what_repeated_it_and_its_draft() -> None:
    workshop, note, issue = held()
    other = workshop.wrote("Dee", "taking_stock", "note", panel="facing", text="Stays")
    workshop.do(workshop["Bea"], WithdrawEntry, entry=note.id)
    restored([note, issue])
    box = {"session": workshop.session, "person": workshop["Bea"], "box": box_of(note, workshop["Bea"].id)}
    Draft.objects.create(**box, body={"text": WORDS})
    assert replay_erasures() == 2
    found = Entry.objects.in_bulk([note.id, issue.id, other.id])
    assert [found[key].body for key in (note.id, issue.id)] == [{}, {}]
    assert found[note.id].state == Entry.State.WITHDRAWN
    assert found[other.id].body["text"] == "Stays"
    assert not Draft.objects.filter(**box).exists()
    assert replay_erasures() == 0


def test_the_ledger_holds_ids_and_no_words(own_ledger: Path) -> None:
    workshop, note, issue = held()
    workshop.do(workshop["Bea"], WithdrawEntry, entry=note.id)
    lines = [line.split()[:2] for line in own_ledger.read_text().splitlines()]
    assert lines == [["entry", note.id], ["entry", issue.id]]


def test_what_cannot_be_noted_is_not_withdrawn_and_says_so(settings: Any, tmp_path: Path) -> None:
    workshop, note, _ = held()
    settings.ERASURE_LEDGER = tmp_path / "no such folder" / "ledger"
    outcome = workshop.try_to(workshop["Bea"], WithdrawEntry, entry=note.id)
    assert outcome.refused is not None
    assert outcome.refused.code == "not_stored"
    assert Entry.objects.get(id=note.id).body["text"] == WORDS


def test_a_rehearsal_leaves_no_line(own_ledger: Path) -> None:
    workshop, note, _ = held()
    workshop.session.rehearsal_of = a_session(workshop.programme, title="The real one")
    workshop.session.save()
    workshop.do(workshop["Bea"], WithdrawEntry, entry=note.id)
    assert Entry.objects.get(id=note.id).body == {}
    assert not own_ledger.exists()
