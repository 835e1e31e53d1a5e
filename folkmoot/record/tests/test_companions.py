"""Who is in the call only finds their room on the shared screen; nobody else is named there."""

import pytest

from folkmoot.people.actions import erase_person
from folkmoot.people.models import Person
from folkmoot.practice_kit.wire.ops import CorrectMeeting
from folkmoot.record import access
from folkmoot.record.models import Group, Grouping, Meeting, Participant
from folkmoot.record.state import Layer
from tests.workshop import Workshop, a_workshop

pytestmark = pytest.mark.django_db


def sent(workshop: Workshop, *rooms: list[str], status: str = "open") -> Grouping:
    """Groups of these people, numbered from 1."""
    grouping = Grouping.objects.create(
        session=workshop.session, status=status, opened_at=workshop.session.starts_at, report={}
    )
    for number, names in enumerate(rooms, start=1):
        members = [workshop[name].id for name in names]
        Group.objects.create(session=workshop.session, grouping=grouping, number=number, members=members)
    return grouping


def in_the_call_only(workshop: Workshop, *names: str) -> None:
    there = Participant.objects.filter(session=workshop.session, person__in=[workshop[name] for name in names])
    there.update(channel="call_only")


def pairs(grouping: Grouping) -> set[frozenset[str]]:
    rows = Meeting.objects.filter(grouping=grouping.id)
    return {frozenset((row.one.first_name, row.other.first_name)) for row in rows}


def test_rooms_name_who_is_in_the_call_only_and_count_the_others() -> None:
    workshop = a_workshop()
    grouping = sent(workshop, ["Bea", "Dee"], ["Ken"])
    in_the_call_only(workshop, "Dee")
    rooms = access.rooms_of_callers(Layer(workshop.state), grouping)
    assert rooms == [{"number": 1, "names": ["Dee"], "others": 1}]


def test_two_of_one_first_name_are_told_apart() -> None:
    workshop = a_workshop()
    other = Person.objects.create(name="Dee Abara")
    Participant.objects.create(session=workshop.session, person=other, name=other.name, admitted=True)
    grouping = sent(workshop, ["Bea", "Dee"])
    Group.objects.create(session=workshop.session, grouping=grouping, number=2, members=[other.id, workshop["Ken"].id])
    in_the_call_only(workshop, "Dee")
    Participant.objects.filter(person=other).update(channel="call_only")
    names = [room["names"] for room in access.rooms_of_callers(Layer(workshop.state), grouping)]
    assert names == [[workshop["Dee"].name], ["Dee Abara"]]


def test_everybody_is_sent_the_rooms_and_a_preview_stays_with_facilitators() -> None:
    workshop = a_workshop()
    in_the_call_only(workshop, "Dee")
    grouping, preview = sent(workshop, ["Bea", "Dee"]), sent(workshop, ["Dee", "Ken"], status="proposed")
    layer = Layer(workshop.state)
    row = access.view(layer, "groupings", grouping.id, access.SESSION)
    assert row is not None
    assert row["callers"] == [{"number": 1, "names": ["Dee"], "others": 1}]
    assert access.view(layer, "groupings", preview.id, access.SESSION) is None


def test_what_was_put_right_about_somebody_erased_hinders_nobody() -> None:
    workshop = a_workshop()
    grouping = sent(workshop, ["Bea", "Dee"], ["Ken"], status="closed")
    two = Group.objects.get(grouping=grouping, number=2)
    workshop.do(workshop.tom, CorrectMeeting, grouping=grouping.id, person=workshop["Bea"].id, group=two.id)
    assert pairs(grouping) == {frozenset(("Bea", "Ken"))}
    erase_person(workshop["Bea"])
    workshop.do(workshop.tom, CorrectMeeting, grouping=grouping.id, person=workshop["Dee"].id, group=two.id)
    assert pairs(grouping) == {frozenset(("Dee", "Ken"))}
