"""Stored events as the frames in which they are sent: the text is joined from the current rows, never from the log."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from django.db.models import Q

from folkmoot.kit.time import utc_now
from folkmoot.practice_kit.wire.frames import encode
from folkmoot.record import access
from folkmoot.record.changes import Stored
from folkmoot.record.models import Event
from folkmoot.record.snapshot import Views


def batch(views: Views, audience: str, events: Iterable[Stored]) -> bytes:
    """The frame of an audience's events. A row is the same in every event of a batch, so it is sent once."""
    told: set[tuple[str, str]] = set()
    rendered = [_render(views, audience, event, told) for event in events]
    head = encode({"t": "batch", "a": audience, "at": access.millis(utc_now())})
    return b"".join((head[:-1], b',"events":[', b",".join(rendered), b"]}"))


def _render(views: Views, audience: str, event: Stored, told: set[tuple[str, str]]) -> bytes:
    """An event as its audience sees it now."""
    put: dict[str, list[bytes]] = {}
    drop: dict[str, list[str]] = {table: list(keys) for table, keys in event.body.get("drop", {}).items()}
    for table, keys in event.body.get("put", {}).items():
        fresh = [key for key in keys if (table, key) not in told]
        told.update((table, key) for key in fresh)
        for key in fresh:
            row = _row(views, table, key, audience)
            if row is not None:
                put.setdefault(table, []).append(row)
            elif _row(views, table, key, access.SESSION) is None:
                # What everybody may see comes to this audience too, perhaps in a frame before this one.
                drop.setdefault(table, []).append(key)
    rest = {name: value for name, value in (("drop", drop), ("note", event.body.get("note"))) if value}
    head = encode({"n": event.n, "kind": event.kind, **rest})
    if not put:
        return head
    tables = b",".join(b'"%b":[%b]' % (table.encode(), b",".join(rows)) for table, rows in put.items())
    return b'%b,"put":{%b}}' % (head[:-1], tables)


def _row(views: Views, table: str, key: str, audience: str) -> bytes | None:
    if table == "entries":
        return views.boards.row(key, audience)
    row = access.view(views.state, table, key, audience)
    return None if row is None else encode(row)


def of_each_audience(events: Iterable[Stored]) -> Iterable[tuple[str, list[Stored]]]:
    """Events by audience, each audience's in order: one frame each, however they are mixed in the log."""
    found: dict[str, list[Stored]] = defaultdict(list)
    for event in events:
        found[event.audience].append(event)
    return found.items()


def read_events(session_id: str, cursors: dict[str, int]) -> list[Stored]:
    """The events after each audience's cursor, in the order of the log."""
    wanted = Q()
    for audience, n in cursors.items():
        wanted |= Q(audience=audience, n__gt=n)
    rows = Event.objects.filter(wanted, stream_id=session_id).order_by("seq")
    return [Stored(row.seq, row.audience, row.n, row.kind, row.body) for row in rows]
