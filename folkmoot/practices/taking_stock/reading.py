"""What can be said while taking stock: how many notes, what is missing, and which context cards to look at again."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence

from folkmoot.practice_kit.contract import Finding, Given, Seen
from folkmoot.practices.taking_stock.entries import HEADINGS

ENOUGH_TO_TELL = 6
DATED = re.compile(r"\b(\d{4})-(\d{2})(?:-\d{2})?\s*$")


def read(entries: Sequence[Seen], given: Given) -> tuple[Finding, ...]:
    """Count the notes by heading, and turn attention to what we do ourselves where nobody has written about it."""
    notes = [entry for entry in entries if entry.kind == "note"]
    return (*_of_notes(notes), *_for_facilitators(notes, given))


def _of_notes(notes: Sequence[Seen]) -> Iterator[Finding]:
    if not notes:
        return
    under = Counter(str(note.body["panel"]) for note in notes)
    rows = tuple((heading, str(under[key])) for key, heading in HEADINGS.items())
    yield Finding("notes", f"Notes: {len(notes)}.", rows=rows)
    if len(notes) >= ENOUGH_TO_TELL and not under["notice"]:
        yield Finding("ourselves", "Nothing yet about ourselves. What do we do when it gets hard?", "look")


def _for_facilitators(notes: Sequence[Seen], given: Given) -> Iterator[Finding]:
    if given.stage == "group":
        loose = sum(1 for note in notes if not note.theme)
        if loose:
            yield Finding("loose", f"In no theme yet: {loose}.", to="facilitators")
    for number, line in enumerate(given.settings.get("context", ()), start=1):
        if advice := _advice(line, given.today):
            yield Finding(f"card:{number}", advice, "look", to="facilitators")


def _advice(line: str, today: str) -> str:
    """What to do about a context card without a source or date, or with an old one; empty when it is fine."""
    title, *rest = (piece.strip() for piece in line.split("|"))
    dated = DATED.search(line)
    if len(rest) < 2 or not dated:
        return f"“{title}” shows no source or no date. Add both in the plan: … | source | 2027-03."
    if today and _months(today) - _months(dated[0]) > 12:
        return f"“{title}” is more than a year old. Is it still so?"
    return ""


def _months(day: str) -> int:
    year, month = day.split("-")[:2]
    return int(year) * 12 + int(month)
