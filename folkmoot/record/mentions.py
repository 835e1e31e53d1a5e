"""Where people wrote somebody else's name in a session, for who asks what is held about them.

What is private, and what was not shown yet, stays out: it has no reader but its author (practice guide, R3).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from django.db.models import Q

from folkmoot.kit.personal_data import Json, Mentions
from folkmoot.record.models import Entry, Participant, Visibility
from folkmoot.record.personal_data import touch

SOMEBODY = "[somebody]"
REMOVED = "[name removed]"


def count(person_id: str, name: str) -> int:
    """In how many shown entries of others a name stands."""
    return sum(1 for _ in _naming(person_id, name))


def export(person_id: str, name: str) -> Json:
    """The words, without who wrote them, and with everybody else of the session made nobody."""
    return [
        {"session": entry.session.title if entry.session else None, "day": entry.day.isoformat(), "words": words}
        for entry in _naming(person_id, name)
        if (words := _protected(entry, person_id, name))
    ]


def remove(person_id: str, name: str) -> int:
    """Put “[name removed]” in the name's place, and have every process read those sessions again."""
    found = list(_naming(person_id, name))
    for entry in found:
        entry.body = _with_words(entry.body, lambda words: _pattern(name).sub(REMOVED, words))
        entry.version += 1
        entry.save(update_fields=["body", "version"])
    for session in {entry.session_id for entry in found if entry.session_id}:
        touch(session)
    return len(found)


def _naming(person_id: str, name: str) -> Iterator[Entry]:
    shown = Entry.objects.filter(state=Entry.State.SHOWN).exclude(visibility=Visibility.PRIVATE)
    by_others = shown.filter(~Q(author=person_id) | Q(author=None)).select_related("session")
    pattern = _pattern(name)
    # Looked for here and not in the database, where names with accents are stored escaped.
    return (entry for entry in by_others.iterator() if any(pattern.search(words) for words in _words(entry.body)))


def _protected(entry: Entry, person_id: str, name: str) -> list[Json]:
    there = Participant.objects.filter(session=entry.session_id).exclude(person=person_id)
    others = [each for each in there.values_list("name", flat=True) if each.casefold() != name.casefold()]
    parts = {part for other in others for part in (other, other.split()[0])} - set(name.split())
    said = [words for words in _words(entry.body) if _pattern(name).search(words)]
    for other in sorted(parts, key=len, reverse=True):
        said = [_pattern(other).sub(SOMEBODY, words) for words in said]
    return list(said)


def _words(body: Json) -> Iterator[str]:
    if isinstance(body, str):
        yield body
    elif isinstance(body, dict):
        for value in body.values():
            yield from _words(value)
    elif isinstance(body, list):
        for value in body:
            yield from _words(value)


def _with_words(body: Json, change: Callable[[str], str]) -> Json:
    if isinstance(body, str):
        return change(body)
    if isinstance(body, dict):
        return {key: _with_words(value, change) for key, value in body.items()}
    if isinstance(body, list):
        return [_with_words(value, change) for value in body]
    return body


def _pattern(name: str) -> re.Pattern[str]:
    """The name as whole words, whatever its capitals and blanks."""
    words = r"\s+".join(re.escape(word) for word in name.split())
    return re.compile(rf"(?<!\w){words}(?!\w)", re.IGNORECASE)


MENTIONS = Mentions(count, export, remove)
