"""Groups from a pasted list, and coffees between sessions: by keyboard, at three sizes, without a barrier."""

from __future__ import annotations

from datetime import timedelta

from playwright.sync_api import expect

from folkmoot.between.coffee import course
from folkmoot.between.models import CoffeeRound
from tests.browser.conftest import Open
from tests.browser.device import DESKTOP, REFLOW, SMALL, TABLET, Device
from tests.browser.house import House

SIZES = (DESKTOP, TABLET, SMALL)
LIST = "Name\tOrganisation\n" + "".join(f"Person {n}\tOrganisation {n % 5}\n" for n in range(22))


def looks_right(device: Device, name: str) -> None:
    """No barrier at three sizes, nothing sideways on a narrow screen, and a picture of each to look at."""
    own = device.page.viewport_size
    assert own is not None
    for width, height in SIZES:
        device.page.set_viewport_size({"width": width, "height": height})
        assert device.barriers() == [], (name, width)
        assert device.sideways() == 0, (name, width)
    device.page.set_viewport_size({"width": REFLOW[0], "height": REFLOW[1]})
    assert device.sideways() == 0, (name, REFLOW)
    device.page.set_viewport_size(own)
    device.picture(name, *SIZES)


def test_groups_are_made_of_a_pasted_list_by_keyboard_alone(house: House, open_window: Open) -> None:
    zed = open_window("Zed")
    zed.open("/match/")
    looks_right(zed, "match-empty")
    page = zed.page
    page.get_by_label("People, one a line").focus()
    page.keyboard.insert_text(LIST)
    page.keyboard.press("Tab")
    page.keyboard.insert_text("3")
    page.keyboard.press("Tab")
    page.keyboard.insert_text("2")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="22 people in groups")).to_be_visible()
    expect(page.get_by_text("Nobody meets anyone again.").first).to_be_visible()
    expect(page.get_by_role("heading", name="Round 2")).to_be_visible()
    looks_right(zed, "match-groups")
    page.get_by_text("Who met before, wishes, who is here").press("Enter")
    page.get_by_label("Not together").fill("Person 1, Person 99")
    page.get_by_role("button", name="Make the groups").press("Enter")
    expect(page.get_by_text("“Person 99” is not on the list of people")).to_be_visible()
    with page.expect_download() as taken:
        page.get_by_role("button", name="As a list for a spreadsheet").press("Enter")
    assert taken.value.suggested_filename == "groups.csv"


def test_a_bad_list_is_said_at_its_box(house: House, open_window: Open) -> None:
    zed = open_window("Zed")
    zed.open("/match/")
    zed.page.get_by_label("People, one a line").fill("name\nBea\nBea\n")
    zed.page.get_by_role("button", name="Make the groups").click()
    link = zed.page.get_by_role("link", name="row 3: “Bea” is on the list already")
    expect(link).to_be_visible()
    looks_right(zed, "match-error")
    link.press("Enter")
    expect(zed.page.get_by_label("People, one a line")).to_be_focused()
    zed.problems.clear()  # the browser notes the page's own 422


def test_a_round_of_coffees_from_the_hosts_page_to_ones_own(house: House, open_window: Open) -> None:
    nia, bea = open_window("Nia"), open_window("Bea")
    nia.open(house.lead)
    slug = house.today.programme.slug
    nia.open(f"/coffee/{slug}/")
    looks_right(nia, "coffee-desk-empty")
    nia.page.get_by_role("button", name="Start the round").press("Enter")
    expect(nia.page.get_by_text("people have been asked").first).to_be_visible()
    looks_right(nia, "coffee-desk")
    bea.open(house.personal_link("Bea"))
    bea.page.get_by_role("button", name="My own page").press("Enter")
    looks_right(bea, "coffee-asked")
    bea.page.get_by_label("One thing you could offer").fill("I write funding bids")
    bea.page.get_by_role("button", name="Yes, match me").press("Enter")
    expect(bea.page.get_by_text("You are in.").first).to_be_visible()
    matched_with("Dee", house)
    bea.page.reload()
    expect(bea.page.get_by_role("heading", name="Your coffee is with Dee")).to_be_visible()
    looks_right(bea, "coffee-matched")
    bea.page.get_by_label("Write to Dee").fill("Tuesday at noon?")
    bea.page.get_by_role("button", name="Pass it on").press("Enter")
    expect(bea.page.get_by_text("Passed on to Dee.")).to_be_visible()
    bea.page.get_by_role("button", name="Yes", exact=True).press("Enter")
    expect(bea.page.get_by_role("button", name="Yes", exact=True)).to_have_attribute("aria-pressed", "true")
    nia.page.reload()
    looks_right(nia, "coffee-desk-matched")


def matched_with(name: str, house: House) -> None:
    """Somebody else says yes, and the day of the matches comes."""
    round_ = CoffeeRound.objects.get(programme=house.today.programme, status=CoffeeRound.Status.ASKING)
    place = round_.places.get(person=house.booked(name))
    place.joins = "yes"
    place.save()
    back = timedelta(days=3)
    for field in ("opens_on", "draws_on", "asks_on", "closes_on"):
        setattr(round_, field, getattr(round_, field) - back)
    round_.save()
    course.advance_one(round_.id)
