"""Groups by name from lists by name: asking the engine, and telling its answer as JSON, as a list, and in words."""

from __future__ import annotations

import csv
import io
import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

from folkmoot.kit.personal_data import Json
from folkmoot.matching.cost import MEET_NEW, Weights
from folkmoot.matching.engine import next_round
from folkmoot.matching.plan import plan_rounds
from folkmoot.matching.problem import Broken, Problem, Round, Wish
from folkmoot.matching.roster import Person
from folkmoot.matching.search import FULL_EFFORT, Effort
from folkmoot.matching.sheets.lists import ATTRIBUTES, Listed, People, Wishes
from folkmoot.matching.sheets.past import History
from folkmoot.matching.sheets.reading import FORMULA, NotUsable, plain
from folkmoot.matching.sizes import Size

MEMORY = 200
"""How many past rounds count. Older meetings would weigh next to nothing."""
MOST_NAMED = 6
"""How many wishes that could not be kept are named, each with its rows and the reason."""
MOST_ROUNDS = 100
"""How many rounds can be planned at once."""
FALLING = (50, 5, 1)
"""What it costs to share each of the things to be mixed, in their order; all further ones cost as much as the last."""
NOTHING = Wishes(())


@dataclass(frozen=True, slots=True)
class Asked:
    """What is asked: the lists as they were read, the size, how many rounds.

    `mix` are plain headings, the most important first; None for those of our own that the list has. `present` are those
    who are here; None for everybody.
    """

    people: People
    size: Size
    rounds: int = 1
    history: History = field(default_factory=History)
    apart: Wishes = NOTHING
    together: Wishes = NOTHING
    mix: Sequence[str] | None = None
    present: Sequence[Listed] | None = None

    @property
    def here(self) -> Sequence[Listed]:
        """Those to be put into groups."""
        return self.people.people if self.present is None else self.present


@dataclass(frozen=True, slots=True)
class Answer:
    """The groups of each round by name, and what is to be said about them. `seconds` is how long matching took."""

    rounds: tuple[Round, ...]
    seed: int
    seconds: float
    notes: tuple[str, ...]
    first: int = 1
    """The number of the first round, after those of the history."""
    organisations: bool = True
    """Whether the list of people says anything about organisations."""
    least: int = 0
    """How many pairs must meet again over all rounds, however they are planned."""

    @property
    def repeats(self) -> int:
        """Pairs who meet again, over all rounds."""
        return sum(each.repeats for each in self.rounds)

    def to_json(self) -> dict[str, Json]:
        """The answer for programs."""
        rounds: list[Json] = [
            {
                "groups": [list(group.members) for group in each.groups],
                "repeats": each.repeats,
                "bound": each.bound,
                "same_organisation_pairs": each.same_organisation_pairs,
                "odd": list(each.odd),
            }
            for each in self.rounds
        ]
        return {"rounds": rounds, "repeats": self.repeats, "seed": self.seed, "seconds": round(self.seconds, 3)}

    def to_csv(self) -> str:
        """The answer for spreadsheets: round, group, name. The next time it is the history, or is added to it."""
        out = io.StringIO()
        writer = csv.writer(out, lineterminator="\n")
        writer.writerow(("round", "group", "name"))
        for number, each in enumerate(self.rounds, self.first):
            writer.writerows((number, group.number, _cell(name)) for group in each.groups for name in group.members)
        return out.getvalue()

    def report(self) -> list[str]:
        """Say in a few lines how good each round is, what could not be kept, and what was noticed in the lists."""
        said = []
        for number, each in enumerate(self.rounds, self.first):
            start = f"Round {number}: " if len(self.rounds) > 1 else ""
            said.append(start + " ".join(self.words_of(each)))
        return [*said, *self.in_all(), *self.notes]

    def in_all(self) -> list[str]:
        """Of several rounds in which some meet again: how many pairs that is, and how few it could be."""
        if len(self.rounds) < 2 or not self.repeats:
            return []
        pairs = f"{self.repeats} pair{' meets' if self.repeats == 1 else 's meet'} again"
        best = "no plan can have fewer" if self.repeats == self.least else f"no plan can have fewer than {self.least}"
        return [f"In all, {pairs}; {best}."]

    def words_of(self, one: Round) -> tuple[str, ...]:
        """Say how good a round is, leaving out what the lists say nothing about. Broken wishes are among the notes."""
        sizes, *more = replace(one, broken=()).in_words()
        if sum(len(group.members) for group in one.groups) < 2:
            return (sizes,)
        return (sizes, *(more if self.organisations else more[:1]))


def match(asked: Asked, seed: int, effort: Effort = FULL_EFFORT) -> Answer:
    """Make groups. The same lists, in any order of rows, and the same seed give the same groups everywhere.

    `effort` says when a search stops, and who is told how far it is; with less of it other groups may be found.

    Raises:
        NotUsable: for nobody, for a column to mix that is not there, for an impossible number of rounds.
    """
    if not 1 <= asked.rounds <= MOST_ROUNDS:
        raise NotUsable(f"{asked.rounds} rounds cannot be planned. Choose from 1 to {MOST_ROUNDS}.")
    problem = problem_of(asked)
    began = time.perf_counter()
    if asked.rounds == 1:
        rounds: tuple[Round, ...] = (next_round(problem, seed, effort=effort),)
        least = rounds[0].bound
    else:
        plan = plan_rounds(problem, asked.rounds, seed, effort=effort)
        rounds, least = plan.rounds, plan.bound
    seconds = time.perf_counter() - began
    notes = (*_read_notes(asked), *_notes(asked), *_broken_wishes(asked, rounds))
    organisations = any(one.labels.get("organisation") for one in asked.here)
    return Answer(rounds, seed, seconds, notes, _first_number(asked.history), organisations, least)


def problem_of(asked: Asked) -> Problem:
    """What the engine is asked. The past goes to it as a table, which is the fastest for many people."""
    mix = _mixed(asked)
    others = [label for label in mix if label not in ("organisation", "sector")]
    place = {one.name: place for place, one in enumerate(asked.people.people)}
    rows = [place[one.name] for one in asked.here]
    remembered = slice(max(0, len(asked.history.rounds) - MEMORY), None)
    past = bool(asked.history.rounds)
    odd = asked.history.odd[rows, remembered].sum(axis=1).tolist() if past else []
    return Problem(
        people=[_person(one, others) for one in asked.here],
        size=asked.size,
        past=asked.history.groups[rows, remembered] if past else None,
        odd_before={one.name: times for one, times in zip(asked.here, odd, strict=True)} if past else None,
        weights=_weights(mix),
        apart=[pair for wish in asked.apart.sets for pair in _pairs(wish.names)],
        together=[wish.names for wish in asked.together.sets],
    )


def _mixed(asked: Asked) -> Sequence[str]:
    there = asked.people.headings
    if asked.mix is None:
        return [label for label in ATTRIBUTES if label in there]
    ours = {key: label for label, keys in ATTRIBUTES.items() for key in keys}
    wanted = [ours.get(plain(word), plain(word)) for word in asked.mix]
    for word, label in zip(asked.mix, wanted, strict=True):
        if label not in there:
            columns = ", ".join(f"“{heading}”" for heading in there.values()) or "none but the names"
            raise NotUsable(f"There is no column “{word}” to mix. The list of people has {columns}.")
    return wanted


def _person(one: Listed, others: Sequence[str]) -> Person:
    """Somebody as the engine knows them; `others` are what is mixed besides organisation and sector."""
    labels = one.labels
    return Person(
        one.name,
        organisation=labels.get("organisation", "").casefold(),
        sector=labels.get("sector", "").casefold(),
        labels=tuple((label, labels[label].casefold()) for label in others if label in labels) if others else (),
        facilitator=one.facilitator,
    )


def _weights(mix: Sequence[str]) -> Weights:
    cost = {label: FALLING[min(place, len(FALLING) - 1)] for place, label in enumerate(mix)}
    own = {"organisation": cost.pop("organisation", 0), "sector": cost.pop("sector", 0)}
    return replace(MEET_NEW, **own, label=0, named=tuple(cost.items()))


def _pairs(names: Sequence[str]) -> Iterable[tuple[str, str]]:
    return ((one, other) for place, one in enumerate(names) for other in names[place + 1 :])


def _first_number(history: History) -> int:
    if all(name.isdecimal() for name in history.rounds):
        return max(map(int, history.rounds), default=0) + 1
    return len(history.rounds) + 1


def _cell(name: str) -> str:
    """A name that a spreadsheet does not take for a formula; the mark goes again when the list is read."""
    return f"'{name}" if name[:1] in FORMULA else name


# ── What is to be said ───────────────────────────────────────────────────────────────────────────────────────────


def _read_notes(asked: Asked) -> Iterable[str]:
    for read in (asked.people, asked.history, asked.apart, asked.together):
        yield from read.notes


def _notes(asked: Asked) -> Iterable[str]:
    here, history = asked.here, asked.history.rounds
    if len(here) == 1:
        yield f"{here[0].name} is the only one, and has nobody to meet. Add people, or let a facilitator join them."
    if len(history) > MEMORY:
        yield f"There are {len(history)} past rounds. The latest {MEMORY} count, from “{history[-MEMORY]}” on."
    organisations = {one.labels.get("organisation", "").casefold() for one in here}
    if len(here) > 1 and len(organisations) == 1 and "" not in organisations:
        name = here[0].labels["organisation"]
        yield f"Everybody is from {name}, so nobody can meet another organisation. Mix another column, such as place."


def _broken_wishes(asked: Asked, rounds: Sequence[Round]) -> Iterable[str]:
    """Which wish is broken, where it stands, why, and in which rounds."""
    found: dict[str, list[int]] = {}
    for number, each in enumerate(rounds, _first_number(asked.history)):
        for broken in each.broken:
            if len(asked.here) > 1:
                found.setdefault(_said(asked, broken), []).append(number)
    for said, numbers in list(found.items())[:MOST_NAMED]:
        when = "" if len(rounds) == 1 else "In every round: " if len(numbers) == len(rounds) else _in_rounds(numbers)
        yield when + said
    if len(found) > MOST_NAMED:
        yield f"{len(found) - MOST_NAMED} more wishes could not be kept, for the same reasons or others like them."


def _said(asked: Asked, broken: Broken) -> str:
    people = set(broken.people)
    rows = [wish.where for wish in (*asked.apart.sets, *asked.together.sets) if len(people & set(wish.names)) > 1]
    where = f"{'; '.join(dict.fromkeys(rows))}: " if rows else ""
    out = {
        Wish.SIZE: " Choose another size, and the groups can be even.",
        Wish.TOGETHER: " Choose larger groups, or part the set.",
        Wish.APART: " Take one of the two wishes out.",
        Wish.FACILITATOR: " Name more facilitators, or choose larger groups.",
    }
    if broken.wish is Wish.APART and "also to be kept together" not in broken.why:
        smaller = "Choose smaller groups" if asked.size.largest > 2 and len(asked.here) > 3 else "Add people"
        return f"{where}{broken.why} {smaller}, or take a wish out."
    return where + broken.why + out[broken.wish]


def _in_rounds(numbers: Sequence[int]) -> str:
    said = ", ".join(str(number) for number in numbers)
    return f"In round {said}: " if len(numbers) == 1 else f"In rounds {said}: "
