"""Worksheets: every practice has one, with all that it asks people to write; a session's hold its own questions."""

from datetime import UTC, datetime

import pytest
from django.test import Client
from django.urls import reverse

from folkmoot.people.identity import DEVICE
from folkmoot.people.models import Person
from folkmoot.practice_kit.registry import practices
from folkmoot.programme.actions.changing import confirm
from folkmoot.programme.models import AgendaItem, Session
from folkmoot.programme.tests.bookings import Clock, books, make_session, state
from folkmoot.programme.worksheets import Sheet, sheet_of
from tests import people

pytestmark = pytest.mark.django_db


def on_paper(sheet: Sheet) -> str:
    blocks = [block for step in sheet.steps for block in step.blocks]
    return "\n".join(" ".join((each.title, each.hint, *each.points, *each.options)) for each in blocks)


@pytest.mark.parametrize("slug", practices())
def test_every_practice_has_a_worksheet_with_room_to_write_and_its_questions(slug: str, client: Client) -> None:
    practice = practices()[slug]
    sheet = sheet_of(practice, {})
    assert any(block.lines or block.options for step in sheet.steps for block in step.blocks)
    answer = client.get(reverse("practice_worksheet", args=[slug]))
    assert answer.status_code == 200
    assert sheet.steps[0].instruction.split(".")[0].split("’")[0] in answer.text


def test_nothing_stands_twice_on_a_sheet() -> None:
    for practice in practices().values():
        blocks = [block for step in sheet_of(practice, {}).steps for block in step.blocks if block.title]
        assert len(blocks) == len(set(blocks)), practice.slug


def test_a_practice_that_is_not_built_has_none(client: Client) -> None:
    assert client.get(reverse("practice_worksheet", args=["ripple_map"])).status_code == 404


@pytest.fixture
def session(monkeypatch: pytest.MonkeyPatch) -> Session:
    """A session to come, whose breakout asks a question of its own."""
    Clock(monkeypatch)
    session = make_session()
    AgendaItem.objects.create(
        session=session,
        title="In groups",
        practice="breakout",
        settings={"questions": ["Who holds the key?"]},
        minutes=12,
    )
    return session


def page(session: Session, person: Person | None = None, client: Client | None = None) -> tuple[int, str]:
    client = client or Client()
    if person is not None:
        device = client.session
        device[DEVICE] = [person.id, person.link_version]
        device.save()
    answer = client.get(reverse("worksheets", args=[session.id]))
    return answer.status_code, answer.text


def test_a_session_s_own_questions_are_on_its_worksheets(session: Session) -> None:
    booking = books(session, "Dee")
    confirm(booking.id)
    assert state(booking) == "confirmed"
    status, text = page(session, booking.person)
    assert status == 200
    assert "Who holds the key?" in text
    assert "What’s landing?" not in text


def test_who_does_not_take_part_gets_none(session: Session) -> None:
    assert page(session)[0] == 403
    assert page(session, people.zed())[0] == 403
    assert page(session, books(session, "Waits").person)[0] == 403


def test_a_guest_who_joined_with_the_code_gets_them(
    session: Session, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    Clock(monkeypatch, datetime(2027, 3, 18, 12, 55, tzinfo=UTC))
    client.post(reverse("join_code", args=[session.join_code]), {"name": "Ken"})
    assert page(session, client=client)[0] == 200
