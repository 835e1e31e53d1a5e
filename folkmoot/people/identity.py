"""Who is asking: a facilitator who signed in, or the person whom this device remembers.

A participant needs no account (practice guide, 8b.6). Their personal link carries a signed token and stays the same
until `Person.link_version` rises; opening it makes the device remember them. Somebody who has an account runs sessions,
and a link that was forwarded must not: a device alone never stands for such a person, only signing in does.
"""

from __future__ import annotations

from collections.abc import Collection
from importlib import import_module

from django.conf import settings
from django.contrib.auth import SESSION_KEY, get_user
from django.contrib.auth.models import User
from django.contrib.sessions.backends.base import SessionBase
from django.core.signing import BadSignature, Signer
from django.http import HttpRequest

from folkmoot.kit.time import utc_now
from folkmoot.people.models import Person

DEVICE = "folkmoot_person"
"""The key, in Django's session, under which a device remembers its person: [id, link version]."""

_SIGNER = Signer(sep=".", salt="folkmoot.people.link")
_MERGES_FOLLOWED = 5


def person_of(request: HttpRequest) -> Person | None:
    """The person who asks: the signed-in user's, else the device's, else None. Merged persons give the one kept."""
    user = request.user
    if isinstance(user, User) and (person := _of_user(user)):
        return person
    return device_person(request.session)


def persons_of_devices(keys: Collection[str]) -> dict[str, str]:
    """The ids of those who would be `person_of` a request with one of these session keys: for sockets, many at once."""
    store = import_module(settings.SESSION_ENGINE).SessionStore
    found: dict[str, str] = {}
    remembered: dict[str, tuple[str, int]] = {}
    for device in store.get_model_class().objects.filter(session_key__in=keys, expire_date__gt=utc_now()):
        known = device.get_decoded()
        if SESSION_KEY in known:  # few: those who run sessions
            person = _of_session(store(device.session_key))
            if person is not None:
                found[device.session_key] = person.id
        elif DEVICE in known:
            remembered[device.session_key] = known[DEVICE]
    people = Person.objects.select_related("merged_into").in_bulk({person_id for person_id, _ in remembered.values()})
    for key, (person_id, version) in remembered.items():
        if person_id in people and people[person_id].link_version == version:
            person = kept(people[person_id])
            if not must_sign_in(person):
                found[key] = person.id
    return found


def _of_session(session: SessionBase) -> Person | None:
    asking = HttpRequest()
    asking.session = session
    asking.user = get_user(asking)
    return person_of(asking)


def signed_in_person(request: HttpRequest) -> Person | None:
    """The person of the user who signed in by a code; None for a device that only opened a link."""
    return _of_user(request.user) if isinstance(request.user, User) else None


def device_person(session: SessionBase) -> Person | None:
    """The person whom this device remembers, unless their link was renewed since or they must sign in."""
    match session.get(DEVICE):
        case [str(person_id), int(version)]:
            person = _current(person_id, version)
            return None if person is None or must_sign_in(person) else person
        case _:
            return None


def must_sign_in(person: Person) -> bool:
    """Whether a link or a device is not enough for this person, because they have an account."""
    return person.user_id is not None


def remember(request: HttpRequest, person: Person) -> None:
    """Have this device stand for a person from now on, under a fresh session key."""
    if request.session.get(DEVICE) != [person.id, person.link_version]:
        request.session.cycle_key()
    request.session[DEVICE] = [person.id, person.link_version]


def forget(request: HttpRequest) -> None:
    """Have this device stand for nobody."""
    request.session.pop(DEVICE, None)


def link_token(person: Person) -> str:
    """The token of a person's personal link: signed, always the same until their link is renewed."""
    return _SIGNER.sign(f"{person.id}.{person.link_version}")


def person_of_token(token: str) -> Person | None:
    """The person of a personal link; None when it is forged, renewed since, or its person is gone."""
    try:
        person_id, version = _SIGNER.unsign(token).split(".")
    except (BadSignature, ValueError):
        return None
    return _current(person_id, int(version)) if version.isascii() and version.isdigit() else None


def kept(person: Person) -> Person:
    """The person itself, or the one it was merged into."""
    for _ in range(_MERGES_FOLLOWED):
        if person.merged_into is None:
            return person
        person = person.merged_into
    return person


def _of_user(user: User) -> Person | None:
    person = Person.objects.filter(user=user).first()
    return kept(person) if person else None


def _current(person_id: str, version: int) -> Person | None:
    person = Person.objects.select_related("merged_into").filter(id=person_id, link_version=version).first()
    return kept(person) if person else None
