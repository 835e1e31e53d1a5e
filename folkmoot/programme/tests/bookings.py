"""A session in Ashwell to book, the people who book it, and a clock that tests may move."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta

import pytest

from folkmoot.people.models import Person
from folkmoot.programme.actions.booking import Booked, Wanted, WantedParty, book
from folkmoot.programme.models import Booking, Mail, Programme, Session

NOW = datetime(2027, 3, 1, 10, 0, tzinfo=UTC)
DAY = date(2027, 3, 18)


class Clock:
    """The present moment, for everything that asks for it."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, now: datetime = NOW) -> None:
        self.now, self.stamps = now, 0
        monkeypatch.setattr("folkmoot.kit.time.utc_now", lambda: self.now)
        monkeypatch.setattr("django.utils.timezone.now", self._stamp)

    def _stamp(self) -> datetime:
        """A microsecond later each time, so that rows keep the order in which they were made."""
        self.stamps += 1
        return self.now + timedelta(microseconds=self.stamps)

    def forward(self, **by: float) -> None:
        """Let time pass."""
        self.now += timedelta(**by)

    def at(self, moment: datetime) -> None:
        """Go to a moment."""
        self.now = moment


def make_session(places: int = 2, title: str = "Common purpose", **fields: object) -> Session:
    """A session on 18 March 2027, 1 to 4 pm in London, open for booking."""
    programme, _ = Programme.objects.get_or_create(
        slug="ashwell", defaults={"title": "Getting Ashwell moving", "status": Programme.Status.OPEN}
    )
    values: dict[str, object] = {
        "programme": programme,
        "slug": title.lower().replace(" ", "-"),
        "title": title,
        "date": DAY,
        "start": time(13),
        "end": time(16),
        "capacity": places,
        "overbook_percent": 0,
        "status": Session.Status.BOOKING_OPEN,
    }
    return Session.objects.create(**(values | fields))


def wanted(name: str, **fields: object) -> Wanted:
    """What somebody called so types."""
    values: dict[str, object] = {"name": name, "email": f"{name.lower()}@ashwell.example", "sector": "sport"}
    return Wanted(**(values | fields))  # type: ignore[arg-type]  # the fields of Wanted, by name


def books(session: Session, name: str, known: Person | None = None, **fields: object) -> Booking:
    """Somebody books; gives the booking as it stands."""
    return books_fully(session, name, known, **fields).booking


def books_fully(session: Session, name: str, known: Person | None = None, **fields: object) -> Booked:
    """Somebody books; gives all that the action says."""
    return book(session.id, wanted(name, **fields), known)


def party_of(size: int, name: str = "Ashwell after school") -> WantedParty:
    """A group that somebody brings."""
    return WantedParty(name=name, size=size, issue="Girls leave swimming between nine and fourteen.")


def state(booking: Booking) -> str:
    """How a booking stands in the database."""
    booking.refresh_from_db()
    return booking.status


def mails(kind: str = "") -> list[tuple[str, str]]:
    """To whom which mails went, in order."""
    found = Mail.objects.order_by("created_at", "id")
    return [(mail.kind, mail.to.split("@")[0]) for mail in found if not kind or mail.kind == kind]
