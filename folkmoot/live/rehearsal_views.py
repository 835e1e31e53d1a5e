"""The Rehearse button: a copy of the session, simulated people in it, and an end that deletes everything."""

from __future__ import annotations

from django import forms
from django.contrib import messages
from django.core.handlers.asgi import ASGIRequest
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from folkmoot.live import performances
from folkmoot.live.engine import ENGINE
from folkmoot.live.rehearsals import FASTEST, MOST_PEOPLE, delete_copy, make_copy
from folkmoot.people.plain_forms import PlainForm
from folkmoot.programme.access import session_to_run_for
from folkmoot.programme.models import Session
from folkmoot.rehearsal.performance import Script


class RehearsalForm(PlainForm):
    """How many simulated people, and how fast the clocks go."""

    people = forms.IntegerField(
        label="How many simulated people",
        min_value=1,
        max_value=MOST_PEOPLE,
        initial=12,
        help_text="They arrive, write short made-up texts, drop and come back. You lead.",
    )
    speed = forms.IntegerField(
        label="How many times as fast",
        min_value=1,
        max_value=FASTEST,
        initial=1,
        help_text="1 is the real time; 5 makes a five-minute step last one minute.",
    )


def rehearse(request: HttpRequest, session_id: str) -> HttpResponse:
    """Ask how, and begin: a facilitator of the session leads its copy in the room."""
    session = session_to_run_for(request, session_id)
    if session.rehearsal_of_id is not None:
        return redirect("room", session_id=session.id)
    form = RehearsalForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        copy = make_copy(session, people=form.cleaned_data["people"], speed=form.cleaned_data["speed"], led=False)
        speed = form.cleaned_data["speed"]
        performances.begin(Script(_own_address(request), copy.session.id, copy.cookies, speed=speed))
        return redirect("room", session_id=copy.session.id)
    running = Session.objects.filter(rehearsal_of=session)
    return render(request, "live/rehearse.html", {"session": session, "form": form, "running": running})


def _own_address(request: HttpRequest) -> str:
    """Where this server itself listens, whatever stands before it: simulated people need not go round by that."""
    listens = request.scope.get("server") if isinstance(request, ASGIRequest) else None
    host, port = listens or ("127.0.0.1", request.get_port())
    return f"http://{'127.0.0.1' if host in ('0.0.0.0', '::') else host}:{port}"  # noqa: S104 - read, not listened on


@require_POST
def end_rehearsal(request: HttpRequest, session_id: str) -> HttpResponse:
    """Send the simulated people home and delete the copy with everything in it."""
    session = session_to_run_for(request, session_id)
    if session.rehearsal_of_id is None:
        return redirect("room", session_id=session.id)
    source = session.rehearsal_of_id
    performances.stop(session.id)
    ENGINE.forget(session.id)
    delete_copy(session.id)
    messages.success(request, "The rehearsal is over. Nothing of it is kept.")
    return redirect("rehearse", session_id=source)
