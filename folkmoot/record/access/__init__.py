"""The one place that decides who gets what: audiences of a person, and each row as an audience may see it.

Sockets, pages, exports and mail all ask here. A row that an audience may not see is None.
"""

from folkmoot.record.access.audiences import (
    FACILITATORS,
    SESSION,
    as_of,
    audiences_of,
    audiences_of_each,
    groups_of,
    groups_sent,
    is_told,
    of_group,
    of_person,
    runs,
    takes_part,
    taking_part,
)
from folkmoot.record.access.companions import first, rooms_of_callers
from folkmoot.record.access.rows import (
    call_link_for,
    call_mode,
    may_receive,
    millis,
    phase_words,
    row_of,
    view,
    withheld,
)

__all__ = [
    "FACILITATORS",
    "SESSION",
    "as_of",
    "audiences_of",
    "audiences_of_each",
    "call_link_for",
    "call_mode",
    "first",
    "groups_of",
    "groups_sent",
    "is_told",
    "may_receive",
    "millis",
    "of_group",
    "of_person",
    "phase_words",
    "rooms_of_callers",
    "row_of",
    "runs",
    "takes_part",
    "taking_part",
    "view",
    "withheld",
]
