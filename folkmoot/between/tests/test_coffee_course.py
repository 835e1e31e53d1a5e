"""The course of coffees: did people meet, pauses, the clock, and who has met whom. Scenario B names the tests."""

from datetime import date, timedelta

import pytest

from folkmoot.between.coffee import course
from folkmoot.between.coffee.coverage import coverage_of, met_in_words
from folkmoot.between.models import CoffeePause, CoffeePlace, CoffeeRound
from folkmoot.between.tests.coffees import ASKED_ON, CHECKED_ON, CORE, MATCHED_ON, Coffees
from folkmoot.people.models import Organisation
from folkmoot.practice_kit.fields import Refused
from folkmoot.programme import timer
from folkmoot.programme.tests.bookings import Clock
from folkmoot.record.meetings import met_before
from folkmoot.record.models import Meeting

pytestmark = pytest.mark.django_db(databases="__all__")


# ── Did you meet? ────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.scenario
def test_b06_did_you_meet_and_a_single_nudge(coffees: Coffees) -> None:
    round_ = coffees.matched(*CORE[:22])
    coffees.on(CHECKED_ON)
    assert coffees.mails("coffee_did_you_meet") == sorted(CORE[:22])
    matches = coffees.matches(round_)
    for match in matches[:9]:
        coffees.met(round_, match[0])
    coffees.met(round_, matches[9][0], "not_yet")
    for days in (3, 4, 5):
        coffees.on(CHECKED_ON + timedelta(days=days))
    assert coffees.mails("coffee_nudge") == sorted([*matches[9], *matches[10]])
    coffees.on(CHECKED_ON + timedelta(days=7))
    round_.refresh_from_db()
    assert round_.status == CoffeeRound.Status.CLOSED
    assert len(coffees.mails("coffee_nudge")) == 4


@pytest.mark.scenario
def test_b06_a_no_needs_no_reason_and_ends_the_asking(coffees: Coffees) -> None:
    round_ = coffees.matched("Bea", "Dee")
    coffees.on(CHECKED_ON)
    assert "That is fine." in coffees.says("Bea", do="coffee_met", round=round_.id, met="no")
    coffees.on(CHECKED_ON + timedelta(days=3))
    assert coffees.mails("coffee_nudge") == []


def test_a_meeting_that_did_not_happen_is_forgotten_at_the_end(coffees: Coffees) -> None:
    round_ = coffees.matched("Bea", "Ken", "Ife", "Ben")
    (one, _), second = coffees.matches(round_)
    coffees.says(one, do="coffee_met", round=round_.id, met="no")
    coffees.on(CHECKED_ON)
    coffees.on(round_.closes_on)
    kept = Meeting.objects.filter(grouping=round_.id)
    assert {kept.get().one.first_name, kept.get().other.first_name} == set(second)


def test_an_answer_that_is_none_is_refused(coffees: Coffees) -> None:
    round_ = coffees.matched("Bea", "Dee")
    assert "Choose yes, not yet, or no" in coffees.says("Bea", do="coffee_met", round=round_.id, met="maybe")


def test_the_line_about_it_stays_with_who_wrote_it(coffees: Coffees) -> None:
    round_ = coffees.matched("Bea", "Dee")
    coffees.says("Bea", do="coffee_met", round=round_.id, met="yes", line="We talked about swimming")
    assert "We talked about swimming" in coffees.page("Bea")
    assert "We talked about swimming" not in coffees.page("Dee")


# ── Pausing ──────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.scenario
def test_b10_a_pause_keeps_history_and_ends_by_itself(coffees: Coffees) -> None:
    first = coffees.matched("Bea", "Ken", "Ife", "Ben")
    march, april = date(2027, 3, 17), date(2027, 4, 20)
    coffees.on(march - timedelta(days=2))
    assert "Everybody you met stays remembered" in coffees.says(
        "Bea", do="coffee_pause", programme=coffees.programme.id, until="2027-04-10"
    )
    before = len(coffees.mails("coffee_asked"))
    coffees.starts(march)
    asked = coffees.mails("coffee_asked")
    assert (len(asked) - before, asked.count("Bea")) == (23, 1)
    assert Meeting.objects.filter(grouping=first.id).count() == 2
    coffees.on(april - timedelta(days=1))
    fourth = coffees.starts(april)
    assert coffees.mails("coffee_asked").count("Bea") == 2
    assert coffees.place(fourth, "Bea").joins == ""


def test_a_pause_takes_somebody_out_of_a_round_that_is_not_matched_yet(coffees: Coffees) -> None:
    round_ = coffees.starts()
    coffees.join(round_, "Bea", "Dee", "Ken")
    coffees.says("Bea", do="coffee_pause", programme=coffees.programme.id, until="2027-02-10")
    assert "You pause coffees until" in coffees.page("Bea") or "Not this time" in coffees.page("Bea")
    coffees.on(MATCHED_ON)
    assert coffees.matches(round_) == [["Dee", "Ken"]]


def test_saying_yes_ends_a_pause_and_so_does_the_button(coffees: Coffees) -> None:
    round_ = coffees.starts()
    pause = {"do": "coffee_pause", "programme": coffees.programme.id, "until": "2027-02-10"}
    coffees.says("Bea", **pause)
    coffees.join(round_, "Bea")
    coffees.says("Ken", **pause)
    assert "End the pause" in coffees.page("Ken")
    coffees.says("Ken", do="coffee_resume", programme=coffees.programme.id)
    assert not CoffeePause.objects.exists()


@pytest.mark.parametrize("until", ["", "soon", "2027-01-16", "2029-01-01", "2027-02-30"])
def test_a_pause_needs_a_day_to_come_within_a_year(coffees: Coffees, until: str) -> None:
    coffees.starts()
    said = coffees.says("Bea", do="coffee_pause", programme=coffees.programme.id, until=until)
    assert "Choose" in said
    assert not CoffeePause.objects.exists()


# ── The host, the clock, the memory ──────────────────────────────────────────────────────────────────────────────


def test_the_timer_carries_rounds_on(coffees: Coffees) -> None:
    round_ = coffees.starts()
    coffees.join(round_, "Bea", "Dee")
    coffees.clock.at(round_.moment(MATCHED_ON))
    timer.sweep()
    assert coffees.matches(round_) == [["Bea", "Dee"]]


def test_nothing_is_done_twice_and_a_stopped_server_catches_up(coffees: Coffees) -> None:
    round_ = coffees.starts()
    coffees.join(round_, "Bea", "Dee")
    coffees.on(CHECKED_ON)
    coffees.on(CHECKED_ON)
    assert coffees.mails("coffee_matched") == ["Bea", "Dee"]
    assert coffees.mails("coffee_did_you_meet") == ["Bea", "Dee"]


def test_nine_in_the_morning_is_that_of_the_programme_also_when_the_clocks_change(coffees: Coffees) -> None:
    round_ = coffees.starts(date(2027, 3, 27))  # the clocks go forward on the 28th
    assert round_.moment(round_.opens_on).hour == 9
    assert round_.moment(round_.draws_on).hour == 8


@pytest.mark.parametrize(
    ("days", "field"),
    [((-1, 2, 9), "opens_on"), ((0, 0, 9), "draws_on"), ((0, 2, 2), "asks_on"), ((0, 2, 200), "asks_on")],
)
def test_days_out_of_order_are_refused(coffees: Coffees, days: tuple[int, int, int], field: str) -> None:
    coffees.on(ASKED_ON)
    opens_on, draws_on, asks_on = (ASKED_ON + timedelta(days=after) for after in days)
    with pytest.raises(Refused) as refused:
        course.schedule(coffees.programme, opens_on=opens_on, draws_on=draws_on, asks_on=asks_on)
    assert refused.value.code == field


def test_two_rounds_never_overlap(coffees: Coffees) -> None:
    round_ = coffees.starts()
    with pytest.raises(Refused, match="Round 1 lasts until"):
        coffees.starts(ASKED_ON + timedelta(days=5))
    coffees.on(round_.closes_on)
    assert coffees.starts(round_.closes_on).number == 2


def test_a_round_can_be_called_off_until_it_is_matched(coffees: Coffees) -> None:
    round_ = coffees.starts()
    coffees.join(round_, "Ken", joins="no")
    course.cancel(round_.id)
    assert "Bea" in coffees.mails("coffee_called_off")
    assert "Ken" not in coffees.mails("coffee_called_off")
    assert "A coffee with somebody new?" not in coffees.page("Bea")
    second = coffees.matched("Bea", "Dee", opens_on=ASKED_ON + timedelta(days=1))
    with pytest.raises(Refused, match="The matches are out"):
        course.cancel(second.id)


def test_a_round_is_forgotten_after_a_year(coffees: Coffees) -> None:
    round_ = coffees.matched("Bea", "Ken")
    coffees.on(round_.closes_on)
    coffees.on(round_.closes_on + timedelta(days=365))
    assert CoffeePlace.objects.exists()
    coffees.on(round_.closes_on + timedelta(days=366))
    assert not CoffeeRound.objects.exists()
    assert not CoffeePlace.objects.exists()


def test_matches_are_remembered_with_their_round(coffees: Coffees) -> None:
    coffees.matched("Bea", "Ken")
    ids = [coffees[name].id for name in ("Bea", "Ken", "Dee")]
    since = {frozenset((m.first, m.second)): m.rounds_since for m in met_before(coffees.programme.id, ids)}
    assert since[frozenset((coffees["Bea"].id, coffees["Ken"].id))] == 1
    assert since[frozenset((coffees["Bea"].id, coffees["Dee"].id))] == 2


# ── Who has met whom ─────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.scenario
def test_b14_coverage_is_one_number_and_a_trend(coffees: Coffees) -> None:
    # Of 276 pairs, 36 are colleagues. In the session 12 pairs of neighbours met, all of different organisations.
    assert coverage_of(coffees.programme).percent == 5
    round_ = coffees.matched(*CORE)
    assert coverage_of(coffees.programme).percent == 5  # matched is not met
    for match in coffees.matches(round_):
        coffees.met(round_, match[0])
    found = coverage_of(coffees.programme)
    assert [(point.after, point.percent) for point in found.trend] == [("Introduction", 5), ("Coffee round 1", 10)]
    assert (found.people, found.percent, found.across) == (24, 10, 100)


@pytest.mark.scenario
def test_b14_the_share_across_organisations_counts_colleagues_who_met(coffees: Coffees) -> None:
    coffees.met_in_session([("Bea", CORE[6]), ("Dee", CORE[7]), ("Ife", CORE[8])], grouping="second")
    assert coverage_of(coffees.programme).across == 80


@pytest.mark.scenario
def test_b14_few_people_are_not_told_in_numbers(monkeypatch: pytest.MonkeyPatch) -> None:
    few = Coffees(Clock(monkeypatch), people=4)
    few.met_in_session([("Bea", "Dee")])
    assert coverage_of(few.programme).percent is None
    one = Coffees(Clock(monkeypatch), people=8, slug="one-organisation")
    for person in one.people.values():
        person.organisation = Organisation.objects.get(name="Ashwell School")
        person.save()
    assert coverage_of(one.programme).percent is None


def test_how_many_met_is_told_so_that_nobody_is_pointed_at(coffees: Coffees) -> None:
    round_ = coffees.matched(*CORE[:22])
    said = []
    for match in coffees.matches(round_):
        said.append(met_in_words(round_))
        coffees.met(round_, match[0])
    assert said[1] == "Fewer than five matches say so yet."
    assert said[9] == "Most matches say that they met."
    assert met_in_words(round_) == "11 of 11 matches say that they met."
