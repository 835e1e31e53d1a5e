"""A programme as plain data: what a file says, before or after the database knows it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, time
from typing import Any

from django.utils.text import slugify

LONGEST_SLUG = 80
RESERVED_SLUGS = frozenset({"book", "booked"})
"""Words that stand for a page of the programme, so that no session may take them."""


def usual_slug(title: str) -> str:
    """The address that a title makes: small letters, digits and dashes, at most 80."""
    slug = slugify(title)[:LONGEST_SLUG].strip("-_") or "session"
    return f"{slug}-session" if slug in RESERVED_SLUGS else slug


@dataclass(frozen=True)
class PlannedResource:
    """A link that belongs to an item."""

    title: str
    url: str
    alternative: str = ""
    minutes: int | None = None
    cue: str = ""


@dataclass(frozen=True)
class PlannedItem:
    """A slice of the agenda. `practice` is a slug of the catalogue; `estimated` minutes were proposed, not given."""

    title: str
    kind: str
    minutes: int
    estimated: bool = False
    practice: str = ""
    settings: Mapping[str, Any] = field(default_factory=dict)
    group_plan: Mapping[str, Any] | None = None
    owner: str = ""
    prompt: str = ""
    notes: str = ""
    fallback: str = ""
    protected: bool = False
    optional: bool = False
    confidentiality: str = ""
    resources: tuple[PlannedResource, ...] = ()
    inside: tuple[PlannedItem, ...] = ()


@dataclass(frozen=True)
class PlannedSession:
    """A session, perhaps without a date, perhaps without an agenda. `practices` are numbers, P01 to P30."""

    title: str
    slug: str
    number: int | None = None
    date: date | None = None
    start: time | None = None
    end: time | None = None
    zone: str = "Europe/London"
    blurb: str = ""
    about: tuple[str, ...] = ()
    practices: tuple[str, ...] = ()
    presenters: tuple[str, ...] = ()
    bring: str = ""
    groups_welcome: bool = False
    earlier: bool = False
    capacity: int = 40
    overbook_percent: int = 10
    confidentiality: str = ""
    template: bool = False
    agenda: tuple[PlannedItem, ...] = ()


@dataclass(frozen=True)
class PlannedProgramme:
    """A series of sessions with shared settings."""

    title: str
    slug: str
    blurb: str = ""
    hosts: tuple[str, ...] = ()
    open_to: str = ""
    price: str = ""
    online: bool = True
    languages: tuple[str, ...] = ("en",)
    zone: str = "Europe/London"
    announced_from: str = ""
    announced_to: str = ""
    confidentiality: str = "room_only"
    sessions: tuple[PlannedSession, ...] = ()
