"""Which number each group gets, so that as few people as may be are moved in the meeting tool."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from folkmoot.matching.arrays import rx


def number_rooms(
    groups: Sequence[Sequence[str]], rooms: Mapping[str, int], *, fixed: Mapping[int, int] | None = None
) -> list[int]:
    """Give each group one of the numbers from 1 on, so that most people have the room that they are in already.

    `rooms` says who is in which room now; `fixed` the numbers of some groups, by their place. Among equally good
    numberings, groups keep their order where they can. Solved as an assignment: a matching of groups and numbers of
    greatest weight, the weight being how many would stay.
    """
    fixed = dict(fixed or {})
    free = [place for place in range(len(groups)) if place not in fixed]
    numbers = [number for number in range(1, len(groups) + len(fixed) + 1) if number not in fixed.values()]
    found = dict(fixed)
    for place, number in _best(groups, rooms, free, numbers[: len(free)]):
        found[place] = number
    return [found[place] for place in range(len(groups))]


def _best(
    groups: Sequence[Sequence[str]], rooms: Mapping[str, int], places: Sequence[int], numbers: Sequence[int]
) -> Iterable[tuple[int, int]]:
    graph: rx.PyGraph[int, int] = rx.PyGraph()
    graph.add_nodes_from([*places, *numbers])
    count = len(places)
    for at, place in enumerate(places):
        for to, number in enumerate(numbers):
            stay = sum(rooms.get(person) == number for person in groups[place])
            graph.add_edge(at, count + to, stay * (count + 1) + (at == to))
    for one, other in rx.max_weight_matching(graph, max_cardinality=True, weight_fn=int):
        yield places[min(one, other)], numbers[max(one, other) - count]


def count_moves(groups: Sequence[Sequence[str]], numbers: Sequence[int], rooms: Mapping[str, int]) -> int:
    """How many people have to be moved for groups of these numbers."""
    return sum(
        rooms.get(person) != number for members, number in zip(groups, numbers, strict=True) for person in members
    )
