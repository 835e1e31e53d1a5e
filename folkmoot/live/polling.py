"""The room where sockets are blocked: the same frames by requests that wait for news, and operations by POST.

Each request leads to a socket that is only in memory (`Pipe`), through the one door that every socket comes in by
(`sockets.websocket`): so who may come in, what they are sent, how they resume and what is too much are the same.

* `POST /live/<session>/poll/` says hello with the client's cursors and is answered with frames, at the latest after
  HOLD_SECONDS. Between two such requests the room's frames wait in the client's *line*. A request that names a line
  of another process, one that has ended, or one of which an answer was lost, simply begins a new line: the cursors
  say what the client has, so any process may serve any request.
* `POST /live/<session>/say/` brings operations, a line of the body each, and is answered when they are.
* `POST /live/<session>/leave/` ends the line of a page that is being closed.

None is a page: a request that waits takes no turn among pages, no thread and no connection to the database.
"""

from __future__ import annotations

import asyncio
import json
import re
import secrets
from collections.abc import Coroutine
from contextlib import suppress
from typing import Any
from urllib.parse import parse_qs

from django.conf import settings
from django.http import parse_cookie

from folkmoot.live.codes import ELSEWHERE, GARBAGE, NOBODY, OVER, TOO_MANY
from folkmoot.live.sockets import Message, Receive, Send, websocket
from folkmoot.practice_kit.wire.ops import FRAME_LIMIT

PATH = re.compile(r"^/live/(?P<session>[\w-]{1,16})/(?P<what>poll|say|leave)/$")
TYPE = "application/x-ndjson"
"""What bodies are. A form of another site cannot send it, and a script of another site is not allowed to."""

HOLD_SECONDS = 10.0
"""How long a request waits for news: shorter than any usual proxy's patience."""
GATHER_SECONDS = 0.1
"""After the first news, how long to wait for more of the same moment: so many requests a second and no more."""
LINGER_SECONDS = 15.0
"""How long a line waits for its client's next request before the person counts as away."""
LINGER_BROKEN_SECONDS = 3.0
"""The same, when the last request broke off while it waited: as with a socket, the client has most likely gone."""
ANSWER_SECONDS = 20.0
BODY_SECONDS = 20.0
LARGEST_BODY = 16 * FRAME_LIMIT
MOST_UNFETCHED = 512 * 1024
"""Characters that wait in a line; beyond that frames wait in the room's own queue, which has a limit."""

GOING_AWAY, FAULT = 1001, 1011
STATUS = {GARBAGE: 400, NOBODY: 403, ELSEWHERE: 403, OVER: 410, TOO_MANY: 429}
"""The HTTP status that goes with a code of closing. The body names the code itself, so that a client needs no more."""

Scope = dict[str, Any]


async def polling(scope: Scope, receive: Receive, send: Send) -> None:
    """Answer one request below `/live/`."""
    found = PATH.match(scope["path"])
    if found is None:
        await _answer(send, 404)
    elif scope["method"] != "POST":
        await _answer(send, 405, [(b"allow", b"POST")])
    elif not _header(scope, b"content-type").startswith(TYPE):
        await _answer(send, 415)
    else:
        body = await _body(receive)
        if body is None:
            await _answer(send, 413)
        else:
            await _DOES[found["what"]](scope, found["session"], body, receive, send)


class Pipe:
    """A socket in memory: what the room writes to it is kept until it is fetched. `code` is set once it is closed."""

    def __init__(self, scope: Scope, session: str) -> None:
        self.frames: list[str] = []
        self.code: int | None = None
        self._size = 0
        self._news = asyncio.Event()
        self._space = asyncio.Event()
        self._space.set()
        self._inbox: asyncio.Queue[Message] = asyncio.Queue()
        self._inbox.put_nowait({"type": "websocket.connect"})
        door = {**scope, "type": "websocket", "path": f"/live/{session}/"}
        self._task = asyncio.create_task(websocket(door, self._inbox.get, self._take))
        self._task.add_done_callback(self._ended)

    def say(self, raw: bytes | str) -> None:
        """Bring the room a frame."""
        text = raw if isinstance(raw, str) else raw.decode("utf-8", "replace")
        self._inbox.put_nowait({"type": "websocket.receive", "text": text})

    def hang_up(self) -> None:
        """Close it from this end."""
        self._close(GOING_AWAY)
        self._inbox.put_nowait({"type": "websocket.disconnect", "code": GOING_AWAY})

    async def _take(self, message: Message) -> None:
        if message["type"] == "websocket.send":
            await self._space.wait()
            self.frames.append(message["text"])
            self._size += len(message["text"])
            if self._size > MOST_UNFETCHED:
                self._space.clear()
            self._news.set()
        elif message["type"] == "websocket.close":
            self._close(message["code"])

    def _ended(self, task: asyncio.Task[None]) -> None:
        if not task.cancelled() and task.exception() is not None:
            task.get_loop().call_exception_handler({"message": "a polled line failed", "exception": task.exception()})
        self._close(FAULT)

    def _close(self, code: int) -> None:
        if self.code is None:
            self.code = code
        self._space.set()
        self._news.set()

    async def news(self, least: int = 1) -> None:
        """Wait until so many frames are there, or it is closed."""
        while len(self.frames) < least and self.code is None:
            self._news.clear()
            await self._news.wait()

    def fetch(self) -> list[str]:
        """Everything that has come, once."""
        frames, self.frames, self._size = self.frames, [], 0
        self._space.set()
        return frames


class Line:
    """What one client is polling: its pipe, and whose it is. Between two requests it waits, and then it ends."""

    def __init__(self, scope: Scope, session: str, hello: bytes) -> None:
        self.id = secrets.token_urlsafe(12)
        self.whose = _whose(scope, session)
        self.answers = 0
        self.held = False
        self.pipe = Pipe(scope, session)
        self.pipe.say(hello)
        self._hidden = False
        self._end: asyncio.TimerHandle | None = None
        _lines[self.id] = self

    def hide(self, hidden: bool) -> None:
        """Pass on whether the page is behind another app."""
        if hidden != self._hidden:
            self._hidden = hidden
            self.pipe.say(json.dumps({"t": "here", "hidden": hidden}))

    async def wait(self, receive: Receive) -> bool:
        """Wait for news; False when the client has gone meanwhile."""
        self.held = True
        if self._end is not None:
            self._end.cancel()
        here = False
        try:
            here = await _while_here(self._gather(), receive, HOLD_SECONDS)
        finally:
            self.held = False
            linger = LINGER_SECONDS if here else LINGER_BROKEN_SECONDS
            self._end = asyncio.get_running_loop().call_later(linger, self.end)
        return here

    async def _gather(self) -> None:
        await self.pipe.news()
        if self.pipe.code is None:
            await asyncio.sleep(GATHER_SECONDS)

    def end(self) -> None:
        """Forget it; the room sees a closed socket."""
        _lines.pop(self.id, None)
        if self._end is not None:
            self._end.cancel()
        self.pipe.hang_up()


_lines: dict[str, Line] = {}


def let_go() -> None:
    """End every line, so that a server that stops waits for nobody; clients come back with their cursors."""
    for line in list(_lines.values()):
        line.end()


async def _poll(scope: Scope, session: str, hello: bytes, receive: Receive, send: Send) -> None:
    line = _going_on(scope, session) or Line(scope, session, hello)
    line.hide("hidden" in _asked(scope))
    if not await line.wait(receive):
        return
    code, frames = line.pipe.code, line.pipe.fetch()
    line.answers += 1
    if code is not None:
        line.end()  # what it still had to say goes with this answer
    told = {"line": line.id, "answers": line.answers, "closed": code or 0}
    await _tell(send, told, frames)


def _asked(scope: Scope) -> dict[str, list[str]]:
    return parse_qs(scope["query_string"].decode("latin-1"))


def _mine(scope: Scope, session: str) -> Line | None:
    """The line that is asked for, if it is here and this client's own."""
    line = _lines.get(_asked(scope).get("line", [""])[0])
    return line if line is not None and secrets.compare_digest(line.whose, _whose(scope, session)) else None


def _going_on(scope: Scope, session: str) -> Line | None:
    """The client's line, if no answer of it was lost and it is still open."""
    line = _mine(scope, session)
    if line is None:
        return None
    if line.held or line.pipe.code is not None or _asked(scope).get("answers") != [str(line.answers)]:
        line.end()
        return None
    return line


def _whose(scope: Scope, session: str) -> bytes:
    """The device and the room: a line answers to nobody else, whoever learns its name."""
    cookies = parse_cookie(_header(scope, b"cookie"))
    screen = b"screen=1" in scope["query_string"]
    return f"{session} {screen} {cookies.get(settings.SESSION_COOKIE_NAME, '')}".encode()


async def _say(scope: Scope, session: str, body: bytes, receive: Receive, send: Send) -> None:
    said = [raw for raw in body.split(b"\n") if raw.strip()]
    pipe = Pipe(scope, session)
    for raw in said:
        pipe.say(raw)
    try:
        here = await _while_here(pipe.news(len(said)), receive, ANSWER_SECONDS)
        code = pipe.code or 0
    finally:
        pipe.hang_up()
    if here:
        await _tell(send, {"closed": code}, pipe.fetch())


async def _leave(scope: Scope, session: str, body: bytes, receive: Receive, send: Send) -> None:
    line = _mine(scope, session)
    if line is not None:
        line.end()
    await _answer(send, 204)


_DOES = {"poll": _poll, "say": _say, "leave": _leave}


async def _while_here(work: Coroutine[Any, Any, None], receive: Receive, seconds: float) -> bool:
    """Do this for so long at most, and no longer than the client is there; False when it has gone."""
    working = asyncio.create_task(work)
    gone = asyncio.create_task(_until_gone(receive))
    try:
        await asyncio.wait({working, gone}, timeout=seconds, return_when=asyncio.FIRST_COMPLETED)
        return not gone.done()
    finally:
        for task in (working, gone):
            task.cancel()
        await asyncio.gather(working, gone, return_exceptions=True)


async def _until_gone(receive: Receive) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass


async def _body(receive: Receive) -> bytes | None:
    """The body; None when it is too large, or does not come."""
    body = b""
    with suppress(TimeoutError):
        async with asyncio.timeout(BODY_SECONDS):
            while len(body) <= LARGEST_BODY:
                message = await receive()
                if message["type"] == "http.disconnect":
                    break
                body += message.get("body", b"")
                if not message.get("more_body"):
                    return body if len(body) <= LARGEST_BODY else None
    return None


def _header(scope: Scope, name: bytes) -> str:
    return str(dict(scope["headers"]).get(name, b"").decode("latin-1"))


async def _tell(send: Send, told: dict[str, Any], frames: list[str]) -> None:
    """Answer with frames, which are encoded already."""
    whole = f'{json.dumps(told)[:-1]}, "frames": [{",".join(frames)}]}}'
    await _answer(send, STATUS.get(told["closed"], 200), [(b"content-type", b"application/json")], whole.encode())


async def _answer(send: Send, status: int, headers: list[tuple[bytes, bytes]] | None = None, body: bytes = b"") -> None:
    fixed = [(b"cache-control", b"no-store"), (b"x-content-type-options", b"nosniff")]
    length = (b"content-length", str(len(body)).encode())
    await send({"type": "http.response.start", "status": status, "headers": [*(headers or []), *fixed, length]})
    await send({"type": "http.response.body", "body": body})
