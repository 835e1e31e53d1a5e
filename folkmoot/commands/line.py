"""The command line: one module of this folder for each command, loaded only when it is asked for."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Sequence
from importlib import import_module
from typing import Protocol, cast

from folkmoot.commands import run_as, settings_file


class Command(Protocol):
    """What a command's module offers: its arguments, and what it does. `run` returns the exit code."""

    def arguments(self, parser: argparse.ArgumentParser) -> None:
        """Declare the command's arguments."""

    def run(self, options: argparse.Namespace) -> int:
        """Carry the command out."""


COMMANDS = {
    "serve": "run the server",
    "demo": "open Folkmoot on this computer with a real programme in it",
    "rehearse": "run a copy of a session with simulated people",
    "match": "put people of a spreadsheet into groups in which they meet somebody new",
    "types": "write the TypeScript types of what crosses the socket",
    "practice": "write the folder of a new practice",
    "admin": "make somebody the administrator, who then signs in by a code",
    "setup": "ask what a server needs, and write its settings, service and web server",
    "check": "look at everything a server needs, and say how to mend what is wrong",
    "backup": "copy database and uploads into one file, while the server runs",
    "restore": "put a backup in the place of what is there, while the server runs",
    "upgrade": "put a newer version in place, after a backup",
}

OF_THE_MACHINE = {"setup", "upgrade"}
"""Commands that change the system: they stay the user who called them, and read the settings file themselves."""
OF_NO_SERVER = {"demo", "types", "practice"}
"""Commands that a server's settings do not concern."""


def main(words: Sequence[str] | None = None) -> int:
    """Run the command named first. Returns the exit code."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "folkmoot.config.settings")
    words = sys.argv[1:] if words is None else list(words)
    parser = argparse.ArgumentParser(prog="folkmoot", description="Programmes of live online workshops.")
    kinds = parser.add_subparsers(dest="command", metavar="COMMAND", required=True)
    for name, summary in COMMANDS.items():
        sub = kinds.add_parser(name, help=summary, description=summary[0].upper() + summary[1:] + ".")
        if name in words:
            _module(name).arguments(sub)
    options = parser.parse_args(words)
    if options.command not in OF_THE_MACHINE | OF_NO_SERVER:
        settings_file.load()
        run_as.become()
    return _module(options.command).run(options)


def _module(name: str) -> Command:
    return cast("Command", import_module(f"folkmoot.commands.{name}"))
