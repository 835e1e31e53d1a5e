"""Scenario A without a mouse: Nia from the door to the record, Kay from booking to taking back what she wrote.

No `click`, no `fill`, no `focus`: Tab, Enter, the space bar, the arrows and what is typed. After each press something
has the focus, and it is on the screen.
"""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Locator, expect

from folkmoot.programme.models import Booking, Mail, Session
from tests.browser.conftest import Open
from tests.browser.device import TABLET
from tests.browser.house import House
from tests.browser.people import MOST_TABS, Keyboard, KeyboardFacilitator, KeyboardOnly

pytestmark = pytest.mark.slow

PURPOSE = "Make it easy and normal for young people in Ashwell to be active after school."
IN_VIEW = """() => {
  const at = document.activeElement;
  if (!at || at === document.body) return "nothing has the focus";
  const { top, bottom, width } = at.getBoundingClientRect();
  return bottom > 0 && top < innerHeight && width > 0 ? "" : `${at.outerHTML.slice(0, 120)} is out of view`;
}"""


class ByHand(Keyboard):
    """Somebody whose focus is never lost, and never out of sight."""

    def press(self, name: str | re.Pattern[str]) -> None:
        """Reach a button, press Enter, and look where the focus is."""
        super().press(name)
        self.page.wait_for_timeout(400)
        self.device.until(lambda: self.page.evaluate(IN_VIEW) == "")

    def follow(self, name: str | re.Pattern[str]) -> None:
        """Reach a link, and press Enter."""
        self.reach(self.page.get_by_role("link", name=name).first)
        self.page.keyboard.press("Enter")

    def back_to(self, target: Locator) -> None:
        """Press Tab backwards until this has the focus."""
        for _ in range(MOST_TABS):
            if target.evaluate("one => one === document.activeElement"):
                return
            self.page.keyboard.press("Shift+Tab")
        raise AssertionError(f"the Tab key does not lead back to {target}")

    def send(self, name: str | re.Pattern[str]) -> None:
        """Reach a button that leads to another page, and press Enter."""
        super().press(name)

    def type_in(self, label: str | re.Pattern[str], text: str) -> None:
        """Reach a box, and type."""
        self.reach(self.page.get_by_label(label).first)
        self.page.keyboard.type(text)

    def tick(self, label: str | re.Pattern[str]) -> None:
        """Reach a box to tick, and press the space bar."""
        self.reach(self.page.get_by_label(label).first)
        self.page.keyboard.press("Space")


class NiaByHand(ByHand, KeyboardFacilitator):
    """Nia on a day when she uses no mouse."""

    def on_to(self, part: str) -> None:
        """Go to a part of the agenda."""
        self.press(re.compile(f"^{part}"))

    def into_groups(self) -> None:
        """Make groups, look, send, and open the rooms."""
        self.press("Make groups")
        expect(self.stage).to_be_focused()
        self.press(re.compile(r"^Send \d+ people to"))
        self.press(re.compile("^Rooms are open"))

    def all_back(self) -> None:
        """Call the groups back, and do not wait for the minute."""
        self.press("Close groups in 1 min")
        self.press("Return now")


class Guest(ByHand, KeyboardOnly):
    """Somebody who takes part."""

    def come_in(self, code: str) -> None:
        """Join with the code."""
        self.device.open("/join/")
        self.type_in("The code from the screen", code)
        self.page.keyboard.press("Enter")
        self.type_in("Your name", self.device.name)
        self.send("Go in and wait")
        expect(self.page.locator(".room")).to_be_visible()


def test_kay_books_confirms_and_takes_her_booking_back(house: House, open_window: Open) -> None:
    kay = Guest(open_window("Kay"), house)
    coming = Session.objects.filter(programme=house.today.programme, date__gt=house.today.date)
    later = coming.order_by("date").last()
    assert later is not None
    kay.device.open(f"/p/{later.programme.slug}/{later.slug}/")
    kay.follow(re.compile("Book a place"))
    kay.send("Book my place")
    expect(kay.page.get_by_role("alert")).to_be_focused()
    kay.device.problems.clear()  # the answer was “there is a problem”, as it should be
    kay.type_in("Your name", "Kay عائشة 🌻")
    kay.type_in("Email address", "kay@ashwell.example")
    kay.reach(kay.page.get_by_label("I am here from"))
    kay.page.keyboard.type("Vol")
    kay.tick("I will keep to the ways of working")
    kay.send("Book my place")
    expect(kay.page.get_by_role("heading", level=1)).to_contain_text("look in your mail")
    booking = Booking.objects.get(person__email="kay@ashwell.example")
    link = next(word for word in Mail.objects.get(to="kay@ashwell.example").text.split() if "/b/" in word)
    kay.device.open(link.removeprefix(house.server.url))
    kay.send(re.compile("Confirm"))
    expect(kay.page.get_by_role("heading", level=1)).to_contain_text("You have a place, Kay")
    booking.refresh_from_db()
    assert booking.status == Booking.Status.CONFIRMED
    kay.follow("I cannot come after all")
    kay.reach(kay.page.get_by_label("No, I keep it"))
    kay.page.keyboard.press("ArrowDown")
    expect(kay.page.get_by_label("Yes, I give it up")).to_be_checked()
    kay.send("Send my answer")
    expect(kay.page.get_by_role("heading", level=1)).to_contain_text("You have no place")
    booking.refresh_from_db()
    assert booking.status == Booking.Status.CANCELLED


def test_nia_plans_with_the_keyboard_and_undoes_it(house: House, open_window: Open) -> None:
    nia = NiaByHand(open_window("Nia"), house)
    nia.arrive()
    nia.device.open(f"/plan/{house.today.id}/")
    titles = nia.page.locator(".plantitle")
    before = titles.all_inner_texts()
    handle = nia.page.get_by_role("button", name="Move Ways of working", exact=True)
    nia.reach(handle)
    for key in ("Space", "ArrowUp", "Space"):
        nia.page.keyboard.press(key)
    expect(nia.page.locator("[data-planner-says]")).to_contain_text("Ways of working")
    expect(handle).to_be_focused()
    expect(titles).not_to_have_text(before)
    nia.back_to(nia.page.locator("#do-undo"))
    nia.page.keyboard.press("Enter")
    expect(titles).to_have_text(before)
    nia.device.until(lambda: nia.page.evaluate(IN_VIEW) == "")  # with nothing more to undo, still a place to go on from


def test_the_whole_afternoon_without_a_mouse(house: House, open_window: Open) -> None:
    nia = NiaByHand(open_window("Nia"), house)
    nia.arrive()
    guests = [Guest(open_window(name, TABLET), house) for name in ("Kay", "Lin", "Moe")]
    kay = guests[0]
    for guest in guests:
        guest.come_in(house.today.join_code)
    nia.tab("People")
    for guest in guests:
        nia.press(f"Let in {guest.device.name}")
    nia.press(re.compile("^Go: "))
    they_promise_and_meet(nia, kay)
    they_sort(nia, kay)
    they_write_a_purpose(nia, guests)
    they_apply_it(nia, kay)
    they_close(nia, guests)
    nia_makes_the_record(nia)
    kay_takes_something_back(kay)


def they_promise_and_meet(nia: NiaByHand, kay: Guest) -> None:
    nia.press("Next: Ways of working")
    kay.press("I’m in")
    nia.on_to("Getting to know each other")
    nia.into_groups()
    kay.heading("Coffee")
    gap = "document.querySelector('.stagehead').getBoundingClientRect().top"
    strip = "document.querySelector('.wherestrip').getBoundingClientRect().bottom"
    kay.device.until(lambda: kay.page.evaluate(f"{gap} - {strip}") < 40)
    kay.device.picture("keyboard-coffee")
    nia.all_back()
    kay.all_together()
    nia.press("Next: Two quiet minutes")
    kay.write("Your note", "We both learned to swim late", "Add the note")


def they_sort(nia: NiaByHand, kay: Guest) -> None:
    nia.on_to("Four kinds of situation")
    first = kay.stage.locator("input[type=radio]").first
    kay.reach(first)
    for key in ("Space", "ArrowDown"):
        kay.page.keyboard.press(key)
    kay.press(re.compile("^Say how sure"))
    expect(kay.stage.locator("form input[type=radio]:checked").first).to_be_focused()
    kay.press("Leave it as it was")
    nia.press("Next: How differently we see them")
    expect(kay.stage.get_by_role("table")).to_contain_text("same form")
    nia.on_to("Push-back")
    nia.on_to("Four responses to avoid")
    kay.reach(kay.stage.locator("input[type=radio]").first)
    kay.page.keyboard.press("Space")
    kay.press("Keep it on my page")


def they_write_a_purpose(nia: NiaByHand, guests: list[Guest]) -> None:
    kay = guests[0]
    nia.on_to("Our purpose in forty words")
    nia.into_groups()
    for guest in guests:
        guest.write("We want to…", f"Get Ashwell moving, says {guest.device.name}", "Keep my answers")
    kay.press("Change")
    expect(kay.stage.get_by_label("We want to…")).to_be_focused()
    kay.press("Leave it as it was")
    nia.press("Next: What each of us wrote")
    nia.press("Next: Write it together")
    kay.press("Take the pen")
    kay.reach(kay.stage.get_by_label("In 40 words or fewer"))
    kay.page.keyboard.type("We want " + "more " * 45)
    expect(kay.stage.get_by_text("47 of 40 words")).to_be_visible()
    kay.page.keyboard.press("Control+A")
    kay.page.keyboard.type(PURPOSE)
    kay.press("Give it in")
    kay.choose("Pass the pen", re.compile("^(Pass it to|Lay it down)"))
    nia.all_back()
    nia.press("Next: Our statements, read aloud")
    kay.sees(PURPOSE)
    nia.press("Next: Good enough for now?")
    for guest in guests:
        guest.reach(guest.stage.locator("input[type=radio]").first)
        guest.page.keyboard.press("Space")
        guest.press("Answer")
    nia.press("Next: What would help?")
    kay.sees("I agree")


def they_apply_it(nia: NiaByHand, kay: Guest) -> None:
    nia.on_to("Where might we try this out")
    kay.write("One thing you’re already in", "The after-school club", "Keep it")


def they_close(nia: NiaByHand, guests: list[Guest]) -> None:
    kay = guests[0]
    nia.on_to("Next time, and one practical thing each")
    kay.write("One practical thing I will do is", "Ring the school nurse on Thursday", "Keep it")
    nia.press("Next: Hear a few")
    nia.press("Next: One minute of feedback")
    kay.sees("The hosts, after the close")
    nia.press("Close the session")
    for guest in guests:
        guest.sees("Thank you")
        if guest.stage.get_by_role("button", name="It may be in the record").count():
            guest.press("It may be in the record")
    kay.device.picture("keyboard-closed")


def nia_makes_the_record(nia: NiaByHand) -> None:
    nia.follow("To the record")
    expect(nia.page.get_by_role("heading", level=1)).to_contain_text("What the record of")
    nia.send("Make the record")
    expect(nia.page.get_by_role("link", name="Download as PDF")).to_be_visible()
    for private in ("Ring the school nurse", "The after-school club", "We both learned to swim late"):
        nia.sees_not(private)


def kay_takes_something_back(kay: Guest) -> None:
    kay.follow("To my own page")
    kay.follow(re.compile("^Withdraw.*swim late"))
    kay.send("Withdraw it")
    expect(kay.page.locator("main")).to_contain_text("A note that you withdrew")
    expect(kay.page.locator("main")).not_to_contain_text("swim late")
