"""Create and drop the database of a test run, and ask whether a server answers.

Used by the script beside it: database.py create|drop ADDRESS NAME, and database.py ping ADDRESS. The exit code says
how it went.
"""

import sys
from collections.abc import Callable

import psycopg
import redis
from psycopg import sql


def create(address: str, name: str) -> None:
    """Create the database. Raises psycopg.OperationalError where no server answers."""
    with psycopg.connect(f"{address}/postgres", autocommit=True, connect_timeout=3) as connection:
        connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))


def drop(address: str, name: str) -> None:
    """Drop the database and the one that Django's tests made beside it, and end what is still connected."""
    with psycopg.connect(f"{address}/postgres", autocommit=True, connect_timeout=3) as connection:
        for each in (name, f"test_{name}"):
            connection.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(each)))


def ping(address: str) -> None:
    """Ask Redis for an answer. Raises redis.RedisError where none comes."""
    redis.Redis.from_url(address, socket_connect_timeout=3).ping()


COMMANDS: dict[str, Callable[..., None]] = {"create": create, "drop": drop, "ping": ping}

if __name__ == "__main__":
    command, *arguments = sys.argv[1:]
    try:
        COMMANDS[command](*arguments)
    except (psycopg.OperationalError, redis.RedisError) as error:
        sys.exit(f"{command}: {error}")
