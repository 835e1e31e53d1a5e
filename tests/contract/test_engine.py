"""The engine carries out what a practice declares: who is counted and told, what becomes an issue or a promise."""

from dataclasses import dataclass
from typing import Any

import pytest

from folkmoot.kit.ids import new_id
from folkmoot.people.models import Person
from folkmoot.practice_kit.wire.ops import Go, Promote, PutEntry, SetStage
from folkmoot.programme.models import AgendaItem, Session
from folkmoot.record import access, tally
from folkmoot.record.commit import Outcome, Submission, commit
from folkmoot.record.models import Activity, Participant
from folkmoot.record.state import State
from tests import people
from tests.factories import a_programme, a_session

pytestmark = pytest.mark.django_db


@dataclass
class Room:
    """A session with one item, its lead Nia, and Bea and Ken."""

    session: Session
    item: AgendaItem
    nia: Person
    bea: Person
    ken: Person
    state: State | None = None

    def do(self, who: Person, op: type[Any], **fields: Any) -> Outcome:
        """Carry out one operation, applied or refused."""
        submission = Submission(who.id, op(op_id=new_id(), **fields))
        committed = commit(self.session.id, self.state, [submission])
        self.state = committed.state
        return committed.outcomes[0]

    @property
    def now(self) -> State:
        """The state after the last operation."""
        assert self.state is not None
        return self.state

    @property
    def activity(self) -> Activity:
        """The one activity."""
        (found,) = self.now.all(Activity)
        return found

    def write(self, who: Person, kind: str, **body: Any) -> Outcome:
        """Write an entry of this kind."""
        return self.do(who, PutEntry, activity=self.activity.id, entry_kind=kind, body=body)

    def stage(self, key: str) -> None:
        """Move the activity on."""
        assert self.do(self.nia, SetStage, activity=self.activity.id, stage=key).refused is None


def room(practice: str) -> Room:
    """A room in which this practice has just begun."""
    programme = a_programme()
    session = a_session(programme)
    item = AgendaItem.objects.create(session=session, title="Now", practice=practice, minutes=10, position=0)
    found = Room(session, item, people.nia(programme), people.bea(), people.ken())
    for person in (found.nia, found.bea, found.ken):
        roles = ["lead"] if person == found.nia else []
        fields = {"session": session, "person": person, "name": person.name, "roles": roles}
        Participant.objects.create(**fields, admitted=True, here=True)
    assert found.do(found.nia, Go, item=item.id).refused is None
    return found


def counts(state: State, activity: Activity, audience: str) -> dict[str, int]:
    return {str(row["kind"]): int(row["count"]) for row in tally.Tally(state, activity).counts(audience)}


def told(state: State, activity: Activity, audience: str) -> list[str]:
    return [str(row["key"]) for row in tally.Tally(state, activity).findings(audience)]


def test_nia_is_told_how_many_are_in_and_participants_are_not() -> None:
    here = room("ways_of_working")
    assert here.write(here.bea, "acceptance", answer="in").refused is None
    assert counts(here.now, here.activity, access.FACILITATORS)["acceptance"] == 1
    assert "acceptance" not in counts(here.now, here.activity, access.SESSION)
    assert counts(here.now, here.activity, access.SESSION)["suggestion"] == 0


def test_nobody_is_told_how_many_looked_at_their_reflexes() -> None:
    here = room("reflexes")
    assert here.write(here.bea, "self_check", blame="yes").refused is None
    for audience in (access.SESSION, access.FACILITATORS):
        assert "self_check" not in counts(here.now, here.activity, audience)


def test_what_is_said_to_facilitators_alone_reaches_them_alone() -> None:
    here = room("ways_of_working")
    here.write(here.bea, "suggestion", text="Plain words")
    assert told(here.now, here.activity, access.FACILITATORS) == []
    here.stage("talk")
    assert told(here.now, here.activity, access.FACILITATORS) == ["suggested"]
    assert told(here.now, here.activity, access.SESSION) == []


def test_a_suggestion_taken_in_becomes_a_promise_that_tells_where_it_came_from() -> None:
    here = room("ways_of_working")
    suggestion = here.write(here.bea, "suggestion", text="Plain words").result["entry"]
    here.stage("talk")
    words = {"text": "Plain words, please", "activity": here.activity.id, "to": "agreement"}
    assert here.do(here.bea, Promote, entry=suggestion, **words).refused is not None
    assert here.do(here.nia, Promote, entry=suggestion, **words).refused is None
    (promise,) = here.now.entries(here.activity.id, "promise")
    assert (promise.body, promise.derived_from) == ({"text": "Plain words, please"}, [suggestion])
    assert (promise.audience, promise.author_id) == (access.SESSION, None)


def test_what_people_notice_in_themselves_never_becomes_an_issue() -> None:
    here = room("taking_stock")
    notice = here.write(here.ken, "note", panel="notice", text="We each go back to our own building").result["entry"]
    facing = here.write(here.bea, "note", panel="facing", text="The shelter is empty").result["entry"]
    here.stage("read")
    refused = here.do(here.nia, Promote, entry=notice, to="issue").refused
    assert refused is not None
    assert refused.code == "not_an_issue"
    assert here.do(here.nia, Promote, entry=facing, to="issue").refused is None
    assert [issue.body["title"] for issue in here.now.entries("", "issue")] == ["The shelter is empty"]


def test_an_answer_waits_for_a_loss_beneath_its_signal() -> None:
    here = room("push_back")
    signal = here.write(here.bea, "signal", observed="A fourth date", code="meetings").result["entry"]
    here.stage("answer")

    def about_it(name: str, **body: Any) -> Outcome:
        return here.do(here.bea, PutEntry, activity=here.activity.id, entry_kind=name, about=signal, body=body)

    refused = about_it("response", text="Ask them").refused
    assert refused is not None
    assert refused.message.startswith("First say who might lose something")
    assert about_it("loss", actor="the chair", kind="control").refused is None
    assert about_it("response", text="Ask them").refused is None


def test_a_second_practical_thing_is_refused_kindly_and_the_first_is_a_step() -> None:
    here = room("one_thing")
    assert here.write(here.bea, "commitment", text="Ring the nurse").refused is None
    refused = here.write(here.bea, "commitment", text="And the school").refused
    assert refused is not None
    assert refused.message.startswith("One is enough")
    assert [step.body["title"] for step in here.now.entries("", "step")] == ["Ring the nurse"]
