"""Sending mails: `post` is the only way to do it. It writes to the outbox, in the transaction of what it tells.

How a mail reads is in `mail_writing`.
"""

from __future__ import annotations

from typing import Any

from django.db import transaction

from folkmoot.people.models import Person
from folkmoot.programme.mail_writing import absolute, written, written_to_nobody
from folkmoot.programme.models import Mail, Session
from folkmoot.programme.outbox import enqueue

__all__ = ["absolute", "post", "post_to"]


def post(kind: str, person: Person, session: Session | None = None, **context: Any) -> Mail | None:
    """Put a mail into the outbox. None when the person has no address, or only plays a part in a rehearsal.

    `context` reaches the templates, beside `person`, `session`, `my_url` and when the session is. `language` in it
    chooses other than the person's own; `calendar` is the text of a calendar file to attach.

    Raises:
        TemplateDoesNotExist: when nobody has written this kind of mail in English.
    """
    if not person.email or person.rehearsal or (session and session.rehearsal_of_id):
        return None
    mail = Mail.objects.create(
        person=person,
        session=session,
        kind=kind,
        to=person.email,
        calendar=context.get("calendar", ""),
        **written(kind, person, session, context),
    )
    # No `partial`: Django names the function when it reports that the queue failed, and a partial has no name.
    transaction.on_commit(lambda: enqueue(mail.id), robust=True)
    return mail


def post_to(kind: str, to: str, **context: Any) -> Mail:
    """Put a mail into the outbox that is for an address rather than for a person: the host's, or of who complains.

    It should hold nothing that anybody wrote: nobody's data lead to it, beside the address.
    """
    mail = Mail.objects.create(kind=kind, to=to, **written_to_nobody(kind, context))
    transaction.on_commit(lambda: enqueue(mail.id), robust=True)
    return mail
