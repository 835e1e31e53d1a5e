"""The record and the certificate as the printed page needs them: the same words as on the screen."""

from __future__ import annotations

from typing import Any

from folkmoot.programme.mail import absolute
from folkmoot.programme.models import Confidentiality
from folkmoot.programme.when import spoken_day, spoken_times
from folkmoot.record.queries import Presence
from folkmoot.reports.contents import Contents, Item
from folkmoot.reports.figures import Counts, Timed
from folkmoot.reports.models import Certificate, SessionRecord
from folkmoot.reports.spoken import keeps, made_words, minutes_there, minutes_words, people_words, purposes_words
from folkmoot.sense.certificates import Certificate as Earned

Part = dict[str, Any]


def record_data(contents: Contents, record: SessionRecord) -> dict[str, Any]:
    """What `record.typ` prints."""
    return {
        "title": contents.title,
        "eyebrow": f"The record of {contents.day}. {contents.programme}",
        "lead": people_words(contents),
        "rule": Confidentiality(contents.rule).label + ".",
        "keeps": keeps(contents.rule),
        "foot": made_words(record),
        "parts": [part for part in _parts(contents) if part["items"] or part["tables"] or part["hint"]],
    }


def _parts(contents: Contents) -> list[Part]:
    figures = contents.figures
    return [
        _words("Common purposes", contents.purposes, purposes_words(contents), quoted=True),
        _tables("Themes", figures.themes, "Theme", "Notes"),
        _words("Key points", contents.points),
        _words("Ways of working, added by this group", contents.agreements),
        *(_words(part.heading, part.items) for part in contents.others),
        _tables("How we saw it", figures.spreads, "Answer", "People"),
        _tables("Who came", (figures.sectors,) if figures.sectors.rows else (), "Sector", "People"),
        _part("What was written", [_table("", ("Where", "How many"), [[r.label, r.text] for r in figures.written])])
        if figures.written
        else _part("What was written", []),
        _part("How the time went", [_run(figures.run)] if figures.run else []),
    ]


def _part(heading: str, tables: list[Part]) -> Part:
    return {"heading": heading, "hint": "", "quoted": False, "items": [], "tables": tables}


def _words(heading: str, items: tuple[Item, ...], hint: str = "", *, quoted: bool = False) -> Part:
    said = [
        {"words": i.words, "name": i.name, "repeated": i.repeated, "more": [list(line) for line in i.details]}
        for i in items
    ]
    return {"heading": heading, "hint": hint, "quoted": quoted, "items": said, "tables": []}


def _tables(heading: str, tables: tuple[Counts, ...], label: str, number: str) -> Part:
    rows = [(counts, [[row.label, row.text] for row in counts.rows] + _total(counts)) for counts in tables]
    return _part(heading, [_table(counts.heading, (label, number), lines) for counts, lines in rows])


def _total(counts: Counts) -> list[list[str]]:
    return [["All", str(counts.total)]] if counts.total is not None else []


def _table(heading: str, head: tuple[str, ...], rows: list[list[str]]) -> Part:
    return {"heading": heading, "head": list(head), "rows": rows}


def _run(run: tuple[Timed, ...]) -> Part:
    return _table("", ("Item", "Minutes: planned, taken"), [[each.title, minutes_words(each)] for each in run])


def certificate_data(certificate: Certificate, presence: Presence) -> dict[str, Any]:
    """What `certificate.typ` prints, and the page shows."""
    session = certificate.session
    completed = presence.certificate == Earned.COMPLETED
    return {
        "title": "Certificate of attendance",
        "host": ", ".join(session.programme.hosts),
        "name": certificate.person.name,
        "attended": "completed" if completed else "attended part of",
        "session": session.title,
        "description": session.blurb,
        "facts": [[label, words] for label, words in _facts(certificate, presence) if words],
        "check": f"To check this certificate, open {absolute('/certificate/')} and type {certificate.code}.",
        "foot": f"Certificate {certificate.code}",
    }


def _facts(certificate: Certificate, presence: Presence) -> list[tuple[str, str]]:
    session = certificate.session
    return [
        ("Date", spoken_day(session)),
        ("Time", f"{spoken_times(session)} ({session.zone})"),
        ("Attended", minutes_there(presence)),
        ("What it was about", ", ".join(str(topic) for topic in session.about)),
        ("How", "A live facilitated workshop, structured learning"),
        ("Part of", session.programme.title),
        ("Held by", ", ".join(session.programme.hosts)),
        ("Led by", ", ".join(str(name) for name in session.presenters)),
        ("Issued on", f"{certificate.issued_on.day} {certificate.issued_on:%B %Y}"),
        ("Reference", certificate.code),
    ]
