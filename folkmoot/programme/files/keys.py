"""Taking values out of a tree, one key at a time; every trouble is noted with its line, not the first alone."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date, time
from difflib import get_close_matches
from zoneinfo import ZoneInfo

from folkmoot.kit.text import length, tidy, tidy_lines
from folkmoot.kit.time import UnknownZone, zone_of
from folkmoot.practice_kit.catalogue import BY_NUMBER, BY_SLUG
from folkmoot.programme.files.tree import BadFile, Leaf, Listing, Mapping, Part, Trouble

MOST_TROUBLES = 50
YES, NO = {"true", "yes", "on"}, {"false", "no", "off"}
_CLOCK = re.compile(r"([01]?\d|2[0-3])[:.]([0-5]\d)")
_MONTH = re.compile(r"(19|20)\d\d-(0[1-9]|1[0-2])")


class Troubles:
    """What was found wrong so far. Stops the reading when there is more than anybody would mend at once."""

    def __init__(self) -> None:
        self.found: list[Trouble] = []

    def add(self, line: int, reason: str) -> None:
        """Note a trouble. Raises BadFile when there are very many."""
        self.found.append(Trouble(line, reason))
        if len(self.found) >= MOST_TROUBLES:
            raise BadFile(*self.found)

    def stop_if_any(self) -> None:
        """Raise BadFile with all that was noted."""
        if self.found:
            raise BadFile(*self.found)


class Keys:
    """The keys of one table of the file. Every reader gives a usable value, and notes a trouble if there was one."""

    def __init__(self, part: Part, known: Iterable[str], what: str, troubles: Troubles) -> None:
        self.line, self.troubles, self.what = part.line, troubles, what
        self.table = part if isinstance(part, Mapping) else Mapping(part.line)
        if not isinstance(part, Mapping):
            troubles.add(part.line, f"{what} must be a table of keys and values.")
        known = set(known)
        for key in self.table.parts.keys() - known:
            troubles.add(self.table.lines[key], self._unknown(key, known))

    def _unknown(self, key: str, known: set[str]) -> str:
        near = get_close_matches(key, known, n=1)
        hint = f" Did you mean “{near[0]}”?" if near else ""
        return f"{self.what} has no key “{_short(key)}”.{hint}"

    def has(self, key: str) -> bool:
        """Whether something is written under the key."""
        part = self.table.parts.get(key)
        return part is not None and not (isinstance(part, Leaf) and part.empty)

    def line_of(self, key: str) -> int:
        """Where the key stands; the table's line when it is missing."""
        return self.table.lines.get(key, self.line)

    def part(self, key: str) -> Part | None:
        """What stands under the key, as it is."""
        return self.table.parts.get(key) if self.has(key) else None

    def bad(self, key: str, reason: str) -> None:
        """Note a trouble at the key."""
        self.troubles.add(self.line_of(key), reason)

    def text(self, key: str, limit: int, *, needed: bool = False, lines: bool = False) -> str:
        """A text of at most `limit` characters, tidied; "" when missing."""
        leaf = self._leaf(key)
        if leaf is None:
            if needed:
                self.troubles.add(self.line, f"{self.what} needs “{key}”.")
            return ""
        return self._fitting(key, leaf, limit, lines=lines, needed=needed)

    def _fitting(self, key: str, leaf: Leaf, limit: int, *, lines: bool, needed: bool = True) -> str:
        said = tidy_lines(leaf.text) if lines else tidy(leaf.text)
        if over := max(0, length(said) - limit):
            self.troubles.add(leaf.line, f"“{key}” is {over} characters over the {limit} that fit.")
        if needed and not said:
            self.troubles.add(leaf.line, f"“{key}” is empty.")
        return said

    def texts(self, key: str, limit: int, most: int = 30) -> tuple[str, ...]:
        """A list of short texts; one text alone counts as a list of one."""
        part = self.part(key)
        parts = part.parts if isinstance(part, Listing) else [part] if part is not None else []
        if len(parts) > most:
            self.bad(key, f"“{key}” has {len(parts)} entries; {most} are the most.")
        leaves = [leaf for leaf in parts if isinstance(leaf, Leaf)]
        if len(leaves) < len(parts):
            self.bad(key, f"“{key}” must be a list of texts.")
        return tuple(self._fitting(key, leaf, limit, lines=False) for leaf in leaves)

    def flag(self, key: str, default: bool = False) -> bool:
        """Yes or no."""
        leaf = self._leaf(key)
        if leaf is None:
            return default
        word = leaf.text.lower()
        if word not in YES | NO:
            self.troubles.add(leaf.line, f"“{key}” takes yes or no, not “{_short(leaf.text)}”.")
        return word in YES

    def whole(self, key: str, least: int, most: int) -> int | None:
        """A whole number between `least` and `most`, or None when missing."""
        leaf = self._leaf(key)
        if leaf is None:
            return None
        if not (
            leaf.text.isascii() and leaf.text.isdigit() and len(leaf.text) < 10 and least <= int(leaf.text) <= most
        ):
            self.troubles.add(
                leaf.line, f"“{key}” takes a whole number from {least} to {most}, not “{_short(leaf.text)}”."
            )
            return None
        return int(leaf.text)

    def day(self, key: str) -> date | None:
        """A date as year-month-day."""
        leaf = self._leaf(key)
        if leaf is None:
            return None
        try:
            day = date.fromisoformat(leaf.text)
        except ValueError:
            day = date.min
        if len(leaf.text) != 10 or not 1990 <= day.year <= 2100:
            self.troubles.add(leaf.line, f"“{_short(leaf.text)}” is not a date. Write it as 2027-03-01.")
            return None
        return day

    def clock(self, key: str) -> time | None:
        """A time of day as 13:00."""
        leaf = self._leaf(key)
        if leaf is None:
            return None
        if not (match := _CLOCK.fullmatch(leaf.text)):
            self.troubles.add(leaf.line, f"“{_short(leaf.text)}” is not a time of day. Write it as 13:00.")
            return None
        return time(int(match[1]), int(match[2]))

    def month(self, key: str) -> str:
        """A year and month as 2027-03."""
        leaf = self._leaf(key)
        if leaf is not None and not _MONTH.fullmatch(leaf.text):
            self.troubles.add(leaf.line, f"“{_short(leaf.text)}” is not a month. Write it as 2027-03.")
            return ""
        return leaf.text if leaf else ""

    def zone(self, key: str, default: str) -> str:
        """A time zone's name."""
        leaf = self._leaf(key)
        if leaf is None:
            return default
        try:
            known: ZoneInfo | None = zone_of(leaf.text)
        except UnknownZone as trouble:
            self.troubles.add(leaf.line, str(trouble))
            known = None
        return leaf.text if known else default

    def choice(self, key: str, options: Iterable[str], default: str) -> str:
        """One of several words."""
        leaf = self._leaf(key)
        if leaf is None:
            return str(default)
        options = list(options)
        if leaf.text not in options:
            self.troubles.add(leaf.line, f"“{key}” takes one of {', '.join(options)}, not “{_short(leaf.text)}”.")
            return str(default)
        return leaf.text

    def practice(self, key: str) -> str:
        """A practice of the catalogue, by its number or its slug; gives the slug, or "" when missing."""
        leaf = self._leaf(key)
        return self._slug(leaf) if leaf else ""

    def practices(self, key: str) -> tuple[str, ...]:
        """A list of practices; gives their numbers."""
        part = self.part(key)
        parts = part.parts if isinstance(part, Listing) else [part] if part else []
        slugs = [self._slug(leaf) for leaf in parts if isinstance(leaf, Leaf)]
        return tuple(BY_SLUG[slug].number for slug in slugs if slug)

    def _slug(self, leaf: Leaf) -> str:
        listed = BY_NUMBER.get(leaf.text.upper()) or BY_SLUG.get(leaf.text)
        if listed is None:
            self.troubles.add(leaf.line, f"There is no practice “{_short(leaf.text)}”. They are numbered P01 to P30.")
        return listed.slug if listed else ""

    def listing(self, key: str, most: int) -> list[Part]:
        """A list of any parts, [] when missing."""
        part = self.part(key)
        if part is None:
            return []
        if not isinstance(part, Listing):
            self.bad(key, f"“{key}” must be a list.")
            return []
        if len(part.parts) > most:
            self.bad(key, f"“{key}” has {len(part.parts)} entries; {most} are the most.")
        return part.parts[:most]

    def _leaf(self, key: str) -> Leaf | None:
        part = self.part(key)
        if part is not None and not isinstance(part, Leaf):
            self.bad(key, f"“{key}” takes a single value, not a list or a table.")
            return None
        return part


def _short(text: str) -> str:
    return text if len(text) <= 40 else text[:40] + "…"
