"""What a person does about coffees on their own page: take part or not, pause, write to the others, say how it went."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from django.db import transaction

from folkmoot.between.coffee import drawing, invited, notices
from folkmoot.between.coffee.course import OVER, clock_day, today_in
from folkmoot.between.models import CoffeePause, CoffeePlace, CoffeeRound
from folkmoot.kit.text import NOTE, PARA, length, over_by, tidy, tidy_lines
from folkmoot.people.limits import allow
from folkmoot.people.models import Person
from folkmoot.practice_kit.fields import Refused
from folkmoot.programme.models import Programme
from folkmoot.record.queries import ids_of

Asked = Mapping[str, str]
S = CoffeeRound.Status
GONE = "That round of coffees is over. Nothing has changed."
MESSAGES_A_DAY = 10
MET_WORDS = ((CoffeePlace.Met.YES, "Yes"), (CoffeePlace.Met.NOT_YET, "Not yet"), (CoffeePlace.Met.NO, "No"))
LONGEST_PAUSE = timedelta(days=366)


@dataclass(frozen=True)
class Coffee:
    """A round as one person sees it on their page. Nothing in it is known to anybody else, but for what they share."""

    place: CoffeePlace | None
    round: CoffeeRound
    until: str
    paused_until: date | None
    names: str
    companions: tuple[CoffeePlace, ...]
    addresses: bool
    reasons: tuple[str, ...]
    times: tuple[str, ...]
    unmet: str

    @property
    def asking(self) -> bool:
        """Whether one may still say yes or no."""
        return self.round.status == S.ASKING

    @property
    def may_say_met(self) -> bool:
        """Whether “Did you meet?” may be answered."""
        return bool(self.companions) and not self.asking


def coffees_of(person: Person) -> list[Coffee]:
    """The rounds that concern somebody now: open ones of their programmes, newest first."""
    places = CoffeePlace.objects.filter(person__in=ids_of(person)).exclude(round__status__in=(*OVER, S.SCHEDULED))
    found = places.select_related("round__programme", "match", "person").order_by("-round__opens_on")
    mine = [_coffee(place.round, person, place) for place in found]
    known = {coffee.round.id for coffee in mine}
    return [*_not_asked(person, known), *mine]


def _not_asked(person: Person, known: set[str]) -> list[Coffee]:
    """Rounds that somebody may still join although no mail asked them, because they pause."""
    pauses = CoffeePause.objects.filter(person__in=ids_of(person)).values("programme")
    asking = CoffeeRound.objects.filter(status=S.ASKING, programme__in=pauses).exclude(id__in=known)
    return [_coffee(round_, person, None) for round_ in asking.select_related("programme")]


def _coffee(round_: CoffeeRound, person: Person, place: CoffeePlace | None) -> Coffee:
    others = notices.companions(place) if place else []
    pause = CoffeePause.objects.filter(
        person__in=ids_of(person), programme=round_.programme, until__gte=today_in(round_.programme)
    ).first()
    return Coffee(
        place=place,
        round=round_,
        until=clock_day(round_.draws_on),
        paused_until=pause.until if pause else None,
        names=notices.and_(other.person.first_name for other in others),
        companions=tuple(others),
        addresses=bool(place and others and notices.shares_addresses(place)),
        reasons=tuple(drawing.REASONS[code] for code in (place.match.reasons if place and place.match else ())),
        times=tuple(notices.suggested_times(round_)) if others else (),
        unmet=notices.and_(drawing.wishes_not_kept(place)) if place else "",
    )


def pauses_of(person: Person) -> list[tuple[Programme, date | None]]:
    """The programmes whose coffees somebody has been asked to, and until when they pause each."""
    people = ids_of(person)
    places = CoffeePlace.objects.filter(person__in=people)
    programmes = Programme.objects.filter(coffee_rounds__places__in=places).distinct().order_by("title")
    pauses = dict(CoffeePause.objects.filter(person__in=people).values_list("programme", "until"))
    return [
        (each, until if (until := pauses.get(each.id)) and until >= today_in(each) else None) for each in programmes
    ]


# ── Deeds ────────────────────────────────────────────────────────────────────────────────────────────────────────


@transaction.atomic
def join(person: Person, asked: Asked) -> str:
    """Say yes or no to a round, with what one offers and asks for."""
    place = _place(person, asked, S.ASKING, make=True)
    yes = asked.get("joins") == "yes"
    place.joins = CoffeePlace.Joins.YES if yes else CoffeePlace.Joins.NO
    if yes:
        place.share_email = asked.get("share_email") == "yes"
        place.offer, place.ask = (_short(asked.get(box, ""), box) for box in ("offer", "ask"))
        CoffeePause.objects.filter(person=person, programme=place.round.programme).delete()
    place.save()
    day = clock_day(place.round.draws_on)
    return f"You are in. Who it is comes by mail on {day}." if yes else "Not this time. We ask again next round."


@transaction.atomic
def pause(person: Person, asked: Asked) -> str:
    """Not be asked until a day; it takes somebody out of a round that is not matched yet. History stays."""
    programme = _programme(person, asked)
    today = today_in(programme)
    try:
        until = date.fromisoformat(asked.get("until", ""))
    except ValueError as trouble:
        raise Refused("until", "Choose the last day of your pause.") from trouble
    if not today <= until <= today + LONGEST_PAUSE:
        raise Refused("until", "Choose a day from today on, within a year. You can pause again after that.")
    CoffeePause.objects.update_or_create(person=person, programme=programme, defaults={"until": until})
    places = CoffeePlace.objects.filter(person__in=ids_of(person), round__programme=programme, round__status=S.ASKING)
    places.update(joins=CoffeePlace.Joins.NO)
    return f"No coffees until {clock_day(until)}. Everybody you met stays remembered."


def resume(person: Person, asked: Asked) -> str:
    """End a pause early."""
    CoffeePause.objects.filter(person__in=ids_of(person), programme=_programme(person, asked)).delete()
    return "Your pause is over. We ask you at the next round."


@transaction.atomic
def say_met(person: Person, asked: Asked) -> str:
    """Say whether one met the others. A “no” needs no reason."""
    place = _place(person, asked, S.TALKING, S.CHECKING, S.NUDGED)
    if place.match is None or asked.get("met") not in (
        CoffeePlace.Met.YES,
        CoffeePlace.Met.NOT_YET,
        CoffeePlace.Met.NO,
    ):
        raise Refused("met", "Choose yes, not yet, or no.")
    place.met, place.line = asked["met"], _short(asked.get("line", ""), "line")
    place.save()
    return {"yes": "Good. Thank you for telling us.", "not_yet": "There is still time."}.get(place.met, "That is fine.")


def write_to(person: Person, asked: Asked) -> str:
    """Write to the others of one's match; nobody's address is shown."""
    place = _place(person, asked, S.TALKING, S.CHECKING, S.NUDGED)
    words = tidy_lines(asked.get("words", ""))
    if not words:
        raise Refused("words", "Write a line to pass on first.")
    if over := over_by(words, PARA):
        raise Refused(
            "words", f"That is {over} characters too many: {length(words)} of {PARA}. Shorten it and send again."
        )
    if not notices.companions(place):
        raise Refused("gone", GONE)
    if not allow("coffee message", place.id, MESSAGES_A_DAY, 24 * 3600):
        raise Refused(
            "too_often",
            f"That was {MESSAGES_A_DAY} messages today. Go on tomorrow, or share an address in one of them.",
        )
    with transaction.atomic():
        notices.pass_on(place, words)
    return f"Passed on to {notices.and_(other.person.first_name for other in notices.companions(place))}."


DEEDS: dict[str, Callable[[Person, Asked], str]] = {
    "coffee_join": join,
    "coffee_pause": pause,
    "coffee_resume": resume,
    "coffee_met": say_met,
    "coffee_write": write_to,
}


def _place(person: Person, asked: Asked, *status: str, make: bool = False) -> CoffeePlace:
    """One's own place in a round that is where it should be, locked."""
    round_ = CoffeeRound.objects.select_related("programme").filter(id=asked.get("round", "")).first()
    if round_ is None or round_.status not in status:
        raise Refused("gone", GONE)
    places = CoffeePlace.objects.filter(round=round_, person__in=ids_of(person))
    place = places.select_related("person", "match", "round__programme").first()
    if place is None and make and person in invited.people_of(round_.programme):
        place = CoffeePlace.objects.create(round=round_, person=person)
    if place is None:
        raise Refused("gone", GONE)
    return place


def _programme(person: Person, asked: Asked) -> Programme:
    programme = Programme.objects.filter(id=asked.get("programme", "")).first()
    if programme is None or person not in invited.people_of(programme):
        raise Refused("gone", "That programme has no coffees for you.")
    return programme


def _short(text: str, box: str) -> str:
    text = tidy(text)
    if over := over_by(text, NOTE):
        what = {"offer": "what you offer", "ask": "what you ask for", "line": "the line"}[box]
        raise Refused(box, f"There are {over} characters too many in {what}: {NOTE} fit. Shorten it and send again.")
    return text
