"""How people in a group are shown to others: to companions, and, of who is in the call only, on the shared screen."""

from __future__ import annotations

from collections import Counter
from typing import Any

from folkmoot.record.models import Group, Grouping, Participant
from folkmoot.record.state import Layer


def first(person: Participant) -> str:
    """What companions call them: a facilitator's whole name, a participant's first."""
    return person.name if person.roles else (person.name.split() or [person.name])[0]


def see_companion(layer: Layer, person_id: str) -> dict[str, Any]:
    """A member as the others in the group see them: first name, and the organisation only if they chose to show it."""
    person = layer.participant(person_id)
    if person is None:
        return {"id": person_id, "name": "Someone who has left"}
    return {
        "id": person_id,
        "name": first(person),
        "organisation": person.organisation if person.listed else "",
        "call_note": person.call_note,
        "accompanied_by": person.accompanied_by,
        "call_only": is_caller(person),
    }


def is_caller(person: Participant | None) -> bool:
    """Whether they are in the call only, and have no screen of their own."""
    return person is not None and person.channel == Participant.Channel.CALL_ONLY


def rooms_of_callers(layer: Layer, grouping: Grouping) -> list[dict[str, Any]]:
    """The rooms with people in the call only, for the shared screen, which is all they can read theirs on.

    They are named as their companions see them, in full where two of them share a first name. Of the others there is
    a number: who did not choose to be listed is named to nobody else.
    """
    groups = sorted((g for g in layer.all(Group) if g.grouping_id == grouping.id), key=lambda g: g.number)
    there = {group.id: [p for m in group.members if (p := layer.participant(m)) is not None] for group in groups}
    known_as = Counter(first(person) for people in there.values() for person in people if is_caller(person))
    rooms = []
    for group in groups:
        callers = [p for p in there[group.id] if is_caller(p)]
        names = [first(p) if known_as[first(p)] == 1 else p.name for p in callers]
        if names:
            rooms.append({"number": group.number, "names": names, "others": len(there[group.id]) - len(names)})
    return rooms
