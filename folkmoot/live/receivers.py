"""What the live room does when a room below says that something happened beside it."""

from __future__ import annotations

from functools import partial

from django.db import transaction

from folkmoot.kit.announce import receives
from folkmoot.live.engine import ENGINE
from folkmoot.live.views import enter
from folkmoot.programme.topics import AgendaChanged, RolesChanged, SessionMoved
from folkmoot.record.changes import note_everything
from folkmoot.record.models import Participant
from folkmoot.record.topics import StreamTouched


def note_and_read_again(event: AgendaChanged | SessionMoved) -> None:
    """Bring every screen of the session up to date, in every process, once the change is stored."""
    note_everything(event.session_id)
    transaction.on_commit(partial(ENGINE.look_again, event.session_id))


def read_again(event: StreamTouched) -> None:
    """As above; whoever touched the stream has noted it."""
    transaction.on_commit(partial(ENGINE.look_again, event.session_id))


@receives(RolesChanged)
def change_roles(event: RolesChanged) -> None:
    """Give or take a role in the rooms that somebody is in, once it is stored: not only when they come back."""
    transaction.on_commit(partial(_change_roles, event), robust=True)


def _change_roles(event: RolesChanged) -> None:
    rows = Participant.objects.filter(person=event.person_id, session__programme=event.programme_id)
    for row in rows.select_related("person__user", "session"):
        enter(row.person, row.session, listed=row.listed)


receives(AgendaChanged)(note_and_read_again)
receives(SessionMoved)(note_and_read_again)
receives(StreamTouched)(read_again)
