"""Why no mail went out, in words for somebody who runs an office and no mail server."""

from __future__ import annotations

import socket
import ssl
from smtplib import (
    SMTPAuthenticationError,
    SMTPDataError,
    SMTPException,
    SMTPNotSupportedError,
    SMTPRecipientsRefused,
    SMTPResponseException,
    SMTPSenderRefused,
    SMTPServerDisconnected,
)

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.core.mail import EmailMessage

from folkmoot.programme import smtp

_WORDS: tuple[tuple[type[Exception], str], ...] = (
    (
        SMTPAuthenticationError,
        "The mail server was reached, and it refused the user name or the password. Some providers want an “app "
        "password” made for this purpose, or allow none at all: then use their interface (api://).",
    ),
    (
        SMTPNotSupportedError,
        "The mail server offers no encryption on this port, or no signing in without it. Try smtps:// (port 465), or "
        "?tls=no for a server in your own house.",
    ),
    (
        SMTPSenderRefused,
        "The mail server does not let us write from this address. Set FOLKMOOT_MAIL_FROM to one of its own.",
    ),
    (SMTPRecipientsRefused, "The mail server does not take mail for this address. Look whether it is written rightly."),
    (SMTPDataError, "The mail server read the mail and refused it; what it said says why."),
    (
        SMTPServerDisconnected,
        "The mail server closed the line. Often the port and the kind of encryption do not fit: smtp:// goes with 587, "
        "smtps:// with 465.",
    ),
    (
        ssl.SSLCertVerificationError,
        "The mail server’s certificate is not for this name, or has run out. Use the name that your provider gives.",
    ),
    (ssl.SSLError, "The encryption did not fit. smtp:// goes with port 587, smtps:// with port 465."),
    (
        socket.gaierror,
        "There is no server of this name, or this computer cannot look names up. Look for a typing error.",
    ),
    (ConnectionRefusedError, "Nobody answers at this port. Look whether it is the right one: 587 or 465."),
    (
        TimeoutError,
        "The mail server did not answer in time. A firewall may block this port; many hosts block 25, 465 and 587 "
        "until asked.",
    ),
    (ImproperlyConfigured, "The address of the mail server is not complete."),
)


def in_plain_words(trouble: Exception) -> str:
    """What went wrong, and what usually helps."""
    for kind, words in _WORDS:
        if isinstance(trouble, kind):
            return words
    if isinstance(trouble, SMTPException):
        return "The mail server was reached and did not take the mail; what it said says why."
    if not isinstance(trouble, OSError) or type(trouble).__module__.startswith(("anymail", "requests")):
        return _of_a_provider(trouble)
    return "The mail server could not be reached."


def _of_a_provider(trouble: Exception) -> str:
    """Why a provider's interface took no mail: nobody answered, it has trouble itself, or it says no."""
    answer = getattr(trouble, "response", None)
    if isinstance(trouble, OSError) and answer is None:
        return (
            "The mail provider could not be reached. Look whether this server may call the internet by port 443, and "
            "whether it can look names up."
        )
    if answer is not None and answer.status_code >= 500:
        return "The mail provider has trouble of its own just now. Try again later; mails wait meanwhile."
    return "The mail provider did not take the mail. Look at the key, and whether your sender’s address is approved."


def what_it_said(trouble: Exception) -> str:
    """The server's own words, in one line, for whoever looks after it."""
    if isinstance(trouble, SMTPRecipientsRefused):
        code, said = next(iter(trouble.recipients.values()))
        return f"{code} {_one_line(said)}"
    if isinstance(trouble, SMTPResponseException):
        return f"{trouble.smtp_code} {_one_line(trouble.smtp_error)}"
    return _one_line(trouble)


def send_a_trial(url: str, to: str, sender: str) -> None:
    """Send one mail by a server that may not be in the settings yet.

    Raises:
        ImproperlyConfigured: for an address that cannot be used.
        Exception: as `folkmoot.programme.smtp.refusals` lists them, when the server says no.
    """
    message = EmailMessage(
        subject="Folkmoot can send mail",
        body=f"This is the trial mail of the Folkmoot at {settings.PUBLIC_URL}. You need do nothing.\n",
        from_email=sender,
        to=[to],
        connection=smtp.connection_to(url),
    )
    smtp.send(message)


def _one_line(said: object) -> str:
    text = said.decode(errors="replace") if isinstance(said, bytes) else str(said)
    return " ".join(text.split())[:300]
