"""YAML as a plain tree that knows its lines. Nothing is expanded, built or run: every leaf is text.

Anchors and aliases (with which a small file can unfold into gigabytes), tags, second documents, deep nesting and huge
files are refused while reading, before anything is made of them.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, TypeAlias

import yaml

MOST_BYTES = 200_000
MOST_PARTS = 20_000
DEEPEST = 12
_LOADER: Any = getattr(yaml, "CBaseLoader", yaml.BaseLoader)


@dataclass(frozen=True, order=True, slots=True)
class Trouble:
    """Something wrong in a file: its line, counted from 1, and the reason in words for a person."""

    line: int
    reason: str

    def __str__(self) -> str:
        return f"Line {self.line}: {self.reason}"


class BadFile(ValueError):
    """A file that cannot be used; `troubles` say where and why, in the order of their lines."""

    def __init__(self, *troubles: Trouble) -> None:
        self.troubles = tuple(sorted(set(troubles)))
        super().__init__("\n".join(map(str, self.troubles)))


@dataclass(frozen=True, slots=True)
class Leaf:
    """A single value, as its text. `plain` is false when it stood in quotes or in a block."""

    line: int
    text: str
    plain: bool = True

    @property
    def empty(self) -> bool:
        """Whether nothing was written: `key:`, `key: null`, `key: ~`."""
        return self.plain and self.text in {"", "~", "null"}


@dataclass(slots=True)
class Listing:
    """A list of parts."""

    line: int
    parts: list[Part] = field(default_factory=list)


@dataclass(slots=True)
class Mapping:
    """Keys with their parts; `lines` says where each key stands."""

    line: int
    parts: dict[str, Part] = field(default_factory=dict)
    lines: dict[str, int] = field(default_factory=dict)
    in_braces: bool = False
    waiting: str | None = None


Part: TypeAlias = Leaf | Listing | Mapping


def parse(content: str | bytes) -> Part:
    """Read one YAML document into a tree.

    Raises:
        BadFile: when it is too large, no text, no YAML, empty, or uses what is refused.
    """
    text = _text(content)
    root: list[Part] = []
    open_parts: list[Listing | Mapping] = []
    for count, event in enumerate(_events(text)):
        line = event.start_mark.line + 1
        if count > MOST_PARTS:
            raise BadFile(Trouble(line, "The file holds more than a programme can need."))
        _refuse(event, line, first=not root)
        if isinstance(event, yaml.MappingEndEvent | yaml.SequenceEndEvent):
            open_parts.pop()
        elif (part := _part(event, line)) is not None:
            _put(part, open_parts, root)
            if not isinstance(part, Leaf):
                open_parts.append(part)
            if len(open_parts) > DEEPEST:
                raise BadFile(Trouble(line, "Things are nested too deeply here."))
    if not root:
        raise BadFile(Trouble(1, "The file is empty."))
    return root[0]


def _text(content: str | bytes) -> str:
    if len(content) > MOST_BYTES:
        kilobytes = MOST_BYTES // 1000
        raise BadFile(Trouble(1, f"The file is too large: a programme fits into {kilobytes} kilobytes."))
    if isinstance(content, str):
        return content
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as trouble:
        line = content.count(b"\n", 0, trouble.start) + 1
        raise BadFile(Trouble(line, "This is not text in UTF-8. Save the file as UTF-8 and try again.")) from trouble


def _events(text: str) -> Iterator[Any]:
    try:
        yield from yaml.parse(text, Loader=_LOADER)
    except yaml.MarkedYAMLError as trouble:
        line = trouble.problem_mark.line + 1 if trouble.problem_mark else 1
        raise BadFile(Trouble(line, f"This is not YAML that can be read ({trouble.problem}).")) from trouble
    except yaml.YAMLError as trouble:
        raise BadFile(Trouble(1, "This is not a text file: it holds characters that YAML does not allow.")) from trouble


def _refuse(event: Any, line: int, *, first: bool) -> None:
    if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
        raise BadFile(
            Trouble(line, "Anchors (&) and aliases (*) are not allowed. Write the text out, or put it in quotes.")
        )
    if getattr(event, "tag", None):
        raise BadFile(Trouble(line, "Tags (!) are not allowed. Put the text in quotes if it starts with one."))
    if isinstance(event, yaml.DocumentStartEvent) and not first:
        raise BadFile(Trouble(line, "A second document starts here. One file holds one programme."))


def _part(event: Any, line: int) -> Part | None:
    if isinstance(event, yaml.ScalarEvent):
        return Leaf(line, event.value, event.style is None or event.style == "")
    if isinstance(event, yaml.SequenceStartEvent):
        return Listing(line)
    return Mapping(line, in_braces=bool(event.flow_style)) if isinstance(event, yaml.MappingStartEvent) else None


def _put(part: Part, open_parts: list[Listing | Mapping], root: list[Part]) -> None:
    if not open_parts:
        root.append(part)
        return
    outer = open_parts[-1]
    if isinstance(outer, Listing):
        outer.parts.append(part)
    elif outer.waiting is None:
        _put_key(part, outer)
    else:
        _put_value(part, outer, outer.waiting)
        outer.waiting = None


def _put_value(part: Part, outer: Mapping, key: str) -> None:
    """Put a value under its key, and heal a comma in a text that should have been in quotes.

    To YAML, `{what: Next time, and a thing each, at: ...}` has a key “and a thing each” without a value.
    """
    before = list(outer.parts)[-1] if outer.parts else None
    text = outer.parts.get(before) if before else None
    torn = outer.in_braces and " " in key and isinstance(part, Leaf) and part.plain and not part.text
    if torn and before and isinstance(text, Leaf) and text.plain and text.text:
        outer.parts[before] = Leaf(text.line, f"{text.text}, {key}")
        del outer.lines[key]
    else:
        outer.parts[key] = part


def _put_key(part: Part, outer: Mapping) -> None:
    if not isinstance(part, Leaf):
        raise BadFile(Trouble(part.line, "A key must be a word, not a list or a table."))
    if part.text in outer.parts:
        raise BadFile(
            Trouble(part.line, f"“{part.text}” stands here twice; it is on line {outer.lines[part.text]} too.")
        )
    outer.waiting = part.text
    outer.lines[part.text] = part.line
