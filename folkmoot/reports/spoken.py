"""What a record says about itself, the same on the page, on paper and on one's own page."""

from __future__ import annotations

from folkmoot.programme.models import Confidentiality
from folkmoot.record.queries import Presence
from folkmoot.reports.contents import Contents
from folkmoot.reports.figures import Timed
from folkmoot.reports.models import SessionRecord

_KEEPS = {
    Confidentiality.ROOM_ONLY: "This record holds only what its groups and authors let go, and themes that the lead "
    "has read through.",
    Confidentiality.CHATHAM_HOUSE: "This record holds what everybody was shown, and not who said it.",
    Confidentiality.OPEN: "This record holds what everybody was shown. A name stands only where somebody put it.",
}
_PLEASE = (
    "Please use it freely. Never say, or guess in public, who said what or where they work. "
    "Small numbers are joined or shown as “fewer than 5”."
)
_NUMBERS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")


def keeps(rule: Confidentiality) -> str:
    """What the rule means for this record, and what to do with it."""
    return f"{_KEEPS[rule]} {_PLEASE}"


def preview_words(rule: Confidentiality) -> str:
    """What the button says about what it lets out."""
    return _KEEPS[rule]


def people_words(contents: Contents) -> str:
    """“40 people from 17 organisations”, as far as small numbers let it be said."""
    figures = contents.figures
    who = f"{figures.people} people" if figures.people is not None else "People"
    return f"{who} from {figures.organisations} organisations." if figures.organisations > 1 else f"{who}, together."


def purposes_words(contents: Contents) -> str:
    """“Seven of nine groups let theirs go, all members agreeing. In no order.”, or nothing without any."""
    let_go, kept = len(contents.purposes), contents.purposes_kept
    if not let_go + kept:
        return ""
    if contents.rule != Confidentiality.ROOM_ONLY:
        return "In no order; good enough for now."
    if not let_go:
        return "No group has let its own go, which is as good an answer." if kept > 1 else ""
    if let_go + kept == 1:
        return "The one group let its own go, all members agreeing. Good enough for now."
    of_all = f"{number(let_go).capitalize()} of {number(let_go + kept)} groups let theirs go, all members agreeing."
    return f"{of_all} In no order; good enough for now."


def minutes_there(presence: Presence) -> str:
    """“1 minute”, “62 minutes”."""
    return "1 minute" if presence.minutes == 1 else f"{presence.minutes} minutes"


def number(count: int) -> str:
    """A small number in words, a larger one in figures."""
    return _NUMBERS[count] if count < len(_NUMBERS) else str(count)


def made_words(record: SessionRecord) -> str:
    """“Made by Nia Rees on 5 December 2026, version 2.”"""
    by = f" by {record.made_by.name}" if record.made_by else ""
    return f"Made{by} on {record.made_on.day} {record.made_on:%B %Y}, version {record.version}."


def minutes_words(each: Timed) -> str:
    """“20, 21”, or that it was left out or not run."""
    if each.skipped:
        return f"{each.planned}, left out"
    return f"{each.planned}, {each.taken}" if each.taken is not None else f"{each.planned}, not run"
