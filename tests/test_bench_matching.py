"""The table of the matching's bars: a bar that is not met makes the run fail."""

import importlib.util
import sys
from types import ModuleType

import pytest

from tests.architecture.source import ROOT


@pytest.fixture
def bench(monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    monkeypatch.syspath_prepend(ROOT / "bench")
    monkeypatch.setattr(sys, "argv", ["bench/matching.py", "--only", "constructions"])
    spec = importlib.util.spec_from_file_location("bench_matching", ROOT / "bench" / "matching.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_every_construction_stands_beside_its_bar_and_its_rivals(
    bench: ModuleType, capsys: pytest.CaptureFixture[str]
) -> None:
    bench.main()
    rows = [row for row in capsys.readouterr().out.splitlines() if " rounds of " in row]
    assert len(rows) == 2
    assert all("0 repeats, < 0.02 s" in row and "random " in row and "greedy " in row for row in rows)


def test_a_bar_that_is_not_met_makes_the_run_fail(
    bench: ModuleType, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(bench, "constructions", lambda: bench.line("a met one", "0", "0", held=True))
    assert bench.main() == 0
    monkeypatch.setattr(bench, "constructions", lambda: bench.line("a missed one", "0", "3", held=False))
    assert bench.main() == 1
    assert "Not met: a missed one." in capsys.readouterr().out
