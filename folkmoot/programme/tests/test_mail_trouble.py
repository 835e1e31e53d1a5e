"""Why no mail went out, in words: with real servers that refuse, and a provider's interface that does."""

from __future__ import annotations

import gc
import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult
from django.core.exceptions import ImproperlyConfigured

from folkmoot.programme import smtp
from folkmoot.programme.mail_trouble import in_plain_words, send_a_trial, what_it_said
from tests.serving import free_port

SENDER = "Ashwell Active <hello@ashwell.example>"


class Taking:
    """A mail server's side that keeps what it takes."""

    def __init__(self) -> None:
        self.taken: list[str] = []

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:  # noqa: N802  # aiosmtpd calls it so
        """Take a mail."""
        self.taken.append(envelope.content.decode())
        return "250 taken"


@contextmanager
def mail_server(handler: Any, **more: Any) -> Iterator[int]:
    """A real one, on a port."""
    controller = Controller(handler, hostname="127.0.0.1", port=free_port(), **more)
    controller.start()
    try:
        yield controller.port
    finally:
        controller.stop()


def refused(url: str) -> Exception:
    """Try, and give what came of it."""
    with pytest.raises(smtp.refusals()) as trouble:
        send_a_trial(url, "gwen@ashwell.example", SENDER)
    return trouble.value


def test_a_trial_arrives() -> None:
    taking = Taking()
    with mail_server(taking) as port:
        send_a_trial(f"smtp://127.0.0.1:{port}?tls=no", "gwen@ashwell.example", SENDER)
    assert "Folkmoot can send mail" in taking.taken[0]


def test_a_wrong_password() -> None:
    def nobody(*asked: Any) -> AuthResult:
        return AuthResult(success=False, handled=False)

    with mail_server(Taking(), authenticator=nobody, auth_require_tls=False) as port:
        trouble = refused(f"smtp://gwen:wrong@127.0.0.1:{port}?tls=no")
    assert "refused the user name or the password" in in_plain_words(trouble)
    assert "535" in what_it_said(trouble)
    assert "wrong" not in what_it_said(trouble)


def test_a_server_without_encryption() -> None:
    with mail_server(Taking()) as port:
        assert "no encryption on this port" in in_plain_words(refused(f"smtp://127.0.0.1:{port}"))


@pytest.mark.filterwarnings("ignore::ResourceWarning")  # smtplib forgets to close a socket whose encryption failed
def test_the_wrong_kind_of_encryption() -> None:
    with mail_server(Taking()) as port:
        said = in_plain_words(refused(f"smtps://127.0.0.1:{port}"))
        gc.collect()
    assert "smtps:// with port 465" in said


def test_nobody_at_that_port() -> None:
    assert "Nobody answers at this port" in in_plain_words(refused(f"smtp://127.0.0.1:{free_port()}"))


def test_a_server_that_is_not() -> None:
    assert "There is no server of this name" in in_plain_words(refused("smtp://mail.nowhere.invalid:587"))


class TestAProvider:
    """Mail without a mail password, through django-anymail."""

    @pytest.fixture
    def provider(self) -> Iterator[tuple[str, list[dict[str, Any]], list[int]]]:
        """Postmark's interface, as far as sending needs it: its address, what was sent, and how it answers."""
        sent: list[dict[str, Any]] = []
        answers = [200]

        class Postmark(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
                sent.append({"token": self.headers["X-Postmark-Server-Token"], "body": body})
                fine = answers[0] == 200
                said = {"ErrorCode": 0 if fine else 10, "Message": "OK" if fine else "No such token", "MessageID": "1"}
                said |= {"To": "gwen@ashwell.example", "SubmittedAt": "2026-11-22T10:00:00Z"}
                text = json.dumps([said] if isinstance(body, list) else said).encode()
                self.send_response(answers[0])
                self.send_header("Content-Type", "application/json")
                self.send_header("Content-Length", str(len(text)))
                self.end_headers()
                self.wfile.write(text)

            def log_message(self, *words: object) -> None:
                """Say nothing."""

        server = HTTPServer(("127.0.0.1", 0), Postmark)
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        yield f"api://postmark?server_token=key-1&api_url=http://127.0.0.1:{server.server_port}/", sent, answers
        server.shutdown()
        server.server_close()

    def test_it_sends_with_the_key(self, provider: tuple[str, list[dict[str, Any]], list[int]]) -> None:
        url, sent, _ = provider
        send_a_trial(url, "gwen@ashwell.example", SENDER)
        assert sent[0]["token"] == "key-1"
        assert "gwen@ashwell.example" in json.dumps(sent[0]["body"])

    def test_a_wrong_key_is_told(self, provider: tuple[str, list[dict[str, Any]], list[int]]) -> None:
        url, _, answers = provider
        answers[0] = 401
        assert "Look at the key" in in_plain_words(refused(url))

    def test_a_provider_in_trouble_is_not_blamed_on_the_key(
        self, provider: tuple[str, list[dict[str, Any]], list[int]]
    ) -> None:
        url, _, answers = provider
        answers[0] = 503
        assert "trouble of its own" in in_plain_words(refused(url))

    def test_a_provider_that_nobody_reaches_is_not_blamed_on_the_key(self) -> None:
        trouble = refused(f"api://postmark?server_token=key-1&api_url=http://127.0.0.1:{free_port()}/")
        assert "could not be reached" in in_plain_words(trouble)

    @pytest.mark.parametrize("url", ["api://nobody?api_key=1", "api://../x", "api://postmark", "api://"])
    def test_a_wrong_address_says_how_to_mend_it(self, url: str) -> None:
        with pytest.raises(ImproperlyConfigured, match="FOLKMOOT_MAIL_URL"):
            smtp.connection_to(url)
