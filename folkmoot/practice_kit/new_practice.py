"""Writes the folder of a new practice: a small one that works, to be changed bit by bit."""

from importlib.resources import files
from pathlib import Path
from string import Template

from folkmoot.practice_kit.catalogue import BY_SLUG

FILES = {
    "practice.py": "practice.py.txt",
    "entries.py": "entries.py.txt",
    "reading.py": "reading.py.txt",
    "guide.md": "guide.md.txt",
    "examples/empty.json": "empty.json.txt",
    "examples/filled.json": "filled.json.txt",
    "tests/test_$slug.py": "test.py.txt",
}
EMPTY = ("__init__.py", "tests/__init__.py")


class CannotWrite(Exception):
    """The folder cannot be written; the message says what to do."""


def write(slug: str, root: Path) -> Path:
    """Write `folkmoot/practices/<slug>` under the project's folder `root`, and return it.

    Raises:
        CannotWrite: when the catalogue has no such slug, or the folder is there already. Nothing is written then.
    """
    listed = BY_SLUG.get(slug)
    if listed is None:
        raise CannotWrite(f"“{slug}” is not in folkmoot/practice_kit/catalogue.py. Add its line there first.")
    folder = root / "folkmoot" / "practices" / slug
    if folder.exists():
        raise CannotWrite(f"folkmoot/practices/{slug} is there already.")
    words = {"slug": slug, "name": listed.name, "number": listed.number, "one_line": listed.one_line}
    for name in EMPTY:
        _write(folder / name, "")
    for name, source in FILES.items():
        text = (files("folkmoot.practice_kit") / "template" / source).read_text(encoding="utf-8")
        _write(folder / Template(name).substitute(words), Template(text).substitute(words))
    return folder


def _write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
