"""Pages keep to the content-security policy: no style, script or event attribute, and nothing from elsewhere."""

import re

import pytest

from tests.architecture.source import files, found

PAGES = r"\.(html|tsx|svg)$"
STYLE = r"(?<![\w-])style\s*="
EVENT = r"\son[a-z]+\s*=\s*[\"']"
ELSEWHERE = r"<(script|link|img|iframe|source)\b[^>]*\s(src|href)\s*=\s*[\"'](https?:)?//"


def test_no_page_has_a_style_attribute() -> None:
    assert found(STYLE, files(PAGES)) == []


def test_no_template_has_an_event_attribute() -> None:
    assert found(EVENT, files(r"\.(html|svg)$")) == []


def test_no_page_asks_another_host_for_anything() -> None:
    assert found(ELSEWHERE, files(PAGES)) == []


@pytest.mark.parametrize(
    ("rule", "line"),
    [
        (STYLE, '<p style="color: red">'),
        (STYLE, "<Note style={{ left: x }} />"),
        (EVENT, '<button onclick="go()">'),
        (ELSEWHERE, '<script defer src="//cdn.example/a.js">'),
    ],
)
def test_a_breach_is_caught(rule: str, line: str) -> None:
    assert re.search(rule, line)


def test_an_attribute_that_only_sounds_alike_is_allowed() -> None:
    assert not re.search(STYLE, '<div data-style="calm" class="on">')
