"""The browser of the browser tests is found, starts, and says what it misses."""

from pathlib import Path

import pytest
from playwright.sync_api import Playwright, expect

from tests.browser import chromium

pytestmark = pytest.mark.browser

PAGE = "data:text/html,<h1>Good morning</h1>"


def test_it_opens_a_page(playwright: Playwright) -> None:
    browser = chromium.launch(playwright)
    page = browser.new_page()
    page.goto(PAGE)
    expect(page.get_by_role("heading")).to_have_text("Good morning")
    browser.close()


def test_the_one_from_npm_opens_a_page_where_the_system_has_none(
    playwright: Playwright, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(chromium, "NAMES", ())
    monkeypatch.delenv("FOLKMOOT_CHROMIUM", raising=False)
    assert chromium.find().program.parent.parent == chromium.ROOT / ".boot"
    test_it_opens_a_page(playwright)


def test_a_missing_library_names_its_package(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(chromium, "missing_libraries", lambda *_: ["libnss3.so", "libodd.so.1"])
    with pytest.raises(chromium.ChromiumMissing, match=r"apt install libnss3 the package of libodd\.so\.1"):
        chromium.with_libraries(tmp_path)


def test_a_missing_browser_names_its_package(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(chromium, "NAMES", ())
    monkeypatch.setattr(chromium, "PACKAGE", tmp_path / "nowhere")
    monkeypatch.delenv("FOLKMOOT_CHROMIUM", raising=False)
    with pytest.raises(chromium.ChromiumMissing, match="apt install chromium"):
        chromium.find()
