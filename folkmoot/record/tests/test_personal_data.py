"""What the memory holds about a person can be found, given and erased, and follows a merge."""

import json
from datetime import timedelta

import pytest
from django.utils import timezone

from folkmoot.kit.ids import new_id
from folkmoot.kit.personal_data import REGISTER
from folkmoot.people.actions import erase_person
from folkmoot.people.merging import merge, undo_merge
from folkmoot.people.models import Person
from folkmoot.practice_kit.wire.ops import SaveDraft, Say
from folkmoot.record import release
from folkmoot.record.commit import Submission, commit
from folkmoot.record.models import Attendance, Draft, Entry, Group, Meeting, Participant, ReleaseAnswer
from folkmoot.record.operations.attendance import CorrectAttendance
from folkmoot.record.personal_data import HOLDING
from folkmoot.record.queries import presence_of, sessions_of, written_by
from folkmoot.record.state import State
from tests.people import zed
from tests.workshop import Workshop, a_workshop, starts

pytestmark = pytest.mark.django_db
HERS = "Bea’s own words"
OURS = "Ask before we offer"


def held_with_words() -> Workshop:
    held = a_workshop()
    held.wrote("Bea", "taking_stock", "note", panel="facing", text=HERS)
    held.wrote("Dee", "taking_stock", "note", panel="facing", text="Dee’s words")
    held.do(
        held["Bea"], SaveDraft, box=f"{held.activities['taking_stock'].id}:note:", body={"text": f"{HERS}, not sent"}
    )
    pair = {"one": held["Bea"], "other": held["Dee"], "programme": held.programme, "session": held.session}
    Meeting.objects.create(grouping="g", at=timezone.now(), **pair)
    return held


def test_everything_is_found() -> None:
    held = held_with_words()
    held.let_leave(held.group(["Bea", "Dee"]))
    found = {each.kind: each.count for each in HOLDING.find(held["Bea"].id)}
    assert found == {
        "part in a session": 1,
        "time in a session": 1,
        "entry": 1,
        "entry typed for somebody": 0,
        "unsubmitted text": 1,
        "meeting": 1,
        "answer on a release": 1,
    }


def test_the_export_gives_ones_own_words_and_nobody_elses() -> None:
    held = held_with_words()
    given = json.dumps(REGISTER.export(held["Bea"].id), ensure_ascii=False)
    assert HERS in given
    assert f"{HERS}, not sent" in given
    assert "Dee" not in given
    assert held["Dee"].id not in given


def test_erasing_leaves_no_word_no_row_and_no_id() -> None:
    held = held_with_words()
    group = held.group(["Bea", "Dee"])
    held.purpose(group, OURS)
    bea = held["Bea"].id
    erase_person(held["Bea"])
    everything = str([list(model.objects.values()) for model in (Entry, Draft, Participant, Attendance, Meeting)])
    assert HERS not in everything
    assert OURS not in everything
    assert bea not in everything
    assert bea not in str(list(Group.objects.values()))
    assert not any(found for found in REGISTER.find(bea))
    assert Entry.objects.filter(body__text="Dee’s words").exists()


def test_a_released_product_stays_and_is_nobodys() -> None:
    held = a_workshop()
    group = held.group(["Bea", "Dee", "Ken"])
    purpose = held.purpose(group, OURS)
    held.let_leave(group)
    erase_person(held["Bea"])
    now = Entry.objects.get(id=purpose.id)
    assert (now.author, now.body["text"]) == (None, OURS)
    assert release.may_leave(held.state, now)


def test_erasing_oneself_releases_nothing_that_one_held() -> None:
    held = a_workshop()
    group = held.group(["Dee", "Ken", "Bea"])
    purpose = held.purpose(group, OURS)
    held.let_leave(group, but="Bea")
    erase_person(held["Bea"])
    assert list(ReleaseAnswer.objects.filter(yes=False).values_list("person", flat=True)) == [None]
    assert not release.may_leave(held.state, Entry.objects.get(id=purpose.id))


def test_what_was_made_from_erased_words_goes_with_them() -> None:
    held = held_with_words()
    hers = Entry.objects.get(body__text=HERS)
    issue = held.entry("taking_stock", "issue", body={"title": HERS}, activity=None, derived_from=[hers.id])
    erase_person(held["Bea"])
    assert Entry.objects.get(id=issue.id).body == {}


def test_a_room_in_memory_reads_the_session_again() -> None:
    held = held_with_words()
    before = State.load(held.session.id)
    erase_person(held["Bea"])
    done = commit(
        held.session.id, before, [Submission(held["Dee"].id, Say(op_id=new_id(), to="session", text="Hello"))]
    )
    assert done.reloaded
    assert not any(HERS in str(entry.body) for entry in done.state.all(Entry))


def test_of_an_outsider_nothing_is_held() -> None:
    held_with_words()
    assert HOLDING.export(zed().id) is None


def test_a_merge_takes_texts_attendance_and_the_place_in_the_group_along_and_can_be_undone() -> None:
    held = held_with_words()
    group = held.group(["Bea", "Dee"])
    keep = Person.objects.create(name="Bea Lowe", email="bea@kettleyard.example")
    done = merge(keep, held["Bea"])
    assert [e.body["text"] for e in written_by([keep.id])] == [HERS]
    assert presence_of([keep.id], held.session).minutes == 180
    assert sessions_of([keep.id]) == [held.session]
    assert keep in held.members(Group.objects.get(id=group.id))
    undo_merge(done)
    assert written_by([keep.id]) == []
    assert held["Bea"] in held.members(Group.objects.get(id=group.id))


def test_a_correction_stands_instead_of_what_was_counted_until_it_is_taken_back() -> None:
    held = a_workshop()
    start = starts(held.session)
    held.do(held.tom, CorrectAttendance, person=held["Ken"].id, since=start, until=start + timedelta(minutes=62))
    now = presence_of([held["Ken"].id], held.session)
    assert (now.minutes, now.corrected, now.certificate) == (62, True, "attended")
    held.do(held.tom, CorrectAttendance, person=held["Ken"].id)
    assert presence_of([held["Ken"].id], held.session).minutes == 180
