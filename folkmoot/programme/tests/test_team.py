"""Roles: who gives them, what they open, and how they are taken back."""

from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest
from django.test import Client

from folkmoot.kit.announce import BOARD
from folkmoot.people.actions import WrongName, give_account, make_administrator
from folkmoot.people.models import Person
from folkmoot.programme import access
from folkmoot.programme.models import Mail, Programme, Role, RoleGrant, Session
from folkmoot.programme.team_actions import CannotChange, grant, invite_to_team, revoke
from folkmoot.programme.topics import RolesChanged
from tests.factories import a_programme, a_session
from tests.people import bea, in_the_role_of, nia, tom, zed

pytestmark = pytest.mark.django_db


@pytest.fixture
def programme() -> Programme:
    """A programme."""
    return a_programme()


@pytest.fixture
def session(programme: Programme) -> Session:
    """A session of it."""
    return a_session(programme)


def signed_in(person: Person) -> Client:
    """A browser in which somebody has signed in."""
    client = Client()
    client.force_login(give_account(person))
    return client


def asking(person: Person | None) -> HttpRequest:
    """A request of somebody who signed in."""
    request = HttpRequest()
    client = signed_in(person) if person else Client()
    request.session = client.session
    request.user = give_account(person) if person else AnonymousUser()
    return request


CAN = {
    Role.LEAD: {"run", "bookings", "team"},
    Role.PRODUCER: {"run", "bookings", "notes", "duplicates"},
    Role.CO_FACILITATOR: {"run"},
    Role.OBSERVER: set(),
    Role.ADMINISTRATOR: {"bookings", "notes", "team"},
}


@pytest.mark.parametrize("role", list(Role))
def test_what_each_role_opens(role: Role, session: Session) -> None:
    person = in_the_role_of(role, "Asha Verma", "asha@ashwellactive.example", session.programme)
    opened = {
        "run": access.can_run(person, session),
        "bookings": access.sees_bookings(person, session),
        "notes": access.sees_access_notes(person, session),
        "duplicates": access.sees_duplicates(person, session),
        "team": access.chooses_team(person, session.programme),
    }
    assert {what for what, is_open in opened.items() if is_open} == CAN[role]


def test_without_a_role_nothing_opens(session: Session) -> None:
    for person in (None, zed()):
        assert access.roles_in(person, session) == frozenset()
        assert not access.can_run(person, session)
        assert not access.sees_bookings(person, session)


def test_a_role_in_one_session_opens_that_session_alone(session: Session, programme: Programme) -> None:
    other = a_session(programme, "Another session")
    person = in_the_role_of(Role.CO_FACILITATOR, "Joel Lind", "joel@ashwellactive.example", programme, session)
    assert access.can_run(person, session)
    assert not access.can_run(person, other)
    assert access.programme_roles(person, programme) == frozenset()


def test_roles_add_up(session: Session) -> None:
    person = nia(session.programme)
    grant(person, Role.PRODUCER, session.programme, session)
    assert access.roles_in(person, session) == {"lead", "producer"}


def test_a_rehearsal_is_run_by_those_who_run_the_session(session: Session, programme: Programme) -> None:
    person = in_the_role_of(Role.PRODUCER, "Tom Okafor", "tom@ashwellactive.example", programme, session)
    copy = a_session(programme, "Rehearsal", rehearsal_of=session)
    assert access.can_run(person, copy)


def test_a_role_in_another_programme_opens_nothing(session: Session) -> None:
    assert access.roles_in(nia(a_programme("Another programme")), session) == frozenset()


def test_who_administers_the_installation_sees_bookings_everywhere_and_runs_nothing(session: Session) -> None:
    gwen = make_administrator("gwen@thornbury.example", "Gwen")
    assert access.roles_in(gwen, session) == {"administrator"}
    assert access.sees_bookings(gwen, session)
    assert access.chooses_team(gwen, session.programme)
    assert not access.can_run(gwen, session)
    assert list(access.programmes_of(gwen)) == [session.programme]


@pytest.mark.parametrize(
    ("get", "allowed"),
    [
        (access.session_to_run_for, {"lead", "producer", "co_facilitator"}),
        (access.session_to_plan_for, {"lead", "producer", "co_facilitator"}),
        (access.session_with_bookings_for, {"lead", "producer", "administrator"}),
        (access.session_with_any_role_for, set(Role.values)),
    ],
)
def test_a_session_is_had_only_through_a_role(session: Session, get: Any, allowed: set[str]) -> None:
    for role in Role.values:
        person = in_the_role_of(role, role, f"{role}@ashwellactive.example", session.programme)
        if role in allowed:
            assert get(asking(person), session.id) == session
        else:
            with pytest.raises(PermissionDenied):
                get(asking(person), session.id)
    for outsider in (None, zed()):
        with pytest.raises(PermissionDenied):
            get(asking(outsider), session.id)
    with pytest.raises(Http404):
        get(asking(None), "nowhere")


def test_an_invitation_makes_an_account_and_tells_them(programme: Programme) -> None:
    given = invite_to_team("tom@ashwellactive.example", "Tom Okafor", Role.PRODUCER, programme)
    assert given.person.user is not None
    mail = Mail.objects.get()
    assert mail.to == "tom@ashwellactive.example"
    assert "producer of the programme “Winter programme”" in mail.text
    assert "/sign-in/" in mail.text


def test_giving_a_role_twice_is_giving_it_once(programme: Programme, monkeypatch: pytest.MonkeyPatch) -> None:
    heard: list[RolesChanged] = []
    monkeypatch.setattr(BOARD, "_receivers", {RolesChanged: [heard.append]})
    person = bea()
    assert grant(person, Role.PRODUCER, programme) == grant(person, Role.PRODUCER, programme)
    assert heard == [RolesChanged(person.id, programme.id, None)]


@pytest.mark.parametrize("email", ["", "tom", "tom@", "tom okafor@example.org"])
def test_an_invitation_needs_an_address(programme: Programme, email: str) -> None:
    with pytest.raises(CannotChange):
        invite_to_team(email, "Tom", Role.PRODUCER, programme)
    assert not Person.objects.exists()


def test_an_invitation_needs_a_name_and_a_real_role(programme: Programme) -> None:
    with pytest.raises(WrongName):
        invite_to_team("tom@ashwellactive.example", " ", Role.PRODUCER, programme)
    with pytest.raises(CannotChange):
        invite_to_team("tom@ashwellactive.example", "Tom", "emperor", programme)
    with pytest.raises(CannotChange):
        invite_to_team("t@ashwellactive.example", "Tom", Role.LEAD, programme, a_session(a_programme("Another")))
    assert not RoleGrant.objects.exists()


def test_the_last_who_chooses_the_team_stays(programme: Programme) -> None:
    lead, producer = nia(programme), tom(programme)
    with pytest.raises(CannotChange):
        revoke(lead.roles.get())
    revoke(producer.roles.get())
    grant(producer, Role.ADMINISTRATOR, programme)
    revoke(lead.roles.get())
    assert not lead.roles.exists()


class TestThePage:
    """The page of the team."""

    def test_a_lead_adds_and_takes_back(self, programme: Programme) -> None:
        client = signed_in(nia(programme))
        page = client.post(
            "/p-team/winter-programme/",
            {"email": "tom@ashwellactive.example", "name": "Tom Okafor", "role": "producer"},
            follow=True,
        ).content.decode()
        assert "Tom Okafor is producer now" in page
        given = RoleGrant.objects.get(role=Role.PRODUCER)
        client.post(f"/p-team/winter-programme/{given.id}/")
        assert not RoleGrant.objects.filter(role=Role.PRODUCER).exists()

    def test_a_wrong_entry_is_told_and_kept(self, programme: Programme) -> None:
        client = signed_in(nia(programme))
        page = client.post("/p-team/winter-programme/", {"email": "tom", "name": "Tom Okafor", "role": "producer"})
        assert "There is a problem" in page.content.decode()
        assert 'value="Tom Okafor"' in page.content.decode()

    @pytest.mark.parametrize("role", ["producer", "co_facilitator", "observer"])
    def test_others_do_not_choose_the_team(self, programme: Programme, role: str) -> None:
        lead = nia(programme)
        client = signed_in(in_the_role_of(role, "Asha", "asha@ashwellactive.example", programme))
        assert client.get("/p-team/winter-programme/").status_code == 403
        assert client.post(f"/p-team/winter-programme/{lead.roles.get().id}/").status_code == 403
        assert lead.roles.exists()

    def test_nobody_gives_themselves_a_role(self, programme: Programme) -> None:
        client = signed_in(zed())
        entry = {"email": "zed@elsewhere.example", "name": "Zed Quill", "role": "lead"}
        assert client.post("/p-team/winter-programme/", entry).status_code == 403
        assert not RoleGrant.objects.exists()

    def test_a_role_of_another_programme_is_not_taken_back_here(self, programme: Programme) -> None:
        other = tom(a_programme("Another programme"))
        client = signed_in(nia(programme))
        assert client.post(f"/p-team/winter-programme/{other.roles.get().id}/").status_code == 404
        assert other.roles.exists()

    def test_who_has_not_signed_in_does_so_first(self, programme: Programme) -> None:
        answer = Client().get("/p-team/winter-programme/")
        assert answer.headers["Location"] == "/sign-in/?next=/p-team/winter-programme/"
