"""The outbox: rows of Mail, sent by background tasks, tried again when the server does not take them.

A mail is durable from the moment its transaction commits. The queue only says “now”: whatever it forgets, `requeue`
finds. A worker that dies between handing a mail over and noting it may send it twice, under the same message id.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from email.mime.text import MIMEText
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.db.models import F, Q
from django_tasks import task

from folkmoot.kit import time as clock
from folkmoot.programme import smtp
from folkmoot.programme.links import links_of
from folkmoot.programme.mail_trouble import in_plain_words, what_it_said
from folkmoot.programme.mail_writing import written
from folkmoot.programme.models import Booking, Mail
from folkmoot.programme.places import is_today

BACK_OFF = (1, 5, 20, 60, 240, 720)
"""Minutes to wait after each failed try; after the last the mail has failed."""
LEASE = timedelta(minutes=5)
"""How long one worker has for a mail before another may try it."""
NO_SERVER = "No mail server is set (FOLKMOOT_MAIL_URL)."


@task()
def send_mail(mail_id: str) -> None:
    """Send one mail of the outbox: what the queue carries out."""
    deliver(mail_id)


def enqueue(mail_id: str) -> None:
    """Have a mail sent as soon as a worker is free."""
    send_mail.enqueue(mail_id)


def deliver(mail_id: str) -> None:
    """Send a mail that is due, once. A refusal by the server is noted, and the mail waits for its next try."""
    now = clock.utc_now()
    due = Mail.objects.filter(_is_due(), id=mail_id)
    if not due.update(next_try_at=now + LEASE, tries=F("tries") + 1):
        return
    mail = Mail.objects.get(id=mail_id)
    if mail.kind.startswith("reminder"):
        booking = _reminded_of(mail, now)
        if booking is None:
            Mail.objects.filter(id=mail_id).update(status=Mail.Status.DROPPED)
            return
        _say_today(mail, booking, now)
    try:
        sent = _hand_over(mail)
    except smtp.refusals() as trouble:
        _note_failure(mail, f"{in_plain_words(trouble)} It said: {what_it_said(trouble)}")
        return
    if sent:
        Mail.objects.filter(id=mail_id).update(status=Mail.Status.SENT, sent_at=clock.utc_now(), trouble="")
    else:
        again = now + timedelta(minutes=BACK_OFF[1])
        Mail.objects.filter(id=mail_id).update(tries=0, next_try_at=again, trouble=NO_SERVER)


def requeue() -> int:
    """Enqueue every waiting mail that is due; the lease keeps one from going out twice. Returns how many."""
    due = list(Mail.objects.filter(_is_due()).order_by("created_at").values_list("id", flat=True)[:500])
    for mail_id in due:
        enqueue(mail_id)
    return len(due)


def try_again(mail: Mail) -> None:
    """Send a failed mail anew, because somebody asked for it."""
    Mail.objects.filter(id=mail.id, status=Mail.Status.FAILED).update(
        status=Mail.Status.WAITING, tries=0, next_try_at=None
    )
    enqueue(mail.id)


def _is_due() -> Q:
    return Q(status=Mail.Status.WAITING) & (Q(next_try_at=None) | Q(next_try_at__lte=clock.utc_now()))


def _reminded_of(mail: Mail, now: datetime) -> Booking | None:
    """The booking of a reminder; None when it comes too late: the place was given up, or the session is over."""
    confirmed = Booking.objects.filter(person=mail.person, session=mail.session, status=Booking.Status.CONFIRMED)
    booking = confirmed.select_related("person", "session__programme", "party").first()
    ends = booking.session.ends_at if booking else None
    return None if ends is not None and ends < now else booking


def _say_today(mail: Mail, booking: Booking, now: datetime) -> None:
    """Write a reminder anew that said “tomorrow” and waited past midnight."""
    if is_today(booking.session, now) == is_today(booking.session, mail.created_at):
        return
    context = {"language": booking.language, **links_of(booking)}
    for name, words in written(mail.kind, booking.person, booking.session, context).items():
        setattr(mail, name, words)
    mail.save(update_fields=["subject", "text", "html"])


def _hand_over(mail: Mail) -> bool:
    """Give a mail to the server. False when there is none; in the demo it is only kept for reading."""
    connection = smtp.connection()
    if connection is None:
        return bool(settings.DEMO)
    host = urlsplit(settings.PUBLIC_URL).hostname
    message = EmailMultiAlternatives(
        subject=mail.subject,
        body=mail.text,
        from_email=settings.DEFAULT_FROM_EMAIL,
        to=[mail.to],
        headers={"Message-ID": f"<{mail.id}@{host}>", "Auto-Submitted": "auto-generated"},
        connection=connection,
    )
    if mail.html:
        message.attach_alternative(mail.html, "text/html")
    if mail.calendar:
        message.attach(_calendar_part(mail.calendar))
    return smtp.send(message)


def _calendar_part(calendar: str) -> MIMEText:
    method = "CANCEL" if "METHOD:CANCEL" in calendar else "PUBLISH"
    part = MIMEText(calendar, "calendar", "utf-8")
    part.set_param("method", method)
    part.add_header("Content-Disposition", "attachment", filename="session.ics")
    return part


def _note_failure(mail: Mail, trouble: str) -> None:
    waiting = mail.tries <= len(BACK_OFF)
    minutes = BACK_OFF[min(mail.tries, len(BACK_OFF)) - 1]
    Mail.objects.filter(id=mail.id).update(
        status=Mail.Status.WAITING if waiting else Mail.Status.FAILED,
        next_try_at=clock.utc_now() + timedelta(minutes=minutes),
        trouble=trouble[:200],
    )
