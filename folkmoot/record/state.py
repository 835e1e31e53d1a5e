"""A live session in memory: rows by table, and changes laid over them until they are committed.

A row in memory is never altered in place: `revised` makes a new one. So a tick can be checked, refused in part and
committed while
readers go on seeing what is stored (LIVE.md: change memory only after the commit).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, TypeVar, cast

from django.db import models
from django.db.models import Max
from django.db.models.base import ModelState

from folkmoot.programme.models import AgendaItem, Session
from folkmoot.record.models import (
    Activity,
    Attendance,
    Draft,
    Entry,
    Event,
    Group,
    Grouping,
    Participant,
    ReleaseAnswer,
    Run,
    RunEntry,
)

M = TypeVar("M", bound=models.Model)

CHANGED = "_changed"
"""Where a row in memory keeps the names of its changed fields, until it is stored."""

SEEN = "_seen"
"""Where a row in memory keeps how a practice's own functions see it."""

# In the order in which they may be written: what is pointed to comes first.
TABLES: tuple[type[models.Model], ...] = (
    Run, RunEntry, Participant, Attendance, Grouping, Group, Activity, Entry, Draft, ReleaseAnswer
)  # fmt: skip


def revised(row: M, **fields: Any) -> M:
    """A copy of the row with these fields changed; the original stays as it is."""
    new = row.__class__.__new__(row.__class__)  # copying by `copy` would go through Django's pickling
    new.__dict__.update(row.__dict__)
    new.__dict__.pop(SEEN, None)
    new._state = ModelState()
    new._state.__dict__.update(row._state.__dict__)
    for name, value in fields.items():
        setattr(new, name, value)
    new.__dict__[CHANGED] = changed_fields(row).union(fields)
    return new


def changed_fields(row: models.Model) -> frozenset[str]:
    """The names of the fields in which a row differs from what is stored."""
    found: frozenset[str] = row.__dict__.get(CHANGED, frozenset())
    return found


@dataclass(frozen=True)
class NewEvent:
    """An event of this tick: `put` names rows by table, `drop` ids by table, `note` what only its kind tells.

    No text.
    """

    audience: str
    kind: str
    put: dict[str, list[str]] = field(default_factory=dict)
    drop: dict[str, list[str]] = field(default_factory=dict)
    note: dict[str, Any] = field(default_factory=dict)

    def body(self) -> dict[str, Any]:
        """What is stored: ids and structure."""
        return {name: value for name, value in (("put", self.put), ("drop", self.drop), ("note", self.note)) if value}


class Layer:
    """Rows laid over others.

    The lowest layer is the stored state; a change of a tick, and of one operation, lie above it.
    """

    under: Layer | None = None

    def __init__(self, under: Layer | None = None) -> None:
        self.under = under
        self.rows: dict[type[models.Model], dict[str, models.Model | None]] = defaultdict(dict)
        self.of_activity: dict[str, set[str]] = defaultdict(set)
        self.of_kind: dict[tuple[str, str], set[str]] = defaultdict(set)
        self.of_author: dict[str, set[str]] = defaultdict(set)
        self.of_holder: dict[str, set[str]] = defaultdict(set)
        self.of_attender: dict[str, set[str]] = defaultdict(set)
        self.of_person: dict[str, str] = {}
        self.events: list[NewEvent] = []
        self.unlinked: dict[str, set[str]] = defaultdict(set)

    @property
    def base(self) -> State:
        """The stored state at the bottom."""
        layer: Layer = self
        while layer.under is not None:
            layer = layer.under
        assert isinstance(layer, State)
        return layer

    def alters(self, table: type[models.Model]) -> bool:
        """Whether this layer, or one between it and the stored state, has rows of a table."""
        layer: Layer = self
        while layer.under is not None:
            if layer.rows[table]:
                return True
            layer = layer.under
        return False

    def altered(self, table: type[M]) -> dict[str, M | None]:
        """The rows of a table in this layer and those between it and the stored state, by id."""
        found: dict[str, models.Model | None] = {}
        layer: Layer = self
        while layer.under is not None:
            if layer.rows[table]:
                found = {**layer.rows[table], **found}
            layer = layer.under
        return cast("dict[str, M | None]", found)

    def get(self, table: type[M], key: str) -> M | None:
        """The row with this id as of this layer, or None."""
        layer: Layer | None = self
        while layer is not None:
            if key in layer.rows[table]:
                return layer.rows[table][key]  # type: ignore[return-value]  # a table's dict holds its own rows
            layer = layer.under
        return None

    def all(self, table: type[M]) -> Iterator[M]:
        """Every row of a table as of this layer."""
        seen: set[str] = set()
        layer: Layer | None = self
        while layer is not None:
            for key, row in layer.rows[table].items():
                if key not in seen:
                    seen.add(key)
                    if row is not None:
                        yield row  # type: ignore[misc]  # a table's dict holds its own rows
            layer = layer.under

    def entries(self, activity: str, kind: str = "") -> list[Entry]:
        """The entries of an activity (empty: those of the session itself) that are not withdrawn, of one kind or
        of all.
        """
        found = (e for e in self._of(activity, kind) if e.state != Entry.State.WITHDRAWN)
        return sorted(found, key=lambda e: (e.order, e.id))

    def withdrawn(self, activity: str, author: str) -> int:
        """How many entries of an activity (or, empty, of the session itself) somebody has withdrawn."""
        return sum(1 for e in self._by(author, activity) if e.state == Entry.State.WITHDRAWN)

    def written(self, activity: str, author: str, kind: str) -> list[Entry]:
        """Somebody's entries of one kind in an activity that are not withdrawn: however full it is, theirs are few."""
        return [e for e in self._by(author, activity) if e.kind == kind and e.state != Entry.State.WITHDRAWN]

    def has_written(self, activity: str, author: str) -> bool:
        """Whether somebody has entries in an activity that are not withdrawn."""
        return any(e.state != Entry.State.WITHDRAWN for e in self._by(author, activity))

    def _by(self, author: str, activity: str) -> Iterator[Entry]:
        keys: set[str] = set()
        layer: Layer | None = self
        while layer is not None:
            keys |= layer.of_author.get(author, set())
            layer = layer.under
        found = (entry for key in keys if (entry := self.get(Entry, key)) is not None)
        return (e for e in found if e.author_id == author and (e.activity_id or "") == activity)

    def count(self, activity: str) -> int:
        """How many entries an activity has, withdrawn ones included; an entry changed in this tick may count twice."""
        total, layer = 0, cast("Layer | None", self)
        while layer is not None:
            total += len(layer.of_activity.get(activity, ()))
            layer = layer.under
        return total

    def _of(self, activity: str, kind: str) -> Iterator[Entry]:
        keys: set[str] = set()
        layer: Layer | None = self
        while layer is not None:
            found = layer.of_kind.get((activity, kind)) if kind else layer.of_activity.get(activity)
            keys |= found or set()
            layer = layer.under
        return (entry for key in keys if (entry := self.get(Entry, key)) is not None)

    def drafts(self, holder: str) -> Iterator[Draft]:
        """The drafts of a person or of a group: however many are writing, each has few."""
        keys: set[str] = set()
        layer: Layer | None = self
        while layer is not None:
            keys |= layer.of_holder.get(holder, set())
            layer = layer.under
        return (draft for key in keys if (draft := self.get(Draft, key)) is not None)

    def attendance(self, person: str) -> list[Attendance]:
        """A person's intervals of attendance: however long the room has been open, each has few."""
        keys: set[str] = set()
        layer: Layer | None = self
        while layer is not None:
            keys |= layer.of_attender.get(person, set())
            layer = layer.under
        return [interval for key in keys if (interval := self.get(Attendance, key)) is not None]

    def participant(self, person: str) -> Participant | None:
        """The person's row in this session, or None."""
        layer: Layer | None = self
        while layer is not None:
            if person in layer.of_person:
                return self.get(Participant, layer.of_person[person])
            layer = layer.under
        return None

    def put(self, row: M) -> M:
        """Lay a new or revised row on this layer."""
        self.rows[type(row)][str(row.pk)] = row
        self._index(row)
        return row

    def revise(self, row: M, **fields: Any) -> M:
        """Lay a changed copy of the row on this layer."""
        return self.put(revised(row, **fields))

    def unlink(self, entry: Entry) -> None:
        """Have the log forget who wrote this entry, when the tick is stored; the row's own links are `revise`'s."""
        for person in filter(None, (entry.author_id, entry.entered_by_id)):
            self.unlinked[person].add(entry.id)

    def remove(self, row: models.Model) -> None:
        """Take the row away as of this layer."""
        self.rows[type(row)][str(row.pk)] = None

    def tell(
        self,
        audience: str,
        kind: str,
        put: Mapping[str, Iterable[str]] | None = None,
        drop: Mapping[str, Iterable[str]] | None = None,
        **note: Any,
    ) -> None:
        """Add an event for an audience."""
        self.events.append(
            NewEvent(
                audience,
                kind,
                {k: list(v) for k, v in (put or {}).items()},
                {k: list(v) for k, v in (drop or {}).items()},
                note,
            )
        )

    def lay(self, table: type[models.Model], rows: Mapping[str, models.Model | None]) -> None:
        """Lay rows by id on this layer; None: it is not there any more."""
        self.rows[table].update(rows)
        for row in rows.values():
            if row is not None:
                self._index(row)

    def absorb(self, above: Layer) -> None:
        """Take over everything that a layer above this one changed."""
        for table, rows in above.rows.items():
            if rows:
                self.lay(table, rows)
        self.events.extend(above.events)
        for person, keys in above.unlinked.items():
            self.unlinked[person] |= keys

    def _index(self, row: models.Model) -> None:
        if isinstance(row, Entry):
            activity = row.activity_id or ""
            self.of_activity[activity].add(row.id)
            self.of_kind[activity, row.kind].add(row.id)
            if row.author_id:
                self.of_author[row.author_id].add(row.id)
        elif isinstance(row, Draft):
            self.of_holder[row.group_id or row.person_id or ""].add(row.id)
        elif isinstance(row, Attendance):
            self.of_attender[row.person_id].add(row.id)
        elif isinstance(row, Participant):
            self.of_person[row.person_id] = row.id


class State(Layer):
    """What is stored of one session.

    `seq` is the last event it has seen, `version` the last commit, `counters` the last number of each audience.
    """

    def __init__(self, session: Session) -> None:
        super().__init__()
        self.session = session
        self.items: dict[str, AgendaItem] = {}
        self.children: dict[str, list[AgendaItem]] = {}
        self.seq = 0
        self.version = 0
        self.counters: dict[str, int] = {}
        self.present: frozenset[str] | None = None  # who takes part, worked out once until somebody's row changes
        self.groups: dict[str, list[Group]] | None = None  # of each member, worked out once until a group changes
        self.callers: frozenset[str] | None = None  # of those, who is in the call only

    @property
    def run(self) -> Run:
        """The session's run as stored."""
        return run_of(self)

    def absorb(self, above: Layer) -> None:
        """Take over a committed change; its events are not kept in memory."""
        super().absorb(above)
        if above.rows[Participant]:
            self.present = self.callers = None
        if above.rows[Group] or above.rows[Grouping]:
            self.groups = None
        self.events.clear()
        self.unlinked.clear()
        for table, rows in above.rows.items():
            for key in [key for key, row in rows.items() if row is None]:
                del self.rows[table][key]

    @classmethod
    def load(cls, session_id: str) -> State:
        """Read a session whole.

        Raises:
            Session.DoesNotExist: when there is none with this id.
        """
        state = cls(Session.objects.select_related("programme").get(id=session_id))
        state.load_agenda()
        for table in TABLES:
            for row in table._default_manager.filter(session_id=session_id):
                state.put(row)
        if state.get(Run, session_id) is None:
            state.put(Run.objects.get_or_create(id=session_id, session_id=session_id)[0])
        counters = Event.objects.filter(stream_id=session_id).values("audience").annotate(last=Max("n"))
        state.counters = {each["audience"]: each["last"] for each in counters}
        return state

    def load_agenda(self) -> None:
        """Read the plan again, after the planner has changed it."""
        items = list(AgendaItem.objects.filter(session=self.session).prefetch_related("resources").order_by("position"))
        self.items = {item.id: item for item in items}
        self.children = {item.id: [child for child in items if child.parent_id == item.id] for item in items}

    def leaves(self) -> list[AgendaItem]:
        """The items that are run, in order: blocks stand for their children."""
        tops = [item for item in self.items.values() if item.parent_id is None]
        return [leaf for top in tops for leaf in (self.children[top.id] or [top])]


def run_of(layer: Layer) -> Run:
    """The session's run as of this layer."""
    run = layer.get(Run, layer.base.session.id)
    assert run is not None, "State.load always makes the run"
    return run
