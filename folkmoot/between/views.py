"""One's own page: by the personal link or this device, without an account and without JavaScript."""

from __future__ import annotations

import json
from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec

from django.contrib import messages
from django.contrib.auth import logout
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from folkmoot.between.actions import DEEDS, own_entry
from folkmoot.between.arriving import arrival
from folkmoot.between.coffee.answering import MET_WORDS
from folkmoot.between.coffee.notices import PROMPTS
from folkmoot.between.forms import EmailForm
from folkmoot.between.queries import own_page
from folkmoot.between.steps import CHOICES
from folkmoot.between.takeaway import as_html
from folkmoot.kit.personal_data import REGISTER
from folkmoot.people.actions import add_email, erase_person
from folkmoot.people.identity import (
    device_person,
    forget,
    link_token,
    must_sign_in,
    person_of,
    person_of_token,
    remember,
    signed_in_person,
)
from folkmoot.people.limits import TooOften
from folkmoot.people.models import Person
from folkmoot.people.qr import qr_svg
from folkmoot.people.views import link_unusable
from folkmoot.practice_kit.fields import Refused
from folkmoot.programme.mail import absolute
from folkmoot.record.models import Entry
from folkmoot.record.release import kind_of
from folkmoot.record.state import State
from folkmoot.record.words import words_of

P = ParamSpec("P")
Mine = Callable[Concatenate[HttpRequest, Person, P], HttpResponse]
TOO_LONG_AGO = "It was not made by us as it stands, or a newer link has replaced it. Look for the newest mail from us."


def mine(view: Mine[P]) -> Callable[Concatenate[HttpRequest, P], HttpResponse]:
    """Give the view the person who asks; anybody else learns how to get to their page. Never cached."""

    @never_cache
    @wraps(view)
    def asked(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        person = person_of(request)
        if person is None:
            return render(request, "between/nobody.html", status=403)
        return view(request, person, *args, **kwargs)

    return asked


@never_cache
@require_safe
def my_link(request: HttpRequest, token: str) -> HttpResponse:
    """A personal link: this device remembers whose it is, and the address bar forgets the token.

    While there is a room to go to, it asks first: the link may have been passed on. A link to the question about a
    coffee leads there on every day; the way to the room stands above it.
    """
    person = person_of_token(token)
    if person is None:
        return link_unusable(request, TOO_LONG_AGO, status=404)
    to_coffee = request.GET.get("to") == "coffee"
    asking = None if to_coffee else arrival(request, person, token)
    if asking is not None:
        return asking
    if must_sign_in(person) and signed_in_person(request) != person:
        return redirect("account_request_login_code")
    if not must_sign_in(person):
        remember(request, person)
    return redirect(reverse("my_page") + ("#coffee" if to_coffee else ""))


@require_safe
@mine
def my_page(request: HttpRequest, person: Person) -> HttpResponse:
    """Everything that is one's own."""
    context = {
        "page": own_page(person),
        "choices": CHOICES,
        "email": EmailForm(),
        "on_device": device_person(request.session) is not None,
        "prompts": PROMPTS,
        "met_choices": MET_WORDS,
    }
    return render(request, "between/my_page.html", context)


@require_POST
@mine
def my_deed(request: HttpRequest, person: Person) -> HttpResponse:
    """Carry out what a button of the page asks, and come back to where it stood."""
    deed = DEEDS.get(request.POST.get("do", ""))
    try:
        if deed is None:
            raise Refused("unknown", "That button is not known any more. Nothing has changed.")
        messages.success(request, deed(person, request.POST.dict()))
    except Refused as refused:
        messages.error(request, refused.message)
    return redirect(f"/me/{_anchor(request)}")


def _anchor(request: HttpRequest) -> str:
    anchor = request.POST.get("back", "")
    return f"#{anchor}" if anchor.isidentifier() else ""


@require_safe
@mine
def my_withdraw(request: HttpRequest, person: Person, entry: str) -> HttpResponse:
    """Ask before words are taken away for good."""
    try:
        found: Entry = own_entry(person, entry)
    except Refused as refused:
        messages.error(request, refused.message)
        return redirect("my_page")
    words = words_of(kind_of(State.load(found.session_id or ""), found), found.body)
    return render(request, "between/withdraw.html", {"entry": found, "words": words})


@require_http_methods(["GET", "HEAD", "POST"])
@mine
def my_email(request: HttpRequest, person: Person) -> HttpResponse:
    """Give an address; nothing is joined before it is confirmed by the link that goes there."""
    form = EmailForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            add_email(person, form.cleaned_data["email"])
        except TooOften as too_often:
            form.add_error(None, str(too_often))
        else:
            messages.success(request, f"We have written to {form.cleaned_data['email']}. Open that message to confirm.")
            return redirect("my_page")
    return render(request, "between/email.html", {"form": form}, status=422 if form.errors else 200)


@require_safe
@mine
def my_device(request: HttpRequest, person: Person) -> HttpResponse:
    """A QR code and a link that carry this page to another device; not for who must sign in."""
    if must_sign_in(person):
        return redirect("my_page")
    link = _own_link(person)
    return render(request, "between/device.html", {"link": link, "code": qr_svg(link, "The link to your page")})


@require_safe
@mine
def my_device_code(request: HttpRequest, person: Person) -> HttpResponse:
    """The same QR code as a picture alone, for the room; not for who must sign in."""
    if must_sign_in(person):
        raise Http404
    return HttpResponse(qr_svg(_own_link(person), "The link to your page"), content_type="image/svg+xml")


def _own_link(person: Person) -> str:
    return absolute(f"/me/{link_token(person)}/")


@require_POST
@mine
def my_forget(request: HttpRequest, person: Person) -> HttpResponse:
    """“Not you?”: have this device stand for nobody."""
    forget(request)
    logout(request)
    messages.success(request, "This device has forgotten you. Your page is as it was.")
    return redirect("programmes")


@require_safe
@mine
def my_data(request: HttpRequest, person: Person) -> HttpResponse:
    """All that is held about oneself, as JSON."""
    data = json.dumps(REGISTER.export(person.id), ensure_ascii=False, indent=2)
    return _file(data, "application/json; charset=utf-8", "everything.json")


@require_safe
@mine
def my_words(request: HttpRequest, person: Person) -> HttpResponse:
    """The same as a page to keep: one file that needs nothing else."""
    held = as_html(REGISTER.export(person.id))
    page = render_to_string("between/everything.html", {"held": held, "person": person})
    return _file(page, "text/html; charset=utf-8", "everything.html")


def _file(text: str, kind: str, name: str) -> HttpResponse:
    answer = HttpResponse(text, content_type=kind)
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


@require_http_methods(["GET", "HEAD", "POST"])
@mine
def my_erase(request: HttpRequest, person: Person) -> HttpResponse:
    """Erase oneself, after being asked once more."""
    if request.method == "POST" and request.POST.get("sure") == "yes":
        forget(request)
        logout(request)
        erase_person(person)
        messages.success(request, "You are erased here. Backups forget you within 35 days.")
        return redirect("programmes")
    asked = request.method == "POST"
    held = [(found.kind, found.count) for things in REGISTER.find(person.id).values() for found in things]
    return render(request, "between/erase.html", {"held": held, "not_sure": asked}, status=422 if asked else 200)
