"""The host's page for coffees between sessions: start or schedule a round, see how it goes, coverage in numbers.

It shows no matches, no answers of anybody, and no list of who has not met whom (practice guide, B14).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from folkmoot.between.coffee import course, invited
from folkmoot.between.coffee.coverage import coverage_of, met_in_words
from folkmoot.between.forms import CoffeeRoundForm
from folkmoot.between.models import CoffeeRound
from folkmoot.people.identity import person_of
from folkmoot.practice_kit.fields import Refused
from folkmoot.programme.access import facilitators_only, programme_roles, runs_coffees
from folkmoot.programme.models import Programme, Role

SEES_COVERAGE = frozenset({Role.LEAD.value})


@dataclass(frozen=True, slots=True)
class Shown:
    """A round as the host sees it: its days, how many were asked and said yes, how good the draw is, in words."""

    round: CoffeeRound
    asked: int
    joined: int
    words: tuple[str, ...]
    met: str
    next_day: date | None
    next_what: str
    may_cancel: bool


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@facilitators_only
def coffee_desk(request: HttpRequest, slug: str) -> HttpResponse:
    """See and start rounds of coffees; without JavaScript."""
    programme, roles = _programme_for(request, slug)
    today = course.today_in(programme)
    form = CoffeeRoundForm(today, request.POST if request.POST.get("do") == "schedule" else None)
    if request.method == "POST" and (answer := _act(request, programme, form)):
        return answer
    rounds = [_shown(round_) for round_ in programme.coffee_rounds.order_by("-number")]
    context = {
        "programme": programme,
        "form": form,
        "rounds": rounds,
        "people": len(invited.people_of(programme)),
        "coverage": coverage_of(programme) if roles & SEES_COVERAGE else None,
    }
    return render(request, "between/coffee_desk.html", context, status=422 if form.errors else 200)


def _programme_for(request: HttpRequest, slug: str) -> tuple[Programme, frozenset[str]]:
    programme = Programme.objects.filter(slug=slug).first()
    if programme is None:
        raise Http404("There is no such programme.")
    person = person_of(request)
    if not runs_coffees(person, programme):
        raise PermissionDenied("The lead or the producer of the programme runs its coffees.")
    return programme, programme_roles(person, programme)


def _act(request: HttpRequest, programme: Programme, form: CoffeeRoundForm) -> HttpResponse | None:
    """Do what a button asks; None when the form has to be shown again."""
    try:
        if request.POST.get("do") == "cancel":
            _cancel(programme, request.POST.get("round", ""))
            messages.success(request, "The round is called off. Whoever was asked gets a mail.")
            return redirect("coffee_desk", programme.slug)
        if form.is_valid():
            made = course.schedule(programme, **form.cleaned_data)
            messages.success(request, _said(made))
            return redirect("coffee_desk", programme.slug)
    except Refused as refused:
        if request.POST.get("do") == "cancel":
            messages.error(request, refused.message)
            return redirect("coffee_desk", programme.slug)
        form.add_error(refused.code if refused.code in form.fields else None, refused.message)
    return None


def _cancel(programme: Programme, round_id: str) -> None:
    if not programme.coffee_rounds.filter(id=round_id).exists():
        raise Refused("gone", "That round is not one of this programme. Nothing has changed.")
    course.cancel(round_id)


def _said(made: CoffeeRound) -> str:
    if made.status == CoffeeRound.Status.ASKING:
        asked = made.places.count()
        people = "person has" if asked == 1 else "people have"
        return f"{asked} {people} been asked. Matches go out on {course.clock_day(made.draws_on)}."
    return f"Round {made.number} opens on {course.clock_day(made.opens_on)} at nine."


def _shown(round_: CoffeeRound) -> Shown:
    day, what = {
        CoffeeRound.Status.SCHEDULED: (round_.opens_on, "people are asked"),
        CoffeeRound.Status.ASKING: (round_.draws_on, "matches are made and sent"),
        CoffeeRound.Status.TALKING: (round_.asks_on, "“Did you meet?” is asked"),
        CoffeeRound.Status.CHECKING: (round_.nudges_on, "it is asked once more"),
        CoffeeRound.Status.NUDGED: (round_.closes_on, "the round closes"),
    }.get(CoffeeRound.Status(round_.status), (None, ""))
    matched = bool(round_.matches.all())
    asked_whether_met = round_.status in (
        CoffeeRound.Status.CHECKING,
        CoffeeRound.Status.NUDGED,
        CoffeeRound.Status.CLOSED,
    )
    return Shown(
        round=round_,
        asked=round_.places.count(),
        joined=round_.places.filter(joins="yes").count(),
        words=tuple(round_.report.get("words", ())),
        met=met_in_words(round_) if matched and asked_whether_met else "",
        next_day=day,
        next_what=what,
        may_cancel=round_.status in (CoffeeRound.Status.SCHEDULED, CoffeeRound.Status.ASKING),
    )
