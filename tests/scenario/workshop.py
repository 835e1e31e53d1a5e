"""The workshop of scenario A: its server and clock, its plan, and everybody in it."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Awaitable, Callable, Iterable
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from time import monotonic
from typing import Any, TypeVar
from zoneinfo import ZoneInfo

from asgiref.sync import sync_to_async

from folkmoot.commands.demo_people import Team
from folkmoot.people.actions import person_with_account
from folkmoot.people.models import MeetingWish, Organisation, Person
from folkmoot.practice_kit.wire.ops import Go, PutEntry, SetStage
from folkmoot.programme.actions.importing import import_programme
from folkmoot.programme.actions.scheduling import open_booking
from folkmoot.programme.models import AgendaItem, Booking, Mail, RoleGrant, Session
from folkmoot.rehearsal.cast import ORGANISATIONS
from folkmoot.rehearsal.store import Row, Store
from tests.scenario import cast
from tests.scenario.clock import SharedClock
from tests.scenario.somebody import Somebody
from tests.scenario.watch import Watch
from tests.serving import PATIENCE, Server

T = TypeVar("T")
PLAN = Path(__file__).with_name("workshop.yaml")
CALL = "https://meet.example/common-ground"
ROOMS = "https://meet.example/common-ground/room-{room}"
WEEKS_AHEAD = 5
THURSDAY = 3
SOON = 0.6
"""Seconds after which counts have been sent to forty people."""
AT_ONCE = 6
"""How many open pages at the same time."""


async def in_db(call: Callable[..., T], *values: Any, **named: Any) -> T:
    """Look into or write to the database from an async test."""
    return await sync_to_async(call)(*values, **named)


def the_day() -> date:
    """The Thursday of the play: some weeks ahead, so that nothing in it is over by the computer's own clock."""
    soon = datetime.now(UTC).date() + timedelta(weeks=WEEKS_AHEAD)
    return soon + timedelta(days=(THURSDAY - soon.weekday()) % 7)


class Workshop:
    """Everything that a scene needs."""

    def __init__(self, server: Server, clock: SharedClock) -> None:
        self.server, self.clock = server, clock
        self.watch = Watch()
        self.day = the_day()
        self.starts = datetime.combine(self.day, time(13), ZoneInfo("Europe/London"))
        self.people: dict[str, Somebody] = {}
        self.session: Session
        self.items: dict[str, AgendaItem] = {}
        self.behind: list[float] = []
        """Seconds after which those who poll had what was waited for on every screen."""
        self.kept: dict[str, Any] = {}
        """What an earlier scene leaves for a later one."""

    # --- before -----------------------------------------------------------------------------------------------------

    async def prepare(self) -> Workshop:
        """The programme with its team, open for booking."""
        self.set_clock(timedelta(days=-12))
        await in_db(self._prepare)
        for first in (*cast.CREW, first_name(cast.ADMINISTRATOR)):
            self._add(first)
        return self

    def _prepare(self) -> None:
        for name, sector in ORGANISATIONS.items():
            Organisation.objects.get_or_create(name=name, defaults={"sector": sector})
        programme = import_programme(PLAN.read_text(encoding="utf-8").replace("2000-01-01", self.day.isoformat()))
        for each in (*cast.CREW.values(), cast.ADMINISTRATOR):
            RoleGrant.objects.create(
                person=person_with_account(each.email, each.name), programme=programme, role=each.role
            )
        self.session = open_booking(programme.sessions.get().id)
        Session.objects.filter(id=self.session.id).update(
            call_link=CALL, call_mode="links", room_links={"kind": "pattern", "pattern": ROOMS}
        )
        self.items = {item.title: item for item in self.session.items.all()}

    def _add(self, first: str) -> Somebody:
        self.people[first] = Somebody(first, self.server.url, self.watch)
        return self.people[first]

    async def close(self) -> None:
        """Everybody leaves."""
        for each in self.people.values():
            await each.leave()
            await each.http.aclose()

    def set_clock(self, since_start: timedelta) -> None:
        """Go to a moment, counted from one o'clock."""
        self.clock.move_to(self.starts + since_start)

    def at(self, clock: str) -> datetime:
        """A time of the day of the workshop."""
        hours, minutes = map(int, clock.split(":"))
        return self.starts.replace(hour=hours, minute=minutes)

    def move(self, clock: str) -> None:
        """Go on to a time of the day within a scene."""
        self.clock.move_to(self.at(clock))

    # --- people -----------------------------------------------------------------------------------------------------

    def __getitem__(self, first: str) -> Somebody:
        return self.people[first]

    @property
    def crew(self) -> list[Somebody]:
        """Nia, Tom, Asha and Joel."""
        return [self.people[first] for first in cast.CREW]

    @property
    def connected(self) -> list[Somebody]:
        """Everybody with a screen in the room, the crew and the shared screen among them."""
        return [each for each in self.people.values() if each.line is not None and each.line.connected]

    @property
    def taking_part(self) -> list[Somebody]:
        """Those at a screen who take part: not the crew, not the shared screen, and nobody on the phone."""
        return [each for each in self.connected if each.first not in (*cast.CREW, "screen")]

    def of(self, persons: Iterable[str]) -> list[Somebody]:
        """Those with these ids who are at a screen."""
        ids = set(persons)
        return [each for each in self.connected if each.id in ids]

    async def all(self, does: Callable[[Somebody], Awaitable[T]], people: Iterable[Somebody]) -> list[T]:
        """Everybody of these at the same time."""
        return list(await asyncio.gather(*(does(each) for each in people)))

    async def each(self, does: Callable[[Somebody, int], Awaitable[T]], people: Iterable[Somebody]) -> list[T]:
        """As `all`, with the place of each in their order."""
        return list(await asyncio.gather(*(does(one, place) for place, one in enumerate(people))))

    async def few(self, does: Callable[[T], Awaitable[Any]], of: Iterable[T]) -> None:
        """All of these, some at a time."""
        gate = asyncio.Semaphore(AT_ONCE)

        async def one(each: T) -> None:
            async with gate:
                await does(each)

        await asyncio.gather(*(one(each) for each in of))

    async def goes(self, first: str) -> None:
        """Somebody closes the page, and the server has noticed."""
        who = self[first].id
        await self[first].leave()
        await self["Tom"].until(lambda store: store.presence.get(who) == "away")

    async def mails(self, kind: str, to: str = "") -> list[Mail]:
        """The mails of a kind about this session or its people, oldest first."""

        def find() -> list[Mail]:
            found = Mail.objects.filter(kind=kind).order_by("created_at")
            return list(found.filter(to=to) if to else found)

        return await in_db(find)

    async def mail(self, kind: str, to: str, seconds: float = PATIENCE) -> Mail:
        """The latest mail of a kind to an address, once it is there."""
        async with asyncio.timeout(seconds):
            while not (found := await self.mails(kind, to)):
                await asyncio.sleep(0.05)
        return found[-1]

    async def all_mails(self) -> list[Row]:
        """Every mail that was ever written, with its subject, text, page and calendar."""
        fields = ("kind", "to", "subject", "text", "html", "calendar")
        return await in_db(lambda: [dict(row) for row in Mail.objects.values(*fields)])

    async def bookings(self) -> dict[str, Booking]:
        """Every booking of the session by the person's first name."""

        def find() -> dict[str, Booking]:
            found = Booking.objects.filter(session=self.session).select_related("person")
            return {each.person.first_name: each for each in found}

        return await in_db(find)

    async def sign_in(self, who: Team) -> None:
        """Somebody of the team signs in by the code that is mailed to them."""
        one = self[first_name(who)]
        await one.post("/sign-in/", email=who.email)
        code = (await self.mail("sign_in_code", who.email)).subject.split()[0]
        answer = await one.post("/sign-in/code/", code=code)
        assert answer.status_code == 302, answer.text[:500]

    async def book(self, part: cast.Part) -> Somebody:
        """Somebody fills the form of the session's page and presses the button of the mail that comes."""
        one = self._add(part.first)
        page = f"/p/{self.session.programme.slug}/{self.session.slug}/book/"
        answer = await one.post(
            page,
            name=part.name,
            email=part.email,
            organisation=part.organisation,
            sector=part.sector,
            language=part.language,
            coming="alone",
            **({"listed": "on"} if part.listed else {}),
        )
        assert answer.status_code == 302, answer.text[:500]
        return one

    async def confirm(self, part: cast.Part) -> None:
        """Open the mailed link and press its button."""
        link = link_in(await self.mail("confirm", part.email), "/b/")
        answer = await self[part.first].post(link, do="confirm")
        assert answer.status_code == 302, answer.text[:500]

    async def wish_apart(self, one: str, other: str) -> None:
        """A private wish not to be matched with somebody."""

        def wish() -> None:
            mine, theirs = (
                Person.objects.get(bookings__session=self.session, name__startswith=n) for n in (one, other)
            )
            MeetingWish.objects.create(person=mine, apart_from=theirs)

        await in_db(wish)

    # --- running it -------------------------------------------------------------------------------------------------

    async def go(self, title: str) -> Row:
        """Tom presses Go for an item; gives its activity (empty: it has none), once everybody's screen has it."""
        item = self.items[title].id
        await self["Tom"].does(Go, item=item)
        await self.everywhere(lambda store: store.session.get("item") == item)
        return self["Nia"].store.activity or {}

    async def stage(self, activity: Row, key: str) -> None:
        """Nia moves an activity to a stage; waits until everybody's screen has it."""
        await self["Nia"].does(SetStage, activity=activity["id"], stage=key)
        await self.everywhere(lambda store: store.tables["activities"][activity["id"]]["stage"] == key)

    async def for_ken(self, activity: Row, kind: str, body: Row, about: str = "", *, private: bool = False) -> str:
        """Asha types for Ken, who is on the phone; gives the entry's id."""
        fields = {"activity": activity["id"], "entry_kind": kind, "about": about, "private": private}
        result = await self["Asha"].does(PutEntry, body=body, on_behalf_of=self["Ken"].id, **fields)
        return str(result["entry"])

    async def everywhere(self, holds: Callable[[Store], Any], seconds: float = PATIENCE) -> None:
        """Wait until something holds on every screen.

        Raises:
            AssertionError: when it does not in time; it says on whose.
        """
        people, began = self.connected, monotonic()

        async def one(each: Somebody) -> None:
            await each.until(holds, seconds)
            if each.first in cast.BLOCKED:
                self.behind.append(monotonic() - began)

        try:
            await asyncio.gather(*(one(each) for each in people))
        except TimeoutError:
            late = [each for each in people if not _holds(holds, each.store)]
            raise AssertionError(f"not on the screens of {late} within {seconds} s") from None

    async def quiet(self) -> None:
        """Wait until nothing is on its way to anybody at a socket: for what nobody must have received by then.

        Counts are told `SOON` after what they are about; the rest comes before the answer to a ping. The second ping
        is answered after whatever the server had become due to send by the first.
        """
        await asyncio.sleep(SOON)
        for _ in range(2):
            await self.all(Somebody.is_told, [each for each in self.connected if each.first not in cast.BLOCKED])

    def count(self, who: Somebody, activity: str, kind: str, group: str = "") -> Row:
        """A count as somebody sees it: how many of how many; empty when they see none."""
        return who.store.tables["counts"].get(f"{activity}:{group}:{kind}", {})

    def finding(self, who: Somebody, activity: str, key: str) -> Row:
        """A practice's finding for the session as somebody sees it; empty when they see none."""
        return who.store.tables["findings"].get(f"{activity}::{key}", {})

    async def finds(self, who: Somebody, activity: str, key: str, said: str = "") -> Row:
        """A finding for the session as somebody sees it, once it says this in its text or rows."""

        def holds(store: Store) -> Row | None:
            found: Row | None = store.tables["findings"].get(f"{activity}::{key}")
            return found if found and said in f"{found['text']} {found['rows']}" else None

        return dict(await who.until(holds))

    async def counts(self, who: Somebody, activity: str, kind: str, entries: int) -> Row:
        """A count as somebody sees it, once so many entries are counted."""

        def holds(store: Store) -> Row | None:
            found: Row | None = store.tables["counts"].get(f"{activity}::{kind}")
            return found if found and found.get("entries") == entries else None

        return dict(await who.until(holds))


def _holds(holds: Callable[[Store], Any], store: Store) -> bool:
    try:
        return bool(holds(store))
    except KeyError:
        return False


def first_name(who: Team) -> str:
    """What somebody of the team is called in the play."""
    return who.name.split()[0]


def link_in(mail: Mail, path: str) -> str:
    """The path of the first link of a mail that begins so."""
    found = re.search(rf"https?://[^/\s]+({re.escape(path)}[^\s)]*)", mail.text)
    assert found, mail.text
    return found[1]
