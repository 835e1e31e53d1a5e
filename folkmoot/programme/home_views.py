"""The host's home: what is next, what to put right, the series, and a session of one's own."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import AbstractContextManager, nullcontext
from typing import Any, cast

from django import forms
from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.formats import date_format
from django.views.decorators.cache import never_cache

from folkmoot.kit.time import utc_to_local
from folkmoot.matching.sheets.reading import NotUsable
from folkmoot.people.identity import signed_in_person
from folkmoot.people.models import Person
from folkmoot.people.plain_forms import PlainForm
from folkmoot.practice_kit.fields import Refused
from folkmoot.programme import plan_library
from folkmoot.programme.access import facilitators_only
from folkmoot.programme.actions.booking import NotPossible
from folkmoot.programme.actions.enrolling import enrol
from folkmoot.programme.actions.importing import import_programme
from folkmoot.programme.files import BadFile
from folkmoot.programme.home_actions import NotMade, make_one_off
from folkmoot.programme.home_queries import read_home, runs_somewhere, templates_for
from folkmoot.programme.models import TITLE_LIMIT, Session
from folkmoot.programme.people_lists import Listed, read_people
from folkmoot.programme.plan_library import MARK, borrowed

LARGEST_FILE = 1_000_000


class OneOffForm(PlainForm):
    """A session by itself."""

    title = forms.CharField(label="What is it called?", max_length=TITLE_LIMIT)
    source = forms.ChoiceField(label="Start from", required=False)
    day = forms.DateField(label="Day", widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))
    start = forms.TimeField(label="Time", widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"))

    names = forms.CharField(
        label="Who comes",
        required=False,
        max_length=200_000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="One name a line, if you know; with a comma the e-mail address. Others join with the code.",
    )

    def clean_names(self) -> Sequence[Listed]:
        """The people whose names were pasted."""
        pasted = str(self.cleaned_data["names"])
        if not pasted.strip():
            return ()
        try:
            found = read_people(pasted, "The list")
        except NotUsable as trouble:
            raise forms.ValidationError(str(trouble)) from trouble
        if found.troubles:
            raise forms.ValidationError(list(found.troubles[:5]))
        return found.people

    def plan(self) -> AbstractContextManager[Session | None]:
        """The session whose plan was chosen, while it is copied."""
        chosen = str(self.cleaned_data["source"])
        return borrowed(chosen) if chosen.startswith(MARK) else nullcontext(self.own.get(chosen))

    def __init__(self, data: Any, person: Person) -> None:
        here = utc_to_local(timezone.now(), settings.TIME_ZONE)
        super().__init__(
            data, auto_id="one-off-%s", initial={"day": here.date(), "start": f"{(here.hour + 1) % 24:02}:00"}
        )
        self.own = {session.id: session for session in templates_for(person)}
        offered = plan_library.plans({session.title for session in self.own.values()})
        cast("forms.ChoiceField", self.fields["source"]).choices = [
            ("", "An empty plan, one hour"),
            *((key, _plan_of(session)) for key, session in self.own.items()),
            *((plan.key, plan.title) for plan in offered),
        ]


def _plan_of(session: Session) -> str:
    """A plan as it is offered: a template by its title, a session with its day, for copies are often called alike."""
    return session.title if session.date is None else f"{session.title} ({date_format(session.date)})"


class FileForm(PlainForm):
    """A programme's file."""

    file = forms.FileField(
        label="A programme’s file (YAML)", help_text="It is read whole, or refused with the line and the reason."
    )

    def clean_file(self) -> bytes:
        """What the file says."""
        file = self.cleaned_data["file"]
        if file.size > LARGEST_FILE:
            raise forms.ValidationError("That file is larger than 1 MB, so it can be no programme.")
        content: bytes = file.read()
        return content


@never_cache
@facilitators_only
def home(request: HttpRequest) -> HttpResponse:
    """The host's home; without JavaScript, and on a phone."""
    person = _person(request)
    if request.method == "POST":
        return _make(request, person)
    return _page(request, person, OneOffForm(None, person), FileForm(auto_id="file-%s"))


def _make(request: HttpRequest, person: Person) -> HttpResponse:
    if not runs_somewhere(person):
        raise PermissionDenied("Only people who run sessions make new ones.")
    if "file" in request.FILES:
        return _from_file(request, person)
    form = OneOffForm(request.POST, person)
    if form.is_valid():
        said = form.cleaned_data
        try:
            with transaction.atomic(), form.plan() as source:
                session = make_one_off(person, said["title"], said["day"], said["start"], source)
                enrol(session.id, said["names"], anyway=True)
        except (NotMade, NotPossible, Refused) as trouble:
            form.add_error(None, str(trouble))
        else:
            messages.success(request, f"“{session.title}” is made. People join with the code {session.join_code}.")
            return redirect("home")
    return _page(request, person, form, FileForm(auto_id="file-%s"))


def _from_file(request: HttpRequest, person: Person) -> HttpResponse:
    form = FileForm(request.POST, request.FILES, auto_id="file-%s")
    if form.is_valid():
        try:
            programme = import_programme(form.cleaned_data["file"], lead=person)
        except BadFile as trouble:
            form.add_error("file", [str(each) for each in trouble.troubles])
        else:
            messages.success(request, f"“{programme.title}” is here. Nobody else sees it before you announce it.")
            return redirect("home")
    return _page(request, person, OneOffForm(None, person), form)


def _page(request: HttpRequest, person: Person, one_off: OneOffForm, file: FileForm) -> HttpResponse:
    now = utc_to_local(timezone.now(), settings.TIME_ZONE)
    page = {
        "page": read_home(person),
        "person": person,
        "greeting": "Good morning" if now.hour < 12 else "Good afternoon" if now.hour < 18 else "Good evening",
        "today": now,
        "one_off": one_off,
        "file": file,
        "here": "home",
    }
    return render(request, "programme/home.html", page)


def _person(request: HttpRequest) -> Person:
    person = signed_in_person(request)
    if person is None:
        raise PermissionDenied("Sign in to see your home.")
    return person
