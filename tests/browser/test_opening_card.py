"""What somebody said last time opens the session for them alone (B07); and the words of the groups' preview."""

from __future__ import annotations

import re

from playwright.sync_api import expect

from folkmoot.programme.models import Session
from folkmoot.record.models import Entry, Meeting
from tests.browser.conftest import Open
from tests.browser.device import PHONE
from tests.browser.house import House
from tests.browser.people import Facilitator, Participant
from tests.browser.test_matching import looks_right

PROMISE = "Ring the leisure centre about its Tuesday hall"
HEADING = re.compile("^On .* you said you would$")


def test_a_card_opens_the_session_for_who_said_something_last_time(house: House, open_window: Open) -> None:
    Entry.objects.filter(author=house.booked("Bea"), kind="step").delete()  # of other tests' afternoons
    earlier = Session.objects.filter(programme=house.today.programme).exclude(id=house.today.id)[0]
    Entry.objects.create(
        session=earlier, author=house.booked("Bea"), kind="step", body={"title": PROMISE}, visibility="private"
    )
    nia, bea = Facilitator(open_window("Nia"), house), Participant(open_window("Bea"), house)
    dee = Participant(open_window("Dee", PHONE), house)
    nia.arrive()
    bea.arrive("Bea")
    dee.arrive("Dee")
    bea.sees(PROMISE)
    expect(bea.stage.get_by_role("heading", name=HEADING)).to_be_visible()
    looks_right(bea.device, "opening-card-lobby")
    for other in (dee, nia):
        other.sees_not(PROMISE)
    nia.press("Go: What the afternoon holds")
    bea.heading("What the afternoon holds")
    bea.sees(PROMISE)
    looks_right(bea.device, "opening-card-welcome")
    with bea.page.expect_popup() as opened:
        bea.page.get_by_role("link", name="Say what became of it, on your own page").click()
    expect(opened.value.get_by_text("What happened? Every answer is a good one.").first).to_be_visible()
    opened.value.close()
    nia.next("Ways of working", heading="What we promise each other")
    bea.sees_not(PROMISE)


def test_the_preview_says_how_good_it_can_be_and_whose_company_a_change_disturbs(
    house: House, open_window: Open
) -> None:
    Meeting.objects.all().delete()  # of other tests' afternoons
    nia = Facilitator(open_window("Nia"), house)
    nia.arrive()
    for name in ("Bea", "Dee", "Ken", "Sam"):
        Participant(open_window(name), house).arrive(name)
    nia.press("Go: What the afternoon holds")
    nia.go("Getting to know each other as a group")
    nia.press("Make groups")
    nia.heading("Look before you send")
    nia.sees("Nobody meets anyone again.")
    nia.press(re.compile("^More for Sam"))
    menu = nia.page.get_by_role("menu")
    expect(menu).to_contain_text("new company for 4")
    nia.device.picture("preview-menu", (1440, 900), (768, 1024), (360, 740))
    nia.page.keyboard.press("Escape")
    looks_right(nia.device, "preview-groups")
