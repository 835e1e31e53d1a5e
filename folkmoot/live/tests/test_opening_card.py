"""The card that opens a session: what somebody said last time, in their page of the room alone (B07)."""

from datetime import date
from typing import Any

import pytest
from django.test import Client

from folkmoot.people.identity import link_token
from folkmoot.people.models import Person
from folkmoot.programme.models import Booking, Session
from folkmoot.record.models import Entry
from folkmoot.record.queries import last_said
from tests import people
from tests.factories import a_programme, a_session

pytestmark = pytest.mark.django_db


@pytest.fixture
def bea() -> Person:
    return people.bea()


@pytest.fixture
def january() -> Session:
    return a_session(a_programme(), "Introduction", date=date(2027, 1, 14))


@pytest.fixture
def february(january: Session) -> Session:
    return a_session(january.programme, "Complexity", date=date(2027, 2, 11))


def said(person: Person, session: Session, title: str, **fields: Any) -> Entry:
    return Entry.objects.create(
        session=session, author=person, kind="step", body={"title": title}, visibility="private", **fields
    )


def test_it_is_the_last_step_of_an_earlier_session(bea: Person, january: Session, february: Session) -> None:
    said(bea, january, "Ask the school", order=1)
    said(bea, january, "Ring the leisure centre", order=2)
    said(bea, february, "What I say today", order=1)
    said(people.dee(), january, "What Dee will do", order=3)
    found = last_said({bea.id}, february)
    assert found is not None
    assert found.body["title"] == "Ring the leisure centre"


def test_what_is_withdrawn_rehearsed_or_of_another_programme_is_not_shown(
    bea: Person, january: Session, february: Session
) -> None:
    said(bea, january, "Taken back", order=1, state=Entry.State.WITHDRAWN)
    said(bea, a_session(a_programme("Another one"), "Elsewhere"), "Elsewhere", order=1)
    said(bea, a_session(january.programme, "Trying out", rehearsal_of=january), "Tried out", order=1)
    assert last_said({bea.id}, february) is None


def test_it_stands_in_their_page_of_the_room_and_in_nobody_elses(
    bea: Person, january: Session, february: Session
) -> None:
    said(bea, january, "Ring </script> the centre", order=1)
    dee = people.dee()
    pages = []
    for person in (bea, dee):
        Booking.objects.create(session=february, person=person, status=Booking.Status.CONFIRMED)
        client = Client()
        client.get(f"/me/{link_token(person)}/")
        answer = client.get(f"/room/{february.id}/")
        assert "no-store" in answer.headers["Cache-Control"]
        pages.append(answer.content.decode())
    assert r"Ring \u003C/script\u003E the centre" in pages[0]
    assert "last-said" not in pages[1]
