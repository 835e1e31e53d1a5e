"""What an administrator does for who asks what is held: find, give, erase, and see no word of it."""

import json

import pytest
from django.test import Client

from folkmoot.people.actions import give_account, make_administrator
from folkmoot.people.models import Person
from folkmoot.record.models import Entry
from tests.people import a_person, bea, zed
from tests.workshop import Workshop, a_workshop

pytestmark = pytest.mark.django_db

HERS = "Bea’s own words"
OF_HER = "Dee and Bea Lowe ran it together, said Ken."


@pytest.fixture
def held() -> Workshop:
    """A workshop in which Dee wrote of Bea."""
    held = a_workshop()
    Person.objects.filter(id=held["Bea"].id).update(name="Bea Lowe")
    held.wrote("Bea", "taking_stock", "note", panel="facing", text=HERS)
    held.wrote("Dee", "taking_stock", "note", panel="facing", text=OF_HER)
    Entry.objects.update(state=Entry.State.SHOWN, visibility="session")
    return held


@pytest.fixture
def client() -> Client:
    """The administrator's browser."""
    client = Client()
    client.force_login(give_account(make_administrator("gwen@ashwell.example", "Gwen Rees")))
    return client


def test_it_is_for_administrators(held: Workshop) -> None:
    outsider = Client()
    outsider.force_login(give_account(zed()))
    for page in ("/people/", f"/people/{held['Bea'].id}/", f"/people/{held['Bea'].id}/everything.json"):
        assert Client().get(page).status_code == 302
        assert outsider.get(page).status_code == 403


def test_by_name_or_address_and_never_a_word_of_theirs(held: Workshop, client: Client) -> None:
    assert "Bea Lowe" in client.get("/people/", {"q": "lowe"}).content.decode()
    assert "Nobody like that" in client.get("/people/", {"q": "zzz"}).content.decode()
    page = client.get(f"/people/{held['Bea'].id}/").content.decode()
    assert "Entry" in page
    assert HERS not in page
    assert OF_HER not in page


def test_the_file_has_what_others_wrote_of_them_and_nobody_else(held: Workshop, client: Client) -> None:
    given = client.get(f"/people/{held['Bea'].id}/everything.json").content.decode()
    assert HERS in given
    assert "Bea Lowe ran it together" in given
    assert "Dee" not in given
    assert "Ken" not in given
    assert held["Dee"].id not in given


def test_what_others_keep_private_is_not_searched(held: Workshop, client: Client) -> None:
    Entry.objects.filter(author=held["Dee"].id).update(visibility="private")
    given = json.loads(client.get(f"/people/{held['Bea'].id}/everything.json").content)
    assert "written of you by others" not in given


def test_erasing_takes_the_name_out_of_what_others_wrote(held: Workshop, client: Client) -> None:
    wrong = client.post(f"/people/{held['Bea'].id}/", {"name": "Bea"})
    assert wrong.status_code == 422
    assert Person.objects.filter(id=held["Bea"].id).exists()
    page = client.post(f"/people/{held['Bea'].id}/", {"name": " bea lowe "}, follow=True).content.decode()
    assert "within 35 days from backups" in page
    assert not Person.objects.filter(id=held["Bea"].id).exists()
    left = str(list(Entry.objects.values_list("body", flat=True)))
    assert HERS not in left
    assert "Dee and [name removed] ran it together" in left


def test_a_name_that_two_have_is_left_alone(held: Workshop, client: Client) -> None:
    a_person("Bea Lowe", "other@elsewhere.example")
    assert "Others may be meant" in client.get(f"/people/{held['Bea'].id}/").content.decode()
    client.post(f"/people/{held['Bea'].id}/", {"name": "Bea Lowe"})
    assert "Bea Lowe" in str(list(Entry.objects.values_list("body", flat=True)))


def test_a_name_within_a_word_is_no_name(held: Workshop, client: Client) -> None:
    Entry.objects.filter(author=held["Dee"].id).update(body={"text": "Bea Lowery did"})
    assert "written of you by others" not in json.loads(client.get(f"/people/{held['Bea'].id}/everything.json").content)


def test_of_nobody_there_is_no_page(client: Client) -> None:
    assert client.get("/people/nobody/").status_code == 404
    bea()
