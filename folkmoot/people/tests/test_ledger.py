"""The ledger of erasures: what was erased is erased again after a restore."""

import re
from datetime import timedelta
from pathlib import Path
from threading import Thread
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from folkmoot.people import ledger
from folkmoot.people.actions import erase_person, give_account, make_administrator
from folkmoot.people.ledger import replay_erasures
from folkmoot.people.models import Person
from tests.people import bea, dee

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def own_ledger(tmp_path: Path, settings: Any) -> Path:
    """A ledger of this test's own."""
    settings.ERASURE_LEDGER = tmp_path / "erasures.ledger"
    return tmp_path / "erasures.ledger"


def brought_back(person: Person) -> None:
    """As a backup from before the erasure brings somebody back."""
    Person.objects.create(id=person.id, name="Bea Lowe", email="bea@kettleyard.example")


def test_a_restore_erases_again() -> None:
    hers, others = bea(), dee()
    same = Person(id=hers.id)
    erase_person(hers)
    brought_back(same)
    assert replay_erasures() == 1
    assert list(Person.objects.values_list("id", flat=True)) == [others.id]
    assert replay_erasures() == 0


def test_it_holds_ids_and_no_names(own_ledger: Path) -> None:
    hers = bea()
    erase_person(hers)
    assert "Bea" not in own_ledger.read_text()
    assert len(own_ledger.read_text().split()) == 3


def test_what_cannot_be_noted_is_not_erased(settings: Any, tmp_path: Path) -> None:
    settings.ERASURE_LEDGER = tmp_path / "no such folder" / "ledger"
    hers = bea()
    with pytest.raises(FileNotFoundError):
        erase_person(hers)
    assert Person.objects.filter(id=hers.id).exists()


def test_a_line_that_was_cut_off_is_passed_over(own_ledger: Path) -> None:
    own_ledger.write_text("person abc\nperson\n\nperson abc 2026-13-45\n")
    assert replay_erasures() == 0


def test_lines_that_no_backup_needs_are_dropped(own_ledger: Path) -> None:
    old = (timezone.now() - timedelta(days=80)).date()
    new = (timezone.now() - timedelta(days=20)).date()
    own_ledger.write_text(f"person old {old}\nperson new {new}\n")
    ledger.shorten()
    assert own_ledger.read_text() == f"person new {new}\n"


def test_administrators_read_what_went_by_day_and_never_whose(own_ledger: Path) -> None:
    hers = bea()
    key = hers.id
    erase_person(hers)
    ledger.note("entry", "aa", "bb")
    ledger.note_over("mails", 4)
    ledger.note_over("mails", 3)
    ledger.note_over("private", 0)
    client = Client()
    client.force_login(give_account(make_administrator("gwen@ashwell.example", "Gwen Rees")))
    text = client.get("/people/went/").content.decode()
    rows = re.findall(r'<td data-label="What">(.*?)</td><td class="num" data-label="How many">(\d+)</td>', text)
    assert rows == [
        ("Notes that were withdrawn, with what repeated them", "2"),
        ("People who were erased", "1"),
        ("Time of keeping over: Mails that we sent you", "7"),
    ]
    for secret in (key, "Bea", ">aa<", ">bb<"):
        assert secret not in text
    assert Client().get("/people/went/").status_code == 302
    other = Client()
    other.force_login(give_account(dee()))
    assert other.get("/people/went/").status_code == 403


def test_a_line_that_comes_while_the_ledger_is_shortened_is_not_lost(own_ledger: Path) -> None:
    old = (timezone.now() - timedelta(days=80)).date()
    own_ledger.write_text(f"person old {old}\n" * 2000)
    notes = [Thread(target=ledger.note, args=("person", f"new{number}")) for number in range(20)]
    for number, thread in enumerate(notes):
        thread.start()
        if number % 5 == 0:
            ledger.shorten()
    for thread in notes:
        thread.join()
    ledger.shorten()
    assert sorted(line.split()[1] for line in own_ledger.read_text().splitlines()) == sorted(
        f"new{number}" for number in range(20)
    )
