"""Who receives what is told: the audiences of a person, and the groups that they belong to."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable

from folkmoot.record.models import Group, Grouping, Participant
from folkmoot.record.operations.registry import RUNNING_ROLES
from folkmoot.record.state import Layer

SESSION = "session"
FACILITATORS = "facilitators"


def of_group(group: str) -> str:
    """The audience of a group."""
    return f"group:{group}"


def of_person(person: str) -> str:
    """The audience of one person."""
    return f"person:{person}"


def runs(participant: Participant | None) -> bool:
    """Whether they are a lead, producer or co-facilitator of this session."""
    return participant is not None and bool(RUNNING_ROLES & set(participant.roles))


def takes_part(participant: Participant) -> bool:
    """Whether they count as a participant: admitted, present in some way, and without a role."""
    return (
        participant.admitted
        and not participant.roles
        and (participant.here or participant.channel == Participant.Channel.CALL_ONLY)
    )


def taking_part(layer: Layer) -> frozenset[str]:
    """Who takes part now, by their ids."""
    base = layer.base
    if base.present is None:
        base.present = frozenset(p.person_id for p in base.all(Participant) if takes_part(p))
    return as_of(layer, base.present, takes_part)


def as_of(layer: Layer, stored: frozenset[str], counts: Callable[[Participant], bool]) -> frozenset[str]:
    """Of whom something is true as of this layer, when it is known of whom it is in what is stored: the people who
    changed are looked at, and nobody else.
    """
    altered = layer.altered(Participant)
    if not altered:
        return stored
    before = (layer.base.get(Participant, key) for key in altered)
    now = (row.person_id for row in altered.values() if row is not None and counts(row))
    return stored.difference(row.person_id for row in before if row is not None).union(now)


def groups_of(layer: Layer, person: str) -> list[Group]:
    """The groups a person belongs to that have been sent, newest forming last."""
    if layer.alters(Group) or layer.alters(Grouping):
        return [group for group in groups_sent(layer) if person in group.members]
    base = layer.base
    if base.groups is None:
        base.groups = _by_member(base)
    return base.groups.get(person, [])


def _by_member(layer: Layer) -> dict[str, list[Group]]:
    found: dict[str, list[Group]] = defaultdict(list)
    for group in groups_sent(layer):
        for person in group.members:
            found[person].append(group)
    return dict(found)


def groups_sent(layer: Layer) -> list[Group]:
    """The groups whose members know of them, newest forming last."""
    sent = {g.id: _when(g) for g in layer.all(Grouping) if g.status != Grouping.Status.PROPOSED}
    groups = (group for group in layer.all(Group) if group.grouping_id in sent)
    return sorted(groups, key=lambda group: (sent[group.grouping_id], group.grouping_id, group.number))


def _when(grouping: Grouping) -> float:
    """When the rooms were opened; those that are still to be opened come last, those that never were come first."""
    if grouping.opened_at is not None:
        return grouping.opened_at.timestamp()
    return 0.0 if grouping.status == Grouping.Status.CLOSED else float("inf")


def audiences_of(layer: Layer, person: str) -> list[str]:
    """Every audience whose events this person receives; a person who is None to the session receives none but the
    session's.
    """
    me = layer.participant(person)
    visited = [of_group(g.id) for g in layer.all(Group) if person in g.visitors] if runs(me) else []
    return _audiences(me, [of_group(g.id) for g in groups_of(layer, person)], visited)


def is_told(layer: Layer, person: str, audience: str) -> bool:
    """Whether a participant receives what the session, or a group of theirs, is told."""
    if audience == SESSION:
        return True
    me = layer.participant(person)
    return me is not None and me.admitted and any(of_group(g.id) == audience for g in groups_of(layer, person))


def audiences_of_each(layer: Layer, people: Iterable[str]) -> dict[str, list[str]]:
    """As `audiences_of`, for many people at once: the groups are looked through once, not for each of them."""
    groups = groups_sent(layer)
    mine: dict[str, list[str]] = defaultdict(list)
    for group in groups:
        for person in group.members:
            mine[person].append(of_group(group.id))
    visited: dict[str, list[str]] = defaultdict(list)
    for group in layer.all(Group):
        for person in group.visitors:
            visited[person].append(of_group(group.id))
    return {person: _audiences(layer.participant(person), mine[person], visited[person]) for person in people}


def _audiences(participant: Participant | None, mine: list[str], visited: list[str]) -> list[str]:
    if participant is None:
        return [SESSION]
    found = [SESSION, of_person(participant.person_id)]
    if not participant.admitted:
        return found  # at the door, or put out: no group's words, and no link to its room
    if runs(participant):
        found += [FACILITATORS, *visited]
    return list(dict.fromkeys(found + mine))
