"""Two hundred people book a hundred places at the same moment, by the real server's own pages."""

from __future__ import annotations

import asyncio
import re
import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import httpx
import pytest
from django.utils import timezone
from pytest_django import DjangoDbBlocker

from folkmoot.programme.models import Booking, Mail, Session
from folkmoot.programme.outbox import NO_SERVER
from tests.factories import a_programme, a_session
from tests.live.workshop import in_db
from tests.serving import Server, serving

pytestmark = pytest.mark.live

PLACES = 100
PEOPLE = 200
STANDSTILL_SECONDS = 100.0
"""Several rounds of the timer, which enqueues again what waits."""


@pytest.fixture(scope="module")
def booking_server(tmp_path_factory: pytest.TempPathFactory, django_db_blocker: DjangoDbBlocker) -> Iterator[Server]:
    """A server that lets one address book for everybody here; mails are kept, as in the demo."""
    folder: Path = tmp_path_factory.mktemp("booking")
    many = {"FOLKMOOT_BOOKINGS_PER_ADDRESS": "100000", "FOLKMOOT_DEMO": "yes"}
    with django_db_blocker.unblock(), serving(folder, **many) as running:
        yield running


@dataclass
class Browser:
    """One person's browser, with the form open."""

    http: httpx.AsyncClient
    address: str
    token: str
    name: str

    async def send(self) -> httpx.Response:
        """Press the button."""
        typed = {
            "name": self.name,
            "email": f"{self.name.lower().replace(' ', '.')}@ashwell.example",
            "sector": "sport",
            "language": "en",
            "coming": "alone",
            "csrfmiddlewaretoken": self.token,
        }
        return await self.http.post(self.address, data=typed)


async def open_form(server: Server, session: Session, name: str) -> Browser:
    """Open the booking form as somebody called so."""
    # A line kept open may be closed by the server in the moment of writing to it: each request gets its own.
    http = httpx.AsyncClient(base_url=server.url, timeout=120, limits=httpx.Limits(max_keepalive_connections=0))
    address = f"/p/{session.programme.slug}/{session.slug}/book/"
    page = await http.get(address)
    assert page.status_code == 200, page.text[:500]
    found = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page.text)
    assert found
    return Browser(http, address, found[1], name)


def make_session() -> Session:
    """A session next week with a hundred places, and none to spare."""
    day = timezone.localdate() + timedelta(days=7)
    programme = a_programme(title=f"Race {timezone.now():%H%M%S%f}")
    return a_session(programme, date=day, capacity=PLACES, overbook_percent=0)


async def counts(session: Session) -> dict[str, int]:
    """How many bookings stand how."""
    bookings = Booking.objects.filter(session=session)
    statuses = await in_db(lambda: list(bookings.values_list("status", flat=True)))
    return {status: statuses.count(status) for status in set(statuses)}


async def test_exactly_as_many_are_booked_as_there_are_places(booking_server: Server) -> None:
    session = await in_db(make_session)
    names = [f"Person {number}" for number in range(PEOPLE)]
    browsers = await asyncio.gather(*(open_form(booking_server, session, name) for name in names))
    answers = await asyncio.gather(*(browser.send() for browser in browsers))
    await asyncio.gather(*(browser.http.aclose() for browser in browsers))
    assert {answer.status_code for answer in answers} == {302}, booking_server.output()[-6000:]
    assert await counts(session) == {"requested": PLACES, "waitlisted": PEOPLE - PLACES}
    queued = Booking.objects.filter(session=session, queue__gt=0)
    queue = await in_db(lambda: sorted(queued.values_list("queue", flat=True)))
    assert queue == list(range(1, PEOPLE - PLACES + 1))
    assert "Traceback" not in booking_server.output()


async def test_one_person_who_presses_eight_times_has_one_place(booking_server: Server) -> None:
    session = await in_db(make_session)
    browser = await open_form(booking_server, session, "Bea Lowe")
    answers = await asyncio.gather(*(browser.send() for _ in range(8)))
    await browser.http.aclose()
    assert {answer.status_code for answer in answers} == {302}
    assert await counts(session) == {"requested": 1}
    assert await in_db(Mail.objects.filter(session=session).count) == 1


async def all_sent(session: Session) -> None:
    """Wait until every mail of the session has gone, however long the queue before it: only a standstill is a fault."""
    waiting = Mail.objects.exclude(status=Mail.Status.SENT)
    left, since = -1, time.monotonic()
    while await in_db(waiting.filter(session=session).count):
        # On a database that other tests' servers share, one without mail may have taken a task: it is given back.
        await in_db(lambda: waiting.filter(trouble=NO_SERVER).update(next_try_at=None))
        if (now := await in_db(waiting.count)) != left:
            left, since = now, time.monotonic()
        assert time.monotonic() - since < STANDSTILL_SECONDS, f"{left} mails wait, and none has gone lately"
        await asyncio.sleep(0.2)


async def test_every_mail_of_the_outbox_goes_out(booking_server: Server) -> None:
    session = await in_db(make_session)
    browsers = [await open_form(booking_server, session, f"Reader {number}") for number in range(5)]
    await asyncio.gather(*(browser.send() for browser in browsers))
    await asyncio.gather(*(browser.http.aclose() for browser in browsers))
    await all_sent(session)
    assert await in_db(Mail.objects.filter(session=session).count) == 5
