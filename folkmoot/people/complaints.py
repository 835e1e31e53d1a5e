"""Complaints about how personal data is used: made by anybody, acknowledged within 30 days, and logged."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction

from folkmoot.kit import time as clock
from folkmoot.kit.announce import announce
from folkmoot.people.models import Complaint, Person
from folkmoot.people.retention import keep
from folkmoot.people.topics import ComplaintMade

ACKNOWLEDGE_WITHIN = timedelta(days=30)
STEP_LIMIT = 1200


@transaction.atomic
def complain(name: str, contact: str, text: str) -> Complaint:
    """Log a complaint, and tell the host. One sent twice within the hour is one."""
    since = clock.utc_now() - timedelta(hours=1)
    same = Complaint.objects.filter(contact=contact, text=text, at__gt=since).first()
    if same is not None:
        return same
    made = Complaint.objects.create(name=name, contact=contact, text=text, at=clock.utc_now())
    announce(ComplaintMade(made.id, made.contact))
    return made


def acknowledge_by(complaint: Complaint) -> datetime:
    """Until when it must be acknowledged."""
    return complaint.at + ACKNOWLEDGE_WITHIN


@transaction.atomic
def log_step(complaint: Complaint, by: Person, what: str, *, answered: bool = False) -> None:
    """Write into the log what was done. The first step acknowledges it; `answered` closes it."""
    now = clock.utc_now()
    fresh = Complaint.objects.select_for_update().get(id=complaint.id)
    fresh.steps = [*fresh.steps, {"at": now.isoformat(), "by": by.name, "what": what[:STEP_LIMIT]}]
    fresh.acknowledged_at = fresh.acknowledged_at or now
    fresh.answered_at = now if answered else fresh.answered_at
    fresh.save()


def forget_complaints() -> int:
    """Delete complaints long after they were answered. Gives how many."""
    return Complaint.objects.filter(answered_at__lt=clock.utc_now() - keep("complaints")).delete()[0]
