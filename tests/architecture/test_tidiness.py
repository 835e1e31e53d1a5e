"""What is committed says nothing about the machine it was written on, and excuses itself where it breaks a rule."""

import re

import pytest

from tests.architecture.source import files, found

MACHINE_PATH = r"(?<![\w.\-$}])/(work|root|tmp|home/\w+)/"
SILENCED = r"#\s*(noqa|type:\s*ignore|pyright:)|//\s*@ts-|biome-ignore|eslint-disable|pragma:\s*no"
EXCUSED = (
    r"#\s*noqa:\s*[A-Z]+\d+(,\s*[A-Z]+\d+)*\s+[#—-]\s*\w.{8,}"
    r"|#\s*type:\s*ignore\[[a-z, -]+\]\s+[#—-]\s*\w.{8,}"
    r"|//\s*@ts-expect-error\s+\w.{8,}"
    r"|biome-ignore\s+[\w/]+:\s+\w.{8,}"
)
UNEXCUSED = rf"^(?!.*({EXCUSED})).*({SILENCED})"
CODE = r"\.(py|ts|tsx)$"
THIS_FILE = "tests/architecture/test_tidiness.py"


def elsewhere(lines: list[str]) -> list[str]:
    """Without the lines of this file, which has to name what it forbids."""
    return [line for line in lines if not line.startswith(THIS_FILE)]


def test_no_file_names_a_path_of_a_machine() -> None:
    assert elsewhere(found(MACHINE_PATH, files(r"."))) == []


def test_no_rule_is_silenced_without_a_reason() -> None:
    assert elsewhere(found(UNEXCUSED, files(CODE))) == []


@pytest.mark.parametrize(
    "line",
    [
        "import os  # noqa",
        "import os  # noqa: F401",
        "x = f()  # type: ignore",
        "x = f()  # type: ignore[attr-defined]",
        "// @ts-ignore the library has no types",
        "// biome-ignore lint/a11y/noAutofocus:",
    ],
)
def test_a_silenced_rule_is_caught(line: str) -> None:
    assert re.search(UNEXCUSED, line)


@pytest.mark.parametrize(
    "line",
    [
        "import os  # noqa: F401  # imported for its effect",
        "x = f()  # type: ignore[attr-defined]  # the stubs miss this attribute",
        "// @ts-expect-error the library has no types",
        "// biome-ignore lint/a11y/noAutofocus: the dialog has one field",
    ],
)
def test_a_rule_silenced_with_a_reason_is_allowed(line: str) -> None:
    assert not re.search(UNEXCUSED, line)


@pytest.mark.parametrize(("before", "path"), [("cd ", "work/main"), ('open("', 'tmp/log")'), ("see ", "root/notes")])
def test_a_path_of_a_machine_is_caught(before: str, path: str) -> None:
    assert re.search(MACHINE_PATH, f"{before}/{path}")


def test_an_address_is_no_path_of_a_machine() -> None:
    assert not re.search(MACHINE_PATH, "https://example.org/work/here")
