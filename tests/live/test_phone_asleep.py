"""A phone that sleeps behind the call: still in the group, counted and matched, and up to date when it wakes."""

from __future__ import annotations

import time

from folkmoot.live.presence import AWAY_SECONDS, Presence
from folkmoot.practice_kit.wire.ops import SaveDraft
from folkmoot.record.models import Attendance
from tests.live.workshop import A_BEAT, Client, Workshop, in_db, stored

EIGHT_MINUTES = 8 * 60


def test_eight_minutes_of_sleep_are_not_lost_and_more_than_ten_are() -> None:
    presence = Presence()
    now = time.monotonic()
    presence.gone_at["bea"] = now
    assert presence.newly_lost(now + EIGHT_MINUTES) == []
    assert presence.newly_lost(now + AWAY_SECONDS + 1) == ["bea"]


async def test_a_send_and_a_reveal_while_it_sleeps(workshop: Workshop) -> None:
    nia = await workshop.enter(workshop.nia)
    bea, dee, ken = await workshop.bea_dee_and_ken()
    others = [await workshop.enter_new(f"Person{n} Lowe", f"Place {n}") for n in range(3)]
    activity = await workshop.go(nia, "Taking stock")
    box = f"{activity['id']}:note:facing"
    await bea.act(SaveDraft, box=box, body={"text": "half a sentence"})
    note = await dee.write(activity["id"], "note", panel="facing", text="Buses stop at six")
    bea.line.hide(True)
    await nia.until(lambda store: store.presence.get(bea.id) == "away")
    await bea.line.drop()
    await stored(Attendance.objects.filter(person=bea.id, until__isnull=False).first)

    await workshop.stage(nia, activity, revealed_stage(nia))
    groups = await workshop.groups(nia, "Taking stock")
    mine = next(group for group in groups if bea.id in group["members"])
    assert sum(len(group["members"]) for group in groups) == 3 + len(others), "matched, though asleep"
    assert nia.store.session["here"] == 3 + len(others), "and counted"

    bea.line.come_back()
    began = time.monotonic()
    await bea.until(lambda store: store.tables["groups"].get(mine["id"]))
    await bea.sees(note)
    assert time.monotonic() - began < 2 + A_BEAT, "right within two seconds of the line's return"
    row = bea.store.tables["activities"][activity["id"]]
    assert row["stage"] == nia.store.tables["activities"][activity["id"]]["stage"]
    assert bea.store.drafts[box] == {"text": "half a sentence"}
    times = await in_db(lambda: list(Attendance.objects.filter(person=bea.id)))
    assert [row.until for row in times] == [None], "its sleep was time in the session"
    await ken.until(lambda store: store.session["here"] == 3 + len(others))


def revealed_stage(nia: Client) -> str:
    stages = nia.store.tables["practices"]["taking_stock"]["stages"]
    return str(next(stage["key"] for stage in stages if stage["state"] == "revealed"))
