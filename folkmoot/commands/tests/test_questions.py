"""What may be answered in setup, and what is told about the rest."""

import pytest

from folkmoot.commands import questions
from folkmoot.commands.questions import Question, WrongAnswer, ask


@pytest.mark.parametrize(
    ("said", "kept"),
    [
        ("moot.example.org", "https://moot.example.org"),
        (" HTTPS://Moot.Example.org/ ", "https://moot.example.org"),
        ("moot.example.org:8443", "https://moot.example.org:8443"),
        ("böhne.example", "https://xn--bhne-5qa.example"),
    ],
)
def test_a_domain(said: str, kept: str) -> None:
    assert questions.domain(said) == kept


@pytest.mark.parametrize(
    "said", ["", "moot", "moot.example.org/room", "ftp://moot.example.org", "a b.example", "-a.org", "x" * 300 + ".org"]
)
def test_what_is_no_domain(said: str) -> None:
    with pytest.raises(WrongAnswer, match="domain"):
        questions.domain(said)


def test_a_zone_is_found_whatever_its_capitals() -> None:
    assert questions.zone("europe/london") == "Europe/London"
    with pytest.raises(WrongAnswer):
        questions.zone("Ashwell")


@pytest.mark.parametrize("said", ["gwen", "gwen@ashwell", "a@b@c.org", "<x@y.org>"])
def test_what_is_no_address(said: str) -> None:
    with pytest.raises(WrongAnswer):
        questions.mail_address(said)


def test_an_option_that_cannot_be_used_is_named() -> None:
    question = Question("Domain", questions.domain, "--domain")
    with pytest.raises(WrongAnswer, match=r"^--domain"):
        ask(question, "", "nowhere", may_ask=False)


def test_at_the_keyboard_a_wrong_answer_is_told_and_asked_again(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    typed = iter(["nowhere", "moot.example.org"])
    monkeypatch.setattr("builtins.input", lambda words: next(typed))
    assert ask(Question("Domain", questions.domain, "--domain"), "", None, may_ask=True) == "https://moot.example.org"
    assert "Write a domain alone" in capsys.readouterr().out


def test_nothing_typed_keeps_what_was_said_before(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("builtins.input", lambda words: "")
    assert ask(Question("Zone", questions.zone, "--zone"), "Europe/London", None, may_ask=True) == "Europe/London"


def test_a_mail_server_is_put_together_with_any_password(monkeypatch: pytest.MonkeyPatch) -> None:
    typed = iter(["1", "mail.example.org", "465", "gwen@example.org"])
    monkeypatch.setattr("builtins.input", lambda words: next(typed))
    monkeypatch.setattr("getpass.getpass", lambda words: "p@ss/w:rd?")
    url = questions.mail_url("")
    from folkmoot.programme.smtp import MailServer, mail_server

    assert mail_server(url) == MailServer("mail.example.org", 465, "gwen@example.org", "p@ss/w:rd?", encrypted=True)
