"""The Rehearse button: a copy for whoever runs the session, gone whole when it ends."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse

from folkmoot.live import performances
from folkmoot.people.models import Person
from folkmoot.programme.models import Session
from tests import factories, people

pytestmark = pytest.mark.django_db(databases="__all__")


@pytest.fixture
def session() -> Session:
    """A session with one item, that Nia leads."""
    session = factories.a_session()
    session.items.create(title="Welcome", minutes=5)
    return session


@pytest.fixture
def nia(session: Session, client: Client) -> Client:
    """Nia's browser, signed in."""
    person = people.nia(session.programme)
    if person.user is None:
        person.user = User.objects.create_user("nia", person.email)
        person.save()
    client.force_login(person.user, backend="django.contrib.auth.backends.ModelBackend")
    return client


def test_a_rehearsal_opens_in_the_room_and_ends_without_a_trace(session: Session, nia: Client) -> None:
    before = set(Person.objects.values_list("id", flat=True))
    opened = nia.post(reverse("rehearse", args=[session.id]), {"people": 2, "speed": 5})
    copy = Session.objects.get(rehearsal_of=session)
    assert opened.headers["Location"] == reverse("room", args=[copy.id])
    assert copy.run.speed == 5
    assert [item.title for item in copy.items.all()] == ["Welcome"]
    ended = nia.post(reverse("rehearsal_end", args=[copy.id]))
    assert ended.headers["Location"] == reverse("rehearse", args=[session.id])
    assert not Session.objects.filter(rehearsal_of=session).exists()
    assert set(Person.objects.values_list("id", flat=True)) == before
    assert not performances._running


def test_figures_out_of_bounds_are_said(session: Session, nia: Client) -> None:
    page = nia.post(reverse("rehearse", args=[session.id]), {"people": 0, "speed": 1})
    assert "There is a problem" in page.text or "errors" in page.text
    assert not Session.objects.filter(rehearsal_of=session).exists()


def test_nobody_else_rehearses_a_session(session: Session, client: Client) -> None:
    assert client.post(reverse("rehearse", args=[session.id]), {"people": 2, "speed": 1}).status_code in (302, 403)
    assert not Session.objects.filter(rehearsal_of=session).exists()


def test_the_real_session_is_never_ended_by_the_button(session: Session, nia: Client) -> None:
    nia.post(reverse("rehearsal_end", args=[session.id]))
    assert Session.objects.filter(id=session.id).exists()
