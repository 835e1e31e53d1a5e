"""Worksheets: a practice's questions on paper, for those who think with a pen, join by phone or have an assistant (R7).

They are made from what the practice declares, so that every practice has one and none can be forgotten.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from folkmoot.kit.text import NOTE, SHORT
from folkmoot.practice_kit import boards
from folkmoot.practice_kit.contract import CLOSED, Practice, Stage
from folkmoot.practice_kit.fields import Choice, FieldSpec, marks

SUBJECTS_TO_WRITE = 3
"""A sort of issues that are only known on the day has room for so many."""
STATEMENT_LINES = 4
NOTES_LINES = 4


@dataclass(frozen=True, slots=True)
class Block:
    """Something to read or to fill in: points to read, options to tick, or empty lines to write on."""

    title: str = ""
    hint: str = ""
    points: tuple[str, ...] = ()
    options: tuple[str, ...] = ()
    lines: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Step:
    """One step of a practice on paper."""

    title: str
    instruction: str
    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class Sheet:
    """A practice's worksheet; `title` is the item's in an agenda, else the practice's name."""

    title: str
    prompt: str
    steps: tuple[Step, ...]


def sheet_of(practice: Practice, settings: Mapping[str, Any], title: str = "", prompt: str = "") -> Sheet:
    """The worksheet of a practice under these settings of an item. What was on an earlier step is not repeated."""
    settled = practice.settled(settings)
    seen: set[Block] = set()
    steps = []
    for stage in practice.offered(settings):
        blocks = tuple(block for block in _blocks(practice, stage, settled) if block not in seen)
        seen.update(blocks)
        if blocks and stage.state != CLOSED:
            steps.append(Step(stage.title, stage.instruction, blocks))
    return Sheet(title or practice.name, prompt, tuple(steps))


def _blocks(practice: Practice, stage: Stage, settings: Mapping[str, Any]) -> Iterator[Block]:
    for part in stage.parts:
        if all(str(settings.get(name)) == value for name, value in part.when.items()):
            yield from _block(practice, stage, part, settings)


def _block(practice: Practice, stage: Stage, part: boards.Part, settings: Mapping[str, Any]) -> Iterator[Block]:
    match part:
        case boards.Prompts():
            yield Block(part.title, points=tuple(settings[part.setting]))
        case boards.Cards():
            own = settings[part.setting] if part.setting else []
            cards = [line.replace("|", "–") for line in own] or [f"{card.title} {card.text}" for card in part.cards]
            yield Block(part.title, points=tuple(card.strip() for card in cards))
        case boards.Turns():
            yield Block(points=tuple(f"{phase.title}. {phase.rule}".strip() for phase in part.phases))
        case boards.Panels() if _is_written(practice, part.kind, stage):
            yield from (Block(panel.title, panel.prompt, lines=_lines(NOTES_LINES)) for panel in part.panels)
        case boards.Points() if _is_written(practice, part.kind, stage):
            yield Block(part.title, lines=_lines(part.most))
        case boards.Statement() if _is_written(practice, part.kind, stage):
            yield Block(lines=_lines(STATEMENT_LINES))
        case boards.Form() if _is_written(practice, part.kind, stage):
            yield from (_field(field) for field in practice.kind(part.kind).fields())
        case boards.Vote() if _is_written(practice, part.kind, stage):
            yield _choice(practice, part.kind, part.by, "")
        case boards.Sort() if _is_written(practice, part.kind, stage):
            yield from _sort(practice, part, settings)


def _is_written(practice: Practice, name: str, stage: Stage) -> bool:
    kind = practice.kind(name)
    return stage.key in kind.written_in and not kind.facilitators_only


def _sort(practice: Practice, part: boards.Sort, settings: Mapping[str, Any]) -> Iterator[Block]:
    subjects = practice.subjects(part.kind, settings)
    if not subjects:
        known = settings.get(practice.makes_issues, []) if practice.makes_issues else []
        subjects = tuple(boards.Subject(key=title, title=title) for title in known)
    for subject in subjects:
        options = subject.options or _options(practice, part.kind, part.by)
        yield Block(subject.title, subject.text, options=tuple(options.values()))
    if not subjects:
        ticks = tuple(_options(practice, part.kind, part.by).values())
        yield from (Block(f"{number}.", lines=_lines(1), options=ticks) for number in range(1, SUBJECTS_TO_WRITE + 1))


def _field(field: FieldSpec) -> Block:
    if field.options:
        return Block(field.label, field.hint, options=tuple(field.options.values()))
    if field.type == "flag":
        return Block(hint=field.hint, options=(field.label,))
    limit = f"Up to {field.words} words." if field.words else ""
    return Block(field.label, f"{field.hint} {limit}".strip(), lines=_lines(_rows(field)))


def _rows(field: FieldSpec) -> int:
    if field.type == "day" or (field.limit or NOTE) <= SHORT:
        return 1
    return field.most or (2 if (field.limit or 0) <= NOTE else STATEMENT_LINES)


def _choice(practice: Practice, kind: str, name: str, title: str) -> Block:
    return Block(title, options=tuple(_options(practice, kind, name).values()))


def _options(practice: Practice, kind: str, name: str) -> Mapping[str, str]:
    mark, _ = marks(practice.kind(kind).shape)[name]
    return mark.options if isinstance(mark, Choice) else {}


def _lines(count: int) -> tuple[int, ...]:
    return tuple(range(count))
