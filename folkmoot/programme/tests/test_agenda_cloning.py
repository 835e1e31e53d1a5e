"""A copy carries the plan, and nothing of those it was made for (B01)."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.core.files.base import ContentFile

from folkmoot.practice_kit.fields import Refused
from folkmoot.programme.agenda import every, read_agenda
from folkmoot.programme.agenda_actions import edit_item, undo
from folkmoot.programme.agenda_cloning import clone_programme, clone_session, leftovers, start_from
from folkmoot.programme.models import Booking, Programme, Resource, Role, RoleGrant, Session
from folkmoot.programme.tests.planning import a_session, named, outline, plan
from tests.people import bea, nia, tom

pytestmark = pytest.mark.django_db


@pytest.fixture
def session(settings: Any, tmp_path: Any) -> Session:
    """Last year's session of Ashwell Active, with everything that must not survive."""
    settings.MEDIA_ROOT = tmp_path
    session = a_session(
        blurb="Ashwell Active invites you on 16 February 2027.",
        presenters=["Nia Rees"],
        call_link="https://calls.ashwellactive.example/1",
        room_links={"kind": "pattern", "pattern": "https://calls.ashwellactive.example/{room}"},
        status=Session.Status.BOOKING_OPEN,
        planning_for=38,
        calendar_sequence=4,
    )
    plan(session)
    nia(session.programme)
    Booking.objects.create(session=session, person=bea(), status=Booking.Status.CONFIRMED)
    edit_item(
        session,
        named(session, "talk").id,
        {"owner": "Nia", "facilitator_notes": "Thank ASHWELL ACTIVE for the room.", "participant_prompt": "Listen."},
    )
    slide = Resource(
        item=named(session, "talk"), kind="slide", title="Ashwell Active: five kinds", alternative="A ring."
    )
    slide.file.save("five.png", ContentFile(b"a picture"))
    return session


class TestASession:
    def test_keeps_its_plan_and_its_hours(self, session: Session) -> None:
        clone = clone_session(session)
        assert outline(clone) == outline(session)
        assert (clone.start, clone.end, clone.capacity) == (session.start, session.end, session.capacity)
        assert {item.id for item in every(read_agenda(clone))}.isdisjoint(i.id for i in every(read_agenda(session)))

    def test_loses_its_date_its_code_its_links_and_its_people(self, session: Session) -> None:
        clone = clone_session(session)
        assert (clone.date, clone.starts_at, clone.status) == (None, None, Session.Status.UNSCHEDULED)
        assert clone.join_code != session.join_code
        assert (clone.call_link, clone.room_links, clone.presenters) == ("", {}, [])
        assert (clone.planning_for, clone.calendar_sequence) == (None, 0)
        assert not clone.bookings.exists()
        assert named(clone, "talk").owner == ""

    def test_has_slides_of_its_own(self, session: Session) -> None:
        clone = clone_session(session)
        (old,), (new,) = (named(each, "talk").resources.all() for each in (session, clone))
        assert old.file.name != new.file.name
        old.file.delete()
        with new.file.open() as file:
            assert file.read() == b"a picture"

    def test_the_same_groups_as_before_are_those_of_the_copy(self, session: Session) -> None:
        plan_same = {"kind": "same", "same_as": named(session, "sort").id}
        edit_item(session, named(session, "draft").id, {"group_plan": plan_same})
        clone = clone_session(session)
        assert (named(clone, "draft").group_plan or {})["same_as"] == named(clone, "sort").id

    def test_there_is_nothing_to_undo_in_it(self, session: Session) -> None:
        with pytest.raises(Refused, match="nothing to undo"):
            undo(clone_session(session))

    def test_two_copies_have_two_addresses(self, session: Session) -> None:
        assert clone_session(session).slug != clone_session(session).slug


class TestAProgramme:
    @pytest.fixture
    def clone(self, session: Session) -> Programme:
        return clone_programme(
            session.programme, title="Spring programme", hosts=["Thornbury Council"], by=tom(session.programme)
        )

    def test_the_old_hosts_name_is_nowhere(self, clone: Programme) -> None:
        (session,) = clone.sessions.all()
        talk = named(session, "talk")
        texts = [clone.title, clone.blurb, *clone.hosts, session.blurb, talk.facilitator_notes]
        texts += [slide.title for slide in talk.resources.all()]
        assert not [text for text in texts if "ashwell active" in text.lower()]
        assert talk.facilitator_notes == "Thank Thornbury Council for the room."
        assert clone.hosts == ["Thornbury Council"]

    def test_renaming_leaves_the_files_where_they_are(self, clone: Programme) -> None:
        (slide,) = Resource.objects.filter(item__session__programme=clone)
        with slide.file.open() as file:
            assert file.read() == b"a picture"

    def test_no_date_survives_but_in_texts_which_are_listed(self, clone: Programme) -> None:
        (session,) = clone.sessions.all()
        assert (session.date, clone.announced_from, clone.announced_to) == (None, "", "")
        assert clone.status == Programme.Status.DRAFT
        found = {leftover.found for leftover in leftovers(clone)}
        assert "16 February 2027" in found
        assert any("five kinds" in each for each in found)

    def test_only_the_person_who_copied_has_a_role(self, clone: Programme) -> None:
        (grant,) = RoleGrant.objects.filter(programme=clone)
        assert (grant.person.name, grant.role) == ("Tom Okafor", Role.LEAD)

    def test_it_says_what_it_was_made_from(self, clone: Programme, session: Session) -> None:
        assert clone.template_of == session.programme
        assert clone.slug != session.programme.slug

    def test_sessions_of_the_past_and_rehearsals_stay_behind(self, session: Session) -> None:
        Session.objects.create(
            programme=session.programme, slug="old", title="Old", earlier=True, date=date(2020, 1, 1)
        )
        Session.objects.create(programme=session.programme, slug="try", title="Try", rehearsal_of=session)
        clone = clone_programme(session.programme, title="Spring", hosts=[], by=None)
        assert [each.title for each in clone.sessions.all()] == [session.title]


class TestStartingFromAnotherPlan:
    def test_the_other_plan_replaces_this_one_and_undo_brings_it_back(self, session: Session) -> None:
        mine = a_session("mine")
        plan(mine, read_agenda(session)[:2])
        before = read_agenda(mine)
        start_from(mine, session)
        assert outline(mine) == outline(session)
        undo(mine)
        assert read_agenda(mine) == before

    def test_a_session_that_is_over_stays_as_it_was(self, session: Session) -> None:
        over = plan(a_session("over"))
        Session.objects.filter(id=over.id).update(status=Session.Status.DONE)
        with pytest.raises(Refused, match="is over"):
            start_from(over, session)
