"""`folkmoot serve`: bring the databases up to date, check the settings, and serve."""

from __future__ import annotations

import argparse
import sys


def arguments(parser: argparse.ArgumentParser) -> None:
    """Where to listen, and with how many processes."""
    parser.add_argument("--host", default="127.0.0.1", help="address to listen on (default: this computer alone)")
    parser.add_argument("--port", type=int, default=8000, help="port to listen on (default: 8000)")
    parser.add_argument("--processes", type=int, default=1, help="processes that serve; several need PostgreSQL")


def run(options: argparse.Namespace) -> int:
    """Start, and serve until a signal."""
    from folkmoot.commands import checks, databases, processes, server

    checks.see_that_processes_can_share(options.processes)
    databases.open_up()
    from folkmoot.live.rehearsals import delete_left_over

    delete_left_over()
    for remark in checks.remarks(options.host, options.port, options.processes):
        print(f"Note: {remark}", file=sys.stderr)

    def ready() -> None:
        print(f"READY http://{options.host}:{options.port}", flush=True)

    if options.processes > 1:
        return processes.serve(options.host, options.port, options.processes, ready)
    return server.serve(options.host, options.port, ready)
