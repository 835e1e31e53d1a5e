"""Pages as tagged PDF (PDF/UA-1), by typst with our own typefaces. Nothing of the machine's is needed."""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Mapping
from datetime import UTC, date, datetime, time
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import typst

HERE = Path(__file__).resolve().parent
_NO_GLYPH = re.compile(r'the text `"(?P<text>.+?)"` could not be displayed')
_MOST_UNKNOWN = 200
"""Different characters without a glyph in one document; beyond them every character that is not Latin goes."""


def made(template: str, data: Mapping[str, Any], day: date) -> bytes:
    """The PDF of a template of `typst/` with this data. Its metadata say the day, and no time of day.

    A character for which we have no glyph (an emoji, Chinese) is written as its name in brackets, or as ▯.
    """
    import typst  # 7 MB that a server needs when the first page is printed

    text = json.dumps(data, ensure_ascii=False)
    for _ in range(_MOST_UNKNOWN):
        try:
            return _compiled(template, text, day)
        except typst.TypstError as trouble:
            missing = _NO_GLYPH.search(str(trouble))
            if missing is None:
                raise
            text = _spelt_out(text, missing["text"])
    return _compiled(template, "".join(each if ord(each) < 0x250 else "·" for each in text), day)


def _compiled(template: str, data: str, day: date) -> bytes:
    import typst

    return typst.compile(
        HERE / "typst" / template,
        format="pdf",
        font_paths=_typefaces(),
        ignore_system_fonts=True,
        sys_inputs={"data": data},
        pdf_standards=["ua-1"],
        timestamp=int(datetime.combine(day, time(), UTC).timestamp()),
    )


@cache
def _typefaces() -> typst.Fonts:
    """Our typefaces, read once, and those that typst brings along for other scripts."""
    import typst

    return typst.Fonts(include_system_fonts=False, font_paths=[HERE / "fonts"])


def _spelt_out(text: str, missing: str) -> str:
    for character in set(missing):
        if ord(character) > 0x7E:
            text = text.replace(character, _name(character))
    return text


def _name(character: str) -> str:
    """An emoji's name in brackets; nothing for what only joins or varies signs; a box for a letter that we lack."""
    category = unicodedata.category(character)
    if category in ("Cf", "Mn", "Sk", "Me"):
        return ""
    if category.startswith("S"):
        return f"[{unicodedata.name(character, 'sign').lower()}]"
    return "·"
