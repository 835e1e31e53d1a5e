"""Giving up a place: asked first, and answered by a choice that no scanner of mails makes."""

import re

import pytest
from django.test import Client
from django.urls import reverse

from folkmoot.programme.actions.changing import confirm
from folkmoot.programme.links import booking_token
from folkmoot.programme.models import Booking
from folkmoot.programme.tests.bookings import books, make_session, state

pytestmark = pytest.mark.django_db


def page(client: Client, name: str, booking: Booking) -> str:
    return client.get(reverse(name, args=[booking_token(booking)])).content.decode()


def answer(client: Client, booking: Booking, sure: str) -> str:
    answered = client.post(reverse("booking_cancel", args=[booking_token(booking)]), {"sure": sure}, follow=True)
    assert answered.status_code == 200
    return answered.content.decode()


def test_cancelling_asks_first_and_can_be_taken_back(client: Client) -> None:
    bea = books(make_session(), "Bea")
    confirm(bea.id)
    assert "Give up your place?" in page(client, "booking_cancel", bea)
    assert state(bea) == "confirmed"
    assert "You have a place" in answer(client, bea, "no")
    assert "Take it back" in answer(client, bea, "yes")
    undone = client.post(reverse("booking", args=[booking_token(bea)]), {"do": "undo"}, follow=True)
    assert "You have a place" in undone.content.decode()


def test_the_waiting_list_can_be_left_by_its_link(client: Client) -> None:
    session = make_session(places=1)
    books(session, "Bea")
    dee = books(session, "Dee")
    assert "Leave the waiting list" in page(client, "booking", dee)
    assert "Leave the waiting list?" in page(client, "booking_cancel", dee)
    unanswered = client.post(reverse("booking_cancel", args=[booking_token(dee)]))
    assert unanswered.status_code == 422
    assert "Choose one of the two" in unanswered.content.decode()
    assert state(dee) == "waitlisted"
    answer(client, dee, "yes")
    assert state(dee) == "cancelled"


@pytest.mark.parametrize("standing", ["confirmed", "waitlisted", "offered"])
def test_a_scanner_that_opens_every_link_and_sends_every_form_gives_nothing_up(client: Client, standing: str) -> None:
    bea = books(make_session(), "Bea")
    Booking.objects.filter(id=bea.id).update(status=standing)
    seen, todo = set[str](), [reverse("booking", args=[booking_token(bea)])]
    while todo:
        url = todo.pop()
        seen.add(url)
        html = client.get(url).content.decode()
        todo += sorted(set(re.findall(r'href="(/b/[^"#]*)"', html)) - seen - set(todo))
        for form in re.findall(r'<form method="post"(.*?)</form>', html, re.DOTALL):
            send_as_it_is(client, url, form)
    assert reverse("booking_cancel", args=[booking_token(bea)]) in seen
    assert state(bea) in {standing, "confirmed"}, "it may take an offer; it declines none"


def send_as_it_is(client: Client, url: str, form: str) -> None:
    """Press every button of a form without having chosen or typed anything."""
    action = re.search(r'action="([^"]*)"', form.partition(">")[0])
    given = {}
    for field in re.findall(r"<input[^>]*>", form):
        name, value = (re.search(rf'\b{part}="([^"]*)"', field) for part in ("name", "value"))
        if name and ("checked" in field or not re.search(r'type="(radio|checkbox)"', field)):
            given[name[1]] = value[1] if value else ""
    for button in re.findall(r"<button[^>]*>", form):
        do = re.search(r'name="([^"]*)" value="([^"]*)"', button)
        client.post(action[1] if action else url, given | ({do[1]: do[2]} if do else {}))
