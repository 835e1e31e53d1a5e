"""Ada takes part by phone: others see her in their group, and write for her what she says."""

from __future__ import annotations

from playwright.sync_api import expect

from tests.browser.conftest import Open
from tests.browser.device import DESKTOP, SMALL
from tests.browser.house import House
from tests.browser.people import Facilitator, Participant


def test_a_companion_writes_for_somebody_on_the_phone(house: House, open_window: Open) -> None:
    nia, bea = Facilitator(open_window("Nia"), house), Participant(open_window("Bea"), house)
    nia.arrive()
    bea.arrive("Bea")
    nia.add_caller("Ada Bell", "Read her the questions aloud")
    nia.begin("Our purpose in forty words")
    bea.heading("Three questions, on your own")
    expect(bea.page.get_by_role("region", name="With you")).to_contain_text("Read her the questions aloud")
    bea.stage.get_by_role("textbox", name="We want to…").fill("Bea’s own, unsent")

    bea.page.get_by_label("Writing for").select_option(label="Ada, who is in the call only")
    expect(bea.stage.get_by_role("textbox", name="We want to…")).to_have_value("")
    bea.device.picture("writing-for-ada", DESKTOP, SMALL)
    bea.write("We want to…", "Walk to the shop without fear", "Keep my answers")
    bea.sees("You wrote")
    bea.sees("Walk to the shop without fear")
    nia.sees_not("Walk to the shop without fear")

    bea.page.get_by_label("Writing for").select_option(label="myself")
    expect(bea.stage.get_by_role("textbox", name="We want to…")).to_have_value("Bea’s own, unsent")
    bea.sees_not("Walk to the shop without fear")
    nia.next("What each of us wrote")
    bea.page.get_by_role("button", name="Come along").or_(bea.stage.get_by_text("Walk to the shop")).first.click()
    bea.sees("Walk to the shop without fear")


def test_a_facilitator_writes_for_somebody_on_the_phone(house: House, open_window: Open) -> None:
    nia, bea = Facilitator(open_window("Nia"), house), Participant(open_window("Bea"), house)
    nia.arrive()
    bea.arrive("Bea")
    nia.add_caller("Ken Price", "")
    nia.begin("Context and taking stock")
    nia.page.get_by_label("Writing for").select_option(label="Ken Price, who is in the call only")
    nia.write_something()
    nia.sees("Something we said together")
    bea.sees_not("Something we said together")
    nia.next("What we wrote")
    bea.sees("Something we said together")
    expect(bea.stage).not_to_contain_text("Ken")


def test_a_facilitator_writes_for_somebody_with_an_interpreter(house: House, open_window: Open) -> None:
    nia, bea = Facilitator(open_window("Nia"), house), Participant(open_window("Bea"), house)
    nia.arrive()
    bea.arrive("Bea")
    nia.tab("People")
    person = nia.page.get_by_role("region", name="In the room").get_by_role("listitem").filter(has_text="Bea")
    person.get_by_role("button").click()
    nia.page.get_by_role("menuitem", name="Interpreter or assistant").click()
    nia.page.get_by_role("textbox", name="Interpreter or assistant").fill("Jo, BSL")
    nia.page.get_by_role("dialog").get_by_role("button", name="Save").click()
    expect(person).to_contain_text("with Jo, BSL")
    nia.begin("Context and taking stock")
    who = nia.page.get_by_label("Writing for")
    expect(who).to_contain_text("with Jo, BSL")
    who.select_option(index=1)
    nia.write_something()
    bea.sees("Something we said together")


def test_what_is_far_down_scrolls_into_view_inside_its_pane(house: House, open_window: Open) -> None:
    """The bar with the clock and the controls stay where they are."""
    nia, bea = Facilitator(open_window("Nia"), house), Participant(open_window("Bea"), house)
    nia.arrive()
    bea.arrive("Bea")
    nia.begin("Push-back, and the loss underneath")
    bea.stage.get_by_role("radio").last.scroll_into_view_if_needed()
    bea.stage.get_by_role("button", name="Keep it").scroll_into_view_if_needed()
    top = bea.page.locator(".roombar").bounding_box()
    assert top is not None
    assert top["y"] == 0


def test_the_menu_of_everything_else_covers_no_button_of_the_bar(house: House, open_window: Open) -> None:
    """On a small phone the buttons scroll beside it, and each comes into view whole."""
    nia = Facilitator(open_window("Nia", SMALL), house)
    nia.arrive()
    nia.press("Go: What the afternoon holds")
    expect(nia.page.locator(".controls").get_by_role("button", name="Pause")).to_be_attached()
    more = nia.page.locator(".controls").get_by_role("button", name="More", exact=True).bounding_box()
    assert more is not None
    assert more["x"] + more["width"] <= SMALL[0]
    for name in ("1 min", "Pause", "Message", "Bring everyone here"):
        button = nia.page.locator(".controls").get_by_role("button", name=name, exact=True)
        button.scroll_into_view_if_needed()
        box = button.bounding_box()
        assert box is not None
        assert box["x"] >= 0, f"{name} is cut off"
        assert box["x"] + box["width"] <= more["x"], f"{name} lies below the menu"
    nia.device.picture("facilitators-bar", SMALL, DESKTOP)
    assert nia.device.sideways() == 0
    assert nia.device.barriers() == []
