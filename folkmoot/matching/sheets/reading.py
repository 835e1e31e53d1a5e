"""Reading a spreadsheet's export, however it was saved: its characters, what parts its columns, its headings.

Nothing here knows what the columns are about; see `folkmoot.matching.sheets.lists`.
"""

from __future__ import annotations

import codecs
import csv
import io
import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from folkmoot.kit.text import tidy
from folkmoot.matching.search import Told, to_nobody

FORMULA = ("=", "+", "-", "@")
"""How a spreadsheet's formulas begin. A cell that only looks like one has an apostrophe before it."""
DELIMITERS = "\t;,"
WIDEST_CELL = 100_000
"""Characters: no cell of a list of people is longer. A quotation mark that is never closed makes one."""
TOLD_EVERY = 20_000
"""After how many rows it is told how far the reading is."""

_WORKBOOKS = {b"PK\x03\x04": "a workbook", b"\xd0\xcf\x11\xe0": "a workbook", b"%PDF": "a PDF", b"{\\rtf": "a document"}
_MARKS = {  # that of UTF-32 begins with that of UTF-16
    codecs.BOM_UTF8: "utf-8-sig",
    codecs.BOM_UTF32_LE: "utf-32",
    codecs.BOM_UTF32_BE: "utf-32",
    codecs.BOM_UTF16_LE: "utf-16",
    codecs.BOM_UTF16_BE: "utf-16",
}
_OLDER = ("cp1252", "mac_roman")
"""What spreadsheets call “CSV” on Windows and on a Mac."""
_OUT_OF_PLACE = re.compile(
    r"(?<=[a-z])[À-ÖØ-ÞŠŒŽŸ]|(?<=[^\W\d_])[‘‚„†‡•ˆ‰‹›™¡-©¬-±³-¹»-¿×÷˜√∆≈≤≥]|[£¥¿](?=[^\W\d_])|(?<=[^\W\d_])[“”–—](?=[a-z])"
)
"""A capital after a small letter, a sign after a letter, a dash or quotation mark within a word: hardly ever a name."""
_SAYS_ITS_DELIMITER = re.compile(r"sep=(.)\s*")


class NotUsable(ValueError):
    """A list that cannot be used as it is. The text names the list and the row, and says the way out."""


@dataclass(frozen=True, slots=True)
class Row:
    """One row with something in it, by the number that a spreadsheet gives it, its cells by plain heading."""

    number: int
    cells: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Sheet:
    """A list as it was read, column by column: so that one of millions of rows stays small.

    `headings` are plain (see `plain`), in their order, each with the words it had; without a line of headings they are
    "1", "2" and so on. `columns` are the cells under each of them, `numbers` the number that a spreadsheet gives each
    row. `blank` are the numbers of rows without anything in them, but for those at the end; `wider` of rows with
    something to the right of the last heading.
    """

    name: str
    headings: Mapping[str, str]
    columns: Mapping[str, Sequence[str]]
    numbers: Sequence[int]
    blank: Sequence[int] = ()
    wider: Sequence[int] = ()
    doubtful: bool = False
    """Whether its letters are a guess that may be wrong."""

    def __len__(self) -> int:
        return len(self.numbers)

    @property
    def rows(self) -> list[Row]:
        """The rows, one by one."""
        cells = zip(*self.columns.values(), strict=True)
        return [
            Row(number, dict(zip(self.columns, row, strict=True)))
            for number, row in zip(self.numbers, cells, strict=True)
        ]


def plain(words: str) -> str:
    """Reduce a heading to what it says: "  Full-Name* " and "full_name" are "full name", "Sefydliad" "sefydliad"."""
    letters = unicodedata.normalize("NFKD", tidy(words)).casefold()
    return " ".join(re.findall(r"[^\W_]+", "".join(sign for sign in letters if not unicodedata.combining(sign))))


def same(name: str) -> str:
    """Reduce a name that was read to what two ways of typing it share: capitals make no difference, accents do."""
    return name.casefold()


def read_sheet(raw: bytes | str, name: str, known: frozenset[str], told: Told = to_nobody) -> Sheet:
    """Read an export. `known` are the plain headings by which a first line is recognised as a line of headings.

    Copes with UTF-8 (with a mark or without), UTF-16, UTF-32, Windows-1252, and what a Mac calls CSV; with
    commas, semicolons and tabs; with a first line `sep=;`; with a list that has no headings. `told` is told which share
    of the list is read.

    Raises:
        NotUsable: for a workbook, for what is no text, for a quotation mark that is never closed.
    """
    text, doubtful = _text_of(raw, name) if isinstance(raw, bytes) else (raw.removeprefix("\ufeff"), False)
    columns, numbers = _columns(_lines(text, name, told))
    if not numbers:
        return Sheet(name, {}, {}, ())
    words = [column[0] for column in columns]
    first = [plain(cell) for cell in words]
    if not known & set(first):
        plainly = {str(place): str(place) for place in range(1, len(columns) + 1)}
        body = dict(zip(plainly, columns, strict=True))
        return Sheet(name, plainly, body, numbers, _blank_between(numbers), doubtful=doubtful)
    headings = _headings(first, words, name)
    body = {key: column[1:] for key, column in zip(first, columns, strict=True) if key}
    wider = _wider(words, columns, numbers)
    return Sheet(name, headings, body, numbers[1:], _blank_between(numbers), wider, doubtful)


def text_of(raw: bytes, name: str) -> str:
    """Turn a file into text, whatever its characters.

    Raises:
        NotUsable: for a file that is no text.
    """
    return _text_of(raw, name)[0]


def _text_of(raw: bytes, name: str) -> tuple[str, bool]:
    """Turn a file into text, whatever its characters; and say whether that is a guess that may be wrong.

    Raises:
        NotUsable: for a file that is no text.
    """
    for start, what in _WORKBOOKS.items():
        if raw.startswith(start):
            raise NotUsable(f"{name} is {what}, not a list. Open it, choose “Save as”, and save it as “CSV UTF-8”.")
    encoding = _encoding(raw)
    if encoding is None:
        raise NotUsable(f"{name} is not text. Save the list as “CSV UTF-8” and try again.")
    try:
        return raw.decode(encoding), False
    except UnicodeDecodeError as trouble:
        if encoding == "utf-8" and (guess := _guessed(raw)):
            return guess
        row = raw[: trouble.start].count(b"\n") + 1
        raise NotUsable(
            f"{name}, row {row}: there are characters that cannot be read. Save the list as “CSV UTF-8” and try again."
        ) from trouble


def _encoding(raw: bytes) -> str | None:
    """Tell how a file's characters are written, by its mark or by where its zeros are; None for no text."""
    for mark, encoding in _MARKS.items():
        if raw.startswith(mark):
            return encoding
    for encoding, zeros in (("utf-16-le", raw[1:200:2]), ("utf-16-be", raw[0:200:2])):
        if zeros.count(0) > len(zeros) // 2:
            return encoding
    return None if b"\x00" in raw else "utf-8"


def _guessed(raw: bytes) -> tuple[str, bool] | None:
    """Text of an older encoding: the one in which the fewest letters look out of place, Windows' before the others.

    It is doubtful if it is another, or if something still looks out of place. None where nothing makes sense.
    """
    found: list[tuple[int, int, str]] = []
    for place, encoding in enumerate(_OLDER):
        try:
            text = raw.decode(encoding)
        except UnicodeDecodeError:
            continue
        found.append((len(_OUT_OF_PLACE.findall(text)), place, text))
    odd, place, text = min(found)
    if odd and all(each[1] for each in found):
        return None
    return text, bool(odd or place)


def _lines(text: str, name: str, told: Told) -> Iterator[tuple[int, list[str]]]:
    """Number and cells of each row; the number counts rows as a spreadsheet does."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    start, said = text.partition("\n")[0], None
    if said := _SAYS_ITS_DELIMITER.fullmatch(start):
        text = text.partition("\n")[2]
    delimiter = said[1] if said else _delimiter(text)
    csv.field_size_limit(WIDEST_CELL)
    reader = csv.reader(io.StringIO(text), delimiter=delimiter, skipinitialspace=True, strict=True)
    number, most = 0, text.count("\n") + 1
    try:
        for number, cells in enumerate(reader, 1):
            if number % TOLD_EVERY == 0:
                told(number / most)
            yield number, cells
    except csv.Error as trouble:
        raise NotUsable(
            f'{name}, row {number + 1}: a quotation mark (") is not closed, or stands in the middle of a cell. '
            "Take it out, or write it twice."
        ) from trouble


def _columns(lines: Iterable[tuple[int, list[str]]]) -> tuple[list[list[str]], list[int]]:
    """Tidied cells column by column, and the number of each row that has something in it.

    What stands in many cells, such as a group's number, is tidied and kept once.
    """
    tidied: dict[str, str] = {}
    columns: list[list[str]] = []
    numbers: list[int] = []
    for number, cells in lines:
        row = [tidied[cell] if cell in tidied else tidied.setdefault(cell, _clean(cell)) for cell in cells]
        if not any(row):
            continue
        columns += [[""] * len(numbers) for _ in range(len(row) - len(columns))]
        row += [""] * (len(columns) - len(row))
        for column, cell in zip(columns, row, strict=True):
            column.append(cell)
        numbers.append(number)
    return columns, numbers


def _clean(cell: str) -> str:
    """`tidy`, without its work for the cells that need none, and without the mark that keeps a cell from a formula."""
    clean = cell.strip(" ") if cell.isascii() and cell.isprintable() and "  " not in cell else tidy(cell)
    return clean[1:] if clean[:1] == "'" and clean[1:2] in FORMULA else clean


def _wider(words: Sequence[str], columns: Sequence[Sequence[str]], numbers: Sequence[int]) -> list[int]:
    """The numbers of rows with something to the right of the last heading."""
    beyond = columns[max(place for place, word in enumerate(words) if word) + 1 :]
    return [number for number, *cells in zip(numbers, *beyond, strict=True) if any(cells)]


def _delimiter(text: str) -> str:
    """What parts the columns: the sign of which the first filled line has most, outside quotation marks."""
    first = next((line for line in text.split("\n") if line.strip()), "")
    bare = re.sub(r'"[^"]*"', "", first)
    return max(DELIMITERS, key=bare.count) if any(sign in bare for sign in DELIMITERS) else ","


def _headings(first: Sequence[str], words: Sequence[str], name: str) -> Mapping[str, str]:
    headings: dict[str, str] = {}
    for key, said in zip(first, words, strict=True):
        if key in headings:
            raise NotUsable(f"{name}, row 1: two columns are called “{said}”. Rename one, or take it out.")
        if key:
            headings[key] = said
    return headings


def _blank_between(numbers: Sequence[int]) -> list[int]:
    filled = set(numbers)
    return [number for number in range(numbers[0], numbers[-1]) if number not in filled]
