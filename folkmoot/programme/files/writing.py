"""Writing a programme as YAML, so that `read` gives the same plan again."""

from __future__ import annotations

from dataclasses import fields
from datetime import date, time
from typing import Any

import yaml

from folkmoot.practice_kit.catalogue import BY_SLUG
from folkmoot.programme.files.shapes import PlannedItem, PlannedProgramme, PlannedResource, PlannedSession, usual_slug
from folkmoot.programme.models import AgendaItem, Programme, Session

ORDER = ("slug", "number", "date", "start", "end", "zone", "blurb", "about", "practices")
_PLAIN = PlannedSession(title="", slug="")
_PLAIN_ITEM = PlannedItem(title="", kind="", minutes=0)
_PLAIN_RESOURCE = PlannedResource(title="", url="")


def plan_of(programme: Programme) -> PlannedProgramme:
    """A stored programme as a plan: what was decided, without people, bookings, calls or anything that was said."""
    sessions = programme.sessions.filter(rehearsal_of=None).order_by("earlier", "position")
    return PlannedProgramme(
        title=programme.title,
        slug=programme.slug,
        blurb=programme.blurb,
        hosts=tuple(programme.hosts),
        open_to=programme.open_to,
        price=programme.price,
        online=programme.online,
        languages=tuple(programme.languages) or ("en",),
        zone=programme.zone,
        announced_from=programme.announced_from,
        announced_to=programme.announced_to,
        confidentiality=programme.confidentiality,
        sessions=tuple(_planned_session(session) for session in sessions),
    )


def _planned_session(session: Session) -> PlannedSession:
    same = {field.name: getattr(session, field.name) for field in fields(PlannedSession) if field.name != "agenda"}
    lists = {name: tuple(same[name]) for name in ("about", "practices", "presenters")}
    items = list(session.items.prefetch_related("resources").order_by("position"))
    outer = [item for item in items if item.parent_id is None]
    return PlannedSession(**{**same, **lists}, agenda=tuple(_planned_item(item, items) for item in outer))


def _planned_item(item: AgendaItem, items: list[AgendaItem]) -> PlannedItem:
    plan = item.group_plan
    return PlannedItem(
        title=item.title,
        kind=item.kind,
        minutes=item.minutes,
        estimated=item.minutes_estimated,
        practice=item.practice,
        settings=item.settings,
        group_plan=None if plan is None else {**plan, "same_as": ""},
        owner=item.owner,
        prompt=item.participant_prompt,
        notes=item.facilitator_notes,
        fallback=item.fallback,
        protected=item.protected,
        optional=item.optional,
        confidentiality=item.confidentiality,
        resources=tuple(
            PlannedResource(link.title, link.url, link.alternative, link.minutes, link.cue)
            for link in item.resources.all()
            if link.kind == "link"
        ),
        inside=tuple(_planned_item(part, items) for part in items if part.parent_id == item.id),
    )


def write(programme: PlannedProgramme) -> str:
    """The programme as YAML text."""
    table: dict[str, Any] = {"programme": programme.title}
    if programme.slug != usual_slug(programme.title):
        table["slug"] = programme.slug
    table |= {
        "blurb": programme.blurb,
        "hosts": list(programme.hosts),
        "open_to": programme.open_to,
        "price": programme.price,
        "online": programme.online,
        "languages": list(programme.languages),
        "zone": programme.zone,
        "announced": {"from": programme.announced_from, "to": programme.announced_to},
        "confidentiality": programme.confidentiality,
        "sessions": [_session(each, programme.zone) for each in programme.sessions if not each.earlier],
        "earlier": [_session(each, programme.zone) for each in programme.sessions if each.earlier],
    }
    if not any(table["announced"].values()):
        del table["announced"]
    return yaml.dump(_without_empty(table), Dumper=_Dumper, sort_keys=False, allow_unicode=True, width=110)


def _session(session: PlannedSession, zone: str) -> dict[str, Any]:
    table: dict[str, Any] = {"title": session.title}
    names = [
        *ORDER,
        *(field.name for field in fields(session) if field.name not in {*ORDER, "title", "agenda", "earlier"}),
    ]
    for name in names:
        value = getattr(session, name)
        usual = {"slug": usual_slug(session.title), "zone": zone}.get(name, getattr(_PLAIN, name))
        if value != usual:
            table[name] = _written(value)
    if session.agenda:
        table["agenda"] = [_item(item) for item in session.agenda]
    return table


def _item(item: PlannedItem) -> dict[str, Any]:
    table: dict[str, Any] = {"what": item.title, "kind": item.kind, "minutes": item.minutes}
    if item.practice:
        table["practice"] = BY_SLUG[item.practice].number
    for name in ("estimated", "settings", "owner", "prompt", "notes", "fallback", "optional", "confidentiality"):
        if getattr(item, name) != getattr(_PLAIN_ITEM, name):
            table[name] = _written(getattr(item, name))
    table["protected"] = item.protected
    table["groups"] = {key: value for key, value in (item.group_plan or {}).items() if key != "same_as"} or False
    if item.resources:
        table["resources"] = [_resource(resource) for resource in item.resources]
    if item.inside:
        table["inside"] = [_item(part) for part in item.inside]
    return table


def _resource(resource: PlannedResource) -> dict[str, Any]:
    names = [field.name for field in fields(resource)]
    return {
        name: getattr(resource, name) for name in names if getattr(resource, name) != getattr(_PLAIN_RESOURCE, name)
    }


def _written(value: Any) -> Any:
    if isinstance(value, time):
        return f"{value:%H:%M}"
    if isinstance(value, date):
        return value
    return list(value) if isinstance(value, tuple) else dict(value) if hasattr(value, "items") else value


def _without_empty(table: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in table.items() if value not in ("", [], None)}


class _Dumper(yaml.SafeDumper):
    """Writes long texts readably, and never an anchor, which `read` refuses."""

    def ignore_aliases(self, data: Any) -> bool:
        """Write everything out, even what occurs twice."""
        return True
