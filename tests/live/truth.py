"""Whether what a client knows is what the record says that this person may see: the end of every test of faults."""

from __future__ import annotations

import asyncio
import time
from typing import Any

from folkmoot.record import access
from folkmoot.record.snapshot import Views, you
from folkmoot.record.state import State
from folkmoot.rehearsal.store import TABLES, Store
from tests.live.workshop import Client, in_db
from tests.serving import PATIENCE

Known = dict[str, Any]


def of_record(session: str, person: str) -> Known:
    """What this person may see (nobody: the shared screen), from a snapshot of what is stored."""
    state = State.load(session)
    audiences = access.audiences_of(state, person)
    rows = Views(state).tables(audiences)
    tables = {name: {row["id"]: row for row in rows.get(name, [])} for name in TABLES}
    cursors = {audience: state.counters.get(audience, 0) for audience in audiences}
    return _known(tables, cursors, you(state, person))


def of_store(store: Store) -> Known:
    """The same from what a client knows."""
    return _known(store.tables, store.cursors, {**store.you, "mine": sorted(store.mine), "drafts": store.drafts})


def _known(tables: dict[str, dict[str, Any]], cursors: dict[str, int], me: Known) -> Known:
    return {
        **tables,
        "cursors": {audience: n for audience, n in cursors.items() if n},
        "you": {**me, "mine": sorted(me["mine"]), "drafts": None},
    }


async def agree(*clients: Client, seconds: float = PATIENCE) -> None:
    """Every client comes to know what the record says, and nothing else. Raises AssertionError with what differs."""
    until = time.monotonic() + seconds
    while differing := await _differing(clients):
        assert time.monotonic() < until, differing
        await asyncio.sleep(0.2)


async def _differing(clients: tuple[Client, ...]) -> list[str]:
    found = []
    for client in clients:
        right = await in_db(of_record, client.line.session, "" if client.line.screen else client.id)
        known = of_store(client.store)
        for part in right:
            if _kept(part, known[part], right[part]) != right[part]:
                name = client.person.name if client.person else "the screen"
                found.append(f"{name}, {part}: {_difference(known.get(part), right[part])}")
    return found


def _kept(part: str, known: Known, right: Known) -> Known:
    """What is compared: the count of a step that is over stays in a store, where nothing shows it any more."""
    return {key: row for key, row in known.items() if part != "counts" or key in right}


def _difference(known: Any, right: Any) -> str:
    keys = [key for key in {**known, **right} if known.get(key) != right.get(key)]
    return "; ".join(f"{key}: has {known.get(key)!r}, not {right.get(key)!r}" for key in keys[:5])
