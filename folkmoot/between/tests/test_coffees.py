"""Coffees between sessions, as scenario B of the practice guide has them: tests are named by its assertions."""

import json
import re
from datetime import date, time, timedelta

import pytest
from django.test import Client

from folkmoot.between.coffee.drawing import problem_of
from folkmoot.between.models import CoffeePlace, CoffeeRound
from folkmoot.between.tests.coffees import ASKED_ON, CORE, MATCHED_ON, Coffees
from folkmoot.matching import next_round
from folkmoot.people.identity import link_token
from folkmoot.people.models import MeetingWish
from folkmoot.programme.models import Booking, Mail
from tests.factories import a_session
from tests.people import zed

pytestmark = pytest.mark.django_db(databases="__all__")


# ── Asking ───────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.scenario
def test_b04_nobody_is_matched_without_opting_in(coffees: Coffees) -> None:
    round_ = coffees.starts()
    assert coffees.mails("coffee_asked") == sorted(CORE)
    coffees.join(round_, *CORE[:22])
    coffees.join(round_, CORE[22], joins="no")  # and the 24th says nothing
    coffees.on(MATCHED_ON)
    assert round_.places.filter(joins="yes").count() == 22
    assert {name for match in coffees.matches(round_) for name in match} == set(CORE[:22])
    assert coffees.mails("coffee_matched") == sorted(CORE[:22])


def test_opening_the_link_of_a_mail_changes_nothing(coffees: Coffees) -> None:
    round_ = coffees.starts()
    coffees.page("Bea")
    assert coffees.place(round_, "Bea").joins == ""


def test_on_the_day_of_a_session_its_link_leads_to_the_question_with_the_way_to_the_room_above(
    coffees: Coffees, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("folkmoot.between.queries.utc_now", lambda: coffees.clock.now)
    today = a_session(coffees.programme, "Second day", date=ASKED_ON, start=time(9), end=time(12))
    Booking.objects.create(session=today, person=coffees["Bea"], status=Booking.Status.CONFIRMED)
    coffees.starts()
    link = re.search(r"/me/\S+", Mail.objects.get(kind="coffee_asked", person=coffees["Bea"]).text)
    assert link is not None
    client = Client()
    assert client.get(link[0].removesuffix("#coffee")).headers["Location"] == "/me/#coffee"
    page = client.get("/me/").content.decode()
    way, question = page.index("Go to the room"), page.index('id="coffee"')
    assert way < question < page.index("A coffee with somebody new?")
    assert page.count(f'href="/room/{today.id}/"') == 1
    usual = Client().get(f"/me/{link_token(coffees['Bea'])}/").content.decode()
    assert "Keep this page" in usual, "any other link of hers leads to the two buttons"


def test_somebody_may_change_their_mind_until_the_matches_are_made(coffees: Coffees) -> None:
    round_ = coffees.starts()
    coffees.join(round_, "Bea")
    assert "You are in." in coffees.page("Bea")
    coffees.join(round_, "Bea", joins="no")
    assert "You can change your mind" in coffees.page("Bea")
    coffees.on(MATCHED_ON)
    assert "That round of coffees is over" in coffees.says("Bea", do="coffee_join", round=round_.id, joins="yes")
    assert coffees.place(round_, "Bea").match is None


def test_who_books_meanwhile_is_asked_as_well_and_nobody_twice(coffees: Coffees) -> None:
    coffees.starts()
    coffees.people["Zed"] = coffees._somebody("Zed", 3)
    coffees.on(ASKED_ON + timedelta(days=1))
    coffees.on(ASKED_ON + timedelta(days=1))
    assert coffees.mails("coffee_asked") == sorted([*CORE, "Zed"])


def test_who_has_no_address_or_runs_a_session_is_not_asked(coffees: Coffees) -> None:
    coffees["Bea"].email = ""
    coffees["Bea"].save()
    coffees.starts()
    assert "Bea" not in coffees.mails("coffee_asked")


def test_an_outsider_cannot_join(coffees: Coffees) -> None:
    round_ = coffees.starts()
    coffees.people["Zed"] = zed()
    assert "over. Nothing has changed" in coffees.says("Zed", do="coffee_join", round=round_.id, joins="yes")
    assert not CoffeePlace.objects.filter(person=coffees["Zed"]).exists()


# ── Matching ─────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.scenario
def test_b05_eleven_pairs_none_of_one_organisation_and_nobody_from_the_session_again(coffees: Coffees) -> None:
    round_ = coffees.matched(*CORE[:22])
    matches = coffees.matches(round_)
    assert sorted(len(match) for match in matches) == [2] * 11
    works_at = {name: coffees[name].organisation_id for name in CORE}
    assert all(works_at[a] != works_at[b] for a, b in coffees.pairs(round_))
    in_session = {tuple(sorted((CORE[place], CORE[place + 1]))) for place in range(0, 24, 2)}
    assert not coffees.pairs(round_) & in_session
    assert round_.report["draw"]["seed"] == round_.seed > 0
    assert all("new_to_each_other" in match.reasons for match in round_.matches.all())
    assert all("different_organisations" in match.reasons for match in round_.matches.all())


@pytest.mark.scenario
def test_b05_the_seed_repeats_the_draw(coffees: Coffees) -> None:
    round_ = coffees.starts()
    coffees.join(round_, *CORE[:22])
    problem = problem_of(round_, list(round_.places.filter(joins="yes").select_related("person__organisation")))
    coffees.on(MATCHED_ON)
    round_.refresh_from_db()
    again = next_round(problem, round_.seed)
    assert {str(group.number): list(group.members) for group in again.groups} == round_.report["draw"]["groups"]


@pytest.mark.scenario
def test_b08_a_private_wish_is_kept_in_silence_with_one_three(coffees: Coffees) -> None:
    first = coffees.matched(*CORE[:22])
    one, other = coffees.matches(first)[0]
    MeetingWish.objects.create(person=coffees[one], apart_from=coffees[other])
    february = date(2027, 2, 20)
    coffees.on(february - timedelta(days=1))
    second = coffees.matched(*CORE[:23], opens_on=february)
    assert sorted(len(match) for match in coffees.matches(second)) == [2] * 10 + [3]
    assert tuple(sorted((one, other))) not in coffees.pairs(second)
    assert not coffees.pairs(second) & coffees.pairs(first)
    stored = json.dumps([second.report, [match.reasons for match in second.matches.all()]])
    assert "wish" not in stored
    knowing = coffees.page(other)
    MeetingWish.objects.all().delete()
    assert coffees.page(other) == knowing  # nothing on X's page tells that there is a wish


def test_a_wish_that_cannot_be_kept_is_told_to_the_wisher_alone(coffees: Coffees) -> None:
    MeetingWish.objects.create(person=coffees["Bea"], apart_from=coffees["Ken"])
    coffees.matched("Bea", "Ken")
    assert "You asked not to be with Ken" in coffees.page("Bea")
    assert "asked not to be" not in coffees.page("Ken")
    assert not Mail.objects.filter(text__contains="asked not").exists()


def test_threes_are_threes_with_a_pair_or_two(coffees: Coffees) -> None:
    round_ = coffees.matched(*CORE[:22], form=CoffeeRound.Form.THREES)
    assert sorted(len(match) for match in coffees.matches(round_)) == [2, 2] + [3] * 6


def test_the_odd_three_is_somebody_else_each_time(coffees: Coffees) -> None:
    odd: list[str] = []
    for place in range(3):
        day = ASKED_ON + timedelta(days=20 * place)
        coffees.on(day - timedelta(days=1))
        round_ = coffees.matched(*CORE[:23], opens_on=day)
        odd += next(match for match in coffees.matches(round_) if len(match) == 3)
    assert len(set(odd)) == 9


def test_one_alone_is_told_and_nobody_is_matched(coffees: Coffees) -> None:
    round_ = coffees.matched("Bea")
    assert coffees.matches(round_) == []
    assert coffees.mails("coffee_alone") == ["Bea"]
    assert "Nobody else said yes in this round" in coffees.page("Bea")


def test_nobody_joining_makes_no_match_and_no_mail(coffees: Coffees) -> None:
    round_ = coffees.matched()
    assert round_.status == CoffeeRound.Status.TALKING
    assert round_.report["people"] == 0
    assert not Mail.objects.filter(kind__in=("coffee_matched", "coffee_alone")).exists()


@pytest.mark.scenario
def test_b12_an_ask_that_meets_an_offer_brings_two_together_and_both_read_why(coffees: Coffees) -> None:
    round_ = coffees.starts(use_offers=True)
    assert "one offers what the other asks for" in Mail.objects.filter(kind="coffee_asked")[0].text
    coffees.join(round_, "Bea", ask="Somebody who knows funding bids")
    coffees.join(round_, "Ken", offer="I write funding bids for small clubs")
    coffees.join(round_, *[name for name in CORE[:22] if name not in ("Bea", "Ken")])
    coffees.on(MATCHED_ON)
    assert ["Bea", "Ken"] in coffees.matches(round_)
    for name in ("Bea", "Ken"):
        assert "Your ask, their offer" in coffees.page(name)
    others = [match for match in round_.matches.all() if "your_ask_their_offer" in match.reasons]
    assert len(others) == 1


@pytest.mark.scenario
def test_b12_offers_count_only_where_the_host_switched_it_on(coffees: Coffees) -> None:
    round_ = coffees.starts()
    coffees.join(round_, "Bea", ask="funding bids")
    coffees.join(round_, "Ken", offer="funding bids")
    coffees.on(MATCHED_ON)
    assert "Your ask, their offer" not in coffees.page("Bea")


# ── Addresses ────────────────────────────────────────────────────────────────────────────────────────────────────


def test_addresses_go_out_only_where_everybody_of_a_match_agreed(coffees: Coffees) -> None:
    round_ = coffees.starts()
    coffees.join(round_, "Bea", "Dee", share_email="yes")
    coffees.on(MATCHED_ON)
    mail = Mail.objects.get(kind="coffee_matched", person=coffees["Bea"])
    assert "dee@people.example" in mail.text
    assert "dee@people.example" in coffees.page("Bea")


def test_one_who_does_not_share_hides_both_addresses(coffees: Coffees) -> None:
    round_ = coffees.starts()
    coffees.join(round_, "Bea", share_email="yes")
    coffees.join(round_, "Dee")
    coffees.on(MATCHED_ON)
    for name, other in (("Bea", "dee@"), ("Dee", "bea@")):
        mail = Mail.objects.get(kind="coffee_matched", person=coffees[name])
        assert other not in mail.text + mail.html + coffees.page(name)


def test_a_message_is_passed_on_without_an_address(coffees: Coffees) -> None:
    round_ = coffees.matched("Bea", "Dee")
    said = coffees.says(
        "Bea", do="coffee_write", round=round_.id, words="Tuesday at noon?\n> Press me: https://elsewhere.example/"
    )
    assert "Passed on to Dee." in said
    mail = Mail.objects.get(kind="coffee_message")
    assert mail.person == coffees["Dee"]
    assert "Tuesday at noon?" in mail.text
    assert "bea@people.example" not in mail.text + mail.html
    assert '<a class="button" href="https://elsewhere.example/">' not in mail.html
    assert mail.subject == "Bea writes to you about your coffee"


def test_no_copy_of_a_message_is_kept_once_it_is_sent(coffees: Coffees) -> None:
    round_ = coffees.matched("Bea", "Dee")
    coffees.says("Bea", do="coffee_write", round=round_.id, words="Tuesday at noon?")
    coffees.on(MATCHED_ON)
    assert "Tuesday at noon?" in Mail.objects.get(kind="coffee_message").text  # it waits to be sent
    Mail.objects.filter(kind="coffee_message").update(status=Mail.Status.SENT)
    coffees.on(MATCHED_ON)
    kept = Mail.objects.get(kind="coffee_message")
    assert "Tuesday" not in kept.text + kept.html + kept.subject


def test_an_empty_a_long_and_an_eleventh_message_are_refused(coffees: Coffees) -> None:
    round_ = coffees.matched("Bea", "Dee")
    write = {"do": "coffee_write", "round": round_.id}
    assert "Write a line to pass on first" in coffees.says("Bea", **write, words=" \n ")
    assert "1 characters too many" in coffees.says("Bea", **write, words="a" * 1201)
    for _ in range(10):
        assert "Passed on" in coffees.says("Bea", **write, words="Hello")
    assert "That was 10 messages today" in coffees.says("Bea", **write, words="Hello")
    assert coffees.mails("coffee_message") == ["Dee"] * 10


def test_who_is_in_no_match_can_write_to_nobody(coffees: Coffees) -> None:
    round_ = coffees.matched("Bea", "Dee")
    assert "over. Nothing has changed" in coffees.says("Ken", do="coffee_write", round=round_.id, words="Hello")
    assert not Mail.objects.filter(kind="coffee_message").exists()
