"""How long each class of things is kept: the guide's figures, unless the host's settings say otherwise.

Every room deletes its own; the figures stand here, so that the privacy notice says what is really done.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from django.conf import settings

from folkmoot.kit.environment import WrongSetting

SETTING = "FOLKMOOT_KEEP"


@dataclass(frozen=True, slots=True)
class Rule:
    """One class: its name in the settings, what it is and since when it is counted, in words, and the usual days."""

    key: str
    what: str
    since: str
    usual: int


RULES = (
    Rule("access_notes", "What would help you take part", "after the session", 30),
    Rule("unconfirmed", "Bookings that nobody confirmed", "after booking", 30),
    Rule("mails", "Mails that we sent you", "after sending", 90),
    Rule("coaching", "Notes on difficult conversations and stories", "after the programme", 30),
    Rule("private", "Private notes and unfinished texts, unless you keep them", "after the programme", 90),
    Rule("ratings", "Ratings of people and organisations, and notes on push-back", "after the programme", 183),
    Rule("contributions", "The tie between you and what you wrote for others", "after the session", 365),
    Rule("meetings", "Who has met whom", "after the session", 365),
    Rule("bookings", "Bookings", "after the session", 365),
    Rule("attendance", "Attendance and certificates", "after the session", 6 * 365 + 1),
    Rule("complaints", "Complaints and what came of them", "after the answer", 6 * 365 + 1),
)
BY_KEY = {rule.key: rule for rule in RULES}


def keep(key: str) -> timedelta:
    """How long a class is kept here."""
    return timedelta(days=_changed().get(key, BY_KEY[key].usual))


def said() -> list[tuple[str, str]]:
    """Every class and how long it is kept, in words, shortest first."""
    changed = _changed()
    days = sorted((changed.get(rule.key, rule.usual), rule.what, rule.since) for rule in RULES)
    return [(what, f"{_in_words(count)} {since}") for count, what, since in days]


def read(text: str) -> dict[str, int]:
    """The host's own figures: “private=60, attendance=730”, in days.

    Raises:
        WrongSetting: for a class that there is not, or a figure that is no whole number of at least one day.
    """
    found: dict[str, int] = {}
    for part in (each.strip() for each in text.split(",") if each.strip()):
        key, _, days = (word.strip() for word in part.partition("="))
        if key not in BY_KEY or not days.isdigit() or int(days) < 1:
            mend = f"Write days by class, as in “private=60, attendance=730”. The classes: {', '.join(BY_KEY)}."
            raise WrongSetting(SETTING, f"has “{part}”", mend)
        found[key] = int(days)
    return found


def _changed() -> dict[str, int]:
    return read(settings.KEEP)


def _in_words(days: int) -> str:
    if days >= 2 * 365:
        return f"{round(days / 365)} years"
    return {1: "1 day", 183: "6 months", 365: "12 months"}.get(days, f"{days} days")
