"""The mail server, from one address: smtp://user:password@mail.example.org:587?tls=yes.

Or a provider's own interface, where SMTP with a password is not allowed: api://postmark?server_token=...
"""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from importlib import import_module
from importlib.util import find_spec
from urllib.parse import parse_qs, parse_qsl, unquote, urlsplit

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.core.mail import EmailMessage, get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.utils.module_loading import import_string

PORTS = {"smtp": 587, "smtps": 465}
WAIT_SECONDS = 20
MEND = (
    "Write smtp://user:password@mail.example.org:587?tls=yes, smtps:// for a server that is encrypted throughout, "
    "or api://postmark?server_token=... for a provider's own interface."
)


@dataclass(frozen=True, slots=True)
class MailServer:
    """Where mail is handed over. `encrypted` from the first byte, or `tls` after a greeting, or neither."""

    host: str
    port: int
    user: str = ""
    password: str = ""
    tls: bool = False
    encrypted: bool = False


@dataclass(frozen=True, slots=True)
class MailProvider:
    """A provider reached by its own interface, without a mail password. `keys` are what it asks for, by their names."""

    name: str
    keys: tuple[tuple[str, str], ...]

    @property
    def backend(self) -> str:
        """The class of django-anymail that speaks to it."""
        return f"anymail.backends.{self.name}.EmailBackend"


def mail_server(url: str) -> MailServer | MailProvider | None:
    """Read the address of a mail server; None for an empty one: then no mail leaves.

    Raises:
        ImproperlyConfigured: with words that say how to mend it.
    """
    if not url:
        return None
    parts = urlsplit(url)
    if parts.scheme == "api":
        return _provider(parts.hostname or "", parts.query)
    tls = parse_qs(parts.query).get("tls", ["yes"])[-1].lower()
    if parts.scheme not in PORTS or not parts.hostname or tls not in {"yes", "no"}:
        raise ImproperlyConfigured(f"FOLKMOOT_MAIL_URL is not the address of a mail server. {MEND}")
    return MailServer(
        host=parts.hostname,
        port=_port(parts.netloc, parts.scheme),
        user=unquote(parts.username or ""),
        password=unquote(parts.password or ""),
        tls=parts.scheme == "smtp" and tls == "yes",
        encrypted=parts.scheme == "smtps",
    )


def connection() -> BaseEmailBackend | None:
    """A way to the mail server of the settings; None when there is none, and always in the demo."""
    return None if settings.DEMO else connection_to(settings.MAIL_URL)


def connection_to(url: str) -> BaseEmailBackend | None:
    """A way to a mail server; None for an empty address. Nothing is sent yet.

    Raises:
        ImproperlyConfigured: for an address that cannot be used.
    """
    server = mail_server(url)
    if server is None:
        return None
    if isinstance(server, MailProvider):
        return _connection_to_provider(server)
    return get_connection(
        "django.core.mail.backends.smtp.EmailBackend",
        host=server.host,
        port=server.port,
        username=server.user,
        password=server.password,
        use_tls=server.tls,
        use_ssl=server.encrypted,
        timeout=WAIT_SECONDS,
    )


def send(message: EmailMessage) -> bool:
    """Hand a mail over; whether it was taken. Where the server says no, the line is closed: Django keeps it open."""
    try:
        return bool(message.send())
    except refusals():
        if message.connection is not None:
            with suppress(*refusals()):
                message.connection.close()
        raise


def refusals() -> tuple[type[Exception], ...]:
    """The errors by which a mail server or a provider says no, and that of a wrong address; SMTP's are OSErrors."""
    if find_spec("anymail") is None:
        return (OSError, ImproperlyConfigured)
    return (OSError, ImproperlyConfigured, import_module("anymail.exceptions").AnymailError)


def _connection_to_provider(provider: MailProvider) -> BaseEmailBackend:
    try:
        made: BaseEmailBackend = import_string(provider.backend)(**dict(provider.keys))
        return made
    except ImproperlyConfigured as trouble:
        reason = str(trouble).strip().partition("\n")[0]
        problem = f"FOLKMOOT_MAIL_URL names {provider.name}, which wants more: {reason}."
        raise ImproperlyConfigured(f"{problem} {MEND}") from trouble


def _provider(name: str, query: str) -> MailProvider:
    if find_spec("anymail") is None:
        raise ImproperlyConfigured("FOLKMOOT_MAIL_URL names a provider, and django-anymail is not installed here.")
    if not name.replace("_", "").isalnum() or find_spec(f"anymail.backends.{name}") is None:
        raise ImproperlyConfigured(f"FOLKMOOT_MAIL_URL names the provider “{name}”, which nobody here knows. {MEND}")
    return MailProvider(name, tuple(parse_qsl(query)))


def _port(place: str, scheme: str) -> int:
    try:
        return urlsplit(f"//{place}").port or PORTS[scheme]
    except ValueError as trouble:
        raise ImproperlyConfigured(f"FOLKMOOT_MAIL_URL has a port that is no number. {MEND}") from trouble
