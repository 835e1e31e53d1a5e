"""One's own page: everything on it is the person's own, or their group's."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from folkmoot.between.coffee.answering import Coffee, coffees_of, pauses_of
from folkmoot.between.steps import Step, steps_of
from folkmoot.between.written import Product, Written, activity_title, products_in, written_in
from folkmoot.kit.time import utc_now
from folkmoot.people.models import MeetingWish, Person
from folkmoot.practice_kit import registry
from folkmoot.programme.links import booking_token
from folkmoot.programme.models import Booking, Programme, Session
from folkmoot.programme.when import spoken_day, spoken_times
from folkmoot.record.models import Activity, Draft, Meeting
from folkmoot.record.queries import Presence, drafts_of, ids_of, presence_of, sessions_of, written_by
from folkmoot.record.state import State, run_of
from folkmoot.record.words import kind_words
from folkmoot.sense.certificates import Certificate

ROOM_OPENS = timedelta(hours=24)
GONE = (Booking.Status.CANCELLED,)


@dataclass(frozen=True)
class Coming:
    """A booked session that is not over."""

    booking: Booking
    session: Session
    day: str
    times: str
    token: str
    can_enter: bool


@dataclass(frozen=True)
class Attended:
    """A session that somebody was in: minutes, and whether there is a certificate."""

    session: Session
    day: str
    presence: Presence
    certificate: bool


@dataclass(frozen=True)
class Kept:
    """An unsubmitted text of one's own."""

    key: str
    session: Session
    heading: str
    words: str


@dataclass(frozen=True)
class Wish:
    """Somebody whom one would rather not be grouped with."""

    key: str
    name: str


@dataclass(frozen=True)
class OwnPage:
    """All that stands on a person's own page."""

    person: Person
    coming: tuple[Coming, ...]
    thing: Step | None
    steps: tuple[Step, ...]
    written: tuple[Written, ...]
    products: tuple[Product, ...]
    attended: tuple[Attended, ...]
    drafts: tuple[Kept, ...]
    wishes: tuple[Wish, ...]
    met: tuple[Wish, ...]
    coffees: tuple[Coffee, ...]
    pauses: tuple[tuple[Programme, date | None], ...]


def own_page(person: Person) -> OwnPage:
    """A person's own page, over every session they took part in; rehearsals are not in it."""
    people = ids_of(person)
    states = [State.load(session.id) for session in sessions_of(people)]
    steps = steps_of(written_by(people))
    return OwnPage(
        person=person,
        coming=tuple(_coming(person)),
        thing=steps[0] if steps else None,
        steps=tuple(steps[1:]),
        written=tuple(found for state in states if (found := written_in(state, people)).parts),
        products=tuple(product for state in states for product in products_in(state, people)),
        attended=tuple(_attended(state, people) for state in states),
        drafts=tuple(_kept(draft, states) for draft in drafts_of(people)),
        wishes=tuple(Wish(w.id, w.apart_from.first_name) for w in _wishes(people)),
        met=tuple(_met(people)),
        coffees=tuple(coffees_of(person)),
        pauses=tuple(pauses_of(person)),
    )


def _coming(person: Person) -> list[Coming]:
    now = utc_now()
    booked = Booking.objects.filter(person__in=ids_of(person), session__rehearsal_of=None).exclude(status__in=GONE)
    rows = booked.select_related("session__programme", "person", "party").order_by("session__starts_at", "booked_at")
    return [_one_coming(row, now) for row in rows if not _is_over(row.session, now)]


def enterable(person: Person) -> Session | None:
    """The session whose room a person may go to now, by a place in it."""
    return next((coming.session for coming in _coming(person) if coming.can_enter), None)


def _is_over(session: Session, now: datetime) -> bool:
    done = session.status in (Session.Status.DONE, Session.Status.CANCELLED)
    return done or (session.ends_at is not None and session.ends_at < now)


def _one_coming(booking: Booking, now: datetime) -> Coming:
    session = booking.session
    opens = session.starts_at - ROOM_OPENS if session.starts_at else None
    confirmed = booking.status == Booking.Status.CONFIRMED
    return Coming(
        booking,
        session,
        spoken_day(session),
        spoken_times(session),
        booking_token(booking),
        can_enter=confirmed and opens is not None and now >= opens,
    )


def _attended(state: State, people: frozenset[str]) -> Attended:
    presence = presence_of(people, state.session)
    over = run_of(state).phase == "closed"
    earned = over and presence.certificate != Certificate.NONE
    return Attended(state.session, spoken_day(state.session), presence, earned)


def _kept(draft: Draft, states: list[State]) -> Kept:
    activity_id, _, rest = draft.box.partition(":")
    state = next((each for each in states if each.session.id == draft.session_id), None)
    activity = state.get(Activity, activity_id) if state else None
    practice = registry.find(activity.practice) if activity else None
    kind = next((k for k in practice.kinds if k.name == rest.partition(":")[0]), None) if practice else None
    heading = activity_title(state, activity) if state and activity else draft.session.title
    words = " · ".join(str(value) for value in draft.body.values() if isinstance(value, str) and value.strip())
    return Kept(draft.id, draft.session, f"{heading}: {kind_words(kind, 'text')}", words)


def _wishes(people: frozenset[str]) -> list[MeetingWish]:
    mine = MeetingWish.objects.filter(person__in=people, manages=False).select_related("apart_from")
    return list(mine.order_by("apart_from__name"))


def _met(people: frozenset[str]) -> list[Wish]:
    """Whom one has been in a group with, by first name as they were met, and where."""
    rows = Meeting.objects.filter(one__in=people) | Meeting.objects.filter(other__in=people)
    wished = set(MeetingWish.objects.filter(person__in=people).values_list("apart_from", flat=True))
    found: dict[str, Wish] = {}
    for row in rows.select_related("one", "other", "session").order_by("-at"):
        who = row.other if row.one_id in people else row.one
        if who.id not in people | wished:
            where = f", in “{row.session.title}”" if row.session else ", at a coffee"
            found.setdefault(who.id, Wish(who.id, f"{who.first_name}{where}"))
    return sorted(found.values(), key=lambda wish: wish.name.casefold())
