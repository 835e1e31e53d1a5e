"""What matching is measured against: by chance, greedy, exact pairs, and the CP-SAT solver of OR-Tools."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from itertools import combinations, pairwise

import numpy as np
import rustworkx
from numpy.typing import NDArray
from ortools.sat.python import cp_model

Ints = NDArray[np.int64]
Seating = list[list[int]]
"""Groups of people by their places."""


def by_chance(sizes: Sequence[int], seed: int) -> Seating:
    """Shuffle, and cut into groups."""
    people = list(range(sum(sizes)))
    random.Random(seed).shuffle(people)
    return [[people.pop() for _ in range(size)] for size in sizes]


def greedy(sizes: Sequence[int], costs: Callable[[int, Sequence[int]], Ints], seed: int) -> Seating:
    """Fill group after group with whoever costs least there now. `costs` gives what one costs beside each of others."""
    people = list(range(sum(sizes)))
    random.Random(seed).shuffle(people)
    groups = []
    for size in sizes:
        group = [people.pop()]
        while len(group) < size:
            beside = sum((costs(one, people) for one in group), np.zeros(len(people), np.int64))
            group.append(people.pop(int(beside.argmin())))
        groups.append(group)
    return groups


def cost_of(groups: Seating, costs: Ints) -> int:
    """Sum what the pairs of all groups cost."""
    return int(sum(costs[one, other] for group in groups for one, other in combinations(group, 2)))


def cheapest_pairs(costs: Ints) -> int:
    """The least cost of any pairs, by Edmonds' blossom algorithm."""
    graph: rustworkx.PyGraph[int, int] = rustworkx.PyGraph()
    graph.add_nodes_from(range(len(costs)))
    high = int(costs.max()) + 1
    graph.add_edges_from([(a, b, high - int(costs[a, b])) for a, b in combinations(range(len(costs)), 2)])
    return int(sum(costs[pair] for pair in rustworkx.max_weight_matching(graph, max_cardinality=True, weight_fn=int)))


def optimum(
    costs: Ints, sizes: Sequence[int], together: Sequence[Sequence[int]], places: Ints, usual: int, seconds: float
) -> tuple[int, bool]:
    """The least cost that CP-SAT finds, and whether it proved that there is none lower.

    `places` is what a place costs each in a group whose size is not the usual one.
    """
    model, people, groups = cp_model.CpModel(), len(costs), range(len(sizes))
    sits = [[model.new_bool_var(f"{one} in {group}") for group in groups] for one in range(people)]
    for row in sits:
        model.add_exactly_one(row)
    for group in groups:
        model.add(sum(row[group] for row in sits) == sizes[group])
    for ids in together:
        for one, other in pairwise(ids):
            for group in groups:
                model.add(sits[one][group] == sits[other][group])
    terms = [places[one] * sits[one][group] for one in range(people) for group in groups if sizes[group] != usual]
    for one, other in combinations(range(people), 2):
        if costs[one, other]:
            side_by_side = model.new_bool_var(f"{one} with {other}")
            for group in groups:
                model.add_implication(sits[one][group], side_by_side).only_enforce_if(sits[other][group])
            terms.append(costs[one, other] * side_by_side)
    model.minimize(sum(terms))
    solver = cp_model.CpSolver()
    solver.parameters.max_time_in_seconds = seconds
    solver.parameters.num_workers = 8
    status = solver.solve(model)
    return round(solver.objective_value), status == cp_model.OPTIMAL
