"""Signing in, joining, home, desk and team in a real browser: three widths, no JavaScript, the keyboard alone."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.core.cache import cache
from django.test import Client
from django.utils import timezone
from playwright.sync_api import Browser, expect, sync_playwright

from folkmoot.kit.time import utc_to_local
from folkmoot.people.actions import email_token, give_account, make_guest
from folkmoot.people.models import Person
from folkmoot.programme.models import Booking, Mail, Session
from folkmoot.programme.tests.desk import booked
from tests.browser.chromium import launch
from tests.browser.device import DESKTOP, REFLOW, TABLET, Device, open_device
from tests.factories import a_programme, a_session
from tests.people import a_person, bea, dee, ken, nia, tom, zed

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True, databases="__all__")]


@pytest.fixture(scope="module")
def browser(django_db_setup: None) -> Iterator[Browser]:
    """A browser for this file. It keeps an event loop in this thread, beside which Django would refuse to work."""
    with pytest.MonkeyPatch.context() as patch, sync_playwright() as playwright:
        patch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
        found = launch(playwright)
        yield found
        found.close()


@pytest.fixture(autouse=True)
def _demo(settings: Any) -> None:
    settings.DEMO = True
    cache.clear()


@pytest.fixture
def session() -> Session:
    """A session that starts within the hour, with bookings of every kind."""
    local = utc_to_local(timezone.now() + timedelta(minutes=30), "Europe/London")
    session = a_session(a_programme(), capacity=3, date=local.date(), start=local.time(), end=local.time().max)
    first = booked(session, bea(), access_note="A BSL interpreter, please")
    booked(session, dee(), "requested", held_until=timezone.now() + timedelta(hours=2))
    booked(session, ken(), "waitlisted", queue=1)
    booked(session, a_person("Ken"), "cancelled", cancelled_at=timezone.now(), confirmed_at=timezone.now())
    booked(session, a_person("Bea", ""))
    trouble = {"status": "failed", "trouble": "550 no such mailbox"}
    Mail.objects.create(
        person=first.person, session=session, to="bea@x.example", kind="x", subject="Hello", text="x", **trouble
    )
    return session


@pytest.fixture
def window(browser: Browser, live_server: Any, request: pytest.FixtureRequest) -> Iterator[Device]:
    """A window on a desktop; parametrized indirectly with other settings of the browser."""
    device = open_device(browser, live_server.url, "Nia", DESKTOP, **getattr(request, "param", {}))
    yield device
    device.context.close()


WITHOUT_SCRIPTS = pytest.mark.parametrize("window", [{"java_script_enabled": False}], indirect=True)


def sign_in(window: Device, person: Person) -> None:
    """Have the window's browser be somebody's who signed in."""
    client = Client()
    client.force_login(give_account(person), backend="django.contrib.auth.backends.ModelBackend")
    window.context.add_cookies(
        [{"name": "sessionid", "value": client.cookies["sessionid"].value, "url": window.origin}]
    )


def see_that_it_is_well(window: Device) -> None:
    """At three widths: no violation that axe finds, nothing to scroll sideways, no trouble in the console."""
    for width, height in (DESKTOP, TABLET, REFLOW):
        window.page.set_viewport_size({"width": width, "height": height})
        found = Axe().run(window.page).response["violations"]
        assert found == [], (
            f"{window.page.url} at {width}: {[(each['id'], each['nodes'][0]['html']) for each in found]}"
        )
        assert window.sideways() <= 0, f"{window.page.url} at {width}"


PUBLIC = {
    "sign in": "/sign-in/",
    "join": "/join/",
    "join by a wrong code": "/join/?code=MOOT-XXXX",
    "say your name": "/join/{code}/",
}
NIAS = {"home": "/home/", "team": "/p-team/winter-programme/"}
TOMS = {
    "desk": "/desk/{session}/",
    "desk with a booking open": "/desk/{session}/?open={booking}",
    "desk without a find": "/desk/{session}/?q=nobody",
}


@pytest.mark.parametrize("address", PUBLIC.values(), ids=PUBLIC)
def test_public_pages_are_well(window: Device, session: Session, address: str) -> None:
    window.open(address.format(code=session.join_code))
    see_that_it_is_well(window)
    assert window.problems == []


@pytest.mark.parametrize("address", NIAS.values(), ids=NIAS)
def test_the_hosts_pages_are_well(window: Device, session: Session, address: str) -> None:
    sign_in(window, nia(session.programme))
    window.open(address)
    see_that_it_is_well(window)
    assert window.problems == []


@pytest.mark.parametrize("address", TOMS.values(), ids=TOMS)
def test_the_desk_is_well_in_every_state(window: Device, session: Session, address: str) -> None:
    sign_in(window, tom(session.programme))
    booking = Booking.objects.get(session=session, status="requested")
    window.open(address.format(session=session.id, booking=booking.id))
    see_that_it_is_well(window)
    assert window.problems == []


def test_empty_pages_are_well(window: Device) -> None:
    sign_in(window, zed())
    window.open("/home/")
    expect(window.page.get_by_text("Nobody has given you a role yet")).to_be_visible()
    see_that_it_is_well(window)
    empty = a_session(a_programme(), date=None, start=None, end=None)
    sign_in(window, tom(empty.programme))
    for address in ("/home/", f"/desk/{empty.id}/", f"/join/{empty.join_code}/"):
        window.open(address)
        see_that_it_is_well(window)
    assert window.problems == []


def test_pages_with_errors_are_well_and_say_what_to_do(window: Device, session: Session) -> None:
    sign_in(window, nia(session.programme))
    for address, button in (
        ("/home/", "Make it"),
        ("/p-team/winter-programme/", "Add to the team"),
        (f"/join/{session.join_code}/", "Go in and wait"),
        ("/join/", "Go on"),
    ):
        window.open(address)
        if address.startswith("/join/M"):
            window.page.get_by_text("I am somebody else").click()
        window.page.get_by_role("button", name=button).click()
        expect(window.page.get_by_role("alert")).to_contain_text("There is a problem")
        see_that_it_is_well(window)
    assert window.problems == []


def test_confirming_an_address_is_well(window: Device) -> None:
    bea()
    window.open(f"/email/{email_token(make_guest('Bea'), 'bea@kettleyard.example')}/")
    expect(window.page.get_by_label("I am Bea Lowe")).to_be_checked()
    see_that_it_is_well(window)
    window.open("/email/forged/")
    see_that_it_is_well(window)


@WITHOUT_SCRIPTS
def test_without_scripts_a_facilitator_signs_in_and_out(window: Device, session: Session) -> None:
    nia(session.programme)
    window.open("/home/")
    window.page.get_by_label("Your e-mail address").fill("nia@ashwellactive.example")
    window.page.get_by_role("button", name="Send me a code").click()
    window.page.get_by_label("The code").fill("WRONG")
    window.page.get_by_role("button", name="Sign in").click()
    expect(window.page.get_by_role("alert")).to_contain_text("That is not the code")
    window.page.get_by_label("The code").fill(Mail.objects.get(kind="sign_in_code").subject.split()[0])
    window.page.get_by_role("button", name="Sign in").click()
    expect(window.page.get_by_role("heading", level=1)).to_contain_text("Nia")
    window.page.get_by_role("button", name="Sign out").click()
    expect(window.page.get_by_text("You have signed out")).to_be_visible()


@WITHOUT_SCRIPTS
def test_without_scripts_the_desk_works(window: Device, session: Session) -> None:
    sign_in(window, tom(session.programme))
    window.open(f"/desk/{session.id}/")
    window.page.get_by_role("button", name="Confirm for Dee").click()
    expect(window.page.get_by_text("Dee Morgan has a place")).to_be_visible()
    window.page.get_by_role("link", name="More for Dee Morgan").click()
    window.page.get_by_role("button", name="Cancel the place").click()
    expect(window.page.get_by_text("Dee Morgan is off the list")).to_be_visible()
    window.page.get_by_role("button", name="Undo the cancelling").first.click()
    window.page.get_by_role("button", name="The same person").first.click()
    expect(window.page.get_by_text("They are one now")).to_be_visible()
    window.page.get_by_role("button", name=re.compile("Take back")).first.click()
    expect(window.page.get_by_text("are two again")).to_be_visible()


def test_a_guest_joins_with_the_keyboard_alone(window: Device, session: Session) -> None:
    window.open("/join/")
    keyboard = window.page.keyboard

    def tab_to(name: str) -> None:
        for _ in range(30):
            keyboard.press("Tab")
            if window.page.evaluate("document.activeElement.id || document.activeElement.textContent.trim()") == name:
                return
        raise AssertionError(f"The keyboard does not reach {name}.")

    tab_to("code")
    keyboard.type(session.join_code.lower())
    keyboard.press("Enter")
    window.page.wait_for_url(f"**/join/{session.join_code}/")
    tab_to("id_name")
    keyboard.type("Siân 🌻")
    tab_to("id_listed")
    keyboard.press("Space")
    tab_to("Go in and wait")
    keyboard.press("Enter")
    window.page.wait_for_url(f"**/room/{session.id}/")
    assert Person.objects.filter(name="Siân 🌻").count() == 1
