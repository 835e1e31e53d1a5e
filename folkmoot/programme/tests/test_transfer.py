"""Sending somebody in one's place."""

from __future__ import annotations

import pytest
from django.test import Client

from folkmoot.people.models import Person
from folkmoot.programme.actions.booking import NotPossible
from folkmoot.programme.actions.changing import confirm
from folkmoot.programme.actions.transferring import send_in_my_place
from folkmoot.programme.links import booking_token
from folkmoot.programme.models import Booking
from folkmoot.programme.tests.bookings import Clock, books, mails, make_session, state

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    return Clock(monkeypatch)


def with_place(session_places: int = 1) -> Booking:
    booking = books(make_session(places=session_places), "Dee", access_note="Captions", hope="To meet people")
    return confirm(booking.id)


def test_the_place_goes_to_them_and_nothing_that_was_told_goes_with_it() -> None:
    dee = with_place()
    waits = books(dee.session, "Ken")
    theirs = send_in_my_place(dee.id, "Ife Adeyemi", "ife@ashwell.example")
    assert (state(dee), state(theirs), state(waits)) == ("cancelled", "confirmed", "waitlisted")
    assert (theirs.access_note, theirs.hope) == ("", "")
    assert theirs.person != dee.person
    assert ("confirmed", "ife") in mails()
    assert ("cancelled", "dee") in mails()


def test_who_waits_may_be_sent_and_who_has_a_place_already_may_not() -> None:
    dee = with_place()
    ken = books(dee.session, "Ken")
    send_in_my_place(dee.id, "Ken", "ken@ashwell.example")
    assert state(ken) == "confirmed"
    ken.refresh_from_db()
    with pytest.raises(NotPossible, match="your own name"):
        send_in_my_place(ken.id, " ken", "KEN@ashwell.example")
    with pytest.raises(NotPossible, match="Only a confirmed place"):
        send_in_my_place(dee.id, "Zoe", "zoe@ashwell.example")


def test_a_place_in_a_session_that_is_over_cannot_be_passed_on(clock: Clock) -> None:
    dee = with_place()
    clock.forward(days=60)
    with pytest.raises(NotPossible, match="over"):
        send_in_my_place(dee.id, "Ife", "ife@ashwell.example")


def test_the_page_changes_nothing_by_being_opened_and_says_what_is_wrong() -> None:
    dee = with_place()
    browser, address = Client(), f"/b/{booking_token(dee)}/send/"
    assert browser.get(address).status_code == 200
    wrong = browser.post(address, {"name": "Ife", "email": "ife at home"})
    assert wrong.status_code == 422
    assert "It looks like name@place.example" in wrong.content.decode()
    assert state(dee) == "confirmed"
    assert not Person.objects.filter(name="Ife").exists()
    done = browser.post(address, {"name": "Ife", "email": "ife@ashwell.example"}, follow=True)
    assert "Ife has your place now" in done.content.decode()
    assert browser.get("/b/forged/send/").status_code == 404
