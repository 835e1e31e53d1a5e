"""A programme as one YAML file: reading it with line and reason for all that is wrong, and writing it back.

`read` gives a plan, plain data without a database; `actions.import_programme` stores it. `plan_of` and `write` go the
other way, and `read(write(plan)) == plan`.
"""

from folkmoot.programme.files.shapes import PlannedItem, PlannedProgramme, PlannedResource, PlannedSession
from folkmoot.programme.files.taking import read
from folkmoot.programme.files.tree import BadFile, Trouble
from folkmoot.programme.files.writing import plan_of, write

__all__ = [
    "BadFile",
    "PlannedItem",
    "PlannedProgramme",
    "PlannedResource",
    "PlannedSession",
    "Trouble",
    "plan_of",
    "read",
    "write",
]
