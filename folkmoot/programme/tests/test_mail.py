"""Mails: what they say, to whom, when, and how they get out."""

import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from email import message_from_bytes
from email.message import Message
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from django.core.exceptions import ImproperlyConfigured
from django.core.management import call_command
from django.core.management.base import SystemCheckError
from django.test import Client
from icalendar import Calendar

from folkmoot.people.models import Person
from folkmoot.programme import outbox, timer
from folkmoot.programme.actions.changing import cancel, confirm, undo_cancel
from folkmoot.programme.actions.reminding import remind
from folkmoot.programme.actions.scheduling import reschedule
from folkmoot.programme.mail import post
from folkmoot.programme.mail_words import as_text, parse
from folkmoot.programme.models import Booking, Mail, Session
from folkmoot.programme.smtp import MailServer, mail_server
from folkmoot.programme.tests.bookings import DAY, Clock, books, mails, make_session

pytestmark = pytest.mark.django_db(databases="__all__")


@pytest.fixture(autouse=True)
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    """The first of March 2027, ten o'clock."""
    return Clock(monkeypatch)


class Letterbox:
    """A mail server on this computer, which may refuse what it gets."""

    def __init__(self) -> None:
        self.received: list[Message] = []
        self.refuses = False

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:  # noqa: N802  # aiosmtpd's name
        """Take a mail, or turn it away."""
        if self.refuses:
            return "451 Come back later"
        self.received.append(message_from_bytes(envelope.content))
        return "250 Taken"


@pytest.fixture
def letterbox(settings: Any) -> Iterator[Letterbox]:
    """The server, running, and named in the settings."""
    box = Letterbox()
    controller = Controller(box, hostname="127.0.0.1", port=9141)
    controller.start()
    settings.MAIL_URL, settings.DEMO = "smtp://127.0.0.1:9141?tls=no", False
    yield box
    controller.stop()


# ── What they say ────────────────────────────────────────────────────────────────────────────────────────────────


def test_a_mail_is_the_same_in_text_and_in_html() -> None:
    books(make_session(), "Bea")
    mail = Mail.objects.get()
    assert mail.subject == "Please confirm: Common purpose, Thursday 18 March 2027"
    for words in ("One click, Bea, and your place is kept", "Thursday 18 March 2027, 1:00–4:00 pm", "/b/"):
        assert words in mail.text
        assert words in mail.html
    assert "style=" not in mail.html
    assert "| What" not in mail.text


def test_a_name_with_signs_of_html_stays_a_name() -> None:
    books(make_session(), "<b>Bea</b> O’Brien", email="bea@ashwell.example")
    mail = Mail.objects.get()
    assert "One click, <b>Bea</b>, and" in mail.text
    assert "One click, &lt;b&gt;Bea&lt;/b&gt;, and" in mail.html


def test_no_mail_holds_anything_about_anybody_else() -> None:
    session = make_session(places=1)
    marker = books(session, "Marker", organisation="Marker Housing", hope="Marker hope", access_note="Marker captions")
    confirm(marker.id)
    books(session, "Bea")
    cancel(marker.id)
    for mail in Mail.objects.exclude(to__startswith="marker"):
        assert "marker" not in (mail.text + mail.html + mail.subject + mail.calendar).lower()


def test_every_calendar_file_of_a_session_replaces_the_one_before(clock: Clock) -> None:
    session = make_session()
    assert session.start is not None
    assert session.end is not None
    bea = books(session, "Bea")
    for change in (confirm, cancel, undo_cancel):
        clock.forward(minutes=1)
        change(bea.id)
    clock.forward(minutes=1)
    reschedule(session.id, DAY + timedelta(days=7), session.start, session.end)
    files = Mail.objects.order_by("created_at").values_list("calendar", flat=True)
    events = [Calendar.from_ical(text).walk("VEVENT")[0] for text in files]
    assert len({event["UID"] for event in events}) == 1
    assert [str(event["STATUS"]) for event in events] == [
        "CONFIRMED",
        "CONFIRMED",
        "CANCELLED",
        "CONFIRMED",
        "CONFIRMED",
    ]
    assert [int(str(event["SEQUENCE"])) for event in events] == [0, 0, 1, 2, 3]


def test_nobody_in_a_rehearsal_and_nobody_without_an_address_gets_mail() -> None:
    session = make_session()
    copy = make_session(title="Rehearsal", rehearsal_of=session)
    real = Person.objects.create(name="Bea", email="bea@ashwell.example")
    assert post("reminder_week", Person.objects.create(name="Ken"), session) is None
    assert (
        post("reminder_week", Person.objects.create(name="Sim", email="s@x.example", rehearsal=True), session) is None
    )
    assert post("reminder_week", real, copy) is None
    assert Mail.objects.count() == 0


def test_who_chose_welsh_gets_english_until_somebody_translates() -> None:
    books(make_session(), "Siân", email="sian@ashwell.example", language="cy")
    assert "One click" in Mail.objects.get().text


def test_welsh_comes_first_with_english_below_once_it_is_translated(tmp_path: Any, settings: Any) -> None:
    folder = tmp_path / "mail" / "cy"
    folder.mkdir(parents=True)
    (folder / "confirm.txt").write_text("Subject: Cadarnhewch\n# Un clic, {{ person.first_name }}\n")
    settings.TEMPLATES = [{**settings.TEMPLATES[0], "DIRS": [tmp_path, *settings.TEMPLATES[0]["DIRS"]]}]
    books(make_session(), "Siân", email="sian@ashwell.example", language="cy")
    mail = Mail.objects.get()
    assert mail.subject.startswith("Cadarnhewch / Please confirm")
    assert mail.text.index("Un clic, Siân") < mail.text.index("One click, Siân")
    assert 'lang="cy"' in mail.html


def test_the_words_of_a_mail_are_laid_out() -> None:
    words = parse("Subject: Hello\n# Hi\n\nOne\ntwo.\n> Go: https://a.example/x\n* a\n* b\n--\nSmall.", "en")
    assert [run.sort for run in words.runs()] == ["heading", "paragraph", "button", "point", "small"]
    assert as_text(words) == "Hi\n\nOne two.\n\nGo:\nhttps://a.example/x\n\n* a\n* b\n\n--\nSmall.\n"


# ── Reminders ────────────────────────────────────────────────────────────────────────────────────────────────────


def test_reminders_come_a_week_a_day_and_an_hour_before_once_each(clock: Clock) -> None:
    session = make_session()
    confirm(books(session, "Bea").id)
    start = datetime(2027, 3, 18, 13, 0, tzinfo=UTC)
    for before in (timedelta(days=8), timedelta(days=7), timedelta(days=6), timedelta(days=1), timedelta(hours=1)):
        clock.at(start - before)
        remind()
        remind()
    assert [kind for kind, _ in mails() if kind.startswith("reminder")] == [
        "reminder_week",
        "reminder_day",
        "reminder_hour",
    ]


def test_nobody_is_reminded_who_cancelled_waits_or_never_confirmed(clock: Clock) -> None:
    session = make_session(places=2)
    bea, _, _ = books(session, "Bea"), books(session, "Dee"), books(session, "Ken")
    confirm(bea.id)
    cancel(bea.id)
    clock.at(datetime(2027, 3, 17, 14, 0, tzinfo=UTC))
    assert remind() == 0


def test_who_booked_yesterday_is_not_reminded_of_next_week(clock: Clock) -> None:
    session = make_session()
    clock.at(datetime(2027, 3, 12, 9, 0, tzinfo=UTC))
    confirm(books(session, "Bea").id)
    assert remind() == 0
    clock.at(datetime(2027, 3, 17, 14, 0, tzinfo=UTC))
    assert remind() == 1


def test_nobody_is_reminded_of_a_session_that_is_called_off(clock: Clock) -> None:
    session = make_session()
    confirm(books(session, "Bea").id)
    Session.objects.update(status="cancelled")
    clock.at(datetime(2027, 3, 17, 14, 0, tzinfo=UTC))
    assert remind() == 0


# ── Getting out ──────────────────────────────────────────────────────────────────────────────────────────────────


def test_a_mail_reaches_the_server_with_its_calendar(letterbox: Letterbox) -> None:
    books(make_session(), "Bea")
    mail = Mail.objects.get()
    outbox.deliver(mail.id)
    outbox.deliver(mail.id)
    mail.refresh_from_db()
    assert mail.status == "sent"
    (received,) = letterbox.received
    assert received["To"] == "bea@ashwell.example"
    assert received["Message-ID"].startswith(f"<{mail.id}@")
    kinds = [part.get_content_type() for part in received.walk()]
    assert {"text/plain", "text/html", "text/calendar"} <= set(kinds)


def test_a_refused_mail_is_tried_again_later_and_later_and_then_fails(letterbox: Letterbox, clock: Clock) -> None:
    books(make_session(), "Bea")
    mail = Mail.objects.get()
    letterbox.refuses = True
    waits = []
    while mail.status == "waiting":
        outbox.deliver(mail.id)
        outbox.deliver(mail.id)
        mail.refresh_from_db()
        assert mail.next_try_at is not None
        waits.append(round((mail.next_try_at - clock.now).total_seconds() / 60))
        clock.at(mail.next_try_at)
    assert waits[:6] == [1, 5, 20, 60, 240, 720]
    assert mail.status == "failed"
    assert "Come back later" in mail.trouble
    letterbox.refuses = False
    outbox.try_again(mail)
    outbox.deliver(mail.id)
    assert len(letterbox.received) == 1


def test_a_reminder_that_was_overtaken_by_a_cancellation_is_dropped(letterbox: Letterbox, clock: Clock) -> None:
    bea = books(make_session(), "Bea")
    confirm(bea.id)
    clock.at(datetime(2027, 3, 17, 14, 0, tzinfo=UTC))
    remind()
    cancel(bea.id)
    reminder = Mail.objects.get(kind="reminder_day")
    outbox.deliver(reminder.id)
    reminder.refresh_from_db()
    assert reminder.status == "dropped"
    assert letterbox.received == []


def test_a_reminder_that_goes_after_midnight_says_today(letterbox: Letterbox, clock: Clock) -> None:
    confirm(books(make_session(), "Bea").id)
    clock.at(datetime(2027, 3, 17, 14, 0, tzinfo=UTC))
    remind()
    written = Mail.objects.get(kind="reminder_day")
    letterbox.refuses = True
    outbox.deliver(written.id)
    letterbox.refuses = False
    clock.at(datetime(2027, 3, 18, 0, 30, tzinfo=UTC))
    outbox.deliver(written.id)
    (received,) = letterbox.received
    assert received["Subject"] == "Today: Common purpose, your link"
    parts = [part.get_payload(decode=True) for part in received.walk() if part.get_content_maintype() == "text"]
    words = b"".join(part for part in parts if isinstance(part, bytes)).decode()
    assert words.count("See you today, Bea") == 2, "as text, and as HTML"
    assert "omorrow" not in words
    links = re.findall(r"https?://\S+", written.text)
    written.refresh_from_db()
    assert written.subject == received["Subject"], "the host reads what was sent"
    assert re.findall(r"https?://\S+", written.text) == links


def test_a_reminder_that_is_written_late_says_today_and_one_in_time_tomorrow(clock: Clock) -> None:
    session = make_session()
    for name in ("Bea", "Dee"):
        confirm(books(session, name).id)
    clock.at(datetime(2027, 3, 17, 14, 0, tzinfo=UTC))
    Booking.objects.filter(person__name="Dee").update(status="waitlisted")
    remind()
    clock.at(datetime(2027, 3, 18, 8, 0, tzinfo=UTC))
    Booking.objects.filter(person__name="Dee").update(status="confirmed")
    remind()
    mails_of_the_day = Mail.objects.filter(kind="reminder_day").order_by("created_at")
    assert [mail.subject.partition(":")[0] for mail in mails_of_the_day] == ["Tomorrow", "Today"]


def test_a_reminder_that_comes_after_the_session_is_dropped(letterbox: Letterbox, clock: Clock) -> None:
    confirm(books(make_session(), "Bea").id)
    clock.at(datetime(2027, 3, 17, 14, 0, tzinfo=UTC))
    remind()
    reminder = Mail.objects.get(kind="reminder_day")
    clock.at(datetime(2027, 3, 18, 16, 1, tzinfo=UTC))
    outbox.deliver(reminder.id)
    reminder.refresh_from_db()
    assert reminder.status == "dropped"
    assert letterbox.received == []


def test_without_a_server_a_mail_waits_and_says_why(settings: Any) -> None:
    settings.MAIL_URL, settings.DEMO = "", False
    books(make_session(), "Bea")
    mail = Mail.objects.get()
    outbox.deliver(mail.id)
    mail.refresh_from_db()
    assert (mail.status, mail.trouble) == ("waiting", outbox.NO_SERVER)


def test_in_the_demo_no_mail_leaves(letterbox: Letterbox, settings: Any) -> None:
    settings.DEMO = True
    books(make_session(), "Bea")
    outbox.deliver(Mail.objects.get().id)
    assert Mail.objects.get().status == "sent"
    assert letterbox.received == []


def test_the_demo_shows_no_mail_that_was_called_back_unsent(client: Client, settings: Any) -> None:
    settings.DEMO = True
    books(make_session(), "Bea")
    assert "Please confirm" in client.get("/mail/").content.decode()
    Mail.objects.update(status=Mail.Status.DROPPED)
    assert "Please confirm" not in client.get("/mail/").content.decode()


def test_a_mail_that_the_queue_forgot_is_found_again() -> None:
    books(make_session(), "Bea")
    assert outbox.requeue() == 1
    Mail.objects.update(status=Mail.Status.SENT)
    assert outbox.requeue() == 0


@pytest.mark.parametrize(
    ("url", "server"),
    [
        ("smtp://mail.example.org", MailServer("mail.example.org", 587, tls=True)),
        ("smtp://u%40x:p%2Fw@mail.example.org:25?tls=no", MailServer("mail.example.org", 25, "u@x", "p/w")),
        ("smtps://mail.example.org", MailServer("mail.example.org", 465, encrypted=True)),
        ("", None),
    ],
)
def test_a_mail_server_is_named_by_one_address(url: str, server: MailServer | None) -> None:
    assert mail_server(url) == server


@pytest.mark.parametrize(
    "url", ["mail.example.org", "http://mail.example.org", "smtp://", "smtp://h:x", "smtp://h?tls=1"]
)
def test_a_wrong_address_of_a_mail_server_says_how_to_mend_it(url: str) -> None:
    with pytest.raises(ImproperlyConfigured, match="FOLKMOOT_MAIL_URL"):
        mail_server(url)


def test_a_wrong_address_of_a_mail_server_stops_the_start(settings: Any) -> None:
    settings.MAIL_URL = "mail.example.org"
    with pytest.raises(SystemCheckError, match="Write smtp://"):
        call_command("check")


# ── By the clock ─────────────────────────────────────────────────────────────────────────────────────────────────


def test_access_notes_are_deleted_thirty_days_after_the_session(clock: Clock) -> None:
    confirm(books(make_session(), "Bea", access_note="Live captions").id)
    clock.at(datetime(2027, 4, 17, 15, 0, tzinfo=UTC))
    timer.sweep()
    assert Booking.objects.get().access_note == "Live captions"
    clock.forward(hours=2)
    timer.sweep()
    assert Booking.objects.get().access_note == ""


def test_an_address_that_nobody_confirmed_is_forgotten_after_thirty_days(clock: Clock) -> None:
    later = DAY + timedelta(days=300)
    books(make_session(date=later), "Bea")
    confirm(books(make_session(title="Two", date=later), "Dee").id)
    clock.forward(days=31)
    timer.sweep()
    assert [person.name for person in Person.objects.all()] == ["Dee"]
    assert not re.search("bea", " ".join(Mail.objects.values_list("to", flat=True)))


def test_one_failing_step_of_the_timer_keeps_no_other_from_being_done(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture, clock: Clock
) -> None:
    def fail() -> None:
        raise RuntimeError("the clock fell down")

    monkeypatch.setattr(timer, "remind", fail)
    confirm(books(make_session(), "Bea", access_note="Live captions").id)
    clock.at(datetime(2027, 5, 1, 12, 0, tzinfo=UTC))
    timer.sweep()
    assert "A step of the timer failed" in caplog.text
    assert Booking.objects.get().access_note == ""
