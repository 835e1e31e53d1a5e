"""The meeting tool's own report of who was there: Teams, Zoom and Meet each write another, and none says its zone.

Pure: text in, people with their times out. What the columns are called is looked for, not where they stand.
"""

from __future__ import annotations

import csv
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from folkmoot.kit.text import tidy
from folkmoot.kit.time import local_to_utc
from folkmoot.matching.sheets.reading import NotUsable, plain, text_of

NAME = ("name", "full name", "name original name", "participant", "participant name", "display name", "user name")
FIRST, LAST = "first name", "last name"
EMAIL = ("email", "user email", "email address", "mail", "participant email")
JOIN = ("join time", "first join", "joined", "time joined", "joined at", "first seen", "start time")
LEAVE = ("leave time", "last leave", "left", "time exited", "left at", "exit time", "last seen", "end time")
ACTION, STAMP = "user action", ("timestamp", "time", "date and time")
LARGEST = 5_000_000
"""Bytes: no report of one meeting is larger."""
MOST_ROWS = 20_000

_DAY_LAST = ("%m/%d/%y", "%m/%d/%Y")
_DAY_FIRST = ("%d/%m/%y", "%d/%m/%Y", "%d.%m.%Y", "%d-%m-%Y")
_ISO = ("%Y-%m-%d", "%Y/%m/%d")
_CLOCKS = ("%I:%M:%S %p", "%I:%M %p", "%H:%M:%S", "%H:%M")
_OFFSET = re.compile(r"(?:Z|UTC|GMT|[+-]\d\d:?\d\d)$")


@dataclass
class Attended:
    """Somebody in the report: the name and address there, and when they were in the call, in UTC."""

    name: str
    email: str = ""
    times: list[tuple[datetime, datetime]] = field(default_factory=list)


@dataclass(frozen=True)
class _Row:
    name: str
    email: str
    join: str
    leave: str


def read_report(raw: bytes, name: str, *, day: date, zone: str) -> list[Attended]:
    """Who was in the call, and when. `zone`: of the report's times where they do not say it themselves.

    The session's day decides whether 3/4 is in March or in April.

    Raises:
        NotUsable: with what is wrong and what to do.
    """
    if len(raw) > LARGEST:
        raise NotUsable(f"{name} is larger than 5 MB, so it is no report of one meeting.")
    rows = _rows(text_of(raw, name), name)
    read = _reader(day, zone, [text for row in rows for text in (row.join, row.leave) if text], name)
    found: dict[tuple[str, str], Attended] = {}
    for row in rows:
        person = found.setdefault((row.name.casefold(), row.email.casefold()), Attended(row.name, row.email))
        since = read(row.join)
        until = read(row.leave) if row.leave else None
        if until is not None and until < since:
            until += timedelta(days=1)  # a time of day past midnight
        if until is not None and until > since:
            person.times.append((since, until))
    return sorted(found.values(), key=lambda person: person.name.casefold())


# ── Rows ─────────────────────────────────────────────────────────────────────────────────────────────────────────


def _rows(text: str, name: str) -> list[_Row]:
    """The rows of the part of the report that tells most: the one with each coming and going, where there is one."""
    lines = text.lstrip("\ufeff").splitlines()
    if len(lines) > MOST_ROWS:
        raise NotUsable(f"{name} has more than {MOST_ROWS} lines, so it is no report of one meeting.")
    parts = [part for at, line in enumerate(lines) if (part := _part(lines, at, line))]
    if not parts:
        raise NotUsable(
            f"{name} has no columns for name, join time and leave time. In the meeting tool, download the attendance "
            "report (not the list of participants), and choose that file."
        )
    return max(reversed(parts), key=len)


def _part(lines: Sequence[str], at: int, line: str) -> list[_Row]:
    delimiter = max("\t;,", key=line.count)
    headings = [plain(cell) for cell in next(csv.reader([line], delimiter=delimiter), [])]
    is_named = any(each in headings for each in (*NAME, FIRST))
    if is_named and any(each in headings for each in JOIN) and any(each in headings for each in LEAVE):
        return list(_joined(_cells(lines, at, delimiter, headings)))
    if is_named and ACTION in headings and any(each in headings for each in STAMP):
        return list(_by_actions(_cells(lines, at, delimiter, headings)))
    return []


def _cells(lines: Sequence[str], at: int, delimiter: str, headings: Sequence[str]) -> Iterator[Mapping[str, str]]:
    for line in lines[at + 1 :]:
        cells = [tidy(cell) for cell in next(csv.reader([line], delimiter=delimiter), [])]
        if not any(cells):
            return
        yield dict(zip(headings, cells, strict=False))


def _joined(rows: Iterable[Mapping[str, str]]) -> Iterator[_Row]:
    for row in rows:
        name = _name(row)
        if name and (join := _one(row, JOIN)):
            yield _Row(name, _one(row, EMAIL), join, _one(row, LEAVE))


def _by_actions(rows: Iterable[Mapping[str, str]]) -> Iterator[_Row]:
    """Reports of single steps: each “joined” lasts until the next “left” of the same person."""
    steps: dict[tuple[str, str], list[tuple[str, str]]] = defaultdict(list)
    for row in rows:
        if name := _name(row):
            steps[name, _one(row, EMAIL)].append((plain(row.get(ACTION, "")), _one(row, STAMP)))
    for (name, email), own in steps.items():
        since = ""
        for action, at in own:
            if action.startswith("join"):
                since = since or at
            elif since:
                yield _Row(name, email, since, at)
                since = ""
        if since:
            yield _Row(name, email, since, "")


def _name(row: Mapping[str, str]) -> str:
    return _one(row, NAME) or tidy(f"{row.get(FIRST, '')} {row.get(LAST, '')}")


def _one(row: Mapping[str, str], headings: Iterable[str]) -> str:
    return next((row[each] for each in headings if row.get(each)), "")


# ── Times ────────────────────────────────────────────────────────────────────────────────────────────────────────


class _reader:  # noqa: N801 - it is used as the function that it makes
    """Reads the report's times: with the order of day and month that puts most of them on the session's day."""

    def __init__(self, day: date, zone: str, texts: Sequence[str], name: str) -> None:
        self.day, self.zone, self.name = day, zone, name
        orders = ((*_ISO, *_DAY_FIRST), (*_ISO, *_DAY_LAST))
        fits = [sum(self._on_day(text, order) for text in texts) for order in orders]
        self.order = orders[fits.index(max(fits))]
        if texts and not max(fits):
            when = self._day_of(texts[0])
            raise NotUsable(
                f"{name} is not of this session: it tells of {when}, and the session was on "
                f"{day.day} {day:%B %Y}. Choose the report of that day."
            )

    def __call__(self, text: str) -> datetime:
        """The moment in UTC.

        Raises:
            NotUsable: for what is no time.
        """
        moment = _moment(text, self.order, self.day)
        if moment is None:
            raise NotUsable(f"{self.name}: “{text[:40]}” is no time that we can read. Download the report as CSV.")
        return moment if moment.tzinfo else local_to_utc(moment, self.zone, which="first")

    def _on_day(self, text: str, order: Sequence[str]) -> bool:
        moment = _moment(text, order, self.day)
        return moment is not None and abs(moment.date() - self.day) <= timedelta(days=1)

    def _day_of(self, text: str) -> str:
        moment = _moment(text, (*_ISO, *_DAY_FIRST, *_DAY_LAST), self.day)
        return f"{moment.day} {moment:%B %Y}" if moment else f"“{text[:40]}”"


def _moment(text: str, order: Sequence[str], day: date) -> datetime | None:
    """A time as reports write it; without a day it is the session's. With an offset it is aware."""
    words = re.sub(r"[\s\u202f\u00a0]+", " ", text.replace(",", " ")).strip()
    try:
        return datetime.fromisoformat(words.replace(" UTC", "+00:00").replace(" GMT", "+00:00"))
    except ValueError:
        pass
    aware = _OFFSET.search(words)
    words = words[: aware.start()].strip() if aware else words
    for clock in _CLOCKS:
        for form in (*(f"{each} {clock}" for each in order), clock):
            try:
                found = datetime.strptime(words, form)  # noqa: DTZ007 - the zone is said beside the report
            except ValueError:
                continue
            found = found if form != clock else datetime.combine(day, found.time())
            return found if not aware else datetime.fromisoformat(f"{found.isoformat()}{_offset(aware[0])}")
    return None


def _offset(said: str) -> str:
    return "+00:00" if said in ("Z", "UTC", "GMT") else said
