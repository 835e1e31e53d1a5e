"""`folkmoot practice NAME`: write the folder of a new practice from the template."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path


def arguments(parser: argparse.ArgumentParser) -> None:
    """Which, and where the project is."""
    parser.add_argument("name", help="its slug in the catalogue: rich_pictures, for instance")
    parser.add_argument("--root", type=Path, default=Path.cwd(), help="the project's folder (default: this one)")


def run(options: argparse.Namespace) -> int:
    """Write the folder; an existing one is left alone."""
    from folkmoot.practice_kit.new_practice import CannotWrite, write

    try:
        folder = write(options.name, options.root)
    except CannotWrite as trouble:
        print(trouble, file=sys.stderr)
        return 2
    print(f"Written: {folder}. Read docs/build/add_a_practice.md, then run its tests.")
    return 0
