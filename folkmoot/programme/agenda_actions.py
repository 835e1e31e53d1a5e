"""Every change of an agenda: one transaction, one step of undo, one announcement.

Each action returns the step that it made, so that a page can say what changed, or None where nothing did. All raise
Refused with words for the person who asked.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from functools import partial
from typing import Any

from django.core.files.storage import default_storage
from django.db import transaction

from folkmoot.kit.announce import announce
from folkmoot.kit.ids import new_id
from folkmoot.kit.text import over_by, tidy
from folkmoot.practice_kit.catalogue import BY_SLUG
from folkmoot.practice_kit.fields import Refused
from folkmoot.practice_kit.registry import find
from folkmoot.programme import agenda_tree as tree
from folkmoot.programme.agenda import (
    ACTIVITY,
    BLOCK,
    BREAK,
    CLOSE,
    ITEM_FIELDS,
    MOST_MINUTES,
    SLIDE_FIELDS,
    TALK,
    Agenda,
    Item,
    Slide,
    every,
    find_item,
    from_json,
    parent_of,
    read_agenda,
    said_length,
    to_json,
)
from folkmoot.programme.group_plan import plan_for
from folkmoot.programme.models import TITLE_LIMIT, AgendaChange, AgendaItem, Resource, Session
from folkmoot.programme.topics import AgendaChanged, ItemsLeaving

MOST_STEPS = 50
"""Steps of undo that are kept for a session."""

Say = Callable[[Agenda, Agenda], str]
"""Tells a change from the agendas before and after it."""


# ── Changing and undoing ─────────────────────────────────────────────────────────────────────────────────────────


@transaction.atomic
def change_agenda(session: Session, say: Say, change: Callable[[Agenda], Agenda]) -> AgendaChange | None:
    """Carry a pure change out on the stored agenda, and keep the agenda before it as a step of undo.

    `say` tells it to people in a sentence; at most 200 characters of it are kept.
    """
    before = _locked(session)
    try:
        after = change(before)
    except KeyError as gone:
        raise Refused("gone", "That is not on the agenda any more. This is the agenda as it is now.") from gone
    if after == before:
        return None
    step = AgendaChange.objects.create(session=session, what=say(before, after)[:200], before=to_json(before))
    _write(session, before, after)
    _forget_old_steps(session)
    announce(AgendaChanged(session.id))
    return step


@transaction.atomic
def undo(session: Session) -> str:
    """Put the agenda back exactly as it was before the last change. Returns what was undone."""
    before = _locked(session)
    step = session.agenda_changes.order_by("-id").first()
    if step is None:
        raise Refused("nothing", "There is nothing to undo.")
    _write(session, before, from_json(step.before))
    step.delete()
    announce(AgendaChanged(session.id))
    return step.what


OVER = (Session.Status.DONE, Session.Status.CANCELLED)
"""A session's last states: its agenda can be read and copied, and stays as it is."""


def _locked(session: Session) -> Agenda:
    now = Session.objects.select_for_update().only("id", "status").get(id=session.id)
    if now.status in OVER:
        raise Refused("over", "This session is over, and its agenda stays as it was. Copy it to plan from it.")
    return read_agenda(session)


def _write(session: Session, before: Agenda, after: Agenda) -> None:
    old, new = _rows(before), _rows(after)
    if going := tuple(item_id for item_id in old if item_id not in new):
        announce(ItemsLeaving(session.id, going))
    added = [_row(session, item_id, *new[item_id]) for item_id in new if item_id not in old]
    AgendaItem.objects.bulk_create(sorted(added, key=lambda row: row.parent_id or ""))
    altered = [
        _row(session, item_id, *new[item_id]) for item_id in new if item_id in old and new[item_id] != old[item_id]
    ]
    if altered:
        AgendaItem.objects.bulk_update(altered, ["parent", "position", *ITEM_FIELDS])
    AgendaItem.objects.filter(id__in=going).delete()
    _write_slides(before, after)


Place = tuple[str, int, Item]


def _rows(agenda: Agenda) -> dict[str, Place]:
    found: dict[str, Place] = {}
    for position, item in enumerate(agenda):
        found[item.id] = ("", position, item)
        found |= {part.id: (item.id, index, part) for index, part in enumerate(item.parts)}
    return found


def _row(session: Session, item_id: str, parent_id: str, position: int, item: Item) -> AgendaItem:
    values = {name: getattr(item, name) for name in ITEM_FIELDS}
    return AgendaItem(id=item_id, session=session, parent_id=parent_id or None, position=position, **values)


def _write_slides(before: Agenda, after: Agenda) -> None:
    old, new = _slides(before), _slides(after)
    Resource.objects.filter(id__in=[slide_id for slide_id in old if slide_id not in new]).delete()
    changed = [_slide_row(slide_id, *place) for slide_id, place in new.items() if place != old.get(slide_id)]
    for row in changed:
        row.save(force_insert=row.id not in old, force_update=row.id in old)


def _slides(agenda: Agenda) -> dict[str, tuple[str, int, Slide]]:
    return {
        slide.id: (item.id, position, slide) for item in every(agenda) for position, slide in enumerate(item.resources)
    }


def _slide_row(slide_id: str, item_id: str, position: int, slide: Slide) -> Resource:
    values = {name: getattr(slide, name) for name in SLIDE_FIELDS}
    return Resource(id=slide_id, item_id=item_id, position=position, **values)


def _forget_old_steps(session: Session) -> None:
    """Drop the oldest steps, and the files that nothing can bring back any more."""
    old = list(session.agenda_changes.order_by("-id")[MOST_STEPS:])
    if not old:
        return
    files = {name for step in old for name in _files(from_json(step.before))}
    AgendaChange.objects.filter(id__in=[step.id for step in old]).delete()
    kept = {name for step in session.agenda_changes.all() for name in _files(from_json(step.before))}
    kept |= set(Resource.objects.filter(file__in=files).values_list("file", flat=True))
    for name in files - kept:
        transaction.on_commit(partial(default_storage.delete, name))


def _files(agenda: Agenda) -> Iterable[str]:
    return (slide.file for item in every(agenda) for slide in item.resources if slide.file)


# ── What a planner does ──────────────────────────────────────────────────────────────────────────────────────────


def add_item(session: Session, new: Item, *, after: str = "", into: str = "") -> AgendaChange | None:
    """Add an item after another, at the end of a block, or at the end of the agenda, but never after the close."""
    new = replace(new, title=checked_title(new.title))
    return change_agenda(
        session,
        lambda before, now: f"{new.title} is added.",
        lambda agenda: tree.add(agenda, new, after=after or _before_close(agenda, into), into=into),
    )


def _before_close(agenda: Agenda, into: str) -> str:
    """What to add after, so that the closing item stays last; empty: the end."""
    if into or len(agenda) < 2 or agenda[-1].kind != CLOSE:
        return ""
    return agenda[-2].id


def new_item(kind: str, title: str = "", minutes: int = 10) -> Item:
    """Make an item with what its kind starts with: breaks and closes are protected, a block is as long as its parts."""
    titles = {BREAK: "Tea break", BLOCK: "New block", TALK: "Talk", CLOSE: "Close"}
    return Item(
        id=new_id(),
        kind=kind,
        title=title or titles.get(kind, "New item"),
        minutes=0 if kind == BLOCK else minutes,
        protected=kind in {BREAK, CLOSE},
    )


def new_practice(slug: str) -> Item:
    """Make an item that runs a practice, with its usual minutes, settings and groups.

    One that is not built yet becomes a talk that keeps its name, and turns into the activity once it is.
    """
    if slug not in BY_SLUG:
        raise Refused("no_practice", "There is no such practice. Choose one from the library.")
    listed, practice = BY_SLUG[slug], find(slug)
    minutes = max(1, min(MOST_MINUTES, listed.minutes))
    if practice is None:
        return Item(id=new_id(), kind=TALK, title=listed.name, minutes=minutes, practice=slug)
    plan = plan_for(practice.group_size)
    return Item(
        id=new_id(),
        kind=ACTIVITY,
        title=listed.name,
        minutes=minutes,
        practice=slug,
        settings=dict(practice.defaults),
        group_plan=plan.to_json() if plan else None,
    )


def move_item(session: Session, item_id: str, where: tree.Step) -> AgendaChange | None:
    """Move an item one place up, down, into the block beside it, or out of its block."""
    return change_agenda(
        session,
        lambda before, now: f"{find_item(now, item_id).title} has moved {_place_said(now, item_id)}.",
        lambda agenda: tree.step(agenda, item_id, where),
    )


def place_item(session: Session, item_id: str, parent_id: str, index: int) -> AgendaChange | None:
    """Put an item at a place of a block or of the top level; `index` counts without the item itself."""
    return change_agenda(
        session,
        lambda before, now: f"{find_item(now, item_id).title} has moved {_place_said(now, item_id)}.",
        lambda agenda: tree.place(agenda, item_id, parent_id, index),
    )


def _place_said(agenda: Agenda, item_id: str) -> str:
    parent = parent_of(agenda, item_id)
    siblings = parent.parts if parent else agenda
    index = next(index for index, item in enumerate(siblings) if item.id == item_id)
    if index:
        return f"after “{siblings[index - 1].title}”"
    return f"to the start of “{parent.title}”" if parent else "to the start"


def set_minutes(session: Session, item_id: str, minutes: int) -> AgendaChange | None:
    """Make an item so many minutes long."""
    return change_agenda(
        session, partial(_say_minutes, item_id), lambda agenda: tree.set_minutes(agenda, item_id, minutes)
    )


def add_minutes(session: Session, item_id: str, more: int) -> AgendaChange | None:
    """Make an item longer, or shorter, by some minutes."""

    def longer(agenda: Agenda) -> Agenda:
        return tree.set_minutes(agenda, item_id, find_item(agenda, item_id).minutes + more)

    return change_agenda(session, partial(_say_minutes, item_id), longer)


def _say_minutes(item_id: str, before: Agenda, now: Agenda) -> str:
    item = find_item(now, item_id)
    return f"{item.title} is now {said_length(item.minutes)}."


def edit_item(session: Session, item_id: str, changes: Mapping[str, Any]) -> AgendaChange | None:
    """Change fields of an item."""
    checked = {**changes, "title": checked_title(changes["title"])} if "title" in changes else dict(changes)
    return change_agenda(
        session,
        lambda before, now: f"{find_item(now, item_id).title} is changed.",
        lambda agenda: tree.edit(agenda, item_id, checked),
    )


def remove_item(session: Session, item_id: str) -> AgendaChange | None:
    """Take an item out, with its parts and slides."""
    return change_agenda(
        session,
        lambda before, now: f"{find_item(before, item_id).title} is removed.",
        lambda agenda: tree.remove(agenda, item_id),
    )


def checked_title(typed: str) -> str:
    """Tidy a title. Raises Refused when nothing is left of it, or it is too long."""
    title = tidy(typed)
    if not title:
        raise Refused("empty", "Give it a title.", "title")
    if over := over_by(title, TITLE_LIMIT):
        raise Refused("too_long", f"The title is {over} characters over the {TITLE_LIMIT} that fit.", "title")
    return title


def plan_for_people(session: Session, people: int) -> None:
    """Say for how many people groups and feedback are planned; 0: as the bookings tell."""
    Session.objects.filter(id=session.id).update(planning_for=people or None)
    session.planning_for = people or None
