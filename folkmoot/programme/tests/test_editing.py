"""Programmes and sessions made and changed by form, without a file."""

import pytest
from django.test import Client

from folkmoot.people.actions import make_administrator
from folkmoot.people.models import Person
from folkmoot.programme.models import Booking, Programme, Role, Session
from folkmoot.programme.tests.desk import signed_in
from tests.factories import a_programme, a_session
from tests.people import nia, tom, zed

pytestmark = pytest.mark.django_db

PROGRAMME = {
    "title": "Getting Ashwell moving",
    "blurb": "Four afternoons.",
    "hosts": "Ashwell Active\n\n Thornbury Council ",
    "open_to": "Anybody",
    "price": "",
    "online": "on",
    "zone": "Europe/London",
    "confidentiality": "chatham_house",
}
SESSION = {"title": "Taking stock", "about": "Trust\nSmall steps", "capacity": "24", "overbook_percent": "0"}


@pytest.fixture
def gwen() -> Person:
    """The administrator."""
    return make_administrator("gwen@ashwell.example", "Gwen Rees")


def test_from_nothing_to_open_booking(gwen: Person) -> None:
    client = signed_in(gwen)
    page = client.post("/programmes/new/", PROGRAMME, follow=True)
    programme = Programme.objects.get()
    assert page.redirect_chain[-1][0] == f"/programmes/{programme.slug}/session/"
    assert (programme.hosts, programme.status) == (["Ashwell Active", "Thornbury Council"], "draft")
    client.post(f"/programmes/{programme.slug}/session/", SESSION)
    session = Session.objects.get()
    client.post(f"/desk/{session.id}/", {"do": "when", "day": "2030-03-14", "start": "13:00", "end": "16:00"})
    client.post(f"/desk/{session.id}/", {"do": "open"})
    public = Client().get(f"/p/{programme.slug}/{session.slug}/").content.decode()
    assert "Taking stock" in public
    assert "Small steps" in public
    assert Client().get(f"/p/{programme.slug}/{session.slug}/book/").status_code == 200


def test_changes_keep_address_time_and_bookings(gwen: Person) -> None:
    session = a_session(a_programme())
    Booking.objects.create(session=session, person=zed(), status="confirmed")
    client = signed_in(gwen)
    form = client.get(f"/desk/{session.id}/edit/").content.decode()
    assert session.title in form
    client.post(f"/desk/{session.id}/edit/", SESSION | {"capacity": "60"})
    now = Session.objects.get()
    assert (now.title, now.capacity, now.slug, now.starts_at) == ("Taking stock", 60, session.slug, session.starts_at)
    assert now.bookings.count() == 1
    client.post(f"/programmes/{session.programme.slug}/edit/", PROGRAMME | {"title": "Another title"})
    assert Programme.objects.get().title == "Another title"


def test_two_of_one_title_have_two_addresses(gwen: Person) -> None:
    client = signed_in(gwen)
    for _ in range(2):
        client.post("/programmes/new/", PROGRAMME)
    programme = Programme.objects.all()[0]
    assert Programme.objects.values("slug").distinct().count() == 2
    for _ in range(2):
        client.post(f"/programmes/{programme.slug}/session/", SESSION)
    assert list(programme.sessions.values_list("position", flat=True)) == [0, 1]
    assert programme.sessions.values("slug").distinct().count() == 2


def test_a_title_of_emoji_is_a_title(gwen: Person) -> None:
    signed_in(gwen).post("/programmes/new/", PROGRAMME | {"title": "🌻"})
    assert Programme.objects.get().title == "🌻"


@pytest.mark.parametrize(
    "wrong",
    [{"title": " "}, {"zone": "Ashwell"}, {"hosts": "x" * 90}, {"confidentiality": "none"}, {"title": "x" * 200}],
)
def test_a_wrong_entry_is_told_and_what_was_typed_stays(gwen: Person, wrong: dict[str, str]) -> None:
    page = signed_in(gwen).post("/programmes/new/", PROGRAMME | wrong)
    assert page.status_code == 422
    assert "There is a problem" in page.content.decode()
    assert "Four afternoons." in page.content.decode()
    assert not Programme.objects.exists()


@pytest.mark.parametrize("wrong", [{"capacity": "0"}, {"capacity": "many"}, {"overbook_percent": "500"}])
def test_a_wrong_number_of_places_is_told(gwen: Person, wrong: dict[str, str]) -> None:
    programme = a_programme()
    page = signed_in(gwen).post(f"/programmes/{programme.slug}/session/", SESSION | wrong)
    assert page.status_code == 422
    assert not Session.objects.exists()


def test_who_leads_makes_one_and_leads_it() -> None:
    lead = nia(a_programme("Another programme"))
    signed_in(lead).post("/programmes/new/", PROGRAMME)
    assert Programme.objects.get(title=PROGRAMME["title"]).roles.get().role == Role.LEAD


def test_who_has_no_role_in_it_changes_nothing() -> None:
    session = a_session(a_programme())
    producer, outsider = signed_in(tom(session.programme)), signed_in(zed())
    for page in (f"/programmes/{session.programme.slug}/edit/", f"/programmes/{session.programme.slug}/session/"):
        assert producer.get(page).status_code == 403
        assert outsider.get(page).status_code == 403
    assert outsider.get("/programmes/new/").status_code == 403
    assert Client().get("/programmes/new/").status_code == 302
