"""What a host's home shows: the next session, what to put right, and the series."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import islice

from django.conf import settings
from django.db.models import Count, F, Q, QuerySet
from django.utils import timezone

from folkmoot.people.models import Person
from folkmoot.programme.access import (
    RUNS,
    SEES_BOOKINGS,
    administers,
    chooses_team,
    programmes_of,
    roles_in,
    runs_coffees,
)
from folkmoot.programme.agenda import read_agenda
from folkmoot.programme.agenda_page import expected_people
from folkmoot.programme.agenda_warnings import warnings
from folkmoot.programme.models import Booking, Mail, Programme, Role, RoleGrant, Session
from folkmoot.programme.places import COMING, places_of_all
from folkmoot.programme.when import spoken_day, spoken_times

STILL_ON = timedelta(hours=3)
"""After its planned end a session stays the next one: it may run over, and has to be closed."""

OPEN_BOOKING_BEFORE = timedelta(weeks=4)

ENDED = (Session.Status.DONE, Session.Status.CANCELLED)
CAME = (Booking.Status.ATTENDED, Booking.Status.PART_ATTENDED)
MOST_TO_FIX = 3
"""Things to put right that are shown at once, the most pressing: a longer list is put off whole."""


@dataclass(frozen=True, slots=True)
class Numbers:
    """How many booked one session; `free` are places that nobody holds, not even for an hour."""

    booked: int
    came: int
    waiting: int
    free: int
    seats: int


@dataclass(frozen=True, slots=True)
class Next:
    """The next session, for one person."""

    session: Session
    place: str
    when: str
    numbers: Numbers
    organisations: int
    sectors: int
    asked: int
    days: int
    hours: int
    minutes: int
    dial: int
    """How much of the last week before it is over, in parts of 333: the way around the dial."""
    live: bool
    team: str
    runs: bool
    sees_bookings: bool


@dataclass(frozen=True, slots=True)
class ToFix:
    """One thing to put right: an icon, what and why, and where one press leads. `page` is the name of an address."""

    icon: str
    what: str
    why: str
    page: str
    session: str
    action: str


@dataclass(frozen=True, slots=True)
class Card:
    """One session in the series."""

    session: Session
    numbers: Numbers
    tag: str
    tone: str
    kind: str


@dataclass(frozen=True, slots=True)
class Series:
    """One programme, and what this person may do with it."""

    programme: Programme
    cards: Sequence[Card]
    chooses_team: bool
    runs_coffees: bool


@dataclass(frozen=True, slots=True)
class Home:
    """All of the page."""

    next: Next | None
    to_fix: Sequence[ToFix]
    series: Sequence[Series]
    one_off: bool
    administers: bool = False
    templates: Sequence[Session] = field(default_factory=list)


def read_home(person: Person) -> Home:
    """Read all that a person's home shows: the programmes they have a role in, and an administrator's all."""
    programmes = list(programmes_of(person).order_by("-created_at"))
    sessions = list(_sessions_of(person, programmes))
    numbers = numbers_of(sessions)
    coming = _coming(sessions)
    following = _next(person, coming[0], sessions, numbers) if coming else None
    runs = runs_somewhere(person)
    return Home(
        next=following,
        to_fix=tuple(islice(things_to_fix(person, sessions, coming, numbers), MOST_TO_FIX)),
        series=tuple(_series(person, programmes, sessions, numbers, coming)),
        one_off=runs,
        administers=administers(person),
        templates=templates_for(person) if runs else (),
    )


def runs_somewhere(person: Person) -> bool:
    """Whether a person may make a session of their own: they run some, or administer."""
    return administers(person) or RoleGrant.objects.filter(person=person, role__in=RUNS).exists()


def templates_for(person: Person) -> Sequence[Session]:
    """Sessions whose plan one may start from: the templates, and those that one's own roles reach."""
    own = _sessions_of(person, list(programmes_of(person))).values("id")
    with_plan = Session.objects.filter(Q(template=True) | Q(id__in=own), items__isnull=False).distinct()
    return list(with_plan.select_related("programme").order_by("-template", "title"))


def numbers_of(sessions: Sequence[Session]) -> dict[str, Numbers]:
    """The numbers of several sessions, by id, in three queries."""
    places = places_of_all(sessions)
    here = Booking.objects.filter(session__in=sessions).order_by().values("session")
    rows = here.annotate(booked=Count("id", filter=Q(status__in=COMING)), came=Count("id", filter=Q(status__in=CAME)))
    counted = {row["session"]: (row["booked"], row["came"]) for row in rows}
    return {
        key: Numbers(*counted.get(key, (0, 0)), waiting=each.waiting, free=each.left, seats=each.seats)
        for key, each in places.items()
    }


def _sessions_of(person: Person, programmes: Sequence[Programme]) -> QuerySet[Session]:
    """The sessions that a person's roles reach: all of a programme, or the one that a role was given in."""
    sessions = Session.objects.filter(programme__in=programmes, template=False, rehearsal_of=None)
    sessions = sessions.select_related("programme").order_by("position", F("starts_at").asc(nulls_last=True))
    if administers(person):
        return sessions
    whole = RoleGrant.objects.filter(person=person, session=None).values("programme")
    return sessions.filter(Q(programme__in=whole) | Q(roles__person=person)).distinct()


def _coming(sessions: Sequence[Session]) -> list[Session]:
    """The sessions still to come, the live ones first, then by time."""
    now = timezone.now()
    dated = [session for session in sessions if session.starts_at and session.status not in ENDED]
    coming = [session for session in dated if is_live(session) or _ends(session) + STILL_ON > now]
    return sorted(coming, key=lambda session: (not is_live(session), session.starts_at))


def is_live(session: Session) -> bool:
    """Whether a session is under way."""
    return session.status == Session.Status.LIVE


def _ends(session: Session) -> datetime:
    return session.ends_at or session.starts_at or timezone.now()


def _next(person: Person, session: Session, sessions: Sequence[Session], numbers: dict[str, Numbers]) -> Next:
    holding = Booking.objects.filter(session=session, status__in=COMING)
    roles = roles_in(person, session)
    left = max(timedelta(), (session.starts_at or timezone.now()) - timezone.now())
    return Next(
        session=session,
        place=_place(session, sessions),
        when=f"{spoken_day(session)}, {spoken_times(session)}",
        numbers=numbers[session.id],
        organisations=holding.values("person__organisation").exclude(person__organisation=None).distinct().count(),
        sectors=holding.exclude(person__sector="").values("person__sector").distinct().count(),
        asked=holding.exclude(access_note="").count(),
        days=left.days,
        hours=left.seconds // 3600,
        minutes=left.seconds % 3600 // 60,
        dial=round(333 * (1 - min(left, timedelta(days=7)) / timedelta(days=7))),
        live=is_live(session),
        team=said_team(session),
        runs=bool(roles & RUNS),
        sees_bookings=bool(roles & SEES_BOOKINGS),
    )


def _place(session: Session, sessions: Sequence[Session]) -> str:
    """“session 2 of 6”, or nothing for a session by itself."""
    series = [each for each in sessions if each.programme_id == session.programme_id and not each.earlier]
    if len(series) < 2 or session not in series:
        return ""
    return f"session {series.index(session) + 1} of {len(series)}"


def said_team(session: Session) -> str:
    """Who does what: “Nia leads, Tom produces, Asha and Joel visit groups.” Empty when nobody has a role yet."""
    here = Q(session=None) | Q(session=session)
    grants = RoleGrant.objects.filter(here, programme=session.programme_id).select_related("person")
    names = {role: sorted({grant.person.first_name for grant in grants if grant.role == role}) for role in Role.values}
    verbs = (
        (Role.LEAD, "leads", "lead"),
        (Role.PRODUCER, "produces", "produce"),
        (Role.CO_FACILITATOR, "visits groups", "visit groups"),
    )
    said = [
        f"{_listed(names[role])} {one if len(names[role]) == 1 else many}" for role, one, many in verbs if names[role]
    ]
    return ", ".join(said) + "." if said else ""


def _listed(names: Sequence[str]) -> str:
    return " and ".join([", ".join(names[:-1]), names[-1]]) if len(names) > 1 else names[0]


# ── What to put right ────────────────────────────────────────────────────────────────────────────────────────────


def things_to_fix(
    person: Person, sessions: Sequence[Session], coming: Sequence[Session], numbers: dict[str, Numbers]
) -> Iterator[ToFix]:
    """What to put right, the most pressing first, each only for those who can."""
    roles = {session.id: roles_in(person, session) for session in sessions}
    planned = [session for session in coming if roles[session.id] & RUNS]
    booked = [session for session in coming if roles[session.id] & SEES_BOOKINGS]
    yield from _mails(booked)
    for session in booked:
        yield from _places(session, numbers[session.id])
    for session in planned[:2]:
        yield from _agenda(session)
    for session in planned:
        yield from _preparation(session)
    yield from _dates([session for session in sessions if roles[session.id] & SEES_BOOKINGS])


def _mails(sessions: Sequence[Session]) -> Iterator[ToFix]:
    failed = Mail.objects.filter(session__in=sessions, status=Mail.Status.FAILED)
    for session in sessions:
        if count := failed.filter(session=session).count():
            what = f"{_count(count, 'mail')} could not be delivered"
            yield ToFix(
                "mail",
                what,
                f"For {session.title}. Look whether the address is right.",
                "desk",
                session.id,
                "See which",
            )
    waiting = Mail.objects.filter(session__in=sessions, status=Mail.Status.WAITING).exists()
    if waiting and sessions and not settings.MAIL_URL and not settings.DEMO:
        why = "Run “folkmoot setup” on the server, or send the mails yourselves, from a sheet."
        yield ToFix("mail", "This server has no mail server yet", why, "letters", sessions[0].id, "See the mails")


def _places(session: Session, numbers: Numbers) -> Iterator[ToFix]:
    to_come = session.starts_at is not None and session.starts_at > timezone.now()
    if numbers.free and numbers.waiting and to_come:
        what = f"{_count(numbers.free, 'place')} free, and {_count(numbers.waiting, 'person', 'people')} waiting"
        why = f"For {session.title}. An offer lasts 48 hours, then passes on."
        yield ToFix("people", what, why, "desk", session.id, "See the waiting list")


def _agenda(session: Session) -> Iterator[ToFix]:
    agenda = read_agenda(session)
    if not agenda:
        why = "Start from a template, or import your plan."
        yield ToFix("agenda", f"{session.title} has no plan yet", why, "plan", session.id, "Plan it")
    for warned in warnings(agenda, expected_people(session), session.transfer):
        why = f"In {session.title}. {warned.text}"
        yield ToFix("clock", warned.title, why, "plan", session.id, "See what helps")


def _preparation(session: Session) -> Iterator[ToFix]:
    soon = session.starts_at is not None and session.starts_at - timezone.now() < OPEN_BOOKING_BEFORE
    if soon and session.status == Session.Status.ANNOUNCED and session.programme.status != Programme.Status.DRAFT:
        why = f"It is on {session.date:%A} {session.date.day if session.date else ''} {session.date:%B}."
        yield ToFix("cal", f"Booking for {session.title} is not open", why, "desk", session.id, "Open the desk")


def _dates(sessions: Sequence[Session]) -> Iterator[ToFix]:
    undated = [s for s in sessions if s.date is None and s.status not in ENDED and not s.earlier]
    if undated:
        what = f"{_count(len(undated), 'session')} without a date"
        why = f"{undated[0].title}{' and others' if len(undated) > 1 else ''}. People can book once there is one."
        yield ToFix("cal", what, why, "desk", undated[0].id, "Choose a date")


def _count(number: int, one: str, many: str = "") -> str:
    return f"{number} {one}" if number == 1 else f"{number} {many or one + 's'}"


# ── The series ───────────────────────────────────────────────────────────────────────────────────────────────────


def _series(
    person: Person,
    programmes: Sequence[Programme],
    sessions: Sequence[Session],
    numbers: dict[str, Numbers],
    coming: Sequence[Session],
) -> Iterator[Series]:
    first = coming[0].id if coming else ""
    for programme in programmes:
        own = [each for each in sessions if each.programme_id == programme.id and not each.earlier]
        cards = tuple(_card(session, numbers[session.id], is_next=session.id == first) for session in own)
        yield Series(programme, cards, chooses_team(person, programme), runs_coffees(person, programme))


def _card(session: Session, numbers: Numbers, *, is_next: bool) -> Card:
    tag, tone = _tag(session, numbers, is_next=is_next)
    kind = "now" if is_next else "undated" if session.date is None else "done" if session.status in ENDED else ""
    return Card(session, numbers, tag, tone, kind)


def _tag(session: Session, numbers: Numbers, *, is_next: bool) -> tuple[str, str]:
    if is_live(session):
        return "Live now", "amber"
    if is_next:
        return "Next", "amber"
    if session.status == Session.Status.BOOKING_OPEN and not numbers.free:
        return f"Full, {numbers.waiting} waiting", "sky"
    words = {
        Session.Status.BOOKING_OPEN.value: ("Booking open", "sky"),
        Session.Status.FULL.value: (f"Full, {numbers.waiting} waiting", "sky"),
        Session.Status.CLOSED.value: ("Booking closed", "plain"),
        Session.Status.DONE.value: ("Held", ""),
        Session.Status.CANCELLED.value: ("Cancelled", "plain"),
    }
    return words.get(session.status, ("Announced", "plain"))
