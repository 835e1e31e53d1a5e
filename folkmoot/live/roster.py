"""The people to be grouped, as matching needs them: who is here, whom they met, what they asked for in private."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable

from folkmoot.matching import arrays
from folkmoot.matching.roster import Apart, Manages, Meeting, Person, Roster
from folkmoot.people.models import MeetingWish
from folkmoot.record import access
from folkmoot.record.meetings import met_before
from folkmoot.record.models import Grouping, Participant
from folkmoot.record.operations.groups import pairs_met
from folkmoot.record.state import Layer, State


def roster_of(layer: Layer, people: Iterable[Participant], *, besides: str = "") -> Roster:
    """The roster of these people. `besides` names a forming of groups whose own meetings do not count."""
    people = list(people)
    ids = [p.person_id for p in people]
    wishes = list(MeetingWish.objects.filter(person__in=ids, apart_from__in=ids))
    return Roster(
        people=[Person(p.person_id, p.organisation.casefold(), p.sector, p.party) for p in people],
        meetings=_meetings(layer, set(ids), besides),
        apart=[Apart(w.person_id, w.apart_from_id) for w in wishes if not w.manages],
        managers=[Manages(w.person_id, w.apart_from_id) for w in wishes if w.manages],
    )


def who_is_here(layer: Layer) -> list[Participant]:
    """Those who take part now; facilitators, observers and guests still at the door do not."""
    return [p for p in layer.all(Participant) if access.takes_part(p)]


def get_ready_for(state: State, person: str) -> None:
    """Load what making groups needs when somebody comes who may make them: else a tick would wait for it."""
    planned = any(item.group_plan is not None for item in state.items.values())
    if planned and access.runs(state.participant(person)):
        asyncio.get_running_loop().run_in_executor(None, arrays.get_ready)


def _meetings(layer: Layer, ids: set[str], besides: str) -> list[Meeting]:
    """Past pairs with rounds since: those of this session from the state, earlier ones of the programme from the
    memory.
    """
    opened = [g for g in layer.all(Grouping) if g.opened_at is not None and g.id != besides]
    rounds = sorted(opened, key=lambda g: g.opened_at.timestamp() if g.opened_at else 0)
    pairs = {(a, b, place) for place, grouping in enumerate(rounds) for a, b in pairs_met(layer, grouping)}
    found = [Meeting(a, b, len(rounds) - place) for a, b, place in pairs if a in ids and b in ids]
    session = layer.base.session
    earlier = met_before(session.programme_id, ids, besides_session=session.id)
    return found + [Meeting(m.first, m.second, len(rounds) + m.rounds_since) for m in earlier]
