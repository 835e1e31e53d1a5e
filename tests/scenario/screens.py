"""What a browser makes of what it knows: the room's own rules of time, run by Node, and forms as they stand."""

from __future__ import annotations

import asyncio
import json
import sys
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

from folkmoot.rehearsal.store import Row
from tests.scenario.somebody import Somebody
from tests.serving import ROOT

TIMING = Path(__file__).with_name("timing.mjs")


async def times_shown(who: Somebody, now: float) -> Row:
    """Early or late (`pace`), the item's `clock`, and when a break ends (`back`). `now`: seconds since 1970."""
    store = who.store
    item = store.tables["items"][store.session["item"]]
    rows = {"leaves": store.leaves(), "session": store.session, "item": item, "now": now * 1000}
    process = await asyncio.create_subprocess_exec(
        sys.executable, "build_browser.py", "node", str(TIMING),
        cwd=ROOT, stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.PIPE,
    )  # fmt: skip
    said, trouble = await process.communicate(json.dumps(rows).encode())
    assert process.returncode == 0, trouble.decode()
    found: Row = json.loads(said)
    return found


class _Form(HTMLParser):
    """Takes the fields of a page's forms with what stands in them; `submits` by name and value are not fields."""

    def __init__(self) -> None:
        super().__init__()
        self.typed: dict[str, Any] = {}
        self._area, self._select = "", ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note a field."""
        mark = dict(attrs)
        name = mark.get("name") or ""
        match tag:
            case "textarea":
                self._area, self.typed[name] = name, ""
            case "select":
                self._select = name
            case "option" if self._select and ("selected" in mark or self._select not in self.typed):
                self.typed[self._select] = mark.get("value") or ""
            case "input" if name:
                self._input(name, mark)

    def _input(self, name: str, mark: dict[str, str | None]) -> None:
        kind = mark.get("type") or "text"
        if kind in ("checkbox", "radio"):
            if "checked" in mark:
                self.typed[name] = mark.get("value") or "on"
        elif kind not in ("file", "submit"):
            self.typed[name] = mark.get("value") or ""

    def handle_data(self, data: str) -> None:
        """Note what stands in a large box."""
        if self._area:
            self.typed[self._area] += data

    def handle_endtag(self, tag: str) -> None:
        """Leave a box."""
        if tag == "textarea":
            self.typed[self._area] = self.typed[self._area].strip()
            self._area = ""
        elif tag == "select":
            self._select = ""


def form_with(html: str, field: str) -> dict[str, Any]:
    """What stands in the form of a page that has this field."""
    for part in html.split("<form")[1:]:
        form = _Form()
        form.feed("<form" + part.partition("</form>")[0])
        if field in form.typed:
            return form.typed
    raise AssertionError(f"no form with {field}")
