"""Lists of people as somebody has them: pasted names, or a spreadsheet's export with whatever columns it has."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from folkmoot.matching.sheets.reading import FORMULA, NotUsable, Row, Sheet, read_sheet
from folkmoot.people.actions import ORGANISATION_LIMIT, WrongName, checked_name
from folkmoot.programme.models import PARA

MOST_ROWS = 1000
COLUMNS = {
    "name": ("name", "full name", "display name", "participant", "attendee", "enw", "enw llawn"),
    "first": ("first name", "given name", "forename", "enw cyntaf"),
    "last": ("last name", "surname", "family name", "cyfenw"),
    "email": ("email", "e mail", "email address", "e mail address", "mail", "address", "ebost", "e bost"),
    "organisation": ("organisation", "organization", "company", "employer", "org", "sefydliad"),
    "access_note": ("what would help", "what would help them take part", "access", "access needs", "requirements"),
}
KNOWN = frozenset(heading for headings in COLUMNS.values() for heading in headings)
_NAME_AND_ADDRESS = re.compile(r"(?P<name>[^<>]+)<(?P<email>[^<>\s]+@[^<>\s]+)>")
_ADDRESS = re.compile(r"[^\s@<>,;]+@[^\s@<>,;]+\.[^\s@<>,;]+")
_SIGNS = " ;,()"
"""What stands between a name and an address in a line that was typed by another hand than the first."""


@dataclass(frozen=True, slots=True)
class Listed:
    """One person of a list, by the number of their row."""

    row: int
    name: str
    email: str = ""
    organisation: str = ""
    access_note: str = ""


@dataclass(frozen=True, slots=True)
class PeopleList:
    """A list as it was understood: who is on it, what is wrong with which row, and the columns that were left out."""

    people: Sequence[Listed]
    troubles: Sequence[str]
    left_out: Sequence[str]


def read_people(raw: bytes | str, name: str) -> PeopleList:
    """Read a list. Without headings, a cell with an @ is the address, the first other the name, then the organisation.

    Raises:
        NotUsable: for what is no list, or one without names; the text says the way out.
    """
    sheet = read_sheet(raw, name, KNOWN)
    if not sheet.rows:
        raise NotUsable(f"{name} has nobody on it. Write one name a line, or choose a list with a column “name”.")
    if len(sheet.rows) > MOST_ROWS:
        raise NotUsable(f"{name} has {len(sheet.rows)} rows. Bring in at most {MOST_ROWS} at once.")
    found = _columns(sheet)
    people: list[Listed] = []
    troubles: list[str] = []
    for row in sheet.rows:
        listed = _with_headings(row, found) if found else _without_headings(row)
        if trouble := _trouble(listed):
            troubles.append(f"Row {row.number}: {trouble}")
        else:
            people.append(listed)
    left_out = [words for key, words in sheet.headings.items() if found and key not in found.values()]
    return PeopleList(people, troubles, left_out)


def write_sheet(headings: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A table for a spreadsheet, with a mark that tells its characters. What looks like a formula is made text."""
    out = io.StringIO()
    out.write("\ufeff")
    writer = csv.writer(out)
    writer.writerow(headings)
    writer.writerows([_harmless(cell) for cell in row] for row in rows)
    return out.getvalue()


def _harmless(cell: str) -> str:
    return f"'{cell}" if cell.startswith((*FORMULA, "\t", "\r")) else cell


def _columns(sheet: Sheet) -> Mapping[str, str]:
    """Which heading says what; nothing for a list without headings."""
    if "1" in sheet.headings:
        return {}
    there = sheet.headings
    found = {what: next((each for each in headings if each in there), "") for what, headings in COLUMNS.items()}
    found = {what: heading for what, heading in found.items() if heading}
    if not found.keys() & {"name", "first"}:
        named = ", ".join(f"“{words}”" for words in there.values())
        raise NotUsable(f"{sheet.name} has the columns {named}, and none of them is “name”. Rename one, and try again.")
    return found


def _with_headings(row: Row, found: Mapping[str, str]) -> Listed:
    said = {what: row.cells.get(heading, "") for what, heading in found.items()}
    name = said.get("name") or f"{said.get('first', '')} {said.get('last', '')}".strip()
    rest = {what: said.get(what, "") for what in ("email", "organisation", "access_note")}
    return Listed(row.number, name, **rest)


def _without_headings(row: Row) -> Listed:
    """A row as people type it. Lines of several hands come together: commas here, semicolons there."""
    cells = [part for cell in row.cells.values() for part in _parts(cell)]
    if whole := _NAME_AND_ADDRESS.fullmatch(cells[0]) if cells else None:
        return Listed(row.number, whole["name"].strip(), whole["email"], ", ".join(cells[1:2]))
    email = next((cell for cell in cells if "@" in cell), "")
    others = [cell for cell in cells if cell != email]
    return Listed(row.number, others[0] if others else "", email, others[1] if len(others) > 1 else "")


def _parts(cell: str) -> list[str]:
    """A cell; or what stands before an address in it, the address, and what stands behind."""
    address = None if "<" in cell else _ADDRESS.search(cell)
    parts = [cell[: address.start()], address[0], cell[address.end() :]] if address else [cell]
    return [part for part in (each.strip(_SIGNS) for each in parts) if part]


def _trouble(listed: Listed) -> str:
    """What is wrong with one row; empty when nothing is."""
    if _ADDRESS.search(listed.name) or _ADDRESS.search(listed.organisation):
        return (
            "an address stands in the name or the organisation. Write one person a line: name, address, organisation."
        )
    try:
        checked_name(listed.name)
        if listed.email:
            validate_email(listed.email)
    except WrongName:
        if listed.name:
            return f"“{listed.name[:40]}” is no name that can be used."
        return f"there is no name beside {listed.email[:60]}." if listed.email else "there is no name."
    except ValidationError:
        return f"“{listed.email[:60]}” is no e-mail address."
    if len(listed.organisation) > ORGANISATION_LIMIT or len(listed.access_note) > PARA:
        return "something in it is too long."
    return ""
