"""The forms of signing in."""

from __future__ import annotations

from allauth.account.forms import ConfirmLoginCodeForm, RequestLoginCodeForm
from allauth.core import context
from django import forms

from folkmoot.people.limits import address_of, allow

WINDOW_SECONDS = 15 * 60
CODES_AN_EMAIL = 5
CODES_AN_ADDRESS = 30


class AddressForm(RequestLoginCodeForm):  # type: ignore[misc]  # allauth has no types
    """The address to send a code to. It answers the same whether anybody signs in with it or not."""

    email = forms.EmailField(
        label="Your e-mail address",
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "email", "class": "input"}),
        error_messages={
            "required": "Type your e-mail address.",
            "invalid": "That is no e-mail address. It has an @ in it, as in nia@example.org.",
            "max_length": "That is too long for an e-mail address.",
        },
    )

    def clean_email(self) -> str:
        """The address, unless too many codes were asked for."""
        email = str(self.cleaned_data["email"])
        here = address_of(context.request)
        by_email = allow("ask for a code", email.lower(), CODES_AN_EMAIL, WINDOW_SECONDS)
        by_address = allow("ask for codes", here, CODES_AN_ADDRESS, WINDOW_SECONDS)
        if not (by_email and by_address):
            raise forms.ValidationError("Too many codes were asked for. Wait a quarter of an hour, then try again.")
        return str(super().clean_email())


class CodeForm(ConfirmLoginCodeForm):  # type: ignore[misc]  # allauth has no types
    """The code that was sent."""

    code = forms.CharField(
        label="The code",
        max_length=40,
        widget=forms.TextInput(
            attrs={"autocomplete": "one-time-code", "autocapitalize": "characters", "class": "input codebox"}
        ),
        error_messages={"required": "Type the code.", "max_length": "That is too long for a code."},
    )
