"""Groups on the real server: proposed, moved, sent, opened, closed; late people placed; private wishes kept private."""

from __future__ import annotations

import asyncio
import json

import pytest

from folkmoot.people.models import MeetingWish
from folkmoot.practice_kit.wire.ops import (
    CallFacilitator,
    CloseGroups,
    MovePerson,
    OpenRooms,
    PinPerson,
    PlaceLate,
    ProposeGroups,
    PutEntry,
    SendGroups,
)
from folkmoot.programme.models import Session
from folkmoot.record.models import Meeting
from folkmoot.rehearsal.store import Row
from tests.live.workshop import Client, Workshop, in_db

PLACES = ("Ashwell Active", "Thornbury Council", "Kettle Yard Youth", "Riverside Homes")


@pytest.fixture
async def nia(workshop: Workshop) -> Client:
    return await workshop.enter(workshop.nia)


async def eight(workshop: Workshop) -> list[Client]:
    """Eight people of four organisations, in the room."""
    return [await workshop.enter_new(f"Person{n} Lowe", PLACES[n % 4]) for n in range(8)]


async def propose(workshop: Workshop, nia: Client, title: str = "Groups", **more: object) -> str:
    """A preview; gives its id."""
    plan = workshop.items[title].group_plan
    return str((await nia.act(ProposeGroups, item=workshop.items[title].id, plan=plan, **more)).result["grouping"])


def groups_of(client: Client, grouping: str) -> list[Row]:
    """The groups of a forming that somebody sees, by number."""
    found = [group for group in client.store.tables["groups"].values() if group["grouping"] == grouping]
    return sorted(found, key=lambda group: int(group["number"]))


async def test_a_preview_moves_nobody_and_only_facilitators_see_it(workshop: Workshop, nia: Client) -> None:
    people = await eight(workshop)
    await workshop.go(nia, "Groups")
    grouping = await propose(workshop, nia)
    shown = await nia.until(lambda store: [g for g in store.tables["groups"].values() if g["grouping"] == grouping])
    assert sorted(person for group in shown for person in group["members"]) == sorted(person.id for person in people)
    assert [len(group["members"]) for group in shown] == [4, 4]
    assert nia.store.tables["groupings"][grouping]["report"]["words"]
    await workshop.quiet()
    assert not any(person.has_heard(grouping) for person in people)


async def test_a_reshuffle_keeps_who_is_pinned_and_a_seed_repeats(workshop: Workshop, nia: Client) -> None:
    people = await eight(workshop)
    await workshop.go(nia, "Groups")
    grouping = await propose(workshop, nia, seed=1)
    await nia.until(lambda store: groups_of(nia, grouping))
    first = [sorted(group["members"]) for group in groups_of(nia, grouping)]
    await nia.act(PinPerson, grouping=grouping, person=people[0].id, pin=True)
    number = next(g["number"] for g in groups_of(nia, grouping) if people[0].id in g["members"])
    for seed in range(2, 6):
        await propose(workshop, nia, grouping=grouping, seed=seed)
        group = next(g for g in groups_of(nia, grouping) if people[0].id in g["members"])
        assert (group["number"], group["pins"]) == (number, [people[0].id])
    again = await propose(workshop, nia, seed=1)
    assert [sorted(group["members"]) for group in groups_of(nia, again)] == first


async def test_moving_somebody_scores_again_at_once_by_what_was_asked(workshop: Workshop, nia: Client) -> None:
    people = await eight(workshop)
    await workshop.go(nia, "Groups")
    grouping = await propose(workshop, nia, seed=1)
    await nia.until(lambda store: groups_of(nia, grouping))
    before = nia.store.tables["groupings"][grouping]["report"]
    assert "Nobody meets anyone again." in before["words"]
    assert before["same_organisation"] == 0
    first, second = groups_of(nia, grouping)
    colleague = next(one for one in people if one.id in second["members"])
    await nia.act(MovePerson, grouping=grouping, person=colleague.id, group=first["id"])
    report = nia.store.tables["groupings"][grouping]["report"]
    assert report["words"][0] == "1 group of 5 and 1 three."
    assert "1 pair of colleagues; nothing rules out fewer." in report["words"]
    assert [reason["code"] for reason in report["reasons"] if colleague.id in reason["people"]] == ["same_organisation"]
    told = report["explanation"]
    assert [told[key] for key in ("method", "weights", "seed")] == [
        before["explanation"][key] for key in ("method", "weights", "seed")
    ]
    await propose(workshop, nia, grouping=grouping, seed=2)
    assert nia.store.tables["groupings"][grouping]["report"]["same_organisation"] == 0  # another, as good as the first


async def test_sent_groups_tell_each_where_and_with_whom_and_nobody_more(workshop: Workshop) -> None:
    links = {"kind": "pattern", "pattern": "https://rooms.example/ashwell-{room}"}
    await in_db(lambda: Session.objects.filter(id=workshop.session.id).update(room_links=links, call_mode="links"))
    nia = await workshop.enter(workshop.nia)
    people = await eight(workshop)
    await workshop.go(nia, "Groups")
    grouping = await propose(workshop, nia)
    await nia.act(SendGroups, grouping=grouping)
    await workshop.quiet()
    for person in people:
        mine = await person.until(lambda store: list(store.tables["groups"].values()))
        assert len(mine) == 1
        assert person.id in mine[0]["members"]
        assert {each["name"] for each in mine[0]["people"]} <= {f"Person{n}" for n in range(8)}, "first names"
        assert {each["organisation"] for each in mine[0]["people"]} == {""}, "nobody here chose to be listed"
        assert mine[0]["link"] == f"https://rooms.example/ashwell-{mine[0]['number']}"
        other = next(g for g in groups_of(nia, grouping) if g["id"] != mine[0]["id"])
        assert not person.has_heard(other["link"]), "nobody sees the way into another group’s room"
    assert nia.store.tables["groupings"][grouping]["opened_at"] is None, "the clock waits for “Rooms are open”"


async def test_rooms_open_start_the_clock_and_who_met_is_remembered(workshop: Workshop, nia: Client) -> None:
    people = await eight(workshop)
    await workshop.go(nia, "Groups")
    groups = await workshop.groups(nia, "Groups", minutes=14)
    grouping = groups[0]["grouping"]
    for person in people:
        await person.until(lambda store: store.tables["groupings"].get(grouping, {}).get("status") == "open")
        row = person.store.tables["groupings"][grouping]
        assert (row["seconds"], row["closing_at"]) == (840, None)
        assert "report" not in row
    assert await in_db(Meeting.objects.filter(grouping=grouping).count) == 12, "two groups of four: six pairs each"
    await nia.act(CloseGroups, grouping=grouping, seconds=120, extend=True)
    await people[0].until(lambda store: store.tables["groupings"][grouping]["seconds"] == 960)


async def test_the_call_to_return_comes_first_and_then_the_return_by_itself(workshop: Workshop, nia: Client) -> None:
    people = await eight(workshop)
    await workshop.go(nia, "Groups")
    grouping = (await workshop.groups(nia, "Groups"))[0]["grouping"]
    await nia.act(CloseGroups, grouping=grouping, seconds=2)
    await people[0].until(lambda store: store.tables["groupings"][grouping]["status"] == "closed")
    kinds = [event["kind"] for event in people[0].store.events if event["a"] == "session"]
    assert kinds.index("groups_closing") < kinds.index("groups_closed")


async def test_writing_goes_on_while_the_groups_are_called_back(workshop: Workshop, nia: Client) -> None:
    people = await eight(workshop)
    activity = await workshop.go(nia, "Groups")
    grouping = (await workshop.groups(nia, "Groups"))[0]["grouping"]
    practice = nia.store.tables["practices"]["breakout"]
    key = next(kind for kind in practice["kinds"] if kind["product"] == "key_points")
    await workshop.stage(nia, activity, key["written_in"][0])
    await nia.act(CloseGroups, grouping=grouping, seconds=30)
    body = {field["name"]: "A point worth hearing" for field in key["fields"] if field["required"]}
    await people[0].act(PutEntry, activity=activity["id"], entry_kind=key["name"], body=body)


async def test_the_same_groups_return_and_a_newcomer_joins_the_smallest(workshop: Workshop, nia: Client) -> None:
    people = await eight(workshop)
    await workshop.go(nia, "Groups")
    before = await workshop.groups(nia, "Groups")
    newcomer = await workshop.enter_new("Sam New", "Elsewhere")
    await people[0].line.close()
    await workshop.go(nia, "Purpose")
    again = await nia.act(ProposeGroups, item=workshop.items["Purpose"].id, plan={"kind": "same"})
    after = groups_of(nia, again.result["grouping"])
    old = [set(group["members"]) for group in before]
    assert sorted(len(set(group["members"]) & one) for group in after for one in old) == [0, 0, 4, 4]
    assert any(newcomer.id in group["members"] for group in after)
    report = nia.store.tables["groupings"][again.result["grouping"]]["report"]
    assert report["returning"]
    assert report["words"][1] == "The same groups as before.", "who has met is no reproach here"
    assert not any(reason["code"] == "met_before" for reason in report["reasons"])


async def test_a_late_person_is_placed_told_where_and_gets_a_turn(workshop: Workshop, nia: Client) -> None:
    people = [await workshop.enter_new(f"Person{n} Lowe", f"Place {n}") for n in range(5)]
    activity = await workshop.go(nia, "Coffee")
    groups = await workshop.groups(nia, "Coffee", minutes=15, kind="coffee")
    await workshop.stage(nia, activity, "talk")
    late = await workshop.enter_new("Sam Late", "Elsewhere")
    pair = min(groups, key=lambda group: len(group["members"]))
    assert len(pair["members"]) == 2
    await nia.act(PlaceLate, grouping=pair["grouping"], people=[late.id], group=pair["id"])
    mine = await late.until(lambda store: store.tables["groups"].get(pair["id"]))
    assert len(mine["members"]) == 3
    placed = await late.until(lambda store: late.has_heard('"kind":"placed"') or late.line.figures.snapshots == 2)
    assert placed
    turns = [turn["person"] for turn in mine["turns"]["turns"]]
    assert late.id in turns
    seconds = sum(turn["seconds"] for turn in mine["turns"]["turns"])
    assert seconds <= 15 * 60, "the turns are cut to fit"
    companions = [person for person in people if person.id in pair["members"]]
    for companion in companions:
        await companion.until(lambda store: len(store.tables["groups"][pair["id"]]["members"]) == 3)


async def test_two_late_people_may_be_a_pair_of_their_own(workshop: Workshop, nia: Client) -> None:
    await eight(workshop)
    await workshop.go(nia, "Coffee")
    groups = await workshop.groups(nia, "Coffee", kind="coffee")
    one, two = await workshop.enter_new("Sam Late"), await workshop.enter_new("Zoe Late")
    made = await nia.act(PlaceLate, grouping=groups[0]["grouping"], people=[one.id, two.id])
    for person in (one, two):
        mine = await person.until(lambda store: store.tables["groups"].get(made.result["group"]))
        assert sorted(mine["members"]) == sorted([one.id, two.id])
        assert mine["number"] == len(groups) + 1


async def test_nobody_is_placed_in_a_group_of_another_forming_or_at_the_door(workshop: Workshop, nia: Client) -> None:
    from folkmoot.practice_kit.wire.ops import Admit

    people = await eight(workshop)
    await workshop.go(nia, "Coffee")
    coffee = await workshop.groups(nia, "Coffee", kind="coffee")
    await workshop.go(nia, "Groups")
    groups = await workshop.groups(nia, "Groups")
    wrong = {"grouping": groups[0]["grouping"], "people": [people[0].id], "group": coffee[0]["id"]}
    assert (await nia.refused(PlaceLate, **wrong)).code == "gone"
    move = {"grouping": groups[0]["grouping"], "person": people[0].id, "group": coffee[0]["id"]}
    assert (await nia.refused(MovePerson, **move)).code == "gone"
    guest = await workshop.enter_new("Zed At-the-door")
    await nia.act(Admit, person=guest.id, admitted=False)
    at_the_door = {"grouping": groups[0]["grouping"], "people": [guest.id], "group": groups[0]["id"]}
    assert (await nia.refused(PlaceLate, **at_the_door)).code == "not_admitted"


async def test_who_reconnects_is_in_the_same_group_with_their_text(workshop: Workshop, nia: Client) -> None:
    people = await eight(workshop)
    await workshop.go(nia, "Groups")
    groups = await workshop.groups(nia, "Groups")
    mover = people[3]
    mine = next(group["id"] for group in groups if mover.id in group["members"])
    await mover.until(lambda store: mine in store.tables["groups"])
    await mover.line.drop()
    await asyncio.sleep(0.3)
    mover.line.come_back()
    await mover.until(lambda store: mover.line.figures.resumed == 1)
    assert mover.id in mover.store.tables["groups"][mine]["members"]


async def test_a_group_calls_a_facilitator(workshop: Workshop, nia: Client) -> None:
    people = await eight(workshop)
    await workshop.go(nia, "Groups")
    groups = await workshop.groups(nia, "Groups")
    caller = next(person for person in people if person.id in groups[0]["members"])
    await caller.act(CallFacilitator, group=groups[0]["id"], on=True)
    await nia.until(lambda store: store.tables["groups"][groups[0]["id"]]["help_since"])
    other = next(person for person in people if person.id in groups[1]["members"])
    assert (await other.refused(CallFacilitator, group=groups[0]["id"], on=False)).code == "not_yours"


async def test_private_wishes_are_kept_and_appear_in_no_frame(workshop: Workshop, nia: Client) -> None:
    tom = await workshop.enter(workshop.tom)
    people = [await workshop.enter_new(f"Person{n} Lowe", f"Place {n}") for n in range(6)]
    bea, dee = people[0], people[1]
    await in_db(lambda: MeetingWish.objects.create(person_id=bea.id, apart_from_id=dee.id))
    await workshop.go(nia, "Coffee")
    texts = []
    for seed in range(6):
        grouping = await propose(workshop, nia, "Coffee", seed=seed)
        await nia.until(lambda store: groups_of(nia, grouping))  # noqa: B023 - called within this round only
        together = [group for group in groups_of(nia, grouping) if {bea.id, dee.id} <= set(group["members"])]
        assert together == [], "the wish is met"
        texts.append(json.dumps(nia.store.tables["groupings"][grouping]))
    await nia.act(SendGroups, grouping=grouping)
    await nia.act(OpenRooms, grouping=grouping, minutes=5)
    target = next(group for group in groups_of(nia, grouping) if dee.id in group["members"])
    await nia.act(MovePerson, grouping=grouping, person=bea.id, group=target["id"])
    await workshop.quiet()
    frames = [json.loads(frame) for client in (nia, tom) for frame in client.heard]
    for frame in frames:
        frame.get("tables", {}).pop("practices", None)  # what every practice says to everybody
    everything = json.dumps(frames).casefold()
    for word in ("wish", "apart", "not with", "don’t match", "avoid"):
        assert word not in everything, word
    reports = [json.loads(text)["report"] for text in texts]
    assert not any({bea.id, dee.id} <= set(reason["people"]) for report in reports for reason in report["reasons"])
