"""A guest adds an address, and confirming it joins their history (practice guide, 8b.6 and 8b.7)."""

from typing import Any

import pytest
from django.test import Client

from folkmoot.kit.announce import BOARD
from folkmoot.people.actions import (
    WrongName,
    add_email,
    confirm_email,
    email_token,
    make_guest,
    organisation_named,
)
from folkmoot.people.identity import DEVICE
from folkmoot.people.limits import TooOften
from folkmoot.people.models import Organisation, Person
from folkmoot.people.topics import EmailGiven
from tests.people import a_person, bea, zed

pytestmark = pytest.mark.django_db

BEA = "bea@kettleyard.example"


@pytest.fixture
def mailed(monkeypatch: pytest.MonkeyPatch) -> list[EmailGiven]:
    """The links that were to be mailed."""
    told: list[EmailGiven] = []
    monkeypatch.setattr(BOARD, "_receivers", {EmailGiven: [told.append]})
    return told


def on_the_device_of(person: Person) -> Client:
    """A browser that remembers a person."""
    client = Client()
    session = client.session
    session[DEVICE] = [person.id, person.link_version]
    session.save()
    return client


def whom(client: Client) -> object:
    """The id that a browser remembers."""
    return (client.session.get(DEVICE) or [None])[0]


def test_giving_an_address_joins_nothing_yet(mailed: list[EmailGiven]) -> None:
    booked, guest = bea(), make_guest("Bea")
    add_email(guest, BEA)
    guest.refresh_from_db()
    assert (guest.email, guest.merged_into) == ("", None)
    assert [(given.person_id, given.email) for given in mailed] == [(guest.id, BEA)]
    assert booked.merges.count() == 0


def test_opening_the_link_changes_nothing(client: Client, mailed: list[EmailGiven]) -> None:
    bea()
    guest = make_guest("Bea")
    add_email(guest, BEA)
    page = client.get(f"/email/{mailed[0].token}/")
    assert "I am Bea Lowe" in page.content.decode()
    guest.refresh_from_db()
    assert (guest.email, guest.merged_into) == ("", None)


def test_confirming_on_the_same_device_makes_the_two_one() -> None:
    booked, guest = bea(), make_guest("Bea")
    client = on_the_device_of(guest)
    client.post(f"/email/{email_token(guest, BEA)}/", {"same_as": booked.id})
    guest.refresh_from_db()
    booked.refresh_from_db()
    assert guest.merged_into == booked
    assert booked.email_confirmed_at is not None
    assert whom(client) == booked.id


def test_confirming_for_a_stranger_gives_the_stranger_nothing() -> None:
    booked, stranger = bea(), make_guest("Bea")
    strangers_device, beas_device = on_the_device_of(stranger), on_the_device_of(booked)
    beas_device.post(f"/email/{email_token(stranger, BEA)}/", {"same_as": booked.id})
    stranger.refresh_from_db()
    assert strangers_device.session[DEVICE] != [stranger.id, stranger.link_version]


def test_somebody_who_shares_the_address_stays_apart() -> None:
    booked, guest = bea(), make_guest("Ken")
    on_the_device_of(guest).post(f"/email/{email_token(guest, BEA)}/", {"same_as": ""})
    guest.refresh_from_db()
    assert (guest.email, guest.merged_into) == (BEA, None)
    assert booked.merges.count() == 0


def test_an_id_of_another_address_joins_nothing() -> None:
    guest, outsider = make_guest("Bea"), zed()
    kept = confirm_email(email_token(guest, BEA), same_as=outsider.id)
    assert kept == guest
    assert outsider.merges.count() == 0


def test_a_name_alone_joins_nothing() -> None:
    bea()
    guest = make_guest("Bea Lowe")
    assert confirm_email(email_token(guest, BEA)) == guest


def test_confirming_again_changes_nothing() -> None:
    booked, guest = bea(), make_guest("Bea")
    token = email_token(guest, BEA)
    assert confirm_email(token, same_as=booked.id) == confirm_email(token, same_as=booked.id) == booked
    assert booked.merges.count() == 1
    assert "You need do nothing more" in Client().get(f"/email/{token}/").content.decode()


@pytest.mark.parametrize("method", ["get", "post"])
def test_a_forged_or_expired_link_is_told_kindly(client: Client, method: str, monkeypatch: pytest.MonkeyPatch) -> None:
    guest = make_guest("Bea")
    token = email_token(guest, BEA)
    assert getattr(client, method)(f"/email/{token}x/").status_code == 410
    later = __import__("time").time() + 4 * 24 * 60 * 60
    monkeypatch.setattr("django.core.signing.time.time", lambda: later)
    page = getattr(client, method)(f"/email/{token}/")
    assert page.status_code == 410
    assert "run out" in page.content.decode()


def test_the_link_of_somebody_who_is_gone_is_told_kindly(client: Client) -> None:
    guest = make_guest("Bea")
    token = email_token(guest, BEA)
    guest.delete()
    assert client.post(f"/email/{token}/").status_code == 410


def test_nobody_can_be_flooded_with_mail(mailed: list[EmailGiven]) -> None:
    for number in range(5):
        add_email(make_guest(f"Zed {number}"), BEA)
    with pytest.raises(TooOften, match="Wait an hour"):
        add_email(make_guest("Zed again"), BEA.upper())
    assert len(mailed) == 5


@pytest.mark.parametrize("name", ["😀 Bea", "نورا", "Siân Ŵyn", "李雷", "👩🏽‍🚀", "O’Neill-Żak"])
def test_names_in_any_script_and_emoji_stay_as_they_are(name: str) -> None:
    assert make_guest(name).name == name


@pytest.mark.parametrize(
    ("typed", "kept"),
    [("  Bea \n Lowe ", "Bea Lowe"), ("\u202eaeB", "aeB"), ("Be\u0000a", "Bea"), ("Bea\u200b", "Bea")],
)
def test_what_would_garble_a_page_is_taken_out(typed: str, kept: str) -> None:
    assert make_guest(typed).name == kept


@pytest.mark.parametrize("typed", ["", " ", "\u200b\u200d", "\u202e", "b" * 81, "b" * 5_000_000])
def test_a_name_that_cannot_be_used_is_refused_and_nothing_is_kept(typed: str) -> None:
    with pytest.raises(WrongName):
        make_guest(typed, "Kettle Yard Youth")
    assert not Person.objects.exists()


def test_two_guests_of_one_name_are_two_people() -> None:
    assert make_guest("Bea") != make_guest("Bea")


def test_an_organisation_is_found_whatever_its_capitals() -> None:
    first = organisation_named("Kettle Yard Youth", "voluntary")
    assert organisation_named(" kettle  yard YOUTH ") == first
    assert organisation_named("") is None
    with pytest.raises(WrongName):
        organisation_named("k" * 121)
    assert Organisation.objects.count() == 1


def test_an_account_keeps_the_address_it_signs_in_with(settings: Any) -> None:
    from folkmoot.people.actions import give_account

    runs = a_person("Asha Verma", "asha@ashwellactive.example")
    give_account(runs)
    confirm_email(email_token(runs, "asha@elsewhere.example"))
    runs.refresh_from_db()
    assert runs.email == "asha@ashwellactive.example"
