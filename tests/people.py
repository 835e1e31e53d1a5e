"""The named people of every test: Nia leads, Tom produces, Bea, Dee and Ken take part, Zed is an outsider."""

from __future__ import annotations

from folkmoot.people.actions import give_account
from folkmoot.people.models import Organisation, Person
from folkmoot.programme.models import Programme, Role, RoleGrant, Session


def a_person(name: str, email: str = "", organisation: str = "") -> Person:
    """Somebody of this name, who works for this organisation."""
    where = Organisation.objects.get_or_create(name=organisation)[0] if organisation else None
    return Person.objects.create(name=name, email=email, organisation=where)


def in_the_role_of(role: str, name: str, email: str, programme: Programme, session: Session | None = None) -> Person:
    """Somebody with an account and a role in a programme, or in one session of it."""
    person = a_person(name, email)
    give_account(person)
    RoleGrant.objects.create(person=person, programme=programme, session=session, role=role)
    return person


def nia(programme: Programme) -> Person:
    """Nia Rees, the lead."""
    return in_the_role_of(Role.LEAD, "Nia Rees", "nia@ashwellactive.example", programme)


def tom(programme: Programme) -> Person:
    """Tom Okafor, the producer."""
    return in_the_role_of(Role.PRODUCER, "Tom Okafor", "tom@ashwellactive.example", programme)


def bea() -> Person:
    """Bea Lowe, who takes part."""
    return a_person("Bea Lowe", "bea@kettleyard.example", "Kettle Yard Youth")


def dee() -> Person:
    """Dee Morgan, who takes part."""
    return a_person("Dee Morgan", "dee@kettleyard.example", "Kettle Yard Youth")


def ken() -> Person:
    """Ken Price, who takes part."""
    return a_person("Ken Price", "ken@residents.example", "Ashwell Residents’ Voice")


def zed() -> Person:
    """Zed Quill, who has nothing to do with any of it."""
    return a_person("Zed Quill", "zed@elsewhere.example")
