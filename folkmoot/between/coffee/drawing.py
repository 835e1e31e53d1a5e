"""Making the matches of a round: new to one another, from different organisations, private wishes kept in silence."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from itertools import combinations, permutations

from django.db import transaction

from folkmoot.between.coffee import invited
from folkmoot.between.models import CoffeeMatch, CoffeePlace, CoffeeRound
from folkmoot.kit import time as clock
from folkmoot.matching import COFFEE, Apart, Form, Meeting, Person, Problem, Round, Wish, new_seed, next_round
from folkmoot.matching.sizes import coffee_size
from folkmoot.people.models import MeetingWish
from folkmoot.record import meetings
from folkmoot.sense.offers import shared_words

Pair = tuple[str, str]
FORMS = {CoffeeRound.Form.PAIRS: Form.PAIRS, CoffeeRound.Form.THREES: Form.THREES}
REASONS = {
    "your_ask_their_offer": "Your ask, their offer",
    "new_to_each_other": "You have not met in this programme yet",
    "different_organisations": "You come from different organisations",
    "different_sectors": "You work in different sectors",
    "met_before": "You have met before: everybody else had, too",
}
"""Why people were put together, as each of them may read it. Nothing here ever comes from a private wish."""


@transaction.atomic
def draw(round_: CoffeeRound, *, seed: int | None = None) -> None:
    """Make the matches, remember them as meetings, and store what repeats and explains the draw.

    Fewer than two people make no match.
    """
    places = invited.joined(round_)
    if len(places) < 2:
        round_.report = {"people": len(places), "words": []}
        return
    best = _best(round_, places, new_seed() if seed is None else seed)
    round_.seed = best.seed
    round_.report = {"people": len(places), "words": list(best.in_words()), "draw": _explanation(best)}
    by_person = {place.person_id: place for place in places}
    met = {tuple(sorted((each.first, each.second))) for each in _met(round_, by_person)}
    for group in best.groups:
        members = [by_person[member] for member in group.members]
        match = CoffeeMatch.objects.create(round=round_, number=group.number, reasons=_reasons(round_, members, met))
        CoffeePlace.objects.filter(id__in=[place.id for place in members]).update(match=match)
    pairs = [pair for group in best.groups for pair in combinations(group.members, 2)]
    meetings.remember(round_.programme_id, round_.id, pairs, clock.utc_now())


def problem_of(round_: CoffeeRound, places: Sequence[CoffeePlace]) -> Problem:
    """What the engine is asked: who said yes, what they share, whom they met, and what they asked for in private.

    Who manages whom is kept as silent as a wish.
    """
    ids = [place.person_id for place in places]
    wishes = MeetingWish.objects.filter(person__in=ids, apart_from__in=ids)
    return Problem(
        people=[_person(place) for place in places],
        size=coffee_size(FORMS[CoffeeRound.Form(round_.form)]),
        meetings=_met(round_, ids),
        weights=COFFEE,
        wishes=[Apart(wish.person_id, wish.apart_from_id) for wish in wishes],
        odd_before=_odd_before(round_),
    )


def wishes_not_kept(place: CoffeePlace) -> list[str]:
    """First names of those whom somebody is with although they asked not to be: for their eyes alone (8b.1)."""
    if place.match is None:
        return []
    others = [each.person_id for each in place.match.places.all() if each.person_id != place.person_id]
    wishes = MeetingWish.objects.filter(person=place.person, apart_from__in=others, manages=False)
    return [wish.apart_from.first_name for wish in wishes.select_related("apart_from")]


def answered_asks(places: Iterable[CoffeePlace]) -> list[Pair]:
    """Who asks for something that another offers, as (who asks, who offers), by id."""
    return [
        (one.person_id, other.person_id)
        for one, other in permutations(places, 2)
        if one.ask and other.offer and shared_words(one.ask, other.offer)
    ]


def _best(round_: CoffeeRound, places: Sequence[CoffeePlace], seed: int) -> Round:
    """The draw; where the host wants offers and asks to count, with such two together wherever that is cheap.

    It may cost a shared sector for each, but never a repeat, a colleague or a private wish.
    """
    problem = problem_of(round_, places)
    best = next_round(problem, seed)
    most, together = best.cost, list[Pair]()
    for pair in answered_asks(places) if round_.use_offers else ():
        if any(set(pair) & set(other) for other in together):
            continue
        found = next_round(replace(problem, together=[*together, pair]), seed)
        kept = all(broken.wish is not Wish.TOGETHER for broken in found.broken)
        if kept and found.cost <= most + COFFEE.sector and _unmet(found) <= _unmet(best):
            best, most, together = found, max(most, found.cost), [*together, pair]
    return best


def _unmet(found: Round) -> int:
    return sum(len(others) for others in found.unmet_wishes.values())


def _explanation(found: Round) -> dict[str, object]:
    """What is stored to repeat and explain the draw; nothing in it tells of a private wish."""
    return {
        "seed": found.seed,
        "input_hash": found.input_hash,
        "cost": found.cost,
        "repeats": found.repeats,
        "bound": found.bound,
        "same_organisation": found.same_organisation_pairs,
        "groups": {str(group.number): list(group.members) for group in found.groups},
        "reasons": [{"code": str(r.code), "people": list(r.people), "detail": r.detail} for r in found.reasons],
    }


def _person(place: CoffeePlace) -> Person:
    person = place.person
    where = person.organisation
    sector = person.sector or (where.sector if where else "")
    party = person.bookings.filter(party__isnull=False).order_by("-booked_at").values_list("party", flat=True).first()
    return Person(person.id, organisation=where.name.casefold() if where else "", sector=sector, party=party or "")


def _met(round_: CoffeeRound, people: Iterable[str]) -> list[Meeting]:
    return meetings.met_before(round_.programme_id, list(people))


def _odd_before(round_: CoffeeRound) -> Mapping[str, int]:
    """How often each was in an odd group of earlier rounds, so that the next time it is somebody else."""
    earlier = CoffeeMatch.objects.filter(round__programme=round_.programme, round__number__lt=round_.number)
    odd: Counter[str] = Counter()
    for match in earlier.select_related("round").prefetch_related("places"):
        members = [place.person_id for place in match.places.all()]
        if len(members) != coffee_size(FORMS[CoffeeRound.Form(match.round.form)]).target:
            odd.update(members)
    return odd


def _reasons(round_: CoffeeRound, members: Sequence[CoffeePlace], met: set[tuple[str, ...]]) -> list[str]:
    people = [_person(place) for place in members]
    pairs = list(combinations(people, 2))
    known = [tuple(sorted((one.id, other.id))) in met for one, other in pairs]
    reasons = ["your_ask_their_offer"] if round_.use_offers and answered_asks(members) else []
    reasons.append("met_before" if any(known) else "new_to_each_other")
    for reason, values in (
        ("different_organisations", [person.organisation for person in people]),
        ("different_sectors", [person.sector for person in people]),
    ):
        if all(values) and len(set(values)) == len(values):
            reasons.append(reason)
    return reasons
