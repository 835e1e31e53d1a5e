"""The command file: it does only what is needed, and says plainly what is missing."""

import importlib.util
import os
import subprocess
import sys
from pathlib import Path

import pytest

import dev


@pytest.fixture(autouse=True)
def empty_project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A project with one source file, whose environment has not been made yet."""
    monkeypatch.setattr(dev, "ROOT", tmp_path)
    monkeypatch.setattr(dev, "BOOT", tmp_path / ".boot")
    (tmp_path / ".boot").mkdir()
    (tmp_path / "source.ts").write_text("one")
    return tmp_path


def changed() -> bool:
    """Whether the source would be built now; it counts as built afterwards."""
    with dev.unless_unchanged("build", ["*.ts"]) as answer:
        return answer


def test_what_has_not_changed_is_not_built_again() -> None:
    assert [changed(), changed()] == [True, False]


def test_a_changed_a_new_and_a_renamed_source_are_built(empty_project: Path) -> None:
    changed()
    (empty_project / "source.ts").write_text("two")
    assert changed()
    (empty_project / "other.ts").write_text("")
    assert changed()
    (empty_project / "other.ts").rename(empty_project / "another.ts")
    assert changed()


def test_a_build_that_failed_is_tried_again() -> None:
    with pytest.raises(SystemExit), dev.unless_unchanged("build", ["*.ts"]):
        sys.exit("vite build failed")
    assert changed()


def test_a_missing_product_is_built_again(empty_project: Path) -> None:
    changed()
    with dev.unless_unchanged("build", ["*.ts"], empty_project / "gone") as answer:
        assert answer


def test_the_browser_side_is_built_again_where_an_upgrade_took_it_away(
    empty_project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An upgrade replaces the program's folder, and what was built in it, even where no source of it changed."""
    asked = []
    for name in ("prepare_uv", "prepare_python"):
        monkeypatch.setattr(dev, name, lambda: None)
    monkeypatch.setattr(dev, "must", lambda what, command: asked.append(what))
    (empty_project / "node_modules").mkdir()
    built = empty_project / dev.BROWSER_PRODUCT
    built.parent.mkdir(parents=True)
    built.write_text("{}")
    dev.prepare()
    asked.clear()
    dev.prepare()
    assert asked == []
    built.unlink()
    dev.prepare()
    assert asked == ["the build"]


def test_what_counts_as_the_browser_side_is_what_the_server_reads() -> None:
    from folkmoot.config import settings

    assert str(settings.DJANGO_VITE["default"]["manifest_path"]).endswith(dev.BROWSER_PRODUCT)


def test_a_python_that_cannot_make_environments_gets_one_clear_line(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(importlib.util, "find_spec", lambda _: None)
    with pytest.raises(SystemExit, match="sudo apt install python3-venv"):
        dev.prepare_uv()


def test_an_old_python_gets_one_clear_line(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "version_info", (3, 10))
    with pytest.raises(SystemExit, match=r"needs Python 3\.11 or newer"):
        dev.main()


def test_every_command_is_listed(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "argv", ["dev.py", "--help"])
    assert dev.main() == 0
    listing = capsys.readouterr().out
    assert all(f"  {name} " in listing for name in ("demo", "test", "check", "fix", "bench", "docs", "practice", "run"))


def test_an_unknown_command_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "argv", ["dev.py", "dmeo"])
    assert dev.main() == 2


def test_an_argument_that_a_command_does_not_take_is_refused() -> None:
    with pytest.raises(SystemExit, match="no arguments"):
        dev.check(["--fast"])


def test_one_failed_check_fails_the_run(capsys: pytest.CaptureFixture[str]) -> None:
    assert dev.summary({"style": True, "types": True}) == 0
    assert dev.summary({"style": True, "types": False}) == 1
    assert "FAILED  types" in capsys.readouterr().out


def test_a_command_gets_the_signal_that_stops_it(tmp_path: Path) -> None:
    """`run` becomes the command, so that an interrupt of dev.py is one of the command."""
    script = f"import dev; dev.ROOT = dev.Path({str(tmp_path)!r}); dev.become('sh', '-c', 'echo $$')"
    root = Path(dev.__file__).parent
    with subprocess.Popen([sys.executable, "-c", script], cwd=root, stdout=subprocess.PIPE, text=True) as process:
        assert process.communicate()[0].strip() == str(process.pid)


def test_the_project_s_programs_come_first() -> None:
    assert dev.environment()["PATH"].startswith(str(dev.VENV) + os.sep)


A_TEST = """
from pathlib import Path
import pytest

@pytest.mark.live
def test_that_fails_{failures}_times():
    tried = Path(__file__).with_suffix(".tried")
    tried.write_text(tried.read_text() + "." if tried.exists() else ".")
    assert len(tried.read_text()) > {failures}
"""


@pytest.mark.parametrize(("failures", "count", "passes"), [(0, 1, True), (1, 3, True), (1, 4, False), (2, 1, False)])
def test_a_few_real_time_tests_that_failed_are_run_once_more_in_the_open(
    empty_project: Path, capfd: pytest.CaptureFixture[str], failures: int, count: int, passes: bool
) -> None:
    """One that fails again fails the layer, and so do many at once."""
    (empty_project / "pytest.ini").write_text("[pytest]\nmarkers =\n    live:\n    scenario:\n    browser:\n")
    for n in range(count):
        (empty_project / f"test_{n}.py").write_text(A_TEST.format(failures=failures))
    assert dev.run_layer("live", ["-p", "no:django"]) is passes
    assert ("Once more: live" in capfd.readouterr().out) is (failures > 0 and count <= dev.TRIED_AGAIN)


def test_a_fast_test_gets_no_second_try(empty_project: Path) -> None:
    (empty_project / "pytest.ini").write_text("[pytest]\nmarkers =\n    live:\n    scenario:\n    browser:\n")
    (empty_project / "test_0.py").write_text(A_TEST.format(failures=1).replace("@pytest.mark.live", ""))
    assert not dev.run_layer("fast", ["-p", "no:django"])
