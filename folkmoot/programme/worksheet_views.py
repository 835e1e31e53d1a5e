"""Worksheets to print: of one practice, for anybody; of a session's whole agenda, for those who take part."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from folkmoot.people.identity import person_of
from folkmoot.people.models import Person
from folkmoot.practice_kit.registry import find
from folkmoot.programme.access import roles_in
from folkmoot.programme.agenda import leaves, read_agenda
from folkmoot.programme.join_actions import joined_by_code
from folkmoot.programme.models import Booking, Session
from folkmoot.programme.when import spoken_day
from folkmoot.programme.worksheets import sheet_of


@require_safe
def of_practice(request: HttpRequest, slug: str) -> HttpResponse:
    """The worksheet of one practice as it stands in the library."""
    practice = find(slug)
    if practice is None:
        raise Http404("There is no such practice, or it is not built yet.")
    context = {"sheets": [sheet_of(practice, {})], "heading": practice.name, "practice": practice}
    return render(request, "programme/worksheets.html", context)


@never_cache
@require_safe
def of_session(request: HttpRequest, session_id: str) -> HttpResponse:
    """The worksheets of a session, in its agenda's order and with its own questions."""
    session = get_object_or_404(Session.objects.select_related("programme"), id=session_id)
    person = person_of(request)
    if person is None or not _takes_part(request, person, session):
        raise PermissionDenied("Worksheets are for those who take part.")
    items = [(item, find(item.practice)) for item in leaves(read_agenda(session)) if item.practice]
    sheets = [
        sheet_of(practice, item.settings, item.title, item.participant_prompt) for item, practice in items if practice
    ]
    context = {"sheets": sheets, "heading": session.title, "day": spoken_day(session)}
    return render(request, "programme/worksheets.html", context)


def _takes_part(request: HttpRequest, person: Person, session: Session) -> bool:
    booked = Booking.objects.filter(person=person, session=session, status=Booking.Status.CONFIRMED)
    return bool(roles_in(person, session)) or booked.exists() or joined_by_code(request, session, person)
