"""“Mail me my link again”: each person of an address gets their own, and the page tells nobody who is known."""

import re
from datetime import timedelta
from urllib.parse import urlsplit

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from folkmoot.people.models import Person
from folkmoot.programme.actions.changing import cancel
from folkmoot.programme.link_views import AN_EMAIL
from folkmoot.programme.models import Mail
from folkmoot.programme.tests.bookings import NOW, Clock, books, make_session
from tests import people

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    """The first of March 2027; nobody has asked for anything yet."""
    cache.clear()
    return Clock(monkeypatch)


def asks(client: Client, email: str) -> str:
    answer = client.post(reverse("lost_link"), {"email": email})
    assert answer.status_code == 200, answer.text
    return re.sub(r"(nonce|value)=\"[^\"]+\"", "", answer.text).replace(email, "an address")


def sent() -> list[Mail]:
    return list(Mail.objects.filter(kind="links_again").order_by("created_at"))


def addresses(mail: Mail) -> list[str]:
    return [urlsplit(found).path for found in re.findall(r"https?://\S+", mail.text)]


def test_the_link_opens_ones_own_page_and_the_booking_that_is_to_come(client: Client) -> None:
    booking = books(make_session(), "Dee")
    asks(client, booking.person.email.upper())
    (mail,) = sent()
    assert mail.to == booking.person.email
    own, booked = addresses(mail)
    assert "Dee" in client.get(own, follow=True).text
    assert "Common purpose" in Client().get(booked).text


def test_a_booking_that_was_cancelled_or_is_over_has_no_link_in_it(client: Client) -> None:
    given_up, over = make_session(title="Given up"), make_session(title="Over")
    dee = books(given_up, "Dee").person
    books(over, "Dee")
    cancel(given_up.bookings.get().id)
    over.date = (NOW - timedelta(days=1)).date()
    over.save()
    asks(client, dee.email)
    assert len(addresses(sent()[0])) == 1


def test_the_page_says_the_same_for_an_address_that_nobody_knows(client: Client) -> None:
    bea = people.bea()
    assert asks(client, bea.email) == asks(client, "nobody@elsewhere.example")
    assert [mail.to for mail in sent()] == [bea.email]


def test_each_of_two_people_with_one_address_gets_a_mail_of_their_own(client: Client) -> None:
    bea = people.bea()
    Person.objects.create(name="Ola Lowe", email=bea.email)
    asks(client, bea.email)
    first, second = sent()
    assert {first.person_id, second.person_id} == set(Person.objects.values_list("id", flat=True))
    assert not set(addresses(first)) & set(addresses(second))


def test_who_runs_sessions_is_sent_to_the_sign_in_page(client: Client) -> None:
    nia = people.nia(make_session().programme)
    asks(client, nia.email)
    assert addresses(sent()[0]) == [reverse("account_request_login_code")]


def test_a_mailbox_is_not_flooded(client: Client) -> None:
    bea = people.bea()
    for _ in range(AN_EMAIL):
        asks(client, bea.email)
    answer = client.post(reverse("lost_link"), {"email": bea.email})
    assert answer.status_code == 422
    assert "Wait a quarter of an hour" in answer.text
    assert len(sent()) == AN_EMAIL


@pytest.mark.parametrize("typed", ["", "bea", "b" * 5_000_000, "بيا", "bea@ashwell.example\nBcc: all@x.example"])
def test_what_is_no_address_is_refused_with_a_reason(client: Client, typed: str) -> None:
    answer = client.post(reverse("lost_link"), {"email": typed})
    assert answer.status_code in {400, 413, 422}
    assert not sent()


def test_a_link_that_does_not_work_leads_here(client: Client) -> None:
    assert reverse("lost_link") in client.get("/b/forged/").text
    assert reverse("lost_link") in client.get("/me/forged/").text
