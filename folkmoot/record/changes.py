"""What other processes committed to a session: each commit notes the rows it changed, and the others read those.

A commit raises the stream's `version` by one. Whoever is behind reads the rows of the versions that it missed; where
they are not known any more, or everything changed, it reads the session whole. Notes name rows and nobody, and are
forgotten soon: beside the log they would tell who wrote an entry whose link is not kept. On SQLite one process serves,
so nothing is noted, and what a command wrote beside it is read whole.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from django.db import connection, models
from django.db.models import F

from folkmoot.kit.time import utc_now
from folkmoot.record.models import Change, Event, Stream
from folkmoot.record.state import TABLES, Layer, State

KEPT = timedelta(seconds=90)
"""How long it is known which rows a commit changed."""

_TABLES = {table.__name__: table for table in TABLES}


@dataclass(frozen=True)
class Stored:
    """An event as stored, with its numbers."""

    seq: int
    audience: str
    n: int
    kind: str
    body: dict[str, Any]


@dataclass
class News:
    """What others committed: their rows laid over the state, how many commits it was, and their events in order."""

    layer: Layer
    commits: int = 0
    events: list[Stored] = field(default_factory=list)

    @property
    def counters(self) -> dict[str, int]:
        """The last number of each audience that these events reached."""
        return {event.audience: event.n for event in self.events}


def note(stream: Stream, rows: Mapping[type[models.Model], Collection[str]] | None) -> None:
    """Count a commit on the locked stream, which is still to be saved, and note its rows; None: everything."""
    stream.version += 1
    if connection.vendor != "sqlite":
        named = None if rows is None else {table.__name__: sorted(keys) for table, keys in rows.items()}
        Change.objects.create(stream=stream, version=stream.version, rows=named)


def note_everything(session_id: str) -> None:
    """Have every process read a session whole: something beside its rows changed, its agenda for instance."""
    if Stream.objects.filter(id=session_id).update(version=F("version") + 1) and connection.vendor != "sqlite":
        version = Stream.objects.values_list("version", flat=True).get(id=session_id)
        Change.objects.create(stream_id=session_id, version=version, rows=None)


def missed(state: State, stream: Stream) -> News | None:
    """What happened since the state, up to the locked stream; None where it has to be read whole."""
    if state.version == stream.version:
        return News(state)
    since = Change.objects.filter(stream=stream, version__gt=state.version).values_list("rows", flat=True)
    noted = [rows for rows in since if rows is not None]
    if len(noted) != stream.version - state.version:
        return None
    layer = Layer(state)
    for name, table in _TABLES.items():
        keys = {key for rows in noted for key in rows.get(name, ())}
        if keys:
            found = table._default_manager.in_bulk(keys)
            layer.lay(table, {key: found.get(key) for key in keys})
    events = Event.objects.filter(stream=stream, seq__gt=state.seq).order_by("seq")
    return News(layer, len(noted), [Stored(e.seq, e.audience, e.n, e.kind, e.body) for e in events])


def versions(session_ids: Collection[str]) -> dict[str, int]:
    """How far each of these sessions is; one that is not there any more is left out."""
    return dict(Stream.objects.filter(id__in=session_ids).values_list("id", "version"))


def forget_old() -> None:
    """Forget what was noted a while ago."""
    Change.objects.filter(at__lt=utc_now() - KEPT).delete()
