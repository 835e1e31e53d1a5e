"""What this room holds about a person, for the register of personal data: their part in coffees between sessions."""

from __future__ import annotations

from collections.abc import Iterable

from folkmoot.between.models import CoffeePause, CoffeePlace
from folkmoot.kit.personal_data import Erased, Found, Holding, Json


def find(person_id: str) -> Iterable[Found]:
    """Count what is held."""
    yield Found("round of coffees", CoffeePlace.objects.filter(person=person_id).count())
    yield Found("pause of coffees", CoffeePause.objects.filter(person=person_id).count())


def export(person_id: str) -> Json:
    """What a person may have: their own answers; with whom they were matched is counted, not named."""
    mine = CoffeePlace.objects.filter(person=person_id).select_related("round__programme").order_by("round__opens_on")
    pauses = CoffeePause.objects.filter(person=person_id).select_related("programme")
    given: dict[str, Json] = {
        "rounds of coffees": [_place(place) for place in mine],
        "pauses": [{"programme": each.programme.title, "until": each.until.isoformat()} for each in pauses],
    }
    return {kind: things for kind, things in given.items() if things} or None


def _place(place: CoffeePlace) -> Json:
    return {
        "programme": place.round.programme.title,
        "round": place.round.number,
        "takes part": place.get_joins_display(),
        "shares the address with the match": place.share_email,
        "offer": place.offer,
        "ask": place.ask,
        "matched": place.match_id is not None,
        "met": place.get_met_display(),
        "line about it": place.line,
    }


def erase(person_id: str) -> Iterable[Erased]:
    """Delete a person's part and pauses; the others of a match keep theirs."""
    yield Erased("round of coffees", deleted=CoffeePlace.objects.filter(person=person_id).delete()[0])
    yield Erased("pause of coffees", deleted=CoffeePause.objects.filter(person=person_id).delete()[0])


HOLDING = Holding(
    room="between",
    covers=frozenset(model._meta.label for model in (CoffeePlace, CoffeePause)),
    find=find,
    export=export,
    erase=erase,
)
