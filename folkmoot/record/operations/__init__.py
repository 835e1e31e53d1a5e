"""Operations: each a function that checks and changes a layer of the state.

Rooms above add theirs by the same decorator.
"""

from folkmoot.record.operations import activities, attendance, drafts, entries, releases, steps, withdrawing

__all__ = ["activities", "attendance", "drafts", "entries", "releases", "steps", "withdrawing"]
