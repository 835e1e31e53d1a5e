"""Facilitators sign in by a code; nobody learns who has an account."""

import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client

from folkmoot.kit.announce import BOARD
from folkmoot.people.actions import (
    WrongName,
    demo_sign_in_url,
    make_administrator,
    person_with_account,
)
from folkmoot.people.forms import CODES_AN_EMAIL
from folkmoot.people.models import Person
from folkmoot.people.topics import SignInCodeAsked
from tests.people import a_person, bea

pytestmark = pytest.mark.django_db

NIA = "nia@ashwellactive.example"


@pytest.fixture(autouse=True)
def _no_mail(settings: Any) -> None:
    settings.MAIL_URL = ""
    settings.DEMO = False


@pytest.fixture
def nia() -> Person:
    """Nia, with an account."""
    return person_with_account(NIA, "Nia Rees")


@pytest.fixture
def mailed(settings: Any) -> Iterator[list[SignInCodeAsked]]:
    """A server with mail, and the codes that it was asked to send."""
    settings.MAIL_URL = "smtp://mail.example"
    told: list[SignInCodeAsked] = []
    others = BOARD._receivers.pop(SignInCodeAsked, [])
    BOARD.receive(SignInCodeAsked, told.append)
    yield told
    BOARD._receivers[SignInCodeAsked] = others


def ask(client: Client, email: str, **extra: str) -> Any:
    """Ask for a code."""
    return client.post("/sign-in/", {"email": email, **extra}, follow=True)


def code_in(printed: str) -> str:
    """The code that the server printed."""
    match = re.search(r"Sign-in code for \S+: (\S+)", printed)
    assert match, printed
    return match.group(1)


def test_without_mail_the_server_prints_the_code(client: Client, nia: Person, capsys: Any) -> None:
    page = ask(client, NIA)
    assert "the server has printed a code" in page.content.decode()
    answer = client.post("/sign-in/code/", {"code": code_in(capsys.readouterr().out)})
    assert answer.headers["Location"] == "/home/"
    assert client.session["_auth_user_id"] == str(nia.user_id)


def test_with_mail_the_code_goes_to_the_address_and_is_not_printed(
    client: Client, nia: Person, mailed: list[SignInCodeAsked], capsys: Any
) -> None:
    page = ask(client, NIA)
    assert "a code is on its way" in page.content.decode()
    assert [(asked.person_id, asked.email) for asked in mailed] == [(nia.id, NIA)]
    assert capsys.readouterr().out == ""
    assert client.post("/sign-in/code/", {"code": mailed[0].code}).status_code == 302


def test_capitals_and_a_missing_dash_do_not_matter(client: Client, nia: Person, mailed: list[SignInCodeAsked]) -> None:
    ask(client, NIA.upper())
    typed = mailed[0].code.replace("-", "").lower()
    assert client.post("/sign-in/code/", {"code": typed}).headers["Location"] == "/home/"


def test_signing_in_leads_back_to_the_page_that_asked_for_it(client: Client, nia: Person, capsys: Any) -> None:
    ask(client, NIA, next="/plan/abc/")
    code = code_in(capsys.readouterr().out)
    assert client.post("/sign-in/code/", {"code": code, "next": "/plan/abc/"}).headers["Location"] == "/plan/abc/"
    client.logout()
    ask(client, NIA)
    code = code_in(capsys.readouterr().out)
    elsewhere = client.post("/sign-in/code/", {"code": code, "next": "https://elsewhere.example/"})
    assert elsewhere.headers["Location"] == "/home/"


def test_an_unknown_address_gets_the_same_answer_and_no_code(
    nia: Person, mailed: list[SignInCodeAsked], capsys: Any
) -> None:
    def story(email: str) -> list[tuple[int, str]]:
        client = Client()
        pages: list[Any] = [
            ask(client, email),
            *(client.post("/sign-in/code/", {"code": f"WRONG-{n}"}, follow=True) for n in range(5)),
        ]
        return [(page.status_code, plain(page.content.decode(), email)) for page in pages]

    assert story(NIA) == story("nobody@elsewhere.example")
    assert [asked.email for asked in mailed] == [NIA]
    assert not User.objects.filter(email="nobody@elsewhere.example").exists()


def plain(page: str, email: str) -> str:
    """A page without what differs from one request to the next."""
    page = page.replace(email, "ADDRESS").replace(email.replace("@", "%40"), "ADDRESS")
    return re.sub(r'(nonce|value)="[^"]*"', "", page)


def test_a_wrong_code_says_so_and_five_end_it(client: Client, nia: Person, capsys: Any) -> None:
    ask(client, NIA)
    right = code_in(capsys.readouterr().out)
    first = client.post("/sign-in/code/", {"code": "WRONG"})
    assert "That is not the code" in first.content.decode()
    for _ in range(4):
        last = client.post("/sign-in/code/", {"code": "WRONG"}, follow=True)
    assert "five times" in last.content.decode()
    assert "_auth_user_id" not in client.session
    client.post("/sign-in/code/", {"code": right})
    assert "_auth_user_id" not in client.session


def test_an_expired_code_says_so(client: Client, nia: Person, capsys: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    ask(client, NIA)
    code = code_in(capsys.readouterr().out)
    later = __import__("time").time() + 16 * 60
    monkeypatch.setattr("allauth.account.internal.flows.code_verification.time.time", lambda: later)
    page = client.post("/sign-in/code/", {"code": code}, follow=True)
    assert "That code has run out" in page.content.decode()
    assert "_auth_user_id" not in client.session


def test_a_code_works_once_and_in_the_browser_that_asked(client: Client, nia: Person, capsys: Any) -> None:
    ask(client, NIA)
    code = code_in(capsys.readouterr().out)
    thief = Client()
    page = thief.post("/sign-in/code/", {"code": code}, follow=True)
    assert "asked for in another browser" in page.content.decode()
    client.post("/sign-in/code/", {"code": code})
    client.post("/sign-out/")
    client.post("/sign-in/code/", {"code": code})
    assert "_auth_user_id" not in client.session


def test_too_many_codes_for_one_address_are_refused_kindly(client: Client, nia: Person) -> None:
    for _ in range(CODES_AN_EMAIL):
        assert "Type the code" in ask(client, NIA).content.decode()
    refused = ask(client, NIA)
    assert "Wait a quarter of an hour" in refused.content.decode()
    assert "Type the code" in ask(client, "tom@ashwellactive.example").content.decode()


@pytest.mark.parametrize("typed", ["", "nia", "nia@", "@example.org", "nia@" + "a" * 300 + ".example", "x" * 100_000])
def test_what_is_no_address_is_said(client: Client, typed: str) -> None:
    page = ask(client, typed)
    assert page.status_code == 200
    assert "There is a problem" in page.content.decode()


def test_somebody_who_mistyped_their_address_may_go_back(client: Client, nia: Person) -> None:
    ask(client, "nai@ashwellactive.example")
    assert "Your e-mail address" in client.get("/sign-in/").content.decode()


def test_nobody_signs_up_by_themselves(client: Client) -> None:
    assert client.get("/sign-up/").status_code == 404
    ask(client, "zed@elsewhere.example")
    assert not User.objects.exists()


def test_signing_out_forgets_everything_and_needs_a_press(client: Client, nia: Person) -> None:
    client.force_login(User.objects.get(person=nia))
    assert client.get("/sign-out/").status_code == 405
    client.post("/sign-out/")
    assert not {"_auth_user_id", "folkmoot_person"} & set(client.session.keys())


class TestTheDemosLink:
    """A link that signs the demo's facilitator in."""

    def test_it_signs_in(self, client: Client, nia: Person, settings: Any) -> None:
        settings.DEMO = True
        answer = client.get(path_of(demo_sign_in_url(nia)))
        assert answer.headers["Location"] == "/home/"
        assert client.session["_auth_user_id"] == str(nia.user_id)

    def test_it_exists_in_the_demo_alone(self, client: Client, nia: Person, settings: Any) -> None:
        settings.DEMO = True
        link = path_of(demo_sign_in_url(nia))
        settings.DEMO = False
        with pytest.raises(RuntimeError):
            demo_sign_in_url(nia)
        assert client.get(link).status_code == 410
        assert "_auth_user_id" not in client.session

    @pytest.mark.parametrize("break_it", [lambda link: link[:-2] + "x/", lambda link: "/sign-in/demo/rubbish/"])
    def test_a_forged_one_is_refused_kindly(
        self, client: Client, nia: Person, settings: Any, break_it: Callable[[str], str]
    ) -> None:
        settings.DEMO = True
        page = client.get(break_it(path_of(demo_sign_in_url(nia))))
        assert page.status_code == 410
        assert "does not work any more" in page.content.decode()
        assert "_auth_user_id" not in client.session

    def test_it_is_for_people_with_an_account(self, client: Client, settings: Any) -> None:
        settings.DEMO = True
        assert client.get(path_of(demo_sign_in_url(bea()))).status_code == 410

    def test_it_expires(self, client: Client, nia: Person, settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
        settings.DEMO = True
        link = path_of(demo_sign_in_url(nia))
        later = __import__("time").time() + 13 * 60 * 60
        monkeypatch.setattr("django.core.signing.time.time", lambda: later)
        assert client.get(link).status_code == 410


def path_of(url: str) -> str:
    """The part of an address after the host."""
    return "/" + url.split("/", 3)[3]


class TestAccounts:
    """An account is made when a role is given."""

    def test_the_first_administrator(self) -> None:
        person = make_administrator("Gwen@Thornbury.example", "Gwen")
        assert make_administrator("gwen@thornbury.example", "Gwen") == person
        assert User.objects.get(person=person).is_staff
        assert not User.objects.get(person=person).has_usable_password()

    def test_an_account_is_for_the_person_of_that_address_and_name(self) -> None:
        who = bea()
        assert person_with_account("Bea@kettleyard.example", "bea lowe") == who

    def test_somebody_else_who_shares_the_address_keeps_their_own_history(self) -> None:
        who = bea()
        other = person_with_account(who.email, "Ken Price")
        assert other != who
        who.refresh_from_db()
        assert who.user is None

    def test_one_address_has_one_account(self) -> None:
        first = person_with_account("office@ashwellactive.example", "Asha Verma")
        assert person_with_account("office@ashwellactive.example", "Joel Lind") == first
        assert User.objects.count() == 1

    @pytest.mark.parametrize("name", ["", "   ", "\u200b", "a" * 81])
    def test_a_name_that_cannot_be_seen_or_is_too_long_is_refused(self, name: str) -> None:
        with pytest.raises(WrongName):
            person_with_account("asha@ashwellactive.example", name)
        assert not Person.objects.exists()

    def test_a_merged_record_never_gets_the_account(self) -> None:
        keep, other = bea(), a_person("Bea Lowe", "bea@kettleyard.example")
        Person.objects.filter(id=other.id).update(merged_into=keep)
        assert person_with_account("bea@kettleyard.example", "Bea Lowe") == keep
