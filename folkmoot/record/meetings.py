"""Who has met whom in a programme: one memory for sessions and for coffees between them.

A row means that two people were put together. Sessions write theirs as rooms open; what happens between sessions writes
here, under an id of its own in place of a grouping's.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import datetime

from django.db.models import Min, Q

from folkmoot.matching.roster import Meeting as Met
from folkmoot.record.models import Meeting

Pair = tuple[str, str]


def remember(programme_id: str, grouping: str, pairs: Iterable[Pair], at: datetime) -> None:
    """Remember pairs who were put together outside a session. Doing it twice is doing it once."""
    rows = [
        Meeting(programme_id=programme_id, grouping=grouping, one_id=min(pair), other_id=max(pair), at=at)
        for pair in pairs
    ]
    Meeting.objects.bulk_create(rows, ignore_conflicts=True)


def forget(grouping: str, pairs: Iterable[Pair]) -> None:
    """Forget pairs of one grouping who said that they did not meet after all."""
    for one, other in pairs:
        Meeting.objects.filter(Q(one=one, other=other) | Q(one=other, other=one), grouping=grouping).delete()


def met_before(programme_id: str, people: Collection[str], *, besides_session: str = "") -> list[Met]:
    """Which of these people were together in a programme, and how many rounds ago each time; 1 is the latest round.

    A round is one forming of groups, in a session or between sessions. `besides_session` leaves a session out.
    """
    rows = Meeting.objects.filter(programme=programme_id)
    if besides_session:
        rows = rows.exclude(session=besides_session)
    order = rows.values("grouping").annotate(first=Min("at")).order_by("-first", "grouping")
    since = {each["grouping"]: number for number, each in enumerate(order, 1)}
    theirs = rows.filter(one__in=people, other__in=people)
    return [Met(row.one_id, row.other_id, since[row.grouping]) for row in theirs]
