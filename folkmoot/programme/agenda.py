"""A session's agenda as one value: read, timed and added up. Nothing here writes.

An agenda is a tuple of items; a block holds parts, one level deep, and is exactly as long as its parts. All lengths and
starts are whole minutes; starts count from the beginning of the session.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, field, replace
from datetime import date, datetime, time, timedelta
from typing import Any, Literal

from folkmoot.kit.time import clock
from folkmoot.programme.models import AgendaItem, Session

Mode = Literal["groups", "plenary", "talk", "break"]
MODES: tuple[Mode, ...] = ("groups", "plenary", "talk", "break")

BLOCK, BREAK, CLOSE, TALK, PLENARY, ACTIVITY = (
    AgendaItem.Kind.BLOCK.value,
    AgendaItem.Kind.BREAK.value,
    AgendaItem.Kind.CLOSE.value,
    AgendaItem.Kind.TALK.value,
    AgendaItem.Kind.PLENARY.value,
    AgendaItem.Kind.ACTIVITY.value,
)

MOST_MINUTES = 120
MOST_WITHOUT_BREAK = 90
"""Practice guide, P02, access: a break at least every 90 minutes."""


@dataclass(frozen=True, slots=True)
class Slide:
    """A slide, link or file of an item, as the model `Resource` stores it."""

    id: str
    kind: str
    title: str
    url: str = ""
    file: str = ""
    alternative: str = ""
    minutes: int | None = None
    cue: str = ""


@dataclass(frozen=True, slots=True)
class Item:
    """A planned slice with everything that is stored about it, its slides and its parts."""

    id: str
    title: str
    kind: str = PLENARY
    minutes: int = 10
    minutes_estimated: bool = False
    practice: str = ""
    settings: Mapping[str, Any] = field(default_factory=dict)
    group_plan: Mapping[str, Any] | None = None
    owner: str = ""
    participant_prompt: str = ""
    facilitator_notes: str = ""
    fallback: str = ""
    protected: bool = False
    optional: bool = False
    confidentiality: str = ""
    resources: tuple[Slide, ...] = ()
    parts: tuple[Item, ...] = ()

    @property
    def is_block(self) -> bool:
        """Whether it holds parts, or is there to hold some."""
        return self.kind == BLOCK or bool(self.parts)


Agenda = tuple[Item, ...]

ITEM_FIELDS = tuple(name for name in Item.__dataclass_fields__ if name not in {"id", "resources", "parts"})
SLIDE_FIELDS = tuple(name for name in Slide.__dataclass_fields__ if name != "id")


# ── Reading ──────────────────────────────────────────────────────────────────────────────────────────────────────


def read_agenda(session: Session) -> Agenda:
    """Read the agenda of a session, in three queries whatever its length."""
    rows = list(AgendaItem.objects.filter(session=session).prefetch_related("resources").order_by("position", "id"))
    tops = [row for row in rows if row.parent_id is None]
    return tuple(_item(row, [part for part in rows if part.parent_id == row.id]) for row in tops)


def _item(row: AgendaItem, parts: list[AgendaItem]) -> Item:
    slides = tuple(
        Slide(
            id=slide.id,
            **{name: getattr(slide, name) for name in SLIDE_FIELDS if name != "file"},
            file=slide.file.name or "",
        )
        for slide in row.resources.all()
    )
    values = {name: getattr(row, name) for name in ITEM_FIELDS}
    return Item(id=row.id, **values, resources=slides, parts=tuple(_item(part, []) for part in parts))


def to_json(agenda: Agenda) -> list[dict[str, Any]]:
    """Turn an agenda into what a JSON field can keep."""
    return [asdict(item) for item in agenda]


def from_json(rows: list[dict[str, Any]]) -> Agenda:
    """Turn what `to_json` made back into the same agenda."""
    return tuple(_item_of(row) for row in rows)


def _item_of(row: dict[str, Any]) -> Item:
    slides = tuple(Slide(**slide) for slide in row["resources"])
    return Item(**{**row, "resources": slides, "parts": from_json(list(row["parts"]))})


def every(agenda: Agenda) -> Iterator[Item]:
    """Go through all items and parts, in the order in which people live them."""
    for item in agenda:
        yield item
        yield from item.parts


def leaves(agenda: Agenda) -> Iterator[Item]:
    """Go through what is really run: parts stand for their block."""
    for item in agenda:
        if item.parts:
            yield from item.parts
        elif item.kind != BLOCK:
            yield item


def find_item(agenda: Agenda, item_id: str) -> Item:
    """Find an item or part by its id. Raises KeyError when the agenda has none."""
    for item in every(agenda):
        if item.id == item_id:
            return item
    raise KeyError(item_id)


def parent_of(agenda: Agenda, item_id: str) -> Item | None:
    """Find the block that holds a part; None for an item of the top level."""
    return next((item for item in agenda if any(part.id == item_id for part in item.parts)), None)


# ── Times ────────────────────────────────────────────────────────────────────────────────────────────────────────


def length(agenda: Agenda) -> int:
    """Add up the minutes of the whole agenda."""
    return sum(item.minutes for item in agenda)


def starts(agenda: Agenda) -> dict[str, int]:
    """Say for each item and part at which minute it starts."""
    found: dict[str, int] = {}
    at = 0
    for item in agenda:
        found[item.id] = at
        within = at
        for part in item.parts:
            found[part.id] = within
            within += part.minutes
        at += item.minutes
    return found


def planned_minutes(session: Session) -> int | None:
    """Say how long the session is announced to be; None where its start or end is not known."""
    if session.start is None or session.end is None:
        return None
    return int((_on_a_day(session.end) - _on_a_day(session.start)).total_seconds() // 60)


def at_minute(start: time | None, minute: int, *, short: bool = False) -> str:
    """Say when a minute of the session is: “1:35 pm”, short “1:35”, or “0:35 in” where no start is known yet."""
    if start is None:
        return f"{minute // 60}:{minute % 60:02} in"
    said = clock((_on_a_day(start) + timedelta(minutes=minute)).time())
    return said.rsplit(" ", 1)[0] if short else said


def said_length(minutes: int) -> str:
    """Say a length as a person would: “50 min”, “3 h”, “1 h 30”."""
    hours, rest = divmod(minutes, 60)
    if not hours:
        return f"{rest} min"
    return f"{hours} h {rest:02}" if rest else f"{hours} h"


def _on_a_day(at: time) -> datetime:
    return datetime.combine(date(2000, 1, 1), at)


# ── What people do ───────────────────────────────────────────────────────────────────────────────────────────────


def mode(item: Item) -> Mode:
    """Say how people are together in an item without parts."""
    if item.kind == BREAK:
        return "break"
    if item.group_plan is not None:
        return "groups"
    return "talk" if item.kind == TALK else "plenary"


def modes_of(item: Item) -> tuple[Mode, ...]:
    """Say how people are together through an item, each change once: a block may be talk, then groups."""
    found: list[Mode] = []
    for leaf in item.parts or (item,):
        if not found or found[-1] != mode(leaf):
            found.append(mode(leaf))
    return tuple(found)


def totals(agenda: Agenda) -> dict[Mode, int]:
    """Add up the minutes spent in each mode."""
    found: dict[Mode, int] = dict.fromkeys(MODES, 0)
    for leaf in leaves(agenda):
        found[mode(leaf)] += leaf.minutes
    return found


@dataclass(frozen=True, slots=True)
class Stretch:
    """Time in which nobody gets a break: from which minute, how long, and the ids of what runs in it."""

    start: int
    minutes: int
    items: tuple[str, ...]


def stretches(agenda: Agenda) -> tuple[Stretch, ...]:
    """Cut the agenda at its breaks."""
    found: list[Stretch] = []
    at = since = 0
    running: list[str] = []
    for leaf in leaves(agenda):
        if leaf.kind == BREAK:
            found.append(Stretch(since, at - since, tuple(running)))
            running, since = [], at + leaf.minutes
        else:
            running.append(leaf.id)
        at += leaf.minutes
    found.append(Stretch(since, at - since, tuple(running)))
    return tuple(stretch for stretch in found if stretch.items)


def longest_stretch(agenda: Agenda) -> int:
    """Say how many minutes pass at most without a break."""
    return max((stretch.minutes for stretch in stretches(agenda)), default=0)


def off_by(item: Item) -> int:
    """Say by how many minutes a block's parts miss its length: positive when they are longer, 0 when all is well."""
    return sum(part.minutes for part in item.parts) - item.minutes if item.parts else 0


def settled(agenda: Agenda) -> Agenda:
    """Make whatever holds parts a block, and every block as long as its parts (an empty one 0)."""
    return tuple(_settled_block(item) if item.is_block else item for item in agenda)


def _settled_block(item: Item) -> Item:
    return replace(
        item,
        kind=BLOCK,
        minutes=sum(part.minutes for part in item.parts),
        minutes_estimated=any(part.minutes_estimated for part in item.parts),
    )
