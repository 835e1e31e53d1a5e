"""Somebody's device: one browser window with its own cookies, and everything that went wrong in it."""

from __future__ import annotations

import inspect
import re
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal
from urllib.parse import urlsplit

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, Request, Response, WebSocketRoute

from tests.serving import PATIENCE

RESULTS = Path(__file__).resolve().parents[2] / "test-results"

DESKTOP = (1440, 900)
TABLET = (768, 1024)
PHONE = (390, 844)
SMALL = (360, 740)
REFLOW = (320, 640)

TELL_VIOLATIONS = """
document.addEventListener("securitypolicyviolation", (event) =>
  console.error(`CSP: ${event.violatedDirective} forbids ${event.blockedURI} ${event.sample}`));
"""
SMALLEST_WORDS = """() => Math.min(...[...document.body.querySelectorAll("*")]
  .filter((one) => !one.closest(".vh, svg") && one.checkVisibility())
  .filter((one) => [...one.childNodes].some((node) => node.nodeType === Node.TEXT_NODE && node.data.trim()))
  .map((one) => parseFloat(getComputedStyle(one).fontSize)))"""


@dataclass
class Device:
    """A window. `problems` are console errors and warnings, faults of scripts, violations of the content-security
    policy, requests to other origins, and requests that failed while the line was up."""

    name: str
    context: BrowserContext
    page: Page
    origin: str
    problems: list[str] = field(default_factory=list)
    requests: list[str] = field(default_factory=list)
    away: bool = False
    excused: bool = False
    sockets: list[WebSocketRoute] = field(default_factory=list)
    to_server: list[WebSocketRoute] = field(default_factory=list)
    sockets_are: Literal["let through", "refused", "silent"] = "let through"

    def watch(self) -> None:
        """Note every problem from now on."""
        self.page.on("console", self._console)
        self.page.on("pageerror", lambda error: self._note(f"script: {error}"))
        self.page.on("request", self._request)
        self.page.on("requestfailed", self._failed)
        self.page.on("response", self._answered)

    def open(self, path: str) -> None:
        """Go to a page of the server."""
        self.page.goto(self.origin + path)

    def may_drop(self) -> None:
        """Carry the room's sockets by hand, because the browser keeps them open when it is told to be offline."""

        def carry(socket: WebSocketRoute) -> None:
            if self.away or self.sockets_are == "refused":
                socket.close(code=1011)
            elif self.sockets_are == "let through":
                self.to_server.append(socket.connect_to_server())
                self.sockets.append(socket)

        self.page.route_web_socket(re.compile("/live/"), carry)

    def block_sockets(self, how: Literal["refused", "silent"]) -> None:
        """A network that refuses sockets, or lets them open and carries nothing. Those that are open break."""
        self.sockets_are = how
        for socket in self.sockets:
            socket.close(code=1011)
        self.sockets.clear()

    def polls(self) -> int:
        """How often the room's page has asked for news by a request."""
        return sum("/poll/" in url for url in self.requests)

    def kept(self) -> str:
        """Everything that the browser keeps of the room, across a reload."""
        return str(self.page.evaluate("JSON.stringify({...localStorage})"))

    @contextmanager
    def without_line(self) -> Iterator[None]:
        """No network for a while, as in a tunnel."""
        self.away = self.excused = True
        self.context.set_offline(True)
        for socket in self.sockets:
            socket.close(code=1011)
        self.sockets.clear()
        yield
        self.context.set_offline(False)
        self.away = False
        if self.to_server and self.sockets_are == "let through":
            self.until(lambda: self.sockets)
        self.page.wait_for_timeout(300)  # what was under way when the line came back may still fail
        self.excused = False

    def until(self, holds: Callable[[], object]) -> None:
        """Wait until something holds of which Playwright's own `expect` knows nothing."""
        end = time.monotonic() + PATIENCE
        while not holds():
            assert time.monotonic() < end, f"not within {PATIENCE} s\n{inspect.getsource(holds)}"
            self.page.wait_for_timeout(50)

    def picture(self, name: str, *sizes: tuple[int, int]) -> None:
        """Leave a picture of the window in test-results, at its own size or at each of these."""
        own = self.page.viewport_size
        assert own is not None
        for width, height in sizes or ((own["width"], own["height"]),):
            self.page.set_viewport_size({"width": width, "height": height})
            self.page.screenshot(path=RESULTS / f"{name}-{width}.png", animations="disabled")
        self.page.set_viewport_size(own)

    def barriers(self) -> list[str]:
        """What axe finds on the page as it is now: rule, place and words, one a line."""
        found = Axe().run(self.page).response["violations"]
        return [f"{v['id']}: {node['target']} {node['html'][:160]}" for v in found for node in v["nodes"]]

    def smallest_words(self) -> float:
        """The size in pixels of the smallest words on the page that are seen."""
        return float(self.page.evaluate(SMALLEST_WORDS))

    def sideways(self) -> int:
        """By how many pixels the page has to be scrolled sideways."""
        scripted: int = self.page.evaluate(
            "document.documentElement.scrollWidth - document.documentElement.clientWidth"
        )
        return scripted

    def _answered(self, answer: Response) -> None:
        if answer.status >= 400:
            self._note(f"{answer.status}: {answer.url}")

    def _console(self, message: ConsoleMessage) -> None:
        if message.type in ("error", "warning"):
            self._note(f"console: {message.text}")

    def _request(self, request: Request) -> None:
        self.requests.append(request.url)
        if urlsplit(request.url).scheme in ("http", "https") and not request.url.startswith(self.origin):
            self._note(f"another origin: {request.url}")

    def _failed(self, request: Request) -> None:
        if request.failure != "net::ERR_ABORTED":  # the page was left before it was answered
            self._note(f"failed: {request.url}: {request.failure}")

    def _note(self, problem: str) -> None:
        if not self.excused:
            self.problems.append(f"{self.name}: {problem}")


def open_device(browser: Browser, origin: str, name: str, size: tuple[int, int] = DESKTOP, **more: Any) -> Device:
    """A new window for somebody, watched from its first page. `more` goes to the browser's context."""
    width, height = size
    context = browser.new_context(viewport={"width": width, "height": height}, locale="en-GB", **more)
    context.add_init_script(TELL_VIOLATIONS)
    context.set_default_timeout(PATIENCE * 1000)
    device = Device(name, context, context.new_page(), origin)
    device.watch()
    return device
