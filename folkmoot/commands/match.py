"""`folkmoot match people.csv`: groups from a spreadsheet's export, for people without the app."""

from __future__ import annotations

import argparse
import io
import json
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from folkmoot.matching.search import Told
    from folkmoot.matching.sheets.answer import Answer, Asked
    from folkmoot.matching.sheets.reading import Sheet

SLOW_SECONDS = 1.0
"""After how long a bar shows that work goes on."""
BEAT_SECONDS = 0.2
WIDTH = 24
CLEAR = "\x1b[K"
"""Takes away what stands to the right on a terminal's line."""

EXAMPLE = """the list of people has a column “name” and, if you like, organisation, sector, place, level, facilitator.
met.csv has the columns round, group and name: what `--format csv` writes.
pairs.csv and groups.csv have a set of names in each row.

example: folkmoot match people.csv --size 3 --history met.csv --format csv > next.csv
"""


def arguments(parser: argparse.ArgumentParser) -> None:
    """Which lists, what size, how many rounds, and how to write the answer."""
    parser.formatter_class = argparse.RawDescriptionHelpFormatter
    parser.epilog = EXAMPLE
    parser.add_argument("people", type=Path, help="the list of people (.csv or .txt; “-” to read it from the input)")
    parser.add_argument(
        "--size", default="3", help="how many in a group, such as 3, or a range such as 4-6 (default: 3)"
    )
    parser.add_argument("--history", type=Path, metavar="MET.CSV", help="past rounds, so that nobody meets again")
    parser.add_argument("--rounds", type=_whole, default=1, help="how many rounds to plan (default: 1)")
    parser.add_argument("--apart", type=Path, metavar="PAIRS.CSV", help="who is not to be together")
    parser.add_argument("--together", type=Path, metavar="GROUPS.CSV", help="who is to stay together")
    parser.add_argument("--mix", metavar="COLUMNS", help="columns to mix, such as organisation,sector")
    parser.add_argument("--present", type=Path, metavar="NAMES.TXT", help="who is here (default: everybody)")
    parser.add_argument("--seed", type=_whole, help="the same lists and seed give the same groups (default: by chance)")
    parser.add_argument("--format", choices=("csv", "json"), default="json", help="how to write (default: json)")


def _whole(word: str) -> int:
    try:
        return int(word)
    except ValueError:
        raise argparse.ArgumentTypeError(f"“{word}” is no whole number. Write it in figures, such as 7.") from None


def run(options: argparse.Namespace) -> int:
    """Read, match, write the groups to the output and how good they are to the error output. 2 for a list that cannot
    be used.
    """
    from folkmoot.matching import NotPossible
    from folkmoot.matching.sheets.reading import NotUsable

    try:
        with _bar() as work:
            answer = _answer(options, work)
    except (NotUsable, NotPossible) as trouble:
        print(trouble, file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        print("Stopped. Nothing was written.", file=sys.stderr)
        return 130
    _write(answer, options.format)
    for line in answer.report():
        print(line, file=sys.stderr)
    print(f"Seed {answer.seed}; {answer.seconds:.2f} s.", file=sys.stderr)
    return 0


@dataclass
class Work:
    """What is being done, and which share of the most that it may need is done."""

    words: str = "Matching"
    share: float = 0.0

    def told(self, share: float) -> None:
        """It goes on."""
        self.share = share

    def begins(self, words: str) -> Told:
        """Something else is begun; gives whom to tell how far that is."""
        self.words, self.share = words, 0.0
        return self.told


def _answer(options: argparse.Namespace, work: Work) -> Answer:
    from folkmoot.matching import Effort, new_seed
    from folkmoot.matching.sheets.answer import match

    asked = _asked(options, work)
    effort = Effort(told=work.begins("Matching"))
    return match(asked, new_seed() if options.seed is None else options.seed, effort)


def _asked(options: argparse.Namespace, work: Work) -> Asked:
    from folkmoot.matching.sheets import lists, past
    from folkmoot.matching.sheets.answer import Asked
    from folkmoot.matching.sheets.reading import read_sheet

    def sheet(path: Path, known: frozenset[str]) -> Sheet:
        name = "the input" if str(path) == "-" else path.name
        return read_sheet(_read(path), name, known, work.begins(f"Reading {name}"))

    def wishes(path: Path | None) -> lists.Wishes:
        if path is None:
            return lists.Wishes(())
        return lists.wishes_of(sheet(path, lists.headings_of_sets(everybody)), everybody)

    people = lists.people_of(sheet(options.people, lists.OF_PEOPLE))
    everybody = people.people
    met, here = options.history, options.present
    return Asked(
        people=people,
        size=lists.size_of(options.size),
        rounds=options.rounds,
        history=past.history_of(sheet(met, past.OF_HISTORY), everybody) if met else past.History(),
        apart=wishes(options.apart),
        together=wishes(options.together),
        mix=[word for word in (options.mix or "").split(",") if word.strip()] or None,
        present=lists.present_of(sheet(here, lists.OF_PEOPLE), everybody) if here else None,
    )


def _read(path: Path) -> bytes:
    from folkmoot.matching.sheets.reading import NotUsable

    if str(path) == "-":
        return sys.stdin.buffer.read()
    try:
        return path.read_bytes()
    except FileNotFoundError:
        raise NotUsable(f"There is no file {path}. Look at its name and folder.") from None
    except OSError as trouble:
        raise NotUsable(f"{path} cannot be read: {trouble.strerror}.") from None


def _write(answer: Answer, form: str) -> None:
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(encoding="utf-8")
    if form == "csv":
        sys.stdout.write(answer.to_csv())
    else:
        json.dump(answer.to_json(), sys.stdout, ensure_ascii=False)
        print()


@contextmanager
def _bar() -> Iterator[Work]:
    """A bar on the error output while the work inside takes more than a second; nothing where nobody watches."""
    done, work = threading.Event(), Work()
    watcher = threading.Thread(target=_draw_bar, args=(work, done), daemon=True)
    if sys.stderr.isatty():
        watcher.start()
    try:
        yield work
    finally:
        done.set()
        if watcher.is_alive():
            watcher.join()


def _draw_bar(work: Work, done: threading.Event) -> None:
    began = time.monotonic()
    if done.wait(SLOW_SECONDS):
        return
    while not done.wait(BEAT_SECONDS):
        print(f"\r{bar_of(work, time.monotonic() - began)}{CLEAR}", end="", file=sys.stderr, flush=True)
    print(f"\r{CLEAR}", end="", file=sys.stderr, flush=True)


def bar_of(work: Work, seconds: float) -> str:
    """One line: what is being done, how much of the most that it may need is done, and for how long it goes on."""
    share = min(1.0, work.share)
    full = int(share * WIDTH)
    done = "█" * full + "·" * (WIDTH - full)
    return f"{work.words} [{done}] {share:.0%} of the most it may take, {seconds:.0f} s"
