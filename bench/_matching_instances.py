"""Programmes to match: made anew from a seed, or read from a folder of instances."""

from __future__ import annotations

import csv
import json
import random
from collections.abc import Iterator
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from folkmoot.matching import Apart, Person, Problem, sized
from folkmoot.matching.sheets.answer import Asked
from folkmoot.matching.sheets.lists import OF_PEOPLE, people_of
from folkmoot.matching.sheets.past import OF_HISTORY, history_of
from folkmoot.matching.sheets.reading import read_sheet

Table = NDArray[np.int32]


def programme(people: int, size: int, rounds: int, *, organisations: int = 0, seed: int = 7) -> Problem:
    """Everybody took part in so many rounds drawn by chance: the past is an integer table."""
    dice = np.random.default_rng(seed)
    past = np.empty((people, rounds), np.int32)
    for column in range(rounds):
        past[dice.permutation(people), column] = np.arange(people) // size
    org = dice.integers(0, organisations, people) if organisations else np.full(people, -1)
    listed = [Person(f"p{one:06}", f"organisation {org[one]}" if org[one] >= 0 else "") for one in range(people)]
    return Problem(listed, size=sized(size), past=past)


def by_names(problem: Problem) -> Problem:
    """The same problem with its past as lists of names, as a spreadsheet gives it."""
    assert problem.past is not None
    names = [person.id for person in problem.people]
    history = []
    for column in problem.past.T:
        groups: dict[int, list[str]] = {}
        for place in np.flatnonzero(column >= 0).tolist():
            groups.setdefault(int(column[place]), []).append(names[place])
        history.append(list(groups.values()))
    return Problem(problem.people, size=problem.size, history=history)


def by_lists(problem: Problem) -> Asked:
    """The same problem as `folkmoot match` asks it, from a spreadsheet's lists."""
    assert problem.past is not None
    people = people_of(read_sheet(_people_list(problem), "people.csv", OF_PEOPLE))
    listed = people.people
    return Asked(people, problem.size, history=history_of(read_sheet(_past_list(problem), "met", OF_HISTORY), listed))


def _people_list(problem: Problem) -> str:
    return "name,organisation\n" + "".join(f"{one.id},{one.organisation}\n" for one in problem.people)


def _past_list(problem: Problem) -> str:
    assert problem.past is not None
    names = [person.id for person in problem.people]
    return "round,group,name\n" + "".join(
        f"{number},{group},{name}\n"
        for number, column in enumerate(problem.past.T, 1)
        for name, group in zip(names, column.tolist(), strict=True)
        if group >= 0
    )


def with_every_wish(people: int, size: int, rounds: int, seed: int) -> Problem:
    """A small programme with attendance of nine in ten, and every kind of wish."""
    dice = random.Random(seed)
    listed = [
        Person(
            f"p{one:02}", f"o{dice.randrange(5)}", f"s{dice.randrange(4)}", f"b{dice.randrange(8)}",
            (("place", f"l{dice.randrange(3)}"),), one < people // size,
        )
        for one in range(people)
    ]  # fmt: skip
    ids = [person.id for person in listed]
    history = []
    for _ in range(rounds):
        here = [one for one in ids if dice.random() < 0.9]
        dice.shuffle(here)
        history.append([here[start : start + size] for start in range(0, len(here), size)])
    return Problem(
        listed,
        size=sized(size),
        history=history,
        apart=[(a, b) for a, b in (dice.sample(ids, 2) for _ in range(4))],
        wishes=[Apart(*dice.sample(ids, 2)) for _ in range(4)],
        together=[dice.sample(ids, 2), dice.sample(ids, 2)] if size > 2 else [],
    )


def stored(folder: Path) -> Iterator[tuple[str, Problem]]:
    """Read the instances of a folder: `real_*.npz` and `peer_*.json`."""
    for path in sorted(folder.glob("real_*.npz")):
        with np.load(path) as data:
            here = np.flatnonzero(data["here"])
            people = [
                Person(f"p{one:06}", f"o{data['org'][one]}", f"s{data['sector'][one]}", "",
                       (("level", str(data["level"][one])), ("place", str(data["place"][one]))))
                for one in here.tolist()
            ]  # fmt: skip
            yield path.stem, Problem(people, size=sized(int(data["size"])), past=data["H"][here])
    for path in sorted(folder.glob("peer_*.json")):
        kept = json.loads(path.read_text())
        ids = [f"p{one:04}" for one in range(kept["groups"] * kept["size"])]
        history = [[[ids[one] for one in group] for group in each] for each in kept["history"]]
        yield path.stem, Problem([Person(one) for one in ids], size=sized(kept["size"]), history=history)


def best_known(folder: Path) -> list[tuple[int, int, int]]:
    """Read the social golfer table: groups, size, best known number of rounds."""
    with (folder / "known_best.csv").open() as file:
        return [(int(row["groups"]), int(row["size"]), int(row["best_known"])) for row in csv.DictReader(file)]
