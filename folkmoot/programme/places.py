"""How full a session is, and whether it can be booked.

A place is taken by who is confirmed or attended; held by who has not confirmed yet (two hours), by who cancelled and
may undo it (an hour), by an offer to the waiting list, and for a party whose members are still to book. On the day
itself an offer holds nothing: the first to click wins (practice guide, A03).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from django.db.models import Count, Q

from folkmoot.kit import time as clock
from folkmoot.programme.models import Booking, Party, Session

S = Booking.Status
COMING = (S.CONFIRMED, S.ATTENDED, S.PART_ATTENDED, S.NO_SHOW)
QUEUING = (S.WAITLISTED, S.OFFERED)


class Standing(StrEnum):
    """Whether a session can be booked, and if not, why."""

    UNSCHEDULED = "unscheduled"
    SOON = "soon"
    OPEN = "open"
    FULL = "full"
    CLOSED = "closed"
    LIVE = "live"
    PAST = "past"
    CANCELLED = "cancelled"

    @property
    def takes_bookings(self) -> bool:
        """Whether somebody may book a place, or a place in the queue."""
        return self in {Standing.OPEN, Standing.FULL}

    @property
    def passes_on(self) -> bool:
        """Whether a free place goes to who waits: also when the host takes no new bookings."""
        return self in {Standing.OPEN, Standing.FULL, Standing.CLOSED}


@dataclass(frozen=True, slots=True)
class Places:
    """The places of a session: `taken` counts those held, too; `waiting` counts the queue."""

    seats: int
    capacity: int
    taken: int
    waiting: int

    @property
    def left(self) -> int:
        """Places that may still be booked."""
        return max(0, self.seats - self.taken)

    @property
    def shown(self) -> int:
        """Places left, as a page may say it beside the capacity: over-booking is the host's own matter."""
        return min(self.left, self.capacity)


def is_today(session: Session, now: datetime) -> bool:
    """Whether it is the day of the session, where the session is."""
    return session.date is not None and clock.utc_to_local(now, session.zone).date() == session.date


def places_of(session: Session, now: datetime | None = None) -> Places:
    """Count the places of one session."""
    return places_of_all([session], now)[session.id]


def places_of_all(sessions: Iterable[Session], now: datetime | None = None) -> dict[str, Places]:
    """Count the places of several sessions, in two queries."""
    now = now or clock.utc_now()
    by_id = {session.id: session for session in sessions}
    counts = _counted(by_id, now)
    parties = _held_by_parties(by_id, now)
    return {key: _places(session, counts.get(key, {}), parties[key], now) for key, session in by_id.items()}


def _counted(by_id: dict[str, Session], now: datetime) -> dict[str, dict[str, Any]]:
    held = Q(status__in=[S.REQUESTED, S.CANCELLED], held_until__gt=now)
    rows = Booking.objects.filter(session__in=by_id).values("session").order_by()
    counted = rows.annotate(
        taken=Count("id", filter=Q(status__in=COMING) | held),
        offered=Count("id", filter=Q(status=S.OFFERED, offered_until__gt=now)),
        waiting=Count("id", filter=Q(status__in=QUEUING)),
    )
    return {row["session"]: dict(row) for row in counted}


def _held_by_parties(by_id: dict[str, Session], now: datetime) -> Counter[str]:
    """Places that parties still hold: what was held, less who has booked by the party's link."""
    here = Q(bookings__status__in=COMING) | Q(bookings__status=S.REQUESTED, bookings__held_until__gt=now)
    joined = Count("bookings", filter=here)
    held: Counter[str] = Counter()
    for party in Party.objects.filter(session__in=by_id, held_until__gt=now).annotate(joined=joined):
        held[party.session_id] += open_places(party, party.joined)
    return held


def open_places(party: Party, joined: int) -> int:
    """What a party still holds when so many of it, its lead among them, have a place."""
    return max(0, party.held_places - max(0, joined - 1))


def _places(session: Session, counts: dict[str, Any], parties: int, now: datetime) -> Places:
    offered = 0 if is_today(session, now) else counts.get("offered", 0)
    taken = counts.get("taken", 0) + offered + parties
    return Places(session.seats, session.capacity, taken, counts.get("waiting", 0))


def standing(session: Session, places: Places, now: datetime | None = None) -> Standing:
    """Say whether a session can be booked. What the clock says goes before what somebody set."""
    now = now or clock.utc_now()
    if session.status == Session.Status.CANCELLED:
        return Standing.CANCELLED
    if session.date is None:
        return Standing.UNSCHEDULED
    if _is_over(session, now):
        return Standing.PAST
    if session.status == Session.Status.LIVE or (session.starts_at and session.starts_at <= now):
        return Standing.LIVE
    if session.status in {Session.Status.ANNOUNCED, Session.Status.UNSCHEDULED} or session.starts_at is None:
        return Standing.SOON
    if session.status == Session.Status.CLOSED:
        return Standing.CLOSED
    return Standing.FULL if places.left == 0 or places.waiting else Standing.OPEN


def _is_over(session: Session, now: datetime) -> bool:
    if session.status == Session.Status.DONE:
        return True
    if session.ends_at:
        return session.ends_at <= now
    # Without an hour, a session is over when its day is.
    return bool(session.date and clock.utc_to_local(now - timedelta(days=1), session.zone).date() >= session.date)
