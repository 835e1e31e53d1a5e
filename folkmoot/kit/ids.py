"""Random public ids and join codes, without characters that are mistaken for one another."""

from __future__ import annotations

import re
import secrets
import unicodedata

ID_ALPHABET = "23456789abcdefghjkmnpqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ"
ID_LENGTH = 12

CODE_PREFIX = "MOOT-"
CODE_ALPHABET = "234679CDFGHJKMNPQRTVWXY"
"""No vowels, so that no code spells a word; none of 0 O, 1 I L, 5 S, 8 B and Z, which are misread on a screen."""

CODE_LENGTH = 4

_TYPED_CODE = re.compile(r"(?:M[O0]{2}T)?([0-9A-Z]{4})")
_MISREAD = str.maketrans({"Z": "2", "U": "V"})
_BETWEEN = re.compile(r"[\W_]+")


def new_id() -> str:
    """Make a random public id of 12 letters and digits (69 bits): safe in URLs, never with a leading dash."""
    left, letters = secrets.randbits(128), ""  # asked for once, not letter by letter: a tick makes many
    for _ in range(ID_LENGTH):
        left, place = divmod(left, len(ID_ALPHABET))
        letters += ID_ALPHABET[place]
    return letters


def join_code() -> str:
    """Make a random code to type from a screen, such as MOOT-7K2Q (280,000 of them).

    The caller sees to it that no open session has it already, and limits how often one may guess.
    """
    return CODE_PREFIX + "".join(secrets.choice(CODE_ALPHABET) for _ in range(CODE_LENGTH))


def normalise_code(typed: str) -> str | None:
    """Read a code as people type it: any case, with or without MOOT, dash or spaces, Z for 2, U for V.

    None when it cannot be a code.
    """
    plain = _BETWEEN.sub("", unicodedata.normalize("NFKC", typed[:100])).upper()
    match = _TYPED_CODE.fullmatch(plain)
    body = match.group(1).translate(_MISREAD) if match else ""
    if not body or not set(body) <= set(CODE_ALPHABET):
        return None
    return CODE_PREFIX + body
