"""Who in the meeting tool's report is who here. A guess is only ever offered; two of one name are never chosen from."""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from difflib import get_close_matches

from folkmoot.reports.call_report import Attended

_BRACKETS = re.compile(r"[(\[{].*?[)\]}]")
ALIKE = 0.84


@dataclass(frozen=True)
class Known:
    """Somebody of this session, with the names and the address by which the call may know them."""

    id: str
    name: str
    names: tuple[str, ...]
    email: str = ""


@dataclass(frozen=True)
class Match:
    """One line of the report: whose it may be (empty: nobody's that we know), and whether that needs a look."""

    line: Attended
    person: str
    sure: bool
    why: str = ""


def match_names(lines: Iterable[Attended], people: Collection[Known]) -> list[Match]:
    """Offer a person for each line: by address, by whole name, by the only likely name, in that order."""
    by_email = {person.email.casefold(): person.id for person in people if person.email}
    by_name: dict[str, set[str]] = defaultdict(set)
    by_first: dict[str, set[str]] = defaultdict(set)
    for person in people:
        for name in filter(None, (plain_name(name) for name in person.names)):
            by_name[name].add(person.id)
            by_first[name.split()[0]].add(person.id)
    return [_match(line, by_email, by_name, by_first) for line in lines]


def _match(
    line: Attended, by_email: dict[str, str], by_name: dict[str, set[str]], by_first: dict[str, set[str]]
) -> Match:
    if line.email.casefold() in by_email:
        return Match(line, by_email[line.email.casefold()], sure=True)
    name = plain_name(line.name)
    same = by_name.get(name, set())
    if len(same) == 1:
        return Match(line, next(iter(same)), sure=True)
    if len(same) > 1:
        return Match(line, "", sure=False, why="There are two people of this name. Choose which.")
    likely = by_first.get(name, set()) if " " not in name else set()
    likely = likely or {p for near in get_close_matches(name, by_name, n=2, cutoff=ALIKE) for p in by_name[near]}
    if len(likely) == 1:
        return Match(line, next(iter(likely)), sure=False, why="Written a little differently. Please check.")
    return Match(line, "", sure=False, why="Nobody of this name is here. Choose, or leave it out.")


def plain_name(name: str) -> str:
    """A name without accents, capitals, and what people add in brackets: “Dee M (she/her)” is “dee m”."""
    bare = unicodedata.normalize("NFKD", _BRACKETS.sub(" ", name)).casefold()
    letters = "".join(sign for sign in bare if not unicodedata.combining(sign))
    return " ".join(re.findall(r"[^\W_]+", letters))
