"""Copies of agendas, sessions and programmes that carry the plan, and nothing of those it was made for.

What does not survive (practice guide, B01): hosts and their names in texts, dates, presenters and owners, join codes,
video links, roles, bookings. What does: texts, timing, practices with their settings, group plans, slides.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import PurePosixPath
from typing import Any

from django.core.files.storage import default_storage
from django.db import transaction
from django.utils.text import slugify

from folkmoot.kit.ids import new_id
from folkmoot.people.models import Person
from folkmoot.programme.agenda import Agenda, Item, Slide, every, from_json, read_agenda, to_json
from folkmoot.programme.agenda_actions import change_agenda, checked_title
from folkmoot.programme.models import AgendaChange, Programme, Role, RoleGrant, Session

SESSION_KEEPS = (
    "position", "number", "title", "blurb", "about", "practices", "bring", "groups_welcome", "start", "end", "zone",
    "capacity", "overbook_percent", "confidentiality", "call_mode", "call_tool", "transfer_minutes",
)  # fmt: skip
PROGRAMME_KEEPS = ("blurb", "open_to", "price", "online", "languages", "zone", "confidentiality")

_SHORTEST_NAME = 3


# ── Agendas ──────────────────────────────────────────────────────────────────────────────────────────────────────


def copied(agenda: Agenda) -> Agenda:
    """Copy an agenda: new ids throughout, files of its own, and nobody's name as an owner."""
    ids = {item.id: new_id() for item in every(agenda)}
    return tuple(_copied_item(item, ids) for item in agenda)


def _copied_item(item: Item, ids: Mapping[str, str]) -> Item:
    plan = item.group_plan
    if plan and plan.get("same_as"):
        plan = {**plan, "same_as": ids.get(plan["same_as"], "")}
    return replace(
        item,
        id=ids[item.id],
        owner="",
        group_plan=plan,
        resources=tuple(_copied_slide(slide) for slide in item.resources),
        parts=tuple(_copied_item(part, ids) for part in item.parts),
    )


def _copied_slide(slide: Slide) -> Slide:
    if not slide.file or not default_storage.exists(slide.file):
        return replace(slide, id=new_id())
    name = f"resources/{new_id()}{PurePosixPath(slide.file).suffix}"
    with default_storage.open(slide.file) as content:
        return replace(slide, id=new_id(), file=default_storage.save(name, content))


def start_from(session: Session, source: Session) -> AgendaChange | None:
    """Put a copy of another session's agenda in the place of this one's. Undo brings the old one back."""
    fresh = copied(read_agenda(source))
    return change_agenda(
        session, lambda before, now: f"The plan of “{source.title}” is here now.", lambda before: fresh
    )


# ── Sessions and programmes ──────────────────────────────────────────────────────────────────────────────────────


@transaction.atomic
def clone_session(source: Session, *, programme: Programme | None = None, title: str = "") -> Session:
    """Copy a session, without a date, into its own programme or another one, after all others there."""
    into = programme or source.programme
    kept = {name: getattr(source, name) for name in SESSION_KEEPS}
    kept["title"] = checked_title(title or source.title)
    if programme is None:
        kept |= {"position": into.sessions.count(), "number": None}
    session = Session.objects.create(programme=into, slug=_free_slug(kept["title"], into.sessions.all()), **kept)
    fresh = copied(read_agenda(source))
    if fresh:
        change_agenda(session, lambda before, now: "copied", lambda before: fresh)
        session.agenda_changes.all().delete()
    return session


@transaction.atomic
def clone_programme(source: Programme, *, title: str, hosts: Iterable[str], by: Person | None) -> Programme:
    """Copy a programme with its sessions for other hosts. `by` becomes its lead; without, it has none yet.

    The names of the old hosts are replaced in every text by the first new host's, or by “the host”.
    """
    title, hosts = checked_title(title), [host for host in hosts if host.strip()]
    kept = {name: getattr(source, name) for name in PROGRAMME_KEEPS}
    clone = Programme.objects.create(
        title=title, slug=_free_slug(title, Programme.objects.all()), hosts=hosts, template_of=source, **kept
    )
    if by is not None:
        RoleGrant.objects.create(person=by, programme=clone, role=Role.LEAD)
    for session in source.sessions.filter(earlier=False, rehearsal_of=None):
        clone_session(session, programme=clone)
    rename_hosts(clone, source.hosts, hosts[0] if hosts else "the host")
    return clone


def _free_slug(title: str, taken: Any) -> str:
    base = slugify(title)[:70] or new_id()
    used = set(taken.filter(slug__startswith=base).values_list("slug", flat=True))
    return next(slug for slug in (base, *(f"{base}-{number}" for number in range(2, 10_000))) if slug not in used)


def rename_hosts(clone: Programme, old: Iterable[str], new: str) -> None:
    """Put a new host's name in the place of the old ones' in every text of a copy."""
    names = [name for name in old if len(name) >= _SHORTEST_NAME and name != new]
    if not names:
        return
    longest_first = "|".join(re.escape(name) for name in sorted(names, key=len, reverse=True))
    name = re.compile(rf"(?<!\w)(?:{longest_first})(?!\w)", re.IGNORECASE)
    clone.blurb, clone.open_to = (_renamed(text, name, new) for text in (clone.blurb, clone.open_to))
    clone.save()
    for session in clone.sessions.all():
        for field in ("title", "blurb", "about", "bring"):
            setattr(session, field, _renamed(getattr(session, field), name, new))
        session.save()
        change_agenda(session, lambda before, now: "renamed", lambda agenda: _renamed_agenda(agenda, name, new))
        session.agenda_changes.all().delete()


def _renamed_agenda(agenda: Agenda, name: re.Pattern[str], new: str) -> Agenda:
    """Rename in every text of an agenda, but never in the name of a file."""
    files = {slide.id: slide for item in every(agenda) for slide in item.resources}
    renamed = from_json(_renamed(to_json(agenda), name, new))
    return tuple(_with_files(item, files) for item in renamed)


def _with_files(item: Item, files: Mapping[str, Slide]) -> Item:
    slides = tuple(replace(slide, file=files[slide.id].file, url=files[slide.id].url) for slide in item.resources)
    return replace(item, resources=slides, parts=tuple(_with_files(part, files) for part in item.parts))


def _renamed(value: Any, name: re.Pattern[str], new: str) -> Any:
    if isinstance(value, str):
        return name.sub(lambda match: new, value)
    if isinstance(value, list | tuple):
        return [_renamed(each, name, new) for each in value]
    if isinstance(value, dict):
        return {key: _renamed(each, name, new) for key, each in value.items()}
    return value


# ── What a person should still look at ───────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class Leftover:
    """A text of a copy that may still tell of what it was copied from."""

    where: str
    found: str
    session: str = ""


_MONTHS = "January|February|March|April|May|June|July|August|September|October|November|December"
_TRACES = re.compile(
    rf"\b\d{{1,2}}(?:st|nd|rd|th)?\s+(?:{_MONTHS})(?:\s+\d{{4}})?|\b(?:{_MONTHS})\s+(?:\d{{1,2}},?\s+)?\d{{4}}"
    r"|\b\d{4}-\d{2}-\d{2}\b|\b20\d{2}\b|[\w.+-]+@[\w-]+\.[\w.-]+|https?://\S+"
)


def leftovers(programme: Programme) -> Iterator[Leftover]:
    """Find dates, addresses and links in the texts of a copy, for a person to judge, and slides to look at."""
    yield from (Leftover("The programme’s text", found) for found in _TRACES.findall(programme.blurb))
    for session in programme.sessions.all():
        texts = [session.title, session.blurb, session.bring, *session.about]
        yield from (Leftover(session.title, found, session.id) for text in texts for found in _TRACES.findall(text))
        for item in every(read_agenda(session)):
            where = f"{session.title}: {item.title}"
            texts = [item.title, item.participant_prompt, item.facilitator_notes, item.fallback]
            yield from (Leftover(where, found, session.id) for text in texts for found in _TRACES.findall(text))
            yield from (Leftover(where, f"slide “{slide.title}”", session.id) for slide in item.resources if slide.file)
