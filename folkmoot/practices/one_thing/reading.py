"""What can be said about the commitments on the wall: how many there are, to nobody in particular."""

from collections.abc import Sequence

from folkmoot.practice_kit.contract import Finding, Given, Seen


def read(entries: Sequence[Seen], given: Given) -> tuple[Finding, ...]:
    """Say how many are on the wall; never whose, and never which of them is vague."""
    posted = sum(1 for entry in entries if entry.kind == "commitment")
    if not posted:
        return ()
    return (Finding("posted", f"{posted} on the wall. The others keep theirs to themselves."),)
