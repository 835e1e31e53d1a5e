"""What is kept of a session's views is what they would be if they were made anew."""

from __future__ import annotations

from typing import Any

import pytest

from folkmoot.kit.ids import new_id
from folkmoot.kit.time import utc_now
from folkmoot.practice_kit.wire.ops import Say
from folkmoot.record import access
from folkmoot.record.commit import Submission, commit
from folkmoot.record.models import Activity, Entry, Participant, Visibility
from folkmoot.record.snapshot import Views
from folkmoot.record.state import Layer, State
from tests import people
from tests.factories import a_programme, a_session

pytestmark = pytest.mark.django_db


@pytest.fixture
def state() -> State:
    """Bea and Ken, and a line of each."""
    session = a_session(a_programme(f"Winter {new_id()}"))
    for name in ("Bea Lowe", "Ken Price"):
        person = people.a_person(name)
        Participant.objects.create(session=session, person=person, name=name, admitted=True)
    who = list(Participant.objects.filter(session=session).values_list("person", flat=True))
    lines = [Submission(person, Say(op_id=new_id(), to="session", text="Good morning")) for person in who]
    return commit(session.id, None, lines).state


def change(state: State, views: Views, layer: Layer) -> None:
    state.absorb(layer)
    views.note(layer)


def test_a_new_name_stands_on_what_was_said_before(state: State) -> None:
    views = Views(state)
    assert b'"author":"Bea"' in views.boards.of(access.SESSION)
    bea = next(p for p in state.all(Participant) if p.name == "Bea Lowe")
    layer = Layer(state)
    layer.revise(bea, name="Trixie Lowe")
    change(state, views, layer)
    told = views.boards.of(access.SESSION)
    assert b'"author":"Trixie"' in told
    assert b'"author":"Bea"' not in told
    assert b'"author":"Ken"' in told


def test_counts_change_for_the_activity_that_is_counted_again(state: State) -> None:
    views, layer = Views(state), Layer(state)
    one, other = (
        layer.put(Activity(id=new_id(), session_id=state.session.id, practice="taking_stock", stage="write"))
        for _ in range(2)
    )
    change(state, views, layer)
    bea = next(state.all(Participant)).person_id

    def notes() -> dict[str, int]:
        rows = views.tallies([access.SESSION])["counts"]
        return {row["activity"]: row["entries"] for row in rows if row["kind"] == "note"}

    assert notes() == {one.id: 0, other.id: 0}
    layer = Layer(state)
    for activity in (one, other):
        layer.put(
            Entry(
                id=new_id(), session_id=state.session.id, activity_id=activity.id, author_id=bea, kind="note",
                body={"panel": "facing", "text": "One"}, visibility=Visibility.SESSION, day=utc_now().date(),
            )
        )  # fmt: skip
    change(state, views, layer)
    assert notes() == {one.id: 0, other.id: 0}, "until they are counted again, who joins gets what the others have"
    views.recount({one.id})
    assert notes() == {one.id: 1, other.id: 0}
    views.recount()
    assert notes() == {one.id: 1, other.id: 1}


def test_an_issue_that_is_put_in_other_words_is_found_by_them(state: State) -> None:
    views, layer = Views(state), Layer(state)
    sort = layer.put(Activity(id=new_id(), session_id=state.session.id, practice="complexity_sort", stage="spread"))
    shown: dict[str, Any] = {"visibility": Visibility.SESSION, "state": Entry.State.SHOWN, "audience": access.SESSION}
    shown |= {"session_id": state.session.id, "day": utc_now().date()}
    issue = layer.put(Entry(id=new_id(), kind="issue", body={"title": "Swimming"}, **shown))
    placed = {"kind": "placement", "body": {"domain": "complex"}, "about": issue.id}
    layer.put(Entry(id=new_id(), activity_id=sort.id, **placed, **shown))
    change(state, views, layer)

    def found() -> str:
        return " ".join(row["text"] for row in views.tallies([access.SESSION])["findings"])

    assert "Swimming" in found()
    layer = Layer(state)
    layer.revise(issue, body={"title": "Girls who stop at fourteen"})
    change(state, views, layer)
    assert "Girls who stop at fourteen" in found()
