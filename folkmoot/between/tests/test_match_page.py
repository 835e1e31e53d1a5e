"""The public page that makes groups of a pasted list: without JavaScript, keeping nothing, kind to bad lists."""

import csv
import re
from html import unescape
from io import StringIO

import pytest
from django.apps import apps
from django.test import Client

from folkmoot.between import match_views

pytestmark = pytest.mark.django_db(databases="__all__")
TWELVE = "Name\tOrganisation\n" + "".join(f"Person {n}\tOrganisation {n % 4}\n" for n in range(12))


def send(client: Client | None = None, /, *, status: int = 200, **fields: str) -> str:
    """Send the page's form; what it answers, as it is read."""
    sent = {"people": TWELVE, "size": "3", "rounds": "1", "do": "again", **fields}
    answer = (client or Client()).post("/match/", sent)
    assert answer.status_code == status
    return re.sub(r"\s+", " ", unescape(answer.content.decode()))


def seed_of(page: str) -> str:
    found = re.search(r'name="seed" value="(\d+)"', page)
    assert found
    return found[1]


def test_anybody_may_open_it_and_it_says_that_it_keeps_nothing() -> None:
    answer = Client().get("/match/")
    page = answer.content.decode()
    assert "Nothing is kept." in page
    assert "it is not stored, not logged" in page
    assert "no-store" in answer.headers["Cache-Control"]
    assert Client().get("/match").headers["Location"] == "/match/"


def test_groups_come_with_how_good_they_are_in_words() -> None:
    page = send()
    assert "12 people in groups" in page
    assert "4 threes. Nobody meets anyone again. Nobody is with a colleague." in page
    assert all(f"Person {n}</bdi>" in page for n in range(12))


def test_nothing_is_stored_anywhere() -> None:
    before = {model: model._default_manager.count() for model in apps.get_models()}
    answer = Client().post("/match/", {"people": TWELVE, "size": "3", "rounds": "2", "do": "again"})
    assert {model: model._default_manager.count() for model in apps.get_models()} == before
    assert "no-store" in answer.headers["Cache-Control"]
    assert "sessionid" not in answer.cookies


def test_the_list_is_a_file_that_is_the_next_history() -> None:
    seed = seed_of(send())
    sent = {"people": TWELVE, "size": "3", "rounds": "1", "do": "csv", "seed": seed}
    answer = Client().post("/match/", sent)
    assert answer.headers["Content-Disposition"] == 'attachment; filename="groups.csv"'
    written = answer.content.decode("utf-8-sig")
    assert len(list(csv.DictReader(StringIO(written)))) == 12
    assert Client().post("/match/", sent).content.decode("utf-8-sig") == written
    next_page = send(history=written, rounds="2")
    assert "Round 2" in next_page
    assert "Round 3" in next_page
    assert next_page.count("Nobody meets anyone again.") == 2


def test_other_groups_as_good_are_others() -> None:
    first = send(seed="7", do="show")
    assert seed_of(first) == "7"
    assert seed_of(send(seed="7", do="again")) != "7"


def test_wishes_and_who_is_here_are_kept() -> None:
    page = send(
        apart="Person 0,Person 1", together="Person 2, Person 3", present="\n".join(f"Person {n}" for n in range(6))
    )
    cards = re.findall(r'<li class="groupcard">.*?</ul>', page)
    groups = [set(re.findall(r"Person \d+", card)) for card in cards]
    assert sorted(map(len, groups)) == [3, 3]
    assert any({"Person 2", "Person 3"} <= group for group in groups)
    assert not any({"Person 0", "Person 1"} <= group for group in groups)


def test_names_are_words_and_never_markup() -> None:
    assert (
        "<script>alert"
        not in Client()
        .post("/match/", {"people": "<script>alert(1)</script>\nBea", "size": "2", "rounds": "1"})
        .content.decode()
    )


# ── Bad lists ────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"people": ""}, "Paste or type the names of the people first"),
        ({"people": "name\n"}, "has nobody in it"),
        ({"people": "name\nBea\nBea\n"}, "row 3: “Bea” is on the list already, in row 2"),
        ({"people": "name,org\n,Kettle\n"}, "row 2 has no name"),
        ({"size": "1"}, "A group has at least two people"),
        ({"size": ""}, "Say how many people a group should have"),
        ({"rounds": "0"}, "There is at least one round"),
        ({"rounds": "13"}, "up to 12 rounds"),
        ({"rounds": "many"}, "Write the number of rounds in figures"),
        ({"history": "name\nBea"}, "Past rounds need the columns"),
        ({"present": "Zed"}, "“Zed” is not on the list of people"),
        ({"mix": "shoe size"}, "There is no column “shoe size” to mix"),
    ],
)
def test_what_cannot_be_used_is_said_at_its_box_and_nothing_typed_is_lost(fields: dict[str, str], said: str) -> None:
    page = send(status=422, **fields)
    assert "There is a problem" in page
    assert page.count(said) == 2  # in the summary and at the box
    if "people" not in fields:
        assert "Person 11" in page


def test_a_contradiction_is_answered_as_well_as_can_be_and_said() -> None:
    page = send(apart="Person 0,Person 1", together="Person 0,Person 1")
    assert "“Not together”, row 1; “To stay together”, row 1: Person 0 and Person 1 are together" in page


def test_one_person_is_told_kindly() -> None:
    assert "Bea is the only one" in send(people="Bea")


def test_more_people_than_the_page_takes_are_sent_to_the_command() -> None:
    names = "\n".join(f"Person {n}" for n in range(match_views.MOST_PEOPLE + 1))
    assert f"more than {match_views.MOST_PEOPLE} people" in send(status=422, people=names)
    assert "folkmoot match" in send(status=422, people=names)


def test_a_list_longer_than_the_page_takes_is_refused_before_it_is_read() -> None:
    said = send(status=422, people="name\n" + "a" * match_views.LONGEST_LIST)
    assert "This list has 200,005 characters, and 200,000 are the most" in said


def test_too_many_from_one_address_wait_and_lose_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(match_views, "PER_ADDRESS", 2)
    client = Client()
    send(client)
    send(client)
    page = send(client, status=429)
    assert "Wait ten minutes" in page
    assert "Person 11" in page
    assert client.get("/match/").status_code == 200


def test_the_seed_may_be_nonsense() -> None:
    send(status=422, seed="-1")
    send(status=422, seed="x")


@pytest.mark.parametrize("page", ["/", "/help/"])
def test_it_is_found_from_the_first_page_and_from_help(client: Client, page: str) -> None:
    assert 'href="/match/"' in client.get(page).content.decode()
