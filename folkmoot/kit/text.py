"""Limits of typed text, and tidying of names. Nothing here ever shortens what somebody wrote (practice guide, R5)."""

from __future__ import annotations

import re
import unicodedata

SHORT = 80
NOTE = 280
PARA = 1_200
LONG = 6_000
"""Limits in characters: see `length`."""

_LINE_BREAK = re.compile("\r\n|[\r\x0b\x0c\x85\u2028\u2029]")
_GAPS_IN_A_LINE = re.compile(r"[^\S\n]+")
_MANY_EMPTY_LINES = re.compile(r"\n{3,}")

_CONTROL = "\x00-\x08\x0e-\x1f\x7f-\x9f"
_TURNS_DIRECTION = "\u202a-\u202e\u2066-\u2069"
_INVISIBLE = "\u200b\u2060\ufeff\u00ad\u034f\u206a-\u206f\ufff9-\ufffb"
_BROKEN = "\ud800-\udfff\ufdd0-\ufdef" + "".join(
    chr(plane << 16 | end) for plane in range(17) for end in (0xFFFE, 0xFFFF)
)
_DROPPED = re.compile(f"[{_CONTROL}{_TURNS_DIRECTION}{_INVISIBLE}{_BROKEN}]")
_BLANK_LETTERS = frozenset("\u115f\u1160\u2800\u3164\uffa0")


def length(text: str) -> int:
    """Count the characters of a text: Unicode code points in composed form, a line break being one.

    The browser's twin is `[...text.normalize("NFC")].length`, which counts the same.
    """
    return len(unicodedata.normalize("NFC", text.replace("\r\n", "\n")))


def over_by(text: str, limit: int) -> int:
    """Say by how many characters a text is over its limit: 0 when it fits."""
    return max(0, length(text) - limit)


def tidy(text: str) -> str:
    """Make one clean line of a name or title, keeping its script, accents and emoji.

    Composes (NFC); removes control characters, broken surrogates, invisible fillers and the characters that turn the
    direction of the text around them; makes every run of white space one space. A text in which nothing can be seen
    becomes "". Never shortens.
    """
    return " ".join(_visible(_LINE_BREAK.sub(" ", text).replace("\n", " ")).split())


def tidy_lines(text: str) -> str:
    """Tidy a longer text as `tidy` does a name, but keep its lines and at most one empty line between them."""
    lines = _visible(_LINE_BREAK.sub("\n", text)).split("\n")
    tidied = "\n".join(_GAPS_IN_A_LINE.sub(" ", line).strip() for line in lines)
    return _MANY_EMPTY_LINES.sub("\n\n", tidied).strip("\n")


def initials(name: str) -> str:
    """Give one or two initials for a person's mark: first and last word's first letter, else the first emoji or sign.

    An empty name gives "?".
    """
    words = [word for word in tidy(name).split() if any(character.isalnum() for character in word)]
    if not words:
        return _first_sign(tidy(name)) or "?"
    ends = [words[0], words[-1]] if len(words) > 1 else words
    return "".join(_first_letter(word) for word in ends)


def _visible(text: str) -> str:
    composed = unicodedata.normalize("NFC", _DROPPED.sub("", text))
    return composed if any(_is_seen(character) for character in composed) else ""


def _is_seen(character: str) -> bool:
    if character.isspace() or character in _BLANK_LETTERS or "\ufe00" <= character <= "\ufe0f":
        return False
    return unicodedata.category(character) != "Cf"


def _first_letter(word: str) -> str:
    start = next(place for place, character in enumerate(word) if character.isalnum())
    end = start + 1
    while end < len(word) and unicodedata.category(word[end]).startswith("M"):
        end += 1
    letter = word[start:end]
    return letter.upper() if len(letter.upper()) == len(letter) else letter


def _first_sign(text: str) -> str:
    """Cut off the first emoji with all that belongs to it: skin tone, joined people, the letters of a flag."""
    end = 1
    if _is_flag_letter(text[:1]) and _is_flag_letter(text[1:2]):
        end = 2
    while end < len(text) and (_continues_sign(text[end]) or text[end - 1] == "\u200d"):
        end += 1
    return text[:end]


def _is_flag_letter(character: str) -> bool:
    return bool(character) and 0x1F1E6 <= ord(character) <= 0x1F1FF


def _continues_sign(character: str) -> bool:
    point = ord(character)
    is_tone_or_tag = 0x1F3FB <= point <= 0x1F3FF or 0xE0020 <= point <= 0xE007F
    return is_tone_or_tag or character == "\u200d" or unicodedata.category(character).startswith("M")
