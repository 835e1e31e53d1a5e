"""Pages of coming in by code: type it, say your name, go in."""

from __future__ import annotations

from collections.abc import Callable

from django import forms
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache

from folkmoot.kit.ids import new_id
from folkmoot.people.actions import ORGANISATION_LIMIT, WrongName, checked_name, checked_organisation
from folkmoot.people.identity import person_of
from folkmoot.people.limits import TooOften
from folkmoot.people.models import PERSON_NAME_LIMIT
from folkmoot.people.qr import qr_svg
from folkmoot.programme.join_actions import NotOpen, join_again, join_as_guest, must_be_open, session_of_code
from folkmoot.programme.models import Confidentiality, Session
from folkmoot.programme.when import spoken_day, spoken_times

WRONG_CODE = "No session has that code. It looks like MOOT-7K2Q: ask whoever invited you, or look in your mail."


class JoinForm(forms.Form):
    """A name, and an organisation if one likes."""

    name = forms.CharField(
        label="Your name",
        help_text="As people call you. Any script, and emoji, are welcome.",
        widget=forms.TextInput(attrs={"autocomplete": "name", "dir": "auto"}),
        error_messages={"required": "Type the name that others should see."},
    )
    organisation = forms.CharField(
        label="Organisation",
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "organization", "dir": "auto"}),
    )
    listed = forms.BooleanField(
        label="Show my organisation to people in my groups",
        required=False,
        help_text="Otherwise they see your first name alone.",
    )
    once = forms.CharField(required=False, widget=forms.HiddenInput, max_length=40)

    limits = {"name": PERSON_NAME_LIMIT, "organisation": ORGANISATION_LIMIT}

    def clean_name(self) -> str:
        """The name, tidied, and short enough."""
        return _said(checked_name, self.cleaned_data["name"])

    def clean_organisation(self) -> str:
        """The organisation, tidied, and short enough."""
        return _said(checked_organisation, self.cleaned_data["organisation"])


def _said(check: Callable[[str], str], typed: str) -> str:
    try:
        return check(typed)
    except WrongName as trouble:
        raise forms.ValidationError(str(trouble)) from trouble


def join_url(session: Session) -> str:
    """The whole address of the page where one joins a session, for a QR code or a mail."""
    return settings.PUBLIC_URL + reverse("join_code", args=[session.join_code])


@never_cache
def join(request: HttpRequest) -> HttpResponse:
    """Type the code from the screen."""
    typed = request.POST.get("code", request.GET.get("code", ""))[:100]
    if not typed:
        error = "Type the code from the screen or the mail." if request.method == "POST" else ""
        return _code_page(request, typed, error)
    try:
        session = session_of_code(typed, request)
    except TooOften as trouble:
        return _code_page(request, typed, str(trouble), status=429)
    return redirect("join_code", code=session.join_code) if session else _code_page(request, typed, WRONG_CODE)


def _code_page(request: HttpRequest, typed: str, error: str, *, status: int = 200) -> HttpResponse:
    return render(request, "programme/join.html", {"typed": typed, "error": error, "here": "join"}, status=status)


@never_cache
def join_code(request: HttpRequest, code: str) -> HttpResponse:
    """Say your name and go in; whom this device knows goes in without."""
    try:
        session = session_of_code(code, request)
        if session is None:
            return _code_page(request, code[:100], WRONG_CODE, status=404)
        must_be_open(session)
        return _come_in(request, session)
    except TooOften as trouble:
        return _code_page(request, code[:100], str(trouble), status=429)
    except NotOpen as trouble:
        return render(request, "programme/join_closed.html", {"session": session, "why": str(trouble), "here": "join"})


def _come_in(request: HttpRequest, session: Session) -> HttpResponse:
    known = person_of(request)
    if request.method == "POST" and known is not None and request.POST.get("known") == known.id:
        join_again(request, session, known, listed=bool(request.POST.get("listed")))
        return redirect("room", session.id)
    form = JoinForm(request.POST or None, initial={"once": new_id()})
    if request.method == "POST" and form.is_valid():
        return _joined(request, session, form)
    rule = Confidentiality(session.rule).label
    when = f"{spoken_day(session)}, {spoken_times(session)}"
    page = {"session": session, "form": form, "known": known, "rule": rule, "when": when, "here": "join"}
    return render(request, "programme/join_name.html", page)


def _joined(request: HttpRequest, session: Session, form: JoinForm) -> HttpResponse:
    said = form.cleaned_data
    join_as_guest(request, session, said["name"], said["organisation"], listed=said["listed"], once=said["once"])
    return redirect("room", session.id)


def join_qr(request: HttpRequest, code: str) -> HttpResponse:
    """The QR code of a session's join page, as a picture."""
    try:
        session = session_of_code(code, request)
    except TooOften as trouble:
        raise Http404 from trouble
    if session is None:
        raise Http404
    picture = qr_svg(join_url(session), f"QR code to join {session.title}")
    return HttpResponse(picture, content_type="image/svg+xml", headers={"Cache-Control": "max-age=3600"})
