"""The personal link on the day: two buttons, and a way in for whoever it was passed on to."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from folkmoot.people.identity import DEVICE, link_token
from folkmoot.people.models import Person
from folkmoot.programme.models import Booking, Session
from tests.factories import a_programme, a_session
from tests.people import dee, nia

pytestmark = pytest.mark.django_db
CALL = "https://calls.example/today"


def today() -> tuple[Session, Person]:
    start = timezone.localtime() + timedelta(minutes=5)
    session = a_session(
        a_programme(), date=start.date(), start=start.time().replace(microsecond=0), end=None, call_link=CALL
    )
    person = dee()
    Booking.objects.create(session=session, person=person, status=Booking.Status.CONFIRMED, access_note="Captions")
    return session, person


def test_it_opens_on_two_buttons_and_remembers_nobody_yet() -> None:
    _, person = today()
    browser = Client()
    page = browser.get(f"/me/{link_token(person)}/").content.decode()
    assert "Hello Dee" in page
    assert f'href="{CALL}"' in page
    assert "Keep this page" in page
    for told in ("Morgan", person.email, "Captions", "Kettle Yard"):
        assert told not in page, "the reader of a forwarded link learns a first name"
    assert DEVICE not in browser.session
    assert browser.get("/me/").status_code == 403, "a scanner that opens the link changes nothing"


def test_keeping_the_page_opens_the_room_as_oneself() -> None:
    session, person = today()
    browser = Client()
    answer = browser.post(f"/me/{link_token(person)}/arrive/")
    assert answer.headers["Location"] == f"/room/{session.id}/"
    assert browser.session[DEVICE][0] == person.id
    own = browser.post(f"/me/{link_token(person)}/arrive/", {"to": "page"})
    assert own.headers["Location"] == "/me/"


def test_who_is_not_dee_joins_under_their_own_name_and_sees_nothing_of_hers() -> None:
    session, person = today()
    browser = Client()
    browser.post(f"/me/{link_token(person)}/arrive/")
    answer = browser.post(f"/me/{link_token(person)}/not-me/")
    assert answer.headers["Location"] == f"/join/{session.join_code}/"
    assert DEVICE not in browser.session
    page = browser.get(answer.headers["Location"]).content.decode()
    assert "Your name" in page
    assert "Dee" not in page


def test_on_any_other_day_the_link_opens_ones_own_page() -> None:
    session, person = today()
    Session.objects.filter(id=session.id).update(starts_at=timezone.now() + timedelta(days=3))
    assert Client().get(f"/me/{link_token(person)}/").headers["Location"] == "/me/"


def test_a_forged_link_and_who_must_sign_in_get_no_buttons() -> None:
    session, _ = today()
    lead = nia(session.programme)
    Booking.objects.create(session=session, person=lead, status=Booking.Status.CONFIRMED)
    assert Client().get(f"/me/{link_token(lead)}/").headers["Location"] == "/sign-in/"
    assert Client().post(f"/me/{link_token(lead)}/arrive/").status_code == 302
    assert Client().post("/me/forged/arrive/").headers["Location"] == "/me/forged/"
    assert Client().post("/me/forged/not-me/").headers["Location"] == "/join/"
