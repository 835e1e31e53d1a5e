"""What happens by the clock: holds and offers end, reminders go out, forgotten mails are found, old notes deleted.

Every step may be done by several processes at once, and again: each finds done what is done.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from functools import partial

from django.contrib.sessions.models import Session as Device
from django.db import InterfaceError, OperationalError, connection

from folkmoot.kit import time as clock
from folkmoot.kit.announce import announce
from folkmoot.people import ledger
from folkmoot.people.complaints import forget_complaints
from folkmoot.programme.actions.forgetting import (
    forget_access_notes,
    forget_bookings,
    forget_sent_mails,
    forget_strangers,
    forget_unconfirmed,
)
from folkmoot.programme.actions.reminding import remind
from folkmoot.programme.actions.waiting import pass_on_places
from folkmoot.programme.models import Session
from folkmoot.programme.outbox import requeue
from folkmoot.programme.places import QUEUING
from folkmoot.programme.topics import TimePassed

_log = logging.getLogger(__name__)


FORGETTING: dict[str, Callable[[], int]] = {
    "access_notes": forget_access_notes,
    "mails": forget_sent_mails,
    "unconfirmed": forget_unconfirmed,
    "bookings": forget_bookings,
    "complaints": forget_complaints,
}
"""What is let go here, by the class of retention."""


def sweep() -> None:
    """Do all that is due. A step that fails is logged, and keeps no other from being done."""
    steps: tuple[Callable[[], object], ...] = (
        _pass_on_everywhere,
        remind,
        requeue,
        *(partial(_let_go, key) for key in FORGETTING),
        forget_strangers,
        ledger.shorten,
        _forget_old_devices,
        _tell_rooms_above,
    )
    for step in steps:
        try:
            step()
        except (OperationalError, InterfaceError) as trouble:
            connection.close()
            _log.warning("The database is away (%s); what is due is done soon.", type(trouble).__name__)
        except Exception:
            _log.exception("A step of the timer failed; it is tried again soon.")


def let_go() -> None:
    """Let go all that was kept long enough: a restore does so before it serves, for it brings back what had gone."""
    for key in FORGETTING:
        _let_go(key)


def _let_go(key: str) -> None:
    ledger.note_over(key, FORGETTING[key]())


def _forget_old_devices() -> None:
    """Delete what was kept for browsers that have not come back in ninety days."""
    Device.objects.filter(expire_date__lt=clock.utc_now()).delete()


def _tell_rooms_above() -> None:
    announce(TimePassed())


def _pass_on_everywhere() -> None:
    """Pass places on in every coming session for which somebody waits."""
    coming = Session.objects.filter(starts_at__gt=clock.utc_now(), bookings__status__in=QUEUING)
    for session_id in coming.values_list("id", flat=True).distinct():
        pass_on_places(session_id)
