"""Who is in the play: people of a ward called Ashwell, where they work, and when they come and go."""

from __future__ import annotations

from dataclasses import dataclass

from folkmoot.commands.demo_people import TEAM, Team
from folkmoot.rehearsal.cast import FIRST_NAMES, whole_name, works_for

ABSENT = ("Gia", "Hugo", "Isla", "Jude", "Kai", "Liv", "Mona", "Ned")
"""Eight who booked and do not come; the first two say so on the day."""

QUEUE = ("Lou", "Mei", "Noor")
"""Three who wait for a place."""

CANCEL = ABSENT[:2]
AT_SIX_PAST = ("Hope", "Ivo")
LATE = ("Glyn", "June")
BY_PHONE = "Ken"
WITH_INTERPRETER = "Dee"
LEAVES_AT_THE_BREAK = "Fay"
GUEST = "Noor"
"""Got no place, comes by the code after the break, and leaves at 15:47: sixty-two minutes."""
LEAVES_EARLY = ("Quin", GUEST)
BLOCKED = ("Ada", "Ben", "Cara", "Dan", "Ella", "Finn")
"""Six whose networks let no socket through."""
WELSH = ("Carys", "Dilys")
ON_TIME = tuple(name for name in FIRST_NAMES if name not in (*AT_SIX_PAST, *LATE))
"""Thirty-six, Ken among them."""


@dataclass(frozen=True)
class Part:
    """What somebody types who books."""

    first: str
    name: str
    email: str
    organisation: str
    sector: str
    listed: bool
    language: str


COUNCIL_INSTEAD = {22: 1, 31: 9, 39: 16, 48: 1, 56: 9}
"""People by place who work for the council's organisations, so that two from housing come, and no more."""


def part(first: str, place: int) -> Part:
    """The part of the person who books in this place."""
    organisation, sector = works_for(COUNCIL_INSTEAD.get(place, place))
    return Part(
        first=first,
        name=whole_name(place, first),
        email=f"{first.lower()}@{sector.replace('_', '-')}.example",
        organisation=organisation,
        sector=sector,
        listed=place % 3 == 0,
        language="cy" if first in WELSH else "en",
    )


BOOKED = tuple(part(first, place) for place, first in enumerate((*FIRST_NAMES, *ABSENT)))
WAITING = tuple(part(first, place + len(BOOKED)) for place, first in enumerate(QUEUE))
CREW = {each.name.split()[0]: each for each in TEAM}
ADMINISTRATOR = Team("Ann Doyle", "ann@thornbury.example", "administrator")
"""Sees bookings and records, and no contributions."""
