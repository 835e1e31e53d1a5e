"""`folkmoot restore FILE`: put a backup in the place of what is there; the server may go on running.

On SQLite the copy is brought up to date and rid of what has been erased since, before it takes the place of what is
there. On PostgreSQL that is done right after: stop the server first where nobody may see the erased for a moment.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
from pathlib import Path

A_LEAP = 1_000_000
"""More commits than a session ever has: no server that runs on can take the restored session for the one it knows."""


def arguments(parser: argparse.ArgumentParser) -> None:
    """Which, and whether to ask first."""
    parser.add_argument("file", type=Path, help="a file that “folkmoot backup” wrote")
    parser.add_argument("--yes", action="store_true", help="do not ask before everything is replaced")


def run(options: argparse.Namespace) -> int:
    """Ask, keep what is there, and replace it."""
    import django

    django.setup()
    from folkmoot.commands import archive

    try:
        with archive.unpacked(options.file) as folder:
            if not (options.yes or _is_wanted()):
                print("Nothing was changed.")
                return 1
            kept = _replace(folder)
    except archive.Unusable as trouble:
        print(f"Nothing was restored: {trouble}", file=sys.stderr)
        return 1
    print(f"Restored. What was there before is in {kept}.")
    return 0


def _replace(folder: Path) -> Path:
    from folkmoot.commands import archive, backup, databases

    archive.write(kept := backup.in_the_data_folder("before-restore"))
    if archive.engine() == archive.SQLITE:
        _bring_up_to_date(folder)
        archive.put_database_back(folder)
    else:
        archive.put_database_back(folder)
        databases.open_up()
        _erase_again()
    if archive.put_files_back(folder):
        print("The signing key of the backup is another one. Restart the server, so that its links work.")
    return kept


def _is_wanted() -> bool:
    words = "This replaces every programme, person and upload by those of the backup. Type “restore” to go on: "
    return sys.stdin.isatty() and input(words).strip() == "restore"


def _bring_up_to_date(folder: Path) -> None:
    """In a process of its own, which takes the folder for its data."""
    from django.conf import settings

    from folkmoot.commands.archive import Unusable

    environment = os.environ | {
        "FOLKMOOT_DATA": str(folder),
        "FOLKMOOT_SECRET_KEY": settings.SECRET_KEY,
        "FOLKMOOT_ERASURE_LEDGER": str(settings.ERASURE_LEDGER),
    }
    done = subprocess.run([sys.executable, "-m", "folkmoot.commands.restore"], env=environment, check=False)
    if done.returncode:
        raise Unusable("the backup could not be brought up to date; what it said stands above.")


def _erase_again() -> None:
    """And have every server that runs see that each session is another one now."""
    from django.db.models import F

    from folkmoot.people.ledger import replay_erasures
    from folkmoot.programme.timer import let_go
    from folkmoot.record.models import Stream
    from folkmoot.record.retention import tidy_up

    Stream.objects.update(version=F("version") + A_LEAP)

    if again := replay_erasures():
        print(f"Erased again what had been erased or withdrawn since the backup: {again}.")
    let_go()
    tidy_up()


def main() -> int:
    """Bring the database of the data folder up to date, and rid it of what has been erased since."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "folkmoot.config.settings")
    from django.db import connections

    from folkmoot.commands import databases

    databases.open_up()
    _erase_again()
    for connection in connections.all():
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        connection.close()
    return 0


if __name__ == "__main__":
    sys.exit(main())
