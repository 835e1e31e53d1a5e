"""`folkmoot match`: files in, groups out, and words that help."""

import csv
import json
import re
import subprocess
import sys
from io import StringIO
from pathlib import Path

import pytest

from folkmoot.commands import main
from folkmoot.commands.match import CLEAR

PEOPLE = "Full name;Organization\n" + "".join(f"Person {n};Organisation {n % 4}\n" for n in range(12))


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "people.csv").write_bytes(PEOPLE.encode("utf-16"))
    return tmp_path


def test_json_comes_out_and_a_report_on_the_error_output(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["match", "people.csv", "--size", "3", "--seed", "7"]) == 0
    out = capsys.readouterr()
    told = json.loads(out.out)
    assert [len(group) for group in told["rounds"][0]["groups"]] == [3] * 4
    assert told["seed"] == 7
    assert told["rounds"][0]["same_organisation_pairs"] == 0
    assert out.err.startswith("4 threes. Nobody meets anyone again. Nobody is with a colleague.\nSeed 7; ")


def test_the_csv_of_one_round_is_the_history_of_the_next(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["match", "people.csv", "--format", "csv", "--seed", "1"]) == 0
    (here / "met.csv").write_text(capsys.readouterr().out)
    assert main(["match", "people.csv", "--history", "met.csv", "--format", "csv", "--seed", "1"]) == 0
    out = capsys.readouterr()
    assert {row["round"] for row in csv.DictReader(StringIO(out.out))} == {"2"}
    assert "Nobody meets anyone again" in out.err


def test_every_list_is_read(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (here / "pairs.csv").write_text("Person 0,Person 1\n")
    (here / "groups.csv").write_text("group,name\na,Person 2\na,Person 3\n")
    (here / "names.txt").write_text("".join(f"person {n}\n" for n in range(8)))
    words = ["match", "people.csv", "--size", "2", "--rounds", "2", "--mix", "Organisation"]
    words += ["--apart", "pairs.csv", "--together", "groups.csv", "--present", "names.txt", "--seed", "3"]
    assert main(words) == 0
    told = json.loads(capsys.readouterr().out)
    assert len(told["rounds"]) == 2
    for each in told["rounds"]:
        assert sorted(name for group in each["groups"] for name in group) == [f"Person {n}" for n in range(8)]
        assert ["Person 2", "Person 3"] in [sorted(group) for group in each["groups"]]
        assert ["Person 0", "Person 1"] not in [sorted(group) for group in each["groups"]]
    assert told["repeats"] == 1


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["gone.csv"], "There is no file gone.csv"),
        (["."], "cannot be read"),
        (["empty.csv"], "empty.csv has nobody in it"),
        (["twice.csv"], "twice.csv, row 3: “Bea” is on the list already, in row 2"),
        (["people.csv", "--size", "1"], "A group has at least two people"),
        (["people.csv", "--rounds", "0"], "Choose from 1 to 100"),
        (["people.csv", "--history", "twice.csv"], "Past rounds need the columns"),
        (["people.csv", "--present", "twice.csv"], "“Bea” is not on the list of people"),
    ],
)
def test_what_cannot_be_used_is_said_with_the_way_out(
    here: Path, capsys: pytest.CaptureFixture[str], words: list[str], said: str
) -> None:
    (here / "empty.csv").write_text("name\n")
    (here / "twice.csv").write_text("name\nBea\nBea\n")
    assert main(["match", *words]) == 2
    out = capsys.readouterr()
    assert said in out.err
    assert out.out == ""


def test_a_number_that_is_none_is_said(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main(["match", "people.csv", "--rounds", "two"])
    assert "“two” is no whole number. Write it in figures, such as 7." in capsys.readouterr().err


def test_who_stops_it_gets_a_word_and_no_traceback(
    here: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def stopped(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("folkmoot.matching.sheets.answer.match", stopped)
    assert main(["match", "people.csv"]) == 130
    assert capsys.readouterr().err == "Stopped. Nothing was written.\n"


class Terminal(StringIO):
    """An error output that somebody watches."""

    def isatty(self) -> bool:
        return True


def test_on_a_terminal_a_bar_shows_how_much_is_done(here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (here / "many.csv").write_text("name\n" + "".join(f"Person {n}\n" for n in range(26)))
    terminal = Terminal()
    monkeypatch.setattr(sys, "stderr", terminal)
    monkeypatch.setattr("folkmoot.commands.match.SLOW_SECONDS", 0.0)
    monkeypatch.setattr("folkmoot.commands.match.BEAT_SECONDS", 0.001)
    assert main(["match", "many.csv", "--size", "5-6", "--rounds", "7", "--seed", "1"]) == 0
    shares = [int(share) for share in re.findall(r"Matching \[[█·]{24}\] (\d+)% of the most", terminal.getvalue())]
    assert shares == sorted(shares)
    assert len(set(shares)) > 5
    assert shares[-1] <= 100
    report = terminal.getvalue().rpartition("\r")[2]
    assert report.startswith(f"{CLEAR}Round 1: 4 groups of 5 and 1 group of 6."), "the bar is gone before the report"


def test_where_nobody_watches_no_bar_is_drawn(
    here: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("folkmoot.commands.match.SLOW_SECONDS", 0.0)
    assert main(["match", "people.csv", "--rounds", "7", "--size", "5", "--seed", "1"]) == 0
    assert "█" not in capsys.readouterr().err


def test_it_reads_from_the_input_and_sets_nothing_up(tmp_path: Path) -> None:
    watch = (
        "import sys; from folkmoot.commands import main; code = main(); "
        "assert not any(name.partition('.')[0] == 'django' for name in sys.modules); sys.exit(code)"
    )
    words = [sys.executable, "-c", watch, "match", "-", "--format", "csv"]
    done = subprocess.run(words, input="Siân\nBea\n".encode(), capture_output=True, cwd=tmp_path, check=False)
    assert done.returncode == 0, done.stderr
    assert {row["name"] for row in csv.DictReader(StringIO(done.stdout.decode()))} == {"Siân", "Bea"}
