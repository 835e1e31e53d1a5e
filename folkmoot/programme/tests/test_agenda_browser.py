"""The planner in a real browser: by pointer, by keyboard alone, without JavaScript, on a phone, with the line down."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.test import Client
from playwright.sync_api import Browser, BrowserContext, Locator, Page, expect, sync_playwright

from folkmoot.programme.models import Session
from folkmoot.programme.tests.planning import a_session, named, outline, plan
from tests.browser.chromium import launch
from tests.people import nia

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

DESKTOP, TABLET, PHONE = {"width": 1440, "height": 900}, {"width": 768, "height": 900}, {"width": 360, "height": 740}


@pytest.fixture(scope="module")
def browser(django_db_setup: None) -> Iterator[Browser]:
    """A browser for this file. It keeps an event loop in this thread, beside which Django would refuse to work."""
    with pytest.MonkeyPatch.context() as patch, sync_playwright() as playwright:
        patch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
        found = launch(playwright)
        yield found
        found.close()


@pytest.fixture
def session() -> Session:
    return plan(a_session())


class Planner:
    """Nia at her planner."""

    def __init__(self, page: Page, session: Session, server: str) -> None:
        self.page, self.session, self.server = page, session, server
        self.troubles: list[str] = []
        page.on("console", lambda said: self.troubles.append(said.text) if said.type == "error" else None)
        page.on("pageerror", lambda error: self.troubles.append(str(error)))

    def open(self, address: str = "") -> Planner:
        self.page.goto(f"{self.server}/plan/{self.session.id}/{address}")
        return self

    def handle(self, title: str) -> Locator:
        return self.page.get_by_role("button", name=f"Move {title}", exact=True)

    def shown(self) -> list[Any]:
        """The order on the page, as `outline` gives the stored one."""
        rows = self.page.locator("[data-level=top] > [data-item]").all()
        return [self._row(row) for row in rows]

    def _row(self, row: Locator) -> Any:
        title = str(row.get_attribute("data-title")).lower()
        if row.get_attribute("data-block") is None:
            return title
        return (
            title,
            [
                str(part.get_attribute("data-title")).lower()
                for part in row.locator("[data-level=block] > [data-item]").all()
            ],
        )

    def says(self, words: str) -> None:
        expect(self.page.locator("[data-planner-says]")).to_contain_text(words)

    def keys(self, *keys: str) -> None:
        for key in keys:
            self.page.keyboard.press(key)

    def settled(self) -> None:
        expect(self.page.locator("[data-planner][aria-busy]")).to_have_count(0)


@pytest.fixture
def planner(request: pytest.FixtureRequest, browser: Browser, session: Session, live_server: Any) -> Iterator[Planner]:
    """A planner on a desktop; parametrized indirectly with other settings of the browser."""
    context = browser.new_context(**{"viewport": DESKTOP, **getattr(request, "param", {})})
    sign_in(context, session, live_server.url)
    yield Planner(context.new_page(), session, live_server.url)
    context.close()


def sign_in(context: BrowserContext, session: Session, server: str) -> None:
    client = Client()
    user = nia(session.programme).user
    assert user is not None
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    context.add_cookies([{"name": "sessionid", "value": client.cookies["sessionid"].value, "url": server}])


def test_an_item_is_dragged_into_a_block_without_a_reload(planner: Planner) -> None:
    planner.open()
    planner.page.evaluate("document.body.dataset.same = 'yes'")
    start, goal = (planner.handle(title).bounding_box() for title in ("Coffee", "Sort"))
    assert start is not None
    assert goal is not None
    planner.page.mouse.move(start["x"] + 8, start["y"] + 8)
    planner.page.mouse.down()
    planner.page.mouse.move(start["x"] + 8, goal["y"] + 2, steps=12)
    planner.page.mouse.up()
    planner.says("Coffee has moved after “Talk”.")
    expect(planner.page.locator("body")).to_have_attribute("data-same", "yes")
    assert planner.shown()[1] == ("complexity", ["talk", "coffee", "sort", "surprises"])
    assert planner.shown() == outline(planner.session)
    expect(planner.page.get_by_text("was 1:10")).to_be_visible()
    assert planner.troubles == []


def test_an_item_is_moved_with_the_keyboard_alone(planner: Planner) -> None:
    planner.open()
    planner.handle("Surprises").focus()
    planner.keys("Space")
    planner.says("Surprises is picked up, 3 of 3 in Complexity.")
    planner.keys("ArrowUp")
    planner.says("2 of 3 in Complexity")
    expect(planner.handle("Surprises")).to_be_focused()
    planner.keys("ArrowLeft")
    planner.says("4 of 8")
    planner.keys("Space")
    planner.says("Surprises has moved after “Complexity”.")
    assert planner.shown() == outline(planner.session)
    assert outline(planner.session)[2:4] == [("complexity", ["talk", "sort"]), "surprises"]
    expect(planner.handle("Surprises")).to_be_focused()


def test_escape_leaves_it_where_it_was(planner: Planner) -> None:
    planner.open()
    before = outline(planner.session)
    planner.handle("Coffee").focus()
    planner.keys("Enter", "ArrowDown", "ArrowDown", "Escape")
    planner.says("Coffee is back where it was.")
    assert planner.shown() == before == outline(planner.session)


def test_typed_minutes_count_when_the_box_is_left_and_undo_takes_them_back(planner: Planner) -> None:
    planner.open()
    planner.page.get_by_label("Minutes of Coffee").fill("35")
    planner.keys("Tab")
    planner.says("Coffee is now 35 min. Everything after it starts 5 min later.")
    expect(planner.page.get_by_text("was 1:40").first).to_be_visible()
    planner.page.locator("#do-undo").click()
    planner.says("Undone: Coffee is now 35 min.")
    planner.settled()
    assert named(planner.session, "coffee").minutes == 30


def test_many_presses_are_all_counted_and_the_focus_stays(planner: Planner) -> None:
    planner.open()
    more = planner.page.get_by_role("button", name="Coffee: 1 minute more")
    more.focus()
    planner.keys(*["Enter"] * 5)
    expect(planner.page.get_by_label("Minutes of Coffee")).to_have_value("35")
    expect(more).to_be_focused()
    assert named(planner.session, "coffee").minutes == 35


def test_a_warning_goes_with_one_press(planner: Planner) -> None:
    planner.open()
    planner.page.get_by_role("button", name="One point each, no repeats").click()
    expect(planner.page.get_by_text("Feedback will not fit.")).to_have_count(0)


def test_with_the_line_down_nothing_is_lost(planner: Planner) -> None:
    planner.open()
    before = planner.shown()
    planner.page.context.set_offline(True)
    planner.handle("Coffee").focus()
    planner.keys("Space", "ArrowDown", "Space")
    expect(planner.page.get_by_text("That did not reach the server, and nothing is changed.").first).to_be_visible()
    assert planner.shown() == before
    planner.page.context.set_offline(False)
    planner.keys("Space", "ArrowUp", "Space")
    planner.says("Coffee has moved to the start.")
    expect(planner.page.locator("[data-not-sent]")).to_have_count(0)


def test_the_library_is_searched_as_one_types(planner: Planner) -> None:
    planner.open()
    planner.page.get_by_label("Find a practice").fill("empathy")
    expect(planner.page.locator(".library > li:visible")).to_have_count(1)
    planner.page.get_by_role("button", name="Add Empathy map").click()
    planner.says("Empathy map is added.")
    assert "empathy map" in outline(planner.session)


@pytest.mark.parametrize("planner", [{"java_script_enabled": False}], indirect=True)
def test_everything_works_without_javascript(planner: Planner) -> None:
    planner.open()
    planner.page.get_by_role("button", name="Move Coffee up").click()
    assert outline(planner.session)[:2] == ["coffee", "welcome"]
    planner.page.get_by_label("Minutes of Coffee").fill("35")
    planner.page.get_by_label("Minutes of Coffee").press("Enter")
    expect(planner.page.get_by_text("Coffee is now 35 min.")).to_be_visible()
    planner.page.locator("#menu-" + named(planner.session, "tea").id).click()
    planner.page.get_by_role("button", name="Move into the block beside it").click()
    assert ("complexity", ["talk", "sort", "surprises", "tea"]) in outline(planner.session)
    planner.page.locator("#do-undo").click()
    expect(planner.page.get_by_text("Undone: Tea has moved")).to_be_visible()


PAGES = ("", "cue/", "print/", "participant/", "start/", "copy/", "item/{item}/")


@pytest.mark.parametrize("planner", [{"viewport": size} for size in (DESKTOP, TABLET, PHONE)], indirect=True)
def test_every_page_is_accessible_and_fits_its_screen(planner: Planner) -> None:
    for address in PAGES:
        planner.open(address.format(item=named(planner.session, "sort").id))
        results = Axe().run(planner.page)
        assert results.violations_count == 0, f"{address}: {results.generate_report()}"
        width = planner.page.evaluate("document.documentElement.scrollWidth - innerWidth")
        assert width <= 0, address
    assert planner.troubles == []


def test_the_open_menu_is_accessible(planner: Planner) -> None:
    planner.open()
    planner.page.get_by_label("More for Coffee").click()
    expect(planner.page.get_by_role("link", name=re.compile("^Edit"))).to_be_visible()
    results = Axe().run(planner.page)
    assert results.violations_count == 0, results.generate_report()
    planner.keys("Escape")
    expect(planner.page.get_by_label("More for Coffee")).to_be_focused()
