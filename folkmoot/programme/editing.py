"""Programmes and sessions made and changed by form: what a file may say, as fields."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import Max
from django.utils.text import slugify

from folkmoot.kit.ids import new_id
from folkmoot.people.models import Person
from folkmoot.programme.access import administers
from folkmoot.programme.models import Programme, Role, Session
from folkmoot.programme.team_actions import grant


@transaction.atomic
def make_programme(by: Person, fields: dict[str, Any]) -> Programme:
    """A new programme: a draft that nobody else sees. Who does not administer the site leads it."""
    title = fields["title"]
    programme = Programme.objects.create(slug=_free_slug(title), **fields)
    if not administers(by):
        grant(by, Role.LEAD, programme)
    return programme


@transaction.atomic
def change_programme(programme: Programme, fields: dict[str, Any]) -> None:
    """Change what the programme says of itself; its address stays."""
    Programme.objects.filter(id=programme.id).update(**fields)


@transaction.atomic
def add_session(programme: Programme, fields: dict[str, Any]) -> Session:
    """Another session at the end of a programme, without a date yet."""
    last = programme.sessions.aggregate(last=Max("position"))["last"]
    slug = slugify(fields["title"])[:60] or "session"
    if programme.sessions.filter(slug=slug).exists():
        slug = f"{slug}-{new_id()[:6].lower()}"
    return Session.objects.create(
        programme=programme,
        slug=slug,
        position=0 if last is None else last + 1,
        zone=programme.zone,
        **fields,
    )


@transaction.atomic
def change_session(session: Session, fields: dict[str, Any]) -> None:
    """Change what the session says of itself; its address, its time and its plan stay."""
    Session.objects.filter(id=session.id).update(**fields)


def usual_zone() -> str:
    """The time zone of a new programme."""
    return str(settings.TIME_ZONE)


def _free_slug(title: str) -> str:
    slug = slugify(title)[:60] or "programme"
    return slug if not Programme.objects.filter(slug=slug).exists() else f"{slug}-{new_id()[:6].lower()}"
