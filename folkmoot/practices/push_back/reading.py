"""What can be said about push-back: which forms were seen, and what is still missing underneath. No one is scored."""

from collections import Counter
from collections.abc import Iterator, Sequence

from folkmoot.practice_kit.contract import Finding, Given, Seen
from folkmoot.practices.push_back.entries import TACTICS

ENOUGH_TO_TELL = 2


def read(entries: Sequence[Seen], given: Given) -> tuple[Finding, ...]:
    """The forms seen; whether any was our own; and which signals and losses want another look."""
    signals = [entry for entry in entries if entry.kind == "signal"]
    losses = [entry for entry in entries if entry.kind == "loss"]
    return (*_seen(signals), *_of_losses(signals, losses)) if signals else ()


def _seen(signals: Sequence[Seen]) -> Iterator[Finding]:
    counts = Counter(str(signal.body["code"]) for signal in signals)
    rows = tuple((words, str(counts[code])) for code, words in TACTICS.items() if counts[code])
    yield Finding("forms", f"Seen: {len(signals)}, in {len(rows)} {'form' if len(rows) == 1 else 'forms'}.", rows=rows)
    if len(signals) >= ENOUGH_TO_TELL and not any(signal.body.get("ours") for signal in signals):
        yield Finding("ours", "All of these are about somebody else. Is there one of our own?", "look")


def _of_losses(signals: Sequence[Seen], losses: Sequence[Seen]) -> Iterator[Finding]:
    covered = {loss.about for loss in losses}
    bare = sum(1 for signal in signals if signal.id not in covered)
    if bare:
        yield Finding("bare", f"Without a loss underneath: {bare}. If this changed, who would lose something?")
    guessed = sum(1 for loss in losses if loss.body.get("sure") == "guessed")
    if guessed:
        yield Finding("guessed", f"Losses that we are guessing: {guessed}. Who could we ask?")
