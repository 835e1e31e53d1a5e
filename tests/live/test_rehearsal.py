"""A rehearsal on the real server: the whole plan runs, and nothing of it is left afterwards."""

from __future__ import annotations

import asyncio
import signal
from random import Random

import pytest
from django.contrib.sessions.models import Session as Device

from folkmoot.live.rehearsals import Copy, delete_copy, make_copy
from folkmoot.people.models import Person
from folkmoot.practice_kit.wire.ops import Hand
from folkmoot.programme.models import Booking, Mail, Session
from folkmoot.record.models import Entry, Event, Meeting, Participant, Run, Stream
from folkmoot.rehearsal.facilitator import Facilitator
from folkmoot.rehearsal.line import Answer, Line
from folkmoot.rehearsal.participant import Habits, Pace
from folkmoot.rehearsal.participant import Participant as Simulated
from folkmoot.rehearsal.performance import Script, perform
from tests.live.workshop import Workshop, in_db
from tests.serving import PATIENCE

SPEED = 400
PEOPLE = 6

TABLES = (Session, Person, Participant, Booking, Mail, Meeting, Entry, Stream, Run, Device)


def rows() -> dict[str, int]:
    """How many rows each table has. A stream goes with its log, to which other tests' rooms may still add theirs."""
    return {table.__name__: table._default_manager.count() for table in TABLES}


async def copy_of(workshop: Workshop, *, led: bool = True) -> Copy:
    """A copy of the workshop's plan for simulated people."""
    return await in_db(lambda: make_copy(workshop.session, people=PEOPLE, speed=SPEED, led=led))


@pytest.mark.slow
async def test_the_whole_plan_runs_and_leaves_nothing(workshop: Workshop) -> None:
    before = await in_db(rows)
    copy = await copy_of(workshop)
    report = await perform(Script(workshop.server.url, copy.session.id, copy.cookies, copy.lead, SPEED, seed=7))
    assert (report.faults, report.gaps, report.people) == ([], 0, PEOPLE + 1)
    assert report.told == [], "the facilitator was refused nothing"
    assert report.refused.total() < report.sent / 4, report.words()
    run = await in_db(Run.objects.get, session=copy.session)
    assert run.phase == Run.Phase.CLOSED
    kinds = await in_db(lambda: set(Entry.objects.filter(session=copy.session).values_list("kind", flat=True)))
    assert {"note", "statement", "commitment", "step"} <= kinds
    after = await in_db(rows)
    assert (after["Mail"], after["Meeting"], after["Booking"]) == (before["Mail"], before["Meeting"], before["Booking"])
    await in_db(delete_copy, copy.session.id)
    assert await in_db(rows) == before


async def test_a_copy_has_the_plan_and_nobody_who_booked(workshop: Workshop) -> None:
    await workshop.book("Bea Lowe")
    copy = await copy_of(workshop, led=False)
    client = await Line(workshop.server.url, copy.session.id, copy.cookies[0]).open()
    assert [item["title"] for item in client.store.leaves()] == list(workshop.items)
    assert client.store.session["rehearsal"] is True
    lengths = {item["title"]: item["seconds"] for item in client.store.leaves()}
    assert lengths["Purpose"] == round(45 * 60 / SPEED), "every length is divided by the speed"
    names = await in_db(lambda: set(Participant.objects.filter(session=copy.session).values_list("name", flat=True)))
    assert "Bea Lowe" in names, "the simulated one of that name"
    simulated = await in_db(lambda: Participant.objects.filter(session=copy.session, person__rehearsal=True).count())
    assert simulated == PEOPLE
    await client.close()
    await in_db(delete_copy, copy.session.id)


async def test_a_rehearsal_s_people_are_let_in_nowhere_else(workshop: Workshop) -> None:
    copy = await copy_of(workshop)
    for cookie in (copy.cookies[0], copy.lead):
        with pytest.raises(ConnectionRefusedError, match="4401"):
            await Line(workshop.server.url, workshop.session.id, cookie).open()
    await in_db(delete_copy, copy.session.id)


async def test_who_is_still_in_when_a_copy_is_deleted_is_told_that_it_is_over(workshop: Workshop) -> None:
    copy = await copy_of(workshop)
    client = await Line(workshop.server.url, copy.session.id, copy.cookies[0]).open()
    await in_db(delete_copy, copy.session.id)
    answer = await client.act(Hand, up=True)
    assert answer.code == "gone"
    async with asyncio.timeout(PATIENCE):
        while not client.shut:
            await asyncio.sleep(0.05)
    assert client.shut == 4410
    await client.close()


async def test_a_copy_is_deleted_whole_while_its_people_are_at_work(workshop: Workshop) -> None:
    copy = await copy_of(workshop)
    lines = [await Line(workshop.server.url, copy.session.id, cookie).open() for cookie in copy.cookies]
    working = [asyncio.create_task(_raise_and_lower(line)) for line in lines]
    await asyncio.sleep(0.3)
    await in_db(delete_copy, copy.session.id)
    assert [code for code in await asyncio.gather(*working) if code != "gone"] == []
    assert not await in_db(Stream.objects.filter(id=copy.session.id).exists)
    for line in lines:
        await line.close()


async def _raise_and_lower(line: Line) -> str:
    """Raise and lower a hand until that is refused. Returns: why."""
    up = True
    while (answer := await line.act(Hand, up=up)).ok:
        up = not up
    return answer.code


class Hasty(Line):
    """A line that takes half a second without an answer for too long."""

    async def act_raw(self, op_id: str, text: str, seconds: float = 0.5) -> Answer:
        return await super().act_raw(op_id, text, seconds)


async def test_a_facilitator_waits_on_when_the_server_does_not_answer(
    workshop: Workshop, caplog: pytest.LogCaptureFixture
) -> None:
    copy = await copy_of(workshop)
    line = await Hasty(workshop.server.url, copy.session.id, copy.lead).open()
    process = workshop.server.process
    assert process is not None
    process.send_signal(signal.SIGSTOP)
    leading = asyncio.create_task(Facilitator(line, Random(7), SPEED).run())
    await asyncio.sleep(2)
    process.send_signal(signal.SIGCONT)
    first, second = (item["id"] for item in line.store.leaves()[:2])
    reached = asyncio.create_task(line.until(lambda store: store.session["item"] == second, PATIENCE))
    await asyncio.wait([leading, reached], return_when=asyncio.FIRST_COMPLETED)
    assert not leading.done(), leading
    said = [record.getMessage() for record in caplog.records if record.name == "folkmoot.rehearsal.facilitator"]
    assert said[0] == "The simulated facilitator waits for an answer: Go."
    leading.cancel()
    await asyncio.gather(leading, return_exceptions=True)
    await line.close()
    moved = Event.objects.filter(stream=copy.session.id, kind="moved", body__note__item=first)
    assert await in_db(moved.count) == 1, "what was asked again is applied once"
    await in_db(delete_copy, copy.session.id)


async def test_a_rehearsal_whose_copy_is_deleted_ends_and_says_so(workshop: Workshop) -> None:
    copy = await copy_of(workshop)
    script = Script(workshop.server.url, copy.session.id, copy.cookies, copy.lead, SPEED, seed=7)
    performing = asyncio.create_task(perform(script))
    async with asyncio.timeout(PATIENCE):
        while (await in_db(Run.objects.get, session=copy.session)).phase == Run.Phase.LOBBY:
            await asyncio.sleep(0.05)
    await in_db(delete_copy, copy.session.id)
    report = await asyncio.wait_for(performing, PATIENCE)
    assert "ConnectionRefusedError('the server closed the door with 4410')" in report.faults


async def test_a_rehearsal_cannot_be_rehearsed(workshop: Workshop) -> None:
    copy = await copy_of(workshop)
    with pytest.raises(ValueError, match="Rehearse a real session"):
        await in_db(lambda: make_copy(copy.session, people=1, speed=1, led=False))
    await in_db(delete_copy, copy.session.id)


async def test_who_raised_a_hand_lowers_it_again_before_long(workshop: Workshop) -> None:
    copy = await copy_of(workshop)
    line = Line(workshop.server.url, copy.session.id, copy.cookies[0])
    habits = Habits(chat=0, hand=0, drop=0)
    part = asyncio.create_task(Simulated(line, Random(7), Pace(SPEED), habits).take_part())
    await line.until(lambda store: store.you.get("admitted"))
    assert (await line.act(Hand, up=True)).ok
    await line.until(lambda store: store.you["hand_at"])
    await line.until(lambda store: not store.you["hand_at"])
    part.cancel()
    await asyncio.gather(part, return_exceptions=True)
    await line.close()
    await in_db(delete_copy, copy.session.id)
