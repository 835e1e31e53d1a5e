"""A workshop on the real server: its agenda, its people with their devices, and their sockets."""

from __future__ import annotations

import asyncio
import inspect
from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import count
from typing import Any, TypeVar

import httpx
from asgiref.sync import sync_to_async
from django.test import Client as Browser
from django.utils import timezone

from folkmoot.kit.ids import new_id
from folkmoot.people.identity import DEVICE
from folkmoot.people.models import Person
from folkmoot.practice_kit.wire.ops import (
    Go,
    Op,
    OpenRooms,
    Ping,
    ProposeGroups,
    PutEntry,
    SendGroups,
    SetStage,
)
from folkmoot.programme.models import AgendaItem, Booking, Programme, Session
from folkmoot.rehearsal.line import Answer, Line
from folkmoot.rehearsal.store import Row, Store
from tests import people
from tests.factories import a_programme, a_session
from tests.polling_line import PollingLine
from tests.serving import PATIENCE, TO_ANSWER, Server, look_anew

T = TypeVar("T")
PINGS = count(1_000_001)
SOON = 0.4
"""Seconds after which counts have been sent."""
A_BEAT = 1.3
"""Seconds after which presence, and small batches of what was added in discussion, have been sent."""

PLAN: tuple[dict[str, Any], ...] = (
    {"title": "Welcome", "kind": "welcome", "minutes": 5},
    {"title": "Ways of working", "practice": "ways_of_working", "minutes": 5},
    {"title": "Coffee", "practice": "coffee_trial", "minutes": 30, "group_plan": {"kind": "coffee", "mix": True}},
    {"title": "Taking stock", "practice": "taking_stock", "minutes": 10},
    {"title": "Push-back", "practice": "push_back", "minutes": 10},
    {"title": "Groups", "practice": "breakout", "minutes": 20, "group_plan": {"kind": "breakout", "size": 4}},
    {"title": "Tea", "kind": "break", "minutes": 10, "protected": True},
    {"title": "Purpose", "practice": "common_purpose", "minutes": 45, "group_plan": {"kind": "breakout", "size": 4}},
    {"title": "One thing", "practice": "one_thing", "minutes": 5, "protected": True},
)


async def in_db(call: Callable[..., T], *values: Any, **named: Any) -> T:
    """Look into or write to the database from an async test."""

    def look() -> T:
        look_anew()  # the thread's connection may lead to a server that a test before this one had
        return call(*values, **named)

    return await sync_to_async(look)()


async def stored(call: Callable[..., T], *values: Any, **named: Any) -> T:
    """Look into the database until there is something to see, and give it: what nobody asked for is stored unasked."""
    async with asyncio.timeout(PATIENCE):
        while not (found := await in_db(call, *values, **named)):
            await asyncio.sleep(0.05)
    return found


class Client:
    """Somebody's browser: their line to the room, and every frame that they have ever received, as it came."""

    def __init__(
        self, server: Server, session: Session, person: Person | None, cookie: str, by: type[Line] = Line, **more: Any
    ) -> None:
        self.person, self.cookie = person, cookie
        self.heard: list[str] = []
        self.line = by(server.url, session.id, cookie, hear=self.heard.append, **more)

    @property
    def store(self) -> Store:
        """What they know."""
        return self.line.store

    @property
    def id(self) -> str:
        """Their person's id."""
        return self.person.id if self.person else ""

    async def ask(self, kind: type[Op], *, op_id: str = "", **fields: Any) -> Answer:
        """Ask for an operation, whatever comes of it."""
        op = kind(op_id=op_id or self.line.next_op_id(), **fields)
        return await self.line.act_raw(op.op_id, op.model_dump_json(), TO_ANSWER)

    async def act(self, kind: type[Op], **fields: Any) -> Answer:
        """Ask for an operation that must be applied."""
        answer = await self.ask(kind, **fields)
        assert answer.ok, f"{kind.__name__} was refused: {answer.code}: {answer.message}"
        return answer

    async def refused(self, kind: type[Op], **fields: Any) -> Answer:
        """Ask for an operation that must be refused, with words for a person."""
        answer = await self.ask(kind, **fields)
        assert not answer.ok, f"{kind.__name__} was applied"
        assert len(answer.message) > 10
        return answer

    async def until(self, holds: Callable[[Store], Any], seconds: float = PATIENCE) -> Any:
        """Wait until something holds of what they know; what asks about a row that they have not does not hold yet.

        Raises:
            AssertionError: when it does not in time; it says who waited for what.
        """

        def by_now(store: Store) -> Any:
            try:
                return holds(store)
            except KeyError:
                return None

        try:
            return await self.line.until(by_now, seconds)
        except TimeoutError:
            who = self.person.name if self.person else "somebody without a name"
            raise AssertionError(f"{who} waited {seconds} s in vain for\n{inspect.getsource(holds)}") from None

    async def is_told(self) -> None:
        """Wait until everything has come that was sent to them before: the answer to a ping comes behind it."""
        number, before = next(PINGS), len(self.heard)
        self.line.say_raw(Ping(sent=number).model_dump_json())
        await self.until(lambda store: any(f'"sent":{number}.0' in frame for frame in self.heard[before:]))

    async def write(self, activity: str, kind: str, **body: Any) -> str:
        """Put an entry; gives its id."""
        answer = await self.act(PutEntry, activity=activity, entry_kind=kind, body=body)
        return str(answer.result["entry"])

    async def sees(self, entry: str) -> Row:
        """Wait until they have this entry, and give it."""
        found: Row = await self.until(lambda store: store.tables["entries"].get(entry))
        return found

    def has_heard(self, text: str) -> bool:
        """Whether this text stood in any frame that they ever received."""
        return any(text in frame for frame in self.heard)


@dataclass
class Workshop:
    """A session with everything that a test needs to do with it."""

    server: Server
    programme: Programme
    session: Session
    items: dict[str, AgendaItem]
    nia: Person
    tom: Person
    clients: list[Client] = field(default_factory=list)

    @classmethod
    async def make(cls, server: Server) -> Workshop:
        """A fresh one; each has a programme of its own."""
        return await in_db(cls._make, server)

    @classmethod
    def _make(cls, server: Server) -> Workshop:
        programme = a_programme(f"Winter {new_id()}")
        now = timezone.localtime()
        session = a_session(programme, date=now.date(), start=now.time().replace(microsecond=0), end=None)
        items = {}
        for position, each in enumerate(PLAN):
            kind = each.get("kind", "activity")
            items[each["title"]] = AgendaItem.objects.create(
                session=session, position=position, **{**each, "kind": kind}
            )
        mark = new_id().lower()
        lead = people.in_the_role_of("lead", "Nia Rees", f"nia-{mark}@ashwellactive.example", programme)
        producer = people.in_the_role_of("producer", "Tom Okafor", f"tom-{mark}@ashwellactive.example", programme)
        return cls(server, programme, session, items, lead, producer)

    async def close(self) -> None:
        """Close every socket."""
        await asyncio.gather(*(client.line.close() for client in self.clients), return_exceptions=True)

    async def quiet(self, seconds: float = SOON) -> None:
        """Wait until nothing is on its way to anybody who is connected: for what nobody must have received by then.

        Counts and presence are told so many seconds after what they are about; the rest of a tick comes before the
        answer to a ping. The second ping is answered after whatever the server had become due to send by the first.
        """
        await asyncio.sleep(seconds)
        here = [each for each in self.clients if each.line.connected and not isinstance(each.line, PollingLine)]
        for _ in range(2):
            await asyncio.gather(*(each.is_told() for each in here))

    # --- people -----------------------------------------------------------------------------------------------------

    async def book(self, name: str, organisation: str = "", **fields: Any) -> Person:
        """Somebody with a confirmed place."""

        def make() -> Person:
            person = people.a_person(name, organisation=organisation)
            Booking.objects.create(session=self.session, person=person, status=Booking.Status.CONFIRMED, **fields)
            return person

        return await in_db(make)

    async def device(self, person: Person) -> str:
        """The cookie of a device that stands for somebody: signed in, or remembered from a personal link."""

        def make() -> str:
            browser = Browser()
            if person.user is not None:
                browser.force_login(person.user, backend="django.contrib.auth.backends.ModelBackend")
                return browser.cookies["sessionid"].value
            device = browser.session
            device[DEVICE] = [person.id, person.link_version]
            device.save()
            return str(device.session_key)

        return await in_db(make)

    async def client(self, person: Person, *, open_page: bool = True, **more: Any) -> Client:
        """A browser of somebody who opened the room's page, not yet connected."""
        cookie = await self.device(person)
        if open_page:
            async with httpx.AsyncClient(cookies={"sessionid": cookie}, timeout=PATIENCE) as http:
                page = await http.get(f"{self.server.url}/room/{self.session.id}/")
            assert page.status_code == 200, f"{page.status_code} {page.headers.get('location')}"
        made = Client(self.server, self.session, person, cookie, **more)
        self.clients.append(made)
        return made

    async def enter(self, person: Person, **more: Any) -> Client:
        """Somebody in the room."""
        client = await self.client(person, **more)
        await client.line.open(PATIENCE)
        return client

    async def enter_new(self, name: str, organisation: str = "", **fields: Any) -> Client:
        """Somebody who booked, in the room."""
        return await self.enter(await self.book(name, organisation, **fields))

    async def bea_dee_and_ken(self) -> tuple[Client, Client, Client]:
        """The three of every story, in the room."""
        bea = await self.enter_new("Bea Lowe", "Kettle Yard Youth")
        dee = await self.enter_new("Dee Morgan", "Northmoor Health Partnership")
        ken = await self.enter_new("Ken Price", "Ashwell Residents’ Voice")
        return bea, dee, ken

    # --- running it -------------------------------------------------------------------------------------------------

    async def go(self, lead: Client, title: str) -> Row:
        """Go to an item by its title; gives its activity (empty: it has none)."""
        item = self.items[title]
        await lead.act(Go, item=item.id)
        if not item.practice:
            return {}
        found: Row = await lead.until(
            lambda store: next((a for a in store.tables["activities"].values() if a["item"] == item.id), None)
        )
        return found

    async def stage(self, lead: Client, activity: Row, key: str) -> None:
        """Move an activity to a stage, and wait until everybody's screen has."""
        await lead.act(SetStage, activity=activity["id"], stage=key)
        connected = [client for client in self.clients if client.line.connected]
        for client in connected:
            await client.until(lambda store: store.tables["activities"].get(activity["id"], {}).get("stage") == key)

    async def groups(self, lead: Client, title: str, *, minutes: float = 10, **plan: Any) -> list[Row]:
        """Propose, send and open groups for an item; gives them as the facilitators see them."""
        item = self.items[title]
        asked = {"kind": "breakout", "size": 4, **(item.group_plan or {}), **plan}
        proposed = await lead.act(ProposeGroups, item=item.id, plan=asked)
        grouping = proposed.result["grouping"]
        await lead.act(SendGroups, grouping=grouping)
        await lead.act(OpenRooms, grouping=grouping, minutes=minutes)
        await lead.until(lambda store: store.tables["groupings"][grouping]["status"] == "open")
        return [g for g in lead.store.tables["groups"].values() if g["grouping"] == grouping]
