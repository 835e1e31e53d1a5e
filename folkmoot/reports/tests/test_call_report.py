"""The meeting tool's own report: read however it was written, matched with care, and added to what was counted."""

from __future__ import annotations

import codecs
from datetime import UTC, date, datetime, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from folkmoot.matching.sheets.reading import NotUsable
from folkmoot.people.models import Person
from folkmoot.programme.models import Booking
from folkmoot.record.models import Attendance, Participant
from folkmoot.record.queries import presence_in
from folkmoot.reports.call_names import Known, match_names, plain_name
from folkmoot.reports.call_report import Attended, read_report
from tests.workshop import Workshop, a_workshop, starts

DAY = date(2026, 1, 15)
TEAMS = """1. Summary
Meeting title\tCommon purpose
Attended participants\t3
Start time\t1/15/26, 12:58:12 PM

2. Participants
Name\tFirst Join\tLast Leave\tIn-Meeting Duration\tEmail\tParticipant ID (UPN)\tRole
Bea Lowe\t1/15/26, 1:00:00 PM\t1/15/26, 4:00:00 PM\t2h 50m\tbea@kettleyard.example\t\tPresenter

3. In-Meeting Activities
Name\tJoin Time\tLeave Time\tDuration\tEmail\tRole
Bea Lowe\t1/15/26, 1:00:00 PM\t1/15/26, 2:00:00 PM\t1h\tbea@kettleyard.example\tPresenter
Bea Lowe\t1/15/26, 2:10:00 PM\t1/15/26, 4:00:00 PM\t1h 50m\tbea@kettleyard.example\tPresenter
Dee M (Guest)\t1/15/26, 1:05:00 PM\t1/15/26, 3:00:00 PM\t1h 55m\t\tPresenter
"""
ZOOM = """Topic,ID,Start Time,End Time
Common purpose,123 456,01/15/2026 12:58:00 PM,01/15/2026 04:02:00 PM

Name (Original Name),User Email,Join Time,Leave Time,Duration (Minutes),Guest
"Lowe, Bea",bea@kettleyard.example,01/15/2026 01:00:00 PM,01/15/2026 04:00:00 PM,180,No
"""
MEET = "First name;Last name;Email;Duration;Time joined;Time exited\nBea;Lowe;;180 min;2026-01-15 13:00:00;16:00\n"
OLD = """Full Name\tUser Action\tTimestamp
Bea Lowe\tJoined\t15/01/2026, 13:00:00
Bea Lowe\tLeft\t15/01/2026, 14:00:00
Bea Lowe\tJoined before\t15/01/2026, 15:00:00
Bea Lowe\tLeft\t15/01/2026, 16:00:00
"""


def at(hour: int, minute: int = 0) -> datetime:
    return datetime(2026, 1, 15, hour, minute, tzinfo=UTC)


def read(text: str | bytes, zone: str = "Europe/London") -> list[Attended]:
    return read_report(text.encode() if isinstance(text, str) else text, "report.csv", day=DAY, zone=zone)


@pytest.mark.parametrize(
    "raw",
    [
        codecs.BOM_UTF16_LE + TEAMS.encode("utf-16-le"),
        codecs.BOM_UTF16_BE + TEAMS.encode("utf-16-be"),
        codecs.BOM_UTF8 + TEAMS.encode(),
        TEAMS.encode(),
    ],
)
def test_each_coming_and_going_is_read_however_the_file_is_written(raw: bytes) -> None:
    bea, dee = read(raw)
    assert (bea.name, bea.email) == ("Bea Lowe", "bea@kettleyard.example")
    assert bea.times == [(at(13), at(14)), (at(14, 10), at(16))]
    assert (dee.name, dee.times) == ("Dee M (Guest)", [(at(13, 5), at(15))])


@pytest.mark.parametrize("text", [ZOOM, MEET])
def test_other_tools_and_other_separators_are_read_too(text: str) -> None:
    (bea,) = read(text)
    assert bea.times == [(at(13), at(16))]


def test_a_report_of_single_steps_is_put_together() -> None:
    (bea,) = read(OLD)
    assert bea.times == [(at(13), at(14)), (at(15), at(16))]


def test_times_are_those_of_the_zone_that_was_chosen_unless_they_say_their_own() -> None:
    (bea,) = read(ZOOM, "America/New_York")
    assert bea.times == [(at(18), at(21))]
    utc = "Name,Join time,Leave time\nBea,2026-01-15T13:00:00Z,2026-01-15T14:00:00+01:00\n"
    (bea,) = read(utc, "America/New_York")
    assert bea.times == [], "it left as it came"


def test_the_sessions_day_tells_whether_the_month_or_the_day_stands_first() -> None:
    text = "Name,Join time,Leave time\nBea,03/04/2026 13:00,03/04/2026 14:00\n"
    for day in (date(2026, 3, 4), date(2026, 4, 3)):
        (bea,) = read_report(text.encode(), "report.csv", day=day, zone="UTC")
        assert bea.times[0][0].date() == day


@pytest.mark.parametrize(
    ("raw", "says"),
    [
        (b"Surname,Forename,Shoe size\nLowe,Bea,38\n", "no columns for name, join time and leave time"),
        (b"PK\x03\x04rubbish", "is a workbook"),
        (b"", "no columns"),
        (TEAMS.replace("1/15/26", "3/3/26").encode(), "It tells of 3 March 2026".replace("It", "it")),
        (TEAMS.replace("1/15/26, 1:05:00 PM", "shortly after").encode(), "“shortly after” is no time"),
    ],
)
def test_a_file_that_is_no_report_of_this_session_is_refused_with_the_way_out(raw: bytes, says: str) -> None:
    with pytest.raises(NotUsable) as refused:
        read(raw)
    assert says in str(refused.value)


# ── Who is who ───────────────────────────────────────────────────────────────────────────────────────────────────

PEOPLE = [
    Known("b", "Bea Lowe", ("Bea Lowe",), "bea@kettleyard.example"),
    Known("d", "Dee Morgan", ("Dee Morgan", "Dee M (Kettle Yard)")),
    Known("k1", "Ken Price", ("Ken Price",)),
    Known("k2", "Ken Price", ("Ken Price",)),
    Known("e", "Efa Rhŷs", ("Efa Rhŷs",)),
]


@pytest.mark.parametrize(
    ("name", "email", "person", "sure"),
    [
        ("Somebody else", "BEA@kettleyard.example", "b", True),
        ("bea LOWE (she/her)", "", "b", True),
        ("Dee M [Guest]", "", "d", True),
        ("Ken Price", "", "", False),
        ("Efa Rhys", "", "e", True),
        ("Efa", "", "e", False),
        ("Bea Low", "", "b", False),
        ("Read-along bot", "", "", False),
    ],
)
def test_a_line_is_offered_to_whom_it_is_likely_and_never_to_one_of_two(
    name: str, email: str, person: str, sure: bool
) -> None:
    (match,) = match_names([Attended(name, email)], PEOPLE)
    assert (match.person, match.sure) == (person, sure)
    assert match.sure or len(match.why) > 20


def test_what_people_add_to_their_name_is_no_part_of_it() -> None:
    assert plain_name("  Dée M. (she/her) {phone}") == "dee m"


# ── The page ─────────────────────────────────────────────────────────────────────────────────────────────────────


def signed_in(held: Workshop) -> Client:
    browser = Client()
    assert held.tom.user is not None
    browser.force_login(held.tom.user, backend="django.contrib.auth.backends.ModelBackend")
    return browser


def report_of(held: Workshop, *lines: tuple[str, int, int]) -> SimpleUploadedFile:
    start = starts(held.session)
    rows = [
        f"{name}\t{start + timedelta(minutes=a):%Y-%m-%d %H:%M:%S}\t{start + timedelta(minutes=b):%Y-%m-%d %H:%M:%S}"
        for name, a, b in lines
    ]
    text = "Name\tJoin Time\tLeave Time\n" + "\n".join(rows)
    return SimpleUploadedFile("report.csv", codecs.BOM_UTF16_LE + text.encode("utf-16-le"))


@pytest.mark.django_db
def test_the_preview_keeps_nothing_and_sending_it_keeps_union_minutes() -> None:
    held = a_workshop(named=["Bea Lowe"])
    Attendance.objects.filter(person=held["Bea"]).delete()
    held.was_there(held["Bea"], 0, 60)
    ife = Person.objects.create(name="Ife Adeyemi")
    Booking.objects.create(session=held.session, person=ife, status=Booking.Status.CONFIRMED)
    browser, address = signed_in(held), f"/record/{held.session.id}/attendance/report/"
    file = report_of(held, ("Bea Lowe", 30, 90), ("Ife Adeyemi", 0, 120), ("Note taker", 0, 180))
    page = browser.post(address, {"file": file, "zone": "UTC"})
    assert page.status_code == 200
    assert not Attendance.objects.filter(source="call").exists()
    rows = page.context["rows"]
    assert [(row["match"].line.name, row["match"].person) for row in rows] == [
        ("Bea Lowe", held["Bea"].id), ("Ife Adeyemi", ife.id), ("Note taker", ""),
    ]  # fmt: skip
    chosen = {f"who-{place}": row["match"].person for place, row in enumerate(rows)}
    for _ in range(2):  # sending it twice is sending it once
        browser.post(address, {"report": page.context["signed"], **chosen})
    found = presence_in(held.session)
    assert found[held["Bea"].id].minutes == 90
    assert found[ife.id].minutes == 120
    assert Attendance.objects.filter(source="call").count() == 2
    assert Participant.objects.get(person=ife).channel == "call_only"


@pytest.mark.django_db
def test_a_report_in_another_zone_is_noticed_before_it_is_kept() -> None:
    held = a_workshop(named=["Bea Lowe"])
    browser, address = signed_in(held), f"/record/{held.session.id}/attendance/report/"
    file = report_of(held, ("Bea Lowe", 0, 180))
    page = browser.post(address, {"file": file, "zone": "America/New_York"})
    assert "probably of another time zone" in page.content.decode()


@pytest.mark.django_db
@pytest.mark.parametrize("content", [b"", b"a,b\n1,2\n", b"\x00\x01\x02" * 50])
def test_a_wrong_file_and_a_forged_preview_change_nothing(content: bytes) -> None:
    held = a_workshop(named=["Bea Lowe"])
    before = Attendance.objects.count()
    browser, address = signed_in(held), f"/record/{held.session.id}/attendance/report/"
    page = browser.post(address, {"file": SimpleUploadedFile("x.csv", content), "zone": "UTC"})
    assert page.status_code == 422
    forged = browser.post(address, {"report": "made:up", "who-0": held["Bea"].id}, follow=True)
    assert "too old" in forged.content.decode()
    assert Attendance.objects.count() == before
    assert Client().get(address).status_code in (302, 403)
