"""Three servers on machines of their own, whose links are cut and healed while people write. Linux, as root.

    sudo python3 dev.py bench links [--rounds 3] [--cut 8]

Each server runs in a network namespace and reaches PostgreSQL, Redis and its people by one link. In each round one
link is cut for some seconds and its people connect to the next machine, as a web server in front would send them.
`away`: seconds until they were connected again; `agreed`: seconds from the healing until everybody, at every machine,
knew exactly what the record says. A line that is lost or stored twice stops the run. CI_POSTGRES and CI_REDIS say
where the databases are.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "folkmoot.config.settings")

import django

django.setup()

from folkmoot.practice_kit.wire.ops import Say  # noqa: E402  # needs the settings, as all below
from folkmoot.record.models import Entry  # noqa: E402  # needs the settings
from tests.live.databases import POSTGRES, REDIS, a_database  # noqa: E402  # needs the settings
from tests.live.truth import agree  # noqa: E402  # needs the settings
from tests.live.wires import wire  # noqa: E402  # needs the settings
from tests.live.workshop import Client, Workshop, in_db  # noqa: E402  # needs the settings
from tests.serving import Server, looking_at  # noqa: E402  # needs the settings

MACHINES = 3
PORT = 8400
PAUSE = 0.25


@dataclass
class Machine:
    """A network namespace with one link."""

    number: int

    @property
    def name(self) -> str:
        """The namespace, and with an `l` before it the link's near end."""
        return f"fm{self.number}"

    @property
    def near(self) -> str:
        """The address of this end of the link."""
        return f"10.213.{self.number}.1"

    @property
    def far(self) -> str:
        """The address of the machine."""
        return f"10.213.{self.number}.2"

    def up(self) -> None:
        """Make it, with its link."""
        ip("netns", "add", self.name)
        ip("link", "add", f"l{self.name}", "type", "veth", "peer", "name", "eth0", "netns", self.name)
        ip("addr", "add", f"{self.near}/30", "dev", f"l{self.name}")
        ip("link", "set", f"l{self.name}", "up")
        ip("-n", self.name, "addr", "add", f"{self.far}/30", "dev", "eth0")
        ip("-n", self.name, "link", "set", "eth0", "up")
        ip("-n", self.name, "link", "set", "lo", "up")

    def cut(self) -> None:
        """Cut the link."""
        ip("link", "set", f"l{self.name}", "down")

    def heal(self) -> None:
        """Mend it."""
        ip("link", "set", f"l{self.name}", "up")

    def down(self) -> None:
        """Take it away."""
        ip("netns", "del", self.name)


class Far(Server):
    """A server on a machine."""

    machine: Machine

    @property
    def url(self) -> str:
        """Where it answers."""
        return f"http://{self.machine.far}:{self.port}"

    def start(self) -> None:
        """Start it there, and wait until it answers."""
        words = ["serve", "--host", "0.0.0.0", "--port", str(self.port)]
        with self.log.open("ab") as output:
            command = ["ip", "netns", "exec", self.machine.name, sys.executable, "-m", "folkmoot", *words]
            self.process = subprocess.Popen(command, env=self.environment, stdout=output, stderr=subprocess.STDOUT)
        until = time.monotonic() + 60
        while "READY" not in self.output():
            assert time.monotonic() < until, self.output()
            time.sleep(0.1)


def ip(*words: str) -> None:
    """Run `ip`."""
    subprocess.run(["ip", *words], check=True)


@contextmanager
def machines() -> Iterator[list[Far]]:
    """All of them, on one database."""
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        database = stack.enter_context(a_database())
        stack.enter_context(looking_at(folder, database))
        servers = []
        for number in range(MACHINES):
            machine = Machine(number)
            machine.up()
            stack.callback(machine.down)
            servers.append(stack.enter_context(running(machine, folder, database)))
        yield servers


@contextmanager
def running(machine: Machine, folder: Path, database: str) -> Iterator[Far]:
    """A server on a machine, which reaches the databases by the machine's link alone."""
    there, name = urlsplit(POSTGRES), database.rpartition("/")[2]
    redis = urlsplit(REDIS)
    with (
        wire(there.hostname or "127.0.0.1", there.port or 5432, machine.near) as postgres_wire,
        wire(redis.hostname or "127.0.0.1", redis.port or 6379, machine.near) as redis_wire,
    ):
        user = there.netloc.rpartition("@")[0]
        own = folder / machine.name
        own.mkdir()
        environment = os.environ | {
            "FOLKMOOT_DATA": str(folder),
            "FOLKMOOT_SECRET_KEY": django.conf.settings.SECRET_KEY,
            "FOLKMOOT_URL": f"http://{machine.far}:{PORT}",
            "DATABASE_URL": f"postgres://{user}@{machine.near}:{postgres_wire.port}/{name}",
            "REDIS_URL": f"redis://{machine.near}:{redis_wire.port}{redis.path}",
            "PYTHONUNBUFFERED": "1",
        }
        server = Far(own, PORT, environment)
        server.machine = machine
        server.start()
        try:
            yield server
        finally:
            machine.heal()
            server.stop()


def move(client: Client, server: Server) -> None:
    """Have a client connect to another machine from now on."""
    client.line.url = client.line.origin = server.url


async def write(client: Client, said: list[str], over: asyncio.Event) -> None:
    """Chat lines until it is over."""
    while not over.is_set():
        said.append(line := f"{len(said)} by {client.id}")
        await client.act(Say, to="session", text=line)
        await asyncio.sleep(PAUSE)


async def measure(servers: list[Far], rounds: int, seconds: float) -> None:
    """Cut each link in turn, and print a row a round."""
    workshop = await Workshop.make(servers[0])
    people = [await workshop.enter(workshop.nia)]
    await workshop.go(people[0], "Welcome")
    for number in range(2 * MACHINES):
        workshop.server = servers[number % MACHINES]
        people.append(await workshop.enter_new(f"Person {chr(65 + number)}"))
    said: list[str] = []
    print(f"{'round':>5}{'machine':>9}{'away s':>8}{'agreed s':>10}{'lines':>7}")
    for number in range(rounds):
        over = asyncio.Event()
        writing = [asyncio.create_task(write(each, said, over)) for each in people]
        await asyncio.sleep(1)
        lost, other = servers[number % MACHINES], servers[(number + 1) % MACHINES]
        lost.machine.cut()
        moved = [each for each in people if each.line.url == lost.url]
        began = time.monotonic()
        for each in moved:
            move(each, other)
            await each.line.drop()
            each.line.come_back()
        while not all(each.line.connected for each in moved):
            await asyncio.sleep(0.02)
        away = time.monotonic() - began
        await asyncio.sleep(seconds)
        lost.machine.heal()
        began = time.monotonic()
        for each in moved[:1]:  # one comes back to the machine that was cut off, which has to catch up
            move(each, lost)
            await each.line.drop()
            each.line.come_back()
        over.set()
        await asyncio.gather(*writing)
        await agree(*people, seconds=40)
        agreed = time.monotonic() - began
        stored = await in_db(lambda: [e.body["text"] for e in Entry.objects.filter(session=workshop.session)])
        assert sorted(stored) == sorted(said), "a line was lost, or stored twice"
        print(f"{number + 1:>5}{lost.machine.name:>9}{away:>8.1f}{agreed:>10.1f}{len(said):>7}", flush=True)
    await workshop.close()


def main() -> None:
    """Make the machines and measure."""
    parser = argparse.ArgumentParser(description="Cut and heal the links of three servers while people write.")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--cut", type=float, default=8.0, help="seconds that a link stays cut (default: 8)")
    options = parser.parse_args()
    if os.geteuid() != 0:
        sys.exit("Network namespaces need root.")
    with machines() as servers:
        asyncio.run(measure(servers, options.rounds, options.cut))


if __name__ == "__main__":
    main()
