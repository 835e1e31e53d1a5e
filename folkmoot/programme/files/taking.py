"""Taking a programme out of a tree: of a whole series, or of a single workshop with the dates that follow it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, time
from itertools import count

from django.utils.text import slugify

from folkmoot.kit.time import ClockChange, local_to_utc
from folkmoot.practice_kit.catalogue import BY_SLUG
from folkmoot.programme.files.keys import Keys, Troubles
from folkmoot.programme.files.shapes import (
    LONGEST_SLUG,
    RESERVED_SLUGS,
    PlannedItem,
    PlannedProgramme,
    PlannedSession,
    usual_slug,
)
from folkmoot.programme.files.taking_agenda import take_agenda
from folkmoot.programme.files.tree import Mapping, Part, parse
from folkmoot.programme.models import NOTE, PARA, SHORT, TITLE_LIMIT, Confidentiality

MOST_SESSIONS = 60
PROGRAMME_KEYS = {
    "programme", "slug", "blurb", "hosts", "open_to", "price", "online", "languages", "zone", "announced",
    "confidentiality", "sessions", "earlier", "series",
}  # fmt: skip
SESSION_KEYS = {
    "title", "what", "slug", "number", "date", "start", "end", "zone", "blurb", "about", "practices", "presenters",
    "bring", "groups_welcome", "capacity", "overbook_percent", "confidentiality", "template", "agenda",
}  # fmt: skip
LANGUAGES = ("en", "cy")


def read(content: str | bytes) -> PlannedProgramme:
    """Read a programme's file.

    A table with `programme` or `sessions` is a series; one with `title` alone is a single workshop, and its `series`
    lists what follows it.

    Raises:
        BadFile: with the line and the reason of everything that is wrong.
    """
    troubles = Troubles()
    tree = parse(content)
    single = isinstance(tree, Mapping) and "title" in tree.parts
    keys = Keys(tree, PROGRAMME_KEYS | SESSION_KEYS if single else PROGRAMME_KEYS, "A programme", troubles)
    programme = _programme(keys, tree, single, troubles)
    troubles.stop_if_any()
    return programme


def _programme(keys: Keys, tree: Part, single: bool, troubles: Troubles) -> PlannedProgramme:
    title = keys.text("programme" if keys.has("programme") or not single else "title", TITLE_LIMIT, needed=True)
    zone = keys.zone("zone", "Europe/London")
    announced = keys.part("announced")
    months = Keys(announced, {"from", "to"}, "“announced”", troubles) if announced else None
    return PlannedProgramme(
        title=title,
        slug=usual_slug(title) if single else _slug(keys, title),
        blurb="" if single else keys.text("blurb", PARA, lines=True),
        hosts=keys.texts("hosts", TITLE_LIMIT),
        open_to=keys.text("open_to", NOTE),
        price=keys.text("price", SHORT),
        online=keys.flag("online", True),
        languages=_languages(keys),
        zone=zone,
        announced_from=months.month("from") if months else "",
        announced_to=months.month("to") if months else "",
        confidentiality=keys.choice("confidentiality", Confidentiality.values, Confidentiality.ROOM_ONLY),
        sessions=_sessions(keys, tree if single else None, zone, troubles),
    )


def _languages(keys: Keys) -> tuple[str, ...]:
    languages = keys.texts("languages", 2) or ("en",)
    for language in languages:
        if language not in LANGUAGES:
            keys.bad("languages", f"Languages are {' and '.join(LANGUAGES)}, not “{language}”.")
    return languages


def _sessions(keys: Keys, first: Part | None, zone: str, troubles: Troubles) -> tuple[PlannedSession, ...]:
    listed = [(part, False) for part in keys.listing("sessions", MOST_SESSIONS) + keys.listing("series", MOST_SESSIONS)]
    listed += [(part, True) for part in keys.listing("earlier", MOST_SESSIONS)]
    readers = [(Keys(part, SESSION_KEYS, "A session", troubles), earlier) for part, earlier in listed]
    if first is not None:
        readers.insert(0, (Keys(first, PROGRAMME_KEYS | SESSION_KEYS, "A programme", Troubles()), False))
    sessions: list[PlannedSession] = []
    titles: dict[str, int] = {}
    for reader, earlier in readers:
        reader.troubles = troubles
        session = _session(reader, zone, earlier, troubles)
        _refuse_twice(session, reader, titles)
        sessions.append(_with_own_slug(session, {each.slug for each in sessions}))
    return tuple(sessions)


def _refuse_twice(session: PlannedSession, keys: Keys, titles: dict[str, int]) -> None:
    key = "title" if keys.has("title") else "what"
    title = session.title.casefold()
    if title in titles:
        keys.bad(key, f"“{session.title}” stands on line {titles[title]} too. Two sessions need two titles.")
    titles.setdefault(title, keys.line_of(key))


def _with_own_slug(session: PlannedSession, taken: set[str]) -> PlannedSession:
    """Titles in other scripts may make the same address: later ones are numbered."""
    if session.slug not in taken:
        return session
    numbered = (f"{session.slug[: LONGEST_SLUG - 4]}-{number}" for number in count(2))
    return replace(session, slug=next(slug for slug in numbered if slug not in taken))


def _session(keys: Keys, zone: str, earlier: bool, troubles: Troubles) -> PlannedSession:
    title = keys.text("title" if keys.has("title") else "what", TITLE_LIMIT, needed=True)
    zone = keys.zone("zone", zone)
    day, start, end = keys.day("date"), keys.clock("start"), keys.clock("end")
    _check_times(keys, day, start, end, zone)
    agenda = take_agenda(keys, start, end, troubles)
    capacity, percent = keys.whole("capacity", 1, 10_000), keys.whole("overbook_percent", 0, 100)
    return PlannedSession(
        title=title,
        slug=_slug(keys, title),
        number=keys.whole("number", 1, 999),
        date=day,
        start=start,
        end=end,
        zone=zone,
        blurb=keys.text("blurb", PARA, lines=True),
        about=keys.texts("about", SHORT),
        practices=keys.practices("practices") or _practices_in(agenda),
        presenters=keys.texts("presenters", SHORT),
        bring=keys.text("bring", NOTE),
        groups_welcome=keys.flag("groups_welcome"),
        earlier=earlier,
        capacity=40 if capacity is None else capacity,
        overbook_percent=10 if percent is None else percent,
        confidentiality=keys.choice("confidentiality", Confidentiality.values, ""),
        template=keys.flag("template"),
        agenda=agenda,
    )


def _practices_in(agenda: tuple[PlannedItem, ...]) -> tuple[str, ...]:
    """The practices of an agenda by number, each once, in the order in which they come up."""
    every = [item for outer in agenda for item in (outer, *outer.inside)]
    return tuple(dict.fromkeys(BY_SLUG[item.practice].number for item in every if item.practice))


def _slug(keys: Keys, title: str) -> str:
    given = keys.text("slug", LONGEST_SLUG)
    if given and slugify(given) != given:
        keys.bad("slug", f"“{given}” is not an address. Use small letters, digits and dashes.")
    return given if given and given not in RESERVED_SLUGS else usual_slug(title)


def _check_times(keys: Keys, day: date | None, start: time | None, end: time | None, zone: str) -> None:
    if start and not end:
        keys.bad("start", "Say when the session ends, too.")
    if end and not start:
        keys.bad("end", "Say when the session starts, too.")
    if start and end and end <= start:
        keys.bad("end", f"The session would end at {end:%H:%M}, before it starts at {start:%H:%M}.")
    if day and start:
        try:
            local_to_utc(datetime.combine(day, start), zone, which="first")
        except ClockChange as trouble:
            keys.bad("start", str(trouble))
