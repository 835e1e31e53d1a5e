"""Lists and letters at the desk: in and out, letters to all, and mails that the organisers send themselves."""

import csv
import io
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from folkmoot.people.models import Person
from folkmoot.programme.models import Booking, Mail, Session
from folkmoot.programme.outbox import deliver
from folkmoot.programme.tests.desk import booked, desk_of, do, signed_in
from tests.factories import a_programme, a_session
from tests.people import bea, dee, in_the_role_of, ken, nia, tom, zed

pytestmark = pytest.mark.django_db
NOTE = "A BSL interpreter, please"


@pytest.fixture
def session() -> Session:
    """A session in ten days with three places."""
    day = (timezone.now() + timedelta(days=10)).date()
    return a_session(a_programme(), date=day, capacity=3, overbook_percent=0)


@pytest.fixture
def producer(session: Session) -> Client:
    """Tom's browser."""
    return signed_in(tom(session.programme))


def post(client: Client, session: Session, **posted: str) -> str:
    """Press something on the page of lists and letters."""
    return client.post(f"{desk_of(session)}letters/", posted, follow=True).content.decode()


def rows(client: Client, session: Session, name: str) -> list[dict[str, str]]:
    """A sheet, as a spreadsheet reads it."""
    answer = client.get(f"{desk_of(session)}{name}")
    assert answer.status_code == 200
    return list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"))))


class TestBringingPeopleIn:
    """A list is looked at first, and then everybody has a place."""

    def test_it_is_shown_before_anything_is_stored(self, session: Session, producer: Client) -> None:
        page = post(producer, session, do="read", pasted="Name,E-mail,Shoe size\nBea,bea@x.example,38\nDee,wrong,39")
        assert "Bring this person in" in page
        assert "Left out: Shoe size" in page
        assert "Row 3" in page
        assert not Booking.objects.exists()

    def test_then_they_have_places_and_mails(self, session: Session, producer: Client) -> None:
        page = post(producer, session, do="read", sure="yes", pasted="Bea Lowe, bea@x.example\nKen Price")
        assert "2 have a place" in page
        assert set(Booking.objects.values_list("person__name", "status")) == {
            ("Bea Lowe", "confirmed"),
            ("Ken Price", "confirmed"),
        }
        assert [mail.to for mail in Mail.objects.all()] == ["bea@x.example"]

    def test_twice_changes_nothing(self, session: Session, producer: Client) -> None:
        for _ in range(2):
            page = post(producer, session, do="read", sure="yes", pasted="Bea Lowe, bea@x.example\nKen Price")
        assert "2 were on the list already" in page
        assert Booking.objects.count() == Person.objects.exclude(name="Tom Okafor").count() == 2

    def test_who_comes_after_the_last_place_waits_unless_told_otherwise(
        self, session: Session, producer: Client
    ) -> None:
        names = "\n".join(f"Person {number}" for number in range(5))
        post(producer, session, do="read", sure="yes", pasted=names)
        assert Booking.objects.filter(status="waitlisted").count() == 2
        post(producer, session, do="read", sure="yes", anyway="on", pasted="One more")
        assert Booking.objects.get(person__name="One more").status == "confirmed"

    def test_an_address_that_two_share_makes_two_people(self, session: Session, producer: Client) -> None:
        post(producer, session, do="read", sure="yes", pasted="Bea, home@x.example\nDee, home@x.example")
        assert Booking.objects.count() == 2

    def test_nothing_pasted_is_told(self, session: Session, producer: Client) -> None:
        assert "Paste some names" in post(producer, session, do="read")

    def test_a_session_that_was_cancelled_takes_nobody(self, session: Session, producer: Client) -> None:
        Session.objects.update(status="cancelled")
        assert "over or cancelled" in post(producer, session, do="read", sure="yes", pasted="Bea")


class TestTakingTheListOut:
    """The list as a spreadsheet."""

    def test_access_needs_only_for_who_may_see_them(self, session: Session, producer: Client) -> None:
        booked(session, bea(), access_note=NOTE)
        assert rows(producer, session, "bookings.csv")[0]["access needs"] == NOTE
        assert NOTE not in str(rows(signed_in(nia(session.programme)), session, "bookings.csv"))

    def test_outsiders_get_nothing(self, session: Session) -> None:
        others = signed_in(zed())
        for name in ("bookings.csv", "mails.csv", "links.csv", "letters/", "edit/"):
            assert others.get(f"{desk_of(session)}{name}").status_code == 403
            assert Client().get(f"{desk_of(session)}{name}").status_code == 302


class TestWritingToAll:
    """A letter to many, each alone."""

    def test_each_gets_it_with_their_own_link(self, session: Session, producer: Client) -> None:
        for who, status in ((bea(), "confirmed"), (dee(), "waitlisted"), (ken(), "cancelled")):
            booked(session, who, status)
        letter = {"do": "write", "to": "all", "subject": "Bring a pen", "text": "And paper.\n\nSee you there."}
        assert "The letter goes to 2" in post(producer, session, **letter)
        mails = list(Mail.objects.order_by("to"))
        assert [mail.to for mail in mails] == ["bea@kettleyard.example", "dee@kettleyard.example"]
        assert "And paper." in mails[0].text
        assert "dee@" not in mails[0].text
        assert "a moment ago" in post(producer, session, **letter)

    def test_to_nobody_is_told(self, session: Session, producer: Client) -> None:
        letter = {"do": "write", "to": "waiting", "subject": "Hello", "text": "There"}
        assert "Nobody of them has an e-mail address" in post(producer, session, **letter)

    def test_an_empty_letter_does_not_go(self, session: Session, producer: Client) -> None:
        booked(session, bea())
        assert "Write the letter." in post(producer, session, do="write", to="all", subject="x", text=" ")


class TestMailsByHand:
    """A session runs without any outgoing mail."""

    def test_a_sheet_with_name_address_link_and_text(self, session: Session, producer: Client, settings: Any) -> None:
        settings.MAIL_URL = ""
        post(producer, session, do="read", sure="yes", pasted="Bea Lowe, bea@x.example")
        mail = Mail.objects.get()
        deliver(mail.id)
        page = producer.get(f"{desk_of(session)}letters/").content.decode()
        assert "One mail waits for you" in page
        row = rows(producer, session, "mails.csv")[0]
        assert (row["name"], row["address"]) == ("Bea Lowe", "bea@x.example")
        assert row["personal link"] in row["text"]
        assert Client().get(row["personal link"].removeprefix("http://127.0.0.1:8000"), follow=True).status_code == 200

    def test_what_was_sent_by_hand_waits_no_more(self, session: Session, producer: Client, settings: Any) -> None:
        settings.MAIL_URL = ""
        post(producer, session, do="read", sure="yes", pasted="Bea Lowe, bea@x.example")
        until = timezone.now().isoformat()
        post(producer, session, do="read", sure="yes", pasted="Dee Morgan, dee@x.example")
        assert "1 mails are noted" in post(producer, session, do="sent", until=until)
        assert list(Mail.objects.order_by("to").values_list("to", "status")) == [
            ("bea@x.example", "sent"),
            ("dee@x.example", "waiting"),
        ]

    def test_where_a_server_sends_them_there_is_no_sheet_of_links(
        self, session: Session, producer: Client, settings: Any
    ) -> None:
        settings.MAIL_URL = "smtp://mail.example.org"
        post(producer, session, do="read", sure="yes", pasted="Bea Lowe, bea@x.example")
        assert rows(producer, session, "mails.csv") == []
        assert producer.get(f"{desk_of(session)}links.csv").status_code == 403

    def test_the_lead_gets_nobodys_link(self, session: Session, settings: Any) -> None:
        settings.MAIL_URL = ""
        booked(session, bea())
        lead = signed_in(nia(session.programme))
        assert lead.get(f"{desk_of(session)}mails.csv").status_code == 403
        assert lead.get(f"{desk_of(session)}links.csv").status_code == 403

    def test_codes_and_the_links_of_who_signs_in_are_never_in_it(
        self, session: Session, producer: Client, settings: Any
    ) -> None:
        settings.MAIL_URL = ""
        joel = in_the_role_of("co_facilitator", "Joel Lind", "joel@x.example", session.programme)
        booked(session, joel)
        Mail.objects.create(person=joel, session=session, kind="sign_in_code", to=joel.email, subject="x", text="CODE")
        assert "CODE" not in str(rows(producer, session, "mails.csv"))
        assert rows(producer, session, "links.csv") == []


class TestPassingAPlaceOn:
    """Somebody else comes instead, by telephone."""

    def test_the_place_goes_over(self, session: Session, producer: Client) -> None:
        theirs = booked(session, bea())
        page = do(producer, session, do="transfer", booking=theirs.id, name="Dee Morgan", email="dee@x.example")
        assert "Dee Morgan’s now" in page
        assert set(Booking.objects.values_list("person__name", "status")) == {
            ("Bea Lowe", "cancelled"),
            ("Dee Morgan", "confirmed"),
        }

    @pytest.mark.parametrize("wrong", [{"name": ""}, {"email": "nothing"}, {"name": "x" * 90}])
    def test_a_wrong_entry_is_told(self, session: Session, producer: Client, wrong: dict[str, str]) -> None:
        theirs = booked(session, bea())
        posted = {"name": "Dee Morgan", "email": "dee@x.example"} | wrong
        page = do(producer, session, do="transfer", booking=theirs.id, **posted)
        assert "Dee Morgan’s now" not in page
        assert Booking.objects.get().status == "confirmed"
