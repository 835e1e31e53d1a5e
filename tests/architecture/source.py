"""The project's own files, as git knows them: what is ignored is not looked at."""

import re
import subprocess
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
MADE_BY_TOOLS = re.compile(r"(^|/)(migrations|generated)/|(^|/)(package-lock\.json|requirements\.lock)$|\.gen\.ts$")


@cache
def files(pattern: str) -> tuple[Path, ...]:
    """The committed and the new files, made by people, whose path within the project matches the pattern."""
    listing = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    names = sorted({name for name in listing.split("\0") if re.search(pattern, name)})
    return tuple(ROOT / name for name in names if not MADE_BY_TOOLS.search(name) and (ROOT / name).is_file())


def name(path: Path) -> str:
    """The path within the project."""
    return path.relative_to(ROOT).as_posix()


def text(path: Path) -> str:
    """What the file says; nothing if it is not text."""
    content = path.read_bytes()
    return "" if b"\0" in content else content.decode()


def found(pattern: str, paths: tuple[Path, ...]) -> list[str]:
    """`path:line: line` for every line of the files that the pattern matches."""
    compiled = re.compile(pattern)
    return [
        f"{name(path)}:{number}: {line.strip()}"
        for path in paths
        for number, line in enumerate(text(path).splitlines(), start=1)
        if compiled.search(line)
    ]
