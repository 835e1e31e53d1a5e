"""A session with an agenda to plan, for tests."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date, time
from http import HTTPStatus
from typing import Any

from django.test import Client

from folkmoot.people.models import Person
from folkmoot.programme.agenda import (
    ACTIVITY,
    BLOCK,
    BREAK,
    CLOSE,
    TALK,
    Agenda,
    Item,
    every,
    read_agenda,
    settled,
)
from folkmoot.programme.agenda_actions import change_agenda
from folkmoot.programme.models import AgendaItem, Programme, Session


def a_session(slug: str = "purpose", **more: Any) -> Session:
    """A session of three hours, on a programme of its own, with nothing planned yet."""
    programme = Programme.objects.create(slug=f"winter-{slug}", title="Winter programme", hosts=["Ashwell Active"])
    return Session.objects.create(
        **{
            "programme": programme,
            "slug": slug,
            "title": "Building common purpose",
            "date": date(2027, 2, 16),
            "start": time(13),
            "end": time(16),
            **more,
        }
    )


def item(name: str, minutes: int = 10, **more: Any) -> Item:
    """An item whose title is its name, to be found again by `named`."""
    return Item(id=name, title=name.title(), minutes=minutes, **more)


def block(name: str, *parts: Item) -> Item:
    """A block with these parts."""
    return Item(id=name, title=name.title(), kind=BLOCK, parts=parts)


def afternoon() -> Agenda:
    """Three hours in the brief's pattern."""
    groups = {"kind": "breakout", "size": 5, "mix": True, "new_people": False, "keep_parties": True, "same_as": ""}
    return settled(
        (
            item("welcome", 10),
            item("coffee", 30, kind=ACTIVITY, group_plan={"kind": "coffee"}),
            block(
                "complexity",
                item("talk", 20, kind=TALK),
                item("sort", 20, practice="complexity_sort", group_plan=groups),
                item("surprises", 10),
            ),
            item("tea", 10, kind=BREAK, protected=True),
            block("purpose", item("scene", 5), item("draft", 25, group_plan=groups), item("hear", 20)),
            item("apply", 25, group_plan={"kind": "threes"}, optional=True),
            item("close", 5, kind=CLOSE, protected=True),
        )
    )


def plan(session: Session, agenda: Agenda | None = None) -> Session:
    """Give a session the agenda (the afternoon, unless told), with ids that are its own, and no step of undo."""
    change_agenda(session, lambda before, now: "planned", lambda before: _with_ids(session, agenda or afternoon()))
    session.agenda_changes.all().delete()
    return session


def _with_ids(session: Session, agenda: Agenda) -> Agenda:
    def own(one: Item) -> Item:
        return replace(one, id=f"{one.id}-{session.id[:4]}"[:16], parts=tuple(own(part) for part in one.parts))

    return tuple(own(one) for one in agenda)


def named(session: Session, title: str) -> AgendaItem:
    """The item with this title, whatever its case."""
    return AgendaItem.objects.get(session=session, title__iexact=title)


def outline(session: Session) -> list[Any]:
    """The agenda's titles, a block as a pair of its title and its parts' titles."""
    return [
        (one.title.lower(), [part.title.lower() for part in one.parts]) if one.is_block else one.title.lower()
        for one in read_agenda(session)
    ]


def titles(session: Session) -> set[str]:
    """All titles of the agenda."""
    return {one.title.lower() for one in every(read_agenda(session))}


def signed_in(person: Person) -> Client:
    """The browser of somebody who has signed in by a code."""
    client = Client()
    if person.user is None:
        raise ValueError(f"{person} has no account to sign in with")
    client.force_login(person.user, backend="django.contrib.auth.backends.ModelBackend")
    return client


def page(client: Client, address: str) -> str:
    """What a page says, with white space made plain. It must open."""
    answer = client.get(address)
    if answer.status_code != HTTPStatus.OK:
        raise AssertionError(f"{address} answers {answer.status_code}")
    return re.sub(r"\s+", " ", answer.content.decode())
