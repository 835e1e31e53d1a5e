"""A person's steps, which are theirs alone: what they said they would do, and what became of it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from folkmoot.programme.models import AgendaItem
from folkmoot.record.models import Entry
from folkmoot.record.operations.steps import OUTCOMES

ICONS = {"tried": "check", "adapted": "swap", "intended": "wait", "stopped": "leaf"}


@dataclass(frozen=True)
class Choice:
    """What may have become of a step, as a button."""

    value: str
    title: str
    text: str
    icon: str


CHOICES = tuple(Choice(value, title, text, ICONS[value]) for value, (title, text) in OUTCOMES.items())


@dataclass(frozen=True)
class Step:
    """Something that somebody said they would do."""

    key: str
    session_id: str
    said_on: date
    title: str
    why: str
    by_when: date | None
    outcome: str
    noticed: str
    closing: bool

    @property
    def said(self) -> str:
        """What became of it, in words; empty while nothing was said."""
        return OUTCOMES[self.outcome][0] if self.outcome in OUTCOMES and self.outcome != "intended" else ""


def steps_of(entries: Iterable[Entry]) -> list[Step]:
    """The steps among somebody's entries, newest first, the practical thing of a close before others of its day."""
    entries = list(entries)
    by_id = {entry.id: entry for entry in entries}
    found = [_step(e, by_id) for e in entries if e.kind == "step" and e.state != Entry.State.WITHDRAWN]
    return sorted(found, key=lambda step: (step.said_on, step.closing), reverse=True)


def _step(entry: Entry, by_id: dict[str, Entry]) -> Step:
    source = next((by_id[key] for key in entry.derived_from if key in by_id), None)
    item = source.activity.item if source and source.activity else None
    return Step(
        key=entry.id,
        session_id=entry.session_id or "",
        said_on=entry.day,
        title=str(entry.body.get("title", "")),
        why=str(entry.body.get("why", "")),
        by_when=_day(str(entry.body.get("by_when") or "")),
        outcome=str(entry.body.get("outcome", "intended")),
        noticed=str(entry.body.get("noticed", "")),
        closing=item is not None and item.kind == AgendaItem.Kind.CLOSE,
    )


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
