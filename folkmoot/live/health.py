"""What watches a server may ask: is it alive, may people be sent to it, and its figures. No page, and no session."""

from __future__ import annotations

import asyncio
import json
import secrets
from collections.abc import Awaitable, Callable, Mapping
from typing import Any

from asgiref.sync import sync_to_async
from django.conf import settings
from django.db import DatabaseError, connection

from folkmoot.live import metrics
from folkmoot.live.engine import ENGINE

Scope = dict[str, Any]
Send = Callable[[Mapping[str, Any]], Awaitable[None]]

PATHS = frozenset({"/healthz", "/readyz", "/metrics"})
DATABASE_SECONDS = 2.0
HERE = {"127.0.0.1", "::1", "localhost"}

JSON, TEXT = b"application/json", b"text/plain; version=0.0.4; charset=utf-8"


async def health(scope: Scope, send: Send) -> None:
    """Answer one request for one of PATHS."""
    if scope["path"] == "/healthz":
        await _answer(send, 200, b'{"alive": true}', JSON)
    elif scope["path"] == "/readyz":
        wrong = await _what_is_wrong()
        body = json.dumps({"ready": not wrong, "because": wrong}).encode()
        await _answer(send, 503 if wrong else 200, body, JSON)
    elif _may_see_figures(scope):
        await _answer(send, 200, metrics.page(), TEXT)
    else:
        await _answer(send, 403, b"Ask from this computer, or with the token of FOLKMOOT_METRICS_TOKEN.\n", TEXT)


async def _what_is_wrong() -> str:
    """Why nobody should be sent here now; empty: nothing."""
    if ENGINE.loop is None or ENGINE.stopping:
        return "stopping"
    try:
        async with asyncio.timeout(DATABASE_SECONDS):
            await sync_to_async(_ask_the_database, thread_sensitive=False)()
    except (DatabaseError, TimeoutError):
        return "the database does not answer"
    return "the database takes nothing" if any(room.ticks.paused for room in ENGINE.rooms.values()) else ""


def _ask_the_database() -> None:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    finally:
        connection.close()


def _may_see_figures(scope: Scope) -> bool:
    """With the token; or from this computer itself, not passed on by a web server on it."""
    headers = {name: value.decode("latin-1") for name, value in scope["headers"]}
    token = settings.METRICS_TOKEN
    if token and secrets.compare_digest(headers.get(b"authorization", "").encode(), f"Bearer {token}".encode()):
        return True
    passed_on = any(name in headers for name in (b"x-forwarded-for", b"forwarded", b"via"))
    host = headers.get(b"host", "").rpartition(":")[0] or headers.get(b"host", "")
    client = (scope.get("client") or ("",))[0]
    return client in HERE and host.strip("[]") in HERE and not passed_on


async def _answer(send: Send, status: int, body: bytes, kind: bytes) -> None:
    headers = [(b"content-type", kind), (b"cache-control", b"no-store"), (b"content-length", b"%d" % len(body))]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": body})
