"""What `folkmoot check` looks at as people meet it: the name, the certificate, the web server, the live channel."""

from __future__ import annotations

import http.client
import os
import socket
import ssl
from collections.abc import Iterator
from datetime import UTC, datetime
from urllib.parse import urlsplit

from django.conf import settings

from folkmoot.commands.findings import Finding, fault, note, well

WAIT_SECONDS = 10.0
LATE = 1 / 6
"""Of a certificate's life: with less than this left, it should have been renewed long ago."""
PAGE = "/help/"
NO_SESSION = "/live/0000000000/"
"""A room that nobody has: the application refuses its socket, where the web server lets sockets through."""
_HANDSHAKE = {
    "Connection": "Upgrade",
    "Upgrade": "websocket",
    "Sec-WebSocket-Version": "13",
    "Sec-WebSocket-Key": "Zm9sa21vb3QtY2hlY2shIQ==",
}


def name() -> Iterator[Finding]:
    """Whether the domain leads anywhere."""
    host = urlsplit(settings.PUBLIC_URL).hostname or ""
    try:
        found = sorted({str(each[4][0]) for each in socket.getaddrinfo(host, None)})
    except OSError:
        mend = f"Where you have the domain, add an A record for {host} with this server’s address. It may take an hour."
        yield fault("domain", f"nobody finds {host}: it has no address in the DNS.", mend)
    else:
        yield well("domain", f"{host} leads to {', '.join(found)}")


def service() -> Iterator[Finding]:
    """Whether Folkmoot itself answers, behind the web server."""
    port = os.environ.get("FOLKMOOT_PORT", "")
    if not port.isdigit():
        return
    try:
        answer = _ask(http.client.HTTPConnection("127.0.0.1", int(port), timeout=WAIT_SECONDS), PAGE)
    except OSError:
        mend = "systemctl restart folkmoot; “journalctl -u folkmoot -n 50” tells why it stopped."
        yield fault("service", f"nothing answers on port {port} of this server.", mend)
    else:
        if answer.status == 200:
            yield well("service", f"answers on port {port}")
        else:
            yield fault("service", f"port {port} answers with {answer.status}.", "Does another program use that port?")


def web_server() -> Iterator[Finding]:
    """Whether people reach a page by the address that they type, encrypted, and the room its live channel."""
    parts = urlsplit(settings.PUBLIC_URL)
    if parts.scheme != "https" or not _has_address(parts.hostname or ""):
        return
    connection = http.client.HTTPSConnection(parts.hostname or "", parts.port or 443, timeout=WAIT_SECONDS)
    try:
        connection.connect()
        yield from _certificate(connection)
        answer = _ask(connection, PAGE)
    except ssl.SSLCertVerificationError as trouble:
        mend = (
            "With Caddy, wait a minute: it fetches one as soon as the domain leads here. Ports 80 and 443 must be open."
        )
        if os.environ.get("FOLKMOOT_WEB") == "nginx":
            mend = f"Fetch one: certbot certonly --webroot -w /var/www/html -d {parts.hostname}; then reload nginx."
        yield fault("certificate", f"browsers refuse it: {trouble.verify_message}.", mend)
        return
    except (OSError, http.client.HTTPException) as trouble:
        web = os.environ.get("FOLKMOOT_WEB", "caddy")
        runs = "your web server runs" if web == "none" else f"the web server runs (systemctl status {web})"
        mend = f"Look whether {runs} and the firewall lets 80 and 443 through."
        yield fault("web server", f"{settings.PUBLIC_URL} does not answer ({trouble}).", mend)
        return
    yield from _page(answer)
    yield from _live_channel(parts.hostname or "", parts.port or 443)


def _certificate(connection: http.client.HTTPSConnection) -> Iterator[Finding]:
    shown = connection.sock.getpeercert() if isinstance(connection.sock, ssl.SSLSocket) else None
    if not shown:
        return
    begins, ends = (_moment(str(shown[name])) for name in ("notBefore", "notAfter"))
    said = f"good until {ends.day} {ends:%B %Y}"
    if ends - datetime.now(UTC) < (ends - begins) * LATE:
        yield fault("certificate", said, "It should have been renewed by itself. Look at the web server’s log.")
    else:
        yield well("certificate", said)


def _moment(said: str) -> datetime:
    return datetime.fromtimestamp(ssl.cert_time_to_seconds(said), UTC)


def _page(answer: http.client.HTTPResponse) -> Iterator[Finding]:
    if answer.status != 200:
        said = f"{settings.PUBLIC_URL}{PAGE} answers with {answer.status}."
        yield fault("web server", said, "It must pass on to Folkmoot’s port, and keep the Host header as it came.")
        return
    if "default-src 'self'" not in answer.getheader("Content-Security-Policy", ""):
        yield fault(
            "web server", "the page that answers is not Folkmoot’s.", "Look at its configuration for this name."
        )
        return
    yield well("web server", f"{settings.PUBLIC_URL} answers")
    if not answer.getheader("Strict-Transport-Security"):
        mend = "Add “Strict-Transport-Security: max-age=31536000” in the web server; “folkmoot setup” writes it."
        yield note("https header", "browsers are not told to stay encrypted.", mend)


def _live_channel(host: str, port: int) -> Iterator[Finding]:
    connection = http.client.HTTPSConnection(host, port, timeout=WAIT_SECONDS)
    try:
        answer = _ask(connection, NO_SESSION, {**_HANDSHAKE, "Origin": settings.PUBLIC_URL})
    except (OSError, http.client.HTTPException):
        answer = None
    if answer is not None and answer.status in {101, 403}:
        yield well("live channel", "open")
    else:
        said = "the web server does not pass sockets on, so the room goes by the slow channel."
        yield fault("live channel", said, "Pass “Upgrade” and “Connection” on; “folkmoot setup” writes how.")


def _ask(
    connection: http.client.HTTPConnection, path: str, headers: dict[str, str] | None = None
) -> http.client.HTTPResponse:
    host = urlsplit(settings.PUBLIC_URL).netloc
    connection.request("GET", path, headers={"Host": host, "User-Agent": "folkmoot check", **(headers or {})})
    return connection.getresponse()


def _has_address(host: str) -> bool:
    try:
        return bool(socket.getaddrinfo(host, None))
    except OSError:
        return False
