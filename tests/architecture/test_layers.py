"""Who may import whom: the layers of pyproject.toml hold, and a breach of each would be caught."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.architecture.source import ROOT, files, name

LINT = Path(sys.executable).with_name("lint-imports")
BREACHES = {
    "a lower room imports a higher one": ("folkmoot/people/queries.py", "import folkmoot.programme"),
    "siblings import each other": ("folkmoot/balcony/queries.py", "import folkmoot.live"),
    "a room below imports the wiring": ("folkmoot/record/queries.py", "import folkmoot.config"),
    "the practice kit imports Django": ("folkmoot/practice_kit/contract.py", "import django.db"),
    "a practice imports Django": ("folkmoot/practices/one/practice.py", "import django.db"),
    "a practice imports the record": ("folkmoot/practices/one/practice.py", "import folkmoot.record"),
    "a practice imports another": ("folkmoot/practices/one/practice.py", "import folkmoot.practices.two"),
    "a room names a practice": ("folkmoot/live/queries.py", "import folkmoot.practices.two"),
    "rehearsal reaches into the record": ("folkmoot/rehearsal/people.py", "import folkmoot.record"),
}


def lint_imports(folder: Path) -> subprocess.CompletedProcess[str]:
    """Run import-linter over the package in the folder, under this project's contracts."""
    command: list[str | Path] = [LINT, "--config", ROOT / "pyproject.toml", "--no-cache"]
    environment = {**os.environ, "COLUMNS": "200"}
    return subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, check=False)


def test_the_layers_hold() -> None:
    result = lint_imports(ROOT)
    assert result.returncode == 0, result.stdout


@pytest.fixture
def empty_house(tmp_path: Path) -> Path:
    """A package with every room of ours and two practices, and nothing in them."""
    rooms = [Path(name(path)) for path in files(r"^folkmoot/(\w+/)?__init__\.py$")]
    practices = [Path("folkmoot/practices") / slug / "__init__.py" for slug in ("one", "two")]
    for module in (*rooms, *practices):
        (tmp_path / module).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / module).touch()
    return tmp_path


def test_an_empty_house_holds(empty_house: Path) -> None:
    result = lint_imports(empty_house)
    assert result.returncode == 0, result.stdout


@pytest.mark.parametrize("breach", BREACHES)
def test_a_breach_is_caught(breach: str, empty_house: Path) -> None:
    module, line = BREACHES[breach]
    (empty_house / module).write_text(line + "\n")
    result = lint_imports(empty_house)
    assert result.returncode == 1, result.stdout
    assert "BROKEN" in result.stdout


def test_the_linter_is_installed() -> None:
    assert shutil.which(LINT)
