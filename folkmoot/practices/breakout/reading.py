"""What can be said about key points in plenary: how many there are, and how many are left once merged."""

from collections.abc import Sequence

from folkmoot.practice_kit.contract import Finding, Given, Seen


def read(entries: Sequence[Seen], given: Given) -> tuple[Finding, ...]:
    """Count the points and what was put together. Nothing about which group is ahead, or quiet."""
    points = {entry.id: entry for entry in entries if entry.kind == "point"}
    if given.stage not in ("feedback", "talk", "closed") or not points:
        return ()
    merged = sum(1 for point in points.values() if point.theme in points)
    groups = len({point.group for point in points.values()})
    found = [Finding("points", _counted(len(points), groups, merged))]
    if themes := _themes(points):
        found.append(Finding("themes", f"{_many(themes, 'theme')} so far."))
    return tuple(found)


def _counted(points: int, groups: int, merged: int) -> str:
    said = f"{_many(points, 'point')} from {_many(groups, 'group')}."
    return f"{said} {merged} said the same: {points - merged} remain." if merged else said


def _themes(points: dict[str, Seen]) -> int:
    """How many themes hold a point; a point that others were merged into is no theme."""
    return len({point.theme for point in points.values() if point.theme} - points.keys())


def _many(count: int, word: str) -> str:
    return f"{count} {word}" if count == 1 else f"{count} {word}s"
