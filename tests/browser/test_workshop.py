"""The whole workshop in real browsers: Nia runs it, and five people take part.

Bea sits at a desktop, Dee joins by the code on a phone, Ken uses the keyboard alone, Sam's line drops, Ife comes late.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Open
from tests.browser.device import DESKTOP, PHONE, SMALL, TABLET, Device
from tests.browser.house import House
from tests.browser.people import Facilitator, KeyboardOnly, Participant

pytestmark = pytest.mark.slow

THREE = (DESKTOP, TABLET, SMALL)
TOO_LONG = "We want " + " ".join(["more"] * 45)
PURPOSE = (
    "Make it easy and normal for young people in Ashwell to be active after school, so that they feel well and belong."
)


@dataclass
class Cast:
    """Everybody, and the shared screen."""

    house: House
    nia: Facilitator
    bea: Participant
    dee: Participant
    ken: KeyboardOnly
    sam: Participant
    ife: Participant
    screen: Device
    scene: int = 0

    @property
    def four(self) -> tuple[Participant, ...]:
        """Those who are there from the beginning."""
        return self.bea, self.dee, self.ken, self.sam

    @property
    def all(self) -> tuple[Participant, ...]:
        """Everybody who takes part."""
        return *self.four, self.ife

    def on_screen(self, words: str | re.Pattern[str]) -> None:
        """The shared screen shows these words, and still no name."""
        expect(self.screen.page.locator("body")).to_contain_text(words)
        for name in ("Bea", "Dee", "Ken", "Sam", "Ife", "Nia"):
            expect(self.screen.page.locator("body")).not_to_contain_text(name)

    def pictures(self, scene: str) -> None:
        """Leave pictures of what each kind of device shows."""
        self.scene += 1
        name = f"workshop-{self.scene:02}-{scene}"
        self.nia.device.picture(f"{name}-facilitator", *THREE)
        self.bea.device.picture(f"{name}-desktop", DESKTOP, TABLET)
        self.dee.device.picture(f"{name}-phone")
        self.screen.picture(f"{name}-screen", DESKTOP)


@pytest.fixture
def cast(house: House, open_window: Open) -> Cast:
    def phone(name: str, size: tuple[int, int]) -> Device:
        return open_window(name, size, has_touch=True, is_mobile=True)

    sam = open_window("Sam", TABLET)
    sam.may_drop()
    return Cast(
        house,
        Facilitator(open_window("Nia"), house),
        Participant(open_window("Bea"), house),
        Participant(phone("Dee", PHONE), house),
        KeyboardOnly(open_window("Ken"), house),
        Participant(sam, house),
        Participant(phone("Ife", SMALL), house),
        open_window("the shared screen"),
    )


def test_the_whole_workshop(cast: Cast) -> None:
    they_gather_in_the_lobby(cast)
    they_agree_ways_of_working(cast)
    nia_looks_at_the_groups_before_she_sends_them(cast)
    they_meet_over_coffee(cast)
    they_say_what_they_bring_back(cast)
    they_take_stock(cast)
    they_sort_what_they_face(cast)
    they_work_in_groups_and_report(cast)
    they_have_tea(cast)
    they_write_a_purpose(cast)
    they_check_it_together(cast)
    they_apply_it(cast)
    they_leave_with_one_thing(cast)
    nia_closes(cast)


def they_gather_in_the_lobby(cast: Cast) -> None:
    nia, dee = cast.nia, cast.dee
    nia.arrive()
    cast.screen.context.add_cookies(nia.device.context.cookies())  # type: ignore[arg-type]  # what one gives, the other takes
    cast.screen.open(cast.house.screen)
    cast.bea.arrive("Bea")
    cast.ken.arrive("Ken")
    cast.sam.arrive("Sam")
    dee.join("Dee Morgan")
    expect(dee.page.get_by_text("The producer will let you in")).to_be_visible()
    cast.on_screen(cast.house.today.join_code)
    nia.let_in("Dee Morgan")
    expect(dee.page.get_by_text("The producer will let you in")).to_have_count(0)
    cast.bea.sees("Welcome, Bea")
    cast.bea.sees("4 here")
    cast.pictures("lobby")
    nia.press("Go: What the afternoon holds")
    for one in cast.four:
        one.heading("What the afternoon holds")


def they_agree_ways_of_working(cast: Cast) -> None:
    nia, dee = cast.nia, cast.dee
    nia.next("Ways of working", heading="What we promise each other")
    for one in (cast.bea, cast.ken):
        one.press("I’m in")
        one.sees("You wrote")
    dee.write("Your suggestion", "Say when you need a pause", "Add the note")
    cast.pictures("ways-of-working")
    cast.bea.sees_not("Say when you need a pause")
    nia.sees_not("Say when you need a pause")
    nia.next("What was suggested")
    cast.bea.sees("Say when you need a pause")
    nia.choose(re.compile("Say when you need a pause"), "Take it in")
    nia.next("Ours for today")
    cast.ken.sees("Say when you need a pause")
    cast.on_screen("Say when you need a pause")


def nia_looks_at_the_groups_before_she_sends_them(cast: Cast) -> None:
    nia = cast.nia
    nia.go("Getting to know each other as a group")
    nia.heading("Someone to meet")
    nia.press("Make groups")
    nia.heading("Look before you send")
    nia.sees("Nobody has met")
    nia.sees_not("Everyone is together")
    nia.press("Keep Bea Lowe here")
    before = nia.group_of("Bea Lowe")
    nia.press("Reshuffle, keep 1 pin")
    nia.page.wait_for_timeout(600)  # the new preview may look like the old one
    nia.choose("More for Sam Hart", re.compile("^Swap with (Ken|Dee)"))
    expect(nia.group(before)).to_contain_text("Bea Lowe")
    cast.pictures("groups-before-sending")
    for one in cast.four:
        one.sees_not("You are in")
    nia.press(re.compile("^Send 4 people to 2 groups"))
    for one in cast.four:
        one.knows_its_room()
    cast.on_screen("Find your room")


def they_meet_over_coffee(cast: Cast) -> None:
    nia, ife, sam = cast.nia, cast.ife, cast.sam
    nia.press(re.compile("Rooms are open: start 15 min"))
    for one in cast.four:
        one.heading("Coffee")
        one.sees(re.compile("Your turn|turn"))
    cast.pictures("coffee")
    cast.on_screen("Groups are at work")
    ife.join("Ife Adeyemi")
    nia.let_in("Ife Adeyemi")
    nia.tab("Groups")
    nia.page.get_by_role("region", name="Without a group").get_by_role("button", name=re.compile("^Join group")).click()
    ife.knows_its_room()
    room = sam.room()
    with sam.device.without_line():
        expect(sam.page.get_by_text("The line has dropped")).to_be_visible()
    expect(sam.page.get_by_text("The line has dropped")).to_have_count(0)
    assert sam.room() == room
    nia.press("Close groups in 1 min")
    for one in cast.all:
        expect(one.page.get_by_role("region", name="News")).to_contain_text("Groups return in")
    nia.press("Return now")
    cast.bea.all_together()


def they_say_what_they_bring_back(cast: Cast) -> None:
    nia, bea, sam = cast.nia, cast.bea, cast.sam
    nia.next("Two quiet minutes")
    bea.write("Your note", "We both learned to swim late", "Add the note")
    sam.stage.get_by_label("Your note").first.fill("I had forgotten how")
    with sam.device.without_line():
        sam.stage.get_by_label("Your note").first.fill("I had forgotten how good it is to be asked")
        expect(sam.page.get_by_text("The line has dropped")).to_be_visible()
    expect(sam.page.get_by_text("The line has dropped")).to_have_count(0)
    sam.page.reload()
    expect(sam.stage.get_by_label("Your note").first).to_have_value("I had forgotten how good it is to be asked")
    sam.pick("Show it, without my name")
    sam.stage.get_by_role("button", name="Add the note").first.click()
    nia.next("Offers and asks")
    cast.ken.write("One thing I could offer", "A minibus on Fridays", "Keep it")
    nia.next("What we bring back")
    for one in (cast.dee, cast.ife):
        one.sees("I had forgotten how good it is to be asked")
        one.sees_not("We both learned to swim late")
        one.sees_not("A minibus on Fridays")
    cast.pictures("coffee-shared")


def they_take_stock(cast: Cast) -> None:
    nia = cast.nia
    nia.go("Context and taking stock")
    notes = {
        cast.bea: "Girls love swimming at nine and are gone by fourteen",
        cast.dee: "Every service says not us",
        cast.ken: "Trust went when the last project ended early",
        cast.ife: "The last bus leaves before the class ends",
    }
    for one, text in notes.items():
        one.heading("What are we facing?")
        one.pick("What we are facing that has no obvious fix")
        one.write("Note", text, "Add the note")
    cast.on_screen("4 of 5")
    for one in cast.all:
        for other, text in notes.items():
            if other is not one:
                one.sees_not(text)
    cast.pictures("taking-stock-alone")
    nia.next("What we wrote")
    for one in cast.all:
        for text in notes.values():
            one.sees(text)
    cast.on_screen("Every service says not us")
    nia.choose(re.compile("More for “Girls love swimming"), "Make it an issue")
    cast.pictures("taking-stock-together")


def they_sort_what_they_face(cast: Cast) -> None:
    nia = cast.nia
    nia.go("Four kinds of situation and what follows")
    for one, kind in ((cast.bea, "Complex"), (cast.dee, "Complicated"), (cast.ken, "Complex"), (cast.sam, "Confused")):
        one.heading("What kind of situation is each of these?")
        one.pick(re.compile(f"^{kind}"))
        one.sees("placed")
    cast.pictures("sort-alone")
    nia.next("How differently we see them")
    for one in cast.all:
        expect(one.stage.get_by_role("table")).to_contain_text("Girls love swimming")
    expect(cast.bea.stage.get_by_label("Complex: 2 of 4").first).to_be_attached()
    cast.on_screen("Girls who stop swimming at fourteen")
    expect(cast.screen.page.locator("body")).not_to_contain_text("average")
    cast.pictures("sort-together")


def they_work_in_groups_and_report(cast: Cast) -> None:
    nia = cast.nia
    nia.go("In groups, then all together")
    nia.look_at_groups()
    nia.page.get_by_text("Change what you asked for").click()
    nia.page.get_by_label("Kind").select_option("Coffee: pairs and threes")
    nia.press("Make these instead")
    expect(nia.stage.locator(".groupcard")).to_have_count(2)
    cast.pictures("smaller-groups")
    nia.press("Send 5 people to 2 groups")
    nia.press(re.compile("^Rooms are open"))
    cast.bea.heading("Talk together")
    cast.bea.write("Key point", "Nobody owns the evening", "Add the point")
    cast.pictures("breakout")
    nia.press("Close groups in 1 min")
    nia.press("Return now")
    nia.page.locator(".controls").get_by_role("button", name="Next: Coming back").click()
    nia.next("What the groups bring")
    for one in cast.all:
        one.sees("Nobody owns the evening")
    cast.on_screen("Nobody owns the evening")
    cast.pictures("key-points")


def they_have_tea(cast: Cast) -> None:
    cast.nia.go("Tea break")
    for one in cast.all:
        one.sees(re.compile(r"Back at \d+:\d\d [ap]m"))
    cast.on_screen(re.compile(r"Back at \d+:\d\d [ap]m"))
    cast.pictures("tea")


def they_write_a_purpose(cast: Cast) -> None:
    nia, bea, dee = cast.nia, cast.bea, cast.dee
    nia.go("Our purpose in forty words")
    nia.send_groups()
    nia.press(re.compile("^Rooms are open"))
    for one in cast.all:
        one.heading("Three questions, on your own")
        one.write("We want to…", f"Get Ashwell moving, says {one.device.name.lower()}", "Keep my answers")
    bea.sees_not("says dee")
    nia.next("What each of us wrote")
    bea.sees(re.compile("Get Ashwell moving, says (dee|ken|sam|ife)"))
    nia.next("Write it together")
    bea.press("Take the pen")
    box = bea.stage.get_by_label("In 40 words or fewer")
    box.fill(TOO_LONG)
    expect(bea.stage.get_by_text("47 of 40 words")).to_be_visible()
    send = bea.stage.get_by_role("button", name="Give it in")
    expect(send).to_have_attribute("aria-disabled", "true")
    cast.pictures("purpose-too-long")
    box.fill(PURPOSE)
    companion = next(one for one in (dee, cast.ken, cast.sam, cast.ife) if one.room() == bea.room())
    companion.sees("Make it easy and normal")
    companion.press("Ask for the pen")
    expect(bea.stage.get_by_text("asks for the pen")).to_be_visible()
    send.click()
    cast.pictures("purpose-given-in")


def they_check_it_together(cast: Cast) -> None:
    nia = cast.nia
    nia.press("Close groups in 1 min")
    nia.press("Return now")
    nia.next("Our statements, read aloud")
    for one in cast.all:
        one.sees(PURPOSE)
    cast.on_screen(PURPOSE)
    cast.pictures("purposes-read")
    nia.next("Good enough for now?")
    answers = ("I agree", "Not yet", "I can live with it", "I agree", "I agree")
    for one, answer in zip(cast.all[:4], answers, strict=False):
        one.pick(answer)
        one.press("Answer")
    nia.press("Next: What would help?")
    expect(nia.page.get_by_text("1 has not answered yet")).to_be_visible()
    cast.pictures("good-enough")
    cast.ife.pick(answers[4])
    cast.ife.press("Answer")
    nia.next("What would help?")
    cast.bea.sees("Not yet")
    cast.on_screen("I can live with it")
    cast.pictures("what-would-help")


def they_apply_it(cast: Cast) -> None:
    nia = cast.nia
    nia.go("Where might we try this out?")
    cast.ken.heading("Where might you use this?")
    cast.ken.write("One thing you’re already in", "The after-school club", "Keep it")
    cast.ken.sees("You wrote")
    cast.bea.sees_not("The after-school club")
    nia.sees_not("The after-school club")
    cast.pictures("applying")


def they_leave_with_one_thing(cast: Cast) -> None:
    nia, bea = cast.nia, cast.bea
    nia.go("Next time, and one practical thing each")
    bea.heading("One practical thing")
    bea.write("One practical thing I will do is", "Ring the school nurse on Thursday", "Keep it")
    bea.sees("You wrote")
    expect(bea.stage.get_by_role("button", name="Keep it")).to_have_count(0)
    cast.dee.stage.get_by_label("One practical thing I will do is").fill("Ask the bus company for one later bus")
    cast.dee.pick("Show it, without my name")
    cast.dee.stage.get_by_role("button", name="Keep it").click()
    nia.next("Hear a few")
    cast.on_screen("Ask the bus company for one later bus")
    cast.ken.sees("Ask the bus company for one later bus")
    cast.ken.sees_not("Ring the school nurse")
    cast.pictures("one-thing")
    nia.next("One minute of feedback")


def nia_closes(cast: Cast) -> None:
    nia, bea = cast.nia, cast.bea
    nia.press("Close the session")
    for one in cast.all:
        one.sees("Thank you")
    bea.sees("May it leave the room?")
    bea.press("It may be in the record")
    bea.sees("Your answer is kept")
    cast.on_screen("Thank you")
    cast.pictures("closed")
    nia.page.get_by_role("link", name="To the record").click()
    expect(nia.page.get_by_role("heading", level=1)).to_contain_text("Building common understanding")
    for private in ("Ring the school nurse", "The after-school club", "We both learned to swim late"):
        nia.sees_not(private)
    nia.device.picture("workshop-record", *THREE)
    bea.page.get_by_role("link", name="To my own page").click()
    expect(bea.page.locator("body")).to_contain_text("Ring the school nurse on Thursday")
    expect(bea.page.locator("body")).not_to_contain_text("Ask the bus company")
    bea.device.picture("workshop-my-page", *THREE)
