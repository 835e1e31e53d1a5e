"""Sessions for bench/live.py, made in the database as they stand once a facilitator has opened the activity."""

from __future__ import annotations

import time
from importlib import import_module

from django.conf import settings

from folkmoot.kit.ids import new_id
from folkmoot.kit.time import utc_now
from folkmoot.live.rehearsals import Copy, cast, make_copy
from folkmoot.people.identity import DEVICE
from folkmoot.programme.models import AgendaItem, Programme, Session
from folkmoot.record.models import Activity, Attribution, Entry, Group, Grouping, Run, Visibility
from folkmoot.record.operations.entries import random_order

Rooms = tuple[list[dict[str, str]], list[str]]
"""Where clients connect and what they edit, and the cookie of each."""


def a_room(people: int, notes: int = 0) -> Rooms:
    """Everybody in one session with one board, on which so many notes are already."""
    copy, activity = _session("common_purpose", "signs")
    cookies = cast(copy.session, people)
    Entry.objects.bulk_create(_note(copy.session, activity, place) for place in range(notes))
    return [_path(copy.session, activity, "sign")], cookies


def a_room_of_groups(people: int, groups: int) -> Rooms:
    """The same number in groups that work at once."""
    copy, activity = _session("breakout", "working")
    cookies = cast(copy.session, people)
    by_cookie = _people_of(cookies)
    grouping = Grouping.objects.create(
        session=copy.session,
        item=activity.item_id or "",
        status=Grouping.Status.OPEN,
        opened_at=utc_now(),
        seconds=3600,
    )
    Group.objects.bulk_create(
        Group(session=copy.session, grouping=grouping, number=place + 1, members=by_cookie[place::groups])
        for place in range(groups)
    )
    Activity.objects.filter(id=activity.id).update(grouping=grouping.id)
    return [_path(copy.session, activity, "point") for _ in range(groups)], cookies


def _session(practice: str, stage: str) -> tuple[Copy, Activity]:
    programme = Programme.objects.create(slug=f"bench-{time.time_ns()}", title="Bench")
    session = Session.objects.create(programme=programme, slug="bench", title="Bench")
    AgendaItem.objects.create(session=session, kind="activity", title="Board", practice=practice, minutes=45)
    copy = make_copy(session, people=1, speed=1, led=True)
    item = AgendaItem.objects.get(session=copy.session)
    Run.objects.filter(session=copy.session).update(phase=Run.Phase.LIVE, item=item.id, opened_at=utc_now())
    activity = Activity.objects.create(
        session=copy.session, item=item, practice=practice, stage=stage, stage_started_at=utc_now(),
        furthest=9, confidentiality=copy.session.rule,
    )  # fmt: skip
    return copy, activity


def _people_of(cookies: list[str]) -> list[str]:
    store = import_module(settings.SESSION_ENGINE).SessionStore
    return [store(cookie)[DEVICE][0] for cookie in cookies]


def _note(session: Session, activity: Activity, place: int) -> Entry:
    text = f"Note {place}: what we would see in a year if this had begun to work for us all"
    return Entry(
        id=new_id(), session=session, activity=activity, kind="sign", body={"panel": "story", "text": text},
        visibility=Visibility.SESSION, attribution=Attribution.HIDDEN, state=Entry.State.SHOWN, audience="session",
        order=random_order(), confidentiality=activity.confidentiality,
    )  # fmt: skip


def _path(session: Session, activity: Activity, kind: str) -> dict[str, str]:
    return {"path": f"/live/{session.id}/", "activity": activity.id, "kind": kind}
