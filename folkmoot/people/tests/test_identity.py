"""Who is asking: personal links, devices and accounts."""

from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.contrib.sessions.backends.db import SessionStore
from django.contrib.sessions.models import Session as Device
from django.core.signing import Signer
from django.http import HttpRequest
from django.test import Client

from folkmoot.kit.time import utc_now
from folkmoot.people.actions import give_account, renew_link
from folkmoot.people.identity import (
    DEVICE,
    forget,
    link_token,
    person_of,
    person_of_token,
    persons_of_devices,
    remember,
    signed_in_person,
)
from folkmoot.people.merging import merge
from folkmoot.people.models import Person
from tests.people import a_person, bea, dee, zed

pytestmark = pytest.mark.django_db


def a_request() -> HttpRequest:
    """A request of a new device."""
    request = HttpRequest()
    request.session = SessionStore()
    request.user = AnonymousUser()
    return request


def test_a_new_device_is_nobody() -> None:
    assert person_of(a_request()) is None


def test_a_device_remembers_its_person_until_told_to_forget() -> None:
    request, who = a_request(), bea()
    remember(request, who)
    assert person_of(request) == who
    forget(request)
    assert person_of(request) is None


def a_device(person: Person | None = None) -> str:
    """The key of a stored device, which remembers a person or nobody."""
    request = a_request()
    if person is not None:
        remember(request, person)
    request.session.save()
    return str(request.session.session_key)


def test_many_devices_are_known_together_as_each_would_be_alone() -> None:
    here, renewed, running, gone, one, other = bea(), dee(), zed(), a_person("Gwen"), a_person("Tia"), a_person("Una")
    keys = {person.id: a_device(person) for person in (here, renewed, running, gone, one, other)}
    renew_link(renewed)

    gone.delete()
    merge(one, other)
    signed_in = Client()
    signed_in.force_login(give_account(running))
    asked = {*keys.values(), a_device(), "nobody-has-this-key", str(signed_in.session.session_key)}
    assert persons_of_devices(asked) == {
        keys[here.id]: here.id,
        keys[one.id]: one.id,
        keys[other.id]: one.id,
        signed_in.session.session_key: running.id,
    }


def test_a_device_that_was_not_used_for_too_long_is_nobody() -> None:
    key = a_device(bea())
    Device.objects.filter(session_key=key).update(expire_date=utc_now())
    assert persons_of_devices({key}) == {}


def test_a_lookup_of_many_devices_asks_no_more_often_than_of_one(django_assert_num_queries: Any) -> None:
    one, many = {a_device(bea())}, {a_device(a_person(f"Person {place}")) for place in range(20)}
    with django_assert_num_queries(2):
        assert len(persons_of_devices(one)) == 1
    with django_assert_num_queries(2):
        assert len(persons_of_devices(many)) == 20


def test_remembering_somebody_gives_the_device_a_fresh_session_key() -> None:
    request = a_request()
    request.session.save()
    planted = request.session.session_key
    remember(request, bea())
    assert request.session.session_key != planted


def test_a_device_stands_for_one_person_at_a_time() -> None:
    request, one, other = a_request(), bea(), dee()
    remember(request, one)
    remember(request, other)
    assert person_of(request) == other


def test_a_link_is_the_same_every_time_and_nobody_elses() -> None:
    one, other = bea(), dee()
    assert link_token(one) == link_token(one) != link_token(other)
    assert person_of_token(link_token(one)) == one


@pytest.mark.parametrize("forged", ["", "x", "..", "a.1.b", "a.b.c.d", "😀.1.sig", "a" * 5000, "..." * 400])
def test_a_forged_link_is_nobody(forged: str) -> None:
    assert person_of_token(forged) is None


def test_a_link_signed_for_something_else_is_nobody() -> None:
    assert person_of_token(Signer(sep=".", salt="another purpose").sign(f"{bea().id}.1")) is None


def test_a_link_with_another_persons_id_is_nobody() -> None:
    one, other = bea(), zed()
    stolen = link_token(other).replace(other.id, one.id)
    assert person_of_token(stolen) is None


def test_a_renewed_link_ends_the_old_link_and_the_devices_that_opened_it() -> None:
    request, who = a_request(), bea()
    old = link_token(who)
    remember(request, who)
    renew_link(who)
    assert person_of_token(old) is None
    assert person_of(request) is None
    assert person_of_token(link_token(who)) == who


def test_a_person_who_is_gone_is_nobody() -> None:
    request, who = a_request(), bea()
    old = link_token(who)
    remember(request, who)
    who.delete()
    assert person_of(request) is None
    assert person_of_token(old) is None


def test_two_devices_of_one_person_are_one_person_after_a_merge() -> None:
    laptop, phone, booked, guest = a_request(), a_request(), bea(), a_person("Bea")
    remember(laptop, booked)
    remember(phone, guest)
    merge(booked, guest)
    assert person_of(laptop) == person_of(phone) == booked
    assert person_of_token(link_token(guest)) == booked


def test_a_link_is_not_enough_for_somebody_with_an_account() -> None:
    request, who = a_request(), bea()
    remember(request, who)
    give_account(who)
    assert person_of(request) is None
    request.user = give_account(who)
    assert person_of(request) == signed_in_person(request) == who


@pytest.mark.parametrize("rubbish", [None, "x", ["x"], ["x", "y"], [1, 2], {"id": 1}, ["x", 1, 2]])
def test_rubbish_in_a_session_is_nobody(rubbish: object) -> None:
    request = a_request()
    request.session[DEVICE] = rubbish
    assert person_of(request) is None


def test_a_socket_knows_a_signed_in_person_by_the_session_alone(client: Client) -> None:
    who = bea()
    client.force_login(give_account(who))
    key = str(client.session.session_key)
    assert persons_of_devices({key}) == {key: who.id}
