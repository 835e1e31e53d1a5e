"""Nothing is read from private reactions: they add up to nothing, for anybody."""

from collections.abc import Sequence

from folkmoot.practice_kit.contract import Finding, Given, Seen


def read(entries: Sequence[Seen], given: Given) -> tuple[Finding, ...]:
    """Say nothing, whatever there is: the reactions are private (practice guide, 8b.9 and R3)."""
    return ()
