"""What the bookings desk does by hand."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from folkmoot.people.actions import make_guest
from folkmoot.programme.actions.booking import NotPossible, Wanted, book
from folkmoot.programme.desk_actions import add_by_hand, give_place, mend_address, offer_place
from folkmoot.programme.desk_queries import possible_duplicates
from folkmoot.programme.models import Booking, Mail, Party, Session
from folkmoot.programme.tests.desk import booked, desk_of, do, signed_in
from tests.factories import a_programme, a_session
from tests.people import a_person, bea, dee, ken, nia, tom

pytestmark = pytest.mark.django_db

S = Booking.Status
NOTE = "A BSL interpreter, please"


@pytest.fixture
def session() -> Session:
    """A session in ten days with two places, open for booking."""
    day = (timezone.now() + timedelta(days=10)).date()
    return a_session(a_programme(), date=day, capacity=2, overbook_percent=0)


class TestDoingByHand:
    """What the desk does to a booking."""

    def test_confirming_for_somebody(self, session: Session) -> None:
        held = booked(session, bea(), "requested", held_until=timezone.now() + timedelta(hours=1))
        page = do(signed_in(tom(session.programme)), session, do="place", booking=held.id)
        assert "Bea Lowe has a place" in page
        held.refresh_from_db()
        held.person.refresh_from_db()
        assert (held.status, held.held_until) == (S.CONFIRMED, None)
        assert held.person.email_confirmed_at is None
        assert Mail.objects.get().kind == "confirmed"

    def test_a_place_more_than_there_are(self, session: Session) -> None:
        booked(session, dee()), booked(session, ken())
        waits = booked(session, bea(), "waitlisted", queue=1)
        give_place(waits)
        waits.refresh_from_db()
        assert waits.status == S.CONFIRMED

    def test_a_cancelled_booking_is_not_confirmed(self, session: Session) -> None:
        gone = booked(session, bea(), "cancelled")
        with pytest.raises(NotPossible):
            give_place(gone)

    def test_offering_out_of_turn_runs_out_like_any_offer(self, session: Session) -> None:
        booked(session, dee(), "waitlisted", queue=1)
        later = booked(session, bea(), "waitlisted", queue=2)
        offer_place(later)
        later.refresh_from_db()
        assert later.status == S.OFFERED
        assert later.offered_until is not None
        assert timedelta(hours=47) < later.offered_until - timezone.now() <= timedelta(hours=48)
        assert Mail.objects.get().kind == "offer"

    @pytest.mark.parametrize("status", ["confirmed", "cancelled", "offered"])
    def test_an_offer_is_for_who_waits(self, session: Session, status: str) -> None:
        with pytest.raises(NotPossible):
            offer_place(booked(session, bea(), status))

    def test_on_the_day_nobody_is_offered_a_place_by_hand(self) -> None:
        session = a_session(date=timezone.localdate(), capacity=1)
        with pytest.raises(NotPossible):
            offer_place(booked(session, bea(), "waitlisted"))

    def test_cancelling_frees_the_place_and_may_be_taken_back(self, session: Session) -> None:
        client, mine = signed_in(tom(session.programme)), booked(session, bea(), confirmed_at=timezone.now())
        assert "is off the list" in do(client, session, do="cancel", booking=mine.id)
        mine.refresh_from_db()
        assert mine.status == S.CANCELLED
        assert "is back on the list" in do(client, session, do="undo", booking=mine.id)
        mine.refresh_from_db()
        assert mine.status == S.CONFIRMED

    def test_the_link_is_sent_again(self, session: Session) -> None:
        mine = booked(session, bea())
        do(signed_in(tom(session.programme)), session, do="resend", booking=mine.id)
        assert Mail.objects.get().to == mine.person.email

    def test_a_booking_of_another_session_is_out_of_reach(self, session: Session) -> None:
        elsewhere = booked(a_session(a_programme("Another programme")), bea())
        answer = signed_in(tom(session.programme)).post(desk_of(session), {"do": "cancel", "booking": elsewhere.id})
        assert answer.status_code == 404
        elsewhere.refresh_from_db()
        assert elsewhere.status == S.CONFIRMED

    @pytest.mark.parametrize("posted", [{"do": "explode"}, {}, {"do": "cancel"}, {"do": "cancel", "booking": "😀"}])
    def test_nonsense_does_nothing(self, session: Session, posted: dict[str, str]) -> None:
        mine = booked(session, bea())
        assert signed_in(tom(session.programme)).post(desk_of(session), posted).status_code == 404
        mine.refresh_from_db()
        assert mine.status == S.CONFIRMED

    def test_two_desks_press_at_once(self, session: Session) -> None:
        held = booked(session, bea(), "requested")
        give_place(held)
        give_place(held)
        assert Mail.objects.count() == 1


class TestAddingSomebody:
    """Booking on somebody's behalf."""

    def add(self, session: Session, **entry: str) -> str:
        """Add somebody, as the producer."""
        client = signed_in(tom(session.programme))
        return do(client, session, **({"do": "add", "language": "en"} | entry))

    def test_with_an_address_they_are_confirmed_and_told_once(self, session: Session) -> None:
        page = self.add(session, name="Alun Parry", email="alun@buses.example", access_note=NOTE)
        assert "Alun Parry has a place" in page
        booking = Booking.objects.get()
        assert (booking.status, booking.access_note) == (S.CONFIRMED, NOTE)
        assert list(Mail.objects.filter(status="waiting").values_list("kind", flat=True)) == ["confirmed"]

    def test_without_an_address_the_code_is_read_out(self, session: Session) -> None:
        assert session.join_code in self.add(session, name="Alun Parry")
        assert not Mail.objects.exists()

    def test_without_an_address_nobody_is_found_by_name(self, session: Session) -> None:
        guest = make_guest("Alun Parry")
        self.add(session, name="Alun Parry")
        assert Booking.objects.get().person != guest

    def test_a_full_session_has_a_queue_unless_the_desk_says_otherwise(self, session: Session) -> None:
        booked(session, bea()), booked(session, dee())
        assert "on the waiting list" in self.add(session, name="Alun Parry", email="alun@buses.example")
        self.add_anyway(session)
        assert Booking.objects.filter(status=S.CONFIRMED).count() == 3

    def add_anyway(self, session: Session) -> None:
        """Add one more than there are places."""
        add_by_hand(session, Wanted(name="Ife", email="ife@ashwellactive.example"), anyway=True)

    def test_somebody_who_is_on_the_list_is_not_added_twice(self, session: Session) -> None:
        book(session.id, Wanted(name="Bea Lowe", email="bea@kettleyard.example"))
        page = self.add(session, name="bea lowe", email="BEA@kettleyard.example")
        assert "is on the list already" in page
        assert Booking.objects.count() == 1

    @pytest.mark.parametrize(
        "wrong",
        [{"name": ""}, {"name": "\u200b"}, {"email": "alun"}, {"sector": "pirates"}, {"access_note": "x" * 1201}],
    )
    def test_a_wrong_entry_is_told_and_kept(self, session: Session, wrong: dict[str, str]) -> None:
        entry = {"name": "Alun Parry", "organisation": "Thornbury Buses"} | wrong
        page = self.add(session, **entry)
        assert "There is a problem" in page
        assert 'value="Thornbury Buses"' in page
        assert not Booking.objects.exists()


@pytest.mark.django_db(databases="__all__")
class TestFailedMails:
    """Mails that did not go out. The queue may have a file of its own."""

    def failed(self, booking: Booking) -> Mail:
        """A mail that the server refused."""
        return Mail.objects.create(
            person=booking.person,
            session=booking.session,
            to=booking.person.email,
            kind="confirm",
            subject="Please confirm",
            text="x",
            status="failed",
            trouble="550 no such mailbox",
        )

    def test_they_are_shown_and_sent_again(self, session: Session) -> None:
        mail = self.failed(booked(session, bea()))
        client = signed_in(tom(session.programme))
        assert "550 no such mailbox" in client.get(desk_of(session)).content.decode()
        do(client, session, do="retry", mail=mail.id)
        mail.refresh_from_db()
        assert mail.status == Mail.Status.WAITING

    def test_an_address_is_mended(self, session: Session, django_capture_on_commit_callbacks: Any) -> None:
        mine = booked(session, a_person("Omar Haddad", "o.haddad@northmoor.exmaple"))
        mail = self.failed(mine)
        client = signed_in(tom(session.programme))
        with django_capture_on_commit_callbacks(execute=True):
            page = do(client, session, do="mend", booking=mine.id, email="o.haddad@northmoor.example")
        assert "The address is mended" in page
        mail.refresh_from_db()
        assert (mail.to, mail.status) == ("o.haddad@northmoor.example", "waiting")

    def test_a_confirmed_address_is_its_owners(self, session: Session) -> None:
        person = bea()
        person.email_confirmed_at = timezone.now()
        person.save()
        with pytest.raises(NotPossible):
            mend_address(booked(session, person), "zed@elsewhere.example")
        person.refresh_from_db()
        assert person.email == "bea@kettleyard.example"

    @pytest.mark.parametrize("email", ["", "omar", "omar@", "a b@example.org"])
    def test_a_wrong_address_is_refused(self, session: Session, email: str) -> None:
        with pytest.raises(NotPossible):
            mend_address(booked(session, bea()), email)


class TestOnePersonTwice:
    """Possible duplicates, and joining them."""

    def test_the_same_name_or_the_beginning_of_one_without_an_address(self, session: Session) -> None:
        known, short, other = ken(), a_person("Ken"), a_person("Kenneth", "kenneth@example.org")
        for person in (known, short, other, bea()):
            booked(session, person)
        assert possible_duplicates(session) == [(short, known)]

    def test_two_of_one_name_with_addresses_are_asked_about(self, session: Session) -> None:
        one, other = ken(), a_person("KEN PRICE", "ken@elsewhere.example")
        booked(session, one), booked(session, other)
        assert possible_duplicates(session) == [(one, other)]

    def test_who_cancelled_or_is_elsewhere_is_not_asked_about(self, session: Session) -> None:
        booked(session, ken()), booked(session, a_person("Ken"), "cancelled")
        booked(a_session(session.programme, "Another"), a_person("Ken"))
        assert possible_duplicates(session) == []

    def test_joining_and_taking_it_back(self, session: Session) -> None:
        known, guest = ken(), a_person("Ken")
        booked(session, known)
        Party.objects.create(session=session, name="x", lead=guest)
        booked(session, guest)
        client = signed_in(tom(session.programme))
        assert "They are one now: Ken Price" in do(client, session, do="merge", one=guest.id, other=known.id)
        guest.refresh_from_db()
        assert guest.merged_into == known
        done = known.merges.get()
        assert "are two again" in do(client, session, do="unmerge", merge=done.id)
        guest.refresh_from_db()
        assert guest.merged_into is None

    def test_any_two_people_cannot_be_joined(self, session: Session) -> None:
        one, other = bea(), dee()
        booked(session, one), booked(session, other)
        client = signed_in(tom(session.programme))
        assert "not on the list of possible duplicates" in do(client, session, do="merge", one=one.id, other=other.id)
        other.refresh_from_db()
        assert other.merged_into is None


class TestTheSession:
    """Opening booking, moving and calling off."""

    def test_booking_opens_and_closes(self, session: Session) -> None:
        client = signed_in(nia(session.programme))
        do(client, session, do="close")
        session.refresh_from_db()
        assert session.status == Session.Status.CLOSED
        assert "Booking is open" in do(client, session, do="open")

    def test_a_session_without_a_date_gets_one(self) -> None:
        session = a_session(date=None, start=None, end=None, status=Session.Status.UNSCHEDULED)
        client = signed_in(nia(session.programme))
        day = (timezone.now() + timedelta(days=20)).date()
        do(client, session, do="when", day=day.isoformat(), start="13:00", end="16:00")
        session.refresh_from_db()
        assert (session.date, session.status) == (day, Session.Status.ANNOUNCED)

    @pytest.mark.parametrize(
        "wrong", [{"end": "12:00"}, {"day": ""}, {"start": "noon"}, {"day": "2027-03-28", "start": "01:30"}]
    )
    def test_a_wrong_time_is_told(self, session: Session, wrong: dict[str, str]) -> None:
        entry = {"do": "when", "day": "2027-03-29", "start": "13:00", "end": "16:00"} | wrong
        before = session.date
        assert "There is a problem" in do(signed_in(nia(session.programme)), session, **entry)
        session.refresh_from_db()
        assert session.date == before

    def test_calling_off_asks_first(self, session: Session) -> None:
        booked(session, bea())
        client = signed_in(nia(session.programme))
        assert "Tick the box first" in do(client, session, do="call_off")
        do(client, session, do="call_off", sure="yes")
        session.refresh_from_db()
        assert session.status == Session.Status.CANCELLED
        assert Mail.objects.get().kind == "session_cancelled"
