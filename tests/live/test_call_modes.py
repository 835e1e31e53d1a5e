"""The three ways in which people come into their rooms of the call, each with thirty-eight people."""

from __future__ import annotations

import asyncio
from functools import partial
from itertools import combinations
from typing import Any

import pytest

from folkmoot.practice_kit.wire.ops import (
    AnswerRoom,
    CloseGroups,
    CorrectMeeting,
    GatherRooms,
    MovePerson,
    OpenRooms,
    ProposeGroups,
    SaveDraft,
    SayRoom,
    SendGroups,
    SetCallMode,
    TickMoves,
)
from folkmoot.programme.models import Session
from folkmoot.record.models import Meeting
from folkmoot.rehearsal.store import Row, Store
from tests.live.workshop import Client, Workshop, in_db

pytestmark = pytest.mark.slow
PEOPLE = 38
OWN = "Mine, wherever I am"
ROOMS = "https://rooms.example/ashwell-{room}"


async def everybody(workshop: Workshop, count: int = PEOPLE) -> list[Client]:
    made = [await workshop.client(await workshop.book(f"Person{n} Lowe", f"Place {n % 17}")) for n in range(count)]
    await asyncio.gather(*(client.line.open() for client in made))
    return made


async def planned(workshop: Workshop, **fields: Any) -> None:
    await in_db(lambda: Session.objects.filter(id=workshop.session.id).update(**fields))


def mine(person: Client) -> Row | None:
    return next((g for g in person.store.tables["groups"].values() if person.id in g["members"]), None)


async def grouped(person: Client) -> Row:
    found: Row = await person.until(lambda store: mine(person))
    return found


def has_mode(store: Store, mode: str) -> bool:
    return bool(store.session["call_mode"] == mode)


def with_link(store: Store, person: Client) -> Row | None:
    group = mine(person)
    return group if group and group["link"] else None


def is_with(store: Store, person: Client, number: int, others: set[str]) -> bool:
    group = mine(person)
    return group is not None and (group["number"], set(group["members"])) == (number, others)


def members(nia: Client, grouping: str) -> dict[int, set[str]]:
    there = [g for g in nia.store.tables["groups"].values() if g["grouping"] == grouping]
    return {g["number"]: set(g["members"]) for g in there}


async def met(workshop: Workshop, grouping: str) -> set[frozenset[str]]:
    rows = await in_db(lambda: list(Meeting.objects.filter(session=workshop.session.id, grouping=grouping)))
    return {frozenset((row.one_id, row.other_id)) for row in rows}


async def test_moved_shows_nobody_a_link_and_the_sheet_only_the_moves_still_to_make(workshop: Workshop) -> None:
    await planned(workshop, room_links={"kind": "pattern", "pattern": ROOMS}, call_tool="Teams")
    nia = await workshop.enter(workshop.nia)
    people = await everybody(workshop)
    await workshop.go(nia, "Coffee")
    first = await workshop.groups(nia, "Coffee", kind="coffee")
    grouping = first[0]["grouping"]
    for person in people:
        assert await grouped(person)
    await workshop.quiet()
    assert not any(person.has_heard("rooms.example") for person in people)
    assert people[0].store.session["call_tool"] == "Teams"

    await nia.act(TickMoves, grouping=grouping, people=[person.id for person in people])
    await nia.until(lambda store: sum(bool(p.get("call_room")) for p in store.tables["people"].values()) == PEOPLE)
    await workshop.quiet()
    assert not any('"call_room":1' in frame for person in people for frame in person.heard), "the producer’s own"
    target = next(g for g in first if people[0].id not in g["members"])
    await nia.act(MovePerson, grouping=grouping, person=people[0].id, group=target["id"])
    still = {p for number, there in members(nia, grouping).items() for p in there if room(nia, p) != number}
    assert still == {people[0].id}

    await workshop.go(nia, "Groups")
    again = await nia.act(ProposeGroups, item=workshop.items["Groups"].id, plan={"kind": "breakout", "size": 4})
    after = members(nia, again.result["grouping"])
    stay = sum(room(nia, person) == number for number, there in after.items() for person in there)
    in_order = sorted(after)
    usual = sum(
        room(nia, person) == number for number, there in zip(in_order, after.values(), strict=True) for person in there
    )
    assert stay >= max(1, usual)
    await workshop.quiet()
    assert not any(person.has_heard("rooms.example") for person in people)


def room(nia: Client, person: str) -> int | None:
    found: int | None = nia.store.tables["people"][person]["call_room"]
    return found


async def test_links_show_each_its_own_and_need_one_for_every_group(workshop: Workshop) -> None:
    short = [f"https://rooms.example/{n}" for n in range(1, 4)]
    await planned(workshop, call_mode="links", room_links={"kind": "list", "links": short})
    nia = await workshop.enter(workshop.nia)
    people = await everybody(workshop)
    await workshop.go(nia, "Groups")
    item = workshop.items["Groups"].id
    proposed = await nia.act(ProposeGroups, item=item, plan={"kind": "breakout", "size": 5})
    refused = await nia.refused(SendGroups, grouping=proposed.result["grouping"])
    assert refused.code == "no_link"
    assert "Rooms 4, 5" in refused.message
    await nia.act(SetCallMode, mode="moved")
    await nia.act(SendGroups, grouping=proposed.result["grouping"])
    for person in people:
        await grouped(person)
    assert (await nia.refused(SetCallMode, mode="links")).code == "no_link"
    await workshop.quiet()
    assert not any(person.has_heard("rooms.example") for person in people)


async def test_every_group_gets_its_own_link_and_nobody_another(workshop: Workshop) -> None:
    await planned(workshop, call_mode="links", room_links={"kind": "pattern", "pattern": ROOMS})
    nia = await workshop.enter(workshop.nia)
    people = await everybody(workshop)
    await workshop.go(nia, "Groups")
    await workshop.groups(nia, "Groups", size=5)
    for person in people:
        await grouped(person)
    await workshop.quiet()
    for person in people:
        group = await person.until(partial(with_link, person=person))
        assert group["link"] == ROOMS.replace("{room}", str(group["number"]))
        others = [n for n in range(1, 9) if n != group["number"]]
        assert not any(person.has_heard(ROOMS.replace("{room}", f"{n}") + '"') for n in others)


async def test_following_people_say_where_they_are_and_the_groups_form_from_that(workshop: Workshop) -> None:
    await planned(workshop, call_mode="follow")
    nia = await workshop.enter(workshop.nia)
    people = await everybody(workshop)
    activity = await workshop.go(nia, "Groups")
    made = await nia.act(GatherRooms, item=workshop.items["Groups"].id, rooms=8, minutes=10)
    grouping = made.result["grouping"]
    for person in people:
        row = await person.until(lambda store: store.tables["groupings"].get(grouping))
        assert (row["status"], row["rooms"]) == ("open", 8)
    where = {person.id: n % 8 + 1 for n, person in enumerate(people)}
    said = (person.act(SayRoom, grouping=grouping, number=where[person.id]) for person in people)
    await asyncio.gather(*said)
    together = {n: {p for p, number in where.items() if number == n} for n in range(1, 9)}
    await nia.until(lambda store: members(nia, grouping) == together)
    for person in people:  # who came last is told to their companions in frames of their own
        number = where[person.id]
        await person.until(partial(is_with, person=person, number=number, others=together[number]))
    expected = {frozenset(pair) for there in together.values() for pair in combinations(there, 2)}
    assert await met(workshop, grouping) == expected
    assert (await people[0].refused(SayRoom, grouping=grouping, number=9)).code == "no_room"

    slip = people[0]
    await slip.act(SayRoom, grouping=grouping, number=2)
    now = {frozenset(pair) for n, there in together.items() for pair in combinations(slipped(slip, n, there), 2)}
    assert await met(workshop, grouping) == now, "who tapped the wrong number did not meet that room"
    assert activity["grouping"] in ("", grouping)


def slipped(person: Client, number: int, there: set[str]) -> set[str]:
    return there | {person.id} if number == 2 else there - {person.id}


async def test_the_mode_changes_in_mid_round_and_no_text_is_lost(workshop: Workshop) -> None:
    await planned(workshop, room_links={"kind": "pattern", "pattern": ROOMS})
    nia = await workshop.enter(workshop.nia)
    people = await everybody(workshop)
    activity = await workshop.go(nia, "Taking stock")
    kind = next(k for k in nia.store.tables["practices"]["taking_stock"]["kinds"] if k["fields"])
    item = workshop.items["Taking stock"].id
    made = await nia.act(ProposeGroups, item=item, plan={"kind": "breakout", "size": 5})
    grouping = made.result["grouping"]
    await nia.act(SendGroups, grouping=grouping)
    await nia.act(OpenRooms, grouping=grouping, minutes=10)
    box = f"{activity['id']}:{kind['name']}:"
    drafts = (person.act(SaveDraft, box=box, body={"text": f"half a sentence of {person.id}"}) for person in people)
    await asyncio.gather(*drafts)
    before = members(nia, grouping)
    for mode in ("links", "follow", "moved", "links"):
        await nia.act(SetCallMode, mode=mode)
        for person in people:
            await person.until(partial(has_mode, mode=mode))
    for person in people:
        # The mode and the links come in two frames, for they have two audiences.
        group = await person.until(partial(with_link, person=person))
        assert group["link"] == ROOMS.replace("{room}", str(group["number"]))
    assert members(nia, grouping) == before
    await asyncio.gather(*(person.line.drop() for person in people))
    for person in people:
        person.line.come_back()
    for person in people:
        text = await person.until(lambda store: store.drafts.get(box))
        assert text == {"text": f"half a sentence of {person.id}"}


def signal_of(nia: Client) -> Row:
    kinds = nia.store.tables["practices"]["push_back"]["kinds"]
    fields = next(kind["fields"] for kind in kinds if kind["name"] == "signal")
    return {f["name"]: next(iter(f["options"])) if f.get("options") else OWN for f in fields if f["required"]}


async def test_who_is_in_another_room_is_taken_at_the_producers_word_and_their_own_text_comes(
    workshop: Workshop,
) -> None:
    nia = await workshop.enter(workshop.nia)
    people = await everybody(workshop, 8)
    activity = await workshop.go(nia, "Push-back")
    groups = await workshop.groups(nia, "Push-back")
    grouping = groups[0]["grouping"]
    await workshop.stage(nia, activity, "saw")
    mover = next(person for person in people if person.id in groups[0]["members"])
    left = next(person for person in people if person.id in groups[0]["members"] and person is not mover)
    joined = next(person for person in people if person.id in groups[1]["members"])
    note = await mover.write(activity["id"], "signal", **signal_of(nia))
    await mover.act(SayRoom, grouping=grouping, number=groups[1]["number"])
    asks = await nia.until(
        lambda store: [p for p in store.tables["people"].values() if p.get("says_room") == groups[1]["number"]]
    )
    assert [p["id"] for p in asks] == [mover.id]
    assert (await grouped(mover))["number"] == groups[0]["number"], "nobody moves before the producer says so"
    await workshop.quiet()
    assert not left.has_heard(f'"says_room":{groups[1]["number"]}'), "companions are not told"
    await nia.act(AnswerRoom, grouping=grouping, person=mover.id, yes=True)
    await mover.until(lambda store: (mine(mover) or {}).get("number") == groups[1]["number"])
    await workshop.quiet()
    assert not joined.has_heard(OWN), "nothing is shown before its reveal"
    await workshop.stage(nia, activity, "read")
    await joined.sees(note)
    await workshop.quiet()
    assert not left.has_heard(OWN)
    pairs = await met(workshop, grouping)
    assert frozenset((mover.id, left.id)) not in pairs
    assert frozenset((mover.id, joined.id)) in pairs
    assert (await nia.refused(AnswerRoom, grouping=grouping, person=mover.id, yes=True)).code == "gone"


async def test_the_memory_can_be_put_right_after_the_round_and_the_next_match_uses_it(workshop: Workshop) -> None:
    nia = await workshop.enter(workshop.nia)
    people = await everybody(workshop, 4)
    await workshop.go(nia, "Coffee")
    groups = await workshop.groups(nia, "Coffee", kind="coffee")
    grouping = groups[0]["grouping"]
    assert len(groups) == 2
    await nia.act(CloseGroups, grouping=grouping, seconds=0)
    one, other = groups[0]["members"][0], groups[1]["members"][0]
    await nia.act(CorrectMeeting, grouping=grouping, person=one, group=groups[1]["id"])
    await nia.act(CorrectMeeting, grouping=grouping, person=other, group=groups[0]["id"])
    expected = {frozenset((groups[0]["members"][1], other)), frozenset((groups[1]["members"][1], one))}
    assert await met(workshop, grouping) == expected
    await nia.act(CorrectMeeting, grouping=grouping, person=one, group="")
    assert await met(workshop, grouping) == {frozenset((groups[0]["members"][1], other))}
    await nia.act(CorrectMeeting, grouping=grouping, person=one, group=groups[0]["id"])
    await nia.act(CorrectMeeting, grouping=grouping, person=other, group=groups[1]["id"])
    planned = {frozenset(group["members"]) for group in groups}
    assert await met(workshop, grouping) == planned, "a correction is undone by another"
    await nia.until(lambda store: store.tables["groupings"][grouping]["report"]["corrected"] == {})
    await nia.act(CorrectMeeting, grouping=grouping, person=one, group=groups[1]["id"])
    await nia.act(CorrectMeeting, grouping=grouping, person=other, group=groups[0]["id"])
    assert await met(workshop, grouping) == expected
    await workshop.go(nia, "Groups")
    again = await nia.act(ProposeGroups, item=workshop.items["Groups"].id, plan={"kind": "coffee", "new_people": True})
    after = {frozenset(there) for there in members(nia, again.result["grouping"]).values()}
    assert not after & expected, "who met, as it was put right, is not matched again"
    assert (await people[0].refused(CorrectMeeting, grouping=grouping, person=one)).code == "not_yours"


async def test_a_later_move_keeps_what_was_put_right_about_others(workshop: Workshop) -> None:
    nia = await workshop.enter(workshop.nia)
    await everybody(workshop, 6)
    await workshop.go(nia, "Coffee")
    one, two, *_ = groups = await workshop.groups(nia, "Coffee", kind="coffee")
    grouping = one["grouping"]
    wrong, mover = one["members"][0], two["members"][0]
    await nia.act(CorrectMeeting, grouping=grouping, person=wrong, group=two["id"])
    await nia.act(MovePerson, grouping=grouping, person=mover, group=groups[0]["id"])
    await nia.until(lambda store: mover in store.tables["groups"][one["id"]]["members"])
    assert nia.store.tables["groupings"][grouping]["report"]["corrected"] == {wrong: two["id"]}
    assert frozenset((wrong, mover)) not in await met(workshop, grouping) - before(two, wrong)
    await nia.act(MovePerson, grouping=grouping, person=wrong, group=two["id"])
    await nia.until(lambda store: not store.tables["groupings"][grouping]["report"].get("corrected"))


def before(group: Row, person: str) -> set[frozenset[str]]:
    """Whom somebody met in the room where they really were, before anybody was moved out of it."""
    return {frozenset((person, other)) for other in group["members"]}
