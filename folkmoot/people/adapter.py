"""How allauth meets Folkmoot: who may sign in, how the code reaches them, and our words."""

from __future__ import annotations

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.conf import settings
from django.db import transaction
from django.http import HttpRequest

from folkmoot.kit.announce import announce
from folkmoot.people.limits import address_of
from folkmoot.people.models import Person
from folkmoot.people.topics import SignInCodeAsked

CODE_MAIL = "account/email/login_code"


class SignInAdapter(DefaultAccountAdapter):  # type: ignore[misc]  # allauth has no types
    """Nobody signs up by themselves: an account is made when a role is granted."""

    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "incorrect_code": "That is not the code. Look at the newest message, and type it again.",
        "too_many_login_attempts": "That was not the code, five times. Ask for a new one.",
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Never."""
        return False

    def get_client_ip(self, request: HttpRequest) -> str:
        """The address of the client; a local socket has none."""
        return address_of(request) or "local"

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Pass on the sign-in code. No other mail of allauth's is ever sent: ours go through the outbox."""
        if template_prefix == CODE_MAIL:
            deliver_code(email, str(context["code"]))

    def add_message(self, *args: Any, message: str | None = None, **kwargs: Any) -> None:
        """Only messages that we worded; allauth's own "you have signed in" say nothing that one does not see."""
        if message:
            super().add_message(*args, message=message, **kwargs)


def deliver_code(email: str, code: str) -> None:
    """Send a sign-in code by mail; a server without mail prints it, for whoever runs the server to pass on."""
    if not settings.MAIL_URL and not settings.DEMO:
        print(f"Sign-in code for {email}: {code} (good for 15 minutes)", flush=True)
        return
    person = Person.objects.filter(user__email__iexact=email).first()
    if person:
        with transaction.atomic():
            announce(SignInCodeAsked(person.id, email, code))
