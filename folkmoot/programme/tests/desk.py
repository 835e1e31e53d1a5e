"""What the tests of the bookings desk share."""

from typing import Any

from django.test import Client

from folkmoot.people.actions import give_account
from folkmoot.people.models import Person
from folkmoot.programme.models import Booking, Session


def booked(session: Session, person: Person, status: str = "confirmed", **fields: Any) -> Booking:
    """A booking."""
    return Booking.objects.create(session=session, person=person, status=status, **fields)


def signed_in(person: Person) -> Client:
    """A browser in which somebody has signed in."""
    client = Client()
    client.force_login(give_account(person))
    return client


def desk_of(session: Session) -> str:
    """Its address."""
    return f"/desk/{session.id}/"


def do(client: Client, session: Session, **posted: str) -> str:
    """Press something, and read the page that comes."""
    return client.post(desk_of(session), posted, follow=True).content.decode()


def seen_by(person: Person, session: Session) -> str:
    """The desk as somebody sees it."""
    answer = signed_in(person).get(desk_of(session))
    assert answer.status_code == 200
    return answer.content.decode()
