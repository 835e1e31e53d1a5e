"""The page of one agenda item, and its slides: everything about it can be changed, and nothing typed is lost."""

from __future__ import annotations

from io import BytesIO
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from PIL import Image

from folkmoot.programme import agenda_actions as actions
from folkmoot.programme.agenda import read_agenda
from folkmoot.programme.models import Resource, Role, Session
from folkmoot.programme.tests.planning import a_session, named, page, plan, signed_in
from tests.people import in_the_role_of, nia

pytestmark = pytest.mark.django_db


@pytest.fixture
def session(settings: Any, tmp_path: Any) -> Session:
    settings.MEDIA_ROOT = tmp_path
    return plan(a_session())


@pytest.fixture
def lead(session: Session) -> Client:
    """Nia's browser."""
    return signed_in(nia(session.programme))


class TestOneItem:
    def address(self, session: Session, title: str) -> str:
        return f"/plan/{session.id}/item/{named(session, title).id}/"

    def sent(self, session: Session, title: str, /, **changes: Any) -> dict[str, Any]:
        old = named(session, title)
        usual = {"confidentiality": "usual", "plan_kind": "usual", "plan_same_as": "usual", "plan_size": "5"}
        return {"title": old.title, "kind": old.kind, "minutes": old.minutes, **usual, **changes}

    def test_everything_about_it_can_be_changed(self, lead: Client, session: Session) -> None:
        changes = {
            "title": "Sort it", "minutes": "22", "participant_prompt": "Your own view first.", "owner": "Nia",
            "facilitator_notes": "Slowly.", "fallback": "Read aloud.", "protected": "on", "confidentiality": "open",
            "plan_kind": "breakout", "plan_size": "4.5", "plan_new_people": "on",
        }  # fmt: skip
        lead.post(self.address(session, "sort"), self.sent(session, "sort", **changes))
        changed = named(session, "Sort it")
        assert (changed.minutes, changed.owner, changed.protected, changed.optional) == (22, "Nia", True, False)
        assert (changed.participant_prompt, changed.facilitator_notes) == ("Your own view first.", "Slowly.")
        assert (changed.fallback, changed.confidentiality) == ("Read aloud.", "open")
        plan_now = changed.group_plan or {}
        assert (plan_now["size"], plan_now["mix"], plan_now["new_people"]) == (4.5, False, True)
        assert named(session, "complexity").minutes == 52

    def test_a_talk_keeps_its_slides_and_gets_something_to_do(self, lead: Client, session: Session) -> None:
        talk = actions.new_item("talk", "Ten claims")
        actions.add_item(session, talk)
        sent = self.sent(session, "Ten claims", attach="statements")
        assert lead.post(self.address(session, "Ten claims"), sent).status_code == 302
        changed = named(session, "Ten claims")
        assert (changed.id, changed.kind, changed.practice, changed.group_plan) == (talk.id, "talk", "statements", None)
        again = lead.get(self.address(session, "Ten claims")).text
        assert "Statements" in again
        own = {"setting_statements": "Trust sets the pace.\r\nRank helps little."}
        lead.post(self.address(session, "Ten claims"), self.sent(session, "Ten claims", **own))
        assert named(session, "Ten claims").settings == {"statements": ["Trust sets the pace.", "Rank helps little."]}

    def test_what_is_done_in_groups_brings_its_groups(self, lead: Client, session: Session) -> None:
        actions.add_item(session, actions.new_item("plenary", "Together"))
        lead.post(self.address(session, "Together"), self.sent(session, "Together", attach="breakout"))
        assert (named(session, "Together").group_plan or {})["kind"] == "breakout"

    def test_what_runs_a_practice_keeps_it(self, lead: Client, session: Session) -> None:
        before = named(session, "sort").practice
        lead.post(self.address(session, "sort"), self.sent(session, "sort", attach="breakout"))
        assert named(session, "sort").practice == before

    def test_companions_from_an_earlier_item(self, lead: Client, session: Session) -> None:
        sort = named(session, "sort").id
        lead.post(self.address(session, "draft"), self.sent(session, "draft", plan_kind="same", plan_same_as=sort))
        assert (named(session, "draft").group_plan or {})["same_as"] == sort
        assert "Same groups as before, from “Sort”" in page(lead, f"/plan/{session.id}/")

    def test_companions_of_later_items_are_not_offered(self, lead: Client, session: Session) -> None:
        later = named(session, "draft").id
        answer = lead.post(
            self.address(session, "sort"), self.sent(session, "sort", plan_kind="same", plan_same_as=later)
        )
        assert answer.status_code == 422

    def test_the_settings_of_a_practice_come_from_its_declaration(self, lead: Client, session: Session) -> None:
        actions.add_item(session, actions.new_practice("breakout"))
        shown = page(lead, self.address(session, "Groups and feedback"))
        assert "Allow each group three minutes or more for each question." in shown
        assert "What’s landing?" in shown
        asked = self.sent(
            session, "Groups and feedback", plan_kind="breakout", setting_questions="What now?\n\nAnd then?"
        )
        lead.post(self.address(session, "Groups and feedback"), asked)
        assert named(session, "Groups and feedback").settings["questions"] == ["What now?", "And then?"]

    def test_settings_that_the_practice_refuses_are_told_beside_their_box(self, lead: Client, session: Session) -> None:
        actions.add_item(session, actions.new_practice("breakout"))
        asked = self.sent(session, "Groups and feedback", setting_questions="One\nTwo\nThree\nFour\nFive", title="Mine")
        answer = lead.post(self.address(session, "Groups and feedback"), asked)
        shown = answer.content.decode()
        assert answer.status_code == 422
        assert "takes at most 4; there are 5" in shown
        assert 'value="Mine"' in shown
        assert "Five</textarea>" in shown

    @pytest.mark.parametrize(
        "changes", [{"title": ""}, {"title": "x" * 121}, {"minutes": "0"}, {"minutes": "121"}, {"kind": "party"},
                    {"participant_prompt": "x" * 281}, {"confidentiality": "secret"}, {"plan_size": "50"}]
    )  # fmt: skip
    def test_what_does_not_fit_is_refused_and_nothing_is_lost(
        self, lead: Client, session: Session, changes: dict[str, str]
    ) -> None:
        before = read_agenda(session)
        answer = lead.post(self.address(session, "sort"), self.sent(session, "sort", owner="Nia Rees", **changes))
        assert answer.status_code == 422
        assert "There is a problem" in answer.content.decode()
        assert 'value="Nia Rees"' in answer.content.decode()
        assert read_agenda(session) == before

    def test_a_part_is_never_made_a_block(self, lead: Client, session: Session) -> None:
        assert lead.post(self.address(session, "sort"), self.sent(session, "sort", kind="block")).status_code == 422

    def test_a_block_keeps_the_length_of_its_parts(self, lead: Client, session: Session) -> None:
        lead.post(
            self.address(session, "purpose"),
            {"title": "Our purpose", "minutes": "5", "kind": "talk", "confidentiality": "usual"},
        )
        changed = named(session, "Our purpose")
        assert (changed.minutes, changed.kind) == (50, "block")


class TestSlides:
    def picture(self) -> SimpleUploadedFile:
        out = BytesIO()
        Image.new("RGB", (8, 8), "#1d6a58").save(out, "PNG")
        return SimpleUploadedFile("five.png", out.getvalue())

    def add(self, client: Client, session: Session, **changes: Any) -> Any:
        given = {"title": "Five kinds", "alternative": "A ring of five words.", "file": self.picture(), **changes}
        address = f"/plan/{session.id}/item/{named(session, 'talk').id}/slides/"
        return client.post(address, {name: value for name, value in given.items() if value is not None})

    def test_a_slide_is_added_shown_and_taken_away(self, lead: Client, session: Session) -> None:
        assert self.add(lead, session).status_code == 302
        slide = Resource.objects.get()
        shown = page(lead, f"/plan/{session.id}/item/{named(session, 'talk').id}/")
        assert f'src="/uploads/{slide.file.name}" alt="A ring of five words."' in shown
        lead.post(f"/plan/{session.id}/slide/{slide.id}/", {"do": "remove"})
        assert not Resource.objects.exists()

    def test_everyone_with_its_address_gets_it_and_nothing_that_runs(self, lead: Client, session: Session) -> None:
        self.add(lead, session)
        answer = Client().get(Resource.objects.get().file.url)
        assert (answer.status_code, answer["Content-Type"]) == (200, "image/png")
        assert answer["X-Content-Type-Options"] == "nosniff"
        assert answer["Content-Security-Policy"].startswith("default-src 'none'")
        assert answer.getvalue().startswith(b"\x89PNG")
        answer.close()

    @pytest.mark.parametrize(
        "name", ["resources/none.png", "../secret.key", "resources/../../secret.key", "folkmoot.sqlite3"]
    )
    def test_no_other_file_of_the_server_is_sent(self, session: Session, name: str) -> None:
        assert Client().get(f"/uploads/{name}").status_code == 404

    def test_a_slide_without_words_comes_back_with_everything_typed(self, lead: Client, session: Session) -> None:
        answer = self.add(lead, session, alternative="", cue="At the start")
        assert answer.status_code == 422
        assert "cannot see it needs to know" in answer.content.decode()
        assert 'value="At the start"' in answer.content.decode()

    def test_a_file_or_an_address_one_of_the_two(self, lead: Client, session: Session) -> None:
        for neither_nor in ({"file": None}, {"url": "https://podcast.example/7"}):
            answer = self.add(lead, session, **neither_nor)
            assert answer.status_code == 422
            assert "one of the two" in answer.content.decode()

    def test_a_slide_of_another_session_is_out_of_reach(self, lead: Client, session: Session) -> None:
        other = plan(a_session("other"))
        self.add(signed_in(in_the_role_of(Role.LEAD, "Asha", "asha@x.example", other.programme)), other)
        slide = Resource.objects.get()
        assert lead.post(f"/plan/{session.id}/slide/{slide.id}/", {"do": "remove"}).status_code == 404
        assert Resource.objects.exists()
