"""The file in which a server's settings stand: one `NAME=value` a line, quoted as a shell would quote it.

`folkmoot setup` writes it, and every command reads it before anything else. What the environment says goes first.
"""

from __future__ import annotations

import os
import shlex
from collections.abc import Mapping
from pathlib import Path

from folkmoot.kit.environment import WrongSetting

USUAL = Path("/etc/folkmoot/settings")
WHERE = "FOLKMOOT_SETTINGS"
"""The variable that names another file."""
HEADING = "# The settings of this Folkmoot. “folkmoot setup” writes them; docs/run/settings.md explains each.\n"


def place() -> Path:
    """Where the file is, or would be."""
    return Path(os.environ.get(WHERE) or USUAL)


def read(file: Path) -> dict[str, str]:
    """The settings in a file; none when there is no such file.

    Raises:
        WrongSetting: for a file that cannot be read, or a line that is no setting.
    """
    try:
        lines = file.read_text(encoding="utf-8").splitlines() if file.exists() else []
    except (OSError, UnicodeDecodeError) as trouble:
        reason = getattr(trouble, "strerror", "") or "it is no text"
        mend = "Run the command as the user who owns it, or with sudo."
        raise WrongSetting(str(file), f"cannot be read ({reason})", mend) from trouble
    numbered = enumerate((line.strip() for line in lines), start=1)
    return dict(_setting(file, number, line) for number, line in numbered if line and not line.startswith("#"))


def write(file: Path, settings: Mapping[str, str]) -> None:
    """Write a file anew, readable for its owner and group alone: it may hold a password.

    It is written beside the old one first, so that a full disk leaves that as it was.

    Raises:
        OSError: when it cannot be written.
    """
    file.parent.mkdir(parents=True, exist_ok=True)
    text = HEADING + "".join(f"{name}={shlex.quote(value)}\n" for name, value in settings.items())
    beside = file.with_name(f".{file.name}.new")
    try:
        beside.touch(mode=0o640)
        beside.chmod(0o640)
        with beside.open("w", encoding="utf-8") as out:
            out.write(text)
            out.flush()
            os.fsync(out.fileno())
        beside.replace(file)
    finally:
        beside.unlink(missing_ok=True)


def load() -> None:
    """Put the file's settings into the environment, where that does not say otherwise."""
    for name, value in read(place()).items():
        os.environ.setdefault(name, value)


def _setting(file: Path, number: int, line: str) -> tuple[str, str]:
    name, equals, value = line.partition("=")
    try:
        words = shlex.split(value)
    except ValueError:
        words = ["", ""]  # a quotation mark that is never closed
    if not equals or not name.isidentifier() or len(words) > 1:
        problem = f"has something else than NAME='value' in line {number}"
        raise WrongSetting(str(file), problem, "Mend that line, or run “folkmoot setup” again.")
    return name, "".join(words)
