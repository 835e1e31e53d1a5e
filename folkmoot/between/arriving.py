"""The personal link on the day: two buttons, and a way in for whoever the link was passed on to."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from folkmoot.between.queries import enterable
from folkmoot.people.identity import device_person, forget, must_sign_in, person_of_token, remember
from folkmoot.people.models import Person
from folkmoot.programme.models import Session


def arrival(request: HttpRequest, person: Person, token: str) -> HttpResponse | None:
    """The page with the two buttons, where there is a room to go to now; it tells nothing but a first name."""
    session = enterable(person)
    if session is None or must_sign_in(person):
        return None
    return render(request, "between/arrival.html", {"person": person, "session": session, "token": token})


@never_cache
@require_POST
def arrive(request: HttpRequest, token: str) -> HttpResponse:
    """“Keep this page”: this device stands for the person from now on, and the room opens, or their own page."""
    found = _asked(token)
    if found is None:
        return redirect("my_link", token)
    person, session = found
    remember(request, person)
    return redirect("my_page") if request.POST.get("to") == "page" else redirect("room", session.id)


@never_cache
@require_POST
def not_me(request: HttpRequest, token: str) -> HttpResponse:
    """Somebody else has the link: they join under their own name, and this device stands for nobody before."""
    found = _asked(token)
    if found is None:
        return redirect("join")
    person, session = found
    if device_person(request.session) == person:
        forget(request)
    return redirect("join_code", code=session.join_code)


def _asked(token: str) -> tuple[Person, Session] | None:
    person = person_of_token(token)
    session = enterable(person) if person is not None and not must_sign_in(person) else None
    return None if person is None or session is None else (person, session)
