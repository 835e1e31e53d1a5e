"""Beside the call: the way in on a phone, where one is on every screen, being lost, and the sheet of moves."""

from __future__ import annotations

import re
import time

from playwright.sync_api import Locator, expect

from folkmoot.programme.models import Session
from tests.browser.conftest import Open
from tests.browser.device import DESKTOP, PHONE, SMALL, TABLET
from tests.browser.house import House
from tests.browser.people import Facilitator, Participant

CALL = "https://calls.example/today"
SHORT = (360, 640)
WITH_KEYBOARD = 340
"""Pixels that a keyboard of 300 leaves."""
HOLD_SECONDS = 10
FIRST_INSTRUCTION_SECONDS = 8
SHARE_OF_THE_LINE = 0.6
"""Of the seconds until the first instruction, what loading may take: the rest is for scripts on a slow phone."""
WEIGHT = """() => ["navigation", "resource"].flatMap((kind) => performance.getEntriesByType(kind))
  .reduce((sum, entry) => sum + entry.transferSize, 0)"""
LINE = 400_000 / 8
"""Bytes a second: 400 kbit/s."""
AWAY_MS = 16_000


class Producer(Facilitator):
    """Tom, who moves people."""

    def arrive(self) -> None:
        """Sign in with the demo's link, and open the room."""
        self.device.open(self.house.producer)
        button = self.page.get_by_role("button", name=re.compile("sign in", re.I))
        if button.count():
            button.first.click()
        self.device.open(self.house.room)
        expect(self.page.locator(".controls")).to_be_visible()


def planned(house: House, **fields: object) -> None:
    Session.objects.filter(id=house.today.id).update(**fields)


def test_the_personal_link_opens_on_two_buttons_that_fit_a_small_phone(house: House, open_window: Open) -> None:
    Session.objects.filter(bookings__person=house.booked("Bea")).update(call_link=CALL)
    bea = Participant(open_window("Bea", SHORT), house)
    bea.device.open(house.personal_link("Bea"))
    for name in ("Open the call", "Keep this page", "Not Bea? Join as yourself"):
        target = bea.page.get_by_role("link" if name == "Open the call" else "button", name=name)
        expect(target).to_be_visible()
        box = target.bounding_box()
        assert box is not None
        assert box["y"] + box["height"] <= SHORT[1], f"{name} needs scrolling"
    bea.device.picture("arrival")
    assert bea.device.barriers() == []
    bea.press("Keep this page")
    expect(bea.page.locator(".room")).to_be_visible()


def test_people_are_moved_with_the_sheet_and_know_their_room_on_every_pane(house: House, open_window: Open) -> None:
    planned(house, call_tool="Teams", call_link=CALL, help_phone="01632 960123")
    nia, tom = Facilitator(open_window("Nia"), house), Producer(open_window("Tom"), house)
    bea, dee = Participant(open_window("Bea", PHONE), house), Participant(open_window("Dee", SMALL), house)
    nia.arrive()
    tom.arrive()
    bea.arrive("Bea")
    dee.arrive("Dee")
    nia.begin("Our purpose in forty words", in_groups=False)
    nia.send_groups()
    tom.heading("Move 2 people to 1 room")
    tom.sees("Set in Teams")
    tom.device.picture("move-sheet", DESKTOP, PHONE)
    assert tom.device.barriers() == []
    tom.stage.get_by_role("checkbox").first.click()
    tom.sees("1 moved, 1 to go")
    tom.press("Copy announcement")
    tom.press("Back to the room")
    bea.sees("Stay in Teams. You will be moved to room 1. Leave this page open.")
    bea.knows_its_room()
    bea.device.picture("in-a-room", PHONE, SMALL)
    expect(bea.page.locator("a[href*='rooms.example']")).to_have_count(0)
    bea.stage.get_by_role("button", name="I’m lost").click()
    expect(bea.page.get_by_role("link", name=re.compile("Back to the main call"))).to_have_attribute("href", CALL)
    expect(bea.page.get_by_role("link", name=re.compile("01632 960123"))).to_have_attribute("href", "tel:01632960123")
    bea.device.picture("lost", SMALL)
    assert bea.device.barriers() == []
    assert bea.device.sideways() == 0
    bea.press(re.compile("Tell .* that I’m lost"))
    expect(bea.page.get_by_text("comes to find you")).to_be_visible()
    lost = tom.page.get_by_role("region", name="People who are lost")
    expect(lost).to_contain_text("Bea Lowe is lost")
    bea.page.reload()
    knows = bea.stage.get_by_role("button", name=re.compile("I’m lost: .* knows"))
    expect(knows).to_be_visible()
    bea.device.picture("lost-and-known", PHONE, SMALL)
    assert bea.device.sideways() == 0
    tom.page.reload()
    expect(lost).to_contain_text("Bea Lowe is lost")
    tom.device.picture("who-is-lost", DESKTOP, PHONE)
    lost.get_by_role("button", name="Found").click()
    expect(lost).to_have_count(0)
    expect(knows).to_have_count(0)


def test_people_find_their_rooms_themselves_and_a_slip_is_put_right(house: House, open_window: Open) -> None:
    planned(house, call_tool="Teams", call_mode="follow")
    nia = Facilitator(open_window("Nia"), house)
    bea, dee = Participant(open_window("Bea", SMALL), house), Participant(open_window("Dee"), house)
    nia.arrive()
    bea.arrive("Bea")
    dee.arrive("Dee")
    nia.go("Our purpose in forty words")
    nia.press(re.compile("^Rooms are open"))
    expect(nia.page.get_by_text(re.compile(r"Set \d+ min in Teams"))).to_be_visible()
    bea.sees("Which room are you in?")
    bea.device.picture("which-room", SMALL)
    bea.press("Room 2")
    dee.press("Room 1")
    bea.knows_its_room()
    dee.stage.get_by_role("button", name="I’m lost").click()
    dee.page.get_by_role("dialog").get_by_role("button", name="Room 2").click()
    expect(bea.stage.locator(".wherestrip")).to_contain_text("with Dee")


def adds_addresses(nia: Facilitator, pattern: str) -> None:
    """Write them into the plan, in another window, while the groups are at work."""
    plan = nia.page.context.new_page()
    plan.goto(nia.page.get_by_role("link", name="Addresses and times").evaluate("link => link.href"))
    plan.get_by_label("Addresses of the rooms").fill(pattern)
    plan.get_by_role("button", name="Save").click()
    expect(plan.get_by_text("Saved. Screens that are open show it at once.")).to_be_visible()
    plan.close()


def test_the_mode_changes_in_mid_round_and_what_is_being_written_stays(house: House, open_window: Open) -> None:
    planned(house, call_tool="Zoom")
    nia, bea = Facilitator(open_window("Nia"), house), Participant(open_window("Bea", SMALL), house)
    dee = Participant(open_window("Dee"), house)
    nia.arrive()
    bea.arrive("Bea")
    dee.arrive("Dee")
    nia.begin("Our purpose in forty words")
    box = bea.stage.get_by_role("textbox", name="We want to…")
    box.fill("Half a sentence, and the mode ch")
    room = bea.room()
    nia.page.get_by_text("How people get to their rooms").first.click()
    nia.page.get_by_label("Each group has an address of its own").click()
    expect(nia.page.get_by_text(re.compile(r"no address\. Add it to the plan"))).to_be_visible()
    adds_addresses(nia, "https://rooms.example/{room}")
    for mode in ("Each group has an address of its own", "People tap the room they find", "We move people inside Zoom"):
        nia.page.get_by_label(mode).click()
        expect(nia.page.get_by_text(f"How people get to their rooms: {mode}").first).to_be_visible()
        bea.look_at("Group")
        link = bea.page.get_by_role("link", name="Open the room’s call")
        expect(link.first).to_be_visible() if mode.startswith("Each") else expect(link).to_have_count(0)
        bea.look_at("Now")
        expect(box).to_have_value("Half a sentence, and the mode ch")
        assert bea.room() == room
    box.press_sequentially("anged")
    bea.stage.get_by_role("button", name="Keep my answers").click()
    bea.sees("Half a sentence, and the mode changed")


def test_a_post_can_be_taken_back_for_ten_seconds_before_others_have_it(house: House, open_window: Open) -> None:
    nia, bea = Facilitator(open_window("Nia"), house), Participant(open_window("Bea", SMALL), house)
    dee = Participant(open_window("Dee"), house)
    nia.arrive()
    dee.arrive("Dee")
    bea.arrive("Bea")
    nia.begin("Context and taking stock", in_groups=False)
    bea.look_at("Group")
    bea.page.get_by_role("tab", name="Chat").click()
    dee.page.get_by_role("tab", name="Chat").click()
    box = bea.page.get_by_label(re.compile("^Your line"))
    box.fill("Sent in haste")
    box.press("Enter")
    expect(bea.page.get_by_text("Goes to others in")).to_be_visible()
    bea.press("Undo")
    expect(box).to_have_value("Sent in haste")
    bea.page.wait_for_timeout(HOLD_SECONDS * 1000 + 1500)
    dee.sees_not("Sent in haste")
    box.fill("Sent on purpose")
    box.press("Enter")
    bea.page.wait_for_timeout(2000)
    dee.sees_not("Sent on purpose")
    expect(dee.page.locator(".chatlog")).to_contain_text("Sent on purpose")
    box.fill("Sent at once")
    box.press("Enter")
    bea.press("Post now")
    expect(dee.page.locator(".chatlog")).to_contain_text("Sent at once")


def test_who_comes_back_to_the_page_is_told_in_one_card_what_they_missed(house: House, open_window: Open) -> None:
    nia, bea = Facilitator(open_window("Nia"), house), Participant(open_window("Bea", SMALL), house)
    nia.arrive()
    bea.arrive("Bea")
    nia.begin("Context and taking stock", in_groups=False)
    expect(bea.stage.locator("form").first).to_be_visible()
    hide(bea, True)
    nia.next("What we wrote")
    expect(bea.page).to_have_title(re.compile("Come back: Now: What we wrote"))
    bea.page.wait_for_timeout(AWAY_MS)
    hide(bea, False)
    card = bea.page.locator(".awaycard")
    expect(card).to_contain_text("While you were away: Now: What we wrote.")
    bea.device.picture("back-again", SMALL)
    bea.press("All right")
    expect(card).to_have_count(0)
    expect(bea.page).to_have_title(re.compile(r"min left · "))


def hide(one: Participant, hidden: bool) -> None:
    """Put their page behind another app, as a telephone does, or in front again."""
    one.page.evaluate(
        """hidden => {
          Object.defineProperty(document, "hidden", { configurable: true, get: () => hidden });
          document.dispatchEvent(new Event("visibilitychange"));
        }""",
        hidden,
    )


def test_a_browser_below_the_floor_is_shown_the_way_to_the_shared_screen(house: House, open_window: Open) -> None:
    planned(house, help_phone="01632 960123", call_link=CALL)
    bea = Participant(open_window("Bea", SMALL), house)
    bea.arrive("Bea")
    bea.page.route("**/assets/*.js", lambda route: route.fulfill(body="", content_type="text/javascript"))
    bea.page.add_init_script("delete window.structuredClone;")
    bea.device.open(house.room)
    expect(bea.page.get_by_role("heading", name="You are still in")).to_be_visible()
    expect(bea.page.get_by_text("follow the shared screen")).to_be_visible()
    expect(bea.page.get_by_role("link", name="01632 960123")).to_be_visible()
    bea.device.picture("below-the-floor", SMALL)


def test_with_the_keyboard_open_question_box_and_button_stay_in_view(house: House, open_window: Open) -> None:
    nia, bea = Facilitator(open_window("Nia"), house), Participant(open_window("Bea", SHORT), house)
    nia.arrive()
    bea.arrive("Bea")
    nia.begin("Context and taking stock", in_groups=False)
    box = bea.stage.locator("form textarea").first
    box.focus()
    bea.page.set_viewport_size({"width": SHORT[0], "height": WITH_KEYBOARD})
    button = bea.stage.locator("form button[type=submit]").first
    for part in (box, button):
        bea.device.until(lambda: is_in_view(part))  # noqa: B023 - called within this round only
    bea.device.picture("keyboard-open")


def is_in_view(part: Locator) -> bool:
    place = part.bounding_box()
    return place is not None and place["y"] >= 0 and place["y"] + place["height"] <= WITH_KEYBOARD


def test_the_way_on_stays_in_view_further_down_unless_the_keyboard_needs_the_screen(
    house: House, open_window: Open
) -> None:
    nia, bea = Facilitator(open_window("Nia"), house), Participant(open_window("Bea", SHORT), house)
    nia.arrive()
    bea.arrive("Bea")
    nia.begin("Context and taking stock", in_groups=False)
    box = bea.stage.locator("form textarea").last
    box.fill("Half a sentence")
    nia.next("What we wrote")
    come_along = bea.page.get_by_role("button", name="Come along")
    expect(come_along).to_be_visible()
    went = bea.stage.evaluate("stage => { stage.scrollTo(0, stage.scrollHeight); return stage.scrollTop }")
    assert went > come_along.evaluate("button => button.closest('.notice').offsetHeight"), "a board that is long enough"
    expect(come_along).to_be_in_viewport(ratio=1)
    bea.device.picture("come-along", SHORT, TABLET, DESKTOP)
    assert bea.device.barriers() == []
    bea.page.set_viewport_size({"width": SHORT[0], "height": WITH_KEYBOARD})
    for part in (box, bea.stage.locator("form button[type=submit]").last):
        part.scroll_into_view_if_needed()
        expect(part).to_be_in_viewport(ratio=1)
    expect(come_along).not_to_be_in_viewport()
    come_along.click()
    bea.heading("What we wrote")


def test_on_a_slow_line_and_a_slow_phone_the_first_instruction_shows_soon(house: House, open_window: Open) -> None:
    nia, bea = Facilitator(open_window("Nia"), house), Participant(open_window("Bea", SHORT), house)
    nia.arrive()
    bea.arrive("Bea")
    nia.begin("Context and taking stock", in_groups=False)
    bea.device.open("/help/")
    slow = bea.page.context.new_cdp_session(bea.page)
    slow.send("Network.enable")
    slow.send("Network.clearBrowserCache")
    line = {"offline": False, "latency": 100, "downloadThroughput": LINE, "uploadThroughput": LINE}
    slow.send("Network.emulateNetworkConditions", line)
    slow.send("Emulation.setCPUThrottlingRate", {"rate": 6})
    began = time.monotonic()
    bea.page.goto(bea.device.origin + house.room, wait_until="commit")
    expect(bea.stage.get_by_role("heading", level=2).first).to_be_visible(timeout=30_000)
    print(f"first instruction after {time.monotonic() - began:.1f} s")
    # The seconds depend on what else this machine does; what has to come over the line does not.
    weight: int = bea.page.evaluate(WEIGHT)
    print(f"{weight} bytes came over the line")
    assert 0 < weight <= LINE * FIRST_INSTRUCTION_SECONDS * SHARE_OF_THE_LINE
