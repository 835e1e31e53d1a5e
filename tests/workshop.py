"""A workshop that was held: people in groups, with what they wrote and said about its release.

Rows are laid as the live room leaves them; what a test is about is done by real operations.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from folkmoot.kit.ids import new_id
from folkmoot.people.models import Organisation, Person
from folkmoot.practice_kit.wire.ops import CloseSession, Op
from folkmoot.programme.models import AgendaItem, Programme, Session
from folkmoot.record import access, writing
from folkmoot.record.commit import Outcome
from folkmoot.record.models import (
    Activity,
    Attendance,
    Entry,
    Group,
    Grouping,
    Participant,
    ReleaseAnswer,
    Run,
    RunEntry,
    Stream,
)
from folkmoot.record.state import State
from tests import people
from tests.factories import a_programme, a_session

ITEMS = (
    ("Welcome", "welcome", "", 10),
    ("What are we facing?", "activity", "taking_stock", 20),
    ("Complexity", "activity", "complexity_sort", 20),
    ("In small groups", "activity", "breakout", 30),
    ("A common purpose", "activity", "common_purpose", 50),
    ("One practical thing", "close", "one_thing", 5),
)
"""Title, kind, practice and planned minutes of each item."""
NAMES = (
    "Bea", "Dee", "Ife", "Ken", "Sam", "Ada", "Ben", "Cara", "Dan", "Ella", "Finn", "Gwen", "Hal", "Iris", "Jack",
    "Kit", "Lena", "Max", "Nell", "Omar", "Pia", "Quin", "Rosa", "Seth", "Tess", "Uma", "Vic", "Wren", "Yan", "Zoe",
    "Alun", "Bryn", "Carys", "Dilys", "Evan", "Fay", "Glyn", "Hope", "Ivo", "June",
)  # fmt: skip
"""Forty first names."""


@dataclass
class Workshop:
    """A session that was held and closed; its activities by practice, its people by first name."""

    programme: Programme
    session: Session
    nia: Person
    tom: Person
    people: dict[str, Person] = field(default_factory=dict)
    groups: list[Group] = field(default_factory=list)
    activities: dict[str, Activity] = field(default_factory=dict)

    def __getitem__(self, name: str) -> Person:
        """The participant of this first name."""
        return self.people[name]

    @property
    def state(self) -> State:
        """The session as stored now."""
        return State.load(self.session.id)

    def try_to(self, who: Person, op: type[Op], **fields: Any) -> Outcome:
        """Carry out one operation, applied or refused."""
        return writing.submit(self.session.id, who.id, op(op_id=new_id(), **fields))

    def do(self, who: Person, op: type[Op], **fields: Any) -> Outcome:
        """Carry out one operation that is allowed."""
        outcome = self.try_to(who, op, **fields)
        assert outcome.refused is None, outcome.refused
        return outcome

    @contextmanager
    def reopened(self) -> Iterator[None]:
        """While the lead has opened the closed session again."""
        self.do(self.nia, CloseSession, close=False)
        yield
        self.do(self.nia, CloseSession, close=True)

    def wrote(self, name: str, practice: str, kind: str, /, group: Group | None = None, **body: Any) -> Entry:
        """What somebody wrote, as everybody was shown it; in a group's name where a group is given."""
        return self.entry(practice, kind, self.people[name], group=group, body=body)

    def entry(self, practice: str, kind: str, author: Person | None = None, **fields: Any) -> Entry:
        """An entry of an activity, shown to everybody unless the fields say otherwise."""
        activity = self.activities[practice]
        laid = {
            "session": self.session, "activity": activity, "author": author, "kind": kind, "state": "shown",
            "visibility": "session", "audience": access.SESSION, "confidentiality": activity.confidentiality,
            "order": Entry.objects.count(), **fields,
        }  # fmt: skip
        return Entry.objects.create(**laid)

    def theme(self, practice: str, title: str, notes: Iterable[Entry], *, reviewed: bool = True) -> Entry:
        """A theme with some notes under it."""
        theme = self.entry(practice, "theme", body={"title": title, "reviewed": reviewed})
        Entry.objects.filter(id__in=[note.id for note in notes]).update(theme=theme.id)
        return theme

    def purpose(self, group: Group, text: str) -> Entry:
        """A group's statement, by whoever of it held the pen, read in plenary."""
        author = Person.objects.get(id=group.members[0])
        return self.entry("common_purpose", "statement", author, group=group, body={"text": text})

    def members(self, group: Group) -> list[Person]:
        """The people of a group."""
        return [Person.objects.get(id=member) for member in group.members]

    def let_leave(self, group: Group, product: str = "purpose", *, but: str = "", silent: str = "") -> None:
        """Everybody of a group says yes; but one says no, and one nothing, where they are named."""
        for person in self.members(group):
            if person.first_name != silent:
                which: dict[str, Any] = {"session": self.session, "group": group, "person": person, "product": product}
                ReleaseAnswer.objects.update_or_create(**which, defaults={"yes": person.first_name != but})

    def come(self, name: str, organisation: str = "", sector: str = "", *, minutes: int = 180) -> Person:
        """Somebody who took part from the beginning, for so many minutes."""
        where = Organisation.objects.get_or_create(name=organisation)[0] if organisation else None
        person = Person.objects.create(name=name, organisation=where, sector=sector)
        self.people[person.first_name] = person
        seat(self.session, person, organisation=organisation, sector=sector)
        if minutes:
            self.was_there(person, 0, minutes)
        return person

    def was_there(self, person: Person, since: int, until: int) -> None:
        """An interval of attendance, in minutes from the planned start."""
        start = starts(self.session)
        at = {"since": start + timedelta(minutes=since), "until": start + timedelta(minutes=until)}
        Attendance.objects.create(session=self.session, person=person, **at)

    def group(self, names: Sequence[str]) -> Group:
        """A group of some people, working in the activities with groups."""
        grouping = Grouping.objects.get(session=self.session)
        found = Group.objects.create(
            session=self.session,
            grouping=grouping,
            number=len(self.groups) + 1,
            members=[self.people[name].id for name in names],
        )
        self.groups.append(found)
        return found


def starts(session: Session) -> datetime:
    """When a session is planned to start."""
    assert session.starts_at is not None
    return session.starts_at


def seat(session: Session, person: Person, **fields: Any) -> Participant:
    """A person's row in a session, admitted."""
    return Participant.objects.create(session=session, person=person, name=person.name, admitted=True, **fields)


def a_workshop(rule: str = "room_only", *, named: Sequence[str] = ("Bea Lowe", "Dee Morgan", "Ken Price")) -> Workshop:
    """Three hours in the afternoon, closed at their end; these took part from beginning to end."""
    programme = a_programme(confidentiality=rule)
    session = a_session(programme, blurb="Agree on something small.", about=["Shared purpose"])
    held = Workshop(programme, session, people.nia(programme), people.tom(programme))
    seat(session, held.nia, roles=["lead"])
    seat(session, held.tom, roles=["producer"])
    Stream.objects.create(id=session.id)
    start = starts(session)
    end = start + timedelta(hours=3)
    Run.objects.create(id=session.id, session=session, phase="closed", opened_at=start, closed_at=end)
    grouping = Grouping.objects.create(session=session, status="closed")
    _lay_agenda(held, grouping)
    for name in named:
        held.come(name, "Kettle Yard Youth", "voluntary")
    return held


def _lay_agenda(held: Workshop, grouping: Grouping) -> None:
    at = starts(held.session)
    for place, (title, kind, practice, minutes) in enumerate(ITEMS):
        item = AgendaItem.objects.create(
            session=held.session, title=title, kind=kind, practice=practice, minutes=minutes, position=place
        )
        until = at + timedelta(minutes=minutes + 1)
        RunEntry.objects.create(id=item.id, session=held.session, item=item, started_at=at, ended_at=until)
        at = until
        if practice:
            held.activities[practice] = Activity.objects.create(
                session=held.session,
                item=item,
                practice=practice,
                stage="closed",
                grouping=grouping.id if practice in ("breakout", "common_purpose") else "",
                confidentiality=held.session.rule,
            )
