"""The template writes a practice that works at once; that it keeps the contract is tested with all the others."""

import shutil
import subprocess
import sys
from importlib import import_module
from pathlib import Path

import pytest

from folkmoot.practice_kit.new_practice import CannotWrite, write
from tests.architecture.source import ROOT
from tests.contract.elsewhere import importable

SLUG = "balcony"
OURS = 'lint.isort.known-first-party = ["folkmoot"]'


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return write(SLUG, tmp_path)


def test_it_writes_the_files_of_a_practice(folder: Path) -> None:
    assert {path.relative_to(folder).as_posix() for path in folder.rglob("*.*")} == {
        "__init__.py",
        "practice.py",
        "entries.py",
        "reading.py",
        "guide.md",
        "examples/empty.json",
        "examples/filled.json",
        "tests/__init__.py",
        "tests/test_balcony.py",
    }
    assert not [path for path in folder.rglob("*.*") if "$" in path.read_text()]


def test_the_tests_it_writes_pass(folder: Path) -> None:
    with importable(folder):
        module = import_module(f"folkmoot.practices.{SLUG}.tests.test_{SLUG}")
        tests = [function for name, function in vars(module).items() if name.startswith("test_")]
        assert len(tests) == 4
        for test in tests:
            test()


def test_what_it_writes_is_clean(folder: Path, tmp_path: Path) -> None:
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    for what in (["check", "-q"], ["format", "--check", "-q"]):
        command = [sys.executable, "-m", "ruff", *what, "--config", OURS, str(folder)]
        done = subprocess.run(command, cwd=tmp_path, check=False, capture_output=True, text=True)
        assert done.returncode == 0, done.stdout


def test_a_name_that_is_not_in_the_catalogue_is_refused(tmp_path: Path) -> None:
    with pytest.raises(CannotWrite, match="catalogue"):
        write("juggling", tmp_path)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("slug", ["../balcony", "", "Balcony"])
def test_a_name_that_is_no_slug_is_refused(slug: str, tmp_path: Path) -> None:
    with pytest.raises(CannotWrite):
        write(slug, tmp_path)


def test_nobodys_work_is_written_over(folder: Path, tmp_path: Path) -> None:
    (folder / "guide.md").write_text("Mine")
    with pytest.raises(CannotWrite, match="there already"):
        write(SLUG, tmp_path)
    assert (folder / "guide.md").read_text() == "Mine"
