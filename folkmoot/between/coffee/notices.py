"""The mails of a coffee round. Their buttons lead to one's own page; opening it changes nothing (8b.7)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, time, timedelta
from typing import Any

from folkmoot.between.models import CoffeePlace, CoffeeRound
from folkmoot.kit.text import tidy_lines
from folkmoot.kit.time import clock
from folkmoot.people.identity import link_token
from folkmoot.people.models import Person
from folkmoot.programme.mail import absolute, post
from folkmoot.programme.models import Mail

PROMPTS = (
    "Who are you, and where do you do what you do?",
    "What has caught your interest in the programme so far?",
    "One thing you could offer, and one you’d like a hand with",
    "Something human: what do you put off doing?",
)
"""What to talk about. The last is spoken only: there is no box for it anywhere."""
PASSED_ON = "Passed on. No copy is kept."
HOURS = (time(12, 30), time(9, 30), time(16, 0))
"""Of the three times that are suggested, on three working days after the match."""


def tell_asked(round_: CoffeeRound, person: Person) -> None:
    """Ask whether somebody takes part."""
    _tell("coffee_asked", round_, person, until=_day(round_.draws_on), offers=round_.use_offers)


def tell_called_off(round_: CoffeeRound, person: Person) -> None:
    """Say that there will be no matches this time."""
    _tell("coffee_called_off", round_, person)


def tell_matched(round_: CoffeeRound, place: CoffeePlace) -> None:
    """Say with whom; with addresses only where all of a match agreed to that."""
    others = companions(place)
    if not others:
        _tell("coffee_alone", round_, place.person)
        return
    people = [(other.person.first_name, other.person.email) for other in others]
    _tell(
        "coffee_matched",
        round_,
        place.person,
        names=and_(name for name, _ in people),
        addresses=people if shares_addresses(place) else [],
        times=suggested_times(round_),
        prompts=PROMPTS,
    )


def tell_did_you_meet(round_: CoffeeRound, place: CoffeePlace) -> None:
    """Ask whether they met."""
    _tell(
        "coffee_did_you_meet", round_, place.person, names=and_(other.person.first_name for other in companions(place))
    )


def tell_nudge(round_: CoffeeRound, place: CoffeePlace) -> None:
    """Ask once more, and never again."""
    _tell("coffee_nudge", round_, place.person, names=and_(other.person.first_name for other in companions(place)))


def pass_on(place: CoffeePlace, words: str) -> None:
    """Pass a message on to the others of a match, without anybody's address.

    A mail's text has marks of its own at the beginning of a line (a heading, a button): they are taken off what
    somebody wrote, so that nobody puts a button into our mails.
    """
    lines = [line.lstrip("#>*|-_ ") for line in tidy_lines(words).split("\n")]
    for other in companions(place):
        _tell(
            "coffee_message", place.round, other.person, sender=place.person.first_name, lines=[x for x in lines if x]
        )


def forget_passed_on() -> None:
    """Take the words out of messages that have been passed on: no copy of them is kept."""
    sent = Mail.objects.filter(kind="coffee_message", status=Mail.Status.SENT).exclude(text=PASSED_ON)
    sent.update(text=PASSED_ON, html="")


def companions(place: CoffeePlace) -> list[CoffeePlace]:
    """The others of somebody's match, by name."""
    if place.match is None:
        return []
    others = place.match.places.exclude(id=place.id).select_related("person")
    return list(others.order_by("person__name"))


def shares_addresses(place: CoffeePlace) -> bool:
    """Whether everybody in somebody's match agreed that the others see their address."""
    return place.share_email and all(other.share_email and other.person.email for other in companions(place))


def suggested_times(round_: CoffeeRound) -> list[str]:
    """Three times on working days soon after the match, for those who would rather not start from nothing."""
    days = [round_.draws_on + timedelta(days=after) for after in range(2, 12)]
    working = [day for day in days if day.weekday() < 5][:5:2]
    return [f"{day:%A} {day.day} {day:%B}, {clock(hour)}" for day, hour in zip(working, HOURS, strict=True)]


def and_(names: Iterable[str]) -> str:
    """Names as they are said: “Dee”, “Dee and Ken”."""
    return " and ".join(names)


def _day(day: date) -> str:
    return f"{day:%A} {day.day} {day:%B}"


def _tell(kind: str, round_: CoffeeRound, person: Person, **context: Any) -> None:
    url = absolute(f"/me/{link_token(person)}/?to=coffee#coffee")
    post(kind, person, None, url=url, programme=round_.programme, **context)
