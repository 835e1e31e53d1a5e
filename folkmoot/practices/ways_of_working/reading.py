"""What can be said about the promises: whether the group has made them its own, and what waits to be talked about."""

from collections.abc import Sequence

from folkmoot.practice_kit.contract import Finding, Given, Seen


def read(entries: Sequence[Seen], given: Given) -> tuple[Finding, ...]:
    """Tell everybody what was taken in, and the facilitators how many suggestions there are."""
    taken = sum(1 for entry in entries if entry.kind == "promise")
    suggested = sum(1 for entry in entries if entry.kind == "suggestion")
    found = []
    if taken:
        found.append(Finding("taken_in", f"Taken in today: {taken}. These promises are now this group’s own.", "good"))
    if suggested:
        text = f"Suggestions: {suggested}. Read each aloud, and take in what everybody can live with."
        found.append(Finding("suggested", text, to="facilitators"))
    return tuple(found)
