"""The planner's pages: who may open them, that every button works by itself, and what they show."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.test import Client

from folkmoot.programme import agenda_actions as actions
from folkmoot.programme.agenda import read_agenda
from folkmoot.programme.models import Booking, Programme, Role, Session
from folkmoot.programme.tests.planning import a_session, item, named, outline, page, plan, signed_in, titles
from tests.people import bea, in_the_role_of, nia, zed

pytestmark = pytest.mark.django_db


@pytest.fixture
def session(settings: Any, tmp_path: Any) -> Session:
    settings.MEDIA_ROOT = tmp_path
    return plan(a_session())


@pytest.fixture
def lead(session: Session) -> Client:
    """Nia's browser."""
    return signed_in(nia(session.programme))


def do(client: Client, session: Session, what: str, **asked: Any) -> Any:
    return client.post(f"/plan/{session.id}/", {"do": what, **asked})


class TestWhoMayPlan:
    ADDRESSES = ("", "cue/", "print/", "participant/", "start/", "copy/")

    @pytest.mark.parametrize("address", ADDRESSES)
    def test_who_has_not_signed_in_is_asked_to(self, session: Session, address: str) -> None:
        answer = Client().get(f"/plan/{session.id}/{address}")
        assert answer.status_code == 302
        assert answer["Location"].startswith("/sign-in/")

    @pytest.mark.parametrize("address", ADDRESSES)
    @pytest.mark.parametrize("role", [Role.OBSERVER, Role.ADMINISTRATOR])
    def test_an_observer_or_administrator_does_not_plan(self, session: Session, address: str, role: str) -> None:
        joel = in_the_role_of(role, "Joel Lind", "joel@ashwellactive.example", session.programme)
        assert signed_in(joel).get(f"/plan/{session.id}/{address}").status_code == 403

    @pytest.mark.parametrize("address", ADDRESSES)
    def test_the_lead_of_another_programme_does_not_plan_this_one(self, session: Session, address: str) -> None:
        other = nia(a_session("other").programme)
        assert signed_in(other).get(f"/plan/{session.id}/{address}").status_code == 403

    @pytest.mark.parametrize("role", [Role.LEAD, Role.PRODUCER, Role.CO_FACILITATOR])
    def test_those_who_run_it_plan_it(self, session: Session, role: str) -> None:
        asha = in_the_role_of(role, "Asha Verma", "asha@ashwellactive.example", session.programme)
        assert signed_in(asha).get(f"/plan/{session.id}/").status_code == 200

    def test_an_outsider_changes_nothing(self, session: Session) -> None:
        person = in_the_role_of(Role.LEAD, "Zed Quill", "zed@elsewhere.example", a_session("other").programme)
        for what in ("undo", "remove", "up", "people"):
            assert do(signed_in(person), session, what, item=named(session, "coffee").id).status_code == 403
        assert "coffee" in titles(session)

    def test_a_session_that_is_not_there(self, lead: Client) -> None:
        assert lead.get("/plan/nothing/").status_code == 404


class TestTheAgendaPage:
    def test_it_shows_times_totals_and_plans(self, lead: Client, session: Session) -> None:
        shown = page(lead, f"/plan/{session.id}/")
        for words in (
            "3 h", "of 3 h", "Ends at 4:00 pm with nothing to spare.", "The longest stretch without a break is 1 h 30.",
            "More than half the time is people talking to people.", "Groups and pairs, 100 min",
            "Groups of 5, 40 people", "8 rooms", "Protected from trimming", "Feedback will not fit.",
        ):  # fmt: skip
            assert words in shown, words
        assert "was " not in re.sub(r"It was|as it was|where it was", "", shown)

    def test_a_longer_coffee_trial_moves_what_follows_and_says_from_when(self, lead: Client, session: Session) -> None:
        answer = do(lead, session, "minutes", item=named(session, "coffee").id, minutes="35")
        shown = page(lead, answer["Location"])
        assert "Coffee is now 35 min. Everything after it starts 5 min later." in shown
        assert "was 1:40" in shown
        assert "Ends at 4:05 pm, 5 min too late." in shown

    def test_what_it_was_is_told_once(self, lead: Client, session: Session) -> None:
        answer = do(lead, session, "more", item=named(session, "coffee").id)
        do(lead, session, "more", item=named(session, "coffee").id)
        assert "was 1:40" not in page(lead, answer["Location"])
        assert "was 1:40" not in page(lead, f"/plan/{session.id}/")

    def test_an_empty_agenda_says_how_to_begin(self, lead: Client, session: Session) -> None:
        empty = Session.objects.create(programme=session.programme, slug="empty", title="Empty")
        assert "No agenda yet" in page(lead, f"/plan/{empty.id}/")

    def test_a_session_without_a_date_counts_from_its_beginning(self, lead: Client, session: Session) -> None:
        undated = Session.objects.create(programme=session.programme, slug="undated", title="Undated")
        plan(undated)
        assert "0:40" in page(lead, f"/plan/{undated.id}/")

    def test_it_takes_as_many_queries_for_a_long_agenda_as_for_a_short_one(
        self, lead: Client, session: Session, django_assert_max_num_queries: Any
    ) -> None:
        for number in range(20):
            actions.add_item(session, item(f"more-{number}-{session.id[:4]}", 5))
        with django_assert_max_num_queries(16):
            lead.get(f"/plan/{session.id}/")

    def test_titles_are_text_and_never_markup(self, lead: Client, session: Session) -> None:
        actions.edit_item(session, named(session, "coffee").id, {"title": "<script>alert(1)</script>"})
        shown = page(lead, f"/plan/{session.id}/")
        assert "<script>alert" not in shown
        assert "&lt;script&gt;alert" in shown

    def test_no_page_sets_a_style_attribute(self, lead: Client, session: Session) -> None:
        for address in ("", "cue/", "print/", "participant/", "start/", "copy/", f"item/{named(session, 'sort').id}/"):
            assert not re.search(r"<[^>]+\sstyle=", page(lead, f"/plan/{session.id}/{address}")), address


class TestButtons:
    def test_up_down_in_and_out(self, lead: Client, session: Session) -> None:
        do(lead, session, "down", item=named(session, "welcome").id)
        assert outline(session)[0] == "coffee"
        do(lead, session, "in", item=named(session, "welcome").id)
        assert ("complexity", ["welcome", "talk", "sort", "surprises"]) in outline(session)
        do(lead, session, "out", item=named(session, "talk").id)
        assert "talk" in outline(session)

    def test_undo_goes_back_step_by_step(self, lead: Client, session: Session) -> None:
        before = read_agenda(session)
        do(lead, session, "remove", item=named(session, "purpose").id)
        do(lead, session, "protect", item=named(session, "coffee").id)
        assert "Undone: Coffee is protected" in page(lead, do(lead, session, "undo")["Location"])
        do(lead, session, "undo")
        assert read_agenda(session) == before

    def test_adding_a_block_a_break_and_a_part(self, lead: Client, session: Session) -> None:
        do(lead, session, "add", kind="block")
        do(lead, session, "add", kind="plenary", into=named(session, "New block").id)
        do(lead, session, "add", kind="break")
        assert outline(session)[-3:] == [("new block", ["new item"]), "tea break", "close"]

    def test_adding_a_practice(self, lead: Client, session: Session) -> None:
        do(lead, session, "practice", slug="empathy_map")
        assert named(session, "Empathy map").practice == "empathy_map"

    def test_a_fix_with_one_press(self, lead: Client, session: Session) -> None:
        do(lead, session, "fix", item=named(session, "hear").id, fix="one_point")
        assert named(session, "hear").settings == {"feedback": "one_point"}
        assert "Feedback will not fit." not in page(lead, f"/plan/{session.id}/")

    def test_planning_for_another_number_of_people(self, lead: Client, session: Session) -> None:
        do(lead, session, "people", people="12")
        assert "Groups of 5, 12 people" in page(lead, f"/plan/{session.id}/")
        do(lead, session, "people", people="0")
        assert "Groups of 5, 40 people" in page(lead, f"/plan/{session.id}/")

    def test_until_one_chooses_the_bookings_tell_less_those_who_stay_away(self, lead: Client, session: Session) -> None:
        Booking.objects.create(session=session, person=bea(), status=Booking.Status.CONFIRMED)
        Booking.objects.create(session=session, person=zed(), status=Booking.Status.WAITLISTED)
        assert "Groups of 5, 1 person" in page(lead, f"/plan/{session.id}/")

    @pytest.mark.parametrize(
        ("asked", "why"),
        [
            ({"do": "minutes", "minutes": "lots"}, "whole number"),
            ({"do": "minutes", "minutes": "0"}, "from 1 to 120"),
            ({"do": "minutes", "minutes": "９"}, "whole number"),
            ({"do": "add", "kind": "party"}, "Choose what to add"),
            ({"do": "practice", "slug": "../../etc"}, "no such practice"),
            ({"do": "people", "people": "9999"}, "at most 1000"),
            ({"do": "place", "into": "gone", "index": "0"}, "not a block any more"),
            ({"do": "fix", "fix": "longer"}, "not needed any more"),
            ({"do": "explode"}, "out of date"),
            ({}, "out of date"),
        ],
    )
    def test_nonsense_is_refused_with_what_to_do(
        self, lead: Client, session: Session, asked: dict[str, str], why: str
    ) -> None:
        before = read_agenda(session)
        answer = lead.post(f"/plan/{session.id}/", {"item": named(session, "coffee").id, **asked})
        assert why in page(lead, answer["Location"])
        assert read_agenda(session) == before

    def test_an_item_of_another_session_is_out_of_reach(self, lead: Client, session: Session) -> None:
        other = plan(a_session("other"))
        answer = do(lead, session, "remove", item=named(other, "coffee").id)
        assert "not on the agenda any more" in page(lead, answer["Location"])
        assert "coffee" in titles(other)

    def test_a_session_that_is_over_is_read_only(self, lead: Client, session: Session) -> None:
        Session.objects.filter(id=session.id).update(status=Session.Status.DONE)
        answer = do(lead, session, "remove", item=named(session, "coffee").id)
        shown = page(lead, answer["Location"])
        assert "This session is over" in shown
        assert 'value="remove"' not in shown
        assert "Over: read only" in shown


class TestWithoutReload:
    HEADER = {"X-Folkmoot-Part": "agenda"}

    def test_a_change_sends_back_its_part_of_the_page(self, lead: Client, session: Session) -> None:
        asked = {"do": "more", "item": named(session, "coffee").id}
        answer = lead.post(f"/plan/{session.id}/", asked, headers=self.HEADER)
        shown = answer.content.decode()
        assert answer.status_code == 200
        assert "<html" not in shown
        assert "Coffee is now 31 min." in shown
        assert "was 1:40" in shown

    def test_a_refusal_comes_in_place_too(self, lead: Client, session: Session) -> None:
        asked = {"do": "up", "item": named(session, "welcome").id}
        answer = lead.post(f"/plan/{session.id}/", asked, headers=self.HEADER)
        assert answer.status_code == 422
        assert 'role="alert"' in answer.content.decode()
        assert "That is first already." in answer.content.decode()


class TestReading:
    def test_the_cue_sheet_holds_notes_and_the_print_does_not(self, lead: Client, session: Session) -> None:
        changes = {
            "facilitator_notes": "Watch the clock.",
            "participant_prompt": "Listen.",
            "fallback": "Skip slide 3.",
        }
        actions.edit_item(session, named(session, "talk").id, changes)
        cue = page(lead, f"/plan/{session.id}/cue/")
        assert all(words in cue for words in ("Watch the clock.", "Listen.", "Skip slide 3.", "1:40 pm"))
        for address in ("print/", "participant/"):
            shown = page(lead, f"/plan/{session.id}/{address}")
            assert "Listen." in shown
            assert "Watch the clock." not in shown
            assert "Skip slide 3." not in shown


class TestCopies:
    def test_starting_from_a_template(self, lead: Client, session: Session) -> None:
        template = plan(a_session("template", template=True, title="The real workshop"))
        mine = Session.objects.create(programme=session.programme, slug="mine", title="Mine")
        assert "The real workshop" in page(lead, f"/plan/{mine.id}/start/")
        answer = lead.post(f"/plan/{mine.id}/start/", {"source": template.id})
        assert "The plan of “The real workshop” is here now." in page(lead, answer["Location"])
        assert outline(mine) == outline(template)

    def test_the_plans_of_others_are_not_offered(self, lead: Client, session: Session) -> None:
        secret = plan(a_session("secret", title="Somebody else’s plan"))
        assert "Somebody else’s plan" not in page(lead, f"/plan/{session.id}/start/")
        assert lead.post(f"/plan/{session.id}/start/", {"source": secret.id}).status_code == 404

    def test_copying_a_session(self, lead: Client, session: Session) -> None:
        answer = lead.post(f"/plan/{session.id}/copy/", {"title": "Once more"})
        shown = page(lead, answer["Location"])
        assert "Once more" in shown
        assert "No date yet" in shown

    def test_copying_a_programme_shows_what_to_look_through(self, lead: Client, session: Session) -> None:
        actions.edit_item(session, named(session, "talk").id, {"facilitator_notes": "As on 16 February 2023."})
        answer = lead.post(f"/copy/{session.programme.slug}/", {"title": "Spring", "hosts": "Thornbury Council\n\n"})
        shown = page(lead, answer["Location"])
        assert "16 February 2023" in shown
        assert Programme.objects.get(title="Spring").hosts == ["Thornbury Council"]

    def test_a_copy_of_a_programme_asks_for_a_name_of_its_own(self, lead: Client, session: Session) -> None:
        way = f"/copy/{session.programme.slug}/"
        shown = page(lead, way)
        assert f"Not “{session.programme.title}” again" in shown
        assert f'value="{session.programme.title}"' not in shown
        assert lead.post(way, {"title": "", "hosts": ""}).status_code == 422

    def test_who_does_not_choose_the_team_does_not_copy_the_programme(self, session: Session) -> None:
        tom = in_the_role_of(Role.PRODUCER, "Tom Okafor", "tom@ashwellactive.example", session.programme)
        assert signed_in(tom).post(f"/copy/{session.programme.slug}/", {"title": "Mine"}).status_code == 403


class TestTheLibrary:
    def test_everybody_may_read_the_practices_and_their_guides(self) -> None:
        assert "One practical thing" in page(Client(), "/practices/")
        guide = page(Client(), "/practices/one_thing/")
        assert "Public pressure." in guide
        assert guide.count("<h1") == 1

    def test_it_is_searched_by_words_length_and_groups(self) -> None:
        found = page(Client(), "/practices/?q=empathy")
        assert "Empathy map" in found
        assert "Coffee trial" not in found
        assert "One practical thing" not in page(Client(), "/practices/?groups=on")
        assert "Empathy map" in page(Client(), "/practices/?groups=on&short=on")
        assert "No practice fits that" in page(Client(), "/practices/?q=zzzz")

    def test_a_practice_that_is_not_built_says_so(self, monkeypatch: Any) -> None:
        from folkmoot.programme import practice_library, practice_views

        monkeypatch.setattr(practice_views, "find", lambda slug: None)
        monkeypatch.setattr(practice_library, "find", lambda slug: None)
        assert "not built yet" in page(Client(), "/practices/ripple_map/")

    def test_what_every_session_has_is_not_added_to_an_agenda(self, lead: Client, session: Session) -> None:
        assert "it is part of every session" in page(Client(), "/practices/booking/")
        assert "Add Booking" not in page(lead, f"/plan/{session.id}/")

    def test_there_is_no_such_practice(self) -> None:
        assert Client().get("/practices/mind_reading/").status_code == 404

    def test_every_guide_that_is_written_can_be_read(self) -> None:
        from folkmoot.programme.practice_library import entries

        for entry in entries():
            assert Client().get(f"/practices/{entry.listed.slug}/").status_code == 200
