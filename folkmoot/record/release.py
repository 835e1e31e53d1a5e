"""What may leave the room: the one place where it is decided (practice guide, P04, R2 and 8b.3).

An entry leaves under the strictest rule that has held since it was first saved. Under “what is said here stays here”
only what was released leaves: one's own entry by its author, a group's product by its group, a theme's title by the
lead who has read it through. Under the other rules what everybody was shown leaves too, and a group's “no” still holds
its product. Nothing here looks at who is asking, and nothing that leaves carries an author, a group or a time.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

from folkmoot.practice_kit import registry
from folkmoot.practice_kit.contract import Kind
from folkmoot.programme.models import AgendaItem, Confidentiality
from folkmoot.record import access
from folkmoot.record.models import Activity, Attendance, Entry, Group, ReleaseAnswer, Run, RunEntry, Visibility
from folkmoot.record.state import Layer, run_of

GROUP_PRODUCTS = ("purpose", "key_points")
THEME = "theme"
ISSUE = "issue"
STAYS = frozenset({"chat", "message", "step"})
"""Kinds of the room itself that are for the moment, or for their author alone, whatever the rule."""

_LOOSEST_FIRST = (Confidentiality.OPEN, Confidentiality.CHATHAM_HOUSE, Confidentiality.ROOM_ONLY)
ASKED_BEFORE_CLOSING = timedelta(minutes=10)
"""From when on people count as asked, where no item of the agenda is the close."""


def strictest(rules: Iterable[str]) -> Confidentiality:
    """The strictest of some rules; of none, the strictest there is."""
    return max((Confidentiality(rule) for rule in rules if rule), key=_LOOSEST_FIRST.index, default=_LOOSEST_FIRST[-1])


def rule_for(layer: Layer, entry: Entry) -> Confidentiality:
    """The rule an entry is under: that of its first saving, or one set since if it is stricter; never a looser one."""
    activity = layer.get(Activity, entry.activity_id) if entry.activity_id else None
    item = layer.base.items.get(activity.item_id or "") if activity else None
    now = (item.confidentiality if item else "") or layer.base.session.rule
    return strictest((entry.confidentiality, activity.confidentiality if activity else "", now))


def kind_of(layer: Layer, entry: Entry) -> Kind | None:
    """What the entry's practice declares about its kind; None for the room's own kinds."""
    activity = layer.get(Activity, entry.activity_id) if entry.activity_id else None
    practice = registry.find(activity.practice) if activity else None
    return next((kind for kind in practice.kinds if kind.name == entry.kind), None) if practice else None


def may_leave(layer: Layer, entry: Entry) -> bool:
    """Whether the entry's words may stand in a record, a page outside the room, or a file."""
    if entry.state != Entry.State.SHOWN or entry.visibility == Visibility.PRIVATE or entry.kind in STAYS:
        return False
    if _withheld_now(layer, entry) or _discarded(layer, entry):
        return False
    if entry.kind == THEME:
        return bool(entry.body.get("reviewed"))
    if entry.kind == ISSUE:
        return _issue_may_leave(layer, entry)
    kind = kind_of(layer, entry)
    if kind is None or kind.product == "feedback":
        return False
    if kind.product in GROUP_PRODUCTS:
        return _product_may_leave(layer, entry, kind)
    if entry.released and kind.held_by == "author":
        return True
    return not kind.only_if_released and _free(layer, entry)


def _withheld_now(layer: Layer, entry: Entry) -> bool:
    """A statement that people restate from memory is kept from every page, for as long as the room is open."""
    return run_of(layer).phase != Run.Phase.CLOSED and access.withheld(layer, entry)


def _discarded(layer: Layer, entry: Entry) -> bool:
    activity = layer.get(Activity, entry.activity_id) if entry.activity_id else None
    return activity is not None and activity.keep == "discard"


def _free(layer: Layer, entry: Entry) -> bool:
    """Whether the rule lets it go without anybody's release: what everybody was shown, unless it stays in the room."""
    return rule_for(layer, entry) != Confidentiality.ROOM_ONLY and entry.audience == access.SESSION


def _issue_may_leave(layer: Layer, entry: Entry) -> bool:
    """A planned issue is part of the plan; one that was taken from somebody's words leaves when those may."""
    if not entry.derived_from or rule_for(layer, entry) != Confidentiality.ROOM_ONLY:
        return True
    return all(source is not None and may_leave(layer, source) for source in _sources(layer, entry))


def _product_may_leave(layer: Layer, entry: Entry, kind: Kind) -> bool:
    groups = [group for group in (_group_of(layer, e) for e in (entry, *_sources(layer, entry))) if group is not None]
    if any(_refused(layer, group, kind.product) for group in groups):
        return False
    if entry.group_id and all(released_by(layer, group, kind.product) for group in groups):
        return True
    return not kind.only_if_released and _free(layer, entry)


def _sources(layer: Layer, entry: Entry) -> list[Entry | None]:
    return [layer.get(Entry, key) for key in entry.derived_from]


def _group_of(layer: Layer, entry: Entry | None) -> Group | None:
    return layer.get(Group, entry.group_id) if entry is not None and entry.group_id else None


def _answers(layer: Layer, group: Group, product: str) -> list[ReleaseAnswer]:
    return [a for a in layer.all(ReleaseAnswer) if a.group_id == group.id and a.product == product]


def _refused(layer: Layer, group: Group, product: str) -> bool:
    return any(not answer.yes for answer in _answers(layer, group, product))


def released_by(layer: Layer, group: Group, product: str) -> bool:
    """Whether a group lets its product leave: everyone who was there when it was asked said yes, and nobody said no.

    A missing answer is no yes. Who had left before the question, and who was in the call only, was not asked; their
    “no”, given on their own page, still holds it.
    """
    answers = _answers(layer, group, product)
    yes = {answer.person_id for answer in answers if answer.yes}
    asked = set(group.members) & there_when_asked(layer)
    return bool(yes) and all(answer.yes for answer in answers) and asked <= yes


def there_when_asked(layer: Layer) -> set[str]:
    """Who was connected at any time between the beginning of the session's close and its end."""
    run = run_of(layer)
    until = run.closed_at
    since = _asked_since(layer, run)
    return {
        each.person_id
        for each in layer.all(Attendance)
        if each.source == "automatic"
        and (each.until is None or since is None or each.until > since)
        and (until is None or each.since < until)
    }


def _asked_since(layer: Layer, run: Run) -> datetime | None:
    """When the question came up: with the first item that is a close; before any, everyone counts who ever came."""
    closing = [item.id for item in layer.base.items.values() if item.kind == AgendaItem.Kind.CLOSE]
    begun = [e.started_at for e in layer.all(RunEntry) if e.item_id in closing and e.started_at is not None]
    if begun:
        return min(begun)
    return run.closed_at - ASKED_BEFORE_CLOSING if run.closed_at else None


def named(layer: Layer, entry: Entry) -> str:
    """The name that leaves with an entry: only in an open session, and only where its author put their name to it."""
    if entry.attribution != "named" or not entry.author_id or rule_for(layer, entry) != Confidentiality.OPEN:
        return ""
    author = layer.participant(entry.author_id)
    return access.first(author) if author else ""


def answer_of(layer: Layer, group: Group, product: str, people: Iterable[str]) -> bool | None:
    """A person's own answer on a group's product, under any of their ids; None while they have given none."""
    known = frozenset(people)
    return next((answer.yes for answer in _answers(layer, group, product) if answer.person_id in known), None)
