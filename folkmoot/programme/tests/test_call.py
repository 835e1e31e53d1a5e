"""The page about the call: how people get to their rooms, and what a plan says of the time that takes."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.test import Client

from folkmoot.programme.agenda import Item, read_agenda
from folkmoot.programme.agenda_warnings import find_fix, warnings
from folkmoot.programme.call_forms import CallForm, read_addresses, said_addresses
from folkmoot.programme.models import AgendaItem, Session
from tests import people
from tests.factories import a_programme, a_session

pytestmark = pytest.mark.django_db
GROUPS = {"kind": "breakout", "size": 5}


def a_plan(session: Session, feedback: int = 20) -> None:
    block = AgendaItem.objects.create(session=session, kind="block", title="Complexity", minutes=feedback + 20)
    AgendaItem.objects.create(
        session=session, parent=block, kind="activity", title="In groups", minutes=20, position=1, group_plan=GROUPS
    )
    AgendaItem.objects.create(
        session=session, parent=block, kind="plenary", title="Feedback", minutes=feedback, position=2,
        settings={"feedback": "two"},
    )  # fmt: skip


def told(**fields: Any) -> dict[str, Any]:
    return {"call_tool": "Teams", "call_mode": "moved", "call_link": "", "help_phone": "", "addresses": "", **fields}


def signed_in(session: Session) -> Client:
    browser = Client()
    tom = people.tom(session.programme)
    assert tom.user is not None
    browser.force_login(tom.user, backend="django.contrib.auth.backends.ModelBackend")
    return browser


def test_the_producer_says_how_people_get_to_their_rooms() -> None:
    session = a_session(a_programme())
    a_plan(session)
    browser = signed_in(session)
    page = browser.get(f"/plan/{session.id}/call/")
    assert "The plan makes up to" in page.content.decode()
    answer = browser.post(
        f"/plan/{session.id}/call/",
        told(call_mode="follow", call_link="https://calls.example/1", help_phone="+44 1632 960123", transfer_minutes=4),
    )
    assert answer.status_code == 302
    session.refresh_from_db()
    assert (session.call_mode, session.call_tool, session.call_link) == ("follow", "Teams", "https://calls.example/1")
    assert (session.help_phone, session.transfer) == ("+44 1632 960123", 4)


def test_with_links_every_room_of_the_plan_has_an_address_that_works() -> None:
    session = a_session(a_programme(), planning_for=40)
    a_plan(session)
    few = "https://calls.example/1\nhttps://calls.example/2"
    form = CallForm(told(call_mode="links", addresses=few), session=session, rooms=8)
    assert form.errors["addresses"] == ["The plan makes 8 rooms, and here are 2 addresses."]
    none = CallForm(told(call_mode="links"), session=session, rooms=8)
    assert "Give an address for each room" in none.errors["addresses"][0]
    pattern = CallForm(told(call_mode="links", addresses="https://calls.example/r{room}"), session=session, rooms=8)
    assert pattern.is_valid(), pattern.errors


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("calls.example/1", "Line 1 is no web address"),
        ("https://a.example/1\njavascript:alert(1)", "Line 2 is no web address"),
        ("https://a.example/1\nhttps://a.example/2\nhttps://a.example/1", "Lines 1 and 3 are the same"),
        ("https://a.example/" + "x" * 500, "longer than 500"),
        ("\n".join(f"https://a.example/{n}" for n in range(101)), "At most 100"),
    ],
)
def test_an_address_that_would_lead_astray_is_refused_with_its_line(text: str, says: str) -> None:
    with pytest.raises(ValidationError) as refused:
        read_addresses(text)
    assert says in refused.value.message


@pytest.mark.parametrize("text", ["", "https://a.example/{room}", "https://a.example/1\nhttps://a.example/2"])
def test_addresses_are_shown_as_they_were_typed(text: str) -> None:
    assert said_addresses(read_addresses(text)) == text


def test_an_outsider_and_a_participant_do_not_see_the_page() -> None:
    session = a_session(a_programme())
    assert Client().get(f"/plan/{session.id}/call/").status_code == 302


@pytest.mark.parametrize(("mode", "minutes"), [("moved", 2), ("links", 3), ("follow", 2)])
def test_each_way_takes_its_usual_time_unless_the_plan_says_otherwise(mode: str, minutes: int) -> None:
    session = a_session(a_programme(), call_mode=mode)
    assert session.transfer == minutes
    session.transfer_minutes = 0
    assert session.transfer == 0


def test_the_way_back_is_in_the_warning_that_feedback_does_not_fit_and_in_its_fixes() -> None:
    session = a_session(a_programme())
    a_plan(session)
    agenda = read_agenda(session)
    slot = next(item for item in agenda[0].parts if item.title == "Feedback")
    assert [w.kind for w in warnings(agenda, 40)] == [], "8 groups, 2 minutes each, and a minute back: 18:20"
    assert [w.kind for w in warnings(agenda, 40, 2)] == [], "with two minutes back: 19:20"
    found = next(w for w in warnings(agenda, 40, 3) if w.kind == "feedback")
    assert "with 3 min to come back and changing over: 21 min. 1 min short." in found.text
    for fix in found.fixes:
        mended = find_fix(agenda, 40, slot.id, fix.key, 3).change(agenda)
        assert not [w for w in warnings(mended, 40, 3) if w.kind == "feedback"], fix.key


def test_the_way_out_is_in_the_warning_that_questions_are_hurried() -> None:
    questions = {"questions": ["What?", "So what?", "Now what?"]}
    agenda = (
        Item(
            id="a", kind="activity", title="Groups", minutes=10, practice="breakout", group_plan=GROUPS,
            settings=questions,
        ),
        Item(id="b", kind="plenary", title="Feedback", minutes=30, settings={"feedback": "one_point"}),
    )  # fmt: skip
    assert not [w for w in warnings(agenda, 40) if w.kind == "questions"], "3.3 minutes each"
    found = next(w for w in warnings(agenda, 40, 2) if w.kind == "questions")
    assert "2 of them to get people into their rooms: 2.7 each" in found.text
    mended = find_fix(agenda, 40, "a", "fewer", 2).change(agenda)
    assert not [w for w in warnings(mended, 40, 2) if w.kind == "questions"]
