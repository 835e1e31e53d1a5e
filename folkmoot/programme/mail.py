"""Writing mails: `post` is the only way to send one. It writes to the outbox, in the transaction of what it tells.

A kind of mail is one text file for each language, `mail/<language>/<kind>.txt` in the templates of the room that sends
it; its HTML is made from the same words. A mail holds nothing about anybody but the person it is for.
"""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import transaction
from django.template import Context, TemplateDoesNotExist
from django.template.loader import get_template, render_to_string

from folkmoot.kit.text import tidy
from folkmoot.people.identity import link_token
from folkmoot.people.models import Language, Person
from folkmoot.programme.mail_words import Words, as_text, parse
from folkmoot.programme.models import Mail, Session
from folkmoot.programme.outbox import enqueue
from folkmoot.programme.when import spoken_day, spoken_times


def post(kind: str, person: Person, session: Session | None = None, **context: Any) -> Mail | None:
    """Put a mail into the outbox. None when the person has no address, or only plays a part in a rehearsal.

    `context` reaches the templates, beside `person`, `session`, `my_url` and when the session is. `language` in it
    chooses other than the person's own; `calendar` is the text of a calendar file to attach.

    Raises:
        TemplateDoesNotExist: when nobody has written this kind of mail in English.
    """
    if not person.email or person.rehearsal or (session and session.rehearsal_of_id):
        return None
    words = _words(kind, context.get("language") or person.language, _surroundings(person, session) | context)
    mail = Mail.objects.create(
        person=person,
        session=session,
        kind=kind,
        to=person.email,
        subject=tidy(" / ".join(each.subject for each in words))[:200],
        text="\n\n".join(as_text(each) for each in words),
        html=render_to_string("mail/frame.html", {"words": words, "host_name": settings.HOST_NAME}),
        calendar=context.get("calendar", ""),
    )
    # No `partial`: Django names the function when it reports that the queue failed, and a partial has no name.
    transaction.on_commit(lambda: enqueue(mail.id), robust=True)
    return mail


def post_to(kind: str, to: str, **context: Any) -> Mail:
    """Put a mail into the outbox that is for an address rather than for a person: the host's, or of who complains.

    It should hold nothing that anybody wrote: nobody's data lead to it, beside the address.
    """
    words = _words(kind, "en", _of_the_host() | context)
    mail = Mail.objects.create(
        kind=kind,
        to=to,
        subject=tidy(words[0].subject)[:200],
        text=as_text(words[0]),
        html=render_to_string("mail/frame.html", {"words": words, "host_name": settings.HOST_NAME}),
    )
    transaction.on_commit(lambda: enqueue(mail.id), robust=True)
    return mail


def _of_the_host() -> dict[str, str]:
    return {"host_name": settings.HOST_NAME, "host_email": settings.HOST_EMAIL}


def absolute(path: str) -> str:
    """The full address of a page, for use outside the site."""
    return f"{settings.PUBLIC_URL}{path}"


def _surroundings(person: Person, session: Session | None) -> dict[str, Any]:
    when = {"day": spoken_day(session), "times": spoken_times(session)} if session else {}
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
