"""Random public ids and join codes, without characters that are mistaken for one another."""

from __future__ import annotations

import os
import re
import secrets
import unicodedata

ID_ALPHABET = "23456789abcdefghjkmnpqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ"
ID_LENGTH = 12

CODE_PREFIX = "MOOT-"
CODE_ALPHABET = "234679CDFGHJKMNPQRTVWXY"
"""No vowels, so that no code spells a word; none of 0 O, 1 I L, 5 S, 8 B and Z, which are misread on a screen."""

CODE_LENGTH = 4

SPARE = 64
"""Ids for which randomness is drawn at once."""

_spare: list[int] = []
if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_spare.clear)  # else two processes would make the same ids

_TYPED_CODE = re.compile(r"(?:M[O0]{2}T)?([0-9A-Z]{4})")
_MISREAD = str.maketrans({"Z": "2", "U": "V"})
_BETWEEN = re.compile(r"[\W_]+")


def new_id() -> str:
    """Make a random public id of 12 letters and digits (69 bits): safe in URLs, never with a leading dash."""
    left, letters = _random_bits(), ""
    for _ in range(ID_LENGTH):
        left, place = divmod(left, len(ID_ALPHABET))
        letters += ID_ALPHABET[place]
    return letters


def _random_bits() -> int:
    """128 bits of the system's randomness, which is asked for many at a time: a tick of a full room makes many ids."""
    if not _spare:
        drawn = os.urandom(16 * SPARE)
        _spare.extend(int.from_bytes(drawn[at : at + 16], "big") for at in range(0, len(drawn), 16))
    try:
        return _spare.pop()
    except IndexError:  # another thread took the last one
        return _random_bits()


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
