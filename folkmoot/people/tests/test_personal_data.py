"""What this room holds about a person can be found, exported and erased."""

import pytest
from django.contrib.auth.models import User

from folkmoot.kit.personal_data import REGISTER
from folkmoot.people.actions import erase_person, give_account
from folkmoot.people.complaints import complain
from folkmoot.people.merging import merge
from folkmoot.people.models import MeetingWish, Merge, Organisation, Person
from folkmoot.people.personal_data import HOLDING
from tests.people import a_person, bea, dee, zed

pytestmark = pytest.mark.django_db


def test_everything_is_found() -> None:
    who = bea()
    give_account(who)
    MeetingWish.objects.create(person=who, apart_from=zed())
    complain("Bea", who.email, "You kept my note.")
    found = {found.kind: found.count for found in HOLDING.find(who.id)}
    assert found == {"person": 1, "account": 1, "private wish": 1, "complaint": 1}


def test_the_export_tells_who_one_is_and_nothing_of_others() -> None:
    who, other = bea(), zed()
    MeetingWish.objects.create(person=who, apart_from=other)
    MeetingWish.objects.create(person=dee(), apart_from=who)
    export = HOLDING.export(who.id)
    assert isinstance(export, dict)
    assert (export["name"], export["email"], export["private wishes"]) == ("Bea Lowe", who.email, 1)
    assert other.name not in str(export)
    assert other.id not in str(export)


def test_of_a_stranger_nothing_is_held() -> None:
    assert HOLDING.export("nobody") is None
    assert not REGISTER.find("nobody")


def test_erasing_leaves_nothing_and_may_be_repeated() -> None:
    who, other = bea(), dee()
    give_account(who)
    MeetingWish.objects.create(person=who, apart_from=other)
    MeetingWish.objects.create(person=other, apart_from=who)
    erased = {done.kind: done.deleted for done in erase_person(who)["people"]}
    assert erased == {"private wish": 2, "account": 1, "person": 1, "complaint": 0}
    assert not User.objects.exists()
    assert list(Person.objects.all()) == [other]
    assert Organisation.objects.filter(name="Kettle Yard Youth").exists()
    assert {done.deleted for done in REGISTER.erase(who.id)["people"]} == {0}


def test_records_that_were_merged_into_somebody_go_with_them() -> None:
    keep, other = bea(), a_person("Bea")
    merge(keep, other)
    erase_person(keep)
    assert not Person.objects.exists()
    assert not Merge.objects.exists()
