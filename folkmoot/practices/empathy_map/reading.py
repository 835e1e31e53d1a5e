"""What can be said about an empathy map: how the group knows, what is thin, and which words to look at again."""

from collections.abc import Iterable, Iterator, Sequence

from folkmoot.practice_kit.contract import Finding, Given, Seen
from folkmoot.practices.empathy_map.entries import DISCOURAGED, EVIDENCE, HARD_TO_REACH, PANELS

TOO_MUCH_GUESSED = 0.6
"""Share of the marked notes above which the map is mostly made of assumptions."""

ENOUGH_IN_A_PANEL = 2


def read(entries: Sequence[Seen], given: Given) -> tuple[Finding, ...]:
    """Findings on the notes that the group can see. They invite; none of them blocks."""
    notes = [entry for entry in entries if entry.kind == "note"]
    found = [*_evidence(notes), *_wording(entries)]
    if notes and given.stage in ("talk", "decide"):
        found += _thin(notes)
    return tuple(found)


def _evidence(notes: Sequence[Seen]) -> Iterator[Finding]:
    marked = [note.body["evidence"] for note in notes if note.body["evidence"]]
    if not marked:
        return
    rows = [(words, str(marked.count(key))) for key, words in EVIDENCE.items()]
    if unmarked := len(notes) - len(marked):
        rows.append(("Not marked yet", str(unmarked)))
    yield Finding("evidence", "How do we know?", rows=tuple(rows))
    assumed = marked.count("assumed")
    if assumed > TOO_MUCH_GUESSED * len(marked):
        yield Finding(
            "assumed",
            f"Mostly guesses: {assumed} of {len(marked)} marked notes are assumed. Whom could you ask?",
            tone="look",
        )


def _thin(notes: Iterable[Seen]) -> Iterator[Finding]:
    panels = [note.body["panel"] for note in notes]
    thin = [words for key, words in PANELS.items() if panels.count(key) < ENOUGH_IN_A_PANEL]
    if thin:
        yield Finding("thin", f"Fewer than two notes in: {', '.join(thin)}. What else might be there?")


def _wording(entries: Iterable[Seen]) -> Iterator[Finding]:
    for entry in sorted(entries, key=lambda each: each.id):
        words = " ".join(value for value in entry.body.values() if isinstance(value, str)).lower()
        if any(phrase in words.replace("'", "’") for phrase in DISCOURAGED):
            yield Finding(f"wording:{entry.id}", HARD_TO_REACH, about=entry.id)
