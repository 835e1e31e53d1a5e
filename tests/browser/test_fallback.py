"""A network that lets no socket through, a page that is loaded anew in mid-sentence, and a device that others use."""

from __future__ import annotations

import json
import re

import pytest
from playwright.sync_api import WebSocketRoute, expect

from tests.browser.conftest import Open
from tests.browser.device import DESKTOP, PHONE, Device
from tests.browser.house import House
from tests.browser.people import Facilitator, Participant

pytestmark = pytest.mark.slow

BEHIND = 3_000  # milliseconds
A_MOMENT = 1_000
NOTE = "Every service says not us"


@pytest.fixture
def nia(open_window: Open, house: House) -> Facilitator:
    nia = Facilitator(open_window("Nia"), house)
    nia.arrive()
    nia.press("Go: What the afternoon holds")
    return nia


def phone(open_window: Open, name: str) -> Device:
    return open_window(name, PHONE, has_touch=True, is_mobile=True)


def test_the_workshop_goes_on_where_sockets_are_blocked_and_goes_back_to_them(
    open_window: Open, house: House, nia: Facilitator
) -> None:
    bea = Participant(open_window("Bea"), house)
    ken = Participant(phone(open_window, "Ken"), house)
    bea.device.may_drop()
    ken.device.may_drop()
    bea.device.block_sockets("refused")
    bea.arrive("Bea")
    ken.arrive("Ken")
    ken.device.block_sockets("silent")
    ken.device.open(house.room)
    expect(ken.page.locator(".room")).to_be_visible()
    nia.go("Context and taking stock")
    for one, text in ((bea, NOTE), (ken, "The last bus leaves before the class ends")):
        one.heading("What are we facing?")
        one.pick("What we are facing that has no obvious fix")
        one.write("Note", text, "Add the note")
        expect(one.stage.get_by_role("listitem").filter(has_text=text)).to_be_visible()
    ken.sees_not(NOTE)
    assert not ken.device.sockets
    assert ken.device.polls() > 2
    nia.next("What we wrote")
    expect(ken.stage).to_contain_text(NOTE, timeout=BEHIND)
    expect(bea.stage).to_contain_text("The last bus", timeout=BEHIND)
    ken.device.picture("fallback-reveal-phone")
    bea.device.picture("fallback-reveal", DESKTOP)
    nia.go("Getting to know each other as a group")
    nia.send_groups()
    expect(bea.stage).to_contain_text("Room 1 with Ken")
    expect(ken.stage).to_contain_text("Room 1 with Bea")
    ken.device.picture("fallback-group-phone")
    for one in (bea, ken):
        goes_back_to_a_socket(one)
    nia.press(re.compile("^Rooms are open"))
    for one in (bea, ken):
        one.heading("Coffee")


def goes_back_to_a_socket(one: Participant) -> None:
    """Sockets are let through again: the page finds out by itself, and asks for nothing by requests any more."""
    device = one.device
    device.sockets_are = "let through"
    one.page.evaluate("window.dispatchEvent(new Event('online'))")  # another network, as when one goes outside
    device.until(lambda: device.sockets)  # a trial that hangs in a silent network is given ten seconds, then ten more
    one.page.wait_for_timeout(A_MOMENT)
    before = device.polls()
    one.page.wait_for_timeout(A_MOMENT)
    assert device.polls() == before


def test_a_note_on_its_way_and_a_draft_outlive_a_reload(open_window: Open, house: House, nia: Facilitator) -> None:
    device = open_window("Bea")
    bea = Participant(device, house)
    swallowing = True

    def carry(socket: WebSocketRoute) -> None:
        server = socket.connect_to_server()
        socket.on_message(lambda said: None if swallowing and '"t":"op"' in str(said) else server.send(said))

    device.page.route_web_socket(re.compile("/live/"), carry)
    bea.arrive("Bea")
    nia.go("Context and taking stock")
    bea.heading("What are we facing?")
    bea.pick("What we are facing that has no obvious fix")
    bea.write("Note", NOTE, "Add the note")
    expect(bea.page.get_by_role("region", name="News")).to_contain_text("1 waiting to be sent")
    bea.device.picture("fallback-waiting", DESKTOP, PHONE)
    assert NOTE in device.kept()
    bea.page.reload()
    bea.pick("What we are facing that has no obvious fix")
    box = bea.stage.get_by_role("textbox", name="Note")
    expect(box).to_have_value(NOTE)
    swallowing = False
    bea.page.reload()
    bea.pick("What we are facing that has no obvious fix")
    expect(box).to_have_value("")
    bea.sees(NOTE)
    expect(bea.stage.get_by_text(NOTE)).to_have_count(1)
    box.fill("Half a thought")
    assert "Half a thought" in device.kept(), "at once"
    bea.page.reload()
    bea.pick("What we are facing that has no obvious fix")
    expect(box).to_have_value("Half a thought")
    expect(bea.stage.get_by_text("Draft kept")).to_be_visible()
    assert "Half a thought" not in device.kept(), "the server has it"
    nia.next("What we wrote")
    expect(nia.stage.get_by_text(NOTE)).to_have_count(1)


def test_nothing_stays_on_a_device_that_somebody_leaves(open_window: Open, house: House, nia: Facilitator) -> None:
    bea = Participant(open_window("Bea"), house)
    bea.device.may_drop()
    bea.arrive("Bea")
    nia.go("Context and taking stock")
    bea.heading("What are we facing?")
    box = bea.stage.get_by_role("textbox", name="Note")
    with bea.device.without_line():
        expect(bea.page.get_by_text("The line has dropped")).to_be_visible()
        box.fill("Only on this device")
        expect(bea.stage.get_by_text("Kept on this device until the line is back")).to_be_visible()
        bea.device.picture("fallback-offline", DESKTOP, PHONE)
        assert "Only on this device" in bea.device.kept()
        bea.device.block_sockets("silent")
    bea.device.open("/me/")
    assert "Only on this device" in bea.device.kept()
    bea.page.get_by_role("button", name=re.compile("^Not Bea")).click()
    expect(bea.page.get_by_text("This device has forgotten you")).to_be_visible()
    assert bea.device.kept() == "{}"


def test_the_room_says_that_nothing_can_be_stored_and_goes_on_by_itself(
    open_window: Open, house: House, nia: Facilitator
) -> None:
    bea = Participant(open_window("Bea"), house)
    bea.device.may_drop()
    bea.arrive("Bea")
    nia.go("Context and taking stock")
    bea.heading("What are we facing?")
    news = bea.page.get_by_role("region", name="News")
    told = {"t": "told", "at": 0, "notice": "The server cannot store anything just now."}
    assert not bea.device.polls()
    bea.device.sockets[-1].send(json.dumps(told | {"paused": True}))
    expect(news).to_contain_text("The server cannot store anything just now. Go on writing")
    assert not bea.device.barriers()
    bea.device.picture("fallback-paused", DESKTOP, PHONE)
    bea.device.sockets[-1].send(json.dumps(told | {"paused": False}))
    expect(news).not_to_contain_text("cannot store")
