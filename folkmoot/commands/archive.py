"""What a backup is: one zip file with a manifest, the database as its own tools copy it, and the uploads.

SQLite is copied by its online backup, PostgreSQL by `pg_dump`: both give one moment, while people go on writing. The
signing key is in it, because without it every personal link ends; so keep a backup as safe as the data itself. The
ledger of erasures is not: it is what a restore erases again by.
"""

from __future__ import annotations

import json
import os
import shutil
import sqlite3
import subprocess
import zipfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from django.conf import settings

from folkmoot.kit import time as clock

MANIFEST, DUMP, UPLOADS, KEY = "manifest.json", "database.dump", "uploads", "secret.key"
FORMAT = 1
SQLITE, POSTGRESQL = "sqlite", "postgresql"
BUSY_SECONDS = 60.0


class Unusable(Exception):
    """A backup that cannot be made or restored; the text says why and what to do."""


def write(file: Path) -> None:
    """Make a backup. The file is there whole or not at all, for its owner alone to read.

    Raises:
        Unusable: when something could not be copied.
    """
    with _beside(file.parent) as folder:
        _copy_database(folder)
        key = settings.DATA_DIR / KEY
        if key.exists():
            shutil.copy(key, folder / KEY)
        uploads = Path(settings.MEDIA_ROOT)
        if uploads.is_dir():
            shutil.copytree(uploads, folder / UPLOADS)
        manifest = {"format": FORMAT, "database": engine(), "made": clock.utc_now().isoformat()}
        (folder / MANIFEST).write_text(json.dumps(manifest))
        part = folder.with_suffix(".part")
        with zipfile.ZipFile(part, "w", zipfile.ZIP_DEFLATED, compresslevel=3) as packed:
            for each in sorted(path for path in folder.rglob("*") if path.is_file()):
                packed.write(each, each.relative_to(folder))
        part.chmod(0o600)
        with part.open("rb") as written:
            os.fsync(written.fileno())
        part.replace(file)


@contextmanager
def unpacked(file: Path) -> Iterator[Path]:
    """A backup's contents in a folder beside the data, for the length of the block.

    Raises:
        Unusable: when the file is no backup of this sort of installation, or is damaged.
    """
    with _beside(settings.DATA_DIR) as folder:
        try:
            if not file.exists():
                raise Unusable(f"there is no file {file}. Look at its name.")
            with zipfile.ZipFile(file) as packed:
                packed.extractall(folder)  # zipfile takes names that leave the folder apart
            manifest = json.loads((folder / MANIFEST).read_text())
        except PermissionError as trouble:
            raise Unusable(f"{file} cannot be read by the service’s user. Copy it into the data folder.") from trouble
        except (OSError, EOFError, zipfile.BadZipFile, KeyError, ValueError) as trouble:
            raise Unusable(f"{file} is not a backup, or is damaged ({trouble}). Take another one.") from trouble
        if manifest.get("format") != FORMAT:
            raise Unusable(f"{file} was made by another version. Restore it with that one, then upgrade.")
        if manifest.get("database") != engine():
            mend = "Set DATABASE_URL to a database of that kind."
            raise Unusable(f"{file} holds a {manifest.get('database')} database, and this is {engine()}. {mend}")
        if engine() == SQLITE:
            _see_that_it_is_whole(folder / _sqlite_files()["default"].name)
        yield folder


def put_database_back(folder: Path) -> None:
    """Replace what the database holds, in one transaction; whoever is connected sees the one or the other.

    Raises:
        Unusable: when the database could not be written; it is as it was.
    """
    if engine() == POSTGRESQL:
        _run("pg_restore", "--clean", "--if-exists", "--single-transaction", "--no-owner", *_address(), folder / DUMP)
        return
    for file in _sqlite_files().values():
        if (folder / file.name).exists():
            copy_sqlite(folder / file.name, file)


def put_files_back(folder: Path) -> bool:
    """Make the uploads those of the backup, and the signing key, where it is kept in a file; says whether that is
    another one than the server uses.
    """
    uploads, kept = Path(settings.MEDIA_ROOT), folder / UPLOADS
    kept.mkdir(exist_ok=True)
    wanted = {path.relative_to(kept) for path in kept.rglob("*") if path.is_file()}
    for path in [path for path in uploads.rglob("*") if path.is_file()]:
        if path.relative_to(uploads) not in wanted:
            path.unlink()
    shutil.copytree(kept, uploads, dirs_exist_ok=True)
    if not (folder / KEY).exists():
        return False
    shutil.copy(folder / KEY, settings.DATA_DIR / KEY)
    return (folder / KEY).read_text().strip() != settings.SECRET_KEY


def copy_sqlite(source: Path, target: Path) -> None:
    """Copy a SQLite file page by page while others use either, as one transaction.

    Raises:
        Unusable: when that did not work.
    """
    try:
        with (
            closing(sqlite3.connect(source, timeout=BUSY_SECONDS)) as one,
            closing(sqlite3.connect(target, timeout=BUSY_SECONDS)) as other,
        ):
            one.backup(other)
    except sqlite3.Error as trouble:
        raise Unusable(f"{source.name} could not be copied to {target}: {trouble}.") from trouble


def engine() -> str:
    """The kind of database of this installation."""
    return str(settings.DATABASES["default"]["ENGINE"]).rpartition(".")[2].replace("sqlite3", SQLITE)


def _sqlite_files() -> dict[str, Path]:
    return {name: Path(str(each["NAME"])) for name, each in settings.DATABASES.items()}


def _copy_database(folder: Path) -> None:
    if engine() == POSTGRESQL:
        _run("pg_dump", "--format=custom", "--no-owner", *_address(), f"--file={folder / DUMP}")
        return
    for file in _sqlite_files().values():
        copy_sqlite(file, folder / file.name)
        _see_that_it_is_whole(folder / file.name)


def _see_that_it_is_whole(file: Path) -> None:
    try:
        with closing(sqlite3.connect(file)) as copy:
            said = str(copy.execute("PRAGMA integrity_check").fetchone()[0])
    except sqlite3.Error as trouble:
        said = str(trouble)
    if said != "ok":
        raise Unusable(f"{file.name} is damaged ({said}). Take another backup.")


def _address() -> list[str]:
    """Where PostgreSQL is; the password goes by the environment, where no list of processes shows it."""
    database = settings.DATABASES["default"]
    parts = {"--host": "HOST", "--port": "PORT", "--username": "USER", "--dbname": "NAME"}
    return [f"{option}={database[key]}" for option, key in parts.items() if database.get(key)]


def _run(program: str, *words: str | Path) -> None:
    password = {"PGPASSWORD": str(settings.DATABASES["default"].get("PASSWORD") or "")}
    environment = os.environ | {name: value for name, value in password.items() if value}
    try:
        done = subprocess.run([program, *map(str, words)], env=environment, capture_output=True, text=True, check=False)
    except FileNotFoundError as trouble:
        mend = "Install PostgreSQL’s client programs, of the server’s version or newer."
        raise Unusable(f"{program} is not on this computer. {mend}") from trouble
    if done.returncode:
        said = done.stderr.strip().splitlines() or ["it gave no reason"]
        raise Unusable(f"{program} failed: {said[0]}")


@contextmanager
def _beside(folder: Path) -> Iterator[Path]:
    """A working folder on the same disk, where a file can be put in place at once."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with TemporaryDirectory(prefix=".backup-", dir=folder) as made:
            inner = Path(made) / "backup"
            inner.mkdir()
            yield inner
    except OSError as trouble:
        raise Unusable(f"{folder} cannot be written ({trouble.strerror}). Name another place.") from trouble
