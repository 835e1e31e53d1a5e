"""One ASGI callable: pages to Django, sockets and polls to the live room, who watches to its health, start and stop to
all.
"""

import asyncio
import os
from collections.abc import Awaitable, Callable, Mapping
from typing import Any

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "folkmoot.config.settings")

import django
from django.core.handlers.asgi import ASGIHandler
from django.db import connection
from django.http import HttpRequest
from django.http.response import HttpResponseBase

django.setup(set_prefix=False)

from folkmoot.live import performances  # noqa: E402  # needs the models, which are loaded above
from folkmoot.live.engine import ENGINE  # noqa: E402  # needs the models, which are loaded above
from folkmoot.live.health import PATHS, health  # noqa: E402  # needs the models, which are loaded above
from folkmoot.live.polling import polling  # noqa: E402  # needs the models, which are loaded above
from folkmoot.live.sockets import websocket  # noqa: E402  # needs the models, which are loaded above
from folkmoot.programme import worker  # noqa: E402  # needs the models, which are loaded above

Scope = dict[str, Any]
Receive = Callable[[], Awaitable[dict[str, Any]]]
Send = Callable[[Mapping[str, Any]], Awaitable[None]]

PAGES_AT_ONCE = {"sqlite": 8, "postgresql": 16}
"""Pages that are made at the same moment; the others wait their turn. Each takes a thread and a connection, of which
PostgreSQL has a hundred; SQLite lets one write at a time, and not in the order of asking, so that one of very many
might wait too long. Two hundred people who book at once are to wait a moment, not to get an error."""


class Pages(ASGIHandler):
    """Django's own, which makes only so many pages at once. Reading a request and sending an answer take no turn."""

    def __init__(self) -> None:
        super().__init__()
        self.turns = asyncio.Semaphore(PAGES_AT_ONCE[connection.vendor])

    async def get_response_async(self, request: HttpRequest) -> HttpResponseBase:
        """Make the page when it is its turn."""
        async with self.turns:
            return await super().get_response_async(request)


pages = Pages()


async def application(scope: Scope, receive: Receive, send: Send) -> None:
    """Serve one request, one socket, or the server's life."""
    if scope["type"] == "websocket":
        await websocket(scope, receive, send)
    elif scope["type"] == "lifespan":
        await _life(receive, send)
    elif scope["path"] in PATHS:
        await health(scope, send)
    elif scope["path"].startswith("/live/"):
        await polling(scope, receive, send)
    else:
        await pages(scope, receive, send)


async def _life(receive: Receive, send: Send) -> None:
    while True:
        message = await receive()
        if message["type"] == "lifespan.startup":
            await ENGINE.start()
            worker.start()
            await send({"type": "lifespan.startup.complete"})
        else:
            performances.stop_all()
            await ENGINE.stop()
            worker.stop()
            await send({"type": "lifespan.shutdown.complete"})
            return
