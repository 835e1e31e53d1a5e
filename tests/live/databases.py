"""PostgreSQL and Redis for tests that need them, whatever the other tests run on; CI_POSTGRES and CI_REDIS say where.

`a_database` makes a database of its own and drops it again. The marks skip a test where none answers.
"""

from __future__ import annotations

import getpass
import os
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache

import psycopg
import pytest
import redis
from psycopg import sql

from folkmoot.kit.ids import new_id

POSTGRES = os.environ.get("CI_POSTGRES") or f"postgres://{getpass.getuser()}@127.0.0.1:5432"
REDIS = os.environ.get("CI_REDIS") or "redis://127.0.0.1:6379/15"


@contextmanager
def a_database() -> Iterator[str]:
    """The address of an empty database, dropped afterwards, with whoever is still connected."""
    name = f"folkmoot_{new_id().lower()}"
    with admin() as connection:
        connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
    try:
        yield f"{POSTGRES}/{name}"
    finally:
        with admin() as connection:
            connection.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))


def admin() -> psycopg.Connection:
    """A connection beside every test's database. Raises psycopg.OperationalError where no server answers."""
    return psycopg.connect(f"{POSTGRES}/postgres", autocommit=True, connect_timeout=3)


def end_connections(address: str) -> int:
    """End every connection to a database, as its restart would; gives how many there were."""
    name = address.rpartition("/")[2]
    with admin() as connection:
        ended = connection.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s AND pid <> pg_backend_pid()",
            [name],
        )
        return ended.rowcount


@cache
def _why_no_postgres() -> str:
    try:
        admin().close()
    except psycopg.OperationalError:
        return f"no PostgreSQL answers at {POSTGRES.rpartition('@')[2]} (CI_POSTGRES)"
    return ""


@cache
def _why_no_redis() -> str:
    try:
        with redis.Redis.from_url(REDIS, socket_connect_timeout=3) as there:
            there.ping()
    except redis.RedisError:
        return f"no Redis answers at {REDIS.rpartition('@')[2]} (CI_REDIS)"
    return ""


needs_postgres = pytest.mark.skipif(bool(_why_no_postgres()), reason=_why_no_postgres())
needs_redis = pytest.mark.skipif(bool(_why_no_redis()), reason=_why_no_redis())
on_sqlite = pytest.mark.skipif(bool(os.environ.get("DATABASE_URL")), reason="the suite looks into another database")
