"""The page about the call beside which a session runs."""

from __future__ import annotations

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from folkmoot.kit.announce import announce
from folkmoot.programme import access
from folkmoot.programme.agenda import leaves, read_agenda
from folkmoot.programme.agenda_feedback import groups_of
from folkmoot.programme.agenda_page import expected_people
from folkmoot.programme.call_forms import CallForm
from folkmoot.programme.models import Session
from folkmoot.programme.topics import AgendaChanged


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@access.facilitators_only
def call(request: HttpRequest, session_id: str) -> HttpResponse:
    """How people come into the call and its rooms; without JavaScript."""
    session = access.session_to_plan_for(request, session_id)
    rooms = most_rooms(session)
    form = CallForm(request.POST or None, session=session, rooms=rooms)
    if request.method == "POST" and form.is_valid():
        keep(session, form)
        messages.success(request, "Saved. Screens that are open show it at once.")
        return redirect("plan_call", session.id)
    context = {"session": session, "form": form, "rooms": rooms}
    return render(request, "programme/plan_call.html", context, status=422 if form.errors else 200)


@transaction.atomic
def keep(session: Session, form: CallForm) -> None:
    """Keep what the form says, and bring open rooms up to date."""
    data = form.cleaned_data
    for name in ("call_tool", "call_link", "help_phone", "call_mode", "transfer_minutes"):
        setattr(session, name, data[name])
    session.room_links = data["addresses"]
    session.save(update_fields=["call_tool", "call_link", "help_phone", "call_mode", "transfer_minutes", "room_links"])
    announce(AgendaChanged(session.id))


def most_rooms(session: Session) -> int:
    """How many rooms the plan makes at most at one time, for the people expected."""
    agenda, people = read_agenda(session), expected_people(session)
    return max((groups_of(item, agenda, people) for item in leaves(agenda) if item.group_plan), default=0)
