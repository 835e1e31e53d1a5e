"""Counting words, the same way on the server and in the browser (practice guide, R5)."""

from __future__ import annotations

import re

GAP = "[\\t-\\r \\u0085\\u00a0\\u1680\\u2000-\\u200a\\u2028\\u2029\\u202f\\u205f\\u3000]+"
"""What stands between two words: Unicode's white space, as a pattern that Python and JavaScript read alike."""

CLAUSE_END = re.compile(r"[,;:.!?()–—]+(?=\s|$)|\s[-–—]+\s|\n+")


def count_words(text: str) -> int:
    """Count the words of a text: pieces between white space that hold at least one letter or digit.

    A lone dash or emoji is no word, "well-being" is one, "i'r ysgol" is two, "3 000" is two. Letters and digits are
    Unicode's (general categories L and N), so accents and every script count.
    """
    return sum(1 for piece in re.split(GAP, text) if _is_word(piece))


def words_over(text: str, limit: int) -> int:
    """Say by how many words a text is over its limit: 0 when it fits."""
    return max(0, count_words(text) - limit)


def longest_clause(text: str) -> tuple[int, int]:
    """Find the clause with the most words, as (start, end) positions in the text: the first place to shorten.

    Clauses end at punctuation or a line's end. Of equal ones the first is taken; a text without words gives (0, 0).
    """
    best, best_words, start = (0, 0), 0, 0
    for end, following in [*(match.span() for match in CLAUSE_END.finditer(text)), (len(text), len(text))]:
        words = count_words(text[start:end])
        if words > best_words:
            best, best_words = _without_gaps(text, start, end), words
        start = following
    return best


def _is_word(piece: str) -> bool:
    return any(character.isalnum() for character in piece)


def _without_gaps(text: str, start: int, end: int) -> tuple[int, int]:
    piece = text[start:end]
    return start + len(piece) - len(piece.lstrip()), end - len(piece) + len(piece.rstrip())
