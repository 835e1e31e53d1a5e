"""Gentle hints on what somebody wrote: for its author alone, never a reason to refuse (practice guide, R9 and P10).

Names are found by forms of address and by a list of common first names, so an unusual name passes and a street called
after somebody may not: that is why this only asks.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from folkmoot.practice_kit.fields import Shape, Text, marks

ADDRESS = re.compile(r"\b(?:Mr|Mrs|Ms|Miss|Mx|Dr|Prof|Professor|Cllr|Councillor|Rev|Sir|Dame|Lord|Lady)\.?\s+[A-Z]")
_COMMON = """
Adam Aisha Alan Alex Ali Amina Andrew Angela Anna Anne Anthony Barbara Ben Carol Charlotte Chloe
Chris Christine Claire Craig Daniel Dave David Deborah Donna Emily Emma Fatima Gareth Gary George
Gordon Graham Hannah Harry Helen Ian Isabel Jack Jacob James Jane Janet Jason Jean Jenny Jessica
Joanne Joe John Jonathan Joseph Joshua Julie Karen Kate Katie Keith Kelly Kevin Laura Lauren Leanne
Lewis Linda Lisa Liz Louise Lucy Luke Malcolm Margaret Maria Martin Mary Matthew Megan Michael
Michelle Mohammed Muhammad Natalie Neil Nicola Nigel Oliver Pamela Patricia Paul Peter Philip Priya
Rachel Rebecca Richard Robert Robin Roger Ruth Ryan Sally Samantha Sarah Sharon Simon Sophie Stephen
Steve Steven Stuart Susan Tracey Tracy Trevor Victoria Wendy William Zoe
"""
FIRST_NAMES = frozenset(_COMMON.split())
WORD = re.compile(r"[^\W\d_]+")
ROLE_INSTEAD = "If this is a person’s name, write their role instead: “a head teacher”, not who it is."


@dataclass(frozen=True)
class Hint:
    """Something to consider about one field."""

    field: str
    message: str


def hints(shape: type[Shape], body: Mapping[str, Any]) -> tuple[Hint, ...]:
    """What might be said better in this body, field by field; the body itself is fine as it is."""
    found: list[Hint] = []
    for name, (mark, _) in marks(shape).items():
        value = body.get(name)
        if isinstance(mark, Text) and isinstance(value, str):
            found += [Hint(name, message) for message in _of_text(mark, value)]
    return tuple(found)


def seems_to_name_somebody(text: str) -> bool:
    """Whether a form of address or a common first name, written as a name, stands in the text."""
    return bool(ADDRESS.search(text)) or not FIRST_NAMES.isdisjoint(WORD.findall(text))


def _of_text(mark: Text, text: str) -> Iterator[str]:
    if mark.no_names and seems_to_name_somebody(text):
        yield ROLE_INSTEAD
    for phrase, message in (mark.discourage or {}).items():
        if re.search(rf"\b{re.escape(phrase)}\b", text, re.IGNORECASE):
            yield message
            return
