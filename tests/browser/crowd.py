"""Many people in the room without a window each: they take part over the protocol.

Playwright keeps the test's own thread, so theirs has a loop of its own; what they ask for is waited for there.
"""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from typing import Any, TypeVar

import httpx
from django.test import Client as Browser

from folkmoot.people.identity import DEVICE
from folkmoot.people.models import Person
from folkmoot.practice_kit.wire.ops import Op
from folkmoot.programme.models import Booking
from folkmoot.rehearsal.line import Answer, Line
from tests.browser.house import House
from tests.people import a_person

T = TypeVar("T")
PATIENCE = 60.0


class Crowd:
    """Their lines to one room: `lines` are those who take part, in the order in which they came."""

    def __init__(self, house: House) -> None:
        self.house = house
        self.lines: list[Line] = []
        self._opened: list[Line] = []
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, daemon=True)

    def book(self, count: int) -> None:
        """So many people book, and come into the room."""
        for number in range(count):
            person = a_person(f"Person{number} Lowe", organisation=f"Place {number % 17}")
            Booking.objects.create(session=self.house.today, person=person, status=Booking.Status.CONFIRMED)
            self.lines.append(self.enter(person))

    def enter(self, person: Person) -> Line:
        """Somebody opens the room's page, and stays."""
        cookie = cookie_of(person)
        url = self.house.server.url
        assert httpx.get(f"{url}{self.house.room}", cookies={"sessionid": cookie}).status_code == 200
        line = self.wait(_opened(url, self.house.today.id, cookie))
        self._opened.append(line)
        return line

    def wait(self, doing: Awaitable[T]) -> T:
        """Have something done over there, and give what came of it."""

        async def do() -> T:
            return await doing

        return asyncio.run_coroutine_threadsafe(do(), self._loop).result(PATIENCE)

    def ask(self, line: Line, kind: type[Op], **fields: Any) -> Answer:
        """One of them asks for an operation that must be applied."""
        answer = self.wait(line.act(kind, **fields))
        assert answer.ok, f"{kind.__name__} was refused: {answer.code}: {answer.message}"
        return answer

    def everybody(self, act: Callable[[int, Line], Awaitable[Answer]]) -> None:
        """All of them do something at once."""

        async def together() -> list[Answer]:
            return list(await asyncio.gather(*(act(number, line) for number, line in enumerate(self.lines))))

        answers = self.wait(together())
        assert all(answer.ok for answer in answers), {answer.message for answer in answers if not answer.ok}

    def until(self, line: Line, holds: Callable[[Any], Any]) -> Any:
        """Wait until something holds of what one of them knows."""
        return self.wait(line.until(holds, PATIENCE))

    def start(self) -> None:
        """Begin the thread."""
        self._thread.start()

    def leave(self) -> None:
        """Close every line, and end the thread."""
        for line in self._opened:
            self.wait(line.close())
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(PATIENCE)
        self._loop.close()


async def _opened(url: str, session: str, cookie: str) -> Line:
    return await Line(url, session, cookie).open()


def cookie_of(person: Person) -> str:
    """The cookie of a device that stands for somebody: signed in, or remembered from a personal link."""
    browser = Browser()
    if person.user is not None:
        browser.force_login(person.user, backend="django.contrib.auth.backends.ModelBackend")
        return browser.cookies["sessionid"].value
    device = browser.session
    device[DEVICE] = [person.id, person.link_version]
    device.save()
    return str(device.session_key)


@contextmanager
def crowd_in(house: House) -> Iterator[Crowd]:
    """A crowd that leaves at the end."""
    crowd = Crowd(house)
    crowd.start()
    try:
        yield crowd
    finally:
        crowd.leave()
