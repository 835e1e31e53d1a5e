"""What facilitators and participants do in the room, as they would do it: by pressing what they see."""

from __future__ import annotations

import re
from dataclasses import dataclass

from playwright.sync_api import Locator, Page, expect

from tests.browser.device import Device
from tests.browser.house import House

MOST_TABS = 120
MORE = re.compile("^More$")
"""The menu of the session; there are others whose names begin so."""


@dataclass(eq=False)
class InRoom:
    """Somebody in the live room, at their device."""

    device: Device
    house: House

    @property
    def page(self) -> Page:
        """Their window's page."""
        return self.device.page

    @property
    def stage(self) -> Locator:
        """The middle of their room."""
        return self.page.locator("main.stage")

    def sees(self, words: str | re.Pattern[str]) -> None:
        """These words stand on their stage."""
        expect(self.stage).to_contain_text(words)

    def sees_not(self, words: str | re.Pattern[str]) -> None:
        """These words are nowhere on their page."""
        expect(self.page.locator("body")).not_to_contain_text(words)

    def heading(self, words: str) -> None:
        """Their stage is headed by these words."""
        expect(self.stage.get_by_role("heading", level=2).first).to_have_text(words)

    def press(self, name: str | re.Pattern[str]) -> None:
        """Press the button of this name."""
        self.page.get_by_role("button", name=name).first.click()

    def choose(self, menu: str | re.Pattern[str], action: str | re.Pattern[str]) -> None:
        """Open a menu and choose from it."""
        self.press(menu)
        self.page.get_by_role("menuitem", name=action).first.click()

    def write_something(self) -> None:
        """Do what the stage asks for: take the pen, fill the first form, choose the first of several."""
        pen = self.stage.get_by_role("button", name="Take the pen")
        if pen.count():
            pen.click()
            self.sees("You hold the pen")
        dot = self.stage.get_by_role("button", name="Add a dot")
        if dot.count():
            dot.first.click()
        form = self.stage.locator("form").filter(visible=True).first
        choices = (form if form.count() else self.stage).locator("fieldset")
        for place in range(choices.count()):
            choices.nth(place).locator("input[type=radio]").first.check()
        if not form.count():
            return
        for box in form.locator("textarea:visible, input.input:visible:not([type=date])").all():
            box.fill("Something we said together")
        form.locator("button[type=submit]").click()
        self.post_now()
        expect(form.locator("[aria-busy=true]")).to_have_count(0)

    def post_now(self) -> None:
        """Where what they wrote waits for ten seconds, have it go at once."""
        button = self.page.get_by_role("button", name="Post now")
        if button.count():
            button.first.click()


class Facilitator(InRoom):
    """Nia, who runs the workshop."""

    def arrive(self) -> None:
        """Sign in with the demo's link, and open the room."""
        self.device.open(self.house.lead)
        button = self.page.get_by_role("button", name=re.compile("sign in", re.I))
        if button.count():
            button.first.click()
        self.device.open(self.house.room)
        expect(self.page.locator(".controls")).to_be_visible()

    def go(self, item: str) -> None:
        """Go to a part of the agenda, from the agenda."""
        self.page.get_by_role("navigation", name="Agenda").get_by_role("button", name=item).click()

    def next(self, step: str, *, heading: str = "") -> None:
        """Press the step that leads on, to a stage of this name or to a part that begins with this heading."""
        self.page.locator(".controls").get_by_role("button", name=f"Next: {step}").click()
        self.heading(heading or step)

    def begin(self, item: str, *, in_groups: bool = True) -> None:
        """Go to a part of the agenda, and send people to groups where it is done in groups and none are there yet."""
        self.go(item)
        expect(self.page.get_by_role("navigation", name="Agenda").locator("[aria-current]")).to_contain_text(item)
        bar = self.page.locator(".controls")
        if in_groups and bar.get_by_role("button", name="Make groups").count():
            self.send_groups()
            self.press(re.compile("^Rooms are open"))
            expect(bar.get_by_role("button", name="Close groups in 1 min")).to_be_visible()
            self.page.wait_for_timeout(600)  # with the rooms the first step of the work may begin

    def step(self, title: str) -> None:
        """Go to a step of the activity, from the menu."""
        heading = self.stage.get_by_role("heading", level=2).first
        if heading.inner_text() != title:
            self.choose(MORE, f"Step: {title}")
        expect(heading).to_have_text(title)

    def group(self, number: str) -> Locator:
        """A group's card in the preview."""
        return self.page.get_by_role("region", name=f"Group {number}", exact=True)

    def group_of(self, name: str) -> str:
        """The number of the group that somebody is in, in the preview."""
        card = self.stage.locator(".groupcard").filter(has=self.page.locator(".member b", has_text=name))
        expect(card).to_have_count(1)
        return (card.get_attribute("aria-label") or "").removeprefix("Group ")

    def look_at_groups(self) -> None:
        """Have groups made, for the first time or again, and look at them."""
        self.page.wait_for_timeout(600)  # a part that was gone to just now may bring a preview of its own
        preview = self.stage.get_by_role("heading", name="Look before you send")
        if self.page.locator(".controls").get_by_role("button", name="Make groups").count():
            self.press("Make groups")
        elif not preview.count():
            self.choose(MORE, "Make groups again")
        self.heading("Look before you send")

    def send_groups(self) -> None:
        """Make groups, look, and send them."""
        self.look_at_groups()
        self.press(re.compile(r"^Send \d+ people to"))

    def tab(self, name: str) -> None:
        """Look at another tab of the side pane."""
        self.page.get_by_role("tab", name=re.compile(name)).click()

    def add_caller(self, name: str, note: str) -> None:
        """Add somebody who is in the call only, with what companions need to know."""
        self.tab("People")
        self.page.get_by_text("Add somebody who is in the call only").click()
        self.page.get_by_label("Name", exact=True).fill(name)
        self.page.get_by_label("What companions need to know").fill(note)
        self.page.get_by_role("button", name="Add", exact=True).click()
        expect(self.page.get_by_role("region", name="In the room")).to_contain_text(name)

    def let_in(self, name: str) -> None:
        """Let a guest in."""
        self.tab("People")
        row = self.page.get_by_role("region", name="At the door").get_by_role("listitem").filter(has_text=name)
        row.get_by_role("button", name="Let in").click()
        expect(self.page.get_by_role("region", name="In the room")).to_contain_text(name)


class Participant(InRoom):
    """Somebody who takes part."""

    def arrive(self, first_name: str) -> None:
        """Open their personal link, then the room."""
        self.device.open(self.house.personal_link(first_name))
        self.press("Keep this page")
        expect(self.page.locator(".room")).to_be_visible()
        self.device.open(self.house.room)
        expect(self.page.locator(".room")).to_be_visible()

    def join(self, name: str) -> None:
        """Join by the code, with nothing but a name."""
        self.device.open("/join/")
        self.page.get_by_label("Code").fill(self.house.today.join_code)
        self.page.get_by_role("button", name=re.compile("Join|Go|Find", re.I)).first.click()
        self.page.get_by_label("Your name").fill(name)
        self.press("Go in and wait")
        expect(self.page.locator(".room")).to_be_visible()

    def pick(self, words: str | re.Pattern[str]) -> None:
        """Choose one of several."""
        self.stage.locator("label").filter(has_text=words).first.click()

    def write(self, label: str | re.Pattern[str], text: str, submit: str | re.Pattern[str]) -> None:
        """Fill one box of the stage and send it."""
        self.stage.get_by_role("textbox", name=label).first.fill(text)
        self.stage.get_by_role("button", name=submit).first.click()
        self.post_now()

    def knows_its_room(self) -> None:
        """They are told which room they are in, wherever they look."""
        expect(self.stage.locator(".wherestrip").get_by_text(re.compile(r"^Room \d"))).to_be_visible()

    def room(self) -> str:
        """The number of the room they are in."""
        line = self.stage.locator(".wherestrip").inner_text()
        return str(re.findall(r"Room (\d+)", line)[0])

    def all_together(self) -> None:
        """No room is named any more: they are with everybody."""
        expect(self.page.locator(".pane.side")).to_contain_text("All together")

    def look_at(self, pane: str) -> None:
        """On a phone, show another pane."""
        self.page.get_by_role("navigation", name="Parts of the room").get_by_role("button", name=pane).click()


class Keyboard(InRoom):
    """No mouse: everything is reached by the Tab key, and pressed with Enter, the space bar or the arrows."""

    def reach(self, target: Locator) -> None:
        """Press Tab until this has the focus."""
        expect(target).to_be_visible()
        for _ in range(MOST_TABS):
            if target.evaluate("one => one === document.activeElement"):
                return
            self.page.keyboard.press("Tab")
        raise AssertionError(f"the Tab key does not lead to {target}")

    def press(self, name: str | re.Pattern[str]) -> None:
        """Reach a button and press Enter."""
        self.reach(self.page.get_by_role("button", name=name).first)
        self.page.keyboard.press("Enter")

    def choose(self, menu: str | re.Pattern[str], action: str | re.Pattern[str]) -> None:
        """Open a menu, and go down it."""
        self.press(menu)
        wanted = self.page.get_by_role("menuitem", name=action).first
        expect(wanted).to_be_visible()
        for _ in range(MOST_TABS):
            if wanted.evaluate("one => one === document.activeElement"):
                return self.page.keyboard.press("Enter")
            self.page.keyboard.press("ArrowDown")
        raise AssertionError(f"the arrow keys do not lead to {action}")

    def tab(self, name: str) -> None:
        """Reach the tabs of the side pane, and go along them."""
        self.reach(self.page.locator('.pane.side [role="tab"][aria-selected="true"]'))
        wanted = self.page.get_by_role("tab", name=re.compile(name))
        for _ in range(MOST_TABS):
            if wanted.get_attribute("aria-selected") == "true":
                return
            self.page.keyboard.press("ArrowRight")
        raise AssertionError(f"the arrow keys do not lead to {name}")

    def pick(self, words: str | re.Pattern[str]) -> None:
        """Reach a group of choices, and go through it."""
        wanted = self.stage.locator("label").filter(has_text=words).locator("input").first
        self.reach(self.stage.locator(f"input[name='{wanted.get_attribute('name')}']").first)
        self.page.keyboard.press("Space")
        for _ in range(MOST_TABS):
            if wanted.evaluate("one => one.checked"):
                return
            self.page.keyboard.press("ArrowDown")
        raise AssertionError(f"the arrow keys do not lead to {words}")


class KeyboardOnly(Keyboard, Participant):
    """Ken, who uses no mouse."""

    def write(self, label: str | re.Pattern[str], text: str, submit: str | re.Pattern[str]) -> None:
        """Reach a box, type, and go on to the button."""
        self.reach(self.stage.get_by_role("textbox", name=label).first)
        self.page.keyboard.type(text)
        self.press(submit)


class KeyboardFacilitator(Keyboard, Facilitator):
    """Nia on a day when she uses no mouse."""
