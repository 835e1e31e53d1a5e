"""Each class goes when its time is over, not a day before, and what a group made stays."""

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.utils import timezone

from folkmoot.kit.ids import new_id
from folkmoot.people import ledger
from folkmoot.people.models import KeptItem
from folkmoot.practice_kit.wire.ops import SaveDraft
from folkmoot.programme.models import Mail, Programme, Session
from folkmoot.programme.timer import sweep
from folkmoot.record.models import Attendance, Draft, Entry, Meeting, Participant
from folkmoot.record.retention import ended, remind, tidy_up
from tests.workshop import Workshop, a_workshop

pytestmark = pytest.mark.django_db


@pytest.fixture
def held() -> Workshop:
    """A workshop with a private note, a shown one and an unfinished text, all Bea's."""
    held = a_workshop()
    held.wrote("Bea", "taking_stock", "note", panel="facing", text="for me")
    held.wrote("Bea", "taking_stock", "note", panel="facing", text="for all")
    Entry.objects.filter(body__text="for me").update(visibility="private")
    Entry.objects.filter(body__text="for all").update(visibility="session", state=Entry.State.SHOWN)
    box = f"{held.activities['taking_stock'].id}:note:"
    held.do(held["Bea"], SaveDraft, box=box, body={"text": "unfinished"})
    return held


def days_ago(held: Workshop, days: float) -> None:
    """Have the workshop end so many days ago."""
    ends = timezone.now() - timedelta(days=days)
    Session.objects.filter(id=held.session.id).update(ends_at=ends, starts_at=ends - timedelta(hours=3))


def texts() -> list[str]:
    """What is left of the words."""
    return sorted(entry.body.get("text", "") for entry in Entry.objects.all())


def test_private_notes_and_drafts_go_ninety_days_after_the_programme(held: Workshop) -> None:
    days_ago(held, 89)
    tidy_up()
    assert texts() == ["for all", "for me"]
    days_ago(held, 91)
    assert tidy_up()["private"] == 2
    assert texts() == ["for all"]
    assert not Draft.objects.exists()
    assert tidy_up()["private"] == 0


def test_what_somebody_keeps_stays(held: Workshop) -> None:
    note = Entry.objects.get(body__text="for me")
    KeptItem.objects.create(person=held["Bea"], item=note.id)
    days_ago(held, 400)
    tidy_up()
    assert "for me" in texts()


def test_a_programme_with_a_session_to_come_has_not_ended(held: Workshop) -> None:
    days_ago(held, 400)
    later = Session.objects.create(programme=held.programme, slug="later", title="Later")
    tidy_up()
    assert "for me" in texts()
    Session.objects.filter(id=later.id).update(status=Session.Status.CANCELLED)
    tidy_up()
    assert "for me" not in texts()


def test_a_programme_that_was_closed_has_ended_whatever_has_no_date(held: Workshop) -> None:
    days_ago(held, 400)
    Session.objects.create(programme=held.programme, slug="later", title="Later")
    Programme.objects.update(status=Programme.Status.COMPLETE)
    assert list(ended(timezone.now())) == [held.programme]


def test_after_a_year_nobody_can_tell_who_wrote_what(held: Workshop) -> None:
    days_ago(held, 366)
    tidy_up()
    left = Entry.objects.get()
    assert (left.body["text"], left.author, left.attribution) == ("for all", None, "unlinked")


def test_notes_on_a_difficult_conversation_go_after_thirty_days(held: Workshop) -> None:
    held.activities["taking_stock"].practice = "difficult_conversation"
    held.activities["taking_stock"].save()
    days_ago(held, 31)
    assert tidy_up()["coaching"] == 2
    assert texts() == []


def test_meetings_and_attendance(held: Workshop) -> None:
    pair = {"one": held["Bea"], "other": held["Dee"], "programme": held.programme, "session": held.session}
    Meeting.objects.create(grouping=new_id(), at=timezone.now() - timedelta(days=366), **pair)
    days_ago(held, 6 * 365)
    tidy_up()
    assert not Meeting.objects.exists()
    assert Attendance.objects.exists()
    days_ago(held, 6 * 365 + 2)
    tidy_up()
    assert not Attendance.objects.exists()
    assert not Participant.objects.exists()


def test_two_mails_go_before_private_notes_do(held: Workshop) -> None:
    def told() -> list[str]:
        return list(Mail.objects.filter(person=held["Bea"]).order_by("created_at").values_list("kind", flat=True))

    held["Bea"].email = "bea@kettleyard.example"
    held["Bea"].save()
    days_ago(held, 70)
    remind()
    assert told() == []
    days_ago(held, 77)
    assert [remind(), remind()] == [1, 0]
    days_ago(held, 88)
    remind()
    assert told() == ["private_going", "private_last"]
    assert "for me" not in Mail.objects.filter(person=held["Bea"])[0].text


def test_the_timer_does_it(held: Workshop, settings: Any) -> None:
    days_ago(held, 91)
    sweep()
    assert texts() == ["for all"]


def test_what_went_is_noted_as_a_number_and_never_as_words(held: Workshop, settings: Any, tmp_path: Path) -> None:
    settings.ERASURE_LEDGER = tmp_path / "erasures.ledger"
    mail = Mail.objects.create(session=held.session, person=held["Bea"], kind="confirmed", to="bea@kettleyard.example")
    Mail.objects.filter(id=mail.id).update(sent_at=timezone.now() - timedelta(days=91))
    days_ago(held, 91)
    tidy_up()
    sweep()
    assert {(one.what, one.count) for one in ledger.gone()} >= {
        ("Time of keeping over: Private notes and unfinished texts, unless you keep them", 2),
        ("Time of keeping over: Mails that we sent you", 1),
    }
    assert not {"for me", "unfinished", held["Bea"].id} & set(settings.ERASURE_LEDGER.read_text().split())
