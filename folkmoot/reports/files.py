"""The record as files for other programs: JSON, and tables as CSV. They hold what the page holds, and nothing else."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable
from typing import Any

from folkmoot.reports.contents import Contents, Item
from folkmoot.reports.figures import Counts, Timed
from folkmoot.reports.models import SessionRecord

FORMULA = ("=", "+", "-", "@", "\t", "\r")


def as_data(contents: Contents, record: SessionRecord) -> dict[str, Any]:
    """The record as plain data: words and figures, without an id, an author, a group or a time of day."""
    figures = contents.figures
    return {
        "title": contents.title,
        "programme": contents.programme,
        "hosts": list(contents.hosts),
        "day": contents.day,
        "rule": contents.rule.label,
        "version": record.version,
        "made on": record.made_on.isoformat(),
        "purposes": [_item(item) for item in contents.purposes],
        "purposes kept by their groups": contents.purposes_kept,
        "themes": [_counts(each) for each in figures.themes],
        "key points": [_item(item) for item in contents.points],
        "agreements": [_item(item) for item in contents.agreements],
        "issues": [item.words for item in contents.issues],
        "also said": {part.heading: [_item(item) for item in part.items] for part in contents.others},
        "how we saw it": [_counts(each) for each in figures.spreads],
        "people": figures.people,
        "organisations": figures.organisations,
        "people by sector": _counts(figures.sectors)["rows"],
        "written": {row.label: row.text for row in figures.written},
        "run": [_timed(each) for each in figures.run],
    }


def _item(item: Item) -> dict[str, Any]:
    said: dict[str, Any] = {"words": item.words}
    said |= {"more": [f"{label} {words}" for label, words in item.details]} if item.details else {}
    said |= {"name": item.name} if item.name else {}
    return said | ({"said more than once": True} if item.repeated else {})


def _counts(counts: Counts) -> dict[str, Any]:
    return {"about": counts.heading, "rows": {row.label: row.text for row in counts.rows}, "total": counts.total}


def _timed(each: Timed) -> dict[str, Any]:
    return {"item": each.title, "minutes planned": each.planned, "minutes taken": each.taken, "left out": each.skipped}


def as_json(contents: Contents, record: SessionRecord) -> str:
    """The record as a JSON document."""
    return json.dumps(as_data(contents, record), ensure_ascii=False, indent=2)


def as_csv(contents: Contents) -> str:
    """The record as one table: the part, what it is about, the words or label, and the number where there is one."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(["part", "about", "words", "number"])
    for row in _table(contents):
        writer.writerow([_harmless(cell) for cell in row])
    return out.getvalue()


def _harmless(cell: str) -> str:
    """A cell that no spreadsheet takes for a formula."""
    return f"'{cell}" if cell.startswith(FORMULA) else cell


def _table(contents: Contents) -> Iterable[tuple[str, str, str, str]]:
    figures = contents.figures
    for part, items in (
        ("purpose", contents.purposes),
        ("key point", contents.points),
        ("agreement", contents.agreements),
    ):
        yield from (row for item in items for row in _said(part, "", item))
    for other in contents.others:
        yield from (row for item in other.items for row in _said("also said", other.heading, item))
    for part, tables in (("theme", figures.themes), ("how we saw it", figures.spreads), ("people", (figures.sectors,))):
        yield from ((part, counts.heading, row.label, row.text) for counts in tables for row in counts.rows)
    yield from (("written", "", row.label, row.text) for row in figures.written)
    for each in figures.run:
        yield "minutes planned", "", each.title, str(each.planned)
        if each.taken is not None:
            yield "minutes taken", "", each.title, str(each.taken)


def _said(part: str, about: str, item: Item) -> Iterable[tuple[str, str, str, str]]:
    yield part, about, f"{item.words} ({item.name})" if item.name else item.words, ""
    yield from ((part, label, words, "") for label, words in item.details)
