"""Who is on the team of a programme: giving and taking roles."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction

from folkmoot.kit.announce import announce
from folkmoot.people.actions import give_account, person_with_account
from folkmoot.people.models import Person
from folkmoot.programme.access import CHOOSES_TEAM
from folkmoot.programme.mail import absolute, post
from folkmoot.programme.models import Programme, Role, RoleGrant, Session
from folkmoot.programme.topics import RolesChanged


class CannotChange(ValueError):
    """A change of the team that is refused; the text says why."""


def invite_to_team(email: str, name: str, role: str, programme: Programme, session: Session | None = None) -> RoleGrant:
    """Give a role to whoever has this address, with an account to sign in by a code, and tell them by mail.

    Raises CannotChange for an address or role that is none, and WrongName.
    """
    try:
        validate_email(email.strip())
    except ValidationError as trouble:
        raise CannotChange("That is no e-mail address. It has an @ in it, as in tom@example.org.") from trouble
    with transaction.atomic():
        given = grant(person_with_account(email, name), role, programme, session)
        role, where = given.get_role_display().lower(), session.title if session else ""
        post("team_joined", given.person, programme=programme, role=role, where=where, url=absolute("/sign-in/"))
        return given


def grant(person: Person, role: str, programme: Programme, session: Session | None = None) -> RoleGrant:
    """Give a person a role in a programme, or in one session of it. Giving it twice changes nothing.

    Raises CannotChange for a word that is no role or a session elsewhere, ValueError for a person without an address.
    """
    if role not in Role.values:
        raise CannotChange("There is no such role.")
    if session is not None and session.programme_id != programme.id:
        raise CannotChange("That session belongs to another programme.")
    with transaction.atomic():
        give_account(person)
        given, new = RoleGrant.objects.get_or_create(person=person, programme=programme, session=session, role=role)
        if new:
            _announce(given)
        return given


def revoke(given: RoleGrant) -> None:
    """Take a role back. Raises CannotChange when nobody would be left to choose the team."""
    with transaction.atomic():
        others = RoleGrant.objects.select_for_update().filter(
            programme=given.programme_id, session=None, role__in=CHOOSES_TEAM
        )
        chooses = given.session_id is None and given.role in CHOOSES_TEAM
        if chooses and not others.exclude(id=given.id).exists():
            raise CannotChange("Somebody must be able to choose the team. Give the role to somebody else first.")
        RoleGrant.objects.filter(id=given.id).delete()
        _announce(given)


def _announce(given: RoleGrant) -> None:
    announce(RolesChanged(given.person_id, given.programme_id, given.session_id))
