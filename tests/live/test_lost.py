"""“I'm lost” is a fact until somebody is found: for every facilitator, after a reload too, and for nobody else."""

from __future__ import annotations

from typing import Any

import pytest

from folkmoot.practice_kit.wire.ops import (
    AnswerRoom,
    CloseGroups,
    CloseSession,
    Found,
    Lost,
    MovePerson,
    PlaceLate,
    SayRoom,
)
from folkmoot.rehearsal.store import Row
from tests.live.workshop import Client, Workshop

pytestmark = pytest.mark.slow


class Room:
    """Two facilitators and eight people in two groups, one of whom gets lost."""

    def __init__(self, workshop: Workshop, facilitators: list[Client], people: list[Client], groups: list[Row]) -> None:
        self.workshop, self.facilitators, self.people, self.groups = workshop, facilitators, people, groups
        self.nia, self.tom = facilitators
        self.bea = next(person for person in people if person.id in groups[0]["members"])
        self.grouping = groups[0]["grouping"]

    async def loses_her(self) -> None:
        await self.bea.act(Lost)
        for facilitator in self.facilitators:
            await facilitator.until(lambda store: store.tables["people"][self.bea.id]["lost_at"])
        await self.bea.until(lambda store: store.you["lost_at"])

    async def has_found_her(self) -> None:
        for facilitator in self.facilitators:
            await facilitator.until(lambda store: store.tables["people"][self.bea.id]["lost_at"] is None)
        await self.bea.until(lambda store: store.you["lost_at"] is None)


@pytest.fixture
async def room(workshop: Workshop) -> Room:
    facilitators = [await workshop.enter(workshop.nia), await workshop.enter(workshop.tom)]
    people = [await workshop.enter_new(f"Person{n} Lowe", f"Place {n}") for n in range(8)]
    await workshop.go(facilitators[0], "Groups")
    groups = await workshop.groups(facilitators[0], "Groups")
    return Room(workshop, facilitators, people, groups)


async def test_who_comes_later_or_reloads_sees_who_is_lost_and_found_is_found_for_all(room: Room) -> None:
    await room.loses_her()
    since = room.nia.store.tables["people"][room.bea.id]["lost_at"]
    await room.bea.act(Lost)
    reloaded = await room.workshop.enter(room.workshop.tom)
    assert reloaded.store.tables["people"][room.bea.id]["lost_at"] == since, "asking again is no new beginning"
    assert room.bea.person is not None
    bea = await room.workshop.enter(room.bea.person)
    assert bea.store.you["lost_at"] == since, "the lost person's own screen knows it after a reload"
    await room.nia.act(Found, person=room.bea.id)
    await room.has_found_her()
    await reloaded.until(lambda store: store.tables["people"][room.bea.id]["lost_at"] is None)
    await room.tom.act(Found, person=room.bea.id)  # pressed at the same moment: no fault of anybody's
    await room.loses_her()
    await room.bea.act(Found)
    await room.has_found_her()


async def test_no_other_participant_learns_who_is_lost_or_says_that_they_are_found(room: Room) -> None:
    await room.loses_her()
    companion, other = (
        next(person for person in room.people if person.id in group["members"] and person is not room.bea)
        for group in room.groups[:2]
    )
    assert (await companion.refused(Found, person=room.bea.id)).code == "not_yours"
    later = await room.workshop.enter_new("Sam Late", "Place 9")
    since = room.nia.store.tables["people"][room.bea.id]["lost_at"]
    assert room.tom.has_heard(f'"lost_at":{since}')
    await room.nia.act(Found, person=room.bea.id)
    await room.has_found_her()
    await room.workshop.quiet()
    for person in (companion, other, later):
        assert not any(person.has_heard(said) for said in (f'"lost_at":{since}', "asks_the_way", '"found"'))
        assert all("lost_at" not in row for row in person.store.tables["people"].values())
        assert person.store.you["lost_at"] is None


async def test_an_answer_or_a_move_to_a_group_finds_the_person(room: Room) -> None:
    there = room.groups[1]["number"]
    for yes in (False, True):
        await room.loses_her()
        await room.bea.act(SayRoom, grouping=room.grouping, number=there)
        await room.tom.until(lambda store: store.tables["people"][room.bea.id]["says_room"] == there)
        assert room.tom.store.tables["people"][room.bea.id]["lost_at"], "saying where one is asks; it does not answer"
        await room.tom.act(AnswerRoom, grouping=room.grouping, person=room.bea.id, yes=yes)
        await room.has_found_her()
    moves: list[tuple[Any, dict[str, Any]]] = [
        (MovePerson, {"person": room.bea.id, "group": room.groups[0]["id"]}),
        (PlaceLate, {"people": [room.bea.id], "group": room.groups[1]["id"]}),
    ]
    for move, fields in moves:
        await room.loses_her()
        await room.nia.act(move, grouping=room.grouping, **fields)
        await room.has_found_her()
    await room.loses_her()
    await room.nia.act(MovePerson, grouping=room.grouping, person=room.bea.id)
    await room.workshop.quiet()
    assert room.tom.store.tables["people"][room.bea.id]["lost_at"], "who is taken out of a group is not found by that"


async def test_nobody_stays_lost_when_their_group_returns_or_the_session_closes(room: Room) -> None:
    await room.loses_her()
    await room.nia.act(CloseGroups, grouping=room.grouping, seconds=0)
    await room.has_found_her()
    await room.loses_her()
    await room.nia.act(CloseSession, close=True)
    await room.has_found_her()
