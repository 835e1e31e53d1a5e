"""What this room holds about a person can be found, exported and erased."""

import pytest

from folkmoot.kit.personal_data import REGISTER
from folkmoot.people.actions import erase_person
from folkmoot.programme.models import Booking, Mail, Party, RoleGrant
from folkmoot.programme.personal_data import HOLDING
from tests.factories import a_session
from tests.people import bea, dee, nia

pytestmark = pytest.mark.django_db


def test_everything_about_somebody_is_found_and_exported() -> None:
    session, who = a_session(), bea()
    party = Party.objects.create(session=session, name="Ashwell after school", lead=who)
    Booking.objects.create(session=session, person=who, party=party, access_note="Captions", hope="Company")
    Mail.objects.create(person=who, to=who.email, kind="booked", subject="You are booked", text="See you there")
    assert {found.kind: found.count for found in REGISTER.find(who.id)["programme"]} == {
        "booking": 1,
        "group led": 1,
        "mail": 1,
    }
    said = str(HOLDING.export(who.id))
    for expected in ("Captions", "Company", "Ashwell after school", "See you there", session.title):
        assert expected in said


def test_the_export_says_nothing_of_others() -> None:
    session, who, other = a_session(), bea(), dee()
    party = Party.objects.create(session=session, name="Ashwell after school", lead=other)
    for person in (who, other):
        Booking.objects.create(session=session, person=person, party=party)
    said = str(HOLDING.export(who.id))
    assert other.name not in said
    assert other.email not in said


def test_of_a_stranger_nothing_is_held() -> None:
    assert HOLDING.export("nobody") is None


def test_erasing_leaves_nothing_and_the_group_goes_to_who_is_left() -> None:
    session, who, other = a_session(), bea(), dee()
    party = Party.objects.create(session=session, name="Ashwell after school", lead=who)
    alone = Party.objects.create(session=session, name="Only Bea", lead=who)
    for person in (who, other):
        Booking.objects.create(session=session, person=person, party=party)
    Mail.objects.create(person=who, to=who.email, kind="booked", subject="You are booked", text="See you there")
    erased = {done.kind: (done.deleted, done.unlinked) for done in erase_person(who)["programme"]}
    assert erased == {"mail": (1, 0), "role": (0, 0), "booking": (1, 0), "group led": (1, 1)}
    party.refresh_from_db()
    assert party.lead == other
    assert not Party.objects.filter(id=alone.id).exists()
    assert Booking.objects.get().person == other


def test_a_role_goes_with_the_person() -> None:
    session = a_session()
    erase_person(nia(session.programme))
    assert not RoleGrant.objects.exists()
