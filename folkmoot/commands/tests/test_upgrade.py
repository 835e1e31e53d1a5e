"""Putting a newer version in place: from an archive or a folder, whole or not at all, with what was made here kept."""

import argparse
import tarfile
import zipfile
from pathlib import Path

import pytest

from folkmoot.commands import upgrade
from folkmoot.commands.upgrade import CannotUpgrade


def project(folder: Path, version: str, *more: str) -> Path:
    """A small project of this version."""
    for name in ("dev.py", "folkmoot/commands/__init__.py", *more):
        file = folder / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(version)
    return folder


@pytest.fixture
def installed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An installed version, with data and an environment that were made here."""
    place = project(tmp_path / "installed", "old", "gone.py", ".venv/bin/python", "var/folkmoot.sqlite3")
    monkeypatch.setattr(upgrade, "ROOT", place)
    return place


@pytest.mark.parametrize("kind", ["zip", "tar.gz", "folder"])
def test_a_newer_version_from_an_archive_or_folder(
    tmp_path: Path, installed: Path, kind: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    new = project(tmp_path / "folkmoot-2", "new", "added.py", "var/theirs")
    source = new
    if kind == "zip":
        source = tmp_path / "new.zip"
        with zipfile.ZipFile(source, "w") as bundle:
            for file in new.rglob("*"):
                bundle.write(file, Path("folkmoot-2") / file.relative_to(new))
    elif kind == "tar.gz":
        source = tmp_path / "new.tar.gz"
        with tarfile.open(source, "w:gz") as bundle:
            bundle.add(new, "folkmoot-2")
    monkeypatch.setattr(upgrade, "_prepare", lambda: 0)
    with upgrade._new_version(source) as found:
        upgrade._put_in_place(found)
    assert (installed / "dev.py").read_text() == "new"
    assert (installed / "added.py").exists()
    assert not (installed / "gone.py").exists()
    assert not (installed / "var" / "theirs").exists()
    assert (installed / "var" / "folkmoot.sqlite3").read_text() == "old"
    assert (installed / ".venv" / "bin" / "python").read_text() == "old"


def test_a_version_that_cannot_be_built_makes_way_for_the_one_before(
    tmp_path: Path, installed: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(upgrade, "_prepare", lambda: 1 if (installed / "dev.py").read_text() == "new" else 0)
    new = project(tmp_path / "new", "new", "added.py")
    with pytest.raises(CannotUpgrade, match="The one before is back"):
        upgrade._put_in_place(new)
    assert (installed / "dev.py").read_text() == "old"
    assert (installed / "gone.py").exists()
    assert not (installed / "added.py").exists()


def test_an_archive_of_something_else_changes_nothing(tmp_path: Path, installed: Path) -> None:
    (tmp_path / "other").mkdir()
    with pytest.raises(CannotUpgrade, match="there is no Folkmoot"), upgrade._new_version(tmp_path / "other"):
        pass
    assert (installed / "dev.py").read_text() == "old"


def test_an_archive_that_leads_out_of_its_folder_is_refused(tmp_path: Path, installed: Path) -> None:
    bad = tmp_path / "bad.tar.gz"
    with tarfile.open(bad, "w:gz") as bundle:
        bundle.add(project(tmp_path / "new", "new") / "dev.py", "../../outside")
    with pytest.raises(CannotUpgrade, match="no file of a project"), upgrade._new_version(bad):
        pass


def test_without_git_and_without_an_archive_it_says_what_to_do(installed: Path) -> None:
    with pytest.raises(CannotUpgrade, match="Name the archive"), upgrade._new_version(None):
        pass


def test_an_archive_that_is_not_there_or_damaged_is_told(tmp_path: Path, installed: Path) -> None:
    with pytest.raises(CannotUpgrade, match="there is no file"), upgrade._new_version(tmp_path / "no.tar.gz"):
        pass
    damaged = tmp_path / "bad.tar.gz"
    damaged.write_bytes(b"half a download")
    with pytest.raises(CannotUpgrade, match="is no archive, or is damaged"), upgrade._new_version(damaged):
        pass


def test_where_nothing_was_set_up_it_says_so_and_changes_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("FOLKMOOT_SETTINGS", str(tmp_path / "folkmoot" / "settings"))
    assert upgrade.run(argparse.Namespace(source=None, no_backup=False)) == 2
    assert "run “folkmoot setup” first" in capsys.readouterr().err
