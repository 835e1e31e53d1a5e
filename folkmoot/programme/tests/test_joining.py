"""Coming in by a code: one field, a name; and what happens to wrong codes, closed rooms and odd names."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from folkmoot.kit.time import utc_to_local
from folkmoot.people.actions import give_account
from folkmoot.people.identity import DEVICE, link_token
from folkmoot.people.models import Person
from folkmoot.programme.join_actions import GUESTS_AN_ADDRESS, JOINED, WRONG_CODES
from folkmoot.programme.models import Session
from tests.factories import a_session
from tests.people import bea, dee, nia

pytestmark = pytest.mark.django_db


def at(session: Session, hours: float) -> Session:
    """A session that starts so many hours from now and lasts three."""
    local = utc_to_local(timezone.now() + timedelta(hours=hours), session.zone)
    ends = local + timedelta(hours=3)
    session.date, session.start = local.date(), local.time()
    session.end = ends.time() if ends.date() == local.date() else local.time().max
    session.save()
    return session


@pytest.fixture
def soon() -> Session:
    """A session that starts within the hour."""
    return at(a_session(), 0.5)


def page_of(session: Session) -> str:
    """The address of its page for joining."""
    return f"/join/{session.join_code}/"


def on_the_device_of(person: Person) -> Client:
    """A browser that remembers a person."""
    client = Client()
    session = client.session
    session[DEVICE] = [person.id, person.link_version]
    session.save()
    return client


def test_a_code_and_a_name_are_enough(client: Client, soon: Session) -> None:
    typed = soon.join_code.lower().replace("-", " ")
    assert client.post("/join/", {"code": typed}).headers["Location"] == page_of(soon)
    assert "Come in" in client.get(page_of(soon)).content.decode()
    answer = client.post(page_of(soon), {"name": "Dee"})
    assert answer.headers["Location"] == f"/room/{soon.id}/"
    guest = Person.objects.get()
    assert (guest.name, guest.email, guest.user) == ("Dee", "", None)
    assert client.session[DEVICE] == [guest.id, 1]
    assert client.session[JOINED] == {soon.id: [guest.id, False]}


def test_an_organisation_and_the_wish_to_be_listed_are_kept(client: Client, soon: Session) -> None:
    client.post(page_of(soon), {"name": "Dee", "organisation": "Kettle Yard Youth", "listed": "on"})
    guest = Person.objects.get()
    assert guest.organisation is not None
    assert guest.organisation.name == "Kettle Yard Youth"
    assert client.session[JOINED] == {soon.id: [guest.id, True]}


def test_the_same_browser_is_recognised(client: Client, soon: Session) -> None:
    client.post(page_of(soon), {"name": "Dee"})
    guest = Person.objects.get()
    page = client.get(page_of(soon)).content.decode()
    assert "Go in as Dee" in page
    assert client.post(page_of(soon), {"known": guest.id}).headers["Location"] == f"/room/{soon.id}/"
    assert Person.objects.count() == 1


def test_somebody_who_booked_and_opened_their_link_needs_no_name(soon: Session) -> None:
    booked = bea()
    client = on_the_device_of(booked)
    assert "Go in as Bea" in client.get(page_of(soon)).content.decode()
    client.post(page_of(soon), {"known": booked.id})
    assert Person.objects.get() == booked


def test_somebody_who_runs_the_session_goes_in_as_themselves(client: Client, soon: Session) -> None:
    lead = nia(soon.programme)
    client.force_login(give_account(lead))
    assert "Go in as Nia" in client.get(page_of(soon)).content.decode()


def test_a_form_sent_twice_makes_one_guest(soon: Session) -> None:
    form = {"name": "Dee", "once": "9fKx2mPqRt7v"}
    first, again = Client(), Client()
    first.post(page_of(soon), form)
    again.post(page_of(soon), form)
    assert Person.objects.count() == 1


def test_nobody_becomes_somebody_else_by_sending_their_id(client: Client, soon: Session) -> None:
    other = dee()
    client.post(page_of(soon), {"name": "Zed", "once": other.id})
    client.post(page_of(soon), {"known": other.id})
    assert client.session[DEVICE][0] != other.id
    other.refresh_from_db()
    assert other.name == "Dee Morgan"


def test_two_browsers_with_one_name_are_two_guests(soon: Session) -> None:
    for _ in range(2):
        browser = Client()
        browser.get(page_of(soon))
        browser.post(page_of(soon), {"name": "Dee", "once": ""})
    assert Person.objects.count() == 2


@pytest.mark.parametrize("name", ["😀", "نورا الهاشمي", "שרה", "Siân Ŵyn-Jones", "李雷"])
def test_names_in_any_script_and_emoji(client: Client, soon: Session, name: str) -> None:
    client.post(page_of(soon), {"name": name})
    assert Person.objects.get().name == name
    assert name in client.get(page_of(soon)).content.decode()


@pytest.mark.parametrize(
    ("name", "said"),
    [("", "Type the name"), ("   ", "Type the name"), ("\u200b", "Type the name"), ("D" * 81, "1 characters too long")],
)
def test_a_name_that_cannot_be_used_is_told_and_nothing_is_kept(
    client: Client, soon: Session, name: str, said: str
) -> None:
    page = client.post(page_of(soon), {"name": name, "organisation": "Kettle Yard Youth"}).content.decode()
    assert "There is a problem" in page
    assert said in page
    assert "Kettle Yard Youth" in page
    assert not Person.objects.exists()


def test_a_huge_paste_is_refused_kindly(client: Client, soon: Session) -> None:
    answer = client.post(page_of(soon), {"name": "D" * 5_000_000})
    assert answer.status_code == 200
    assert not Person.objects.exists()


@pytest.mark.parametrize("code", ["MOOT-2222", "hello", "MOOT-7K2Q7K2Q", "' OR 1=1", "😀", "x" * 3000])
def test_a_wrong_code_is_told_kindly(client: Client, soon: Session, code: str) -> None:
    Session.objects.filter(id=soon.id).update(join_code="MOOT-7K2Q")
    page = client.post("/join/", {"code": code})
    assert "No session has that code" in page.content.decode()


def test_a_wrong_code_in_an_address_is_told_kindly(client: Client) -> None:
    page = client.get("/join/MOOT-XXXX/")
    assert page.status_code == 404
    assert "No session has that code" in page.content.decode()


def test_guessing_codes_ends_soon_and_right_codes_are_not_counted(client: Client, soon: Session) -> None:
    for _ in range(WRONG_CODES + 5):
        client.get(page_of(soon))
    for _ in range(WRONG_CODES):
        assert client.get("/join/MOOT-XXXX/").status_code == 404
    refused = client.get("/join/MOOT-XXXX/")
    assert refused.status_code == 429
    assert "Wait ten minutes" in refused.content.decode()


def test_very_many_guests_from_one_address_are_held_back(
    client: Client, soon: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("folkmoot.programme.join_actions.GUESTS_AN_ADDRESS", 2)
    assert GUESTS_AN_ADDRESS >= 100
    for number in range(2):
        assert Client().post(page_of(soon), {"name": f"Dee {number}"}).status_code == 302
    assert client.post(page_of(soon), {"name": "Dee 3"}).status_code == 429
    assert Person.objects.count() == 2


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"status": Session.Status.CANCELLED}, "cancelled"),
        ({"status": Session.Status.DONE}, "has ended"),
        ({"date": None}, "no date yet"),
    ],
)
def test_a_room_that_is_closed_says_why(client: Client, soon: Session, change: dict[str, Any], said: str) -> None:
    for field, value in change.items():
        setattr(soon, field, value)
    soon.save()
    for answer in (client.get(page_of(soon)), client.post(page_of(soon), {"name": "Dee"})):
        assert said in answer.content.decode()
    assert not Person.objects.exists()


def test_a_room_opens_the_day_before_and_closes_after(client: Client) -> None:
    session = a_session()
    assert "opens the day before" in client.get(page_of(at(session, 25))).content.decode()
    assert "Come in" in client.get(page_of(at(session, 23))).content.decode()
    assert "Come in" in client.get(page_of(at(session, -4))).content.decode()
    assert "has ended" in client.get(page_of(at(session, -40))).content.decode()


def test_a_live_session_is_open_whatever_its_date(client: Client) -> None:
    session = at(a_session(), 24 * 30)
    session.status = Session.Status.LIVE
    session.save()
    assert "Come in" in client.get(page_of(session)).content.decode()


def test_the_confidentiality_is_said_before_one_comes_in(client: Client, soon: Session) -> None:
    assert "What is said here stays here" in client.get(page_of(soon)).content.decode()


def test_the_qr_code_leads_to_the_join_page(client: Client, soon: Session, settings: Any) -> None:
    answer = client.get(page_of(soon) + "qr.svg")
    assert answer.headers["Content-Type"] == "image/svg+xml"
    assert soon.title in answer.content.decode()
    assert client.get("/join/MOOT-XXXX/qr.svg").status_code == 404


def test_a_forged_personal_link_opens_nothing(client: Client, soon: Session) -> None:
    client.get(f"/me/{link_token(bea())}x/")
    assert "Come in" in client.get(page_of(soon)).content.decode()
