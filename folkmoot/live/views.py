"""The pages of the live room: enter it, and the shared screen. What happens inside comes by socket."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache

from folkmoot.kit.ids import new_id
from folkmoot.kit.time import utc_now
from folkmoot.live.doors import has_shut
from folkmoot.live.engine import ENGINE
from folkmoot.live.operations.people import Enter
from folkmoot.people.identity import person_of
from folkmoot.people.models import Person
from folkmoot.programme.access import can_run, roles_in, session_to_run_for
from folkmoot.programme.join_actions import asked_to_be_listed, joined_by_code
from folkmoot.programme.models import Booking, Role, Session
from folkmoot.record import access
from folkmoot.record.models import Participant, Run
from folkmoot.record.queries import ids_of, last_said

HOLDS_A_PLACE = [
    Booking.Status.CONFIRMED,
    Booking.Status.ATTENDED,
    Booking.Status.PART_ATTENDED,
    Booking.Status.NO_SHOW,
]

SEES_NO_CONTRIBUTIONS = frozenset({Role.ADMINISTRATOR.value})
"""This role opens no room: who has it alone comes in as everybody does, by a booking or the code."""


@never_cache
def room(request: HttpRequest, session_id: str) -> HttpResponse:
    """The live room, for people with a booking or a role and for guests who joined by the code."""
    session = get_object_or_404(Session.objects.select_related("programme"), id=session_id)
    person = person_of(request)
    if person is None or not enter(
        person, session, guest=joined_by_code(request, session, person), listed=asked_to_be_listed(request, session)
    ):
        return redirect("join_code", code=session.join_code)
    if _has_shut_for(person, session):
        return redirect("my_page")
    context = {"session": session, "person": person, "said": _last_said(person, session)}
    return render(request, "live/room.html", context | _help(person, session))


def _last_said(person: Person, session: Session) -> dict[str, str]:
    """What somebody said last time that they would do, for the card that opens the session to them alone (P16)."""
    step = last_said(ids_of(person), session)
    if step is None:
        return {}
    return {"day": f"{step.day.day} {step.day:%B}", "title": str(step.body.get("title", ""))}


def _help(person: Person, session: Session) -> dict[str, str]:
    """What somebody needs whose browser cannot show the room, as the room itself would show it to them now."""
    inside = Participant.objects.filter(person=person, session=session, admitted=True).first()
    if inside is None:
        return {}
    return {"phone": session.help_phone, "call_link": access.call_link_for(session, inside)}


def _has_shut_for(person: Person, session: Session) -> bool:
    """Whether the room has shut after the close, and this person does not run it."""
    run = Run.objects.filter(session=session).first()
    return run is not None and has_shut(run, utc_now()) and not can_run(person, session)


def enter(person: Person, session: Session, *, guest: bool = False, listed: bool = False) -> bool:
    """Bring a person into a session with what their booking, role or join says; False when nothing lets them in.

    `guest`: they joined by the code on this device; `listed`: and asked to be shown to the people in their groups.
    """
    roles = roles_in(person, session) - SEES_NO_CONTRIBUTIONS
    booking = (
        Booking.objects.select_related("party").filter(person=person, session=session, status__in=HOLDS_A_PLACE).first()
    )
    known = Participant.objects.filter(person=person, session=session).exists()
    if not roles and booking is None and not known and not guest:
        return False
    organisation = person.organisation
    outcome = ENGINE.submit(
        session.id,
        "",
        Enter(
            op_id=new_id(),
            person=person.id,
            name=person.name,
            organisation=organisation.name if organisation else "",
            sector=person.sector or (organisation.sector if organisation else ""),
            party=(booking.party_id or "") if booking else "",
            roles=sorted(roles),
            admitted=bool(roles) or booking is not None,
            listed=booking.listed if booking else listed,
        ),
    )
    return outcome.refused is None


def screen(request: HttpRequest, session_id: str) -> HttpResponse:
    """The shared screen, made to be shown in the call; a facilitator opens it, and it shows nothing of theirs."""
    session = session_to_run_for(request, session_id)
    person = person_of(request)
    if person is not None:
        enter(person, session)
    return render(request, "live/screen.html", {"session": session})
