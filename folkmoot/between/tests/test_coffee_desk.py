"""The host's page for coffees: who may open it, starting a round, and what it never shows."""

from datetime import timedelta

import pytest
from django.test import Client

from folkmoot.between.coffee import course
from folkmoot.between.models import CoffeeRound
from folkmoot.between.tests.coffees import ASKED_ON, Coffees
from folkmoot.people.models import Person
from folkmoot.programme.models import Role
from folkmoot.programme.tests.bookings import Clock
from tests.people import in_the_role_of, nia, tom, zed
from tests.workshop import NAMES

pytestmark = pytest.mark.django_db(databases="__all__")
DAYS = {"opens_on": "2027-01-17", "draws_on": "2027-01-19", "asks_on": "2027-01-26", "form": "pairs"}


@pytest.fixture
def coffees(monkeypatch: pytest.MonkeyPatch) -> Coffees:
    """The programme on the morning on which the first round may start."""
    found = Coffees(Clock(monkeypatch))
    found.on(ASKED_ON)
    return found


def signed_in(person: Person) -> Client:
    client = Client()
    assert person.user is not None
    client.force_login(person.user, backend="django.contrib.auth.backends.ModelBackend")
    return client


def address(coffees: Coffees) -> str:
    return f"/coffee/{coffees.programme.slug}/"


def test_the_lead_and_the_producer_open_it_and_nobody_else(coffees: Coffees) -> None:
    lead = signed_in(nia(coffees.programme))
    assert lead.get(address(coffees)).status_code == 200
    assert signed_in(tom(coffees.programme)).get(address(coffees)).status_code == 200
    helper = in_the_role_of(Role.CO_FACILITATOR, "Asha", "asha@ashwellactive.example", coffees.programme)
    assert signed_in(helper).get(address(coffees)).status_code == 403
    assert Client().get(address(coffees)).headers["Location"].startswith("/sign-in/")
    assert lead.get("/coffee/nowhere/").status_code == 404


def test_an_empty_page_says_what_to_do(coffees: Coffees) -> None:
    page = signed_in(nia(coffees.programme)).get(address(coffees)).content.decode()
    assert "No coffees yet" in page
    assert "24 people have a place in the programme" in page


def test_a_round_that_opens_today_asks_at_once(coffees: Coffees) -> None:
    answer = signed_in(nia(coffees.programme)).post(address(coffees), {"do": "schedule", **DAYS}, follow=True)
    assert "24 people have been asked" in answer.content.decode()
    assert len(coffees.mails("coffee_asked")) == 24


def test_a_later_round_waits_for_its_day(coffees: Coffees) -> None:
    days = {**DAYS, "opens_on": "2027-01-18"}
    answer = signed_in(tom(coffees.programme)).post(address(coffees), {"do": "schedule", **days}, follow=True)
    assert "Round 1 opens on Monday 18 January at nine" in answer.content.decode()
    assert coffees.mails("coffee_asked") == []
    coffees.on(ASKED_ON + timedelta(days=1))
    assert len(coffees.mails("coffee_asked")) == 24


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"opens_on": "2027-01-10"}, "That day has passed"),
        ({"draws_on": "2027-01-17"}, "People need at least a day to answer"),
        ({"asks_on": "soon"}, "Enter a valid date"),
        ({"form": "fours"}, "Select a valid choice"),
        ({"opens_on": ""}, "This field is required"),
    ],
)
def test_wrong_days_are_said_at_the_box(coffees: Coffees, wrong: dict[str, str], said: str) -> None:
    answer = signed_in(nia(coffees.programme)).post(address(coffees), {"do": "schedule", **DAYS, **wrong})
    assert answer.status_code == 422
    assert said in answer.content.decode()
    assert not CoffeeRound.objects.exists()


def test_a_round_is_called_off_by_a_button_but_not_that_of_another_programme(coffees: Coffees) -> None:
    lead = signed_in(nia(coffees.programme))
    round_ = coffees.starts()
    other = Coffees(coffees.clock, people=2, slug="another").programme
    answer = signed_in(tom(other)).post("/coffee/another/", {"do": "cancel", "round": round_.id}, follow=True)
    assert "not one of this programme" in answer.content.decode()
    answer = lead.post(address(coffees), {"do": "cancel", "round": round_.id}, follow=True)
    assert "The round is called off" in answer.content.decode()
    round_.refresh_from_db()
    assert round_.status == CoffeeRound.Status.CANCELLED


def test_it_shows_numbers_and_words_and_no_name(coffees: Coffees) -> None:
    lead = signed_in(nia(coffees.programme))
    round_ = coffees.starts()
    coffees.join(round_, *NAMES[:22])
    coffees.on(round_.asks_on)
    page = lead.get(address(coffees)).content.decode()
    assert "22 of 24 said yes. 11 pairs." in page
    assert "Nobody meets anyone again." in page
    assert "0 of 11 matches say that they met." in page
    for name in NAMES[:24]:
        assert f">{name}<" not in page
        assert f"{name.lower()}@" not in page


def test_only_the_lead_sees_who_has_met_whom_as_a_number(coffees: Coffees) -> None:
    coffees.met_in_session([("Bea", "Dee")])
    assert (
        "of all pairs from different organisations have met"
        in signed_in(nia(coffees.programme)).get(address(coffees)).content.decode()
    )
    assert "Who has met whom" not in signed_in(tom(coffees.programme)).get(address(coffees)).content.decode()


def test_home_and_desk_lead_to_it(coffees: Coffees) -> None:
    lead = signed_in(nia(coffees.programme))
    assert address(coffees) in lead.get(f"/desk/{coffees.session.id}/").content.decode()
    assert address(coffees) in lead.get("/home/").content.decode()


def test_days_are_those_of_the_programme(monkeypatch: pytest.MonkeyPatch) -> None:
    far = Coffees(Clock(monkeypatch), people=2, zone="Pacific/Auckland", slug="far")
    far.clock.at(far.clock.now.replace(hour=12))
    assert course.today_in(far.programme) == far.clock.now.date() + timedelta(days=1)
    assert zed().coffees.count() == 0
