"""What the bookings desk shows: who booked, who waits, the mix of sectors, what people need, mails that failed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.core.paginator import Page, Paginator
from django.db.models import Count, Q, QuerySet
from django.utils import timezone

from folkmoot.kit.text import tidy
from folkmoot.people.models import Merge, Person, Sector
from folkmoot.programme.access import SEES_ACCESS_NOTES, SEES_DUPLICATES, roles_in, runs_coffees
from folkmoot.programme.actions.changing import can_undo
from folkmoot.programme.models import Booking, Mail, Session
from folkmoot.programme.places import COMING, QUEUING, Places, Standing, is_today, places_of, standing
from folkmoot.programme.when import spoken_moment

ROWS = 50
S = Booking.Status

SHOWN = {
    "": ("Everyone", Q()),
    "coming": ("Who has a place", Q(status__in=COMING)),
    "held": ("Not confirmed yet", Q(status=S.REQUESTED)),
    "waiting": ("The waiting list", Q(status__in=QUEUING)),
    "cancelled": ("Cancelled", Q(status=S.CANCELLED)),
}
"""What the list may be narrowed to."""

TAGS = {
    S.REQUESTED.value: ("Not confirmed yet", "sky", "clock"),
    S.CONFIRMED.value: ("Confirmed", "", "check"),
    S.WAITLISTED.value: ("Waiting", "plain", "wait"),
    S.OFFERED.value: ("Offered", "amber", "wait"),
    S.CANCELLED.value: ("Cancelled", "plain", "x"),
    S.ATTENDED.value: ("Came", "", "check"),
    S.PART_ATTENDED.value: ("Came for a part", "", "half"),
    S.NO_SHOW.value: ("Did not come", "plain", "x"),
}


@dataclass(frozen=True, slots=True)
class Row:
    """One booking in the list; `acts` are the words by which the desk is told what to do with it."""

    booking: Booking
    tag: str
    tone: str
    icon: str
    until: str
    acts: tuple[tuple[str, str], ...]

    @property
    def first(self) -> tuple[str, str] | None:
        """What is most likely wanted, where something waits to be done."""
        return self.acts[0] if self.acts and self.booking.status in {S.REQUESTED, S.CANCELLED} else None


@dataclass(frozen=True, slots=True)
class Share:
    """How many come from one sector."""

    label: str
    count: int


@dataclass(frozen=True, slots=True)
class Desk:
    """All of the page."""

    session: Session
    places: Places
    standing: Standing
    counts: dict[str, int]
    rows: Sequence[Row]
    page: Page[Booking]
    waiting: Sequence[Row]
    sectors: Sequence[Share]
    missing: Sequence[str]
    in_welsh: int
    notes: int
    failed: Sequence[Mail]
    mendable: Sequence[Booking]
    """Bookings whose address may be mended: mails to it failed, and nobody ever confirmed it."""
    sees_notes: bool
    sees_duplicates: bool
    duplicates: Sequence[tuple[Person, Person]]
    merges: Sequence[Merge]
    today: bool
    runs_coffees: bool


def read_desk(session: Session, person: Person, *, search: str = "", shown: str = "", page: str = "1") -> Desk:
    """Read a session's desk for somebody who may see its bookings."""
    now, roles = timezone.now(), roles_in(person, session)
    places = places_of(session, now)
    own = Booking.objects.filter(session=session)
    found = Paginator(_matching(own, search, shown), ROWS).get_page(page)
    waiting = own.filter(status__in=QUEUING).select_related("person__organisation").order_by("queue")
    sectors = _sectors(own)
    sees_duplicates = bool(roles & SEES_DUPLICATES)
    return Desk(
        session=session,
        places=places,
        standing=standing(session, places, now),
        counts=_counts(own),
        rows=[_row(booking, now, session.zone, today=is_today(session, now)) for booking in found],
        page=found,
        waiting=[_row(booking, now, session.zone, today=is_today(session, now)) for booking in waiting],
        sectors=sectors,
        missing=[
            label
            for value, label in Sector.choices
            if label not in {each.label for each in sectors} and value != "other"
        ],
        in_welsh=own.filter(status__in=COMING, language="cy").count(),
        notes=own.exclude(status=S.CANCELLED).exclude(access_note="").count(),
        failed=list(session.mails.filter(status=Mail.Status.FAILED).select_related("person")),
        mendable=list(own.filter(person__mails__status=Mail.Status.FAILED, person__email_confirmed_at=None).distinct()),
        sees_notes=bool(roles & SEES_ACCESS_NOTES),
        sees_duplicates=sees_duplicates,
        duplicates=possible_duplicates(session) if sees_duplicates else (),
        merges=merges_in(session) if sees_duplicates else (),
        today=is_today(session, now),
        runs_coffees=runs_coffees(person, session.programme),
    )


def _matching(bookings: QuerySet[Booking], search: str, shown: str) -> QuerySet[Booking]:
    chosen = SHOWN.get(shown, SHOWN[""])[1]
    found = bookings.filter(chosen).select_related("person__organisation", "party")
    if word := tidy(search):
        who = Q(person__name__icontains=word) | Q(person__email__icontains=word)
        found = found.filter(who | Q(person__organisation__name__icontains=word))
    return found.order_by("person__name", "id")


def _counts(bookings: QuerySet[Booking]) -> dict[str, int]:
    by_status = dict(bookings.order_by().values_list("status").annotate(Count("id")))
    return {
        "coming": sum(by_status.get(status, 0) for status in COMING),
        "offered": by_status.get(S.OFFERED, 0),
        "waiting": by_status.get(S.WAITLISTED, 0),
        "held": by_status.get(S.REQUESTED, 0),
        "cancelled": by_status.get(S.CANCELLED, 0),
    }


def _sectors(bookings: QuerySet[Booking]) -> list[Share]:
    coming = bookings.filter(status__in=COMING).order_by().values_list("person__sector").annotate(Count("id"))
    labels = {**dict(Sector.choices), "": "Not said"}
    shares = [Share(str(labels.get(sector, sector)), count) for sector, count in coming]
    return sorted(shares, key=lambda share: (-share.count, share.label))


def _row(booking: Booking, now: datetime, zone: str, *, today: bool) -> Row:
    tag, tone, icon = TAGS[booking.status]
    until = {S.REQUESTED: booking.held_until, S.OFFERED: booking.offered_until}.get(S(booking.status))
    said = spoken_moment(until, zone) if until else ""
    return Row(booking, tag, tone, icon, said, tuple(_acts(booking, now, today=today)))


def _acts(booking: Booking, now: datetime, *, today: bool) -> list[tuple[str, str]]:
    """What the desk may do with a booking, most wanted first."""
    name, status = booking.person.first_name, booking.status
    if status == S.CANCELLED:
        return [("undo", "Undo the cancelling")] if can_undo(booking, now) else []
    if status not in {*QUEUING, S.REQUESTED, S.CONFIRMED}:
        return []
    acts = [("place", f"Confirm for {name}")] if status == S.REQUESTED else []
    if status == S.WAITLISTED and not today:
        acts.append(("offer", f"Offer {name} a place"))
    if status in QUEUING:
        acts.append(("place", f"Give {name} a place now"))
    if booking.person.email:
        acts.append(("resend", "Send the link again"))
    return [*acts, ("cancel", "Take off the list" if status in QUEUING else "Cancel the place")]


# ── One person, booked twice ─────────────────────────────────────────────────────────────────────────────────────


def possible_duplicates(session: Session) -> list[tuple[Person, Person]]:
    """Pairs in a session who may be one person: for the producer alone, who knows or asks (8b.6).

    The same name; or one without an address, as somebody who joined by code is, whose name begins the other's.
    """
    booked = Q(bookings__session=session) & ~Q(bookings__status=S.CANCELLED)
    # Who came by code has no booking; the room above keeps who took part, under this name.
    there = Person.objects.filter(booked | Q(participations__session=session), merged_into=None, rehearsal=False)
    people = sorted(there.distinct(), key=lambda person: (_plain(person), person.created_at))
    roles = set(session.programme.roles.values_list("person", flat=True))
    return [
        (one, other)
        for place, one in enumerate(people)
        for other in people[place + 1 :]
        if _may_be_one(one, other) and not {one.id, other.id} <= roles
    ]


def _may_be_one(one: Person, other: Person) -> bool:
    if _plain(one) == _plain(other):
        return True
    return not (one.email and other.email) and f"{_plain(other)} ".startswith(f"{_plain(one)} ")


def _plain(person: Person) -> str:
    return tidy(person.name).casefold()


def merges_in(session: Session) -> list[Merge]:
    """The merges of people in a session that may be undone, newest first."""
    there = Q(kept__bookings__session=session) | Q(kept__participations__session=session)
    merges = Merge.objects.filter(there, undone_at=None).select_related("kept", "other")
    return list(merges.distinct().order_by("-at"))
