"""Before the reveal nobody else receives a byte of anybody's text: every socket is listened to, facilitators' too."""

from __future__ import annotations

import asyncio
import json
from random import Random

import pytest

from folkmoot.practice_kit.wire.ops import (
    Choose,
    Finish,
    Knock,
    MovePerson,
    Promote,
    PutEntry,
    SaveDraft,
    SetStage,
)
from folkmoot.rehearsal.store import Row
from tests.live.truth import agree
from tests.live.workshop import A_BEAT, Client, Workshop


def marker(client: Client) -> str:
    """A text that only this client wrote."""
    return f"marker-of-{client.id}"


async def all_write(people: list[Client], activity: Row, kind: str, **body: str) -> dict[str, Client]:
    """Everybody drafts and writes their marker; gives the entries by id."""
    entries = {}
    for person in people:
        text = {**body, "text": marker(person)}
        await person.act(SaveDraft, box=f"{activity['id']}:{kind}:", body=text)
        entries[await person.write(activity["id"], kind, **text)] = person
        await person.act(Finish, activity=activity["id"])
    return entries


async def put_answers(people: list[Client], activity: Row) -> dict[str, str]:
    """Everybody answers with their marker; gives the entries by person."""
    entries = {}
    for person in people:
        entries[person.id] = await person.write(activity["id"], "answer", what=marker(person), why="", benefit="")
    return entries


def heard_of(client: Client, people: list[Client]) -> list[str]:
    """Whose text, besides one's own, stands in anything that this client ever received."""
    return [
        other.person.name for other in people if other is not client and client.has_heard(marker(other)) if other.person
    ]


async def test_no_byte_before_the_reveal_then_everything_in_one_moment(workshop: Workshop) -> None:
    nia, tom = await workshop.enter(workshop.nia), await workshop.enter(workshop.tom)
    screen = Client(workshop.server, workshop.session, None, nia.cookie, screen=True)
    workshop.clients.append(screen)
    await screen.line.open()
    people = list(await workshop.bea_dee_and_ken())
    activity = await workshop.go(nia, "Taking stock")
    entries = await all_write(people, activity, "note", panel="facing")
    await people[0].line.drop()
    late = await workshop.enter_new("Sam Late")
    people[0].line.come_back()
    await people[0].until(lambda store: people[0].line.figures.resumed == 1)
    for client in workshop.clients:
        for what in ("note", "finished"):
            await client.until(lambda store: store.tables["counts"][f"{activity['id']}::{what}"]["count"] == 3)  # noqa: B023 - called within this round only
    await workshop.quiet(A_BEAT)
    for client in [*workshop.clients]:
        assert heard_of(client, people) == []
    await workshop.stage(nia, activity, "read")
    for client in (nia, tom, screen, late, *people):
        for entry in entries:
            await client.sees(entry)
        assert client.store.gaps == 0
    reveals = [event for event in tom.store.events if event["kind"] == "entries_revealed"]
    assert [len(event["put"]["entries"]) for event in reveals] == [3], "one event for all"


async def test_what_is_revealed_names_nobody_and_is_in_random_order(workshop: Workshop) -> None:
    nia = await workshop.enter(workshop.nia)
    people = [await workshop.enter_new(f"Person {n}") for n in range(12)]
    activity = await workshop.go(nia, "Taking stock")
    written = list(await all_write(people, activity, "note", panel="facing"))
    await workshop.stage(nia, activity, "read")
    for entry in written:
        await nia.sees(entry)
    shown = [entry["id"] for entry in nia.store.entries(activity["id"], "note")]
    assert sorted(shown) == sorted(written)
    assert shown != written, "one chance in 479 million"
    frames = [json.loads(frame) for frame in nia.heard if marker(people[0]) in frame]
    assert frames
    rows = [entry for entry in nia.store.tables["entries"].values() if entry["kind"] == "note"]
    assert {entry["author"] for entry in rows} == {""}
    for event in (event for frame in frames for event in frame.get("events", [])):
        assert not any(
            person.id in json.dumps({**row, "body": {}}) for person in people for row in event["put"].get("entries", [])
        )


async def test_counts_come_and_never_who(workshop: Workshop) -> None:
    nia = await workshop.enter(workshop.nia)
    bea, dee, ken = await workshop.bea_dee_and_ken()
    activity = await workshop.go(nia, "Taking stock")
    await workshop.quiet()
    nia.heard.clear()
    ken.heard.clear()
    await bea.write(activity["id"], "note", panel="facing", text="One")
    await dee.act(Finish, activity=activity["id"])
    for client in (nia, ken):
        counts = client.store.tables["counts"]
        await client.until(lambda store: store.tables["counts"].get(f"{activity['id']}::note", {}).get("count") == 1)
        await client.until(lambda store: store.tables["counts"][f"{activity['id']}::finished"]["count"] == 1)
        assert client.store.tables["counts"][f"{activity['id']}::note"]["of"] == 3
        live = [frame for frame in client.heard if '"t":"presence"' not in frame]
        assert not any(person.id in frame for person in (bea, dee) for frame in live), counts


async def test_in_groups_the_reveal_reaches_the_group_and_no_facilitator(workshop: Workshop) -> None:
    nia = await workshop.enter(workshop.nia)
    people = [await workshop.enter_new(f"Person {n}", f"Place {n}") for n in range(8)]
    activity = await workshop.go(nia, "Purpose")
    await workshop.stage(nia, activity, "write")
    groups = await workshop.groups(nia, "Purpose")
    entries = await put_answers(people, activity)
    await workshop.quiet()
    assert [heard_of(client, people) for client in workshop.clients] == [[]] * 9
    await workshop.stage(nia, activity, "read")
    for group in groups:
        for person in (person for person in people if person.id in group["members"]):
            for member in group["members"]:
                await person.sees(entries[member])
    await workshop.quiet(A_BEAT)
    for group in groups:
        members = [person for person in people if person.id in group["members"]]
        for person in members:
            assert len(heard_of(person, people)) == len(members) - 1
            assert heard_of(person, members) == heard_of(person, people), "nobody of another group"
    assert heard_of(nia, people) == []
    visited = groups[0]
    await nia.act(Knock, group=visited["id"], enter=True)
    await workshop.quiet()
    assert sorted(heard_of(nia, people)) == sorted(
        p.person.name for p in people if p.person and p.id in visited["members"]
    )


async def test_who_is_moved_before_the_reveal_learns_nothing_early(workshop: Workshop) -> None:
    nia = await workshop.enter(workshop.nia)
    people = [await workshop.enter_new(f"Person {n}", f"Place {n}") for n in range(8)]
    activity = await workshop.go(nia, "Purpose")
    await workshop.stage(nia, activity, "write")
    one, other = await workshop.groups(nia, "Purpose")
    entries = await put_answers(people, activity)
    mover = next(person for person in people if person.id in one["members"])
    await nia.act(MovePerson, grouping=one["grouping"], person=mover.id, group=other["id"])
    await mover.until(lambda store: other["id"] in store.tables["groups"])
    await workshop.quiet()
    assert heard_of(mover, people) == []
    await workshop.stage(nia, activity, "read")
    for each in (*(member for member in other["members"]), mover.id):
        await mover.sees(entries[each])
    for each in (person for person in people if person.id in one["members"]):
        await each.sees(entries[mover.id])
    await workshop.quiet()
    new = [person for person in people if person.id in other["members"]]
    assert sorted(heard_of(mover, people)) == sorted(p.person.name for p in new if p.person), (
        "her new group’s, not the old"
    )
    left = [person for person in people if person.id in one["members"] and person is not mover]
    assert all(person.has_heard(marker(mover)) for person in left), "what she wrote stays where she wrote it"


async def test_a_private_note_cannot_be_promoted_or_chosen_by_guessing_its_id(workshop: Workshop) -> None:
    nia = await workshop.enter(workshop.nia)
    bea, dee, _ = await workshop.bea_dee_and_ken()
    activity = await workshop.go(nia, "Taking stock")
    entry = await bea.write(activity["id"], "note", panel="facing", text=marker(bea))
    for answer in (
        await nia.refused(Promote, entry=entry, to="issue"),
        await nia.refused(Promote, entry=entry, to="board", activity=activity["id"]),
        await nia.refused(Choose, activity=activity["id"], entry=entry),
    ):
        assert answer.code == "not_shown"
        assert marker(bea) not in answer.message
    await workshop.quiet()
    assert heard_of(dee, [bea]) == []


async def test_the_stage_may_go_back_and_deletes_nothing(workshop: Workshop) -> None:
    nia = await workshop.enter(workshop.nia)
    people = list(await workshop.bea_dee_and_ken())
    bea, dee, _ = people
    activity = await workshop.go(nia, "Taking stock")
    entries = await all_write(people, activity, "note", panel="facing")
    await workshop.stage(nia, activity, "read")
    for entry in entries:
        await dee.sees(entry)
    await workshop.stage(nia, activity, "write")
    assert set(entries) <= set(dee.store.tables["entries"]), "what was seen stays"
    more = await bea.write(activity["id"], "note", panel="facing", text="written after going back")
    await workshop.quiet()
    assert not dee.has_heard("written after going back")
    await workshop.stage(nia, activity, "read")
    await dee.sees(more)
    fresh = await workshop.enter_new("Sam New")
    assert {*entries, more} <= set(fresh.store.tables["entries"])


async def test_what_is_added_in_discussion_comes_in_small_batches_without_its_author(workshop: Workshop) -> None:
    nia = await workshop.enter(workshop.nia)
    bea, dee, _ = await workshop.bea_dee_and_ken()
    activity = await workshop.go(nia, "Taking stock")
    await workshop.stage(nia, activity, "talk")
    entry = await bea.write(activity["id"], "note", panel="facing", text="One more")
    shown = await dee.sees(entry)
    assert (shown["late"], shown["author"]) == (True, "")


async def test_a_statement_is_withheld_while_people_restate_it(workshop: Workshop) -> None:
    nia = await workshop.enter(workshop.nia)
    bea, dee, ken = await workshop.bea_dee_and_ken()
    activity = await workshop.go(nia, "Purpose")
    groups = await workshop.groups(nia, "Purpose")
    await workshop.stage(nia, activity, "draft")
    from folkmoot.practice_kit.wire.ops import Pen

    await bea.act(Pen, group=groups[0]["id"], do="take")
    statement = await bea.write(activity["id"], "statement", text="withheld-marker: we open the hall")
    await workshop.stage(nia, activity, "hear")
    chosen = (await nia.act(Choose, activity=activity["id"], entry=statement)).result["entry"]
    for client in (bea, dee, nia):
        await client.sees(chosen)
    await workshop.stage(nia, activity, "restate")
    for client in (bea, dee, ken, nia):
        await client.until(lambda store: not {statement, chosen} & set(store.tables["entries"]))
        await client.is_told()
        client.heard.clear()
    fresh = await workshop.enter_new("Sam New")
    again = Client(workshop.server, workshop.session, dee.person, dee.cookie)
    workshop.clients.append(again)
    await again.line.open()
    await dee.line.drop()
    dee.line.come_back()
    await dee.until(lambda store: dee.line.figures.resumed == 1)
    await dee.write(activity["id"], "restatement", text="Open the hall, I think")
    await workshop.quiet()
    assert not any(client.has_heard("withheld-marker") for client in (bea, dee, ken, nia, fresh, again))
    await workshop.stage(nia, activity, "compare")
    for client in (bea, dee, nia, fresh):
        await client.sees(chosen)


@pytest.mark.parametrize("seed", [1, 2])
async def test_no_byte_leaks_whatever_people_do_meanwhile(workshop: Workshop, seed: int) -> None:
    """Writing, changing, dropping, coming back, joining and moving in random order, then the reveal."""
    dice = Random(seed)
    nia = await workshop.enter(workshop.nia)
    people = [await workshop.enter_new(f"Person {n}", f"Place {n % 4}") for n in range(8)]
    activity = await workshop.go(nia, "Purpose")
    await workshop.stage(nia, activity, "write")
    groups = await workshop.groups(nia, "Purpose")

    async def write(person: Client) -> None:
        body = {"what": marker(person), "why": str(dice.random()), "benefit": ""}
        mine = [e["id"] for e in person.store.entries(activity["id"], "answer") if e["id"] in person.store.mine]
        await person.line.act(
            PutEntry, activity=activity["id"], entry_kind="answer", entry=mine[0] if mine else "", body=body
        )

    async def leave_and_return(person: Client) -> None:
        await person.line.drop()
        await asyncio.sleep(dice.random() / 5)
        person.line.come_back()

    async def move(person: Client) -> None:
        group = dice.choice(groups)["id"]
        await nia.line.act(MovePerson, grouping=groups[0]["grouping"], person=person.id, group=group)

    deeds = [write, write, write, leave_and_return, move]
    for _ in range(12):
        await asyncio.gather(*(dice.choice(deeds)(person) for person in dice.sample(people, 4)))
    await agree(*workshop.clients)
    await workshop.quiet(A_BEAT)
    assert {client.person.name: heard_of(client, people) for client in workshop.clients if client.person} == {
        client.person.name: [] for client in workshop.clients if client.person
    }
    answer = await nia.line.act(SetStage, activity=activity["id"], stage="read")
    assert answer.ok
    for person in people:
        await person.until(lambda store: store.tables["activities"][activity["id"]]["stage"] == "read")
    await agree(*workshop.clients)
    assert any(heard_of(person, people) for person in people), "the marks are found once they are shown"


async def test_who_has_moved_on_before_the_reveal_sees_that_theirs_was_shown(workshop: Workshop) -> None:
    nia = await workshop.enter(workshop.nia)
    people = [await workshop.enter_new(f"Person{n} Lowe", f"Place {n}") for n in range(8)]
    activity = await workshop.go(nia, "Purpose")
    one, other, *_ = await workshop.groups(nia, "Purpose")
    await workshop.stage(nia, activity, "write")
    bea = next(each for each in people if each.id in one["members"])
    mine = await bea.write(activity["id"], "answer", what="To walk", why="so", benefit="us")
    await nia.act(MovePerson, grouping=one["grouping"], person=bea.id, group=other["id"])
    await bea.until(lambda store: bea.id in store.tables["groups"].get(other["id"], {}).get("members", []))
    await workshop.stage(nia, activity, "read")
    await bea.until(lambda store: store.tables["entries"][mine]["state"] == "shown")
    await agree(nia, *people)
