"""Which role opens the room, and when one that is taken back ends."""

from typing import Any

import pytest
from django.test import Client

from folkmoot.people.models import Person
from folkmoot.programme.models import RoleGrant, Session
from folkmoot.programme.team_actions import grant, revoke
from folkmoot.record.models import Participant
from tests import people
from tests.factories import a_programme, a_session

pytestmark = pytest.mark.django_db


@pytest.fixture
def session() -> Session:
    return a_session(a_programme())


def opens_the_room(person: Person, session: Session) -> bool:
    """Whether the room's address lets this person, who has signed in, come in."""
    client = Client()
    assert person.user is not None
    client.force_login(person.user, backend="django.contrib.auth.backends.ModelBackend")
    answer = client.get(f"/room/{session.id}/")
    came_in = Participant.objects.filter(session=session, person=person).exists()
    assert came_in == (answer.status_code == 200)
    return came_in


def test_an_administrator_sees_no_contributions_so_the_role_opens_no_room(session: Session) -> None:
    ada = people.in_the_role_of("administrator", "Ada Vale", "ada@ashwell.example", session.programme)
    assert not opens_the_room(ada, session)
    assert opens_the_room(people.nia(session.programme), session)


def test_an_administrator_who_leads_too_comes_in_as_a_lead(session: Session) -> None:
    ada = people.in_the_role_of("administrator", "Ada Vale", "ada@ashwell.example", session.programme)
    grant(ada, "lead", session.programme)
    assert opens_the_room(ada, session)
    assert Participant.objects.get(person=ada).roles == ["lead"]


def test_a_role_that_is_taken_back_ends_in_the_room_at_once(
    session: Session, django_capture_on_commit_callbacks: Any
) -> None:
    people.nia(session.programme)
    tom = people.tom(session.programme)
    assert opens_the_room(tom, session)
    with django_capture_on_commit_callbacks(execute=True):
        revoke(RoleGrant.objects.get(person=tom))
    assert Participant.objects.get(person=tom).roles == []
    with django_capture_on_commit_callbacks(execute=True):
        grant(tom, "co_facilitator", session.programme, session)
    assert Participant.objects.get(person=tom).roles == ["co_facilitator"]
