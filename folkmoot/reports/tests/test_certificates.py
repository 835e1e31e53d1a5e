"""Certificates of attendance by the guide's rule (A34), and attendance put right by the producer."""

import io
from typing import Any

import pytest
from django.test import Client
from pypdf import PdfReader

from folkmoot.people.identity import link_token
from folkmoot.people.models import Person
from folkmoot.programme.models import Session
from folkmoot.record.models import Attendance, Participant, Run
from folkmoot.reports.models import Certificate
from tests.people import in_the_role_of, zed
from tests.workshop import Workshop, a_workshop, seat

pytestmark = pytest.mark.django_db


def held_for(**minutes: int) -> Workshop:
    """A workshop in which these people were there for so many minutes of 180."""
    held = a_workshop(named=())
    for name, count in minutes.items():
        held.come(f"{name.capitalize()} Lowe", minutes=count)
    return held


def on_device(person: Person) -> Client:
    client = Client()
    client.get(f"/me/{link_token(person)}/")
    return client


def signed_in(person: Person) -> Client:
    client = Client()
    assert person.user is not None
    client.force_login(person.user, backend="django.contrib.auth.backends.ModelBackend")
    return client


def page(held: Workshop, name: str) -> str:
    return on_device(held[name]).get(f"/record/{held.session.id}/certificate/").content.decode()


def test_a34_three_quarters_complete_it_and_62_minutes_certify_62() -> None:
    held = held_for(bea=135, dee=134, ken=62)
    for name, said, minutes in (
        ("Bea", "completed", 135),
        ("Dee", "attended part of", 134),
        ("Ken", "attended part of", 62),
    ):
        text = page(held, name)
        assert f"{name} Lowe" in text
        assert said in text
        assert f"{minutes} minutes" in text


def test_breaks_count_and_two_devices_count_once() -> None:
    held = held_for(bea=0)
    for since, until in ((-30, 60), (30, 90), (100, 400)):
        held.was_there(held["Bea"], since, until)
    assert "170 minutes" in page(held, "Bea")


def test_a_certificate_says_what_bodies_ask_for() -> None:
    held = held_for(bea=180)
    text, day = page(held, "Bea"), held.session.date
    assert day is not None
    for said in ("Building common purpose", "Agree on something small", "Shared purpose", f"{day:%A %-d %B %Y}",
                 "1:00–4:00 pm", "Ashwell Active", "structured", Certificate.objects.get().code):  # fmt: skip
        assert said in text


def test_its_pdf_is_tagged_and_says_the_same() -> None:
    held = held_for(ken=62)
    content = on_device(held["Ken"]).get(f"/record/{held.session.id}/certificate.pdf").content
    pdf = PdfReader(io.BytesIO(content))
    root: Any = pdf.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"]
    text = pdf.pages[0].extract_text()
    assert "Ken Lowe" in text
    assert "62 minutes" in text
    assert Certificate.objects.get().code in text


def test_a_name_in_any_script_is_printed() -> None:
    held = held_for(bea=180)
    Person.objects.filter(id=held["Bea"].id).update(name="بيا 🦊 Łoś")
    content = on_device(held["Bea"]).get(f"/record/{held.session.id}/certificate.pdf").content
    assert "[fox face] Łoś" in PdfReader(io.BytesIO(content)).pages[0].extract_text()


def test_who_was_not_there_gets_none_and_neither_does_a_session_still_open() -> None:
    held = held_for(bea=0, dee=180)
    address = f"/record/{held.session.id}/certificate/"
    assert on_device(held["Bea"]).get(address).status_code == 404
    assert on_device(zed()).get(address).status_code == 403
    Run.objects.update(phase="live", closed_at=None)
    assert on_device(held["Dee"]).get(address).status_code == 404
    assert not Certificate.objects.exists()


def test_a_rehearsal_certifies_nothing() -> None:
    held = held_for(bea=180)
    real = Session.objects.create(programme=held.programme, slug="real", title="Real")
    Session.objects.filter(id=held.session.id).update(rehearsal_of=real)
    assert on_device(held["Bea"]).get(f"/record/{held.session.id}/certificate/").status_code == 404


def test_anybody_with_the_code_can_check_it_and_it_follows_a_correction() -> None:
    held = held_for(bea=180)
    page(held, "Bea")
    code = Certificate.objects.get().code
    found = Client().get("/certificate/", {"code": f" {code} "})
    assert found.headers["Location"] == f"/certificate/{code}/"
    assert "180 minutes" in Client().get(f"/certificate/{code}/").content.decode()
    Attendance.objects.all().delete()
    held.was_there(held["Bea"], 0, 62)
    assert "62 minutes" in Client().get(f"/certificate/{code}/").content.decode()
    assert Client().get("/certificate/nothing/").status_code == 404


def test_tom_puts_attendance_right_and_can_have_the_count_back() -> None:
    held = held_for(bea=180, ken=0)
    Participant.objects.filter(person=held["Ken"]).update(channel="call_only")
    client, address = signed_in(held.tom), f"/record/{held.session.id}/attendance/"
    assert "in the call only" in client.get(address).content.decode()
    ken = held["Ken"].id
    client.post(address, {"do": "correct", "person": ken, "came": "13:00", "left": "14:02"})
    row = Attendance.objects.get(person=ken)
    assert (row.source, (row.until - row.since).total_seconds()) == ("corrected", 62 * 60)  # type: ignore[operator]  # it has an end
    assert "62 minutes" in page(held, "Ken")
    client.post(address, {"do": "correct", "person": ken, "came": "13:00", "left": "15:30"})
    assert Attendance.objects.filter(person=ken).count() == 1
    client.post(address, {"do": "counted", "person": ken})
    assert not Attendance.objects.filter(person=ken).exists()


@pytest.mark.parametrize(
    "times", [{"came": "14:00", "left": "13:00"}, {"came": "", "left": "14:00"}, {"came": "25:00", "left": "x"}]
)
def test_times_that_make_no_sense_change_nothing_and_say_so(times: dict[str, str]) -> None:
    held = held_for(bea=180)
    address = f"/record/{held.session.id}/attendance/"
    fields = {"do": "correct", "person": held["Bea"].id, **times}
    text = signed_in(held.tom).post(address, fields, follow=True).content.decode()
    assert "Nothing has changed" in text or "They left before they came" in text
    assert not Attendance.objects.filter(source="corrected").exists()


def test_attendance_is_for_the_producer_and_the_administrator_alone() -> None:
    held = held_for(bea=180)
    administrator = in_the_role_of("administrator", "Ada Vale", "ada@ashwell.example", held.programme)
    address = f"/record/{held.session.id}/attendance/"
    assert signed_in(administrator).get(address).status_code == 200
    for client in (signed_in(held.nia), on_device(held["Bea"]), Client()):
        assert client.get(address).status_code == 403
    seat(held.session, zed())
    assert on_device(Person.objects.get(name="Zed Quill")).get(address).status_code == 403
