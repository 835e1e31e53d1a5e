"""Folkmoot's live engine beside its peers, in one run: every bar of the design as a ratio, and the cost of a person.

    python3 dev.py bench live --peers DIR [--pairs 5] [--seconds 8] [--only crowd busy ...] [--quick]

Folkmoot is the finished server: sign-in, validation and storage on. The peers are the reference Yjs WebSocket server
and Hocuspocus 4 (`flushDelay` 40), each through its own protocol, with edits of the same size and nothing stored. DIR
says how they are started (`launch.py`) and names their packages (`peers/*/package.json`), which are installed from npm
into a folder of their own: a temporary one, or `--keep FOLDER` to use it again.

The server has one core and the load another. Servers take turns within a pair, each starts fresh for every cell, and
medians of the pairs are printed. `waited` is how long the server stood ready and had no core: a server that was starved
looks cheap and slow. Without --peers only Folkmoot runs.
"""

from __future__ import annotations

import argparse
import importlib.util
import json
import os
import shutil
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE.parent), str(HERE)]
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "folkmoot.config.settings")

import django  # noqa: E402  # needs the settings, as all below

django.setup()

from _clients import Plan  # noqa: E402  # stands beside this file
from _rooms import a_room, a_room_of_groups  # noqa: E402  # stands beside this file

from tests.serving import Server, serving  # noqa: E402  # needs the settings

SERVER_CORE, LOAD_CORE = 0, 1
PEERS = {"hocuspocus": "hocus4@40", "yjs": "yws"}
NOTES = 5_000
JOINING = 200
START_SECONDS = 30.0


@dataclass(frozen=True)
class Cell:
    """One load."""

    name: str
    title: str
    people: int
    rate: float = 1.0
    groups: int = 1
    join: bool = False
    servers: tuple[str, ...] = ("folkmoot", "hocuspocus", "yjs")


@dataclass(frozen=True)
class Bar:
    """What must hold of the medians: `figure` of Folkmoot over that of the peer (the better of several)."""

    cell: str
    figure: str
    peers: tuple[str, ...]
    most: float


CELLS = (
    Cell("crowd", "300 people, 1 edit/s", 300),
    Cell("busy", "300 people, 5 edits/s", 300, rate=5.0),
    Cell("thousand", "1,000 people, 1 edit/s", 1000),
    Cell("groups", "60 groups of 5", 300, groups=60),
    Cell("join", f"{JOINING} join {NOTES} entries", 300, join=True),
)
GROWTH = tuple(Cell(f"grow{n}", f"{n} people", n, servers=("folkmoot",)) for n in (10, 30, 100, 300, 1000))
BARS = (
    Bar("crowd", "cpu", ("hocuspocus",), 0.6),
    Bar("crowd", "cpu", ("yjs",), 0.35),
    Bar("busy", "cpu", ("hocuspocus",), 0.5),
    Bar("thousand", "cpu", ("hocuspocus",), 0.65),
    Bar("thousand", "memory", ("hocuspocus",), 0.7),
    Bar("groups", "cpu", ("hocuspocus", "yjs"), 0.6),
    Bar("join", "seconds", ("hocuspocus", "yjs"), 0.15),
)

Result = dict[str, Any]


@contextmanager
def pinned(core: int) -> Iterator[None]:
    """What is started here runs on this core alone."""
    before = os.sched_getaffinity(0)
    os.sched_setaffinity(0, {core} & before or before)
    try:
        yield
    finally:
        os.sched_setaffinity(0, before)


def run_load(plan: Plan) -> Result:
    """Put the load on a server; what its clients saw."""
    with pinned(LOAD_CORE):
        done = subprocess.run(
            [sys.executable, str(HERE / "_load.py")], input=json.dumps(asdict(plan)), capture_output=True, text=True
        )
    if done.returncode or not done.stdout.strip():
        raise SystemExit(f"The load on {plan.server} failed:\n{done.stderr[:1500]}")
    result: Result = json.loads(done.stdout.splitlines()[-1])
    return result


def plan_of(cell: Cell, server: str, seconds: float, **more: Any) -> Plan:
    """The plan of a cell but for where the server is."""
    people = cell.people
    joining = JOINING if cell.join else 0
    rooms = [{"path": f"/room{place}"} for place in range(cell.groups)]
    made = Plan(
        server, 0, 0, "join" if cell.join else "load", people, cell.rate, seconds, rooms, editing=0.3, joining=joining
    )
    return replace(made, **more)


def run_folkmoot(server: Server, cell: Cell, seconds: float) -> Result:
    """One cell on a fresh server with its own session."""
    people = cell.people + (JOINING if cell.join else 0)
    if cell.groups > 1:
        rooms, cookies = a_room_of_groups(people, cell.groups)
    else:
        rooms, cookies = a_room(people, NOTES if cell.join else 0)
    with pinned(SERVER_CORE):
        server.restart()
    assert server.process is not None
    result = run_load(
        plan_of(cell, "folkmoot", seconds, port=server.port, pid=server.process.pid, rooms=rooms, cookies=cookies)
    )
    news = server.news()
    if "Traceback" in news or "could not" in news:
        print(news, file=sys.stderr)
    return result


@dataclass
class Peers:
    """The peers as installed in a folder."""

    folder: Path
    updates: Path = field(init=False)

    def __post_init__(self) -> None:
        self.updates = self.folder / "updates.json"
        spec = importlib.util.spec_from_file_location("launch", self.folder / "launch.py")
        assert spec is not None
        assert spec.loader is not None
        self.launch = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(self.launch)

    @classmethod
    def install(cls, source: Path, folder: Path) -> Peers:
        """Copy the peers' descriptions and install their packages, unless that is done."""
        shutil.copytree(source, folder, dirs_exist_ok=True)
        for each in sorted((folder / "peers").iterdir()):
            if not (each / "node_modules").exists():
                subprocess.run(["npm", "install", "--no-audit", "--no-fund", "--silent"], cwd=each, check=True)
        return cls(folder)

    def make_updates(self, editors: int, updates: int) -> None:
        """Make the edits that the load sends, by the peers' own library."""
        script = self.folder / "peers" / "hocus4" / "yjs_updates.mjs"
        shutil.copy(HERE / "yjs_updates.mjs", script)
        sizes = [str(editors), str(updates), str(NOTES)]
        subprocess.run([self.launch.NODE, str(script), *sizes, str(self.updates)], check=True)

    def run(self, name: str, cell: Cell, seconds: float) -> Result:
        """One cell on a fresh server."""
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            port = probe.getsockname()[1]
        command, environment, _ = self.launch.spec(PEERS[name], port)
        self.make_updates(round(cell.people * 0.3), round(cell.rate * (seconds + 3)) + 2)
        with pinned(SERVER_CORE):
            process = subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        try:
            _wait_for(port)
            return run_load(plan_of(cell, name, seconds, port=port, pid=process.pid, updates=str(self.updates)))
        finally:
            process.kill()
            process.wait()


def _wait_for(port: int) -> None:
    until = time.monotonic() + START_SECONDS
    while time.monotonic() < until:
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
        except OSError:
            time.sleep(0.1)
        else:
            return
    raise SystemExit("A peer did not start.")


def median(results: list[Result], figure: str) -> float:
    """The median of a figure."""
    return statistics.median(result[figure] for result in results)


def print_cell(cell: Cell, results: dict[str, list[Result]]) -> None:
    """A cell's medians, a line a server."""
    print(f"\n{cell.title}")
    if cell.join:
        print(f"{'':12} {'all in s':>9} {'middle s':>9} {'CPU s':>7} {'waited s':>9} {'MB':>6}")
    else:
        print(
            f"{'':12} {'CPU %':>7} {'p50 ms':>8} {'p99 ms':>8} {'delivered':>10} {'frames/s':>9} {'MB':>6}"
            f" {'waited %':>9} {'load %':>7}"
        )
    for server, each in results.items():
        m = {figure: median(each, figure) for figure in each[0]}
        if cell.join:
            print(
                f"{server:12} {m['seconds']:>9.2f} {m['middle']:>9.2f} {m['cpu']:>7.2f} {m['waited']:>9.2f}"
                f" {m['memory']:>6.0f}"
            )
        else:
            print(
                f"{server:12} {m['cpu']:>7.1f} {m['p50']:>8.0f} {m['p99']:>8.0f} {m['delivered']:>10.3f}"
                f" {m['frames']:>9.1f} {m['memory']:>6.0f} {m['waited']:>9.1f} {m['own']:>7.1f}"
            )
    sys.stdout.flush()


def print_bars(found: dict[str, dict[str, list[Result]]]) -> bool:
    """Every bar that was measured; whether all hold."""
    print("\nBars")
    held = []
    for bar in BARS:
        results = found.get(bar.cell, {})
        if not all(server in results for server in ("folkmoot", *bar.peers)):
            continue
        ours = median(results["folkmoot"], bar.figure)
        ratio = ours / min(median(results[peer], bar.figure) for peer in bar.peers)
        held.append(ratio <= bar.most)
        title = next(cell.title for cell in CELLS if cell.name == bar.cell)
        against = " and ".join(bar.peers)
        print(
            f"  {'holds' if held[-1] else 'FAILS'}  {ratio:5.2f} of {bar.most:4.2f}  {bar.figure}, {title}, {against}"
        )
    if "thousand" in found:
        results = found["thousand"]["folkmoot"]
        delivered, p99 = median(results, "delivered"), median(results, "p99")
        held += [delivered > 0.9999, p99 < 150]
        print(f"  {'holds' if delivered > 0.9999 else 'FAILS'}  {delivered:.4f} of all delivered to 1,000 people")
        print(f"  {'holds' if p99 < 150 else 'FAILS'}  {p99:.0f} of 150 ms at the 99th percentile of 1,000 people")
    return all(held)


def print_growth(found: dict[str, dict[str, list[Result]]]) -> None:
    """What a person costs in rooms of every size."""
    rows = [(cell.people, found[cell.name]["folkmoot"]) for cell in GROWTH if cell.name in found]
    if rows:
        print("\npeople   CPU %   CPU ms a second and person   p50 ms   p99 ms      MB")
    for people, results in rows:
        cpu = median(results, "cpu")
        print(
            f"{people:>6} {cpu:>7.1f} {10 * cpu / people:>29.3f} {median(results, 'p50'):>8.0f}"
            f" {median(results, 'p99'):>8.0f} {median(results, 'memory'):>7.0f}"
        )


def measure(cells: list[Cell], options: argparse.Namespace, server: Server, peers: Peers | None) -> bool:
    """Every cell with all its pairs, then the bars."""
    found: dict[str, dict[str, list[Result]]] = {}
    for cell in cells:
        names = [name for name in cell.servers if name == "folkmoot" or peers is not None]
        results: dict[str, list[Result]] = {name: [] for name in names}
        for turn in range(options.pairs):
            for name in names if turn % 2 == 0 else reversed(names):
                if name == "folkmoot":
                    results[name].append(run_folkmoot(server, cell, options.seconds))
                else:
                    assert peers is not None
                    results[name].append(peers.run(name, cell, options.seconds))
        found[cell.name] = results
        print_cell(cell, results)
    print_growth(found)
    return print_bars(found) if peers is not None else True


def main() -> int:
    """Install the peers, start a server, and measure."""
    parser = argparse.ArgumentParser(description="The live engine beside its peers.")
    parser.add_argument("--peers", type=Path, help="the folder that says how the peers are started")
    parser.add_argument("--keep", type=Path, help="where the peers are installed, to use them again")
    parser.add_argument("--pairs", type=int, default=5)
    parser.add_argument("--seconds", type=float, default=8.0, help="how long each load lasts (default: 8)")
    parser.add_argument("--only", nargs="+", default=[], help="cells: " + " ".join(c.name for c in CELLS + GROWTH))
    parser.add_argument("--quick", action="store_true", help="one pair of four seconds, to see that all works")
    options = parser.parse_args()
    if options.quick:
        options.pairs, options.seconds = 1, 4.0
    cells = [cell for cell in CELLS + GROWTH if not options.only or cell.name in options.only]
    print(f"Load of this computer before: {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores. Pairs: {options.pairs}.")
    with tempfile.TemporaryDirectory() as folder, tempfile.TemporaryDirectory() as data, serving(Path(data)) as server:
        peers = Peers.install(options.peers, options.keep or Path(folder)) if options.peers else None
        return 0 if measure(cells, options, server, peers) else 1


if __name__ == "__main__":
    sys.exit(main())
