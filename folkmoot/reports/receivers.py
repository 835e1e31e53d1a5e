"""What this room does when a room below says that something happened: certificates follow a merge."""

from __future__ import annotations

from folkmoot.kit import time as clock
from folkmoot.kit.announce import receives
from folkmoot.people.merging import move_rows
from folkmoot.people.retention import keep
from folkmoot.people.topics import PersonsMerged
from folkmoot.programme.topics import TimePassed
from folkmoot.reports.models import Certificate, SessionRecord


@receives(TimePassed)
def forget_in_time(event: TimePassed) -> None:
    """Delete certificates together with the attendance that they certify."""
    Certificate.objects.filter(session__ends_at__lt=clock.utc_now() - keep("attendance")).delete()


@receives(PersonsMerged)
def follow_merge(event: PersonsMerged) -> None:
    """Have certificates and records follow; two certificates of one session stay two."""
    move_rows(event.merge_id, Certificate, ["person"])
    move_rows(event.merge_id, SessionRecord, ["made_by"])
