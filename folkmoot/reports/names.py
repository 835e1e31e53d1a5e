"""Names and organisations that the system knows, found in a text, for the person who looks through a record (P04.4).

A machine cannot tell whether words give somebody away; it can point at the names it knows, and a human decides.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.html import escape, format_html
from django.utils.safestring import SafeString, mark_safe

from folkmoot.people.models import Organisation, Person
from folkmoot.programme.models import Booking, Session
from folkmoot.record.models import Participant

LEAST_LETTERS = 3
"""A shorter name on its own would be found in everything."""


@dataclass(frozen=True)
class Known:
    """What to look for: whole names in any case, and single names as they are written, with a capital."""

    pattern: re.Pattern[str] | None

    def found_in(self, text: str) -> list[str]:
        """The names in a text."""
        return [match.group() for match in self.pattern.finditer(text)] if self.pattern else []

    def marked(self, text: str) -> SafeString:
        """The text as HTML, each name in it marked."""
        if self.pattern is None:
            return escape(text)
        pieces, place = [], 0
        for match in self.pattern.finditer(text):
            pieces += [escape(text[place : match.start()]), format_html("<mark>{}</mark>", match.group())]
            place = match.end()
        return mark_safe("".join([*pieces, escape(text[place:])]))  # noqa: S308  # every piece is escaped above


def known_names(session: Session) -> Known:
    """The names of everybody in the session and with a booking in its programme, and of every organisation."""
    people = set(Participant.objects.filter(session=session).values_list("name", flat=True))
    booked = Booking.objects.filter(session__programme=session.programme_id)
    people |= set(Person.objects.filter(bookings__in=booked).values_list("name", flat=True))
    places = set(Participant.objects.filter(session=session).values_list("organisation", flat=True))
    places |= set(Organisation.objects.values_list("name", flat=True))
    return pattern_of(people, places)


def pattern_of(people: Iterable[str], places: Iterable[str]) -> Known:
    """What to look for, from people's names and organisations' names."""
    people = [name for name in people if name.strip()]
    whole = {name for name in (*people, *places) if len(name) >= LEAST_LETTERS}
    single = {word for name in people for word in name.split() if len(word) >= LEAST_LETTERS}
    if not whole | single:
        return Known(None)
    any_case = "|".join(_longest_first(whole)) or r"(?!)"
    as_written = "|".join(_longest_first(single)) or r"(?!)"
    return Known(re.compile(rf"(?<!\w)(?:(?i:{any_case})|(?:{as_written}))(?!\w)"))


def _longest_first(names: Iterable[str]) -> list[str]:
    return [re.escape(name) for name in sorted(names, key=lambda name: (-len(name), name))]
