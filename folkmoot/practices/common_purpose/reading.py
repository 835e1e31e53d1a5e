"""What can be said about a common purpose: its status, large words, benefits nobody named, how restatements differ."""

from collections.abc import Iterator, Sequence

from folkmoot.practice_kit.contract import Finding, Given, Seen
from folkmoot.practices.common_purpose.entries import BENEFITS, MUSH, WOULD_A_RESIDENT
from folkmoot.sense.restatements import compare

WITH_STATUS = ("follow_up", "compare", "signs", "closed")
"""The stages in which the tests' state may be told: not while people still vote or write from memory."""

COMPARED = ("compare", "signs", "closed")
ENOUGH_TO_COMPARE = 3
"""Restatements below which a list of words would point to somebody."""

LATER = "may follow later"
"""What is said of a test that is not planned for this session."""

SAID = {"agree": "agree", "live_with": "can live with it", "not_yet": "not yet"}


def read(entries: Sequence[Seen], given: Given) -> tuple[Finding, ...]:
    """Findings on what this audience sees. None is said while the statement is out of sight."""
    if given.stage == "restate":
        return ()
    found = [*_benefits(entries, given), *_mush(entries)]
    statement = subject(entries, given)
    if statement and given.stage in WITH_STATUS:
        found += [_status(statement, entries, given)]
    if statement and given.stage in COMPARED:
        found += _words(statement, entries)
    return tuple(found)


def subject(entries: Sequence[Seen], given: Given) -> Seen | None:
    """The statement in question: the chosen one, else the one that belongs to everyone, else the only one there is."""
    statements = sorted((entry for entry in entries if entry.kind == "statement"), key=lambda entry: entry.id)
    chosen = [entry for entry in statements if entry.id == given.chosen] or [e for e in statements if not e.group]
    if chosen:
        return chosen[0]
    return statements[0] if len(statements) == 1 else None


def _status(statement: Seen, entries: Sequence[Seen], given: Given) -> Finding:
    """“Good enough for now”, or “proposed” with the tests that are open. Neither is a mark."""
    votes = [entry.body["answer"] for entry in entries if entry.kind == "agreement" and entry.about == statement.id]
    restated = sum(1 for entry in entries if entry.kind == "restatement")
    signs = sum(1 for entry in entries if entry.kind == "sign")
    tests = (
        ("Agreed", _counts(votes), bool(votes) and "not_yet" not in votes),
        ("Same story", _restated(restated, given), _two_thirds(restated, given)),
        ("Visible progress", _signs(signs, given), signs > 0),
    )
    rows = tuple((name, said) for name, said, _ in tests)
    still_open = [name.lower() for name, _, passed in tests if not passed]
    if still_open:
        text = f"Proposed, and free to use. Still open: {', '.join(still_open)}."
        return Finding("status", text, about=statement.id, rows=rows)
    return Finding("status", "Good enough for now.", tone="good", about=statement.id, rows=rows)


def _two_thirds(restated: int, given: Given) -> bool:
    return restated > 0 and restated * 3 >= given.present * 2


def _counts(votes: Sequence[str]) -> str:
    if not votes:
        return "nobody has been asked yet"
    return ", ".join(f"{votes.count(key)} {words}" for key, words in SAID.items() if key in votes)


def _restated(restated: int, given: Given) -> str:
    if not restated and not given.settings.get("own_words"):
        return LATER
    return f"{restated} of {given.present} said it in their own words"


def _signs(signs: int, given: Given) -> str:
    if not signs:
        return "no sign yet" if given.settings.get("signs") else LATER
    return "1 sign" if signs == 1 else f"{signs} signs"


def _words(statement: Seen, entries: Sequence[Seen]) -> Iterator[Finding]:
    """Two short lists: words of the statement that got lost, and words that people add. No score."""
    restated = [entry.body["text"] for entry in entries if entry.kind == "restatement"]
    if len(restated) < ENOUGH_TO_COMPARE:
        return
    words = compare(statement.body["text"], restated)
    if words.lost:
        text = f"In the statement, missing from most of our sentences: {', '.join(words.lost)}."
        yield Finding("words_lost", text, about=statement.id)
    if words.added:
        text = f"In three or more of our sentences, not in the statement: {', '.join(words.added)}."
        yield Finding("words_added", text, about=statement.id)


def _benefits(entries: Sequence[Seen], given: Given) -> Iterator[Finding]:
    named = {entry.body["who"] for entry in entries if entry.kind == "answer" and entry.body["who"]}
    missing = [words.lower() for key, words in BENEFITS.items() if key not in named]
    if named and missing and given.stage in ("read", "draft"):
        yield Finding("benefits", f"Nobody has yet named a benefit for {' or for '.join(missing)}.")


def _mush(entries: Sequence[Seen]) -> Iterator[Finding]:
    for entry in sorted(entries, key=lambda each: each.id):
        if entry.kind == "statement" and (words := [word for word in MUSH if word in entry.body["text"].lower()]):
            said = ", ".join(f"“{word}”" for word in words)
            yield Finding(
                f"mush:{entry.id}", f"{said}: {WOULD_A_RESIDENT[0].lower()}{WOULD_A_RESIDENT[1:]}", about=entry.id
            )
