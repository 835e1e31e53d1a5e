"""B03 to B14 and B20 to B21: meeting, coffees between sessions, and what is remembered, from January to May.

Each month is played once, in its order, when a test asks for it or for a later one. Not here is what needs practices
that are not built yet: B13 (framing, P23) and, of B09's table, the balcony and the future scene.
"""

from __future__ import annotations

import asyncio
import html
import json
import re
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace

import pytest
from pytest_django import DjangoDbBlocker

from folkmoot.between.models import CoffeePlace, CoffeeRound
from folkmoot.commands.demo_people import LEAD, PRODUCER
from folkmoot.practice_kit.wire.ops import PutEntry, SetStage
from folkmoot.record.models import Attendance, Entry, Meeting
from folkmoot.rehearsal.line import Line
from tests.scenario.clock import SharedClock
from tests.scenario.clocked_server import CLOCK_FILE
from tests.scenario.series import CORE, DROP_INS, LONDON, Pair, Series, item_of, moments_of
from tests.scenario.somebody import words_of
from tests.serving import serving

Seen = SimpleNamespace
ATTEND = CORE[:21]
OPT_IN = CORE[:22]
PROMISE = "Ring the leisure centre about its Tuesday hall"


@pytest.fixture(scope="module")
def series(tmp_path_factory: pytest.TempPathFactory, django_db_blocker: DjangoDbBlocker) -> Iterator[Series]:
    """The programme with everybody's places, and nothing played yet."""
    folder = tmp_path_factory.mktemp("series")
    clock = SharedClock(folder / "clock")
    more = {CLOCK_FILE: str(folder / "clock"), "FOLKMOOT_DEMO": "yes"}
    with django_db_blocker.unblock(), serving(folder, "tests.scenario.clocked_server", **more) as server:
        found = Series(server, clock)
        yield found
        found.close()
        assert "Traceback" not in server.output(), server.output()[-4000:]


# ── The months ───────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.fixture(scope="module")
def january(series: Series) -> Seen:
    """Twenty-one of twenty-four come, and three by the code; coffee, and one practical thing."""
    session = series.sessions["january"]
    coffee, close = item_of(session, "Coffee in January"), item_of(session, "One practical thing")
    series.at(series.days["january"], 13)

    async def play(lines: dict[str, Line]) -> tuple[list[list[str]], int]:
        await series.admit(lines, DROP_INS)
        groups, _ = await series.coffee(lines, coffee)
        everybody = len(ATTEND) + len(DROP_INS)
        here = await lines["Bea"].until(lambda store: (n := store.session["here"]) >= everybody and n)
        await series.go(lines, close["id"])
        activity = (lines["Bea"].store.activity or {})["id"]
        for name, text in (("Bea", PROMISE), *((name, f"What {name} will do") for name in ATTEND[1:18])):
            body = {"text": text}
            await series.ask(lines[name], PutEntry, activity=activity, entry_kind="commitment", body=body, private=True)
        await series.ask(lines["Nia"], SetStage, activity=activity, stage="closed")
        return groups, here

    groups, here = series.in_the_room("january", ATTEND, play, guests=DROP_INS)
    series.at(series.days["january"], 16)
    attended = Attendance.objects.filter(session=session).values_list("person__name", flat=True).distinct()
    return Seen(groups=groups, here=here, attended=[name.split()[0] for name in attended])


@pytest.fixture(scope="module")
def first_round(series: Series, january: Seen) -> Seen:
    """Three days later people are asked, two days after that matched, and a week later asked whether they met."""
    round_ = series.asked(series.days["january"] + timedelta(days=3))
    asked = series.mailed("coffee_asked")
    series.join(round_, OPT_IN)
    series.does(CORE[22], "coffee_join", round=round_.id, joins="no")
    round_ = series.matched(round_)
    matches = series.matches(round_)
    seen = Seen(round=round_, asked=asked, matches=matches, told=series.mailed("coffee_matched"))
    series.comes_to(round_, round_.asks_on, CoffeeRound.Status.CHECKING)
    seen.did_you_meet = series.mailed("coffee_did_you_meet")
    for match in matches[:9]:
        series.does(match[0], "coffee_met", round=round_.id, met="yes")
    series.does(matches[9][0], "coffee_met", round=round_.id, met="not_yet")
    series.comes_to(round_, round_.nudges_on, CoffeeRound.Status.NUDGED)
    series.comes_to(round_, round_.closes_on, CoffeeRound.Status.CLOSED)
    seen.nudged = series.mailed("coffee_nudge")
    seen.desk = series.browsers["Nia"].get(f"/coffee/{series.programme.slug}/").text
    return seen


@pytest.fixture(scope="module")
def february(series: Series, first_round: Seen) -> Seen:
    """The second session opens, each with a card of their own; then the second round, with a wish in it."""
    series.at(series.days["february"], 12, 50)
    rooms = {}
    for name in ("Bea", CORE[18]):
        series.own_page(name)
        rooms[name] = series.browsers[name].get(f"/room/{series.sessions['february'].id}/").text
    asks, other = first_round.matches[0][:2]
    kept = series.does(asks, "wish", apart_from=series.people[other].id)
    assert "Kept, for nobody but you" in kept
    opens, began = series.days["february"] + timedelta(days=3), series.clock.now()
    round_ = series.asked(opens)
    series.join(round_, CORE[:23])
    round_ = series.matched(round_)
    return Seen(
        rooms=rooms,
        asks=asks,
        other=other,
        round=round_,
        matches=series.matches(round_),
        told=series.mailed("coffee_matched", began),
        others_page=series.own_page(other),
        report=json.dumps([round_.report, [match.reasons for match in round_.matches.all()]]),
    )


@pytest.fixture(scope="module")
def march(series: Series, february: Seen) -> Seen:
    """Steps are looked at again; twenty-two have coffee in the session; one pauses before the third round."""
    day = series.days["march"]
    series.at(day, 13)
    before = series.own_page("Bea")
    outcomes = dict(zip(ATTEND[:18], ("tried", "adapted", "intended", "stopped") * 5, strict=False))
    said = {}
    for name, outcome in outcomes.items():
        step = re.search(r'name="step" value="([^"]+)"', series.own_page(name))
        assert step, name
        said[name] = series.does(name, "review", step=step[1], outcome=outcome, noticed="")
    coffee = item_of(series.sessions["march"], "Coffee in March")

    async def play(lines: dict[str, Line]) -> tuple[list[list[str]], object]:
        await asyncio.sleep(0)
        return await series.coffee(lines, coffee)

    groups, report = series.in_the_room("march", CORE[:22], play)
    series.at(day, 16)
    back = day + timedelta(days=30)
    pause = series.does("Dee", "coffee_pause", programme=series.programme.id, until=back.isoformat())
    remembered = _meetings_of(series, "Dee")
    began = series.clock.now()
    round_ = series.asked(day + timedelta(days=3))
    return Seen(
        page=before,
        updated=said,
        groups=groups,
        report=report,
        pause=pause,
        remembered=(remembered, _meetings_of(series, "Dee")),
        asked=series.mailed("coffee_asked", began),
        round=series.matched(round_),
        back=back,
    )


@pytest.fixture(scope="module")
def april(series: Series, march: Seen) -> Seen:
    """The clocks have changed. The fourth round counts offers and asks, and who paused is asked again."""
    session = series.sessions["april"]
    calendar = series.browsers["nobody"].get(f"/p/{series.programme.slug}/{session.slug}/calendar.ics").text
    began = series.clock.now()
    opens = max(series.days["april"], march.back) + timedelta(days=3)
    series.comes_to(march.round, march.round.closes_on, CoffeeRound.Status.CLOSED)
    round_ = series.asked(opens, use_offers="on")
    asked_now = series.mailed("coffee_asked", began)
    bea, other = "Bea", _nobody_they_met(series, "Bea")
    series.join(round_, [bea], ask="Somebody who knows funding bids")
    series.join(round_, [other], offer="I write funding bids for small clubs")
    series.join(round_, [name for name in CORE[:20] if name not in (bea, other)])
    round_ = series.matched(round_)
    return Seen(
        calendar=calendar,
        starts_at=session.starts_at,
        round=round_,
        matches=series.matches(round_),
        pair=sorted((bea, other)),
        pages={name: words_of(series.own_page(name)) for name in CORE[:20]},
        asked=asked_now,
    )


@pytest.fixture(scope="module")
def may(series: Series, april: Seen) -> Seen:
    """Who met in the fourth round says so, and Nia looks at the hosts' page; so does Tom."""
    series.comes_to(april.round, april.round.asks_on, CoffeeRound.Status.CHECKING)
    for match in april.matches:
        series.does(match[0], "coffee_met", round=april.round.id, met="yes")
    series.signs_in(LEAD)
    series.signs_in(PRODUCER)
    address = f"/coffee/{series.programme.slug}/"
    return Seen(desk=series.browsers["Nia"].get(address).text, producers=series.browsers["Tom"].get(address).text)


def _meetings_of(series: Series, name: str) -> int:
    person = series.people[name]
    return (Meeting.objects.filter(one=person) | Meeting.objects.filter(other=person)).count()


def _met(series: Series) -> set[Pair]:
    """All pairs who have been together so far, by first name."""
    rows = Meeting.objects.filter(programme=series.programme).select_related("one", "other")
    found = [sorted((row.one.first_name, row.other.first_name)) for row in rows]
    return {(one, other) for one, other in found}


def _nobody_they_met(series: Series, name: str) -> str:
    """Somebody of the first twenty, from another organisation, whom somebody has not met."""
    met, mine = _met(series), series.people[name].organisation_id
    others = (one for one in CORE[1:20] if series.people[one].organisation_id != mine)
    return next(one for one in others if tuple(sorted((name, one))) not in met)


# ── January ──────────────────────────────────────────────────────────────────────────────────────────────────────


def test_B03_twenty_one_of_twenty_four_attend_and_three_drop_in(january: Seen) -> None:
    assert january.here == 24
    assert {name for name in january.attended if name not in ("Nia", "Tom")} == {*ATTEND, *DROP_INS}


def test_B03_who_drops_in_has_coffee_as_everybody_does(january: Seen) -> None:
    assert Counter(name for group in january.groups for name in group) == Counter([*ATTEND, *DROP_INS])
    assert [len(group) for group in january.groups] == [3] * 8


def test_B04_twenty_two_opt_in_and_nobody_else_is_matched(series: Series, first_round: Seen) -> None:
    assert sorted(first_round.asked) == sorted(CORE)  # who booked; a guest has no address
    assert CoffeePlace.objects.filter(round=first_round.round, joins="yes").count() == 22
    assert sorted(name for match in first_round.matches for name in match) == sorted(OPT_IN)
    assert sorted(first_round.told) == sorted(OPT_IN)


def test_B05_eleven_pairs_of_other_organisations_and_nobody_from_the_session_again(
    series: Series, january: Seen, first_round: Seen
) -> None:
    assert [len(match) for match in first_round.matches] == [2] * 11
    pairs = series.pairs(first_round.matches)
    assert not pairs & series.pairs(january.groups)
    assert all(series.people[a].organisation_id != series.people[b].organisation_id for a, b in pairs)


def test_B05_the_seed_and_the_reasons_are_stored(first_round: Seen) -> None:
    round_ = first_round.round
    assert round_.report["draw"]["seed"] == round_.seed > 0
    assert round_.report["draw"]["input_hash"]
    for match in round_.matches.all():
        assert {"new_to_each_other", "different_organisations"} <= set(match.reasons)


def test_B06_did_you_meet_and_a_single_nudge(first_round: Seen) -> None:
    assert sorted(first_round.did_you_meet) == sorted(OPT_IN)
    unsaid = [*first_round.matches[9], *first_round.matches[10]]
    assert sorted(first_round.nudged) == sorted(unsaid), "one not yet, one no answer: once, and nobody else"


# ── February ─────────────────────────────────────────────────────────────────────────────────────────────────────


def test_B07_the_opening_card_shows_ones_own_january_step(series: Series, february: Seen) -> None:
    said = re.search(r'<script id="last-said" type="application/json">(.*?)</script>', february.rooms["Bea"])
    assert said
    step = Entry.objects.get(kind="step", author=series.people["Bea"])  # the database dates it by its own clock
    assert json.loads(said[1]) == {"day": f"{step.day.day} {step.day:%B}", "title": PROMISE}


def test_B07_nobody_else_has_it(february: Seen) -> None:
    other = february.rooms[CORE[18]]  # came in January, and wrote nothing
    assert "last-said" not in other
    assert PROMISE not in other


def test_B08_ten_pairs_and_a_three_and_a_wish_is_kept(series: Series, first_round: Seen, february: Seen) -> None:
    assert sorted(len(match) for match in february.matches) == [2] * 10 + [3]
    pairs = series.pairs(february.matches)
    assert tuple(sorted((february.asks, february.other))) not in pairs
    assert not pairs & series.pairs(first_round.matches)


def test_B08_the_other_is_not_told(february: Seen) -> None:
    assert "wish" not in february.report
    page = words_of(february.others_page)
    assert "asked not" not in page
    assert f"apart from {february.asks}" not in page


# ── March ────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_B20_what_they_said_with_every_outcome_and_no_red(march: Seen) -> None:
    assert html.escape(PROMISE) in march.page
    choices = set(re.findall(r'name="outcome" value="([^"]+)"', march.page))
    assert choices == {"tried", "adapted", "intended", "stopped"}
    buttons = re.findall(r'<button name="outcome".*?</button>', march.page, re.S)
    assert len(buttons) == 4
    assert not any(word in button for button in buttons for word in ("danger", "coral", "red", "warn"))


def test_B20_eighteen_update(march: Seen) -> None:
    assert len(march.updated) == 18
    wanted = {"tried": "Did it", "adapted": "Changed it", "intended": "Not yet", "stopped": "Let it go"}
    assert set(wanted) == set(
        dict(zip(march.updated, ("tried", "adapted", "intended", "stopped") * 5, strict=False)).values()
    )
    assert all("Every answer is a good one" in page for page in march.updated.values())


def test_B21_six_threes_and_two_pairs_that_avoid_the_coffees_between(
    series: Series, january: Seen, first_round: Seen, february: Seen, march: Seen
) -> None:
    assert Counter(map(len, march.groups)) == {3: 6, 2: 2}
    assert Counter(name for group in march.groups for name in group) == Counter(CORE[:22])
    earlier = [*january.groups, *first_round.matches, *february.matches]
    assert not series.pairs(march.groups) & series.pairs(earlier)
    assert march.report["repeats"] == 0


def test_B10_a_pause_keeps_history_and_nobody_asks_meanwhile(march: Seen) -> None:
    assert "Everybody you met stays remembered" in march.pause
    assert sorted(march.asked) == sorted(name for name in CORE if name != "Dee")
    before, after = march.remembered
    assert before == after > 2


def test_B10_it_ends_by_itself(april: Seen) -> None:
    assert "Dee" in april.asked
    assert "Dee" in {name for match in april.matches for name in match}


# ── April and May ────────────────────────────────────────────────────────────────────────────────────────────────


def test_B11_thirteen_o_clock_after_the_clocks_have_changed(series: Series, april: Seen) -> None:
    day = series.days["april"]
    noon_in_utc = datetime(day.year, day.month, day.day, 12, tzinfo=UTC)
    assert april.starts_at == noon_in_utc
    assert series.sessions["march"].starts_at == datetime.combine(
        series.days["march"], datetime.min.time().replace(hour=13), UTC
    )
    assert april.starts_at.astimezone(LONDON).hour == 13


def test_B11_the_calendar_entry_is_right_in_local_time_and_in_utc(series: Series, april: Seen) -> None:
    day = series.days["april"]
    assert f";TZID=Europe/London:{day:%Y%m%d}T130000" in moments_of(april.calendar, "DTSTART")
    zone = april.calendar[april.calendar.index("BEGIN:VTIMEZONE") : april.calendar.index("END:VTIMEZONE")]
    summer = zone[zone.index("BEGIN:DAYLIGHT") : zone.index("END:DAYLIGHT")]
    assert moments_of(summer, "TZOFFSETTO") == [":+0100"]  # so 13:00 there is noon in UTC


def test_B12_an_ask_that_meets_an_offer_is_why_and_both_read_it(april: Seen) -> None:
    assert april.pair in april.matches
    readers = {name for name, page in april.pages.items() if "Your ask, their offer" in page}
    assert readers == set(april.pair)


def test_B14_coverage_is_one_number_and_a_trend(series: Series, may: Seen) -> None:
    words = words_of(may.desk)
    shown = re.search(r"(\d+) % of all pairs from different organisations have met", words)
    assert shown
    trend = [int(each) for each in re.findall(r"<b>(\d+) %</b>", may.desk)]
    assert trend == sorted(trend)
    assert trend[-1] == int(shown[1]) == _coverage(series)
    assert len(trend) >= 4  # two sessions, and the rounds in which somebody met


def test_B14_there_is_no_list_of_who_has_not_met_whom(may: Seen) -> None:
    for page in (may.desk, may.producers):
        words = words_of(page)
        assert "Coffees between sessions" in words
        assert not [name for name in CORE if re.search(rf"\b{name}\b", words)]
    assert "of all pairs from different organisations" not in words_of(may.producers)


def _coverage(series: Series) -> int:
    """Counted anew: the share of pairs from different organisations who met, a coffee only where somebody says so."""
    where = {person.id: person.organisation_id for person in series.people.values()}
    said = CoffeePlace.objects.filter(met="yes").exclude(match=None).values_list("match", flat=True)
    confirmed = {
        frozenset(CoffeePlace.objects.filter(match=match).values_list("person", flat=True)) for match in set(said)
    }
    met = set()
    for row in Meeting.objects.filter(programme=series.programme, one__in=where, other__in=where):
        pair = frozenset({row.one_id, row.other_id})
        if where[row.one_id] != where[row.other_id] and (row.session_id or any(pair <= match for match in confirmed)):
            met.add(pair)
    people = list(where)
    possible = sum(where[one] != where[other] for place, one in enumerate(people) for other in people[place + 1 :])
    return round(100 * len(met) / possible)
