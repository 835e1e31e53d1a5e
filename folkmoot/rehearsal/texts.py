"""What simulated people write: the practices' own banks of fictional texts, else something plain that fits."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from functools import cache
from importlib.resources import files
from random import Random
from typing import Any

Row = dict[str, Any]

PLAIN = (
    "Nobody has asked the people who are tired of being asked.",
    "The lights go off at nine and so does everything else.",
    "We count who comes, not who stays away.",
    "It worked for one street and failed in the next.",
    "The bus leaves ten minutes before the class ends.",
    "People trust a neighbour more than a leaflet.",
    "We could start with one evening and one open door.",
    "Two teams do the same thing and have never met.",
)
CHAT = (
    "That is just what we see too.",
    "Could somebody say that again, please?",
    "Ours is the other way round.",
    "Thank you, that helps.",
    "Where can I find the slide?",
    "The captions lag a little, all fine.",
)
SOON = timedelta(days=14)
"""How far ahead people put a day."""


@cache
def bank(practice: str) -> dict[str, list[Row]]:
    """Bodies by kind from the practice's `examples/bank.json`; empty where it has none."""
    file = files("folkmoot.practices") / practice / "examples" / "bank.json"
    if not file.is_file():
        return {}
    found: dict[str, list[Row]] = json.loads(file.read_text(encoding="utf-8"))
    return found


def body(dice: Random, practice: str, kind: Row, about: Row | None = None) -> Row:
    """A body for this kind of entry: from the bank, else made from its fields."""
    listed = bank(practice).get(kind["name"])
    if listed:
        return dict(dice.choice(listed))
    return {field["name"]: value for field in kind["fields"] if (value := _value(dice, field, about)) not in (None, "")}


def _value(dice: Random, field: Row, about: Row | None) -> Any:
    if not field["required"] and dice.random() < 0.3:
        return None
    match field["type"]:
        case "text":
            return _text(dice, field, about)
        case "choice":
            return dice.choice(list(field["options"]))
        case "flag":
            return dice.random() < 0.5
        case "day":
            return (datetime.now(UTC).date() + SOON).isoformat()
        case _:
            return [_text(dice, field, None)]


def _text(dice: Random, field: Row, about: Row | None) -> str:
    """A sentence that fits; about an entry, two words of its own."""
    theirs = [str(each) for each in (about or {}).get("body", {}).values() if isinstance(each, str) and each]
    text = " ".join(theirs[0].split()[:2]) if theirs else dice.choice(PLAIN)
    if field.get("words"):
        text = " ".join(text.split()[: field["words"]])
    return text[: field.get("limit") or 80]
