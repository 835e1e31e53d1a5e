"""`folkmoot upgrade`: stop, back up, put the newer version in place, start, and check. One command, and it can go back.

The newer version comes from the place that the project's folder was cloned from, or from an archive or folder.
"""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
import tarfile
import tempfile
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path

from folkmoot.commands import settings_file
from folkmoot.commands.installing import Installation

ROOT = Path(__file__).resolve().parents[2]
MADE_HERE = {".git", ".boot", ".venv", "node_modules", "var", "uv.lock"}
"""What a new copy does not bring, and an old one keeps."""


class CannotUpgrade(Exception):
    """A step that could not be done; the text says which, and what to do."""


def arguments(parser: argparse.ArgumentParser) -> None:
    """Where the newer version is."""
    parser.add_argument("source", nargs="?", type=Path, help="archive (.zip, .tar.gz) or folder; else git fetches it")
    parser.add_argument("--no-backup", action="store_true", help="do without a backup; you have made one")


def run(options: argparse.Namespace) -> int:
    """Upgrade. Returns 0 when the newer version runs and nothing is to be mended, 1 when something is, 2 otherwise."""
    settings = settings_file.read(settings_file.place())
    if "FOLKMOOT_URL" not in settings:
        print(f"There are no settings in {settings_file.place()}: run “folkmoot setup” first, or name them in "
              f"{settings_file.WHERE}. Nothing was changed.", file=sys.stderr)  # fmt: skip
        return 2
    place = Installation(settings_file.place().parents[1], settings)
    try:
        with _new_version(options.source) as new:
            if new is None and _is_newest():
                print("This is the newest version already.")
                return 0
            _stop()
            if not options.no_backup:
                _back_up(place)
            _put_in_place(new)
        place.start()
    except (CannotUpgrade, OSError, tarfile.TarError, zipfile.BadZipFile) as trouble:
        print(f"The upgrade stopped: {trouble}", file=sys.stderr)
        _start_again()
        return 2
    for line in place.left_to_do:
        print(f"Still to do: {line}")
    return 1 if place.run("check") else 0


@contextmanager
def _new_version(source: Path | None) -> Iterator[Path | None]:
    """The folder of the newer version: unpacked, given, or None where git is to fetch it."""
    if source is None:
        if not (ROOT / ".git").exists():
            raise CannotUpgrade("this copy did not come by git. Name the archive of the newer version.")
        _git("fetch", "--quiet")
        yield None
    elif source.is_dir():
        yield _project_in(source)
    else:
        with tempfile.TemporaryDirectory() as unpacked:
            _unpack(source, Path(unpacked))
            yield _project_in(Path(unpacked))


def _unpack(archive: Path, into: Path) -> None:
    if not archive.is_file():
        raise CannotUpgrade(f"there is no file {archive}. Look at its name.")
    if not zipfile.is_zipfile(archive) and not tarfile.is_tarfile(archive):
        raise CannotUpgrade(f"{archive} is no archive, or is damaged. Fetch it again.")
    if zipfile.is_zipfile(archive):
        with zipfile.ZipFile(archive) as bundle:
            bundle.extractall(into)  # noqa: S202  # zipfile takes names that leave the folder apart
        return
    with tarfile.open(archive) as bundle:
        for member in bundle.getmembers():
            inside = (into / member.name).resolve().is_relative_to(into.resolve())
            if not inside or not (member.isfile() or member.isdir()):
                raise CannotUpgrade(f"{archive.name} holds “{member.name}”, which is no file of a project.")
        bundle.extractall(into)  # noqa: S202  # looked through above; Debian's Python has no filter yet


def _project_in(folder: Path) -> Path:
    """The project's own folder: this one, or the one folder in it."""
    for place in (folder, *(each for each in folder.iterdir() if each.is_dir())):
        if (place / "folkmoot" / "commands").is_dir() and (place / "dev.py").is_file():
            return place
    raise CannotUpgrade(f"there is no Folkmoot in {folder}.")


def _is_newest() -> bool:
    return _git("rev-list", "--count", "HEAD..@{upstream}") == "0"


def _back_up(place: Installation) -> None:
    if find_spec("folkmoot.commands.backup") is None:
        raise CannotUpgrade("this version makes no backups. Copy the data folder, and say --no-backup.")
    if place.run("backup") != 0:
        raise CannotUpgrade("the backup failed, so nothing was changed. Mend that first, or say --no-backup.")


def _put_in_place(new: Path | None) -> None:
    """Take the newer program, and build what belongs to it; where that fails, go back to the one before."""
    before = _git("rev-parse", "HEAD") if new is None else ""
    kept = ROOT.with_name(f"{ROOT.name}.before")
    if new is None:
        _git("merge", "--ff-only", "--quiet", "@{upstream}")
    else:
        _exchange(new, ROOT, kept)
    if _prepare() == 0:
        return
    if new is None:
        _git("reset", "--hard", "--quiet", before)
    else:
        _exchange(kept, ROOT, None)
    _prepare()
    raise CannotUpgrade("the newer version could not be built; what it said stands above. The one before is back.")


def _exchange(new: Path, old: Path, kept: Path | None) -> None:
    """Replace the project's files by newer ones, and keep those before; what was made here stays."""
    if kept is not None:
        shutil.rmtree(kept, ignore_errors=True)
        shutil.copytree(old, kept, ignore=shutil.ignore_patterns(*MADE_HERE), symlinks=True)
    for each in old.iterdir():
        if each.name not in MADE_HERE:
            shutil.rmtree(each) if each.is_dir() and not each.is_symlink() else each.unlink()
    shutil.copytree(new, old, ignore=shutil.ignore_patterns(*MADE_HERE), symlinks=True, dirs_exist_ok=True)


def _prepare() -> int:
    return subprocess.run([_python(), str(ROOT / "dev.py"), "run"], cwd=ROOT, check=False).returncode


def _python() -> str:
    """The computer's own Python: the environment's may be replaced while it runs."""
    return shutil.which("python3", path=os.defpath) or sys.executable


def _git(*words: str) -> str:
    done = subprocess.run(["git", "-C", str(ROOT), *words], check=False, capture_output=True, text=True)
    if done.returncode:
        raise CannotUpgrade(f"git said: {done.stderr.strip()}")
    return done.stdout.strip()


def _stop() -> None:
    if Path("/run/systemd/system").is_dir():
        subprocess.run(["systemctl", "stop", "folkmoot"], check=False)


def _start_again() -> None:
    if Path("/run/systemd/system").is_dir():
        subprocess.run(["systemctl", "start", "folkmoot"], check=False)
