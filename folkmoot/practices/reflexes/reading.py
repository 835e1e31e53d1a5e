"""Nothing is read from a self-check: it adds up to nothing, for anybody."""

from collections.abc import Sequence

from folkmoot.practice_kit.contract import Finding, Given, Seen


def read(entries: Sequence[Seen], given: Given) -> tuple[Finding, ...]:
    """Say nothing, whatever there is: no count of reflexes may ever be made (practice guide, R3 and P09)."""
    return ()
