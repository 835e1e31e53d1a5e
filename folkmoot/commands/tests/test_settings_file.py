"""The file of settings: what is written is read again, whoever wrote it and whatever is in it."""

import resource
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from folkmoot.commands.settings_file import read, write
from folkmoot.kit.environment import WrongSetting


@given(st.text(st.characters(exclude_categories=["Cc", "Cs", "Zl", "Zp"]), max_size=60))
def test_any_value_comes_back_as_it_was(value: str) -> None:
    file = Path("/tmp") / f"folkmoot-settings-{id(value)}"
    try:
        write(file, {"FOLKMOOT_HOST_NAME": value})
        assert read(file) == {"FOLKMOOT_HOST_NAME": value}
    finally:
        file.unlink(missing_ok=True)


def test_nobody_else_reads_it(tmp_path: Path) -> None:
    write(tmp_path / "settings", {"FOLKMOOT_MAIL_URL": "smtp://me:secret@mail.example.org"})
    assert (tmp_path / "settings").stat().st_mode & 0o007 == 0


def test_a_file_that_is_not_there_says_nothing(tmp_path: Path) -> None:
    assert read(tmp_path / "none") == {}


@pytest.mark.parametrize("line", ["nonsense", "A='open", "A=two words", "1A=b"])
def test_a_wrong_line_is_named(tmp_path: Path, line: str) -> None:
    file = tmp_path / "settings"
    file.write_text(f"# a remark\n\n{line}\n")
    with pytest.raises(WrongSetting, match="line 3"):
        read(file)


def test_a_full_disk_leaves_the_old_file_as_it_was(tmp_path: Path) -> None:
    file = tmp_path / "settings"
    write(file, {"FOLKMOOT_URL": "https://moot.example.org"})
    code = (
        "import pathlib, sys; from folkmoot.commands.settings_file import write; "
        "write(pathlib.Path(sys.argv[1]), {'FOLKMOOT_URL': 'https://other.example.org'})"
    )

    def no_more_bytes() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))

    done = subprocess.run(
        [sys.executable, "-c", code, str(file)], check=False, preexec_fn=no_more_bytes, capture_output=True
    )
    assert done.returncode != 0
    assert read(file) == {"FOLKMOOT_URL": "https://moot.example.org"}
    assert list(tmp_path.iterdir()) == [file]
