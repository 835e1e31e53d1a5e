"""Bring the databases up to date before anything runs."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import django
from django.conf import settings
from django.core.management import call_command
from django.db import DatabaseError, connections

from folkmoot.kit.environment import WrongSetting

MIGRATING = 0x666F6C6B
"""The number of PostgreSQL's advisory lock that whoever changes the tables holds."""


def open_up() -> None:
    """Start Django and bring every database to the newest shape.

    Raises:
        WrongSetting: when a database cannot be reached or written.
    """
    django.setup()
    _migrate("default")
    if "queue" in settings.DATABASES:
        for app in sorted(settings.QUEUE_APPS):
            _migrate("queue", app)
    connections.close_all()


@contextmanager
def _one_at_a_time(database: str) -> Iterator[None]:
    """Of several machines that start at once on one PostgreSQL, have one change its tables while the others wait."""
    if connections[database].vendor != "postgresql":
        yield
        return
    with connections[database].cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(%s)", [MIGRATING])
        yield  # closing the connection gives the lock back
        cursor.execute("SELECT pg_advisory_unlock(%s)", [MIGRATING])


def _migrate(database: str, *apps: str) -> None:
    try:
        with _one_at_a_time(database):
            call_command("migrate", *apps, database=database, verbosity=0, interactive=False)
    except DatabaseError as trouble:
        where = settings.DATABASES[database]["NAME"]
        reason = str(trouble).strip().splitlines()[0]
        raise WrongSetting(
            "DATABASE_URL",
            f"leads to “{where}”, which cannot be used: {reason}",
            "See that it runs and may be written.",
        ) from trouble
