"""Typed readers of the environment: a wrong setting stops the start with a message that says how to mend it."""

import os
from pathlib import Path
from urllib.parse import unquote, urlsplit
from zoneinfo import available_timezones


class WrongSetting(SystemExit):
    """A setting that cannot be used; the text says which, what is wrong and what to write instead."""

    def __init__(self, name: str, problem: str, mend: str) -> None:
        super().__init__(f"Folkmoot cannot start: {name} {problem}. {mend}")


def text(name: str, default: str = "") -> str:
    """The variable's text without surrounding blanks, or the default."""
    return os.environ.get(name, default).strip()


def flag(name: str, *, default: bool = False) -> bool:
    """True for 1, true, yes, on; False for 0, false, no, off.

    Raises:
        WrongSetting: for any other word.
    """
    word = text(name, "yes" if default else "no").lower()
    if word in {"1", "true", "yes", "on"}:
        return True
    if word in {"", "0", "false", "no", "off"}:
        return False
    raise WrongSetting(name, f"is “{word}”", "Write yes or no.")


def whole(name: str, default: int, *, least: int = 0) -> int:
    """A whole number of at least `least`.

    Raises:
        WrongSetting: when it is not a number, or too small.
    """
    word = text(name, str(default))
    if not word.isdigit() or int(word) < least:
        raise WrongSetting(name, f"is “{word}”", f"Write a whole number of at least {least}.")
    return int(word)


def zone(name: str, default: str) -> str:
    """The name of a time zone.

    Raises:
        WrongSetting: when no zone is called so.
    """
    said = text(name) or default
    if said not in available_timezones():
        raise WrongSetting(name, f"is “{said}”, which is no time zone", "Write it as in Europe/London.")
    return said


def one_of(name: str, default: str, words: set[str]) -> str:
    """One of some words.

    Raises:
        WrongSetting: for any other.
    """
    said = text(name) or default
    if said not in words:
        raise WrongSetting(name, f"is “{said}”", f"Write {' or '.join(sorted(words))}.")
    return said


def folder(name: str, default: Path) -> Path:
    """A folder, made when it is missing.

    Raises:
        WrongSetting: when it cannot be made.
    """
    path = Path(text(name) or default).expanduser().resolve()
    try:
        path.mkdir(parents=True, exist_ok=True)
    except OSError as trouble:
        problem = f"names {path}, which cannot be made ({trouble.strerror})"
        raise WrongSetting(name, problem, "Name a folder that Folkmoot may write to.") from trouble
    return path


def database(name: str, sqlite_file: Path) -> dict[str, object]:
    """Django's settings for one database: SQLite in a file, or PostgreSQL from a URL.

    `postgres://user:password@host:port/database`; an empty host means the local socket.

    Raises:
        WrongSetting: for any other kind of address.
    """
    url = text(name)
    if not url:
        return sqlite(sqlite_file)
    parts = urlsplit(url)
    if parts.scheme not in {"postgres", "postgresql"} or not parts.path.strip("/"):
        mend = "Write postgres://user:password@host:5432/database, or leave it empty for SQLite."
        raise WrongSetting(name, "is not an address of PostgreSQL", mend)
    return postgres(url)


def postgres(url: str) -> dict[str, object]:
    """PostgreSQL as Folkmoot needs it, at a well-formed address."""
    parts = urlsplit(url)
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": parts.path.strip("/"),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": parts.hostname or "",
        "PORT": str(parts.port or ""),
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": {
            # A machine that is cut off notices within seconds, and PostgreSQL gives back the locks that it held.
            "connect_timeout": 5,
            "tcp_user_timeout": 10_000,
            "keepalives_idle": 10,
            "keepalives_interval": 5,
            "keepalives_count": 3,
            "options": "-c idle_in_transaction_session_timeout=10000",
        },
    }


def sqlite(file: Path) -> dict[str, object]:
    """SQLite as Folkmoot needs it: write-ahead log, immediate transactions, full durability, deletions overwritten."""
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": str(file),
        "OPTIONS": {
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,
            "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA secure_delete=ON;",
        },
        "TEST": {"NAME": str(file.with_name("test-" + file.name))},
    }
