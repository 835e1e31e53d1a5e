"""Storing a programme that came from a file."""

from __future__ import annotations

from importlib.resources import files
from itertools import count

from django.db import transaction

from folkmoot.kit import time as clock
from folkmoot.people.models import Person
from folkmoot.programme.files import PlannedItem, PlannedProgramme, PlannedSession, read
from folkmoot.programme.models import AgendaItem, Programme, Resource, Role, RoleGrant, Session

LIBRARY = files("folkmoot.programme") / "library"
"""The project's own programme files."""


def library() -> tuple[str, ...]:
    """The names of the project's own programme files, to be imported with `import_from_library`."""
    return tuple(sorted(file.name.removesuffix(".yaml") for file in LIBRARY.iterdir() if file.name.endswith(".yaml")))


def import_from_library(name: str, *, lead: Person | None = None) -> Programme:
    """Store one of the project's own programmes. Raises BadFile, FileNotFoundError."""
    return import_programme((LIBRARY / f"{name}.yaml").read_bytes(), lead=lead)


def import_programme(content: str | bytes, *, lead: Person | None = None) -> Programme:
    """Read a programme's file and store it as a new programme: a draft that nobody else sees yet.

    Sessions whose time has passed are done, those with a time are announced, the others unscheduled. Booking opens by
    `scheduling.open_booking`. `lead`, where given, becomes the programme's lead.

    Raises:
        BadFile: when the file cannot be used; nothing is stored then.
    """
    return store_programme(read(content), lead=lead)


@transaction.atomic
def store_programme(plan: PlannedProgramme, *, lead: Person | None = None) -> Programme:
    """Store a plan as a new programme; its address is numbered when another programme has it already."""
    programme = Programme.objects.create(
        slug=_free_slug(plan.slug),
        title=plan.title,
        blurb=plan.blurb,
        hosts=list(plan.hosts),
        open_to=plan.open_to,
        price=plan.price,
        online=plan.online,
        languages=list(plan.languages),
        zone=plan.zone,
        announced_from=plan.announced_from,
        announced_to=plan.announced_to,
        confidentiality=plan.confidentiality,
    )
    for position, session in enumerate(plan.sessions):
        _store_session(programme, session, position)
    if lead:
        RoleGrant.objects.create(person=lead, programme=programme, role=Role.LEAD)
    return programme


def _free_slug(slug: str) -> str:
    names = (slug if number == 1 else f"{slug[:75]}-{number}" for number in count(1))
    return next(name for name in names if not Programme.objects.filter(slug=name).exists())


def _store_session(programme: Programme, plan: PlannedSession, position: int) -> None:
    session = Session(
        programme=programme,
        slug=plan.slug,
        position=position,
        number=plan.number,
        title=plan.title,
        blurb=plan.blurb,
        about=list(plan.about),
        practices=list(plan.practices),
        presenters=list(plan.presenters),
        bring=plan.bring,
        groups_welcome=plan.groups_welcome,
        earlier=plan.earlier,
        date=plan.date,
        start=plan.start,
        end=plan.end,
        zone=plan.zone,
        capacity=plan.capacity,
        overbook_percent=plan.overbook_percent,
        confidentiality=plan.confidentiality,
        template=plan.template,
    )
    session.status = _first_status(session)
    session.save()
    for place, item in enumerate(plan.agenda):
        _store_item(session, item, place)


def _first_status(session: Session) -> Session.Status:
    if session.date is None:
        return Session.Status.UNSCHEDULED
    is_past = session.date < clock.utc_to_local(clock.utc_now(), session.zone).date()
    return Session.Status.DONE if is_past else Session.Status.ANNOUNCED


def _store_item(session: Session, plan: PlannedItem, position: int, parent: AgendaItem | None = None) -> None:
    item = AgendaItem.objects.create(
        session=session,
        parent=parent,
        position=position,
        kind=plan.kind,
        title=plan.title,
        minutes=plan.minutes,
        minutes_estimated=plan.estimated,
        practice=plan.practice,
        settings=dict(plan.settings),
        group_plan=None if plan.group_plan is None else dict(plan.group_plan),
        owner=plan.owner,
        participant_prompt=plan.prompt,
        facilitator_notes=plan.notes,
        fallback=plan.fallback,
        protected=plan.protected,
        optional=plan.optional,
        confidentiality=plan.confidentiality,
    )
    for place, link in enumerate(plan.resources):
        words = {"title": link.title, "url": link.url, "alternative": link.alternative, "cue": link.cue}
        Resource.objects.create(item=item, position=place, kind="link", minutes=link.minutes, **words)
    for place, part in enumerate(plan.inside):
        _store_item(session, part, place, parent=item)
