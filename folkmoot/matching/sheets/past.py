"""What a list of past rounds says: who was in which group, as a table of people by rounds.

Names become numbers while the list is read: the engine takes a table far faster than millions of names.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, NoReturn

from folkmoot.matching.arrays import np
from folkmoot.matching.sheets.lists import FIRST_NAME, GROUP, LAST_NAME, NAME, ROUND, Listed, headed, names_in, perhaps
from folkmoot.matching.sheets.reading import NotUsable, Sheet, plain, same
from folkmoot.matching.table import usual_size

if TYPE_CHECKING:
    from numpy.typing import NDArray

OF_HISTORY = NAME | FIRST_NAME | LAST_NAME | ROUND | GROUP
_DATES = ("%Y-%m-%d", "%d/%m/%Y", "%d/%m/%y", "%d.%m.%Y", "%d %B %Y", "%d %b %Y", "%b %Y", "%B %Y", "%Y-%m")


@dataclass(frozen=True, slots=True)
class History:
    """Past rounds, the oldest first.

    Attributes:
        rounds: what each is called in the list.
        groups: people by rounds, in the order of the list of people: the number of their group, -1 for who was absent.
        odd: people by rounds: whether their group was not of the usual size of that round.
        notes: what was noticed.
    """

    rounds: Sequence[str] = ()
    groups: NDArray[np.int32] = field(default_factory=lambda: np.empty((0, 0), np.int32))
    odd: NDArray[np.bool_] = field(default_factory=lambda: np.empty((0, 0), np.bool_))
    notes: Sequence[str] = ()


class _Read:
    """A round while it is read: a number for each group, the group of each person, the people in each group.

    Who is not on the list of people any more counts in the sizes alone.
    """

    def __init__(self, people: int) -> None:
        self.numbers: dict[str, int] = {}
        self.group_of = [-1] * people
        self.sizes: list[int] = []

    def group(self, name: str) -> int:
        """The number of a group, with one more person in it."""
        number = self.numbers.setdefault(name, len(self.numbers))
        if number == len(self.sizes):
            self.sizes.append(0)
        self.sizes[number] += 1
        return number

    def odd(self) -> NDArray[np.bool_]:
        """Whether each person was in a group that was not of the usual size: the size that most groups had."""
        sizes, group_of = np.array([*self.sizes, 0]), np.array(self.group_of, np.int64)
        odd: NDArray[np.bool_] = (group_of >= 0) & (sizes[group_of] != usual_size(sizes))
        return odd


def history_of(sheet: Sheet, people: Sequence[Listed]) -> History:
    """Read past rounds. Who is not on the list any more makes no difference; they are named in a note.

    Raises:
        NotUsable: for a list without the columns, a row without round or name, somebody in two groups of one round.
    """
    if not len(sheet):
        return History(notes=(f"{sheet.name} is empty, so nobody counts as having met.",))
    rounds, groups = _cells(sheet)
    names, place = names_in(sheet), {same(one.name): place for place, one in enumerate(people)}
    read: dict[str, _Read] = {}
    strangers: dict[str, int] = {}
    for number, name, at, group in zip(sheet.numbers, names, rounds, groups, strict=True):
        if not (name and at):
            _refuse_gap(sheet, number, "round" if name else "name")
        if not group:  # they were absent
            continue
        if (one := read.get(at)) is None:
            one = read[at] = _Read(len(people))
        in_group, who = one.group(group), place.get(same(name))
        if who is None:
            strangers.setdefault(name, number)
        elif one.group_of[who] >= 0:
            _refuse_twice(sheet, number, name, at, group)
        else:
            one.group_of[who] = in_group
    order, notes = _in_time(sheet, [at for at, one in read.items() if max(one.group_of, default=-1) >= 0])
    return History(
        order,
        np.array([read[at].group_of for at in order], np.int32).reshape(-1, len(people)).T,
        np.array([read[at].odd() for at in order], np.bool_).reshape(-1, len(people)).T,
        (*notes, *_about_strangers(sheet, strangers, {key: people[at].name for key, at in place.items()})),
    )


def _needed(sheet: Sheet, what: str, known: frozenset[str]) -> str:
    found = next((key for key in sheet.headings if key in known), None)
    named = set(sheet.headings) & (NAME | FIRST_NAME | LAST_NAME)
    if found is None or not named:
        there = ", ".join(f"“{said}”" for said in sheet.headings.values())
        missing = what if found is None else "name"
        lacks = f"there is no column “{missing}”, only {there}" if headed(sheet) else "there is no line of headings"
        raise NotUsable(
            f"{sheet.name}, row 1: {lacks}. "
            "Past rounds need the columns “round”, “group” and “name”, with a row for each person in each round."
        )
    return found


def _refuse_gap(sheet: Sheet, number: int, missing: str) -> NoReturn:
    raise NotUsable(f"{sheet.name}, row {number} has no {missing}. Write it, or take the row out.")


def _refuse_twice(sheet: Sheet, number: int, name: str, at: str, group: str) -> NoReturn:
    rows = zip(sheet.numbers, names_in(sheet), *_cells(sheet), strict=True)
    there = ((row, where) for row, who, when, where in rows if same(who) == same(name) and when == at and where)
    earlier, before = next(there)
    if before == group:
        raise NotUsable(
            f"{sheet.name}, row {number}: “{name}” stands twice in round {at} (see row {earlier}). "
            "Take one of the two rows out."
        )
    raise NotUsable(
        f"{sheet.name}, row {number}: “{name}” is in two groups of round {at} (see row {earlier}). "
        "Keep the one that took place, and take the other row out."
    )


def _cells(sheet: Sheet) -> list[Sequence[str]]:
    """The columns of rounds and of groups."""
    return [sheet.columns[_needed(sheet, *what)] for what in (("round", ROUND), ("group", GROUP))]


def _in_time(sheet: Sheet, rounds: Sequence[str]) -> tuple[list[str], list[str]]:
    """Rounds from the oldest to the latest: by number, by date, else as they first stand in the list."""
    times = {name: _time_of(name) for name in rounds}
    if None not in times.values() and len({time[0] for time in times.values() if time}) == 1:
        return sorted(rounds, key=lambda name: times[name] or ("", 0.0)), []
    if len(rounds) < 2:
        return list(rounds), []
    return list(rounds), [
        f"{sheet.name}: rounds are taken in the order in which they stand, “{rounds[-1]}” as the latest."
    ]


def _time_of(name: str) -> tuple[str, float] | None:
    try:
        return "number", float(plain(name).removeprefix("round").removeprefix("r").strip() or name)
    except ValueError:
        pass
    for form in _DATES:
        try:
            return "date", float(datetime.strptime(name, form).toordinal())  # noqa: DTZ007  # a day has no zone
        except ValueError:
            continue
    return None


def _about_strangers(sheet: Sheet, strangers: Mapping[str, int], known: Mapping[str, str]) -> list[str]:
    if not strangers:
        return []
    shown = [f"“{name}” (row {row}){perhaps(name, known)}" for name, row in list(strangers.items())[:5]]
    more = f" and {len(strangers) - 5} others" if len(strangers) > 5 else ""
    one = len(strangers) == 1
    return [
        f"{sheet.name}: {', '.join(shown)}{more} {'is' if one else 'are'} not on the list of people, so their past "
        "rounds are left out. That is right for who has left; mend the spelling of anybody else."
    ]
