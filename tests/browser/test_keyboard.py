"""Nia runs the first minutes by keyboard alone: in, on, groups out; the place on the page is never lost."""

from __future__ import annotations

import re

from playwright.sync_api import expect

from tests.browser.conftest import Open
from tests.browser.house import House
from tests.browser.people import KeyboardFacilitator, Participant


class AtTheKeyboard(KeyboardFacilitator):
    """Nia without a mouse. After each press something on her page has the focus."""

    def press(self, name: str | re.Pattern[str]) -> None:
        """Reach a button and press Enter."""
        super().press(name)
        self.page.wait_for_timeout(300)
        self.device.until(lambda: self.page.evaluate("document.activeElement !== document.body"))


def test_from_the_door_to_groups_at_work(house: House, open_window: Open) -> None:
    nia = AtTheKeyboard(open_window("Nia"), house)
    nia.arrive()
    guests = [Participant(open_window(name), house) for name in ("Kay", "Lin", "Moe")]
    for guest in guests:
        guest.join(guest.device.name)
    nia.tab("People")
    for _ in guests:
        nia.press("Let in")
    nia.press(re.compile("^Go: "))
    for step in ("Ways of working", "What was suggested", "Ours for today", "Getting to know each other"):
        nia.press(re.compile(f"^Next: {step}"))
    nia.press("Make groups")
    nia.heading("Look before you send")
    expect(nia.stage).to_be_focused()
    nia.press(re.compile("^Keep .+ here$"))
    nia.press(re.compile(r"^Send \d+ people to"))
    nia.press(re.compile("^Rooms are open"))
    for guest in guests:
        guest.heading("Coffee")
