"""The commands as a person types them: serve, demo, rehearse, admin."""

from __future__ import annotations

import os
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
import pytest

from tests.serving import ROOT, Server, free_port

READY_SECONDS = 60.0
STOP_SECONDS = 10.0


@contextmanager
def running(folder: Path, *words: str, **settings: str) -> Iterator[tuple[subprocess.Popen[str], str]]:
    """A command that has printed READY, with all that it printed until then."""
    environment = os.environ | {"FOLKMOOT_DATA": str(folder), "PYTHONUNBUFFERED": "1"}
    environment.pop("DATABASE_URL", None)
    environment |= settings
    command = [sys.executable, "-m", "folkmoot", *words]
    process = subprocess.Popen(
        command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    )
    assert process.stdout is not None
    said, until = "", time.monotonic() + READY_SECONDS
    try:
        for line in process.stdout:
            said += line
            if line.startswith("READY") or time.monotonic() > until:
                break
        yield process, said
    finally:
        process.terminate()  # which ends its own processes too, if it has any
        try:
            process.wait(STOP_SECONDS)
        finally:
            process.kill()
            process.wait()
        process.stdout.close()


def folkmoot(folder: Path, *words: str) -> subprocess.CompletedProcess[str]:
    """A command that ends by itself."""
    environment = os.environ | {"FOLKMOOT_DATA": str(folder)}
    environment.pop("DATABASE_URL", None)
    return subprocess.run(
        [sys.executable, "-m", "folkmoot", *words],
        cwd=ROOT,
        env=environment,
        text=True,
        capture_output=True,
        check=False,
    )


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_serve_answers_and_stops_cleanly_within_seconds(tmp_path: Path, number: signal.Signals) -> None:
    port = free_port()
    with running(tmp_path, "serve", "--port", str(port)) as (process, said):
        assert said.splitlines()[-1] == f"READY http://127.0.0.1:{port}"
        assert httpx.get(f"http://127.0.0.1:{port}/").status_code == 200
        process.send_signal(number)
        assert process.wait(STOP_SECONDS) == 0
        assert process.stdout is not None
        rest = process.stdout.read()
    assert "Traceback" not in said + rest
    assert "GET" not in said + rest, "no address of a page is written down"


def test_a_port_that_is_taken_is_said_so_before_anything_else(tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = str(taken.getsockname()[1])
        done = folkmoot(tmp_path, "demo", "--port", port, "--data", str(tmp_path / "demo"))
    assert done.returncode == 1
    assert f"--port {port} of 127.0.0.1 cannot be used" in done.stderr
    assert "Name another port" in done.stderr


@pytest.mark.parametrize(("processes", "words"), [("3", "SQLite is served by one process alone"), ("0", "is 0")])
def test_processes_that_cannot_be_are_said_so(tmp_path: Path, processes: str, words: str) -> None:
    done = folkmoot(tmp_path, "serve", "--port", str(free_port()), "--processes", processes)
    assert done.returncode == 1
    assert f"--processes is {processes}" in done.stderr
    assert words in done.stderr


def test_the_demo_prints_where_to_begin_and_everything_it_prints_opens(tmp_path: Path) -> None:
    port = free_port()
    words = ("demo", "--port", str(port), "--people", "2", "--data", str(tmp_path / "demo"))
    with running(tmp_path, *words) as (process, said):
        assert said.splitlines()[-1] == f"READY http://127.0.0.1:{port}"
        assert "only this computer" in said
        assert re.search(r"MOOT-\w{4}", said)
        with httpx.Client(follow_redirects=True, timeout=30) as http:
            links = re.findall(r"http://\S+", said)
            public = [link for link in links if "/sign-in/" not in link and "/room/" not in link]
            assert {http.get(link).status_code for link in public} == {200}
            signed = http.get(next(link for link in links if "/sign-in/" in link))
            assert (signed.status_code, signed.url.path) == (200, "/home/")
            room = http.get(next(link for link in links if "/room/" in link))
            assert room.status_code == 200
        process.send_signal(signal.SIGTERM)
        assert process.wait(STOP_SECONDS) == 0


def test_the_demo_has_a_series_as_it_was_one_to_come_and_a_workshop_now(tmp_path: Path) -> None:
    port = free_port()
    words = ("demo", "--port", str(port), "--people", "0", "--data", str(tmp_path / "demo"))
    with running(tmp_path, *words) as (_, said), httpx.Client(timeout=30) as http:
        assert "READY" in said
        landing = http.get(f"http://127.0.0.1:{port}/").text
        coming = http.get(re.findall(r"http://\S+/p/[\w-]+/\s", said)[0].strip()).text
    assert "Building common understanding and common purpose" in coming
    assert "this season" in landing


def test_an_administrator_is_made_once(tmp_path: Path) -> None:
    for _ in range(2):
        done = folkmoot(tmp_path, "admin", "ada@ashwell.example", "--name", "Ada Bell")
        assert (done.returncode, done.stderr) == (0, "")
        assert "Ada Bell is administrator" in done.stdout
    wrong = folkmoot(tmp_path, "admin", "no-address", "--name", "Ada Bell")
    assert wrong.returncode == 2
    assert "valid email address" in wrong.stderr


def test_a_command_that_is_not_there_lists_those_that_are(tmp_path: Path) -> None:
    done = folkmoot(tmp_path, "fly")
    assert done.returncode == 2
    assert "serve" in done.stderr


def test_the_server_of_these_tests_writes_down_no_address(server: Server) -> None:
    for address in ("/join/MOOT-7K2Q/", "/me/a-personal-link-that-nobody-has/", "/nowhere/"):
        httpx.get(server.url + address)
    assert "personal-link" not in server.output()
    assert "/join/" not in server.output()
