"""Every write of this room: persons and their accounts, addresses, and being forgotten."""

from __future__ import annotations

from allauth.account.models import EmailAddress
from django.conf import settings
from django.contrib.auth.models import User
from django.core import signing
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.crypto import salted_hmac

from folkmoot.kit.announce import announce
from folkmoot.kit.ids import ID_ALPHABET, ID_LENGTH
from folkmoot.kit.personal_data import REGISTER, Erased
from folkmoot.kit.text import over_by, tidy
from folkmoot.people import ledger
from folkmoot.people.limits import TooOften, allow
from folkmoot.people.merging import merge
from folkmoot.people.models import PERSON_NAME_LIMIT, Organisation, Person
from folkmoot.people.queries import people_of_address
from folkmoot.people.topics import EmailGiven

ORGANISATION_LIMIT = 120
EMAIL_LINK_SECONDS = 3 * 24 * 60 * 60
EMAIL_SALT = "folkmoot.people.email"
DEMO_LINK_SECONDS = 12 * 60 * 60
DEMO_SALT = "folkmoot.people.demo"


class WrongName(ValueError):
    """A name that cannot be used; the text says what to do."""


def checked_name(typed: str) -> str:
    """A name, tidied, in any script and with emoji. Raises WrongName when nothing is to be seen or it is too long."""
    name = tidy(typed)
    if not name:
        raise WrongName("Type the name that others should see.")
    if over := over_by(name, PERSON_NAME_LIMIT):
        raise WrongName(f"That name is {over} characters too long. Others see up to {PERSON_NAME_LIMIT}.")
    return name


def checked_organisation(typed: str) -> str:
    """An organisation's name, tidied; empty when nothing was typed. Raises WrongName when it is too long."""
    name = tidy(typed)
    if over := over_by(name, ORGANISATION_LIMIT):
        raise WrongName(f"That organisation’s name is {over} characters too long.")
    return name


def organisation_named(typed: str, sector: str = "") -> Organisation | None:
    """The organisation of this name, whatever its capitals; made when it is new, None when nothing was typed.

    Raises WrongName when it is too long.
    """
    name = checked_organisation(typed)
    if not name:
        return None
    found = Organisation.objects.filter(name__iexact=name).first()
    return found or Organisation.objects.get_or_create(name=name, defaults={"sector": sector})[0]


def make_guest(name: str, organisation: str = "", *, once: str = "") -> Person:
    """Somebody who joins by code: a new person without an address, whoever else has that name.

    `once` is a random word of the form that was sent: sent twice, it makes one guest. Raises WrongName.
    """
    with transaction.atomic():
        name, where = checked_name(name), organisation_named(organisation)
        known = {"name": name, "organisation": where, "sector": where.sector if where else ""}
        if not once:
            return Person.objects.create(**known)
        return Person.objects.get_or_create(id=_id_from(once), defaults=known)[0]


def _id_from(word: str) -> str:
    """An id that the same word always gives. Nobody can find a word that gives an id which they know."""
    number = int.from_bytes(salted_hmac("folkmoot.people.once", word, algorithm="sha256").digest(), "big")
    return "".join(ID_ALPHABET[number // len(ID_ALPHABET) ** place % len(ID_ALPHABET)] for place in range(ID_LENGTH))


def give_account(person: Person) -> User:
    """An account for somebody who runs sessions, so that they can sign in by a code; the one they have, if any.

    Raises ValueError for a person without an address.
    """
    if not person.email:
        raise ValueError("Somebody without an e-mail address cannot sign in.")
    if person.user is None:
        user = User(username=person.id, email=person.email.lower())
        user.set_unusable_password()
        user.save()
        EmailAddress.objects.create(user=user, email=user.email, primary=True, verified=True)
        person.user = user
        person.save(update_fields=["user"])
    return person.user


def person_with_account(email: str, name: str) -> Person:
    """The person who signs in with an address: found by their account, else by address and name, else new.

    An address may hold several people (8b.6), so an address alone never makes somebody else's history theirs.
    Raises WrongName.
    """
    with transaction.atomic():
        return _person_with_account(email.strip(), name)


def _person_with_account(email: str, name: str) -> Person:
    sharing = people_of_address(email)
    if with_account := next((person for person in sharing if person.user_id), None):
        return with_account
    name = checked_name(name)
    person = next((person for person in sharing if person.name.casefold() == name.casefold()), None)
    person = person or Person.objects.create(name=name, email=email)
    give_account(person)
    return person


def make_administrator(email: str, name: str) -> Person:
    """The administrator of this installation: sees to programmes, teams, bookings and records, and no contributions.

    Repeating it changes nothing. Raises WrongName.
    """
    with transaction.atomic():
        person = person_with_account(email, name)
        user = give_account(person)
        user.is_staff = True
        user.save(update_fields=["is_staff"])
        return person


def renew_link(person: Person) -> None:
    """Make every personal link and every remembered device of a person invalid; they get a new link."""
    Person.objects.filter(id=person.id).update(link_version=person.link_version + 1)
    person.refresh_from_db(fields=["link_version"])


def add_email(person: Person, email: str) -> None:
    """Send a link to an address that a guest gave; nothing is joined before they confirm it.

    Raises TooOften after five tries an hour, by the person or to the address.
    """
    email = email.strip()
    if not (allow("give an address", person.id, 5, 3600) and allow("mail an address", email.lower(), 5, 3600)):
        raise TooOften("You asked for several messages already. Wait an hour, and look in your spam folder meanwhile.")
    with transaction.atomic():
        announce(EmailGiven(person.id, email, email_token(person, email)))


def email_token(person: Person, email: str) -> str:
    """The token of a link that confirms an address: signed, for three days."""
    return signing.dumps([person.id, email], salt=EMAIL_SALT)


def read_email_token(token: str) -> tuple[Person, str] | None:
    """Who gave which address; None when the link is forged or expired, or the person is gone."""
    try:
        person_id, email = signing.loads(token, salt=EMAIL_SALT, max_age=EMAIL_LINK_SECONDS)
    except (signing.BadSignature, ValueError):
        return None
    person = Person.objects.select_related("merged_into").filter(id=person_id).first()
    return (person, email) if person else None


def confirm_email(token: str, *, same_as: str = "", own_device: bool = False) -> Person | None:
    """Confirm an address. With `same_as`, a person of that address, the two become one; else it is theirs alone.

    Gives the person kept, or None for a link that cannot be used. Repeatable: a second press changes nothing. Unless it
    is pressed on the device that gave the address (`own_device`), that device is forgotten when the two become one: it
    may be a stranger's, who hopes that the owner of the address presses without reading.
    """
    with transaction.atomic():
        if (given := read_email_token(token)) is None:
            return None
        person, email = given
        if person.merged_into is not None:
            return person.merged_into
        existing = next((p for p in people_of_address(email) if p.id == same_as and p.id != person.id), None)
        if existing is None:
            return _confirmed(person, email)
        if not own_device:
            renew_link(person)
        merge(existing, person, by=person)
        return _confirmed(existing, email)


def _confirmed(person: Person, email: str) -> Person:
    if person.user_id is None:
        person.email = email
    person.email_confirmed_at = person.email_confirmed_at or timezone.now()
    person.save(update_fields=["email", "email_confirmed_at"])
    return person


def demo_sign_in_url(person: Person) -> str:
    """The address that signs a facilitator in at once, for twelve hours and in the demo alone.

    Raises RuntimeError outside the demo, where nothing but a code signs in.
    """
    if not settings.DEMO:
        raise RuntimeError("A sign-in link exists in the demo only.")
    token = signing.dumps(person.id, salt=DEMO_SALT)
    return settings.PUBLIC_URL + reverse("demo_sign_in", args=[token])


def read_demo_token(token: str) -> Person | None:
    """Whom a demo's sign-in link signs in; None outside the demo, or when it is forged or expired."""
    if not settings.DEMO:
        return None
    try:
        person_id = signing.loads(token, salt=DEMO_SALT, max_age=DEMO_LINK_SECONDS)
    except signing.BadSignature:
        return None
    return Person.objects.filter(id=person_id, user__isnull=False).first()


def erase_person(person: Person) -> dict[str, tuple[Erased, ...]]:
    """Erase a person from every room, and the records that were merged into theirs. Gives what became of what."""
    with transaction.atomic():
        for other in Person.objects.filter(merged_into=person):
            erase_person(other)
        ledger.note(ledger.PERSON, person.id)
        return dict(REGISTER.erase(person.id))


def erase_again(ids: list[str]) -> int:
    """Erase persons whom a restored backup brought back. Gives how many there were."""
    there = Person.objects.filter(id__in=ids)
    found = list(there)
    for person in found:
        REGISTER.erase(person.id)
    return len(found)
