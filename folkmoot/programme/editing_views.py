"""Making and changing programmes and sessions by form."""

from __future__ import annotations

from typing import Any
from zoneinfo import available_timezones

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache

from folkmoot.kit.text import tidy
from folkmoot.people.identity import signed_in_person
from folkmoot.programme import editing
from folkmoot.programme.access import facilitators_only, programme_with_team_for, session_with_bookings_for
from folkmoot.programme.home_queries import runs_somewhere
from folkmoot.programme.models import (
    NOTE,
    PARA,
    SHORT,
    TITLE_LIMIT,
    Confidentiality,
    Programme,
    Session,
)

MOST_LINES = 20


class Lines(forms.CharField):
    """Several short texts, a line each."""

    widget = forms.Textarea(attrs={"rows": 3})

    def to_python(self, value: object) -> Any:
        """The lines with something on them."""
        lines = [tidy(line) for line in str(value or "").splitlines() if tidy(line)]
        if len(lines) > MOST_LINES or any(len(line) > SHORT for line in lines):
            raise forms.ValidationError(f"Write up to {MOST_LINES} lines of up to {SHORT} characters.")
        return lines

    def prepare_value(self, value: object) -> Any:
        """As it stands in the box."""
        return "\n".join(map(str, value)) if isinstance(value, list) else value


class ProgrammeForm(forms.Form):
    """What a programme says of itself."""

    title = forms.CharField(label="Title", max_length=TITLE_LIMIT, error_messages={"required": "Give it a title."})
    blurb = forms.CharField(
        label="What it is", required=False, max_length=PARA, widget=forms.Textarea(attrs={"rows": 5})
    )
    hosts = Lines(label="Who holds it", required=False, help_text="Organisations, one a line.")
    open_to = forms.CharField(label="Who may come", required=False, max_length=NOTE)
    price = forms.CharField(label="What it costs", required=False, max_length=SHORT, help_text="Empty is free.")
    online = forms.BooleanField(label="It is held online", required=False)
    zone = forms.CharField(label="Time zone", max_length=64, help_text="As in Europe/London.")
    confidentiality = forms.ChoiceField(
        label="What may leave the room", choices=Confidentiality.choices, widget=forms.RadioSelect
    )

    def clean_zone(self) -> str:
        """A zone that there is."""
        zone: str = self.cleaned_data["zone"]
        if zone not in available_timezones():
            raise forms.ValidationError("No time zone has that name. Write it as in Europe/London.")
        return zone


class SessionForm(forms.Form):
    """What a session says of itself."""

    title = forms.CharField(label="Title", max_length=TITLE_LIMIT, error_messages={"required": "Give it a title."})
    blurb = forms.CharField(
        label="What it does for whoever comes",
        required=False,
        max_length=PARA,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text="The itch it scratches, what we will do, who it suits, how long.",
    )
    about = Lines(label="Topics", required=False, help_text="One a line.")
    presenters = Lines(label="Who presents", required=False, help_text="One a line.")
    bring = forms.CharField(label="What to bring", required=False, max_length=NOTE)
    capacity = forms.IntegerField(label="Places", min_value=1, max_value=2000)
    overbook_percent = forms.IntegerField(
        label="Over-booking in percent", min_value=0, max_value=100, help_text="Some who book do not come."
    )
    groups_welcome = forms.BooleanField(label="People may book as a group", required=False)
    confidentiality = forms.ChoiceField(
        label="What may leave the room", required=False, choices=[("", "As in the programme"), *Confidentiality.choices]
    )


@never_cache
@facilitators_only
def programme_new(request: HttpRequest) -> HttpResponse:
    """Make a programme."""
    person = signed_in_person(request)
    if person is None or not runs_somewhere(person):
        raise PermissionDenied("Only people who run sessions make new ones.")
    usual = {"zone": editing.usual_zone(), "online": True, "confidentiality": Confidentiality.ROOM_ONLY}
    form = ProgrammeForm(request.POST or None, initial=usual)
    if request.method == "POST" and form.is_valid():
        made = editing.make_programme(person, form.cleaned_data)
        messages.success(request, f"“{made.title}” is made. Nobody else sees it before booking opens. Add a session.")
        return redirect("session_new", made.slug)
    return _page(request, form, "A new programme", "Make the programme", reverse("home"))


@never_cache
@facilitators_only
def programme_edit(request: HttpRequest, programme: str) -> HttpResponse:
    """Change a programme."""
    chosen = programme_with_team_for(request, programme)
    form = ProgrammeForm(request.POST or None, initial=_values(chosen, ProgrammeForm))
    if request.method == "POST" and form.is_valid():
        editing.change_programme(chosen, form.cleaned_data)
        messages.success(request, "The programme is changed.")
        return redirect("home")
    return _page(request, form, chosen.title, "Save the changes", reverse("home"))


@never_cache
@facilitators_only
def session_new(request: HttpRequest, programme: str) -> HttpResponse:
    """Add a session to a programme."""
    chosen = programme_with_team_for(request, programme)
    form = SessionForm(request.POST or None, initial={"capacity": 40, "overbook_percent": 10})
    if request.method == "POST" and form.is_valid():
        made = editing.add_session(chosen, form.cleaned_data)
        messages.success(request, f"“{made.title}” is made. Set its date here; then open booking.")
        return redirect(f"{reverse('desk', args=[made.id])}#when")
    return _page(request, form, "A new session", "Make the session", reverse("home"), chosen)


@never_cache
@facilitators_only
def session_edit(request: HttpRequest, session_id: str) -> HttpResponse:
    """Change a session; its time is set at the desk, where everybody is told."""
    session = session_with_bookings_for(request, session_id)
    form = SessionForm(request.POST or None, initial=_values(session, SessionForm))
    if request.method == "POST" and form.is_valid():
        editing.change_session(session, form.cleaned_data)
        messages.success(request, "The session is changed.")
        return redirect("desk", session.id)
    return _page(
        request, form, session.title, "Save the changes", reverse("desk", args=[session.id]), session.programme
    )


def _values(of: Programme | Session, form: type[forms.Form]) -> dict[str, Any]:
    return {name: getattr(of, name) for name in form.base_fields}


def _page(
    request: HttpRequest, form: forms.Form, title: str, button: str, back: str, programme: Programme | None = None
) -> HttpResponse:
    page = {"form": form, "title": title, "button": button, "back": back, "programme": programme, "here": "home"}
    return render(request, "programme/editing.html", page, status=422 if form.errors else 200)
