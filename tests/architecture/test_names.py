"""A module is named for what it is about, not for the sort of thing it is."""

import re
from pathlib import PurePosixPath

import pytest

from tests.architecture.source import files, name

EMPTY_WORDS = {"util", "utils", "helper", "helpers", "service", "services", "manager", "managers"} | {
    "handler", "handlers", "misc", "common"}  # fmt: skip
A_COMMON_PURPOSE = re.compile(r"common[_-]?purpose", re.IGNORECASE)  # a practice, and there the word says something


def empty_words(path: str) -> set[str]:
    """The words in the path's folders and file name that say nothing."""
    parts = PurePosixPath(A_COMMON_PURPOSE.sub("", path)).with_suffix("").parts
    return EMPTY_WORDS & {word.lower() for part in parts for word in re.split(r"[^A-Za-z]|(?<=[a-z])(?=[A-Z])", part)}


def test_no_file_or_folder_has_an_empty_name() -> None:
    assert [name(path) for path in files(r"\.(py|ts|tsx|css|html)$") if empty_words(name(path))] == []


@pytest.mark.parametrize("path", ["folkmoot/kit/utils.py", "frontend/room/dateHelpers.ts", "folkmoot/common/a.py"])
def test_an_empty_name_is_caught(path: str) -> None:
    assert empty_words(path)


def test_a_practice_folder_has_a_name_in_snake_case() -> None:
    folders = {name(path).split("/")[2] for path in files(r"^folkmoot/practices/[^/]+/")}
    assert [folder for folder in folders if not re.fullmatch(r"[a-z][a-z0-9_]*", folder)] == []
