"""The programme of scenario B: 24 people of six organisations, a first session behind them, and a clock to move."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, time, timedelta
from itertools import combinations

from django.test import Client

from folkmoot.between.coffee import course
from folkmoot.between.coffee.answering import DEEDS
from folkmoot.between.models import CoffeePlace, CoffeeRound
from folkmoot.people.identity import link_token
from folkmoot.people.models import Person
from folkmoot.programme.models import Booking, Mail, Programme, Session
from folkmoot.programme.tests.bookings import Clock
from folkmoot.record.models import Meeting
from tests.factories import a_programme, a_session
from tests.people import a_person
from tests.workshop import NAMES

ORGANISATIONS = (
    "Thornbury Council", "Northmoor Health", "Ashwell School", "Kettle Yard Youth", "Riverside Homes", "Town Buses",
)  # fmt: skip
FIRST_SESSION = datetime(2027, 1, 14, 13, 0, tzinfo=UTC)
ASKED_ON = date(2027, 1, 17)
MATCHED_ON, CHECKED_ON = ASKED_ON + timedelta(days=2), ASKED_ON + timedelta(days=9)
CORE = NAMES[:24]
Pair = tuple[str, str]


class Coffees:
    """A programme with its people, and what they do about coffees."""

    def __init__(self, clock: Clock, people: int = 24, **fields: object) -> None:
        self.clock = clock
        self.programme: Programme = a_programme("Leading without a badge", **fields)
        self.session: Session = a_session(
            self.programme, "Introduction", date=FIRST_SESSION.date(), start=time(13), end=time(16)
        )
        self.people = {name: self._somebody(name, place) for place, name in enumerate(NAMES[:people])}
        clock.at(FIRST_SESSION + timedelta(hours=3))

    def _somebody(self, name: str, place: int) -> Person:
        organisation = ORGANISATIONS[place % len(ORGANISATIONS)]
        person = a_person(name, f"{name.lower()}@people.example", organisation)
        Booking.objects.create(session=self.session, person=person, status=Booking.Status.CONFIRMED)
        return person

    def __getitem__(self, name: str) -> Person:
        """The person of this first name."""
        return self.people[name]

    def met_in_session(self, pairs: list[Pair], session: Session | None = None, grouping: str = "insession") -> None:
        """Pairs who were together in a session's coffee."""
        where = session or self.session
        for one, other in pairs:
            a, b = sorted((self[one].id, self[other].id))
            Meeting.objects.create(
                programme=self.programme, session=where, grouping=grouping, one_id=a, other_id=b, at=self.clock.now
            )

    def starts(self, opens_on: date = ASKED_ON, **fields: object) -> CoffeeRound:
        """The host schedules a round with the usual days, and its first day comes."""
        draws_on, asks_on, _ = course.usual_days(opens_on)
        days = {"opens_on": opens_on, "draws_on": draws_on, "asks_on": asks_on}
        made = course.schedule(self.programme, **(days | fields))  # type: ignore[arg-type]  # what a form gives
        self.on(opens_on)
        made.refresh_from_db()
        return made

    def matched(self, *names: str, **fields: object) -> CoffeeRound:
        """A round that these people joined, matched."""
        round_ = self.starts(**fields)  # type: ignore[arg-type]  # passed on as they came
        self.join(round_, *names)
        self.on(round_.draws_on)
        round_.refresh_from_db()
        return round_

    def on(self, day: date, hour: int = 9) -> None:
        """It is nine in the morning of a day, and the timer has run."""
        self.clock.at(datetime(day.year, day.month, day.day, hour, 5, tzinfo=UTC))
        course.advance()

    def says(self, name: str, **fields: str) -> str:
        """Somebody uses a button of the coffees on their own page; the answer is what the page then says."""
        client = Client()
        client.get(f"/me/{link_token(self[name])}/")
        answer = client.post("/me/do/", fields, follow=True)
        return answer.content.decode()

    def join(self, round_: CoffeeRound, *names: str, joins: str = "yes", **fields: str) -> None:
        """People answer whether they take part, as their page does it."""
        for name in names:
            DEEDS["coffee_join"](self[name], {"round": round_.id, "joins": joins, **fields})

    def met(self, round_: CoffeeRound, name: str, met: str = "yes") -> None:
        """Somebody answers whether they met, as their page does it."""
        DEEDS["coffee_met"](self[name], {"round": round_.id, "met": met})

    def page(self, name: str) -> str:
        """Somebody's own page, its words as they are read."""
        client = Client()
        client.get(f"/me/{link_token(self[name])}/")
        page = re.sub(r"\s+", " ", client.get("/me/").content.decode())
        return re.sub(r'(nonce|csrfmiddlewaretoken" value)="[^"]*"', "", page)

    def matches(self, round_: CoffeeRound) -> list[list[str]]:
        """First names of each match."""
        found = (match.places.order_by("person__name") for match in round_.matches.all())
        return [[place.person.first_name for place in places.select_related("person")] for places in found]

    def pairs(self, round_: CoffeeRound) -> set[Pair]:
        """All pairs of a round by first name."""
        return {pair for match in self.matches(round_) for pair in combinations(sorted(match), 2)}

    def mails(self, kind: str) -> list[str]:
        """First names of those to whom a kind of mail went, in order of name."""
        rows = Mail.objects.filter(kind=kind).select_related("person").order_by("person__name")
        return [mail.person.first_name for mail in rows if mail.person]

    def place(self, round_: CoffeeRound, name: str) -> CoffeePlace:
        """Somebody's place in a round."""
        return CoffeePlace.objects.get(round=round_, person=self[name])
