"""What nobody may do, whoever they are: each of these was a way round the rules of who sees and changes what."""

from typing import Any

import pytest

from folkmoot.kit.ids import new_id
from folkmoot.people.models import Person
from folkmoot.practice_kit.wire.ops import (
    Admit,
    Knock,
    MovePerson,
    Pen,
    PlaceLate,
    Promote,
    PutEntry,
    SaveDraft,
    Say,
    WithdrawEntry,
)
from folkmoot.record import access
from folkmoot.record.commit import Submission, commit
from folkmoot.record.models import Draft, Entry, Group, Grouping, Participant
from folkmoot.record.snapshot import you
from tests import people
from tests.contract.test_engine import Room, room

pytestmark = pytest.mark.django_db


def code(here: Room, who: Person, op: type[Any], **fields: Any) -> str:
    """Why an operation was refused; empty when it was carried out."""
    refused = here.do(who, op, **fields).refused
    return refused.code if refused else ""


def group_of(here: Room, *members: Person, status: str = "open") -> Group:
    """A group in which the activity works."""
    grouping = Grouping.objects.create(session=here.session, item=here.item.id, status=status)
    type(here.activity).objects.filter(session=here.session).update(grouping=grouping.id)
    group = Group.objects.create(session=here.session, grouping=grouping, number=1, members=[m.id for m in members])
    read_again(here)
    return group


def read_again(here: Room) -> None:
    """Have the room know what was laid beside it."""
    here.state = commit(here.session.id, None, []).state


def with_dee(here: Room) -> Person:
    """Dee, who takes part too."""
    dee = people.dee()
    Participant.objects.create(session=here.session, person=dee, name=dee.name, admitted=True, here=True)
    return dee


def test_who_was_put_out_gets_no_word_and_no_link_of_the_group() -> None:
    here = room("common_purpose")
    group = group_of(here, here.bea, here.ken)
    here.stage("write")
    here.stage("read")
    here.stage("draft")
    assert code(here, here.bea, Pen, group=group.id, do="take") == ""
    box = f"{here.activity.id}:statement:"
    assert code(here, here.bea, SaveDraft, box=box, body={"text": "We open the hall"}, shared=True) == ""
    assert you(here.now, here.ken.id)["drafts"] == {box: {"text": "We open the hall"}}
    assert code(here, here.nia, Admit, person=here.ken.id, admitted=False) == ""
    assert access.audiences_of(here.now, here.ken.id) == [access.SESSION, access.of_person(here.ken.id)]
    assert you(here.now, here.ken.id)["drafts"] == {}
    assert code(here, here.ken, Pen, group=group.id, do="ask") == "not_admitted"
    assert code(here, here.nia, MovePerson, grouping=group.grouping_id, person=here.ken.id) == "not_admitted"


def test_a_line_to_the_facilitators_alone_is_not_shown_to_everybody_by_one_of_them() -> None:
    here = room("taking_stock")
    line = here.do(here.bea, Say, to="facilitators", text="Ken’s remark hurt").result["entry"]
    assert code(here, here.nia, Promote, entry=line, to="issue") == "not_shown"
    own = here.do(here.nia, Say, to="facilitators", text="Who opens the hall?").result["entry"]
    assert code(here, here.nia, Promote, entry=own, to="issue") == ""


def test_what_goes_on_the_board_is_never_cut_and_never_empty() -> None:
    here = room("taking_stock")
    line = here.do(here.bea, Say, to="session", text="x" * 400).result["entry"]
    board = {"entry": line, "to": "board", "activity": here.activity.id}
    assert code(here, here.nia, Promote, **board) == "too_long"
    assert code(here, here.nia, Promote, **board, text="   ") == "empty"
    assert code(here, here.nia, Promote, **board, text="Shorter") == ""


def test_a_statement_that_people_restate_from_memory_is_not_made_an_issue_meanwhile() -> None:
    here = room("common_purpose")
    held = Entry.objects.create(
        session=here.session, activity=here.activity, author=here.bea, kind="statement", body={"text": "Ask first"},
        state="shown", visibility="session", audience=access.SESSION, confidentiality="room_only",
    )  # fmt: skip
    read_again(here)
    here.stage("restate")
    assert access.withheld(here.now, held)
    assert code(here, here.nia, Promote, entry=held.id, to="issue") == "not_shown"


def test_nobody_writes_in_the_name_of_somebody_who_can_write() -> None:
    here = room("taking_stock")
    note = {"activity": here.activity.id, "entry_kind": "note", "body": {"panel": "facing", "text": "Not hers"}}
    group_of(here, here.bea, here.ken)
    for other in (here.nia, here.ken):
        assert code(here, other, PutEntry, **note, on_behalf_of=here.bea.id) == "writes_alone"
    here.do(here.nia, Admit, person=here.bea.id, call_only=True)
    for other in (here.nia, here.ken):
        assert code(here, other, PutEntry, **note, on_behalf_of=here.bea.id) == ""


def test_a_companion_of_before_does_not_write_in_another_group_through_a_caller() -> None:
    here = room("taking_stock")
    dee = with_dee(here)
    before = Grouping.objects.create(session=here.session, status="closed")
    Group.objects.create(session=here.session, grouping=before, number=1, members=[here.ken.id, here.bea.id])
    group_of(here, here.bea, dee)
    here.do(here.nia, Admit, person=here.bea.id, call_only=True)
    note = {"activity": here.activity.id, "entry_kind": "note", "body": {"panel": "facing", "text": "A van"}}
    assert code(here, here.ken, PutEntry, **note, on_behalf_of=here.bea.id) == "not_yours"
    assert code(here, dee, PutEntry, **note, on_behalf_of=here.bea.id) == ""


def test_writing_for_somebody_drops_the_draft_of_who_typed_and_no_other() -> None:
    here = room("taking_stock")
    here.do(here.nia, Admit, person=here.bea.id, call_only=True)
    box = f"{here.activity.id}:note:"
    here.do(here.bea, SaveDraft, box=box, body={"text": "Her own, on another device"})
    here.do(here.nia, SaveDraft, box=f"for:{here.bea.id}:{box}", body={"text": "What she says"})
    note = {"activity": here.activity.id, "entry_kind": "note", "body": {"panel": "facing", "text": "What she says"}}
    assert code(here, here.nia, PutEntry, **note, on_behalf_of=here.bea.id) == ""
    assert [draft.body for draft in Draft.objects.all()] == [{"text": "Her own, on another device"}]


def test_only_a_statement_has_a_shared_draft_so_no_box_of_a_companion_is_written_over() -> None:
    here = room("common_purpose")
    group = group_of(here, here.bea, here.ken)
    here.do(here.bea, Pen, group=group.id, do="take")
    for box in ("answer:", "statement:extra", "statement", ""):
        draft = {"box": f"{here.activity.id}:{box}", "body": {"text": "x"}, "shared": True}
        assert code(here, here.bea, SaveDraft, **draft) == "not_shared", box
    assert code(here, here.bea, SaveDraft, box=f"{here.activity.id}:statement:", body={"text": "x"}, shared=True) == ""


def test_an_operation_that_comes_again_is_known_as_such() -> None:
    here = room("common_purpose")
    group = group_of(here, here.bea, here.ken)
    here.do(here.bea, Pen, group=group.id, do="take")
    box, op_id = f"{here.activity.id}:statement:", new_id()
    first, other = (SaveDraft(op_id=op_id, box=box, body={"text": text}, shared=True) for text in ("One", "Other"))
    done = commit(here.session.id, here.state, [Submission(here.bea.id, op) for op in (first, other)])
    later = commit(here.session.id, done.state, [Submission(here.bea.id, other)])
    assert [outcome.again for outcome in done.outcomes + later.outcomes] == [False, True, True]
    assert Draft.objects.get(box=box).body == {"text": "One"}


def test_a_withdrawn_statement_leaves_no_draft_of_itself() -> None:
    here = room("common_purpose")
    group = group_of(here, here.bea, here.ken)
    here.stage("draft")
    here.do(here.bea, Pen, group=group.id, do="take")
    statement = here.write(here.bea, "statement", text="We open the hall").result["entry"]
    box = f"{here.activity.id}:statement:"
    here.do(here.bea, SaveDraft, box=box, body={"text": "We open the hall"}, shared=True)
    assert code(here, here.bea, WithdrawEntry, entry=statement) == ""
    assert not Draft.objects.filter(box=box).exists()


def test_a_facilitator_does_not_come_in_while_people_write_alone_unless_they_are_called() -> None:
    here = room("common_purpose")
    group = group_of(here, here.bea, here.ken)
    here.stage("write")
    assert code(here, here.nia, Knock, group=group.id, enter=True) == "alone"
    here.stage("read")
    assert code(here, here.nia, Knock, group=group.id, enter=True) == ""
    assert code(here, here.nia, Knock, group=group.id, enter=False) == ""
    assert access.of_group(group.id) not in access.audiences_of(here.now, here.nia.id)


def test_when_a_group_has_come_back_nobody_goes_in_and_its_members_stay_who_they_were() -> None:
    here = room("common_purpose")
    group = group_of(here, here.bea, here.ken, status="closed")
    here.stage("read")
    assert code(here, here.nia, Knock, group=group.id, enter=True) == "not_open"
    assert code(here, here.nia, MovePerson, grouping=group.grouping_id, person=here.ken.id) == "closed"
    late = {"grouping": group.grouping_id, "people": [here.nia.id], "group": group.id}
    assert code(here, here.nia, PlaceLate, **late) == "closed"
    (kept,) = [g for g in here.now.all(Group) if g.id == group.id]
    assert (kept.members, kept.visitors) == ([here.bea.id, here.ken.id], [])


def test_who_writes_and_withdraws_without_end_is_stopped() -> None:
    here = room("taking_stock")
    gone = {"session": here.session, "author": here.bea, "state": "withdrawn", "confidentiality": "room_only"}
    Entry.objects.bulk_create(Entry(activity=here.activity, kind="note", **gone) for _ in range(200))
    Entry.objects.bulk_create(Entry(kind="chat", **gone) for _ in range(200))
    read_again(here)
    note = {"activity": here.activity.id, "entry_kind": "note", "body": {"panel": "facing", "text": "Once more"}}
    assert code(here, here.bea, PutEntry, **note) == "enough"
    assert code(here, here.bea, Say, to="session", text="Once more") == "enough"
    assert code(here, here.ken, PutEntry, **note) == ""


def test_a_fault_of_ours_is_logged_without_anybodys_words(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def fails(shape: object, body: dict[str, Any]) -> None:
        raise ValueError(f"cannot read {body}")

    here = room("taking_stock")
    monkeypatch.setattr("folkmoot.record.operations.entries.hints", fails)
    note = {"activity": here.activity.id, "entry_kind": "note", "body": {"panel": "facing", "text": "Heron"}}
    assert code(here, here.bea, PutEntry, **note) == "fault"
    assert "PutEntry failed" in caplog.text
    assert "ValueError" in caplog.text
    assert "Heron" not in caplog.text


def test_what_the_database_refuses_is_not_stored_and_costs_nobody_else_their_words() -> None:
    here = room("taking_stock")
    box = f"{here.activity.id}:note:"
    bad = SaveDraft(op_id=new_id(), box=box, body={"text": float("inf")})
    good = SaveDraft(op_id=new_id(), box=box, body={"text": "Kept"})
    done = commit(here.session.id, here.state, [Submission(here.bea.id, bad), Submission(here.ken.id, good)])
    assert [outcome.refused.code if outcome.refused else "" for outcome in done.outcomes] == ["not_stored", ""]
    assert Draft.objects.get().body == {"text": "Kept"}
