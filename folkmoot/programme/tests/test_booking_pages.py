"""The public pages and the pages of booking, as a browser without JavaScript meets them."""

import json
import re
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from folkmoot.people.models import Person
from folkmoot.programme.actions.changing import cancel, confirm
from folkmoot.programme.actions.importing import import_from_library, import_programme
from folkmoot.programme.actions.waiting import pass_on_places
from folkmoot.programme.files import plan_of, read
from folkmoot.programme.links import booking_token
from folkmoot.programme.models import Booking, Mail, Programme, Session
from folkmoot.programme.tests.bookings import DAY, Clock, books, mails, make_session, state
from tests import people

pytestmark = pytest.mark.django_db

LAST_YEAR = DAY.replace(year=2026)
TYPED = {
    "name": "Dee Morgan",
    "email": "dee@kettleyard.example",
    "organisation": "Kettle Yard Youth",
    "sector": "voluntary",
    "needs": ["Live captions", "More time when writing"],
    "help": "I may need to step out at two.",
    "language": "en",
    "hope": "To meet others.",
    "coming": "alone",
}


@pytest.fixture(autouse=True)
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    """The first of March 2027, ten o'clock."""
    return Clock(monkeypatch)


def page(client: Client, name: str, *arguments: str, status: int = 200) -> str:
    answer = client.get(reverse(name, args=arguments))
    assert answer.status_code == status, answer.content.decode()[:500]
    return answer.content.decode()


def book_page(session: Session, code: str = "") -> str:
    return reverse("session_book", args=[session.programme.slug, session.slug]) + (f"?group={code}" if code else "")


def press(client: Client, booking: Booking, do: str, **more: object) -> str:
    answer = client.post(reverse("booking", args=[booking_token(booking)]), {"do": do, **more}, follow=True)
    assert answer.status_code == 200
    return answer.content.decode()


# ── Programme and session ────────────────────────────────────────────────────────────────────────────────────────


def test_the_landing_page_lists_what_is_coming(client: Client) -> None:
    make_session()
    make_session(title="Long ago", date=LAST_YEAR)
    make_session(title="Closed early today", status="done")
    shown = page(client, "programmes")
    assert "Common purpose" in shown
    assert "Long ago" not in shown
    assert "Closed early today" not in shown


def test_a_programme_says_how_full_each_session_is(client: Client) -> None:
    full, gone = make_session(places=1), make_session(title="Long ago", date=LAST_YEAR)
    make_session(title="One day", date=None, start=None, end=None, status="unscheduled")
    books(full, "Bea")
    books(full, "Ken")
    shown = page(client, "programme_page", "ashwell")
    assert "Full" in shown
    assert "1 waiting" in shown
    assert "Has taken place" in shown
    assert "No date yet" in shown
    assert book_page(gone) not in shown


def test_no_public_page_tells_who_has_booked(client: Client) -> None:
    session = make_session()
    confirm(books(session, "Marker", organisation="Marker Housing", listed=True).id)
    names = ("session_page", "session_book", "session_calendar")
    addresses = [reverse(name, args=["ashwell", session.slug]) for name in names]
    addresses += [
        reverse("programmes"),
        *(reverse(f"programme_{name}", args=["ashwell"]) for name in ("page", "book", "calendar")),
    ]
    for address in addresses:
        assert "marker" not in client.get(address).content.decode().lower(), address


def test_a_draft_is_hidden_from_the_public(client: Client) -> None:
    session = make_session()
    Programme.objects.update(status=Programme.Status.DRAFT)
    page(client, "programme_page", "ashwell", status=404)
    page(client, "session_page", "ashwell", session.slug, status=404)
    assert "Common purpose" not in page(client, "programmes")


def test_a_session_page_carries_event_data_that_cannot_break_out(client: Client) -> None:
    session = make_session(title="Purpose", blurb="</script><script>alert(1)</script>")
    shown = page(client, "session_page", "ashwell", session.slug)
    found = re.search(r'<script type="application/ld\+json"[^>]*>(.*?)</script>', shown, re.DOTALL)
    assert found
    data = json.loads(found[1])
    assert data["@type"] == "Event"
    assert data["startDate"] == "2027-03-18T13:00:00+00:00"
    assert data["description"] == session.blurb
    assert "<script>alert" not in shown


def test_the_pages_have_no_script_that_the_policy_would_refuse(client: Client) -> None:
    session = make_session()
    for shown in (page(client, "programme_page", "ashwell"), page(client, "session_page", "ashwell", session.slug)):
        assert "style=" not in shown
        inline = [tag for tag in re.findall(r"<script[^>]*>", shown) if "src=" not in tag]
        assert all("ld+json" in tag for tag in inline)


def test_the_calendar_keeps_one_uid_and_its_zone(client: Client) -> None:
    session = make_session()
    one = page(client, "session_calendar", "ashwell", session.slug)
    feed = page(client, "programme_calendar", "ashwell")
    for text in (one, feed):
        assert f"UID:{session.id}@" in text
        assert "DTSTART;TZID=Europe/London:20270318T130000" in text
        assert "BEGIN:VTIMEZONE" in text
        assert "SEQUENCE:0" in text


def test_a_session_without_times_has_no_calendar_file(client: Client) -> None:
    session = make_session(date=None, start=None, end=None)
    page(client, "session_calendar", "ashwell", session.slug, status=404)
    assert "BEGIN:VEVENT" not in page(client, "programme_calendar", "ashwell")


# ── The form ─────────────────────────────────────────────────────────────────────────────────────────────────────


def test_booking_takes_a_form_and_a_mailed_link(client: Client) -> None:
    session = make_session()
    answer = client.post(book_page(session), TYPED, follow=True)
    assert "dee@kettleyard.example" in answer.content.decode()
    booking = Booking.objects.get()
    assert (booking.status, booking.hope, booking.person.sector) == ("requested", "To meet others.", "voluntary")
    assert booking.access_note == "Live captions\nMore time when writing\nI may need to step out at two."
    mail = Mail.objects.get()
    link = re.search(r"http://[^\s]+(/b/[^\s]+)", mail.text)
    assert link
    assert client.get(link[1]).status_code == 200
    assert state(booking) == "requested"
    client.post(link[1], {"do": "confirm"})
    assert state(booking) == "confirmed"


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"name": ""}, "Type your name."),
        ({"name": "  \u200b "}, "Type your name."),
        ({"name": "Win at http://zed.example"}, "Type your name here, not an address."),
        ({"name": "D" * 81}, "1 character over the 80 that fit"),
        ({"email": "dee.kettleyard.example"}, "needs an @"),
        ({"email": ""}, "Type your email address."),
        ({"sector": ""}, "Choose where you are here from."),
        ({"hope": "x" * 300}, "20 characters over the 280 that fit"),
        ({"help": "x" * 5_000_000}, "over the 1000 that fit"),
        ({"coming": "group"}, "Type a name for your group."),
        ({"coming": "group", "party_name": "Us", "party_size": "13"}, "at most twelve people"),
        ({"coming": "group", "party_name": "Us", "party_size": "many"}, "as a number"),
    ],
)
def test_what_is_wrong_is_said_at_the_top_and_nothing_is_lost(client: Client, typed: dict[str, str], said: str) -> None:
    answer = client.post(book_page(make_session()), TYPED | typed)
    shown = answer.content.decode()
    assert answer.status_code == 422
    assert "There is a problem" in shown
    assert said in shown
    assert "<title>Error: " in shown
    assert Booking.objects.count() == Mail.objects.count() == 0
    assert typed.get("help", "Kettle Yard Youth") in shown


@pytest.mark.parametrize("name", ["🌱 Bea 🏊‍♀️", "محمد", "שרה כהן", "Siân O’Brien-Lüdtke", "李小龙"])
def test_a_name_in_any_script_is_a_name(client: Client, name: str) -> None:
    client.post(book_page(make_session()), TYPED | {"name": name})
    assert Person.objects.get().name == name


def test_a_form_sent_twice_by_one_device_is_one_booking(client: Client) -> None:
    session = make_session()
    for _ in range(2):
        assert client.post(book_page(session), TYPED).status_code == 302
    assert Booking.objects.count() == len(mails()) == 1


def test_what_fills_the_hidden_box_books_nothing_and_is_told_nothing(client: Client) -> None:
    answer = client.post(book_page(make_session()), TYPED | {"website": "http://zed.example"}, follow=True)
    assert answer.status_code == 200
    assert Booking.objects.count() == 0


def test_the_answer_is_the_same_whether_an_address_is_known_or_not() -> None:
    first, later = make_session(), make_session(title="Later")
    confirm(books(first, "Dee Morgan", email="dee@kettleyard.example").id)
    known = Client().post(book_page(later), TYPED, follow=True).content.decode()
    stranger = Client().post(book_page(later), TYPED | {"name": "Zed Quill"}, follow=True).content.decode()
    assert known.split("<body")[1] == stranger.split("<body")[1]


def test_a_full_session_says_so_before_anybody_types(client: Client) -> None:
    session = make_session(places=1)
    books(session, "Bea")
    assert "Join the waiting list" in client.get(book_page(session)).content.decode()
    answer = client.post(book_page(session), TYPED, follow=True)
    assert "You are on the waiting list" in answer.content.decode()


@pytest.mark.parametrize("fields", [{"date": LAST_YEAR}, {"status": "closed"}, {"status": "cancelled"}])
def test_a_session_that_takes_no_bookings_shows_no_form(client: Client, fields: dict[str, Any]) -> None:
    session = make_session(**fields)
    assert '<form class="bookingform"' not in client.get(book_page(session)).content.decode()
    assert client.post(book_page(session), TYPED).status_code == 409
    assert Booking.objects.count() == 0


def test_too_many_bookings_from_one_address_are_asked_to_wait(client: Client, settings: object) -> None:
    settings.BOOKINGS_PER_ADDRESS = 2  # type: ignore[attr-defined]  # pytest-django's settings take any name
    session = make_session(places=9)
    answers = [client.post(book_page(session), TYPED | {"name": f"Dee {number}"}) for number in range(3)]
    assert [answer.status_code for answer in answers] == [302, 302, 422]
    assert "Wait ten minutes" in answers[2].content.decode()


def test_a_group_gets_one_link_by_which_each_books(client: Client) -> None:
    session = make_session(places=6)
    typed = TYPED | {"coming": "group", "party_name": "Ashwell after school", "party_size": "3"}
    shown = client.post(book_page(session), typed, follow=True).content.decode()
    party = Booking.objects.get().party
    assert party is not None
    assert f"?group={party.code}" in shown
    other = Client()
    assert "Ashwell after school" in other.get(book_page(session, party.code)).content.decode()
    other.post(book_page(session, party.code), TYPED | {"name": "Ken", "email": "ken@residents.example"})
    assert party.bookings.count() == 2


def test_a_whole_series_is_booked_and_confirmed_at_once(client: Client) -> None:
    make_session(title="One")
    make_session(title="Two")
    client.post(reverse("programme_book", args=["ashwell"]), TYPED)
    first, second = Booking.objects.order_by("session__title")
    assert mails() == [("series", "dee")]
    shown = page(client, "booking", booking_token(first))
    assert "You booked these, too" in shown
    press(client, first, "confirm", also=[second.id])
    assert (state(first), state(second)) == ("confirmed", "confirmed")


# ── A booking's own page ─────────────────────────────────────────────────────────────────────────────────────────


def test_opening_any_link_changes_nothing(client: Client) -> None:
    session = make_session()
    bea = books(session, "Bea")
    for name in ("booking", "booking_cancel", "booking_change", "booking_calendar"):
        page(client, name, booking_token(bea))
    assert state(bea) == "requested"


@pytest.mark.parametrize(
    "spoil", [lambda token: token[:-2] + "xx", lambda token: "nonsense", lambda token: "a.1." + token]
)
def test_a_forged_link_is_refused_kindly(client: Client, spoil: object) -> None:
    token = spoil(booking_token(books(make_session(), "Bea")))  # type: ignore[operator]  # a function of the token
    assert "does not work any more" in page(client, "booking", token, status=404)


def test_a_renewed_link_makes_the_old_one_useless(client: Client) -> None:
    bea = books(make_session(), "Bea")
    old = booking_token(bea)
    Person.objects.update(link_version=2)
    page(client, "booking", old, status=404)


def test_an_offer_is_taken_by_a_button(client: Client, clock: Clock) -> None:
    session = make_session(places=1)
    bea, dee = books(session, "Bea"), books(session, "Dee")
    confirm(bea.id)
    cancel(bea.id)
    clock.forward(minutes=61)
    pass_on_places(session.id)
    assert "Wednesday 3 March, 11:01 am" in page(client, "booking", booking_token(dee))
    assert "You have a place" in press(client, dee, "accept")


def test_the_slower_of_two_on_the_day_is_told_kindly(client: Client, clock: Clock) -> None:
    session = make_session(places=1)
    bea, dee, ken = (books(session, name) for name in ("Bea", "Dee", "Ken"))
    confirm(bea.id)
    clock.at(datetime(2027, 3, 18, 12, 0, tzinfo=UTC))
    cancel(bea.id)
    press(client, dee, "accept")
    assert "Somebody was quicker" in press(client, ken, "accept")


def test_what_was_told_can_be_changed(client: Client) -> None:
    bea = books(make_session(), "Bea", access_note="Live captions")
    address = reverse("booking_change", args=[booking_token(bea)])
    ticked = re.findall(r'value="([^"]+)"[^>]*checked', client.get(address).content.decode())
    assert "Live captions" in ticked
    assert "BSL interpreter" not in ticked
    client.post(address, {"needs": ["BSL interpreter"], "help": "", "language": "cy", "hope": "New"})
    bea.refresh_from_db()
    assert (bea.access_note, bea.language, bea.hope) == ("BSL interpreter", "cy", "New")


def test_confirming_makes_the_device_remember_its_person(client: Client) -> None:
    bea = books(make_session(), "Bea", organisation="Ashwell Active")
    press(client, bea, "confirm")
    later = make_session(title="Later")
    assert "bea@ashwell.example" in client.get(book_page(later)).content.decode()


# ── Mails of the demo ────────────────────────────────────────────────────────────────────────────────────────────


def test_mails_can_be_read_in_the_demo_and_nowhere_else(client: Client, settings: object) -> None:
    books(make_session(), "Bea")
    mail = Mail.objects.get()
    for name, arguments in (("demo_mail", ()), ("demo_mail_read", (mail.id,)), ("demo_mail_page", (mail.id,))):
        settings.DEMO = False  # type: ignore[attr-defined]  # pytest-django's settings take any name
        page(client, name, *arguments, status=404)
        settings.DEMO = True  # type: ignore[attr-defined]  # pytest-django's settings take any name
        assert "Common purpose" in page(client, name, *arguments)


# ── The programme as a file ──────────────────────────────────────────────────────────────────────────────────────


def test_a_programme_is_exported_for_its_team_alone_and_imports_as_it_was(client: Client) -> None:
    programme = import_from_library("common-purpose-2023")
    address = reverse("programme_file", args=[programme.slug])
    assert client.get(address).status_code == 404
    client.force_login(people.nia(programme).user)  # type: ignore[arg-type]  # Nia has an account
    answer = client.get(address)
    assert answer.status_code == 200
    assert read(answer.content) == plan_of(programme)
    again = import_programme(answer.content)
    assert replace(plan_of(again), slug=programme.slug) == plan_of(programme)


def test_the_file_holds_nobody_who_booked(client: Client) -> None:
    session = make_session()
    confirm(books(session, "Marker", hope="Marker hope").id)
    client.force_login(people.nia(session.programme).user)  # type: ignore[arg-type]  # Nia has an account
    assert b"arker" not in client.get(reverse("programme_file", args=["ashwell"])).content


def test_who_types_another_persons_name_and_address_learns_nothing_of_their_booking() -> None:
    session = make_session()
    group = {"coming": "group", "party_name": "Kettle Yard", "party_size": "3"}
    hers = Client().post(book_page(session), TYPED | group, follow=True).content.decode()
    assert "Bringing the others?" in hers
    shown = Client().post(book_page(session), TYPED, follow=True).content.decode()
    assert session.title in shown
    assert "Bringing the others?" not in shown


def test_a_form_that_is_sent_twice_shows_its_sender_the_same_page(client: Client) -> None:
    session = make_session()
    group = {"coming": "group", "party_name": "Kettle Yard", "party_size": "3"}
    pages = [client.post(book_page(session), TYPED | group, follow=True).content.decode() for _ in range(2)]
    assert all("Bringing the others?" in page for page in pages)
