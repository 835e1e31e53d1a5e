"""The day after: more is withdrawn, and everybody looks at everything that they can reach."""

from __future__ import annotations

import asyncio
import re

from folkmoot.rehearsal.store import Row
from tests.scenario import cast
from tests.scenario.play import Seen, scene
from tests.scenario.somebody import Somebody
from tests.scenario.traces import in_files, in_tables, walk
from tests.scenario.watch import MARK, NOBODY
from tests.scenario.workshop import Workshop, first_name, in_db

WIPED_WITHIN = 30.0


@scene("10:30", day=1)
async def taken_back(w: Workshop) -> Seen:
    """Ada takes back one of every kind of thing that she wrote, by the links of her own page."""
    ada = w["Ada"]
    before = (await ada.get("/me/")).text
    entries = re.findall(r'href="/me/withdraw/([^/"]+)/"', before)
    gone: list[str] = []
    for entry in entries:
        asked = await ada.get(f"/me/withdraw/{entry}/")
        gone += [mark for mark in MARK.findall(asked.text) if mark not in gone]
        answer = await ada.post("/me/do/", on=f"/me/withdraw/{entry}/", do="withdraw", entry=entry)
        assert answer.status_code == 302
    for mark in gone:
        w.watch.take_back(mark)
    withdrawn = [mark for mark, allowed in w.watch.allowed.items() if allowed == {NOBODY}]
    until = asyncio.get_running_loop().time() + WIPED_WITHIN
    while (files := in_files(w.server.folder)).keys() & set(withdrawn) and asyncio.get_running_loop().time() < until:
        await asyncio.sleep(0.3)
    return Seen(gone=gone, withdrawn=withdrawn, tables=await in_db(in_tables), files=files)


@scene("11:00", day=1)
async def everywhere(w: Workshop) -> Seen:
    """Each follows every link from where they may begin."""
    session, programme = w.session, w.session.programme.slug
    public = ["/", f"/p/{programme}/", f"/p/{programme}/{session.slug}/", "/join/", "/certificate/"]
    record = [f"/record/{session.id}/"] + [f"/record/{session.id}/record.{kind}" for kind in ("json", "csv")]
    own = ["/me/", "/me/everything.json", "/me/everything.html", f"/record/{session.id}/certificate/"]
    home = ["/home/", f"/plan/{session.id}/", f"/desk/{session.id}/", f"/record/{session.id}/preview/"]
    passer_by = Somebody("passer-by", w.server.url, w.watch)
    await w.sign_in(cast.ADMINISTRATOR)
    walks = {
        "passer-by": await walk(passer_by, [*public, *record, *own, *home]),
        "Zed": await walk(w["Zed"], [*public, *record, *own, *home]),
        "Bea": await walk(w["Bea"], [*public, *record, *own, *home]),
        "Ife": await walk(w["Ife"], [*record, *own]),
        "Nia": await walk(w["Nia"], [*public, *record, *home, f"/record/{session.id}/attendance/"]),
        "Tom": await walk(w["Tom"], [*record, *home, f"/record/{session.id}/attendance/"]),
        "Asha": await walk(w["Asha"], [*record, *home]),
        "Ann": await walk(w[first_name(cast.ADMINISTRATOR)], [*record, *home, f"/record/{session.id}/attendance/"]),
    }
    await passer_by.http.aclose()
    pdf = await w["Nia"].get(f"/record/{session.id}/record.pdf")
    return Seen(
        walks=walks,
        marks=dict(w.watch.author),
        mails=await w.all_mails(),
        log=w.server.output(),
        pdf=pdf,
        groups=_groups(w),
        products={mark for kept in ("points", "statements") for mark, _ in w.kept.get(kept, {}).values()},
        issues=[issue["body"]["title"] for issue in w["Nia"].entries("", "issue")],
        ids=[each.id for each in w.people.values() if each.id],
        tokens=await _tokens(w),
        events=await in_db(_event_bodies, w),
        results=await in_db(_results, w),
        files={kind: (await w["Nia"].get(f"/record/{session.id}/record.{kind}")).text for kind in ("json", "csv")},
    )


def _groups(w: Workshop) -> dict[str, set[str]]:
    """Whose words somebody may find on their own page as a product of their group: first names by first name."""
    groups = w["Nia"].store.tables["groups"].values()
    names = {each.id: each.first for each in w.people.values() if each.id}
    return {
        first: {names[m] for group in groups if one in group["members"] for m in group["members"] if m in names}
        for one, first in names.items()
    }


async def _tokens(w: Workshop) -> list[str]:
    mails: list[Row] = await w.all_mails()
    return [token for mail in mails for token in re.findall(r"/(?:me|b)/([^/\s)]{16,})/", mail["text"])]


def _event_bodies(w: Workshop) -> list[str]:
    from folkmoot.record.models import Event

    return [str(event.body) for event in Event.objects.filter(stream=w.session.id)]


def _results(w: Workshop) -> list[str]:
    from folkmoot.record.models import AppliedOp

    return [str(applied.result) for applied in AppliedOp.objects.filter(stream=w.session.id)]
