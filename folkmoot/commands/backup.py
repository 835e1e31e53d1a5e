"""`folkmoot backup [FILE]`: database and uploads in one file, while the server runs."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

FOLDER = "backups"


def arguments(parser: argparse.ArgumentParser) -> None:
    """Where to."""
    parser.add_argument(
        "file", nargs="?", type=Path, help="the file to write (default: a new one in the data folder’s backups/)"
    )


def run(options: argparse.Namespace) -> int:
    """Make it, and say where it is; of those in the data folder, delete what is older than backups may be."""
    import django

    django.setup()
    from folkmoot.commands import archive

    file = options.file or in_the_data_folder("folkmoot")
    try:
        archive.write(file)
    except archive.Unusable as trouble:
        print(f"No backup was made: {trouble}", file=sys.stderr)
        return 1
    if options.file is None:
        _forget_old(file.parent)
    print(f"{file} holds everything, the signing key too: keep it as safe as the data, and no longer than 35 days.")
    return 0


def in_the_data_folder(name: str) -> Path:
    """A new file for a backup, named by the time."""
    from django.conf import settings

    from folkmoot.kit import time as clock

    return Path(settings.DATA_DIR) / FOLDER / f"{name}-{clock.utc_now():%Y-%m-%d-%H%M%S}.zip"


def _forget_old(folder: Path) -> None:
    from folkmoot.kit import time as clock
    from folkmoot.people.ledger import LONGEST_BACKUP

    oldest = (clock.utc_now() - LONGEST_BACKUP).timestamp()
    for file in folder.glob("*.zip"):
        if file.stat().st_mtime < oldest:
            file.unlink()
