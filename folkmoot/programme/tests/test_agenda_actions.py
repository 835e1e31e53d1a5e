"""Changing a stored agenda: each change is one step of undo, and one announcement."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from folkmoot.kit.announce import BOARD
from folkmoot.practice_kit.fields import Refused
from folkmoot.programme import agenda_actions as actions
from folkmoot.programme import agenda_tree as tree
from folkmoot.programme.agenda import BREAK, PLENARY, every, read_agenda, to_json
from folkmoot.programme.models import AgendaItem, Resource, Session
from folkmoot.programme.tests.planning import a_session, named, outline, plan, titles
from folkmoot.programme.topics import AgendaChanged, ItemsLeaving

pytestmark = pytest.mark.django_db


@pytest.fixture
def session() -> Session:
    return plan(a_session())


@pytest.fixture
def heard(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[object]]:
    """What is announced while the test runs."""
    events: list[object] = []
    for topic in (AgendaChanged, ItemsLeaving):
        BOARD.receive(topic, events.append)
    yield events
    for topic in (AgendaChanged, ItemsLeaving):
        BOARD._receivers[topic].remove(events.append)


class TestChanging:
    def test_a_stored_agenda_reads_back_as_it_was_written(self, session: Session) -> None:
        assert outline(session)[2] == ("complexity", ["talk", "sort", "surprises"])
        assert named(session, "complexity").minutes == 50
        assert (named(session, "sort").group_plan or {})["size"] == 5

    def test_a_longer_coffee_trial_is_told_in_words(self, session: Session) -> None:
        step = actions.add_minutes(session, named(session, "coffee").id, 5)
        assert step is not None
        assert step.what == "Coffee is now 35 min."
        assert named(session, "coffee").minutes == 35

    def test_a_part_moves_out_of_its_block_and_the_block_shrinks(self, session: Session) -> None:
        step = actions.move_item(session, named(session, "surprises").id, "out")
        assert outline(session)[2:4] == [("complexity", ["talk", "sort"]), "surprises"]
        assert named(session, "complexity").minutes == 40
        assert step is not None
        assert step.what == "Surprises has moved after “Complexity”."

    def test_an_item_is_placed_anywhere(self, session: Session) -> None:
        actions.place_item(session, named(session, "welcome").id, named(session, "purpose").id, 1)
        assert ("purpose", ["scene", "welcome", "draft", "hear"]) in outline(session)

    def test_a_new_item_comes_before_the_close(self, session: Session) -> None:
        actions.add_item(session, actions.new_item(PLENARY, "Reflections"))
        assert outline(session)[-2:] == ["reflections", "close"]

    def test_a_new_break_is_protected(self, session: Session) -> None:
        actions.add_item(session, actions.new_item(BREAK), after=named(session, "coffee").id)
        assert named(session, "Tea break").protected

    def test_removing_a_block_removes_its_parts(self, session: Session) -> None:
        actions.remove_item(session, named(session, "purpose").id)
        assert not AgendaItem.objects.filter(session=session, title__in=["Purpose", "Scene", "Draft", "Hear"]).exists()

    def test_a_part_saved_from_a_block_that_goes_stays(self, session: Session) -> None:
        purpose, scene = named(session, "purpose"), named(session, "scene")
        actions.change_agenda(
            session,
            lambda before, now: "Two things at once.",
            lambda agenda: tree.remove(tree.step(agenda, scene.id, "out"), purpose.id),
        )
        assert "scene" in outline(session)

    @pytest.mark.parametrize(
        ("title", "why"), [("", "Give it a title"), ("  \u200b ", "Give it a title"), ("x" * 121, "1 character")]
    )
    def test_a_title_must_be_there_and_fit(self, session: Session, title: str, why: str) -> None:
        with pytest.raises(Refused, match=why):
            actions.edit_item(session, named(session, "coffee").id, {"title": title})

    def test_an_item_that_somebody_else_removed_is_refused_kindly(self, session: Session) -> None:
        with pytest.raises(Refused, match="not on the agenda any more"):
            actions.move_item(session, "no-such-item", "up")

    def test_an_item_of_another_session_cannot_be_changed_through_this_one(self, session: Session) -> None:
        other = plan(a_session("other"))
        with pytest.raises(Refused):
            actions.remove_item(session, named(other, "coffee").id)
        assert "coffee" in titles(other)

    def test_a_change_that_changes_nothing_leaves_no_step(self, session: Session) -> None:
        assert actions.set_minutes(session, named(session, "coffee").id, 30) is None
        assert not session.agenda_changes.exists()


class TestPractices:
    def test_a_built_practice_is_an_activity_with_its_settings(self, session: Session) -> None:
        actions.add_item(session, actions.new_practice("one_thing"))
        added = named(session, "One practical thing")
        assert (added.kind, added.practice, added.group_plan) == ("activity", "one_thing", None)

    def test_a_practice_that_is_not_built_yet_is_a_marked_talk(self, session: Session, monkeypatch: Any) -> None:
        monkeypatch.setattr(actions, "find", lambda slug: None)
        actions.add_item(session, actions.new_practice("ripple_map"))
        added = named(session, "Ripple map")
        assert (added.kind, added.practice) == ("talk", "ripple_map")

    def test_an_unknown_practice_is_refused(self) -> None:
        with pytest.raises(Refused, match="no such practice"):
            actions.new_practice("mind_reading")


class TestAnnouncing:
    def test_a_change_is_announced_once(self, session: Session, heard: list[object]) -> None:
        actions.add_minutes(session, named(session, "coffee").id, 1)
        assert heard == [AgendaChanged(session.id)]

    def test_who_still_needs_an_item_can_keep_it(self, session: Session) -> None:
        def keep(leaving: ItemsLeaving) -> None:
            raise Refused("running", "This is what people are doing now. End it first.")

        coffee = named(session, "coffee")
        BOARD.receive(ItemsLeaving, keep)
        try:
            with pytest.raises(Refused, match="End it first"):
                actions.remove_item(session, coffee.id)
        finally:
            BOARD._receivers[ItemsLeaving].remove(keep)
        assert "coffee" in titles(session)
        assert not session.agenda_changes.exists()


class TestUndo:
    def test_several_steps_back(self, session: Session) -> None:
        first = to_json(read_agenda(session))
        actions.add_minutes(session, named(session, "coffee").id, 5)
        second = to_json(read_agenda(session))
        actions.remove_item(session, named(session, "purpose").id)
        assert actions.undo(session) == "Purpose is removed."
        assert to_json(read_agenda(session)) == second
        assert actions.undo(session) == "Coffee is now 35 min."
        assert to_json(read_agenda(session)) == first

    def test_nothing_to_undo_is_said(self, session: Session) -> None:
        with pytest.raises(Refused, match="nothing to undo"):
            actions.undo(session)

    def test_undo_brings_back_a_slide_with_its_file(self, session: Session, settings: Any, tmp_path: Any) -> None:
        settings.MEDIA_ROOT = tmp_path
        slide = Resource(item=named(session, "talk"), kind="slide", title="Five kinds", alternative="A ring of five.")
        slide.file.save("five.png", ContentFile(b"a picture"))
        actions.remove_item(session, named(session, "talk").id)
        assert not Resource.objects.exists()
        actions.undo(session)
        back = Resource.objects.get()
        assert (back.id, back.item.title, back.alternative) == (slide.id, "Talk", "A ring of five.")
        with back.file.open() as file:
            assert file.read() == b"a picture"

    def test_only_so_many_steps_are_kept_and_files_that_none_can_bring_back_go(
        self, session: Session, settings: Any, tmp_path: Any, monkeypatch: Any, django_capture_on_commit_callbacks: Any
    ) -> None:
        settings.MEDIA_ROOT = tmp_path
        monkeypatch.setattr(actions, "MOST_STEPS", 3)
        slide = Resource(item=named(session, "talk"), kind="slide", title="Five kinds")
        slide.file.save("five.png", ContentFile(b"a picture"))
        actions.remove_item(session, named(session, "talk").id)
        with django_capture_on_commit_callbacks(execute=True):
            for _ in range(3):
                assert default_storage.exists(str(slide.file.name))
                actions.add_minutes(session, named(session, "coffee").id, 1)
        assert session.agenda_changes.count() == 3
        assert not default_storage.exists(str(slide.file.name))


moves = st.lists(
    st.tuples(
        st.sampled_from(["up", "down", "in", "out", "minutes", "remove", "add", "edit", "place"]), st.integers(0, 40)
    ),
    min_size=1,
    max_size=8,
)


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(moves)
def test_undoing_every_step_restores_the_agenda_exactly(db: None, todo: list[tuple[str, int]]) -> None:
    session = plan(a_session(f"s{Session.objects.count()}"))
    seen = [to_json(read_agenda(session))]
    for what, number in todo:
        if _do(session, what, number):
            seen.append(to_json(read_agenda(session)))
    while len(seen) > 1:
        assert to_json(read_agenda(session)) == seen.pop()
        actions.undo(session)
    assert to_json(read_agenda(session)) == seen.pop()


def _do(session: Session, what: str, number: int) -> bool:
    known = [one.id for one in every(read_agenda(session))]
    chosen = known[number % len(known)] if known else ""
    try:
        match what:
            case "add":
                step = actions.add_item(session, actions.new_item(PLENARY, f"New {number}", 7), after=chosen)
            case "remove":
                step = actions.remove_item(session, chosen)
            case "minutes":
                step = actions.set_minutes(session, chosen, number)
            case "edit":
                step = actions.edit_item(session, chosen, {"title": f"Title {number}", "optional": True})
            case "place":
                step = actions.place_item(session, chosen, known[number % 3] if number % 2 else "", number % 5)
            case _:
                step = actions.move_item(session, chosen, what)  # type: ignore[arg-type]  # one of the four steps
    except (Refused, IndexError):
        return False
    return step is not None
