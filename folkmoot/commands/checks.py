"""What is looked at before the server starts: what stops it, and what a host should know."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from io import StringIO
from ipaddress import ip_address
from pathlib import Path

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import SystemCheckError
from django.db import connection

from folkmoot.kit.environment import WrongSetting


def see_that_processes_can_share(processes: int) -> None:
    """Raise WrongSetting when so many processes cannot serve on this database."""
    if processes < 1:
        raise WrongSetting("--processes", f"is {processes}", "Name 1 or more.")
    if processes > 1 and connection.vendor == "sqlite":
        mend = "Set DATABASE_URL to a PostgreSQL database, or leave --processes out."
        raise WrongSetting("--processes", f"is {processes}, but SQLite is served by one process alone", mend)


def remarks(host: str, port: int, processes: int = 1) -> Iterator[str]:
    """Stop what cannot work, then tell what works and is unwise.

    Raises:
        WrongSetting: when the port is taken, a folder cannot be written, or Django finds a fault.
    """
    see_that_it_can_listen(host, port)
    _see_that_it_can_write(settings.DATA_DIR)
    _see_that_django_finds_no_fault()
    if not _manifest().exists():
        yield "the browser side is not built, so the room cannot open. Run “python3 dev.py run true” once."
    if not settings.SECURE and not settings.DEMO and not is_this_computer(host):
        yield "FOLKMOOT_URL does not begin with https://, so personal links would cross the network in the open."
    if processes > 1 and not settings.REDIS_URL:
        yield "REDIS_URL is not set, so what one process stores reaches the others up to a second later."
    if settings.DEBUG:
        yield "FOLKMOOT_DEBUG is on: errors show the inside of the program. Turn it off where others can reach it."


def see_that_it_can_listen(host: str, port: int) -> None:
    """Raise WrongSetting when this address cannot be listened on."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as trouble:
            raise WrongSetting(
                "--port", f"{port} of {host} cannot be used ({trouble.strerror})", "Name another port."
            ) from trouble


def is_this_computer(host: str) -> bool:
    """Whether only this computer can reach what listens there."""
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def who_can_reach(host: str) -> str:
    """Who can open what listens there, in words."""
    return "only this computer" if is_this_computer(host) else "everybody on this computer’s network"


def _see_that_it_can_write(folder: Path) -> None:
    probe = folder / ".can-write"
    try:
        probe.touch()
        probe.unlink()
    except OSError as trouble:
        raise WrongSetting(
            "FOLKMOOT_DATA", f"names {folder}, which cannot be written ({trouble.strerror})", "Name another folder."
        ) from trouble


def _see_that_django_finds_no_fault() -> None:
    try:
        call_command("check", stdout=StringIO())
    except SystemCheckError as faults:
        raise WrongSetting("a setting", f"does not hold together:\n{faults}", "Mend what is named above.") from faults


def _manifest() -> Path:
    return Path(str(settings.DJANGO_VITE["default"]["manifest_path"]))
