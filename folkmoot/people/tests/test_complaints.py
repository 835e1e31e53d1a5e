"""Complaints: anybody makes one, the host is told, and the log shows what came of it."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from folkmoot.people.actions import erase_person, give_account, make_administrator
from folkmoot.people.complaints import complain, forget_complaints, log_step
from folkmoot.people.models import Complaint, Person
from tests.people import bea

pytestmark = pytest.mark.django_db

TEXT = "You kept my note."


def signed_in(person: Person) -> Client:
    """A browser in which somebody has signed in."""
    client = Client()
    client.force_login(give_account(person))
    return client


def gwen() -> Person:
    """The administrator."""
    return make_administrator("gwen@ashwell.example", "Gwen Rees")


def test_anybody_complains_and_is_told_until_when_it_is_answered() -> None:
    page = Client().post("/complain/", {"text": TEXT, "contact": "bea@kettleyard.example"}).content.decode()
    made = Complaint.objects.get()
    assert made.id in page
    until = timezone.localtime(made.at + timedelta(days=30))  # the day there, which late at night is another in UTC
    assert f"{until.day} {until:%B}" in page


def test_it_cannot_be_sent_empty_and_what_was_typed_stays() -> None:
    page = Client().post("/complain/", {"text": TEXT, "contact": ""})
    assert page.status_code == 422
    assert TEXT in page.content.decode()
    assert not Complaint.objects.exists()


def test_sent_twice_it_is_one() -> None:
    for _ in range(2):
        Client().post("/complain/", {"text": TEXT, "contact": "01632 960000"})
    assert Complaint.objects.count() == 1


def test_one_address_cannot_fill_the_log() -> None:
    for number in range(12):
        last = Client().post("/complain/", {"text": f"{TEXT} {number}", "contact": "x@y.example"})
    assert last.status_code == 422
    assert Complaint.objects.count() == 10


def test_the_log_is_for_administrators() -> None:
    made = complain("Bea", "bea@kettleyard.example", TEXT)
    others = signed_in(bea())
    for page in ("/complaints/", f"/complaints/{made.id}/"):
        assert Client().get(page).status_code == 302
        assert others.get(page).status_code == 403
    assert "Acknowledge by" in signed_in(gwen()).get("/complaints/").content.decode()


def test_the_log_keeps_each_step_with_who_and_when() -> None:
    made = complain("Bea", "bea@kettleyard.example", TEXT)
    client = signed_in(gwen())
    client.post(f"/complaints/{made.id}/", {"what": "Rang her."})
    assert Complaint.objects.get().acknowledged_at
    assert Complaint.objects.get().answered_at is None
    page = client.post(
        f"/complaints/{made.id}/", {"what": "Deleted it.", "answered": "on"}, follow=True
    ).content.decode()
    assert Complaint.objects.get().answered_at
    assert "Rang her." in page
    assert "Gwen Rees" in page


def test_who_is_erased_leaves_only_that_there_was_a_complaint() -> None:
    hers = bea()
    complain("Bea", hers.email.upper(), TEXT)
    erase_person(hers)
    left = Complaint.objects.get()
    assert (left.name, left.contact, left.text) == ("", "", "")


def test_an_answered_one_is_deleted_in_time(settings: Any) -> None:
    settings.KEEP = "complaints=100"
    made = complain("", "x@y.example", TEXT)
    log_step(made, gwen(), "Done.", answered=True)
    assert forget_complaints() == 0
    Complaint.objects.update(answered_at=timezone.now() - timedelta(days=101))
    assert forget_complaints() == 1
