"""What lists of people, of past rounds and of wishes say, told by their headings.

Whatever is wrong is said with the list's name and the row, as a spreadsheet numbers it, and with the way out.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import repeat

from folkmoot.matching.sheets.reading import NotUsable, Sheet, plain, same
from folkmoot.matching.sizes import Size, sized

NAME = frozenset(
    {"name", "names", "full name", "fullname", "your name", "display name", "person", "people", "participant",
     "participants", "participant name", "name original name", "user name", "who", "attendee", "member", "enw"}
)  # fmt: skip
FIRST_NAME = frozenset({"first name", "firstname", "forename", "given name", "enw cyntaf"})
LAST_NAME = frozenset({"last name", "lastname", "surname", "family name", "cyfenw"})
ATTRIBUTES = {
    "organisation": frozenset(
        {"organisation", "organization", "org", "organisation name", "organization name", "employer", "company",
         "agency", "works for", "sefydliad"}
    ),
    "sector": frozenset({"sector", "sectors", "sector name"}),
    "place": frozenset({"place", "location", "area", "town", "locality", "region", "lle"}),
    "level": frozenset({"level", "grade", "seniority", "band", "rank", "lefel"}),
}  # fmt: skip
"""What people may have in common, the most telling first, with the headings by which a column is known."""
FACILITATOR = frozenset({"facilitator", "facilitators", "facilitates", "is facilitator", "host", "hwylusydd"})
ROUND = frozenset({"round", "rounds", "round number", "session", "week", "month", "date", "day", "rownd"})
GROUP = frozenset({"group", "groups", "group number", "group name", "room", "table", "team", "set", "pair", "grwp"})
PAIRED = frozenset({"one", "other", "the other", "first", "second", "a", "b", "with", "not with", "name 1", "name 2",
                    "person 1", "person 2", "name1", "name2", "person1", "person2"})  # fmt: skip

OTHERS = frozenset(
    {"email", "e mail", "email address", "e mail address", "mail", "phone", "phone number", "telephone", "mobile", "id",
     "user id", "ticket", "ticket type", "order", "order id", "date", "time", "timestamp", "status", "address",
     "postcode", "role", "job title", "language", "notes", "comments", "duration", "join time", "leave time",
     "first join", "last leave", "created", "registered"}
)  # fmt: skip
"""Headings of other programs' lists, by which such a list is seen to have headings, and to lack the one for names."""
OF_PEOPLE = OTHERS | NAME | FIRST_NAME | LAST_NAME | FACILITATOR | frozenset().union(*ATTRIBUTES.values())
OF_SETS = NAME | FIRST_NAME | LAST_NAME | GROUP | PAIRED

LARGEST_GROUP = 500
"""More than anybody can meet; what wider groups cost grows with the square of their width."""
MOST_ROWS_NAMED = 6
"""How many rows of one kind of trouble are named, each with a guess at what was meant."""
YES = frozenset({"yes", "y", "true", "t", "1", "x", "✓", "✔", "facilitator", "ie", "oes"})
NO = frozenset({"", "no", "n", "false", "f", "0", "-", "–", "na", "n/a", "none", "nac ydy"})


@dataclass(frozen=True, slots=True)
class Listed:
    """Somebody on the list. `labels` are what they may share with others, by plain heading; empty ones are left out."""

    name: str
    row: int
    labels: Mapping[str, str] = field(default_factory=dict)
    facilitator: bool = False


@dataclass(frozen=True, slots=True)
class People:
    """Everybody on the list, in its order; `headings` are the labels there are, each with the words it had."""

    people: Sequence[Listed]
    headings: Mapping[str, str]
    notes: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class Wished:
    """A set of people to keep apart or together, and where that stands: “pairs.csv, row 3”."""

    names: Sequence[str]
    where: str


@dataclass(frozen=True, slots=True)
class Wishes:
    """The sets of one list of wishes."""

    sets: Sequence[Wished]
    notes: Sequence[str] = ()


# ── People ───────────────────────────────────────────────────────────────────────────────────────────────────────


def people_of(sheet: Sheet) -> People:
    """Read the list of people. A list without headings has names first, then organisations.

    Raises:
        NotUsable: for an empty list, for one without a column of names, a row without a name, a name that stands twice.
    """
    if not len(sheet):
        raise NotUsable(f"{sheet.name} has nobody in it. Give it a column “name”, and a row for each person.")
    attributes = _columns(sheet)
    names, leads = names_in(sheet), next((key for key in sheet.headings if key in FACILITATOR), "")
    seen: dict[str, int] = {}
    people = []
    led = sheet.columns[leads] if leads else repeat("")
    columns = [(label, sheet.columns[key]) for key, label in attributes.items()]
    for place, (number, name, said) in enumerate(zip(sheet.numbers, names, led, strict=False)):
        if not name:
            raise NotUsable(f"{sheet.name}, row {number} has no name. Write the name, or take the row out.")
        if (earlier := seen.setdefault(same(name), number)) != number:
            raise NotUsable(
                f"{sheet.name}, row {number}: “{name}” is on the list already, in row {earlier}. "
                f"If they are two people, tell them apart (“{name} 2”); if one, take a row out."
            )
        labels = {label: cells[place] for label, cells in columns if cells[place]}
        people.append(Listed(name, number, labels, bool(said) and _leads(sheet, number, leads, said)))
    headings = {label: sheet.headings[key] if headed(sheet) else label for key, label in attributes.items()}
    return People(tuple(people), headings, tuple(_about_rows(sheet)))


def _columns(sheet: Sheet) -> dict[str, str]:
    """The label that each plain heading stands for; a column that is none of ours keeps its own heading.

    Without headings the second column is organisations.
    """
    if not headed(sheet):
        return {"2": "organisation"} if "2" in sheet.headings else {}
    if not set(sheet.headings) & (NAME | FIRST_NAME | LAST_NAME):
        there = ", ".join(f"“{said}”" for said in sheet.headings.values())
        raise NotUsable(
            f"{sheet.name}, row 1: there is no column “name”, only {there}. "
            "Rename the column with people's names to “name”."
        )
    attributes: dict[str, str] = {}
    for key in sheet.headings:
        if key in NAME | FIRST_NAME | LAST_NAME | FACILITATOR:
            continue
        label = next((ours for ours, theirs in ATTRIBUTES.items() if key in theirs), key)
        attributes[key] = label if label not in attributes.values() else key
    return attributes


def _leads(sheet: Sheet, number: int, key: str, said: str) -> bool:
    if said.casefold() not in YES | NO:
        raise NotUsable(
            f"{sheet.name}, row {number}: “{said}” under “{sheet.headings[key]}” is neither yes nor no. "
            "Write yes, or leave it empty."
        )
    return said.casefold() in YES


def _about_rows(sheet: Sheet) -> Iterable[str]:
    if sheet.doubtful:
        yield (
            f"{sheet.name}: it does not say how its letters are written, and they were guessed. If a name looks wrong, "
            "save the list as “CSV UTF-8” and try again."
        )
    if sheet.blank:
        one = len(sheet.blank) == 1
        yield f"{sheet.name}: {in_rows(sheet.blank)} {'is blank and was' if one else 'are blank and were'} left out."
    if sheet.wider:
        yield (
            f"{sheet.name}, {in_rows(sheet.wider)}: there are more cells than headings, and those to the right were "
            "not read. A cell with a comma in it needs quotation marks around it."
        )
    if not headed(sheet) and len(sheet.headings) > 1:
        yield f"{sheet.name} has no headings, so names are taken from its first column, organisations from its second."


def names_in(sheet: Sheet) -> list[str]:
    """The name in each row: of a column of names, or a first and a last name, or the first cell without headings."""
    whole = [key for key in sheet.headings if key in NAME] or ["1"] * (not headed(sheet))
    parts = [key for kind in (FIRST_NAME, LAST_NAME) for key in sheet.headings if key in kind]
    if len(whole) == 1 and not parts:
        return list(sheet.columns[whole[0]])
    return [
        next((name for key in whole if (name := row.cells[key])), "")
        or " ".join(part for key in parts if (part := row.cells[key]))
        for row in sheet.rows
    ]


def headed(sheet: Sheet) -> bool:
    """Whether a list has a line of headings."""
    return list(sheet.headings)[:1] != ["1"]


# ── Wishes, and who is here ──────────────────────────────────────────────────────────────────────────────────────


def headings_of_sets(people: Iterable[Listed]) -> frozenset[str]:
    """The headings by which a list of wishes has a line of headings: none of them is somebody's name."""
    return OF_SETS - {plain(one.name) for one in people}


def wishes_of(sheet: Sheet, people: Collection[Listed]) -> Wishes:
    """Read sets of people: a row for each with the names side by side, or the columns “group” and “name”."""
    known = {same(one.name): one.name for one in people}
    by_group = next((key for key in sheet.headings if key in GROUP), None)
    named = bool(set(sheet.headings) & (NAME | FIRST_NAME | LAST_NAME))
    found: dict[str, list[tuple[int, str]]] = {}
    for row, name in zip(sheet.rows, names_in(sheet), strict=True):
        if by_group and named:
            found.setdefault(same(row.cells.get(by_group, "")), []).append((row.number, name))
        else:
            found[str(row.number)] = [(row.number, cell) for cell in row.cells.values() if cell]
    strangers = {name: row for members in found.values() for row, name in members if same(name) not in known}
    sets, notes = [], []
    for members in found.values():
        where = f"{sheet.name}, {in_rows([row for row, _ in members])}"
        names = tuple(dict.fromkeys(known[same(name)] for _, name in members if same(name) in known))
        if len(names) > 1:
            sets.append(Wished(names, where))
        elif all(same(name) in known for _, name in members):
            notes.append(f"{where}: one name alone is no wish. Write the others beside it, or take the row out.")
    return Wishes(tuple(sets), (*notes, *_about_unknown(sheet, strangers, known)))


def _about_unknown(sheet: Sheet, strangers: Mapping[str, int], known: Mapping[str, str]) -> Iterable[str]:
    for name, row in list(strangers.items())[:MOST_ROWS_NAMED]:
        yield (
            f"{sheet.name}, row {row}: “{name}” is not on the list of people, so this makes no difference for them"
            f"{perhaps(name, known)}. Mend the name, or take the row out."
        )
    if (more := len(strangers) - MOST_ROWS_NAMED) > 0:
        yield f"{sheet.name}: {_counted(more, 'other name is', 'other names are')} not on the list of people either."


def present_of(sheet: Sheet, people: Collection[Listed]) -> tuple[Listed, ...]:
    """Who is here, in the order of the list of people.

    Raises:
        NotUsable: for a name that is not on the list of people: they would be left without a group.
    """
    known = {same(one.name): one for one in people}
    here = set()
    for row, name in zip(sheet.rows, names_in(sheet), strict=True):
        if same(name) not in known:
            meant = perhaps(name, {key: one.name for key, one in known.items()})
            raise NotUsable(
                f"{sheet.name}, row {row.number}: “{name}” is not on the list of people{meant}. "
                "Mend the name, or add them to the list of people, so that they get a group."
            )
        here.add(same(name))
    if not here:
        raise NotUsable(f"{sheet.name} names nobody. Write the names of those who are here, one a line.")
    return tuple(one for one in people if same(one.name) in here)


def size_of(said: str) -> Size:
    """Read the size of a group: “3” for threes, give or take one, or “4-6” for a range.

    Raises:
        NotUsable: for anything else, and for groups of one.
    """
    found = re.fullmatch(r"\s*(\d{1,6})\s*(?:(?:-|–|to)\s*(\d{1,6})\s*)?", said)
    if found is None:
        raise NotUsable(f"“{said}” is no size of a group. Write a number such as 3, or a range such as 4-6.")
    smallest, largest = int(found[1]), int(found[2] or found[1])
    if smallest < 2 or largest < smallest:
        raise NotUsable("A group has at least two people, and a range begins with its smaller number, such as 4-6.")
    if largest > LARGEST_GROUP:
        raise NotUsable(f"A group has at most {LARGEST_GROUP} people here. Choose a smaller size.")
    return Size.between(smallest, largest) if found[2] else sized(smallest)


def perhaps(name: str, known: Mapping[str, str]) -> str:
    """“ (did you mean ...?)”, where somebody of a name much like this one is known."""
    close = difflib.get_close_matches(same(name), list(known)[:20_000], 1, 0.8)
    return f" (did you mean “{known[close[0]]}”?)" if close else ""


def in_rows(numbers: Iterable[int]) -> str:
    """“row 3”, “rows 3, 4 and 7”; of many, the first ones and how many more."""
    said = [str(number) for number in sorted(set(numbers))]
    if len(said) > MOST_ROWS_NAMED:
        said = [*said[: MOST_ROWS_NAMED - 1], f"{len(said) - MOST_ROWS_NAMED + 1} more"]
    return f"row {said[0]}" if len(said) == 1 else f"rows {', '.join(said[:-1])} and {said[-1]}"


def _counted(count: int, one: str, many: str) -> str:
    return f"{count} {one if count == 1 else many}"
