"""Who may do what in a programme and its sessions: the only way to get one on a person's behalf.

A role is held in a whole programme or in one session. A rehearsal is run by those who run the session that it copies.
The administrator sees bookings and records, and no contributions; the observer sees what is shown, and runs nothing.
Who administers the installation (`is_staff` of their account) is administrator of every programme.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec

from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.db.models import Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse

from folkmoot.people.access import administers as administers  # the rooms above ask this room for every right
from folkmoot.people.identity import person_of, signed_in_person
from folkmoot.people.models import Person
from folkmoot.programme.models import Programme, Role, RoleGrant, Session

P = ParamSpec("P")

RUNS = frozenset({Role.LEAD.value, Role.PRODUCER.value, Role.CO_FACILITATOR.value})
PLANS = RUNS
SEES_BOOKINGS = frozenset({Role.LEAD.value, Role.PRODUCER.value, Role.ADMINISTRATOR.value})
SEES_ACCESS_NOTES = frozenset({Role.PRODUCER.value, Role.ADMINISTRATOR.value})
SEES_DUPLICATES = frozenset({Role.PRODUCER.value})
RUNS_COFFEES = frozenset({Role.LEAD.value, Role.PRODUCER.value})
CHOOSES_TEAM = frozenset({Role.LEAD.value, Role.ADMINISTRATOR.value})


def roles_in(person: Person | None, session: Session) -> frozenset[str]:
    """The roles that a person holds in a session, by a grant in it or in its programme."""
    if person is None:
        return frozenset()
    here = Q(session__isnull=True) | Q(session=session.id) | Q(session=session.rehearsal_of_id)
    grants = RoleGrant.objects.filter(here, person=person, programme=session.programme_id)
    return frozenset(grants.values_list("role", flat=True)) | _everywhere(person)


def programme_roles(person: Person | None, programme: Programme) -> frozenset[str]:
    """The roles that a person holds in the whole of a programme."""
    if person is None:
        return frozenset()
    grants = RoleGrant.objects.filter(person=person, programme=programme, session=None)
    return frozenset(grants.values_list("role", flat=True)) | _everywhere(person)


def _everywhere(person: Person) -> frozenset[str]:
    return frozenset({Role.ADMINISTRATOR.value}) if administers(person) else frozenset()


def can_run(person: Person | None, session: Session) -> bool:
    """Whether a person leads, produces or co-facilitates a session."""
    return bool(roles_in(person, session) & RUNS)


def sees_bookings(person: Person | None, session: Session) -> bool:
    """Whether a person may see who has booked."""
    return bool(roles_in(person, session) & SEES_BOOKINGS)


def sees_access_notes(person: Person | None, session: Session) -> bool:
    """Whether a person may see what people need to take part (it may be health data)."""
    return bool(roles_in(person, session) & SEES_ACCESS_NOTES)


def sees_duplicates(person: Person | None, session: Session) -> bool:
    """Whether a person may see who may have booked twice, and merge them: the producer alone (8b.6)."""
    return bool(roles_in(person, session) & SEES_DUPLICATES)


def chooses_team(person: Person | None, programme: Programme) -> bool:
    """Whether a person may give and take roles in a programme."""
    return bool(programme_roles(person, programme) & CHOOSES_TEAM)


def runs_coffees(person: Person | None, programme: Programme) -> bool:
    """Whether a person starts rounds of coffees between the sessions of a programme."""
    return bool(programme_roles(person, programme) & RUNS_COFFEES)


def programmes_of(person: Person) -> QuerySet[Programme]:
    """The programmes in which a person holds any role, in all of it or in a session; an administrator's are all."""
    if administers(person):
        return Programme.objects.all()
    return Programme.objects.filter(roles__person=person).distinct()


def session_to_run_for(request: HttpRequest, session_id: str) -> Session:
    """The session, for those who lead, produce or co-facilitate it. Raises Http404, PermissionDenied."""
    return _session_for(request, session_id, RUNS)


def session_to_plan_for(request: HttpRequest, session_id: str) -> Session:
    """The session, for those who may change its agenda. Raises Http404, PermissionDenied."""
    return _session_for(request, session_id, PLANS)


def session_with_bookings_for(request: HttpRequest, session_id: str) -> Session:
    """The session, for those who may see its bookings. Raises Http404, PermissionDenied."""
    return _session_for(request, session_id, SEES_BOOKINGS)


def session_with_any_role_for(request: HttpRequest, session_id: str) -> Session:
    """The session, for those who hold any role in it. Raises Http404, PermissionDenied."""
    return _session_for(request, session_id, frozenset(Role.values))


def programme_with_team_for(request: HttpRequest, slug: str) -> Programme:
    """The programme, for those who choose its team. Raises Http404, PermissionDenied."""
    programme = Programme.objects.filter(slug=slug).first()
    if programme is None:
        raise Http404("There is no such programme.")
    if not chooses_team(person_of(request), programme):
        raise PermissionDenied("Only a lead or an administrator chooses the team.")
    return programme


def _session_for(request: HttpRequest, session_id: str, roles: frozenset[str]) -> Session:
    session = Session.objects.select_related("programme").filter(id=session_id).first()
    if session is None:
        raise Http404("There is no such session.")
    if not roles_in(person_of(request), session) & roles:
        raise PermissionDenied("You hold no role in this session that opens this page.")
    return session


def facilitators_only(
    view: Callable[Concatenate[HttpRequest, P], HttpResponse],
) -> Callable[Concatenate[HttpRequest, P], HttpResponse]:
    """Send somebody who has not signed in to the sign-in page first, and then on to this view."""

    @wraps(view)
    def after_signing_in(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        if signed_in_person(request) is None:
            return redirect_to_login(request.get_full_path())
        return view(request, *args, **kwargs)

    return after_signing_in
