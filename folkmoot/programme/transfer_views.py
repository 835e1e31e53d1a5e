"""The page for sending somebody in one's place."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from folkmoot.people.actions import WrongName, checked_name
from folkmoot.people.limits import address_of, allow
from folkmoot.people.views import link_unusable
from folkmoot.programme.actions.booking import NotPossible
from folkmoot.programme.actions.transferring import send_in_my_place
from folkmoot.programme.links import booking_of_token

A_BOOKING, WINDOW_SECONDS = 5, 60 * 60
WHY = "It was not made by us as it stands, or newer links have replaced it."


class SendForm(forms.Form):
    """Who comes instead."""

    name = forms.CharField(
        label="Their name",
        widget=forms.TextInput(attrs={"autocomplete": "off", "dir": "auto"}),
        error_messages={"required": "Write their name."},
    )
    email = forms.EmailField(
        label="Their e-mail address",
        help_text="They get a mail with a link of their own. What you told us does not go with it.",
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
        error_messages={
            "required": "Write the address to which their link goes.",
            "invalid": "That is no e-mail address. It looks like name@place.example.",
        },
    )

    def clean_name(self) -> str:
        """The name, tidied, and short enough."""
        try:
            return checked_name(self.cleaned_data["name"])
        except WrongName as trouble:
            raise forms.ValidationError(str(trouble)) from trouble


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def booking_send(request: HttpRequest, token: str) -> HttpResponse:
    """Ask who comes instead; opening the page changes nothing."""
    found = booking_of_token(token)
    if found is None:
        return link_unusable(request, WHY, status=404)
    form = SendForm(request.POST or None)
    if request.method == "POST" and form.is_valid() and _sent(request, found.id, form):
        return redirect("booking", token)
    context: dict[str, Any] = {"booking": found, "session": found.session, "token": token, "form": form}
    return render(request, "programme/booking_send.html", context, status=422 if form.errors else 200)


def _sent(request: HttpRequest, booking_id: str, form: SendForm) -> bool:
    here = allow("send", address_of(request), 20, WINDOW_SECONDS)
    if not (here and allow("send for", booking_id, A_BOOKING, WINDOW_SECONDS)):
        form.add_error(None, "That is very often in an hour. Wait a while, or write to us.")
        return False
    try:
        theirs = send_in_my_place(booking_id, form.cleaned_data["name"], form.cleaned_data["email"])
    except NotPossible as refused:
        form.add_error(None, str(refused))
        return False
    messages.success(request, f"{theirs.person.first_name} has your place now, and a mail with a link of their own.")
    return True
