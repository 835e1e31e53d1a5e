"""What this room does when people ask for codes, give addresses, or turn out to be one."""

from typing import Any

import pytest
from django.test import Client

from folkmoot.people.actions import add_email, make_guest, person_with_account
from folkmoot.people.merging import merge, undo_merge
from folkmoot.people.models import Merge
from folkmoot.programme.models import Booking, Mail, Party
from tests.factories import a_programme, a_session
from tests.people import a_person, bea

pytestmark = pytest.mark.django_db


def test_a_code_to_sign_in_is_mailed_where_there_is_mail(client: Client, settings: Any, capsys: Any) -> None:
    settings.MAIL_URL = "smtp://mail.example"
    nia = person_with_account("nia@ashwellactive.example", "Nia Rees")
    client.post("/sign-in/", {"email": nia.email})
    mail = Mail.objects.get()
    assert (mail.to, mail.person) == (nia.email, nia)
    code = mail.subject.split()[0]
    assert code in mail.text
    assert code in mail.html
    assert client.post("/sign-in/code/", {"code": code}).headers["Location"] == "/home/"
    assert capsys.readouterr().out == ""


def test_in_the_demo_the_code_is_read_in_the_outbox(client: Client, settings: Any) -> None:
    settings.MAIL_URL, settings.DEMO = "", True
    nia = person_with_account("nia@ashwellactive.example", "Nia Rees")
    client.post("/sign-in/", {"email": nia.email})
    assert Mail.objects.get().to == nia.email


def test_an_unknown_address_gets_no_mail(client: Client, settings: Any) -> None:
    settings.MAIL_URL = "smtp://mail.example"
    client.post("/sign-in/", {"email": "zed@elsewhere.example"})
    assert not Mail.objects.exists()


def test_a_given_address_gets_a_link_and_no_other_access(settings: Any) -> None:
    guest = make_guest("Bea 🌻")
    add_email(guest, "bea@kettleyard.example")
    mail = Mail.objects.get()
    assert mail.to == "bea@kettleyard.example"
    assert "Bea 🌻" in mail.text
    assert f"{settings.PUBLIC_URL}/email/" in mail.text
    assert "/me/" not in mail.text + mail.html
    guest.refresh_from_db()
    assert guest.email == ""


def test_bookings_groups_and_mails_follow_a_merge_and_come_back() -> None:
    session, keep, other = a_session(), bea(), a_person("Bea")
    party = Party.objects.create(session=session, name="Ashwell after school", lead=other)
    booking = Booking.objects.create(session=session, person=other, party=party)
    mail = Mail.objects.create(person=other, to="b@elsewhere.example", kind="x", subject="x", text="x")
    done = merge(keep, other)
    for row, field in ((booking, "person"), (party, "lead"), (mail, "person")):
        row.refresh_from_db()
        assert getattr(row, field) == keep
    undo_merge(Merge.objects.get(id=done.id))
    for row, field in ((booking, "person"), (party, "lead"), (mail, "person")):
        row.refresh_from_db()
        assert getattr(row, field) == other


def test_two_bookings_of_one_session_stay_two() -> None:
    session, keep, other = a_session(a_programme()), bea(), a_person("Bea")
    for person in (keep, other):
        Booking.objects.create(session=session, person=person)
    merge(keep, other)
    assert {booking.person for booking in Booking.objects.all()} == {keep, other}


@pytest.mark.django_db(transaction=True)
def test_a_queue_that_fails_costs_nobody_their_page(client: Client, settings: Any) -> None:
    settings.MAIL_URL = "smtp://mail.example"
    person_with_account("nia@ashwellactive.example", "Nia Rees")
    # In this test the queue's own database is out of bounds, as it would be when its disk is full.
    assert client.post("/sign-in/", {"email": "nia@ashwellactive.example"}).status_code == 302
    assert Mail.objects.get().status == Mail.Status.WAITING
