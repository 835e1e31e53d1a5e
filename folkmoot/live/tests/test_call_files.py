"""The file of rooms that Zoom takes."""

from __future__ import annotations

import csv
import io

import pytest
from django.test import Client

from folkmoot.programme.models import Role
from folkmoot.record.models import Group, Grouping
from tests import people
from tests.factories import a_programme, a_session

pytestmark = pytest.mark.django_db


def test_it_has_each_persons_address_and_room_and_only_who_sees_bookings_gets_it() -> None:
    programme = a_programme()
    session = a_session(programme)
    bea, ken, nobody = people.bea(), people.ken(), people.a_person("Ife Adeyemi")
    grouping = Grouping.objects.create(session=session, status="sent")
    Group.objects.create(session=session, grouping=grouping, number=2, members=[ken.id, nobody.id])
    Group.objects.create(session=session, grouping=grouping, number=1, members=[bea.id])
    address = f"/room/{session.id}/rooms.csv?groups={grouping.id}"
    tom = people.tom(programme)
    asha = people.in_the_role_of(Role.CO_FACILITATOR, "Asha Bell", "asha@ashwellactive.example", programme)
    answers = {}
    for person in (tom, asha):
        browser = Client()
        assert person.user is not None
        browser.force_login(person.user, backend="django.contrib.auth.backends.ModelBackend")
        answers[person.name] = browser.get(address)
    assert answers["Asha Bell"].status_code == 403
    rows = list(csv.reader(io.StringIO(answers["Tom Okafor"].content.decode())))
    assert rows == [["Pre-assign Room Name", "Email Address"], ["Room 1", bea.email], ["Room 2", ken.email]]
    assert Client().get(address).status_code == 302, "sign in first"
