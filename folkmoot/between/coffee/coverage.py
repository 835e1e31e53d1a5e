"""Who has met whom across a programme, as a few numbers: never a list, and never about anybody in particular (B14).

Coverage is the share of all pairs from different organisations who have met. A meeting of a session counts as it was; a
coffee counts once one of its people says that they met.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from itertools import combinations

from folkmoot.between.coffee import invited
from folkmoot.between.models import CoffeePlace, CoffeeRound
from folkmoot.programme.models import Programme
from folkmoot.record.models import Meeting
from folkmoot.sense.small_numbers import THRESHOLD, suppress

Pair = frozenset[str]


@dataclass(frozen=True, slots=True)
class Point:
    """Coverage after something that took place: its name, and whole percents."""

    after: str
    percent: int


@dataclass(frozen=True, slots=True)
class Coverage:
    """How far a programme's people know each other, in whole percents, and how that grew.

    `percent` is None while there is nothing to tell, or too few people to tell it without pointing at somebody.
    `across` is the share of meetings between different organisations; None while nobody has met.
    """

    people: int
    percent: int | None
    across: int | None
    trend: tuple[Point, ...] = ()


def coverage_of(programme: Programme) -> Coverage:
    """How many of the pairs from different organisations have met so far."""
    where = {p.id: p.organisation_id for p in invited.people_of(programme) if p.organisation_id}
    possible = {frozenset(pair) for pair in combinations(where, 2) if where[pair[0]] != where[pair[1]]}
    if len(where) < THRESHOLD or not possible:
        return Coverage(len(where), None, None)
    met: set[Pair] = set()
    trend: dict[str, int] = {}
    for label, pair in _took_place(programme):
        met.add(pair)
        trend[label] = _percent(len(met & possible), len(possible))
    known = {pair for pair in met if pair <= set(where)}
    return Coverage(
        people=len(where),
        percent=_percent(len(met & possible), len(possible)),
        across=_percent(len(known & possible), len(known)) if known else None,
        trend=tuple(Point(label, percent) for label, percent in trend.items()),
    )


def met_in_words(round_: CoffeeRound) -> str:
    """How many matches of a round say that they met, told so that nobody can be worked out from it (8b.2)."""
    matches = round_.matches.count()
    met = round_.matches.filter(places__met=CoffeePlace.Met.YES).distinct().count()
    table = suppress({"met": met, "other": matches - met})
    if table.total is not None and table.rows[0].count is not None:
        return f"{met} of {matches} matches say that they met."
    if 2 * met > matches:
        return "Most matches say that they met."
    return f"{'Fewer than five' if met < THRESHOLD else 'Fewer than half of the'} matches say so yet."


def _took_place(programme: Programme) -> list[tuple[str, Pair]]:
    """Each pair who met, with the name of where, in order of time."""
    coffees = {round_.id: round_ for round_ in programme.coffee_rounds.all()}
    confirmed = _confirmed(programme)
    rows = Meeting.objects.filter(programme=programme).select_related("session").order_by("at", "id")
    found: list[tuple[datetime, str, Pair]] = []
    for row in rows:
        pair = frozenset({row.one_id, row.other_id})
        coffee = coffees.get(row.grouping)
        if coffee is None:
            found.append((row.at, row.session.title if row.session else "Another meeting", pair))
        elif (coffee.id, pair) in confirmed:
            found.append((row.at, f"Coffee round {coffee.number}", pair))
    return [(label, pair) for _, label, pair in found]


def _confirmed(programme: Programme) -> set[tuple[str, Pair]]:
    """The pairs of matches in which somebody said that they met."""
    rounds = CoffeePlace.objects.filter(round__programme=programme, met=CoffeePlace.Met.YES)
    said = set(rounds.exclude(match=None).values_list("match", flat=True))
    members: dict[tuple[str, str], list[str]] = {}
    for place in CoffeePlace.objects.filter(match__in=said).select_related("round"):
        members.setdefault((place.round_id, place.match_id or ""), []).append(place.person_id)
    return {(key[0], frozenset(pair)) for key, people in members.items() for pair in combinations(people, 2)}


def _percent(part: int, whole: int) -> int:
    return round(100 * part / whole)
