"""What can be said about a joint effort: spreads of statements, what to talk about, who is missing, what might help.

Statements are descriptions: there is no total, no mean and no comparison between teams.
"""

from collections.abc import Iterator, Sequence

from folkmoot.practice_kit.boards import Subject
from folkmoot.practice_kit.catalogue import BY_NUMBER
from folkmoot.practice_kit.contract import Finding, Given, Seen
from folkmoot.practices.five_elements.entries import ELEMENTS, PLACES, TITLES
from folkmoot.sense.spread import Spread, spread, widest_first

HELPS = {
    "purpose": ("P14",),
    "what_why_who": ("P14",),
    "absent": ("P22",),
    "trust": ("P05", "P25"),
    "clumsy": ("P10",),
}
FIRST_TWO = PLACES[:2]
ABOUT_THE_ABSENT = ("absent", "choose", "closed")


def read(entries: Sequence[Seen], given: Given) -> tuple[Finding, ...]:
    """Spreads in the elements' order, the widest and the furthest to go, the absent, and what helps the chosen one."""
    checks = [entry for entry in entries if entry.kind == "check"]
    found = {element.key: _spread_of(element, checks, given.present) for element in ELEMENTS}
    return (*_spreads(found), *_talk(found), *_absent(entries, given), *_help(entries))


def _spread_of(element: Subject, checks: Sequence[Seen], present: int) -> Spread:
    chosen = (str(check.body["anchor"]) for check in checks if check.about == element.key)
    return spread(element.key, chosen, PLACES, present)


def _spreads(found: dict[str, Spread]) -> Iterator[Finding]:
    for element in ELEMENTS:
        each = found[element.key]
        if each.chosen:
            options = element.options or {}
            rows = tuple((options[place], str(count)) for place, count in each.counts.items())
            blank = f" {each.blank} left it blank." if each.blank else ""
            text = f"{element.title}: {each.chosen} chose.{blank}"
            yield Finding(f"spread:{element.key}", text, about=element.key, rows=rows)


def _talk(found: dict[str, Spread]) -> Iterator[Finding]:
    """Where people differ most, and where most chose one of the first two statements: talk about these."""
    chosen = [each for each in found.values() if each.chosen]
    widest = next(iter(widest_first(chosen)), None)
    if widest and widest.apart:
        text = f"We differ most on “{TITLES[widest.subject]}”. Talk about it first."
        yield Finding("widest", text, "look", about=widest.subject)
    far = [each for each in chosen if 2 * _first_two(each) > each.chosen]
    if far:
        furthest = max(far, key=lambda each: _first_two(each) / each.chosen)
        text = f"On “{TITLES[furthest.subject]}” most of us chose one of the first two statements. Talk about it too."
        yield Finding("furthest", text, "look", about=furthest.subject)


def _first_two(each: Spread) -> int:
    return sum(each.counts[place] for place in FIRST_TWO)


def _absent(entries: Sequence[Seen], given: Given) -> Iterator[Finding]:
    absences = [entry for entry in entries if entry.kind == "absence"]
    reached = {entry.about for entry in entries if entry.kind == "connection"}
    alone = sum(1 for absence in absences if absence.id not in reached)
    if alone:
        yield Finding("unreached", f"Not reached yet: {alone}. Who knows someone who knows them?", "look")
    named = {str(absence.body["actor"]).casefold() for absence in absences}
    known = sorted({str(actor.body["title"]) for actor in given.actors}, key=str.casefold)
    rows = tuple((title, "") for title in known if title.casefold() not in named)
    if rows and given.stage in ABOUT_THE_ABSENT:
        yield Finding("known", "Named in earlier work. Are they here?", rows=rows)


def _help(entries: Sequence[Seen]) -> Iterator[Finding]:
    for focus in (entry for entry in entries if entry.kind == "focus"):
        element = str(focus.body["element"])
        names = " or ".join(f"“{BY_NUMBER[number].name}”" for number in HELPS[element])
        yield Finding(f"help:{focus.id}", f"To work on “{TITLES[element]}”, try {names}.", "good", about=focus.id)
