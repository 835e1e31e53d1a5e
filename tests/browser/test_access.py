"""Everybody can take part: no barrier that axe finds, the keyboard is enough, and 320 pixels are wide enough."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from folkmoot.practice_kit import registry
from folkmoot.programme.models import AgendaItem
from tests.browser.conftest import Open
from tests.browser.device import DESKTOP, PHONE, REFLOW, Device
from tests.browser.house import House
from tests.browser.people import MORE, Facilitator, KeyboardFacilitator, KeyboardOnly, Participant

PUBLIC = ("/", "/join/", "/sign-in/", "/practices/", "/help/", "/accessibility/", "/privacy/", "/report-a-problem/")
PRACTICES = (
    "ways_of_working",
    "coffee_trial",
    "taking_stock",
    "complexity_sort",
    "push_back",
    "reflexes",
    "five_elements",
    "empathy_map",
    "breakout",
    "common_purpose",
    "applying",
    "one_thing",
)


def public_pages(house: House) -> list[str]:
    """Pages that anybody may open."""
    today, programme = house.today, house.today.programme
    own = [f"/p/{programme.slug}/", f"/p/{programme.slug}/{today.slug}/", f"/p/{programme.slug}/{today.slug}/book/"]
    return [*PUBLIC, *own, f"/join/{today.join_code}/", "/practices/common_purpose/"]


def facilitators_pages(house: House) -> list[str]:
    """Pages of those who run today's workshop."""
    return ["/home/", f"/plan/{house.today.id}/", f"/desk/{house.today.id}/", f"/record/{house.today.id}/"]


def no_barrier(device: Device) -> None:
    """Axe finds nothing, and nothing has to be scrolled sideways on a narrow screen."""
    assert device.barriers() == [], device.page.url
    own = device.page.viewport_size
    assert own is not None
    device.page.set_viewport_size({"width": REFLOW[0], "height": REFLOW[1]})
    assert device.sideways() == 0, device.page.url
    device.page.set_viewport_size(own)


def test_public_pages_have_no_barrier(house: House, open_window: Open) -> None:
    zed = open_window("Zed")
    for path in public_pages(house):
        zed.open(path)
        no_barrier(zed)


def test_facilitators_pages_have_no_barrier(house: House, open_window: Open) -> None:
    nia = Facilitator(open_window("Nia"), house)
    nia.arrive()
    for path in facilitators_pages(house):
        nia.device.open(path)
        no_barrier(nia.device)


def test_the_lobby_has_no_barrier(house: House, open_window: Open) -> None:
    nia, bea = Facilitator(open_window("Nia"), house), Participant(open_window("Bea", PHONE), house)
    nia.arrive()
    bea.arrive("Bea")
    bea.sees("Welcome, Bea")
    no_barrier(bea.device)
    no_barrier(nia.device)


@pytest.mark.slow
@pytest.mark.parametrize("slug", PRACTICES)
def test_no_stage_of_a_practice_has_a_barrier(house: House, open_window: Open, slug: str) -> None:
    nia, bea = Facilitator(open_window("Nia"), house), Participant(open_window("Bea"), house)
    dee = Participant(open_window("Dee", PHONE), house)
    nia.arrive()
    bea.arrive("Bea")
    dee.arrive("Dee")
    nia.begin(AgendaItem.objects.get(session=house.today, practice=slug).title)
    for stage in registry.practices()[slug].stages:
        nia.step(stage.title)
        for one in (bea, dee):
            one.heading(stage.title)
            one.write_something()
            no_barrier(one.device)
        no_barrier(nia.device)


def test_what_opens_over_the_room_has_no_barrier(house: House, open_window: Open) -> None:
    nia, bea = Facilitator(open_window("Nia"), house), Participant(open_window("Bea"), house)
    nia.arrive()
    bea.arrive("Bea")
    nia.begin("Context and taking stock")
    for press in ("Message", re.compile("^Invite")):
        nia.press(press)
        expect(nia.page.get_by_role("dialog")).to_be_visible()
        no_barrier(nia.device)
        nia.page.keyboard.press("Escape")
    nia.press(MORE)
    expect(nia.page.get_by_role("menu", name="More")).to_be_visible()
    no_barrier(nia.device)
    nia.page.keyboard.press("Escape")
    for one, tab in ((nia, "Chat"), (nia, "People"), (bea, "Chat")):
        one.page.get_by_role("tab", name=tab).click()
        no_barrier(one.device)


def test_groups_before_they_are_sent_have_no_barrier(house: House, open_window: Open) -> None:
    nia = Facilitator(open_window("Nia"), house)
    nia.arrive()
    for name in ("Bea", "Dee", "Ife", "Ken"):
        Participant(open_window(name, PHONE), house).arrive(name)
    nia.begin("Where might we try this out?", in_groups=False)
    nia.look_at_groups()
    no_barrier(nia.device)
    nia.press("List")
    expect(nia.stage.get_by_role("table", name="Groups as a list")).to_be_visible()
    no_barrier(nia.device)


def test_nia_runs_a_round_of_groups_by_keyboard_alone(house: House, open_window: Open) -> None:
    nia, ken = KeyboardFacilitator(open_window("Nia"), house), KeyboardOnly(open_window("Ken"), house)
    nia.arrive()
    ken.arrive("Ken")
    for name in ("Bea", "Dee", "Ife"):
        Participant(open_window(name, PHONE), house).arrive(name)
    nia.press(re.compile("^Where might we try this out"))
    nia.look_at_groups()
    nia.press("Keep Ken Price here")
    nia.choose("More for Dee Morgan", re.compile("^(To group|Keep in group)"))
    nia.press(re.compile("^Send "))
    ken.knows_its_room()
    nia.press(re.compile("^Rooms are open"))
    ken.write("One thing you’re already in", "The after-school club", "Keep it")
    ken.sees("You wrote")
    nia.tab("People")
    expect(nia.page.get_by_role("region", name="In the room")).to_contain_text("Ken Price")
    nia.press("Close groups in 1 min")
    nia.press("Return now")
    ken.all_together()


def test_the_focus_stays_where_it_was_when_the_room_moves_on(house: House, open_window: Open) -> None:
    nia, ken = Facilitator(open_window("Nia"), house), KeyboardOnly(open_window("Ken"), house)
    nia.arrive()
    ken.arrive("Ken")
    nia.begin("Next time, and one practical thing each")
    box = ken.stage.get_by_role("textbox", name="One practical thing I will do is")
    ken.reach(box)
    ken.page.keyboard.type("Ring the school")
    nia.step("Hear a few")
    ken.sees("We have moved on")
    expect(box).to_be_focused()
    expect(box).to_have_value("Ring the school")
    ken.press("Come along")
    ken.heading("Hear a few")


def test_the_phone_shows_one_pane_at_a_time_and_all_of_them(house: House, open_window: Open) -> None:
    nia, dee = Facilitator(open_window("Nia"), house), Participant(open_window("Dee", REFLOW), house)
    nia.arrive()
    dee.arrive("Dee")
    nia.begin("Context and taking stock")
    # While the agenda or the group is shown, the main part is not: a page without one is no barrier here.
    for pane, words in (("Agenda", "Tea break"), ("Group", "All together"), ("Now", "What are we facing?")):
        dee.look_at(pane)
        expect(dee.page.get_by_text(words).filter(visible=True).first).to_be_visible()
        assert dee.device.sideways() == 0
        assert [found for found in dee.device.barriers() if "landmark-one-main" not in found] == []


def test_the_shared_screen_has_no_barrier(house: House, open_window: Open) -> None:
    nia, screen = Facilitator(open_window("Nia"), house), open_window("the shared screen", DESKTOP)
    nia.arrive()
    screen.context.add_cookies(nia.device.context.cookies())  # type: ignore[arg-type]  # what one gives, the other takes
    screen.open(house.screen)
    for title in ("Ways of working", "Context and taking stock", "Tea break", "Our purpose in forty words"):
        nia.begin(title, in_groups=False)
        expect(screen.page.locator(".screen")).to_be_visible()
        no_barrier(screen)
        assert screen.smallest_words() >= 18
