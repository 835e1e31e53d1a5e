"""Field types of entries: typed, bounded, described to the browser, checked on the server by one rule."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Annotated, Any, Literal, get_args, get_origin

from pydantic import BaseModel, ConfigDict

from folkmoot.kit.words import count_words

SHORT = 80
NOTE = 280
PARA = 1200
LONG = 6000


class Shape(BaseModel):
    """Base of every entry's body and of every practice's settings: no unknown fields, never altered in place."""

    model_config = ConfigDict(extra="forbid", frozen=True)


@dataclass(frozen=True)
class Text:
    """A text box. `limit` counts characters, `words` counts words by R5; a field with a default may stay empty.

    Two kinds of gentle hint never block (see `practice_kit.hints`): `no_names` asks for a role where somebody's name
    seems to stand (R9), and `discourage` maps a phrase to what to say when it turns up. `later`, here and below: not
    asked while people write alone (gathering), only when the entry is changed afterwards.
    """

    label: str
    limit: int = NOTE
    words: int | None = None
    hint: str = ""
    no_names: bool = False
    discourage: Mapping[str, str] | None = None
    later: bool = False


@dataclass(frozen=True)
class Choice:
    """One of several: `options` maps the stored value to the words on screen, `hints` adds a line to each."""

    label: str
    options: Mapping[str, str]
    hint: str = ""
    hints: Mapping[str, str] | None = None
    later: bool = False


@dataclass(frozen=True)
class Flag:
    """Yes or no."""

    label: str
    hint: str = ""
    later: bool = False


@dataclass(frozen=True)
class Day:
    """A date as YYYY-MM-DD."""

    label: str
    hint: str = ""
    later: bool = False


@dataclass(frozen=True)
class Lines:
    """Several short texts, one a line: prompts, questions, issues. `most` bounds their number."""

    label: str
    limit: int = NOTE
    most: int = 10
    hint: str = ""


Mark = Text | Choice | Flag | Day | Lines


class Refused(Exception):
    """Input that cannot be accepted; the message says what to do, the field says where."""

    def __init__(self, code: str, message: str, field: str = "") -> None:
        super().__init__(message)
        self.code, self.message, self.field = code, message, field


class FieldSpec(BaseModel):
    """A field as the browser needs it."""

    name: str
    type: Literal["text", "choice", "flag", "day", "lines"]
    label: str
    hint: str = ""
    required: bool
    limit: int | None = None
    words: int | None = None
    no_names: bool = False
    discourage: dict[str, str] | None = None
    most: int | None = None
    options: dict[str, str] | None = None
    hints: dict[str, str] | None = None
    later: bool = False


@cache
def marks(shape: type[Shape]) -> dict[str, tuple[Mark, bool]]:
    """Each field's mark and whether it must be filled.

    Raises:
        TypeError: when a field carries no mark; every field must say what it is.
    """
    found: dict[str, tuple[Mark, bool]] = {}
    for name, info in shape.model_fields.items():
        mark = next((m for m in info.metadata if isinstance(m, Mark)), None)
        if mark is None:
            raise TypeError(f"{shape.__name__}.{name} has no Text, Choice, Flag, Day or Lines mark")
        found[name] = (mark, info.is_required())
    return found


def describe(shape: type[Shape]) -> list[FieldSpec]:
    """The shape's fields as data for the browser, in order."""
    return [_spec(name, mark, required) for name, (mark, required) in marks(shape).items()]


def _spec(name: str, mark: Mark, required: bool) -> FieldSpec:
    later = not isinstance(mark, Lines) and mark.later
    spec = FieldSpec(name=name, type=_type(mark), label=mark.label, hint=mark.hint, required=required, later=later)
    if isinstance(mark, Text):
        gentle = {"no_names": mark.no_names, "discourage": dict(mark.discourage) if mark.discourage else None}
        return spec.model_copy(update={"limit": mark.limit, "words": mark.words, **gentle})
    if isinstance(mark, Lines):
        return spec.model_copy(update={"limit": mark.limit, "most": mark.most})
    if isinstance(mark, Choice):
        return spec.model_copy(update={"options": dict(mark.options), "hints": dict(mark.hints or {})})
    return spec


def _type(mark: Mark) -> Literal["text", "choice", "flag", "day", "lines"]:
    names: dict[type, Literal["text", "choice", "flag", "day", "lines"]] = {
        Text: "text", Choice: "choice", Flag: "flag", Day: "day", Lines: "lines"
    }  # fmt: skip
    return names[type(mark)]


def accept(shape: type[Shape], body: Mapping[str, Any]) -> dict[str, Any]:
    """The body, tidied, as it may be stored.

    Raises:
        Refused: with a message a person can act on and the field it concerns. Nothing is ever cut to fit.
    """
    known = marks(shape)
    for name in body:
        if name not in known:
            raise Refused("unknown_field", "This page is out of date. Reload it; your text is kept.", name)
    return {
        name: _accept_field(name, mark, required, body.get(name), shape) for name, (mark, required) in known.items()
    }


def _accept_field(name: str, mark: Mark, required: bool, value: Any, shape: type[Shape]) -> Any:
    if value is None or value == "" or value == []:
        if required:
            raise Refused("empty", f"Write something for “{mark.label}”.", name)
        return shape.model_fields[name].get_default()
    if isinstance(mark, Text):
        return _accept_text(name, mark, required, value)
    if isinstance(mark, Lines):
        return _accept_lines(name, mark, value)
    if isinstance(mark, Choice):
        return _accept_choice(name, mark, value)
    if isinstance(mark, Day):
        return _accept_day(name, value)
    if not isinstance(value, bool):
        raise Refused("wrong_type", f"“{mark.label}” takes yes or no.", name)
    return value


def _accept_text(name: str, mark: Text, required: bool, value: Any) -> str:
    if not isinstance(value, str):
        raise Refused("wrong_type", f"“{mark.label}” takes text.", name)
    tidy = value.replace("\x00", "").strip()
    if required and not tidy:
        raise Refused("empty", f"Write something for “{mark.label}”.", name)
    if mark.words is not None and (over := count_words(tidy) - mark.words) > 0:
        raise Refused("too_many_words", _over(over, "word", mark.words), name)
    if (over := len(tidy) - mark.limit) > 0:
        raise Refused("too_long", _over(over, "character", mark.limit), name)
    return tidy


def _over(over: int, what: str, limit: int) -> str:
    return f"{over} {what if over == 1 else what + 's'} over the {limit} that fit. Your draft is kept."


def _accept_lines(name: str, mark: Lines, value: Any) -> list[str]:
    if not isinstance(value, list) or not all(isinstance(line, str) for line in value):
        raise Refused("wrong_type", f"“{mark.label}” takes one text a line.", name)
    lines = [line.strip() for line in value if line.strip()]
    if len(lines) > mark.most:
        raise Refused("too_many", f"“{mark.label}” takes at most {mark.most}; there are {len(lines)}.", name)
    for line in lines:
        _accept_text(name, Text(mark.label, mark.limit), True, line)
    return lines


def _accept_choice(name: str, mark: Choice, value: Any) -> str:
    if not isinstance(value, str) or value not in mark.options:
        raise Refused("not_an_option", f"Choose one of: {', '.join(mark.options.values())}.", name)
    return value


def _accept_day(name: str, value: Any) -> str:
    try:
        return date.fromisoformat(str(value)).isoformat()
    except ValueError as trouble:
        raise Refused("not_a_date", "Write the date as year-month-day, for example 2027-03-01.", name) from trouble


def literal_options(annotation: Any) -> tuple[str, ...]:
    """The values of a Literal annotation (also inside Annotated), empty for anything else."""
    if get_origin(annotation) is Annotated:
        annotation = get_args(annotation)[0]
    return get_args(annotation) if get_origin(annotation) is Literal else ()
