"""How good the matching is and how long it takes: every bar beside what was measured, and beside the rivals.

    python3 dev.py bench matching [--data FOLDER] [--exact SECONDS] [--only WORD]

Rivals are by chance, greedy and, for small problems, exact: Edmonds' blossom algorithm for pairs, the CP-SAT solver of
OR-Tools for groups. The exit code is 1 when a bar is not met. Times are CPU seconds of this process, from problem to
answer with its reasons: other load on the computer counts little. FOLDER holds further instances and the social golfer
table (`known_best.csv`).
"""

from __future__ import annotations

import argparse
import os
import random
import resource
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

import numpy as np
from _matching_instances import best_known, by_lists, by_names, programme, stored, with_every_wish
from _matching_rivals import by_chance, cheapest_pairs, cost_of, greedy, optimum

from folkmoot.matching import Person, Problem, Round, next_round, plan_rounds, rearrange, sized
from folkmoot.matching.designs import design
from folkmoot.matching.engine import pair_costs
from folkmoot.matching.sheets.answer import match
from folkmoot.matching.table import Table

SEEDS = (1, 2, 3)
SMALL = ((20, 3, 5, 1), (24, 3, 8, 2), (25, 3, 8, 3), (22, 4, 5, 4), (23, 3, 7, 6), (20, 5, 4, 6))
"""Small programmes with every wish: people, size, past rounds, seed."""
PEER_SECONDS = 4.2
"""What a genetic solver of the social golfer problem took for fours of 120 people after 20 rounds, on two cores."""
LARGE = 100_000


def timed(call: Callable[[], Round]) -> tuple[float, Round]:
    """CPU seconds of a call, the best of two, and its answer."""
    times = []
    for _ in range(2):
        began = time.process_time()
        found = call()
        times.append(time.process_time() - began)
    return min(times), found


NOT_MET: list[str] = []
"""The bars that were not met so far."""


def line(name: str, bar: str, measured: str, held: bool | None, rivals: str = "") -> None:
    """Print one bar, and remember it if it is not met."""
    if held is False:
        NOT_MET.append(name)
    mark = {True: "met", False: "NOT MET", None: ""}[held]
    print(f"{name:<46}  {bar:<26}  {measured:<44}  {mark:<7}  {rivals}", flush=True)


def plan_of_rivals(people: int, size: int, rounds: int) -> str:
    """What chance and greed would have made of a whole plan: repeats."""
    sizes, said = [size] * (people // size), []
    for method in ("random", "greedy"):
        met, repeats = np.zeros((people, people), np.int64), 0
        for number in range(rounds):
            seats = by_chance(sizes, number)
            if method == "greedy":
                seats = greedy(sizes, lambda one, others, met=met: met[one, others], number)
            repeats += cost_of(seats, np.minimum(met, 1))
            for group in seats:
                met[np.ix_(group, group)] += 1
        said.append(f"{method} {repeats}")
    return ", ".join(said)


def costs_of_rivals(sizes: Sequence[int], costs: np.ndarray) -> str:
    """What groups by chance and by greed cost."""
    by_greed = greedy(sizes, lambda one, others: costs[one, others], 1)
    return f"random {cost_of(by_chance(sizes, 1), costs)}, greedy {cost_of(by_greed, costs)}"


def repeats_of_rivals(problem: Problem, sizes: Sequence[int]) -> str:
    """What chance and greed would have made of a problem: repeats."""
    table = Table(problem)
    everybody = np.arange(len(table))

    def met(one: int, others: Sequence[int]) -> np.ndarray:
        other = np.array(others, np.int64)
        return table.have_met(np.full(len(other), one), other).astype(np.int64)

    chance = by_chance(sizes, 1)
    many = len(table) > 2_000
    square = np.zeros((0, 0)) if many else table.met_among(everybody).astype(np.int64)
    said = f"random {sum(int(met(g[at], g[at + 1 :]).sum()) for g in chance for at in range(len(g) - 1))}"
    return said if many else f"{said}, greedy {cost_of(greedy(sizes, met, 1), square)}"


def sizes_of(found: Round) -> list[int]:
    return [len(group.members) for group in found.groups]


def constructions() -> None:
    """Whole plans by construction."""
    for people, size, rounds in ((15, 3, 7), (32, 4, 9)):
        problem = Problem([Person(f"p{one:02}") for one in range(people)], size=sized(size))
        began = time.process_time()
        plan = plan_rounds(problem, rounds, seed=1)
        took = time.process_time() - began
        design.cache_clear()
        began = time.process_time()
        design(people // size, size)
        built = time.process_time() - began
        again = f"{plan.repeats} repeats, {took:.4f} s (schedule alone {built:.4f} s)"
        held = plan.repeats == 0 and took < 0.02
        known = plan_of_rivals(people, size, rounds)
        line(f"{people} people, {rounds} rounds of {size}", "0 repeats, < 0.02 s", again, held, known)


def golfers(data: Path | None) -> None:
    """The social golfer table."""
    if data is None:
        line("social golfer table", "35 of 51 at best known", "needs --data", None)
        return
    rows, reached, slowest, short = best_known(data), 0, 0.0, []
    for groups, size, best in rows:
        design.cache_clear()
        began = time.process_time()
        found = len(design(groups, size))
        slowest = max(slowest, time.process_time() - began)
        reached += found >= best
        short += [f"{groups}x{size}: {found} of {best}"] if found < best else []
    measured = f"{reached} of {len(rows)}, the slowest {slowest:.4f} s"
    line("social golfer table", "35 of 51, each < 0.1 s", measured, reached >= 35 and slowest < 0.1)
    print("    short of the best known: " + ", ".join(short))


def single_rounds() -> None:
    """The next round after a past by chance."""
    bars = ((120, 4, 20, PEER_SECONDS / 100), (60, 5, 10, 0.3), (10_000, 3, 20, 0.1))
    for people, size, rounds, limit in bars:
        worst, repeats, known = 0.0, 0, ""
        for seed in SEEDS:
            problem = programme(people, size, rounds, seed=seed)
            took, found = timed(lambda problem=problem, seed=seed: next_round(problem, seed))
            worst, repeats = max(worst, took), max(repeats, found.repeats)
            known = known or repeats_of_rivals(problem, sizes_of(found))
        measured = f"{repeats} repeats, {worst:.4f} s (worst of {len(SEEDS)} seeds)"
        name = f"{people:,} people, round {rounds + 1} in groups of {size}"
        line(name, f"0 repeats, < {limit:g} s", measured, repeats == 0 and worst < limit, known)


def large() -> None:
    """A hundred thousand people, in a process of its own for its memory; past as a table, and as names.

    `folkmoot match` reads its lists into a table; reading them is not in the time, but in the memory.
    """
    for form in ("table", "names", "lists"):
        said = subprocess.run([sys.executable, __file__, "--large", form], capture_output=True, text=True, check=True)
        took, repeats, memory, chance = (float(figure) for figure in said.stdout.split())
        held = repeats == 0 and took < 1.5 and (memory < 300 or form == "lists")
        measured = f"{repeats:.0f} repeats, {took:.2f} s, {memory:.0f} MB (past as {form})"
        bar = "0, < 1.5 s" if form == "lists" else "0, < 1.5 s, < 300 MB"
        line(f"{LARGE:,} people, round 21 in threes", bar, measured, held, f"random {chance:.0f}")


def measure_large(form: str) -> None:
    problem = programme(LARGE, 3, 20, organisations=40)
    if form == "lists":
        asked = by_lists(problem)
        del problem
        took, found = timed(lambda: match(asked, 1).rounds[0])
    else:
        problem = by_names(problem) if form == "names" else problem
        took, found = timed(lambda: next_round(problem, 1))
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    chance = repeats_of_rivals(programme(LARGE, 3, 20, organisations=40), sizes_of(found)).removeprefix("random ")
    print(took, found.repeats, memory, chance)


def all_wishes(seconds: float) -> None:
    """Twenty to twenty-five people with every wish, against CP-SAT."""
    for people, size, rounds, seed in SMALL:
        problem = with_every_wish(people, size, rounds, seed)
        table = Table(problem)
        costs, odd = pair_costs(table, np.arange(people)), 2 * table.weights.odd * table.odd
        best, worst = set(), 0.0
        for each in SEEDS:
            took, found = timed(lambda problem=problem, each=each: next_round(problem, each))
            seats = [[table.place[one] for one in group.members] for group in found.groups]
            places = [one for group in seats if len(group) != size for one in group]
            best.add(cost_of(seats, costs) + int(odd[places].sum()))
            worst = max(worst, took)
        together = [[table.place[one] for one in ids] for ids in problem.together]
        least, proved = optimum(costs, sizes_of(found), together, odd, size, seconds)
        known = f"CP-SAT {least} ({'proved' if proved else f'not proved in {seconds:g} s'}), "
        known += costs_of_rivals(sizes_of(found), costs)
        measured = f"{sorted(best)}, {worst:.2f} s"
        line(
            f"{people} people in {size}, every wish",
            "= CP-SAT, 0.5 s, each seed",
            measured,
            max(best) <= least and worst < 0.5,
            known,
        )


def pairs() -> None:
    """Pairs against the blossom algorithm, with a past that leaves few new partners."""
    for people, rounds in ((24, 60), (60, 200), (200, 700), (400, 100)):
        problem = programme(people, 2, rounds, organisations=10)
        costs = pair_costs(Table(problem), np.arange(people))
        took, found = timed(lambda problem=problem: next_round(problem, 1))
        least = cheapest_pairs(costs)
        measured = f"cost {found.cost}, {found.repeats} repeats, {took:.2f} s, {found.standing}"
        known = costs_of_rivals(sizes_of(found), costs)
        line(
            f"{people} people in pairs, round {rounds + 1}", f"= blossom {least}", measured, found.cost == least, known
        )


def series(people: int, rounds: int, attendance: float, most: int, seed: int) -> None:
    """A series of rounds in threes, not everybody always there, each after those before."""
    totals = Counter[str]()
    for method in ("engine", "greedy", "random"):
        dice, history = random.Random(seed), list[list[tuple[str, ...]]]()
        for number in range(rounds):
            here = [Person(f"p{one:03}") for one in range(people) if dice.random() < attendance]
            problem = Problem(here, size=sized(3), history=history)
            found = next_round(problem, number)
            table = Table(problem)
            square = table.met_among(np.arange(len(table))).astype(np.int64)
            if method == "engine":
                seats = [[table.place[one] for one in group.members] for group in found.groups]
            elif method == "greedy":
                seats = greedy(sizes_of(found), lambda one, others, square=square: square[one, others], number)
            else:
                seats = by_chance(sizes_of(found), number)
            totals[method] += cost_of(seats, square)
            history.append([tuple(table.ids[one] for one in group) for group in seats])
    name = f"{people} people, {rounds} rounds of threes, {attendance:.0%} there"
    known = f"greedy {totals['greedy']}, random {totals['random']}"
    line(name, f"{most} repeats or fewer", f"{totals['engine']} repeats (seed {seed})", totals["engine"] <= most, known)


def changes() -> None:
    """Three leave and two come in mid-session."""
    most, scratch = 0, 0
    for seed in range(5):
        people = [Person(f"p{one:03}", f"o{one % 20}") for one in range(200)]
        before = next_round(Problem(people, size=sized(2)), seed)
        here = Problem([*random.Random(seed).sample(people, 197), Person("x"), Person("y")], size=sized(2))
        most = max(most, len(rearrange(here, before.groups, seed).changed))
        old = {one: set(group.members) for group in before.groups for one in group.members}
        anew = next_round(here, seed + 1)
        scratch = max(
            scratch, sum(old.get(one) != set(group.members) for group in anew.groups for one in group.members)
        )
    line(
        "200 in pairs, 3 leave and 2 come",
        "6 change partner or fewer",
        f"{most} (worst of 5)",
        most <= 6,
        f"from scratch {scratch}",
    )


def odd_places() -> None:
    """Forty rounds of two hundred people, nine in ten there: who was odd how often."""
    for size in (2, 3):
        dice, history, odd, chance = random.Random(1), list[list[tuple[str, ...]]](), Counter[str](), Counter[str]()
        for number in range(40):
            here = [Person(f"p{one:03}") for one in range(200) if dice.random() < 0.9]
            found = next_round(Problem(here, size=sized(size), history=history), number)
            history.append([group.members for group in found.groups])
            odd.update(found.odd)
            chance.update(random.Random(number).sample([person.id for person in here], len(found.odd)))
        most = max(odd.values(), default=0)
        measured = f"{most} ({sum(odd.values())} odd places in all)"
        line(
            f"200 people, 40 rounds of {size}: most often odd",
            "2 times at most",
            measured,
            most <= 2,
            f"random {max(chance.values(), default=0)}",
        )


def instances(data: Path | None) -> None:
    """The instances of the folder: no bar, but what was reached, and rivals."""
    for name, problem in stored(data) if data else ():
        took, found = timed(lambda problem=problem: next_round(problem, 1))
        reached = (
            f"{found.repeats} repeats (bound {found.bound}), {found.same_organisation_pairs} same org, {took:.3f} s"
        )
        line(name, "", f"{reached}", None, f"{found.standing}; {repeats_of_rivals(problem, sizes_of(found))}")


def sections(options: argparse.Namespace) -> Iterator[tuple[str, Callable[[], None]]]:
    """Every part of the table by a word."""
    yield "constructions", constructions
    yield "golfers", lambda: golfers(options.data)
    yield "rounds", single_rounds
    yield "large", large
    yield "wishes", lambda: all_wishes(options.exact)
    yield "pairs", pairs
    yield "series", lambda: [series(60, 25, 0.75, 0, seed) for seed in SEEDS] and None
    yield "small", lambda: [series(24, 12, 0.8, 18, seed) for seed in SEEDS] and None
    yield "changes", changes
    yield "odd", odd_places
    yield "instances", lambda: instances(options.data)


def main() -> int:
    """Print the table; the exit code says whether a bar was not met."""
    parser = argparse.ArgumentParser(description="Every bar of the matching, beside what was measured.")
    parser.add_argument("--data", type=Path, help="a folder of further instances, with known_best.csv")
    parser.add_argument("--exact", type=float, default=60.0, help="seconds for CP-SAT, each (default: 60)")
    parser.add_argument("--only", nargs="+", help="some parts of the table alone")
    parser.add_argument("--large", choices=("table", "names", "lists"), help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.large:
        measure_large(options.large)
        return 0
    print(f"Load of this computer before: {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores. Python "
          f"{sys.version.split()[0]}, NumPy {np.__version__}.")  # fmt: skip
    print(f"{'what':<46}  {'bar':<26}  {'measured':<44}  {'':<7}  rivals")
    for word, part in sections(options):
        if not options.only or word in options.only:
            part()
    print(f"Not met: {', '.join(NOT_MET)}." if NOT_MET else "No bar that was measured is broken.")
    return 1 if NOT_MET else 0


if __name__ == "__main__":
    sys.exit(main())
