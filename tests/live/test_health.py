"""What watches a server: alive, ready, figures; and a log that holds nobody's words."""

from __future__ import annotations

import asyncio
import json
import logging
import re
import sys
import time

import httpx
from websockets.asyncio.client import connect

from folkmoot.config.logs import JsonLines, Lines
from folkmoot.practice_kit.wire.ops import Go, Hello, Say
from tests.live.workshop import Workshop
from tests.serving import PATIENCE, Server


def figure(page: str, name: str) -> float:
    """One figure of Prometheus's text."""
    found = re.search(rf"^{re.escape(name)} (\S+)$", page, re.M)
    assert found is not None, f"{name} is not among\n{page}"
    return float(found[1])


def is_ahead(page: str, before: str) -> bool:
    """Whether operations have been carried out, and everything that takes time measured, since a page was read."""
    names = ["operations_total", *(f"{name}_seconds_count" for name in ("tick", "commit", "lag"))]
    return all(figure(page, f"folkmoot_{name}") > figure(before, f"folkmoot_{name}") for name in names)


async def test_figures_tell_what_happens_and_name_nobody(workshop: Workshop) -> None:
    url = f"{workshop.server.url}/metrics"
    async with httpx.AsyncClient() as http:
        before = (await http.get(url)).text
        nia = await workshop.enter(workshop.nia)
        bea = await workshop.enter_new("Bea Lowe")
        await nia.act(Say, to="session", text="a-word-of-mine")
        await bea.refused(Go, item=workshop.items["Welcome"].id)
        async with asyncio.timeout(PATIENCE):  # once a second the server measures its lag, and counts who is there
            while not (
                is_ahead(page := (await http.get(url)).text, before) and figure(page, "folkmoot_connections") >= 2
            ):
                await asyncio.sleep(0.1)
    assert figure(page, "folkmoot_rooms") >= 1
    assert figure(page, "folkmoot_queue") == figure(page, "folkmoot_paused") == 0
    assert figure(page, 'folkmoot_refused_total{code="not_yours"}') >= 1
    assert not any(word in page for word in ("a-word-of-mine", "Bea", workshop.session.id, bea.id))


def test_figures_are_for_this_computer_or_the_token(server: Server) -> None:
    url = f"{server.url}/metrics"
    assert httpx.get(url).status_code == 200
    for headers in ({"Host": "moot.example.org"}, {"X-Forwarded-For": "203.0.113.7"}, {"Via": "1.1 proxy"}):
        assert httpx.get(url, headers=headers).status_code == 403
    wrong = {"Host": "moot.example.org", "Authorization": "Bearer"}
    assert httpx.get(url, headers=wrong).status_code == 403, "an empty token opens nothing"


def test_alive_and_ready(server: Server) -> None:
    until = time.monotonic() + PATIENCE  # a database that takes its time makes a server unready for a while
    while httpx.get(f"{server.url}/readyz", timeout=PATIENCE).status_code != 200 and time.monotonic() < until:
        time.sleep(0.1)
    for path in ("/healthz", "/readyz"):
        answer = httpx.get(server.url + path)
        assert (answer.status_code, answer.headers["content-type"]) == (200, "application/json")
    assert httpx.get(f"{server.url}/readyz").json() == {"ready": True, "because": ""}


async def test_a_server_that_stops_sends_its_clients_elsewhere_within_seconds(workshop: Workshop) -> None:
    bea = await workshop.client(await workshop.book("Bea Lowe"))
    address = f"{workshop.server.url.replace('http', 'ws', 1)}/live/{workshop.session.id}/"
    async with connect(address, additional_headers={"Cookie": f"sessionid={bea.cookie}"}) as socket:
        await socket.send(Hello().model_dump_json())
        await socket.recv()
        stopping = asyncio.create_task(asyncio.to_thread(workshop.server.stop))
        try:
            async with asyncio.timeout(10):
                await socket.wait_closed()
                assert await stopping == 0
        finally:
            await asyncio.to_thread(workshop.server.start)
        assert socket.close_code == 1012, "the code for “come back: I am being restarted”"


def test_a_fault_in_the_log_holds_no_words() -> None:
    words = "-".join(("a", "word", "of", "mine"))
    try:
        try:
            raise ValueError(f"Failing row contains ({words})")
        except ValueError as cause:
            raise RuntimeError(words) from cause
    except RuntimeError:
        record = logging.LogRecord("folkmoot", logging.ERROR, "", 0, "it %s", ("failed",), sys.exc_info())
    told = json.loads(JsonLines().format(record))
    assert (told["message"], told["fault"], told["level"]) == ("it failed", "RuntimeError from ValueError", "error")
    assert "test_health.py" in told["where"][0]
    assert "Traceback" in (text := Lines().format(record))
    assert text.endswith("RuntimeError from ValueError")
    assert words not in text + json.dumps(told)
