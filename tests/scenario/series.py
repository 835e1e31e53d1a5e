"""The programme of scenario B: its server and clock, its twenty-four people, and what they do from month to month."""

from __future__ import annotations

import asyncio
import re
import time
from collections.abc import Awaitable, Callable, Iterable
from datetime import UTC, date, datetime, timedelta
from itertools import combinations
from pathlib import Path
from typing import Any, TypeVar
from zoneinfo import ZoneInfo

import httpx

from folkmoot.between.models import CoffeeRound
from folkmoot.commands.demo_people import LEAD, PRODUCER, Team
from folkmoot.people.actions import person_with_account
from folkmoot.people.identity import link_token
from folkmoot.people.models import Organisation, Person
from folkmoot.practice_kit.wire.ops import Admit, Go, OpenRooms, ProposeGroups, SendGroups
from folkmoot.programme.actions.importing import import_programme
from folkmoot.programme.actions.scheduling import open_booking
from folkmoot.programme.models import Booking, Mail, Programme, RoleGrant, Session
from folkmoot.rehearsal.cast import FIRST_NAMES, whole_name
from folkmoot.rehearsal.line import Line
from folkmoot.rehearsal.store import Row
from tests.scenario.clock import SharedClock
from tests.scenario.somebody import TOKEN, words_of
from tests.serving import PATIENCE, Server

T = TypeVar("T")
Pair = tuple[str, str]
PLAN = Path(__file__).with_name("series.yaml")
LONDON = ZoneInfo("Europe/London")
CORE = FIRST_NAMES[:24]
DROP_INS = ("Alun", "Bryn", "Carys")
ORGANISATIONS = (
    "Thornbury Council", "Northmoor Health", "Ashwell School", "Kettle Yard Youth", "Riverside Homes", "Town Buses",
)  # fmt: skip
MONTHS_AHEAD = timedelta(days=120)
"""How far ahead the series begins at least: scenario A, whose server may use the same database, is over by then."""
SEED = 7


class Series:
    """Everything that happens, through the pages and the rooms of the server; the database is only looked at."""

    def __init__(self, server: Server, clock: SharedClock) -> None:
        self.server, self.clock = server, clock
        self.year = (datetime.now(UTC) + MONTHS_AHEAD).year + 1
        self.days = {
            month: self._second_thursday(number)
            for number, month in enumerate(("january", "february", "march", "april"), 1)
        }
        self.at(self.days["january"] - timedelta(days=30), 10)
        self.began = self.clock.now()
        self.programme = self._programme()
        self.sessions: dict[str, Session] = dict(
            zip(self.days, self.programme.sessions.order_by("position"), strict=True)
        )
        self.people = {name: self._books(name, place) for place, name in enumerate(CORE)}
        self.browsers = {name: self._browser() for name in (*CORE, *DROP_INS, "Nia", "Tom", "nobody")}
        for who in (LEAD, PRODUCER):
            self.signs_in(who)

    def _second_thursday(self, month: int) -> date:
        first = date(self.year, month, 1)
        return first + timedelta(days=(3 - first.weekday()) % 7 + 7)

    def _programme(self) -> Programme:
        plan = PLAN.read_text(encoding="utf-8")
        for month, day in self.days.items():
            plan = plan.replace(f"{{{month}}}", day.isoformat())
        programme = import_programme(plan)
        for each in (LEAD, PRODUCER):
            RoleGrant.objects.create(
                person=person_with_account(each.email, each.name), programme=programme, role=each.role
            )
        for session in programme.sessions.all():
            open_booking(session.id)
        return programme

    def _books(self, name: str, place: int) -> Person:
        """Somebody with a place at every session."""
        where, _ = Organisation.objects.get_or_create(name=ORGANISATIONS[place % len(ORGANISATIONS)])
        person = Person.objects.create(
            name=whole_name(place, name), email=f"{name.lower()}@series.example", organisation=where
        )
        for session in self.sessions.values():
            Booking.objects.create(session=session, person=person, status=Booking.Status.CONFIRMED)
        return person

    def _browser(self) -> httpx.Client:
        limits = httpx.Limits(max_keepalive_connections=0)
        return httpx.Client(base_url=self.server.url, timeout=60, limits=limits, follow_redirects=True)

    def close(self) -> None:
        """Everybody closes their browser."""
        for each in self.browsers.values():
            each.close()

    # --- time, mails ------------------------------------------------------------------------------------------------

    def at(self, day: date, hour: int, minute: int = 0) -> None:
        """Go to a time of a day, in London."""
        self.clock.move_to(datetime(day.year, day.month, day.day, hour, minute, tzinfo=LONDON))

    def until(self, holds: Callable[[], T]) -> T:
        """Wait until the server's own timer has done something."""
        end = time.monotonic() + PATIENCE
        while not (found := holds()):
            assert time.monotonic() < end, f"not within {PATIENCE} s"
            time.sleep(0.1)
        return found

    def mailed(self, kind: str, since: datetime | None = None) -> list[str]:
        """First names of those to whom a kind of mail went, since a moment; very old mails are gone."""
        people = [person.id for person in self.people.values()]
        rows = Mail.objects.filter(kind=kind, person__in=people, created_at__gte=since or self.began)
        return [
            row.person.first_name for row in rows.select_related("person").order_by("created_at", "to") if row.person
        ]

    # --- pages ------------------------------------------------------------------------------------------------------

    def signs_in(self, who: Team) -> None:
        """One of the two who run it signs in by the code that is mailed to them, unless they still are."""
        name, began = who.name.split()[0], self.clock.now()
        if self.browsers[name].get("/home/").url.path == "/home/":
            return
        self.post(name, "/sign-in/", email=who.email)
        mails = Mail.objects.filter(kind="sign_in_code", to=who.email, created_at__gte=began).order_by("created_at")
        self.post(name, "/sign-in/code/", code=mails.values_list("subject", flat=True)[0].split()[0])

    def post(self, who: str, path: str, /, *, on: str = "", **typed: str) -> httpx.Response:
        """Open a page (another one with `on`), fill its form and send it; gives the page that follows."""
        return self._sends(who, path, self.browsers[who].get(on or path).text, typed)

    def _sends(self, who: str, path: str, page: str, typed: dict[str, str]) -> httpx.Response:
        found = TOKEN.search(page)
        assert found, f"{path}: no form"
        answer = self.browsers[who].post(path, data={**typed, "csrfmiddlewaretoken": found[1]})
        assert answer.status_code in (200, 302), answer.text[:500]
        return answer

    def own_page(self, name: str) -> str:
        """Somebody's own page, opened by the personal link of their mails."""
        browser, link = self.browsers[name], f"/me/{link_token(self.people[name])}/"
        answer = browser.get("/me/")
        if answer.status_code != 200:
            if f"{link}arrive/" in browser.get(link).text:  # on the day it asks whose device this is
                self.post(name, f"{link}arrive/", on=link, to="page")
            answer = browser.get("/me/")
        assert answer.status_code == 200, f"{name}: {answer.status_code}"
        return answer.text

    def does(self, name: str, deed: str, **asked: str) -> str:
        """Use a button of one's own page; gives the words of the page that follows."""
        return words_of(self._sends(name, "/me/do/", self.own_page(name), {"do": deed, **asked}).text)

    # --- coffees ----------------------------------------------------------------------------------------------------

    def schedules(self, opens_on: date, **fields: str) -> CoffeeRound:
        """Nia starts a round on the hosts' page, asking today, matching after two days, asking again after a week."""
        self.signs_in(LEAD)
        days = {"opens_on": opens_on, "draws_on": opens_on + timedelta(days=2), "asks_on": opens_on + timedelta(days=9)}
        typed = {name: day.isoformat() for name, day in days.items()} | {"form": "pairs", **fields}
        answer = self.post("Nia", f"/coffee/{self.programme.slug}/", do="schedule", **typed)
        assert "people have been asked" in answer.text, words_of(answer.text)
        return CoffeeRound.objects.filter(programme=self.programme).latest("number")

    def asked(self, opens_on: date, **fields: str) -> CoffeeRound:
        """The day of asking comes, and Nia starts the round."""
        self.at(opens_on, 10)
        return self.schedules(opens_on, **fields)

    def join(self, round_: CoffeeRound, names: Iterable[str], **fields: str) -> None:
        """People say yes on their own pages."""
        for name in names:
            said = self.does(name, "coffee_join", round=round_.id, joins="yes", **fields)
            assert "You are in." in said, name

    def matched(self, round_: CoffeeRound) -> CoffeeRound:
        """The day of matching comes, and the server makes the matches by itself."""
        self.at(round_.draws_on, 9, 1)
        self.until(lambda: CoffeeRound.objects.get(id=round_.id).status == CoffeeRound.Status.TALKING)
        return CoffeeRound.objects.get(id=round_.id)

    def comes_to(self, round_: CoffeeRound, day: date, status: str) -> None:
        """A later day of a round comes."""
        self.at(day, 9, 1)
        self.until(lambda: CoffeeRound.objects.get(id=round_.id).status == status)

    def matches(self, round_: CoffeeRound) -> list[list[str]]:
        """First names of each match."""
        found = (match.places.select_related("person").order_by("person__name") for match in round_.matches.all())
        return [[place.person.first_name for place in places] for places in found]

    def pairs(self, groups: Iterable[Iterable[str]]) -> set[Pair]:
        """All pairs of some groups by first name."""
        return {(a, b) for group in groups for a, b in combinations(sorted(group), 2)}

    # --- rooms ------------------------------------------------------------------------------------------------------

    def in_the_room(
        self,
        month: str,
        names: Iterable[str],
        play: Callable[[dict[str, Line]], Awaitable[T]],
        guests: Iterable[str] = (),
    ) -> T:
        """Open the room of a month's session for these people and the two who run it, and play something there."""
        session = self.sessions[month]
        for name in names:
            self.own_page(name)
        for guest in guests:
            self.post(guest, f"/join/{session.join_code}/", name=f"{guest} Guest", once=f"{guest}-{month}")
        inside = [*names, *guests, "Nia", "Tom"]
        for name in inside:
            page = self.browsers[name].get(f"/room/{session.id}/")
            assert page.url.path == f"/room/{session.id}/", f"{name} is at {page.url.path}"
        return asyncio.run(self._play(session, inside, play))

    async def _play(self, session: Session, names: list[str], play: Callable[[dict[str, Line]], Awaitable[T]]) -> T:
        lines = {name: Line(self.server.url, session.id, self.browsers[name].cookies["sessionid"]) for name in names}
        await asyncio.gather(*(line.open() for line in lines.values()))
        try:
            return await play(lines)
        finally:
            await asyncio.gather(*(line.close() for line in lines.values()))

    async def admit(self, lines: dict[str, Line], guests: Iterable[str]) -> None:
        """Tom lets guests in."""
        for guest in guests:
            await self.ask(lines["Tom"], Admit, person=lines[guest].store.you["person"], admitted=True)
            await lines[guest].until(lambda store: store.you["admitted"])

    async def ask(self, line: Line, kind: type[Any], **fields: Any) -> Row:
        """Ask for an operation that must be applied; gives its result."""
        answer = await line.act(kind, **fields)
        assert answer.ok, f"{kind.__name__}: {answer.code}: {answer.message}"
        return answer.result

    async def go(self, lines: dict[str, Line], item: str) -> None:
        """Tom presses Go, and it is on every screen."""
        await self.ask(lines["Tom"], Go, item=item)
        await asyncio.gather(*(line.until(lambda store: store.session.get("item") == item) for line in lines.values()))

    async def coffee(self, lines: dict[str, Line], item: Row) -> tuple[list[list[str]], Row]:
        """Tom matches everybody and opens the rooms; gives first names by group, and the report of the draw."""
        tom = lines["Tom"]
        await self.go(lines, item["id"])
        made = await self.ask(tom, ProposeGroups, item=item["id"], plan=item["group_plan"], seed=SEED)
        grouping = made["grouping"]

        def groups() -> list[Row]:
            return [g for g in tom.store.tables["groups"].values() if g["grouping"] == grouping]

        await tom.until(lambda _: groups())
        await self.ask(tom, SendGroups, grouping=grouping)
        await self.ask(tom, OpenRooms, grouping=grouping, minutes=15)
        names = {line.store.you["person"]: name for name, line in lines.items()}
        return [[names[one] for one in g["members"]] for g in groups()], tom.store.tables["groupings"][grouping][
            "report"
        ]


def item_of(session: Session, title: str) -> Row:
    """An agenda item, as `coffee` and `go` need it."""
    found = session.items.get(title=title)
    return {"id": found.id, "group_plan": found.group_plan}


def moments_of(calendar: str, name: str) -> list[str]:
    """What a calendar file says under a name, such as DTSTART, with its zone."""
    return re.findall(rf"^{name}(.*)$", calendar.replace("\r\n", "\n"), re.M)
