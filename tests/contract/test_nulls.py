"""The character NUL, which nobody types and PostgreSQL cannot store, reaches no page."""

import pytest
from django.test import Client

from folkmoot.people.models import Person
from tests.factories import a_session

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("address", ["/join/?code=MO%00OT", "/join/?co%00de=MOOT"])
def test_a_query_is_read_without_it(client: Client, address: str) -> None:
    page = client.get(address).content.decode()
    assert "MOOT" in page
    assert "\x00" not in page


def test_a_form_is_taken_without_it(client: Client) -> None:
    session = a_session(status="live")
    answer = client.post(f"/join/{session.join_code}/", {"name": "Bea\x00 Lowe", "organisation": "\x00"})
    assert answer.status_code == 302
    assert Person.objects.get().name == "Bea Lowe"


def test_an_address_with_it_leads_nowhere(client: Client) -> None:
    assert client.get("/record/%00/").status_code == 404
    assert client.post("/room/a%00b/").status_code == 404
