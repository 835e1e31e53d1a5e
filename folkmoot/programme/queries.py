"""What the public pages read: programmes, sessions, how full they are, and an outline of the day."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db.models import F, Q, QuerySet
from django.http import Http404
from django.urls import reverse

from folkmoot.kit import time as clock
from folkmoot.people.models import Person
from folkmoot.practice_kit.catalogue import BY_NUMBER
from folkmoot.programme.access import programmes_of
from folkmoot.programme.mail import absolute
from folkmoot.programme.models import AgendaItem, Confidentiality, Party, Programme, Session
from folkmoot.programme.places import Places, Standing, places_of_all, standing
from folkmoot.programme.when import spoken_day, spoken_times

HIDDEN = (Programme.Status.DRAFT, Programme.Status.ARCHIVED)
RULES = {
    Confidentiality.ROOM_ONLY: "What is said here stays here. Something leaves only when those who made it release it.",
    Confidentiality.CHATHAM_HOUSE: "Under the Chatham House Rule: use what you learn, and never say who said it.",
    Confidentiality.OPEN: "Open: what is said may be used, with names only where people chose to give them.",
}


@dataclass(frozen=True, slots=True)
class Shown:
    """A session as a public page shows it: never who has booked."""

    session: Session
    places: Places
    standing: Standing
    day: str
    times: str
    practices: tuple[str, ...]

    @property
    def tags(self) -> tuple[str, ...]:
        """Topics where the host wrote some, else the practices."""
        return tuple(self.session.about) or self.practices


@dataclass(frozen=True, slots=True)
class Slice:
    """One line of the outline of a day."""

    at: str
    title: str
    minutes: int
    is_break: bool


def show(sessions: Iterable[Session]) -> list[Shown]:
    """Sessions with how full they are."""
    sessions, now = list(sessions), clock.utc_now()
    places = places_of_all(sessions, now)
    return [_show(session, places[session.id], now) for session in sessions]


def _show(session: Session, places: Places, now: datetime) -> Shown:
    practices = tuple(BY_NUMBER[number].name for number in session.practices if number in BY_NUMBER)
    state = standing(session, places, now)
    return Shown(session, places, state, spoken_day(session), spoken_times(session), practices)


def public_programmes() -> QuerySet[Programme]:
    """Programmes that anybody may see, those with something still to come first."""
    return Programme.objects.exclude(status__in=HIDDEN).order_by("-created_at")


def programme_to_show(slug: str, person: Person | None) -> Programme:
    """A programme by its address; a draft only for those who hold a role in it. Raises Http404."""
    programme = Programme.objects.filter(slug=slug).first()
    if programme is None:
        raise Http404("There is no such programme.")
    if programme.status in HIDDEN and not (person and programmes_of(person).filter(id=programme.id).exists()):
        raise Http404("There is no such programme.")
    return programme


def session_to_show(programme: Programme, slug: str) -> Session:
    """A session of a programme by its address. Raises Http404."""
    session = programme.sessions.filter(slug=slug, rehearsal_of=None).first()
    if session is None:
        raise Http404("There is no such session.")
    session.programme = programme
    return session


def sessions_of(programme: Programme) -> QuerySet[Session]:
    """The programme's sessions, without rehearsals."""
    return (
        programme.sessions.filter(rehearsal_of=None)
        .select_related("programme")
        .order_by("position", F("starts_at").asc(nulls_last=True))
    )


def coming_sessions(most: int = 12) -> QuerySet[Session]:
    """The next sessions of all public programmes, soonest first."""
    now = clock.utc_now()
    coming = Q(ends_at__gt=now) | Q(ends_at=None, date__gte=now.date())
    listed = Session.objects.filter(coming, rehearsal_of=None, earlier=False)
    over = (Session.Status.CANCELLED, Session.Status.DONE)
    shown = listed.exclude(programme__status__in=HIDDEN).exclude(status__in=over)
    return shown.select_related("programme").order_by("date", "start")[:most]


def outline(session: Session) -> list[Slice]:
    """The outer items of the agenda with their times of day; [] without an agenda."""
    items = AgendaItem.objects.filter(session=session, parent=None).order_by("position")
    found: list[Slice] = []
    at = datetime.combine(session.date, session.start) if session.date and session.start else None
    for item in items:
        said = clock.clock(at.time()) if at else ""
        found.append(Slice(said, item.title, item.minutes, item.kind == AgendaItem.Kind.BREAK))
        at = at + timedelta(minutes=item.minutes) if at else None
    return found


def rule_said(session: Session) -> str:
    """The confidentiality in force, in a sentence."""
    return RULES[Confidentiality(session.rule)]


def party_of_code(session: Session, code: str) -> Party | None:
    """The group that a link belongs to."""
    return Party.objects.filter(session=session, code=code).first() if code else None


def event_data(shown: Shown) -> str:
    """A session as schema.org/Event, as JSON that is safe inside a script element; "" without a date and times."""
    session = shown.session
    if session.date is None or session.start is None or session.end is None:
        return ""
    zone = clock.zone_of(session.zone)
    page = absolute(reverse("session_page", args=[session.programme.slug, session.slug]))
    off = shown.standing == Standing.CANCELLED
    online = session.programme.online
    data: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": "Event",
        "name": session.title,
        "description": session.blurb,
        "url": page,
        "startDate": datetime.combine(session.date, session.start, zone).isoformat(),
        "endDate": datetime.combine(session.date, session.end, zone).isoformat(),
        "eventStatus": f"https://schema.org/Event{'Cancelled' if off else 'Scheduled'}",
        "eventAttendanceMode": f"https://schema.org/{'Online' if online else 'Offline'}EventAttendanceMode",
        "location": {"@type": "VirtualLocation", "url": page} if online else {"@type": "Place", "name": "See the page"},
        "organizer": [{"@type": "Organization", "name": str(host)} for host in session.programme.hosts]
        or {"@type": "Organization", "name": settings.HOST_NAME},
        "maximumAttendeeCapacity": session.capacity,
        "isAccessibleForFree": session.programme.price.lower() in {"", "free"},
    }
    if shown.standing.takes_bookings:
        data["offers"] = _offer(shown, page)
    text = json.dumps(data, ensure_ascii=False)
    return text.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026")


def _offer(shown: Shown, page: str) -> dict[str, Any]:
    available = "InStock" if shown.standing == Standing.OPEN else "SoldOut"
    free = shown.session.programme.price.lower() in {"", "free"}
    price = {"price": 0, "priceCurrency": "GBP"} if free else {}
    return {"@type": "Offer", "url": f"{page}book/", "availability": f"https://schema.org/{available}", **price}
