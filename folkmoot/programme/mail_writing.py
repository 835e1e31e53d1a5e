"""The words of a mail: how a kind of mail reads for one person, as of now.

A kind of mail is one text file for each language, `mail/<language>/<kind>.txt` in the templates of the room that sends
it; its HTML is made from the same words. A mail holds nothing about anybody but the person it is for.
"""

from __future__ import annotations

from typing import Any, TypedDict

from django.conf import settings
from django.template import Context, TemplateDoesNotExist
from django.template.loader import get_template, render_to_string

from folkmoot.kit import time as clock
from folkmoot.kit.text import tidy
from folkmoot.people.identity import link_token
from folkmoot.people.models import Language, Person
from folkmoot.programme.mail_words import Words, as_text, parse
from folkmoot.programme.models import Session
from folkmoot.programme.places import is_today
from folkmoot.programme.when import spoken_day, spoken_times


class Written(TypedDict):
    """What of a mail is read."""

    subject: str
    text: str
    html: str


def written(kind: str, person: Person, session: Session | None, context: dict[str, Any]) -> Written:
    """A mail to a person, in their language or the one that `context` names.

    Raises:
        TemplateDoesNotExist: when nobody has written this kind of mail in English.
    """
    return _laid_out(_words(kind, context.get("language") or person.language, _surroundings(person, session) | context))


def written_to_nobody(kind: str, context: dict[str, Any]) -> Written:
    """A mail to an address, in English."""
    return _laid_out(_words(kind, "en", _of_the_host() | context))


def _laid_out(words: list[Words]) -> Written:
    return {
        "subject": tidy(" / ".join(each.subject for each in words))[:200],
        "text": "\n\n".join(as_text(each) for each in words),
        "html": render_to_string("mail/frame.html", {"words": words, "host_name": settings.HOST_NAME}),
    }


def _of_the_host() -> dict[str, str]:
    return {"host_name": settings.HOST_NAME, "host_email": settings.HOST_EMAIL}


def absolute(path: str) -> str:
    """The full address of a page, for use outside the site."""
    return f"{settings.PUBLIC_URL}{path}"


def _surroundings(person: Person, session: Session | None) -> dict[str, Any]:
    when: dict[str, Any] = {}
    if session:
        today = is_today(session, clock.utc_now())
        when = {"day": spoken_day(session), "times": spoken_times(session), "today": today}
    return {
        "person": person,
        "session": session,
        "my_url": absolute(f"/me/{link_token(person)}/"),
        **_of_the_host(),
        **when,
    }


def _words(kind: str, language: str, context: dict[str, Any]) -> list[Words]:
    """The mail's words: Welsh with English below for those who chose Welsh, where it has been translated."""
    languages = ["en"] if language == Language.ENGLISH else [language, "en"]
    found = [(code, _render(kind, code, context, needed=code == "en")) for code in languages]
    return [parse(text, code) for code, text in found if text]


def _render(kind: str, language: str, context: dict[str, Any], *, needed: bool) -> str:
    try:
        template = get_template(f"mail/{language}/{kind}.txt")
    except TemplateDoesNotExist:
        if needed:
            raise
        return ""
    plain: Any = template
    # A mail's text is no HTML: names keep their apostrophes. The HTML is escaped when it is made.
    return str(plain.template.render(Context(context, autoescape=False)))
