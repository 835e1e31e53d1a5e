"""Every link in the documentation leads to a page, and to a heading where it names one."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.architecture.source import files, name, text

LINK = re.compile(r"!?\[[^\]]*\]\(([^)\s]+)(?:\s+\"[^\"]*\")?\)")
CODE = re.compile(r"```.*?```|`[^`\n]*`", re.DOTALL)


def links(markdown: str) -> list[str]:
    """The targets of the links in a page that stay within the project."""
    targets = LINK.findall(CODE.sub("", markdown))
    return [target for target in targets if not re.match(r"[a-z]+:", target)]


def anchors(markdown: str) -> set[str]:
    """The names by which the headings of a page can be linked to."""
    headings = re.findall(r"^#+\s+(.+)$", re.sub(r"```.*?```", "", markdown, flags=re.DOTALL), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).strip().replace(" ", "-") for heading in headings}


def dead(page: Path) -> Iterator[str]:
    """The links of the page that lead nowhere."""
    for target in links(text(page)):
        path, _, anchor = target.partition("#")
        there = (page.parent / path) if path else page
        if not there.exists() or (anchor and there.suffix == ".md" and anchor not in anchors(text(there))):
            yield target


@pytest.mark.parametrize("page", files(r"\.md$"), ids=name)
def test_every_link_leads_somewhere(page: Path) -> None:
    assert list(dead(page)) == []


def test_a_dead_link_is_caught(tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    page.write_text("# A page\n\n[one](#a-page) [two](#gone) [three](gone.md) [four](https://example.org) `[x](y)`\n")
    assert list(dead(page)) == ["#gone", "gone.md"]
