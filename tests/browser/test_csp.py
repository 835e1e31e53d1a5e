"""Pages keep to a strict content-security policy, ask nobody else for anything, and the room is light to load."""

from __future__ import annotations

from urllib.request import Request, urlopen

from playwright.sync_api import expect

from tests.browser.conftest import Open
from tests.browser.device import DESKTOP, PHONE, Device
from tests.browser.house import House
from tests.browser.people import Facilitator, Participant

ROOM_MOST = 170_000
"""Bytes of compressed JavaScript that the room may load at first."""

NOT_WORTH_IT = 1_000
"""Bytes; a smaller script may come as it is."""

SCREEN_MOST = 120_000
"""The same for the shared screen, which draws no forms."""


def test_every_page_says_what_it_may_load(house: House, open_window: Open) -> None:
    nia = Facilitator(open_window("Nia"), house)
    nia.arrive()
    programme = house.today.programme.slug
    for path in ("/", f"/p/{programme}/", "/join/", "/home/", f"/plan/{house.today.id}/", house.room, house.screen):
        answer = nia.page.goto(nia.device.origin + path)
        assert answer is not None
        policy = answer.header_value("content-security-policy") or ""
        assert "default-src 'self'" in policy
        for loophole in ("unsafe-inline", "unsafe-eval", "*", "http:", "https:"):
            assert loophole not in policy, (path, loophole)
    assert nia.device.problems == []


def test_a_window_does_notice_a_violation(open_window: Open) -> None:
    zed = open_window("Zed")
    zed.open("/")
    zed.page.evaluate("document.body.setAttribute('style', 'color: red')")
    zed.page.evaluate("new Image().src = 'http://127.0.0.1:9/elsewhere.png'")
    for rule in ("style-src", "img-src"):
        zed.until(lambda: any(rule in problem for problem in zed.problems))  # noqa: B023 - called within this round only
    zed.problems.clear()


def test_the_room_works_on_and_asks_nobody_else(house: House, open_window: Open) -> None:
    nia, dee = Facilitator(open_window("Nia"), house), Participant(open_window("Dee", PHONE), house)
    nia.arrive()
    dee.arrive("Dee")
    nia.begin("Context and taking stock")
    dee.write_something()
    nia.press("Message")
    expect(nia.page.get_by_role("dialog")).to_be_visible()
    for device in (nia.device, dee.device):
        assert all(url.startswith((device.origin, "data:", "blob:")) for url in device.requests)
        assert device.problems == []


def test_the_first_load_of_the_room_is_light(house: House, open_window: Open) -> None:
    nia = Facilitator(open_window("Nia", DESKTOP), house)
    nia.arrive()
    assert compressed_scripts(nia.device) < ROOM_MOST
    nia.device.requests.clear()
    nia.device.open(house.screen)
    expect(nia.page.locator(".screen")).to_be_visible()
    assert compressed_scripts(nia.device) < SCREEN_MOST


def compressed_scripts(device: Device) -> int:
    """Bytes on the wire of all scripts that the window has asked for."""
    scripts = {url for url in device.requests if url.endswith(".js")}
    assert scripts
    return sum(size_on_the_wire(url) for url in scripts)


def size_on_the_wire(url: str) -> int:
    """How many bytes a browser gets that takes compressed content."""
    with urlopen(Request(url, headers={"Accept-Encoding": "gzip"})) as answer:  # the test's own server
        size = len(answer.read())
        assert answer.headers["Content-Encoding"] == "gzip" or size < NOT_WORTH_IT
        return size
