"""What is withdrawn is gone: from every screen, every table, and every file of the database."""

from __future__ import annotations

import asyncio
from pathlib import Path

from django.db import connection

from folkmoot.practice_kit.wire.ops import Message, Promote, PutEntry, PutTheme, PutUnder, SaveDraft, Say, WithdrawEntry
from folkmoot.record.models import Entry, Event
from tests.live.workshop import Workshop, in_db

WIPE_SECONDS = 30.0


def tables_with(text: str) -> list[str]:
    """The tables of which any row holds this text."""
    found = []
    for table in connection.introspection.table_names():
        with connection.cursor() as cursor:
            cursor.execute(f'SELECT * FROM "{table}"')
            if any(text in str(value) for row in cursor.fetchall() for value in row):
                found.append(table)
    return found


def files_with(text: str, folder: Path) -> list[str]:
    """The files of the server's folder, its database's and its logs, that hold this text anywhere in their bytes."""
    return [path.name for path in folder.rglob("*") if path.is_file() and text.encode() in path.read_bytes()]


async def is_gone(workshop: Workshop, text: str) -> None:
    """Assert that no table holds the text, and soon no file either."""
    assert await in_db(tables_with, text) == []
    until = asyncio.get_running_loop().time() + WIPE_SECONDS
    while found := files_with(text, workshop.server.folder):
        assert asyncio.get_running_loop().time() < until, found
        await asyncio.sleep(0.3)


async def test_a_marker_that_was_withdrawn_is_found_nowhere(workshop: Workshop) -> None:
    nia = await workshop.enter(workshop.nia)
    bea, dee, _ = await workshop.bea_dee_and_ken()
    marker = f"withdrawn-marker-{bea.id}"
    activity = await workshop.go(nia, "Taking stock")
    for end in range(5, len(marker) + 1, 4):
        await bea.act(SaveDraft, box=f"{activity['id']}:note:", body={"panel": "facing", "text": marker[:end]})
    await bea.act(SaveDraft, box=f"{activity['id']}:note:", body={"panel": "facing", "text": marker})
    note = await bea.write(activity["id"], "note", panel="facing", text=marker)
    await workshop.stage(nia, activity, "talk")
    await dee.sees(note)
    issue = (await nia.act(Promote, entry=note, to="issue")).result["entry"]
    for client in (bea, dee, nia):
        await client.sees(note)
        await client.sees(issue)
    assert "record_entry" in await in_db(tables_with, marker)
    assert files_with(marker, workshop.server.folder) or connection.vendor != "sqlite"
    await bea.act(WithdrawEntry, entry=note)
    for client in (bea, dee, nia):
        await client.until(lambda store: not {note, issue} & set(store.tables["entries"]))
    await is_gone(workshop, marker)


async def test_a_withdrawn_chat_line_is_found_nowhere(workshop: Workshop) -> None:
    bea, dee, _ = await workshop.bea_dee_and_ken()
    line = (await bea.act(Say, to="session", text=f"chat-marker-{bea.id}")).result["entry"]
    await dee.sees(line)
    await bea.act(WithdrawEntry, entry=line)
    await dee.until(lambda store: line not in store.tables["entries"])
    await is_gone(workshop, f"chat-marker-{bea.id}")


async def test_the_log_never_holds_anybody_s_words(workshop: Workshop) -> None:
    nia = await workshop.enter(workshop.nia)
    bea, _, _ = await workshop.bea_dee_and_ken()
    activity = await workshop.go(nia, "Taking stock")
    await bea.write(activity["id"], "note", panel="facing", text="words-marker")
    await bea.act(Say, to="session", text="words-marker")
    await nia.act(Message, to="session", text="words-marker")
    await workshop.stage(nia, activity, "talk")
    bodies = await in_db(lambda: [str(e.body) for e in Event.objects.filter(stream=workshop.session.id)])
    assert len(bodies) > 5
    assert not any("words-marker" in body for body in bodies)


async def test_who_comes_back_after_it_was_withdrawn_never_gets_it(workshop: Workshop) -> None:
    nia = await workshop.enter(workshop.nia)
    bea, dee, _ = await workshop.bea_dee_and_ken()
    activity = await workshop.go(nia, "Taking stock")
    await workshop.stage(nia, activity, "talk")
    await dee.line.drop()
    note = await bea.write(activity["id"], "note", panel="facing", text="gone-before-you-came")
    await nia.sees(note)
    await bea.act(WithdrawEntry, entry=note)
    dee.line.come_back()
    await dee.until(lambda store: dee.line.figures.resumed == 1)
    await workshop.quiet()
    assert not dee.has_heard("gone-before-you-came")


async def test_notes_under_a_withdrawn_one_stand_by_themselves_again(workshop: Workshop) -> None:
    nia = await workshop.enter(workshop.nia)
    bea, dee, ken = await workshop.bea_dee_and_ken()
    activity = await workshop.go(nia, "Taking stock")
    await workshop.stage(nia, activity, "read")
    await workshop.stage(nia, activity, "talk")
    one = await bea.write(activity["id"], "note", panel="facing", text="One")
    two = await dee.write(activity["id"], "note", panel="facing", text="Two")
    for client in (nia, ken):
        await client.sees(one)
        await client.sees(two)
    await nia.act(PutUnder, entry=two, under=one)
    await ken.until(lambda store: store.tables["entries"][two]["theme"] == one)
    await bea.act(WithdrawEntry, entry=one)
    await ken.until(lambda store: store.tables["entries"][two]["theme"] == "")


async def test_a_theme_cannot_be_laid_over_somebody_s_note(workshop: Workshop) -> None:
    nia = await workshop.enter(workshop.nia)
    bea, _, _ = await workshop.bea_dee_and_ken()
    activity = await workshop.go(nia, "Taking stock")
    note = await bea.write(activity["id"], "note", panel="facing", text="Bea’s")
    assert (await nia.refused(PutTheme, activity=activity["id"], title="Mine", theme=note)).code == "no_theme"
    assert (await bea.sees(note))["body"]["text"] == "Bea’s"


async def test_a_withdrawn_practical_thing_takes_its_step_along(workshop: Workshop) -> None:
    nia = await workshop.enter(workshop.nia)
    bea, _, _ = await workshop.bea_dee_and_ken()
    activity = await workshop.go(nia, "One thing")
    body = {"text": f"step-marker-{bea.id}"}
    put = await bea.act(PutEntry, activity=activity["id"], entry_kind="commitment", body=body, private=True)
    steps = Entry.objects.filter(session=workshop.session, kind="step")
    titles: list[str] = await in_db(lambda: [step.body["title"] for step in steps])
    assert titles == [f"step-marker-{bea.id}"]
    await bea.act(WithdrawEntry, entry=put.result["entry"])
    await is_gone(workshop, f"step-marker-{bea.id}")
