"""What a session's record holds: the words that may leave, and the figures, with small numbers hidden.

Built anew from the current rows whenever somebody reads it. Nothing in it names who wrote what, in which group or when;
a name stands only beside an entry to which its author put it, in an open session.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field

from folkmoot.practice_kit import registry
from folkmoot.practice_kit.contract import Kind
from folkmoot.programme.models import Confidentiality
from folkmoot.programme.when import spoken_day
from folkmoot.record import release
from folkmoot.record.models import Activity, Entry
from folkmoot.record.state import State
from folkmoot.record.words import words_of
from folkmoot.reports import figures
from folkmoot.reports.figures import Figures


@dataclass(frozen=True)
class Item:
    """Words that leave the room. `keys` are the ids of the entries in it, for the lead's ticks; they are in no file."""

    keys: tuple[str, ...]
    words: str
    details: tuple[tuple[str, str], ...] = ()
    name: str = ""
    repeated: bool = False

    @property
    def key(self) -> str:
        """The id of the entry that it is ticked by."""
        return self.keys[0]


@dataclass(frozen=True)
class Part:
    """Items under a heading."""

    heading: str
    items: tuple[Item, ...]


@dataclass(frozen=True)
class Contents:
    """A record. `purposes_kept` is how many groups keep theirs; `others` are all other words, by item of the agenda."""

    title: str
    programme: str
    hosts: tuple[str, ...]
    day: str
    rule: Confidentiality
    purposes: tuple[Item, ...] = ()
    purposes_kept: int = 0
    points: tuple[Item, ...] = ()
    agreements: tuple[Item, ...] = ()
    others: tuple[Part, ...] = ()
    issues: tuple[Item, ...] = ()
    themes: tuple[Item, ...] = ()
    figures: Figures = field(default_factory=Figures)

    def items(self) -> Iterable[Item]:
        """Every item with words, in the order of the record."""
        yield from (*self.purposes, *self.themes, *self.points, *self.agreements, *self.issues)
        for part in self.others:
            yield from part.items


def contents_of(state: State, let_in: Collection[str] | None = None) -> Contents:
    """What the record holds. `let_in`: only these entries, of those that may leave; None: all that may leave now."""
    session = state.session
    leaving = [e for e in _in_random_order(state) if release.may_leave(state, e) and (let_in is None or e.id in let_in)]
    by_product = {product: [e for e in leaving if _product(state, e) == product] for product in PRODUCTS}
    titles = {e.id: str(e.body.get("title", "")) for e in leaving if e.kind in (release.THEME, release.ISSUE)}
    return Contents(
        title=session.title,
        programme=session.programme.title,
        hosts=tuple(session.programme.hosts),
        day=spoken_day(session),
        rule=Confidentiality(session.rule),
        purposes=_products(state, by_product["purpose"]),
        purposes_kept=_groups_with_purpose(state) - len({e.group_id for e in by_product["purpose"] if e.group_id}),
        points=_points(state, by_product["key_points"]),
        agreements=tuple(_item(state, e) for e in by_product["agreement"]),
        others=_others(state, leaving),
        issues=tuple(Item((e.id,), titles[e.id]) for e in leaving if e.kind == release.ISSUE),
        themes=tuple(Item((e.id,), titles[e.id]) for e in leaving if e.kind == release.THEME),
        figures=figures.figures_of(state, titles, {e.id: _item(state, e).words for e in leaving}),
    )


PRODUCTS = ("purpose", "key_points", "agreement")


def _in_random_order(state: State) -> list[Entry]:
    """All entries by their random place, so that order tells nothing."""
    return sorted(state.all(Entry), key=lambda entry: (entry.order, entry.id))


def _product(state: State, entry: Entry) -> str:
    kind = release.kind_of(state, entry)
    return kind.product if kind else ""


def _item(state: State, entry: Entry) -> Item:
    kind = release.kind_of(state, entry)
    words = words_of(kind, entry.body)
    return Item((entry.id,), words.main, words.details, release.named(state, entry))


def _products(state: State, entries: list[Entry]) -> tuple[Item, ...]:
    """One item for each group's product: its first kind's words, and what else the group wrote about it below."""
    by_group: dict[tuple[str, str], list[Entry]] = {}
    for entry in entries:
        by_group.setdefault((entry.activity_id or "", entry.group_id or entry.id), []).append(entry)
    return tuple(_together(state, sorted(group, key=lambda e: _place_of(state, e))) for group in by_group.values())


def _place_of(state: State, entry: Entry) -> int:
    """The place of the entry's kind in its practice's declaration: what matters most is declared first."""
    activity = state.get(Activity, entry.activity_id or "")
    practice = registry.find(activity.practice) if activity else None
    names = [kind.name for kind in practice.kinds] if practice else []
    return names.index(entry.kind) if entry.kind in names else len(names)


def _together(state: State, entries: list[Entry]) -> Item:
    first, *rest = (_item(state, entry) for entry in entries)
    kinds = [release.kind_of(state, entry) for entry in entries[1:]]
    below = tuple(
        line for item, kind in zip(rest, kinds, strict=True) for line in _lines(item, kind) if line[1] != first.words
    )
    return Item(tuple(entry.id for entry in entries), first.words, (*first.details, *below), first.name)


def _lines(item: Item, kind: Kind | None) -> tuple[tuple[str, str], ...]:
    label = f"{kind.word.capitalize()}:" if kind else ""
    return ((label, item.words), *item.details) if item.words else item.details


def _groups_with_purpose(state: State) -> int:
    """How many groups wrote a purpose that is not withdrawn."""
    written = [e for e in state.all(Entry) if e.group_id and e.state != Entry.State.WITHDRAWN]
    return len({entry.group_id for entry in written if _product(state, entry) == "purpose"})


def _points(state: State, entries: list[Entry]) -> tuple[Item, ...]:
    """Key points, those that were put together as one; what another group also said is marked, not repeated."""
    heads = {entry.id for entry in entries}
    items = []
    for entry in entries:
        if entry.theme not in heads:
            item, same = _item(state, entry), tuple(e.id for e in entries if e.theme == entry.id)
            items.append(Item((entry.id, *same), item.words, item.details, item.name, bool(same)))
    return tuple(items)


def _others(state: State, leaving: list[Entry]) -> tuple[Part, ...]:
    """All other words that may leave, by item of the agenda."""
    parts = []
    for activity in figures.in_agenda_order(state):
        mine = [e for e in leaving if e.activity_id == activity.id and _is_other(state, e)]
        items = tuple(item for item in (_item(state, e) for e in mine) if item.words)
        if items:
            parts.append(Part(figures.title_of(state, activity), items))
    return tuple(parts)


def _is_other(state: State, entry: Entry) -> bool:
    kind = release.kind_of(state, entry)
    return kind is not None and kind.product not in PRODUCTS and words_of(kind, entry.body).own
