"""The office's pages in a real browser: three widths, axe, without JavaScript, the keyboard alone, a strict policy."""

from __future__ import annotations

import os
import re
import time
from collections.abc import Iterator
from datetime import time as clock
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.cache import cache
from django.utils import timezone
from playwright.sync_api import Browser, expect, sync_playwright

from folkmoot.people.actions import make_administrator
from folkmoot.people.complaints import complain, log_step
from folkmoot.people.models import Complaint, Person
from folkmoot.programme.actions.enrolling import enrol
from folkmoot.programme.models import Booking, Programme, Session
from folkmoot.programme.people_lists import Listed
from folkmoot.programme.tests.desk import booked
from folkmoot.programme.tests.test_host_browser import see_that_it_is_well, sign_in
from tests.browser.chromium import launch
from tests.browser.device import DESKTOP, Device, open_device
from tests.factories import a_programme, a_session
from tests.people import bea, nia

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True, databases="__all__")]

PICTURES = os.environ.get("FOLKMOOT_PICTURES", "")
"""A folder for pictures of every page at every width, for whoever wants to look at them."""


@pytest.fixture(scope="module")
def browser(django_db_setup: None) -> Iterator[Browser]:
    """A browser for this file. It keeps an event loop in this thread, beside which Django would refuse to work."""
    with pytest.MonkeyPatch.context() as patch, sync_playwright() as playwright:
        patch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
        found = launch(playwright)
        yield found
        found.close()


@pytest.fixture(autouse=True)
def _no_mail_server(settings: Any) -> None:
    settings.MAIL_URL = ""
    cache.clear()


@pytest.fixture
def session() -> Session:
    """A session in a week, with a booking and mails that wait."""
    session = a_session(a_programme(), date=(timezone.now() + timedelta(days=7)).date(), capacity=12)
    booked(session, bea(), access_note="A BSL interpreter, please")
    enrol(session.id, [Listed(1, "Dee Morgan", "dee@kettleyard.example"), Listed(2, "Ken Price")])
    return session


@pytest.fixture
def gwen() -> Person:
    """The administrator."""
    return make_administrator("gwen@ashwell.example", "Gwen Rees")


@pytest.fixture
def window(browser: Browser, live_server: Any, request: pytest.FixtureRequest) -> Iterator[Device]:
    """A window on a desktop; parametrized indirectly with other settings of the browser."""
    device = open_device(browser, live_server.url, "Gwen", DESKTOP, **getattr(request, "param", {}))
    yield device
    device.context.close()


def look(window: Device, name: str) -> None:
    """Take a picture at each width, where somebody asked for them."""
    for width in (1440, 768, 360) if PICTURES else ():
        window.page.set_viewport_size({"width": width, "height": 900})
        window.page.screenshot(path=Path(PICTURES) / f"{name}-{width}.png", full_page=True)


@pytest.mark.slow
def test_every_page_is_well_at_every_width(window: Device, session: Session, gwen: Person) -> None:
    sign_in(window, gwen)
    complaint = complain("Bea", "bea@kettleyard.example", "You kept my note.")
    log_step(complaint, gwen, "Rang her.")
    pages = {
        "home": "/home/",
        "desk": f"/desk/{session.id}/?open={Booking.objects.first().id}",  # type: ignore[union-attr]  # there is one
        "letters": f"/desk/{session.id}/letters/",
        "session-edit": f"/desk/{session.id}/edit/",
        "programme-new": "/programmes/new/",
        "programme-edit": f"/programmes/{session.programme.slug}/edit/",
        "session-new": f"/programmes/{session.programme.slug}/session/",
        "search": "/people/?q=bea",
        "held": f"/people/{Person.objects.get(name='Bea Lowe').id}/",
        "complaints": "/complaints/",
        "complaint-log": f"/complaints/{complaint.id}/",
        "complain": "/complain/",
        "privacy": "/privacy/",
        "accessibility": "/accessibility/",
    }
    for name, page in pages.items():
        window.open(page)
        see_that_it_is_well(window)
        look(window, name)


def test_a_list_is_pasted_looked_at_and_brought_in(window: Device, session: Session, gwen: Person) -> None:
    sign_in(window, gwen)
    window.open(f"/desk/{session.id}/letters/")
    window.page.get_by_label("Paste names").fill("Ife Ola, ife@x.example\nwrong row, not@an@address")
    window.page.get_by_role("button", name="Read the list").click()
    expect(window.page.get_by_role("alert")).to_contain_text("Row 2")
    see_that_it_is_well(window)
    look(window, "preview")
    window.page.get_by_role("button", name="Bring this person in").click()
    expect(window.page.get_by_text("1 have a place")).to_be_visible()
    expect(window.page.get_by_role("rowheader", name="Ife Ola")).to_be_visible()


@pytest.mark.parametrize("window", [{"java_script_enabled": False}], indirect=True)
def test_a_session_from_nothing_without_javascript(window: Device, gwen: Person) -> None:
    sign_in(window, gwen)
    window.open("/programmes/new/")
    window.page.get_by_role("button", name="Make the programme").click()
    expect(window.page.get_by_role("alert")).to_contain_text("Give it a title.")
    window.page.get_by_label("Title").fill("Getting Ashwell moving")
    window.page.get_by_role("button", name="Make the programme").click()
    window.page.get_by_label("Title").fill("Taking stock")
    window.page.get_by_role("button", name="Make the session").click()
    window.page.get_by_label("Day").fill("2030-03-14")
    window.page.get_by_label("From").fill("13:00")
    window.page.get_by_label("To", exact=True).fill("16:00")
    window.page.get_by_role("button", name="Set the date").click()
    window.page.get_by_role("button", name="Open booking").click()
    expect(window.page.get_by_text("Booking is open.")).to_be_visible()


def test_a_complaint_by_keyboard_alone(window: Device) -> None:
    window.open("/complain/")
    window.page.get_by_label("What happened").focus()
    window.page.keyboard.type("You kept my note.")
    window.page.keyboard.press("Tab")
    window.page.keyboard.type("bea@kettleyard.example")
    window.page.keyboard.press("Enter")
    expect(window.page.get_by_role("heading", name="Your complaint arrived")).to_be_visible()
    assert Complaint.objects.get().id in window.page.content()


def test_somebody_is_erased_once_their_name_is_typed(window: Device, session: Session, gwen: Person) -> None:
    sign_in(window, gwen)
    window.open("/people/")
    window.page.get_by_role("searchbox").fill("lowe")
    window.page.get_by_role("button", name="Look").click()
    window.page.get_by_role("link", name="Bea Lowe").click()
    window.page.get_by_role("button", name="Erase this person").click()
    expect(window.page.get_by_text("Nothing was erased")).to_be_visible()
    see_that_it_is_well(window)
    window.page.get_by_label("Type their name").fill("Bea Lowe")
    window.page.get_by_role("button", name="Erase this person").click()
    expect(window.page.get_by_text("within 35 days from backups")).to_be_visible()
    assert not Person.objects.filter(name="Bea Lowe").exists()


def test_a_one_off_session_with_pasted_names(window: Device, gwen: Person) -> None:
    sign_in(window, gwen)
    window.open("/home/")
    window.page.get_by_label("What is it called?").fill("Team hour")
    window.page.get_by_label("Who comes").fill("Bea Lowe\nDee Morgan, dee@x.example")
    window.page.get_by_label("Day").fill((timezone.now() + timedelta(days=2)).date().isoformat())
    window.page.get_by_label("Time", exact=True).fill("10:00")
    window.page.get_by_role("button", name="Make it").click()
    expect(window.page.get_by_text("People join with the code")).to_be_visible()
    assert Booking.objects.filter(session__title="Team hour", status="confirmed").count() == 2


def test_on_a_new_server_a_one_off_starts_from_a_plan_that_comes_with_folkmoot(window: Device, gwen: Person) -> None:
    """How long it takes is printed: two minutes is the promise, most of which is somebody's typing."""
    sign_in(window, gwen)
    programmes = Programme.objects.count()
    began = time.monotonic()
    window.open("/home/")
    window.page.get_by_label("What is it called?").fill("One afternoon")
    window.page.get_by_label("Start from").select_option("Building common understanding and common purpose")
    window.page.get_by_label("Day").fill((timezone.now() + timedelta(days=2)).date().isoformat())
    window.page.get_by_label("Time", exact=True).fill("13:00")
    window.page.get_by_role("button", name="Make it").click()
    expect(window.page.get_by_text("People join with the code")).to_be_visible()
    print(f"a one-off session from a template: {time.monotonic() - began:.1f} s")
    made = Session.objects.get(title="One afternoon")
    assert (made.start, made.end) == (clock(13), clock(16))
    assert made.items.filter(title="Tea break").exists()
    assert Programme.objects.count() == programmes + 1, "what it was copied from is gone again"
    assert not made.items.filter(facilitator_notes__contains="Active Partnership").exists()


def test_a_plan_begins_from_one_that_comes_with_folkmoot(window: Device, session: Session) -> None:
    sign_in(window, nia(session.programme))
    window.open(f"/plan/{session.id}/start/")
    see_that_it_is_well(window)
    window.page.get_by_role("button", name=re.compile("Start from this.*Building common")).click()
    expect(window.page.get_by_text("is here now")).to_be_visible()
    assert session.items.filter(title="Tea break").exists()
