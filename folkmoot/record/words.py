"""An entry in words: its main text, and what else it says under the labels of its fields."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from folkmoot.practice_kit.contract import Kind
from folkmoot.practice_kit.fields import Choice, Day, Mark, Text, marks
from folkmoot.programme.models import Confidentiality

ROOM_KINDS = {
    "theme": "theme",
    "issue": "issue",
    "chat": "line in the chat",
    "message": "message",
    "step": "step",
}
"""The room's own kinds, in the words for people."""

AFTERWARDS = {
    Confidentiality.ROOM_ONLY: "Afterwards nothing leaves the room unless its author or group releases it.",
    Confidentiality.CHATHAM_HOUSE: "Afterwards what was said may be used, never who said it or where they work.",
    Confidentiality.OPEN: "Afterwards what was said may be used, with the names that people chose to give.",
}
"""What may be used once the session has closed, as everybody in the room is told beforehand (practice guide, P04)."""


@dataclass(frozen=True)
class Words:
    """The main text of an entry, and label and words of everything else in it.

    Where somebody only chose, the main text is what they chose, and `own` is False. A dot says nothing at all.
    """

    main: str
    details: tuple[tuple[str, str], ...] = ()
    own: bool = True

    def __bool__(self) -> bool:
        """Whether it says anything."""
        return bool(self.main)


def words_of(kind: Kind | None, body: Mapping[str, Any]) -> Words:
    """The words of an entry. `kind` None: one of the room's own kinds, whose text is its title or text."""
    if kind is None:
        return Words(str(body.get("title") or body.get("text") or ""))
    said = [(mark, _said(mark, body.get(name))) for name, (mark, _) in marks(kind.shape).items()]
    filled = [(mark, words) for mark, words in said if words]
    if not filled:
        return Words("", own=False)
    first = next((pair for pair in filled if isinstance(pair[0], Text)), filled[0])
    details = tuple((_label(mark), words) for mark, words in filled if (mark, words) != first)
    return Words(first[1], details, isinstance(first[0], Text))


def kind_words(kind: Kind | None, name: str) -> str:
    """What an entry of this kind is called, in words for people."""
    return kind.word if kind else ROOM_KINDS.get(name, name)


def has_text(kind: Kind) -> bool:
    """Whether this kind can carry words of a person's own, and not only choices."""
    return any(isinstance(mark, Text) for mark, _ in marks(kind.shape).values())


def _label(mark: Mark) -> str:
    """The field's label, as it stands before what was filled in."""
    return mark.label if mark.label.endswith(("?", "…", ":")) else f"{mark.label}:"


def _said(mark: Mark, value: Any) -> str:
    if isinstance(mark, Choice):
        return mark.options.get(str(value), "") if value else ""
    if isinstance(mark, Day):
        return _day(str(value)) if value else ""
    if isinstance(mark, Text):
        return str(value or "")
    if isinstance(value, list):
        return "; ".join(str(line) for line in value)
    return "yes" if value else ""


def _day(text: str) -> str:
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return text
    return f"{day.day} {day:%B %Y}"
