"""The practice library: all thirty practices, those that are built and those that are not yet, and their guides."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from markdown_it import MarkdownIt

from folkmoot.practice_kit.catalogue import CATALOGUE, Listed
from folkmoot.practice_kit.contract import Practice
from folkmoot.practice_kit.registry import find

UP_TO = 30


@dataclass(frozen=True, slots=True)
class Asked:
    """What somebody looks for: words, at most so long, only those in groups."""

    words: str = ""
    short: bool = False
    groups: bool = False


@dataclass(frozen=True, slots=True)
class Entry:
    """A practice as the library lists it."""

    listed: Listed
    practice: Practice | None

    @property
    def built(self) -> bool:
        """Whether it can be used, as an item of an agenda or as a part of every session."""
        return self.practice is not None or self.everywhere

    @property
    def everywhere(self) -> bool:
        """Whether Folkmoot itself is this practice, so that nobody adds it to an agenda."""
        return self.listed.slug in EVERYWHERE

    @property
    def minutes(self) -> str:
        """How long it takes: “20–30 min”."""
        if self.practice is None:
            return f"about {self.listed.minutes} min"
        least, most = self.practice.minutes
        return f"{least}–{most} min" if least != most else f"{least} min"

    @property
    def least_minutes(self) -> int:
        """The shortest it can be done in."""
        return self.practice.minutes[0] if self.practice else self.listed.minutes

    @property
    def in_groups(self) -> bool:
        """Whether people work in groups; not known of one that is not built."""
        return self.practice is not None and self.practice.group_size is not None

    @property
    def people(self) -> str:
        """With whom it is done: “groups of 4–6”, “everyone together”."""
        if self.everywhere:
            return "part of every session"
        if self.practice is None:
            return "not built yet"
        if self.practice.group_size is None:
            return "everyone together"
        fewest, most = self.practice.group_size
        return f"groups of {fewest}–{most}" if fewest != most else f"groups of {fewest}"

    def answers(self, asked: Asked) -> bool:
        """Whether this is what somebody looks for."""
        text = f"{self.listed.name} {self.listed.one_line} {self.listed.number}".casefold()
        return (
            all(word in text for word in asked.words.casefold().split())
            and not (asked.short and self.least_minutes > UP_TO)
            and not (asked.groups and not self.in_groups)
        )


EVERYWHERE = frozenset({"booking", "run_of_show", "confidentiality"})
"""Practices of the catalogue that are not items of an agenda but parts of every session."""


def entries() -> tuple[Entry, ...]:
    """List all practices in the order of their numbers."""
    return tuple(Entry(listed, find(listed.slug)) for listed in CATALOGUE)


def find_practices(asked: Asked) -> list[Entry]:
    """List what can be put into an agenda and answers the question, built ones first."""
    fitting = [entry for entry in entries() if not entry.everywhere and entry.answers(asked)]
    return sorted(fitting, key=lambda entry: not entry.built)


def read_filter(query: Mapping[str, str]) -> Asked:
    """Read what somebody looks for from an address."""
    return Asked(query.get("q", "")[:80], query.get("short") == "on", query.get("groups") == "on")


@cache
def guide_of(slug: str) -> str:
    """The practice's guide as HTML, without its first heading; empty where there is none.

    The guide is ours, and still no HTML in it is passed through.
    """
    file = files("folkmoot.practices") / slug / "guide.md"
    if find(slug) is None or not file.is_file():
        return ""
    text = file.read_text(encoding="utf-8")
    first, _, rest = text.partition("\n")
    html: str = (
        MarkdownIt("commonmark", {"html": False}).enable("table").render(rest if first.startswith("# ") else text)
    )
    return html
