"""Coming in by code: which session it is, whether its room is open, and a guest's first step."""

from __future__ import annotations

from datetime import timedelta

from django.http import HttpRequest
from django.utils import timezone

from folkmoot.kit.ids import normalise_code
from folkmoot.kit.time import clock
from folkmoot.people.actions import make_guest
from folkmoot.people.identity import remember
from folkmoot.people.limits import TooOften, address_of, allow, used_up
from folkmoot.people.models import Person
from folkmoot.programme.models import Session

OPENS_BEFORE = timedelta(hours=24)
"""Practice guide, P01: joining links are there from 24 hours before."""

STAYS_OPEN = timedelta(hours=12)
"""After the planned end, for a workshop that runs over and for those who come back to it."""

WINDOW_SECONDS = 10 * 60
WRONG_CODES = 100
"""Of 280,000 codes: a full hall may mistype some, and nobody guesses one."""
GUESTS_AN_ADDRESS = 200
"""A whole building may share one address of the internet."""

JOINED = "folkmoot_joined"
"""The key, in Django's session, of what this device joined by code: {session's id: [person's id, listed or not]}."""


class NotOpen(ValueError):
    """A session that one cannot come into now; the text says why and what to do."""


def session_of_code(typed: str, request: HttpRequest) -> Session | None:
    """The session of a code as people type it; None for a wrong one. Raises TooOften after many wrong ones."""
    here = address_of(request)
    if used_up("wrong code", here, WRONG_CODES, WINDOW_SECONDS):
        raise TooOften("Too many wrong codes came from here. Wait ten minutes, and look at the code once more.")
    code = normalise_code(typed)
    session = (
        Session.objects.select_related("programme").filter(join_code=code, template=False).first() if code else None
    )
    if session is None:
        allow("wrong code", here, WRONG_CODES, WINDOW_SECONDS)
    return session


def must_be_open(session: Session) -> None:
    """Raise NotOpen unless people may come into a session now."""
    now, ends = timezone.now(), session.ends_at or session.starts_at
    if session.status == Session.Status.LIVE and not (ends and now > ends + STAYS_OPEN):
        return
    if session.status == Session.Status.CANCELLED:
        raise NotOpen("This session is cancelled. If you booked, a mail tells you more.")
    if session.status == Session.Status.DONE:
        raise NotOpen("This session has ended. If you took part, your own page has what you wrote.")
    if session.starts_at is None or session.date is None or session.start is None:
        raise NotOpen("This session has no date yet, so its room is closed.")
    if now < session.starts_at - OPENS_BEFORE:
        day = f"{session.date:%A} {session.date.day} {session.date:%B}"
        raise NotOpen(f"The room opens the day before: the session is on {day} at {clock(session.start)}.")
    if ends and now > ends + STAYS_OPEN:
        raise NotOpen("This session has ended. If you took part, your own page has what you wrote.")


def join_as_guest(
    request: HttpRequest, session: Session, name: str, organisation: str, *, listed: bool, once: str
) -> Person:
    """Make a guest, have this device remember them, and note that they joined. `once`: see `make_guest`.

    Raises WrongName, NotOpen, and TooOften.
    """
    must_be_open(session)
    if not allow("join", address_of(request), GUESTS_AN_ADDRESS, WINDOW_SECONDS):
        raise TooOften(
            "Very many people joined from here just now. Wait ten minutes, or ask the producer to let you in."
        )
    guest = make_guest(name, organisation, once=once)
    remember(request, guest)
    join_again(request, session, guest, listed=listed)
    return guest


def join_again(request: HttpRequest, session: Session, person: Person, *, listed: bool) -> None:
    """Note that a person, whom this device knows already, comes into a session by its code. Raises NotOpen."""
    must_be_open(session)
    request.session[JOINED] = {**request.session.get(JOINED, {}), session.id: [person.id, listed]}


def joined_by_code(request: HttpRequest, session: Session, person: Person) -> bool:
    """Whether a person joined a session by its code on this device."""
    return _joined(request, session)[0] == person.id


def asked_to_be_listed(request: HttpRequest, session: Session) -> bool:
    """Whether a guest, joining, asked to be shown to the people in their groups."""
    return bool(_joined(request, session)[1])


def _joined(request: HttpRequest, session: Session) -> tuple[str, bool]:
    person_id, listed = request.session.get(JOINED, {}).get(session.id, ("", False))
    return person_id, listed
