"""Pages of signing in, and of confirming an address."""

from __future__ import annotations

from typing import Any

from allauth.account.views import ConfirmLoginCodeView, RequestLoginCodeView
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import login, logout
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from folkmoot.people.actions import confirm_email, read_demo_token, read_email_token
from folkmoot.people.forms import AddressForm, CodeForm
from folkmoot.people.identity import device_person, remember
from folkmoot.people.models import Person
from folkmoot.people.queries import people_of_address

MY_PAGE = "/me/"
"""A person's own page; a room above this one has it."""

CODE_GONE = "That code has run out, or was asked for in another browser. Ask for a new one."


class AskForCode(RequestLoginCodeView):  # type: ignore[misc]  # allauth has no types
    """Type an address; a code goes to it if somebody signs in with it."""

    form_class = AddressForm
    template_name = "people/sign_in.html"

    def get_form_class(self) -> type[AddressForm]:
        """Ours, with its limits."""
        return self.form_class

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Also whether the code comes by mail, or from whoever runs the server."""
        return {**super().get_context_data(**kwargs), "by_mail": codes_by_mail()}

    def _redirect_to_pending_stage(self, request: HttpRequest, stage: Any) -> None:
        """Stay here: somebody who mistyped their address comes back to mend it."""


class TypeCode(ConfirmLoginCodeView):  # type: ignore[misc]  # allauth has no types
    """Type the code that was sent."""

    form_class = CodeForm
    template_name = "people/sign_in_code.html"

    told_why = False

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """As allauth does, but say why when there is no code to wait for."""
        answer: HttpResponseBase = super().dispatch(request, *args, **kwargs)
        turned_away = isinstance(answer, HttpResponseRedirect) and answer.url == reverse("account_request_login_code")
        if turned_away and not self.told_why:
            messages.info(request, CODE_GONE)
        return answer

    def form_invalid(self, form: CodeForm) -> HttpResponse:
        """As allauth does: after five wrong codes back to the address, and it says so."""
        self.told_why = True
        answer: HttpResponse = super().form_invalid(form)
        return answer

    def get_form_class(self) -> type[CodeForm]:
        """Ours, with its words."""
        return self.form_class

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Also whether the code comes by mail, or from whoever runs the server."""
        return {**super().get_context_data(**kwargs), "by_mail": codes_by_mail()}


def codes_by_mail() -> bool:
    """Whether sign-in codes reach a mailbox; otherwise the server prints them."""
    return bool(settings.MAIL_URL) or settings.DEMO


@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    """Sign out, and have this device stand for nobody."""
    logout(request)
    messages.success(request, "You have signed out, and this device has forgotten you.")
    return redirect("account_request_login_code")


@never_cache
def demo_sign_in(request: HttpRequest, token: str) -> HttpResponse:
    """The demo's link for its facilitator: signs in at once. Outside the demo there is no such page."""
    person = read_demo_token(token)
    if person is None or person.user is None:
        return link_unusable(request, "That sign-in link does not work any more. Start the demo again for a new one.")
    login(request, person.user, backend="django.contrib.auth.backends.ModelBackend")
    return redirect(settings.LOGIN_REDIRECT_URL)


@never_cache
def email_confirm(request: HttpRequest, token: str) -> HttpResponse:
    """Confirm an address by a mailed link: opening it changes nothing, pressing the button does."""
    given = read_email_token(token)
    if given is None:
        return link_unusable(request, "That link has run out. Add your address again on your own page for a new one.")
    person, email = given
    if request.method == "POST":
        return _email_confirmed(request, token, person)
    others = [other for other in people_of_address(email) if other.id != person.id]
    asked = {"person": person, "email": email, "others": others, "done": person.merged_into is not None}
    return render(request, "people/confirm_email.html", asked)


def _email_confirmed(request: HttpRequest, token: str, person: Person) -> HttpResponse:
    here = device_person(request.session)
    own_device = here is not None and here.id == person.id
    kept = confirm_email(token, same_as=request.POST.get("same_as", ""), own_device=own_device)
    if kept is None:
        return link_unusable(request, "That link has run out. Add your address again on your own page for a new one.")
    remember(request, kept)
    messages.success(request, "Your address is confirmed. What you wrote is under one name now.")
    return redirect(MY_PAGE)


def link_unusable(request: HttpRequest, why: str, *, status: int = 410) -> HttpResponse:
    """A kind page for a link that cannot be used: why, and what to do. `status` is the HTTP status, 410 "gone"."""
    return render(request, "people/link_unusable.html", {"why": why}, status=status)
