"""The page that mails people their links again."""

from __future__ import annotations

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from folkmoot.people.limits import address_of, allow
from folkmoot.programme.actions.sending_links import send_links

WINDOW_SECONDS = 15 * 60
AN_EMAIL = 3
AN_ADDRESS = 30


class LostLinkForm(forms.Form):
    """The address to which the links go."""

    email = forms.EmailField(
        label="Your e-mail address",
        max_length=254,
        help_text="The one with which you booked, or which you gave on your own page.",
        widget=forms.EmailInput(attrs={"autocomplete": "email", "class": "input"}),
        error_messages={
            "required": "Type your e-mail address.",
            "invalid": "That is no e-mail address. It has an @ in it, as in bea@example.org.",
            "max_length": "That is too long for an e-mail address.",
        },
    )


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def lost_link(request: HttpRequest) -> HttpResponse:
    """Mail somebody their links. The page says the same whether the address is known here or not."""
    form = LostLinkForm(request.POST or None)
    sent_to = ""
    if form.is_valid():
        if _within_limits(request, form.cleaned_data["email"]):
            sent_to = form.cleaned_data["email"]
            send_links(sent_to)
        else:
            form.add_error(None, "That was asked for often just now. Wait a quarter of an hour, then try again.")
    context = {"form": form, "sent_to": sent_to}
    return render(request, "programme/lost_link.html", context, status=422 if form.errors else 200)


def _within_limits(request: HttpRequest, email: str) -> bool:
    """Whether this mailbox, and this network address, asked no more than people do."""
    by_email = allow("links to", email.lower(), AN_EMAIL, WINDOW_SECONDS)
    by_address = allow("links from", address_of(request), AN_ADDRESS, WINDOW_SECONDS)
    return by_email and by_address
