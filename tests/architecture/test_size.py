"""Files stay short enough to read, and functions short enough to see."""

import ast
from collections.abc import Iterator
from pathlib import Path

from tests.architecture.source import files, name, text

LONGEST_FILE = 400
LONG_FUNCTION = 30
SHARE_OF_SHORT_FUNCTIONS = 0.9
CODE = r"^(folkmoot|frontend|tests|bench)/.*\.(py|ts|tsx|css|html)$|^[a-z_]+\.py$"

# path -> why this file is better long than split
LONG_FOR_A_REASON: dict[str, str] = {}


def length(path: Path) -> int:
    return len(text(path).splitlines())


def functions(source: str) -> Iterator[tuple[str, int]]:
    """Name and length in lines of every function, its docstring not counted."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            body = node.body[1:] if ast.get_docstring(node) else node.body
            yield node.name, (node.end_lineno or 0) - body[0].lineno + 1 if body else 0


def test_no_file_is_too_long() -> None:
    long = [f"{name(path)}: {length(path)} lines" for path in files(CODE) if length(path) > LONGEST_FILE]
    assert [entry for entry in long if entry.split(":")[0] not in LONG_FOR_A_REASON] == []


def test_every_exception_is_still_needed_and_has_a_reason() -> None:
    lengths = {name(path): length(path) for path in files(CODE)}
    assert [path for path in LONG_FOR_A_REASON if lengths.get(path, 0) <= LONGEST_FILE] == []
    assert all(len(reason) > 20 for reason in LONG_FOR_A_REASON.values())


def test_nine_functions_in_ten_are_short() -> None:
    lengths = {
        f"{name(path)}:{function}": lines
        for path in files(r"^folkmoot/.*\.py$|^[a-z_]+\.py$")
        for function, lines in functions(text(path))
    }
    long = {function: lines for function, lines in lengths.items() if lines >= LONG_FUNCTION}
    assert len(long) <= (1 - SHARE_OF_SHORT_FUNCTIONS) * len(lengths), long


def test_the_length_of_a_function_leaves_out_its_docstring() -> None:
    source = 'def greet():\n    """One.\n\n    Two.\n    """\n    a = 1\n    return a\n'
    assert list(functions(source)) == [("greet", 2)]
