"""The course of a round: scheduled by the host, carried on by the clock, each step once and with its mails.

`advance` runs in the background of every server process. A round is locked while it moves, so that two processes at
once do each thing once; what a stopped server missed is done when it is back.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

from django.db import transaction
from django.db.models import Max, QuerySet

from folkmoot.between.coffee import drawing, invited, notices
from folkmoot.between.models import CoffeePlace, CoffeeRound
from folkmoot.kit import time as clock
from folkmoot.people.retention import keep
from folkmoot.practice_kit.fields import Refused
from folkmoot.programme.models import Programme
from folkmoot.record import meetings

S = CoffeeRound.Status
OVER = (S.CLOSED, S.CANCELLED)
TO_ANSWER, TO_MEET, TO_CLOSE = timedelta(days=2), timedelta(days=7), timedelta(days=7)
"""The usual days between asking and matching, matching and “Did you meet?”, and that and the end."""
LONGEST = timedelta(days=120)


def usual_days(opens_on: date) -> tuple[date, date, date]:
    """When to match, when to ask whether people met, and when to close, for a round that opens on a day."""
    return opens_on + TO_ANSWER, opens_on + TO_ANSWER + TO_MEET, opens_on + TO_ANSWER + TO_MEET + TO_CLOSE


@transaction.atomic
def schedule(
    programme: Programme,
    *,
    opens_on: date,
    draws_on: date,
    asks_on: date,
    form: str = CoffeeRound.Form.PAIRS,
    use_offers: bool = False,
) -> CoffeeRound:
    """Schedule a round. One whose day has come is opened at once.

    Raises:
        Refused: when the days are not in order or have passed, or another round of the programme is still open.
    """
    Programme.objects.select_for_update().get(id=programme.id)
    _must_be_in_order(programme, opens_on, draws_on, asks_on)
    rounds = CoffeeRound.objects.filter(programme=programme)
    closes_on = asks_on + TO_CLOSE
    other = rounds.exclude(status__in=OVER).filter(closes_on__gt=opens_on, opens_on__lt=closes_on).first()
    if other is not None:
        raise Refused(
            "open",
            f"Round {other.number} lasts until {clock_day(other.closes_on)}. Choose a later day, or cancel that round.",
        )
    made = CoffeeRound.objects.create(
        programme=programme,
        number=(rounds.aggregate(last=Max("number"))["last"] or 0) + 1,
        form=form,
        use_offers=use_offers,
        opens_on=opens_on,
        draws_on=draws_on,
        asks_on=asks_on,
        closes_on=closes_on,
    )
    if opens_on <= today_in(programme):
        _open(made)
    return made


def _must_be_in_order(programme: Programme, opens_on: date, draws_on: date, asks_on: date) -> None:
    if opens_on < today_in(programme):
        raise Refused("opens_on", "That day has passed. Choose today or a later day.")
    if draws_on <= opens_on:
        raise Refused("draws_on", "People need at least a day to answer. Match on a later day than you ask.")
    if asks_on <= draws_on:
        raise Refused("asks_on", "People need at least a day to meet. Ask “Did you meet?” later than you match.")
    if asks_on - opens_on > LONGEST:
        raise Refused("asks_on", "A round lasts at most four months. Choose an earlier day.")


@transaction.atomic
def cancel(round_id: str) -> None:
    """Call a round off before anybody was matched; whoever was asked is told.

    Raises:
        Refused: when matches were sent already.
    """
    round_ = CoffeeRound.objects.select_for_update().get(id=round_id)
    if round_.status not in (S.SCHEDULED, S.ASKING):
        raise Refused("matched", "The matches are out, so this round runs its course.")
    if round_.status == S.ASKING:
        for place in round_.places.exclude(joins=CoffeePlace.Joins.NO).select_related("person"):
            notices.tell_called_off(round_, place.person)
    round_.status = S.CANCELLED
    round_.save()


def advance() -> None:
    """Do everything that is due, in every programme."""
    notices.forget_passed_on()
    _forget_old_rounds()
    for round_id in CoffeeRound.objects.exclude(status__in=OVER).values_list("id", flat=True):
        advance_one(round_id)


def _forget_old_rounds() -> None:
    """Delete rounds when the time for which who has met whom is kept is over; the record forgets the meetings."""
    CoffeeRound.objects.filter(status__in=OVER, closes_on__lt=clock.utc_now().date() - keep("meetings")).delete()


@transaction.atomic
def advance_one(round_id: str) -> None:
    """Carry one round on as far as its days allow."""
    round_ = CoffeeRound.objects.select_for_update(of=("self",)).select_related("programme").get(id=round_id)
    now = clock.utc_now()
    while (due := _due(round_)) and now >= round_.moment(due[0]):
        due[1](round_)
    if round_.status == S.ASKING:
        _ask(round_)


def _due(round_: CoffeeRound) -> tuple[date, Callable[[CoffeeRound], None]] | None:
    """The day of the next step, and the step; None when it is over."""
    return {
        S.SCHEDULED: (round_.opens_on, _open),
        S.ASKING: (round_.draws_on, _match),
        S.TALKING: (round_.asks_on, _check),
        S.CHECKING: (round_.nudges_on, _nudge),
        S.NUDGED: (round_.closes_on, _close),
    }.get(S(round_.status))


def _open(round_: CoffeeRound) -> None:
    _ask(round_)
    _now(round_, S.ASKING)


def _ask(round_: CoffeeRound) -> None:
    """Ask everybody who was not asked yet; who books meanwhile is asked as well."""
    for person in invited.to_ask(round_):
        CoffeePlace.objects.create(round=round_, person=person)
        notices.tell_asked(round_, person)


def _match(round_: CoffeeRound) -> None:
    drawing.draw(round_)
    _now(round_, S.TALKING)
    for place in invited.joined(round_):
        notices.tell_matched(round_, place)


def _check(round_: CoffeeRound) -> None:
    for place in _matched(round_).filter(met=CoffeePlace.Met.UNSAID):
        notices.tell_did_you_meet(round_, place)
    _now(round_, S.CHECKING)


def _nudge(round_: CoffeeRound) -> None:
    """Once, and only where nobody of a match has said yes or no."""
    said = round_.places.filter(met__in=(CoffeePlace.Met.YES, CoffeePlace.Met.NO)).exclude(match=None)
    for place in _matched(round_).exclude(match__in=said.values("match")):
        notices.tell_nudge(round_, place)
    _now(round_, S.NUDGED)


def _close(round_: CoffeeRound) -> None:
    """Forget the meetings that did not take place, so that those people may be matched again."""
    for match in round_.matches.prefetch_related("places"):
        said = {place.met for place in match.places.all()}
        if CoffeePlace.Met.NO in said and CoffeePlace.Met.YES not in said:
            members = sorted(place.person_id for place in match.places.all())
            meetings.forget(round_.id, [(a, b) for place, a in enumerate(members) for b in members[place + 1 :]])
    _now(round_, S.CLOSED)


def _matched(round_: CoffeeRound) -> QuerySet[CoffeePlace]:
    return round_.places.exclude(match=None).select_related("person", "match").order_by("person")


def _now(round_: CoffeeRound, status: CoffeeRound.Status) -> None:
    round_.status = status
    round_.save()


def today_in(programme: Programme) -> date:
    """The day it is in a programme's zone."""
    return clock.utc_to_local(clock.utc_now(), programme.zone).date()


def clock_day(day: date) -> str:
    """A day as people say it: “Friday 14 February”."""
    return f"{day:%A} {day.day} {day:%B}"
