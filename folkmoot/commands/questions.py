"""Asking for one setting after the other: what was said last time is offered again, and a wrong answer is told why."""

from __future__ import annotations

import getpass
import re
import sys
from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import quote, urlsplit
from zoneinfo import available_timezones

Check = Callable[[str], str]
"""Gives the answer as it is kept. Raises WrongAnswer."""

_DOMAIN = re.compile(r"(?=.{1,253}$)([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z][a-z0-9-]*[a-z0-9]")
_ADDRESS = re.compile(r"[^@\s<>\"']+@[^@\s<>\"'.]+(\.[^@\s<>\"'.]+)+")


class WrongAnswer(ValueError):
    """An answer that cannot be used; the text says why and what to write instead."""


@dataclass(frozen=True, slots=True)
class Question:
    """One thing to know: the words it is asked with, and what an answer must be."""

    words: str
    check: Check
    option: str
    """The command's option that answers it, so that a refusal can name it."""


def domain(said: str) -> str:
    """The address that people will type, from a domain or from a whole address; https unless http is written."""
    typed = said.strip().rstrip("/")
    parts = urlsplit(typed if "://" in typed else f"https://{typed}")
    host = (parts.hostname or "").lower()
    try:
        host = host.encode("idna").decode()
        port = f":{parts.port}" if parts.port else ""
    except ValueError:
        host, port = "", ""
    if not _DOMAIN.fullmatch(host) or parts.path or parts.query or parts.scheme not in {"http", "https"}:
        raise WrongAnswer("Write a domain alone, as in moot.example.org: a name with a dot, and no path after it.")
    return f"{parts.scheme}://{host}{port}"


def some_words(said: str) -> str:
    """Any text that is not empty."""
    words = " ".join(said.split())
    if not words:
        raise WrongAnswer("Write something here.")
    return words


def mail_address(said: str) -> str:
    """An e-mail address."""
    if not _ADDRESS.fullmatch(said.strip()):
        raise WrongAnswer("That is no e-mail address. It has an @ in it, as in office@example.org.")
    return said.strip()


def zone(said: str) -> str:
    """A time zone by its name."""
    known = {each.casefold(): each for each in available_timezones()}
    if found := known.get(said.strip().casefold().replace(" ", "_")):
        return found
    raise WrongAnswer("No time zone has that name. Write it as in Europe/London.")


def whole_number(said: str) -> str:
    """A port."""
    if not said.strip().isdigit() or not 0 < int(said) < 65536:
        raise WrongAnswer("Write a port: a number from 1 to 65535.")
    return str(int(said))


def ask(question: Question, before: str, given: str | None, *, may_ask: bool) -> str:
    """The answer to a question: the one given as an option, else asked for, else the one from before.

    Raises:
        WrongAnswer: when nobody may be asked, and what is there cannot be used.
    """
    if given is not None or not may_ask:
        try:
            return question.check(given if given is not None else before)
        except WrongAnswer as why:
            raise WrongAnswer(f"{question.option}: {why}") from why
    while True:
        said = input(f"{question.words}{f' [{before}]' if before else ''}: ").strip() or before
        try:
            return question.check(said)
        except WrongAnswer as why:
            print(f"  {why}")


def yes(words: str, *, usual: bool) -> bool:
    """Whether somebody says yes."""
    said = input(f"{words} [{'Y/n' if usual else 'y/N'}]: ").strip().lower()
    return usual if not said else said.startswith("y")


def mail_url(before: str) -> str:
    """Ask how mail goes out, and give the address of the server or provider; empty for sending by hand."""
    print(
        "\nHow does mail go out?\n  1  by a mail server, with a user name and a password\n"
        "  2  by a mail provider’s own interface, with a key (Postmark, Mailgun, Brevo, Resend and others)\n"
        "  3  we send the mails ourselves: Folkmoot makes a sheet for a mail merge"
    )
    usual = {"api": "2", "": "3"}.get(urlsplit(before).scheme, "1") if before else "1"
    kind = ""
    while kind not in {"1", "2", "3"}:
        kind = input(f"1, 2 or 3 [{usual}]: ").strip() or usual
    return "" if kind == "3" else _provider(before) if kind == "2" else _server(before)


def _server(before: str) -> str:
    was = urlsplit(before if before.startswith("smtp") else "")
    host = ask(Question("Mail server", some_words, "--mail-url"), was.hostname or "", None, may_ask=True)
    port = ask(Question("Port (587 or 465)", whole_number, "--mail-url"), str(was.port or 587), None, may_ask=True)
    user = input(f"User name, if it wants one [{was.username or ''}]: ").strip() or (was.username or "")
    password = (getpass.getpass("Password (nothing is shown): ") or was.password or "") if user else ""
    scheme = "smtps" if port == "465" else "smtp"
    who = f"{quote(user, safe='')}:{quote(password, safe='')}@" if user else ""
    return f"{scheme}://{who}{host}:{port}"


def _provider(before: str) -> str:
    was = urlsplit(before if before.startswith("api:") else "")
    question = Question("Provider, as in postmark", some_words, "--mail-url")
    name = ask(question, was.hostname or "", None, may_ask=True).lower().replace(" ", "_")
    print(f"  What {name} asks for, as django-anymail names it: server_token=..., or api_key=...&sender_domain=...")
    keys = getpass.getpass("Key (nothing is shown): ").strip() or was.query
    return f"api://{name}?{keys}"


def can_ask() -> bool:
    """Whether somebody sits at a keyboard."""
    return sys.stdin.isatty()
