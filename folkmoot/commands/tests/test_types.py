"""The browser's types come from the Python that defines the wire, and the committed file is current."""

import re

import pytest

from folkmoot.commands import types
from folkmoot.commands.line import main


@pytest.fixture(scope="module")
def generated() -> str:
    return types.generate()


def test_the_committed_file_is_current(generated: str) -> None:
    assert types.FILE.read_text(encoding="utf-8") == generated, "run “python3 dev.py run folkmoot types”"


def test_every_model_has_one_type_under_its_own_name(generated: str) -> None:
    declared = re.findall(r"^export (?:interface|type) (\w+)", generated, re.MULTILINE)
    assert sorted(declared) == sorted({*types.wire_schema()["$defs"], "Wire", "AnyOp", "AnyPart", "Frame"})


def test_what_tells_an_operation_from_another_is_always_there(generated: str) -> None:
    assert 'kind: "put_entry";' in generated
    assert not re.search(r"^ +(kind|t|type)\?:", generated, re.MULTILINE)


def test_a_file_that_is_out_of_date_is_told(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], generated: str
) -> None:
    monkeypatch.setattr(types, "generate", lambda: generated + "// more\n")
    assert main(["types", "--check"]) == 1
    assert "out of date" in capsys.readouterr().out
