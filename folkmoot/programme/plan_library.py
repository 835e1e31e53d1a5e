"""The project's own plans to start from, so that there is a template on a server where nobody has run anything yet."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache

from django.conf import settings
from django.db import transaction

from folkmoot.programme.actions.importing import LIBRARY, import_from_library, library
from folkmoot.programme.agenda_cloning import rename_hosts
from folkmoot.programme.files import read
from folkmoot.programme.models import Session

MARK = "library:"
"""Before the name of the file, where a form offers these beside the sessions of this server."""


@dataclass(frozen=True, slots=True)
class Plan:
    """One of them: what a form sends for it, and its title."""

    key: str
    title: str


def plans(besides: Collection[str] = ()) -> list[Plan]:
    """The plans, without those whose titles are offered already."""
    return [plan for plan in _all() if plan.title not in besides]


@cache
def _all() -> tuple[Plan, ...]:
    found = ((name, read((LIBRARY / f"{name}.yaml").read_bytes())) for name in library())
    return tuple(Plan(f"{MARK}{name}", s.title) for name, programme in found for s in programme.sessions if s.template)


@contextmanager
def borrowed(key: str) -> Iterator[Session]:
    """The session of a plan while it is copied: it is stored under this host's name, and gone again at the end.

    Raises:
        KeyError: when there is no such plan.
    """
    plan = {each.key: each for each in _all()}[key]
    with transaction.atomic():
        programme = import_from_library(key.removeprefix(MARK))
        programme.sessions.exclude(template=True, title=plan.title).delete()
        programme.sessions.update(date=None, starts_at=None, ends_at=None, status=Session.Status.UNSCHEDULED)
        rename_hosts(programme, programme.hosts, settings.HOST_NAME)
        yield programme.sessions.get()
        programme.delete()
