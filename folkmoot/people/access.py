"""Who administers the installation: makes programmes, answers complaints, finds what is held about a person."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec

from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.views.decorators.cache import never_cache

from folkmoot.people.identity import signed_in_person
from folkmoot.people.models import Person

P = ParamSpec("P")


def administers(person: Person | None) -> bool:
    """Whether a person administers the whole installation."""
    return person is not None and person.user is not None and person.user.is_staff


def administrators_only(
    view: Callable[Concatenate[HttpRequest, Person, P], HttpResponse],
) -> Callable[Concatenate[HttpRequest, P], HttpResponse]:
    """Give the view the administrator who asks; send who has not signed in to the sign-in page, and others away."""

    @never_cache
    @wraps(view)
    def for_administrators(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        person = signed_in_person(request)
        if person is None:
            return redirect_to_login(request.get_full_path())
        if not administers(person):
            raise PermissionDenied("Only an administrator of this site opens this page.")
        return view(request, person, *args, **kwargs)

    return for_administrators
