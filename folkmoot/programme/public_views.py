"""The public pages: all programmes, one programme, one session, and their calendars."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from folkmoot.people.identity import person_of
from folkmoot.programme import calendar_files, queries
from folkmoot.programme.access import programmes_of
from folkmoot.programme.files import plan_of, write
from folkmoot.programme.places import Standing

CALENDAR = "text/calendar; charset=utf-8"
DONE = {Standing.PAST, Standing.CANCELLED}


@require_safe
def programmes(request: HttpRequest) -> HttpResponse:
    """The landing page: what comes next, and every programme."""
    coming = queries.show(queries.coming_sessions())
    context = {"coming": coming, "programmes": queries.public_programmes(), "here": "programmes"}
    return render(request, "programme/landing.html", context)


@require_safe
def programme_page(request: HttpRequest, programme: str) -> HttpResponse:
    """One programme: its sessions, how full they are, and what came before."""
    found = queries.programme_to_show(programme, person_of(request))
    shown = queries.show(queries.sessions_of(found))
    current = [each for each in shown if not each.session.earlier]
    context = {
        "programme": found,
        "sessions": current,
        "earlier": [each for each in shown if each.session.earlier],
        "can_book_all": sum(each.standing.takes_bookings for each in current) > 1,
        "has_dates": any(each.session.starts_at for each in shown),
        "here": "programmes",
    }
    return render(request, "programme/programme.html", context)


@require_safe
def session_page(request: HttpRequest, programme: str, session: str) -> HttpResponse:
    """One session: what it does for whom, when, and how it runs."""
    found = queries.programme_to_show(programme, person_of(request))
    shown = queries.show([queries.session_to_show(found, session)])[0]
    context = {
        "programme": found,
        "shown": shown,
        "session": shown.session,
        "outline": queries.outline(shown.session),
        "rule": queries.rule_said(shown.session),
        "event_data": queries.event_data(shown),
        "here": "programmes",
    }
    return render(request, "programme/session.html", context)


@require_safe
def session_calendar(request: HttpRequest, programme: str, session: str) -> HttpResponse:
    """The session's calendar file."""
    found = queries.session_to_show(queries.programme_to_show(programme, person_of(request)), session)
    if found.starts_at is None or found.ends_at is None:
        return HttpResponse("This session has no date and times yet.", status=404, content_type="text/plain")
    return _calendar(calendar_files.session_file(found), found.slug)


@require_safe
def programme_calendar(request: HttpRequest, programme: str) -> HttpResponse:
    """The programme's calendar, to subscribe to."""
    found = queries.programme_to_show(programme, person_of(request))
    return _calendar(calendar_files.programme_feed(found), found.slug)


@never_cache
@require_safe
def programme_file(request: HttpRequest, programme: str) -> HttpResponse:
    """The programme as one file, for those who hold a role in it. Raises Http404 for everybody else."""
    person = person_of(request)
    found = queries.programme_to_show(programme, person)
    if person is None or not programmes_of(person).filter(id=found.id).exists():
        raise Http404("There is no such file.")
    answer = HttpResponse(write(plan_of(found)), content_type="application/yaml; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="{found.slug}.yaml"'
    return answer


def _calendar(text: str, name: str) -> HttpResponse:
    answer = HttpResponse(text, content_type=CALENDAR)
    answer["Content-Disposition"] = f'inline; filename="{name}.ics"'
    return answer
