"""Booking, confirming, cancelling, and the waiting list."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from folkmoot.people.models import Person
from folkmoot.programme.actions.booking import NotPossible, book_series
from folkmoot.programme.actions.changing import cancel, confirm, undo_cancel
from folkmoot.programme.actions.scheduling import cancel_session, close_booking, open_booking, reschedule
from folkmoot.programme.actions.waiting import accept, leave, pass_on_places
from folkmoot.programme.models import Booking, Party, Session
from folkmoot.programme.places import Standing, places_of, standing
from folkmoot.programme.tests.bookings import (
    DAY,
    Clock,
    books,
    books_fully,
    mails,
    make_session,
    party_of,
    state,
    wanted,
)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    """The first of March 2027, ten o'clock."""
    return Clock(monkeypatch)


# ── Booking and confirming ───────────────────────────────────────────────────────────────────────────────────────


def test_a_booking_holds_a_place_until_it_is_confirmed_by_mail() -> None:
    session = make_session(places=2)
    bea = books(session, "Bea")
    assert bea.status == "requested"
    assert places_of(session).left == 1
    assert mails() == [("confirm", "bea")]


def test_confirming_is_repeatable() -> None:
    bea = books(make_session(), "Bea")
    confirm(bea.id)
    confirm(bea.id)
    assert state(bea) == "confirmed"
    assert bea.person.email == "bea@ashwell.example"
    assert mails() == [("confirm", "bea"), ("confirmed", "bea")]


def test_confirming_says_that_the_address_is_read() -> None:
    bea = books(make_session(), "Bea")
    assert Person.objects.get(id=bea.person_id).email_confirmed_at is None
    confirm(bea.id)
    assert Person.objects.get(id=bea.person_id).email_confirmed_at is not None


def test_an_unconfirmed_place_is_let_go_after_two_hours(clock: Clock) -> None:
    session = make_session(places=1)
    bea = books(session, "Bea")
    clock.forward(hours=1, minutes=59)
    assert places_of(session).left == 0
    clock.forward(minutes=2)
    assert places_of(session).left == 1
    confirm(bea.id)
    assert state(bea) == "confirmed"


def test_confirming_too_late_joins_the_queue_when_the_place_has_gone(clock: Clock) -> None:
    session = make_session(places=1)
    bea = books(session, "Bea")
    clock.forward(hours=3)
    dee = books(session, "Dee")
    confirm(bea.id)
    assert (state(bea), state(dee)) == ("waitlisted", "requested")
    assert ("waitlisted", "bea") in mails()


def test_the_form_sent_twice_is_one_booking_and_one_mail() -> None:
    session = make_session()
    first, second = books_fully(session, "Bea"), books_fully(session, "Bea")
    assert first.booking.id == second.booking.id
    assert (first.again, second.again) == (False, True)
    assert Booking.objects.count() == Person.objects.count() == len(mails()) == 1


def test_the_same_name_in_other_letters_and_spaces_is_the_same_person() -> None:
    session = make_session()
    assert books(session, "Bea").id == books(session, "  BEA ", email="Bea@Ashwell.example").id


def test_one_address_may_hold_several_people() -> None:
    session = make_session()
    bea, dee = (books(session, name, email="hall@ashwell.example") for name in ("Bea", "Dee"))
    assert bea.person_id != dee.person_id
    assert Booking.objects.count() == 2


def test_a_stranger_who_types_a_known_address_changes_nothing_of_theirs() -> None:
    session, later = make_session(), make_session(title="Later")
    confirm(books(session, "Bea", organisation="Ashwell Active").id)
    booked = books_fully(later, "Bea", organisation="Zed and Sons")
    bea = Person.objects.get()
    assert bea.organisation is not None
    assert bea.organisation.name == "Ashwell Active"
    assert booked.booking.status == "requested"
    assert not booked.new_person


def test_a_device_that_knows_bea_needs_no_second_confirmation() -> None:
    first, later = make_session(), make_session(title="Later")
    bea = books(first, "Bea")
    confirm(bea.id)
    assert books(later, "Bea", known=Person.objects.get(id=bea.person_id)).status == "confirmed"


def test_over_booking_adds_places() -> None:
    session = make_session(places=10, overbook_percent=10)
    assert places_of(session).left == 11
    assert places_of(session).shown == 10


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({"date": None, "start": None, "end": None}, Standing.UNSCHEDULED),
        ({"start": None, "end": None}, Standing.SOON),
        ({"status": Session.Status.ANNOUNCED}, Standing.SOON),
        ({"status": Session.Status.CLOSED}, Standing.CLOSED),
        ({"status": Session.Status.CANCELLED}, Standing.CANCELLED),
        ({"date": DAY.replace(year=2026)}, Standing.PAST),
        ({"status": Session.Status.DONE}, Standing.PAST),
    ],
)
def test_a_session_that_cannot_be_booked_says_why(fields: dict[str, Any], expected: Standing) -> None:
    session = make_session(**fields)
    assert standing(session, places_of(session)) == expected
    with pytest.raises(NotPossible):
        books(session, "Bea")
    assert mails() == []


def test_a_session_that_has_started_takes_no_bookings(clock: Clock) -> None:
    session = make_session()
    clock.at(datetime(2027, 3, 18, 13, 1, tzinfo=UTC))
    with pytest.raises(NotPossible, match="has started"):
        books(session, "Bea")


# ── Cancelling, and taking it back ───────────────────────────────────────────────────────────────────────────────


def test_a_cancelled_place_is_held_for_an_hour_and_can_be_taken_back(clock: Clock) -> None:
    session = make_session(places=1)
    bea = books(session, "Bea")
    confirm(bea.id)
    cancel(bea.id)
    assert books(session, "Dee").status == "waitlisted"
    clock.forward(minutes=59)
    undo_cancel(bea.id)
    assert state(bea) == "confirmed"


def test_after_the_hour_the_place_goes_to_who_waits(clock: Clock) -> None:
    session = make_session(places=1)
    bea, dee = books(session, "Bea"), books(session, "Dee")
    confirm(bea.id)
    cancel(bea.id)
    pass_on_places(session.id)
    assert state(dee) == "waitlisted"
    clock.forward(minutes=61)
    pass_on_places(session.id)
    assert state(dee) == "offered"
    with pytest.raises(NotPossible, match="too late"):
        undo_cancel(bea.id)


def test_cancelling_twice_is_cancelling_once() -> None:
    bea = books(make_session(), "Bea")
    confirm(bea.id)
    cancel(bea.id)
    cancel(bea.id)
    assert mails("cancelled") == [("cancelled", "bea")]


def test_who_cancelled_can_book_again(clock: Clock) -> None:
    session = make_session()
    bea = books(session, "Bea")
    confirm(bea.id)
    cancel(bea.id)
    clock.forward(hours=2)
    assert books(session, "Bea").id == bea.id
    assert state(bea) == "requested"


# ── The waiting list ─────────────────────────────────────────────────────────────────────────────────────────────


def queue_for_one_place() -> tuple[Session, Booking, Booking, Booking]:
    session = make_session(places=1)
    bea, dee, ken = (books(session, name) for name in ("Bea", "Dee", "Ken"))
    confirm(bea.id)
    return session, bea, dee, ken


def test_a_full_session_queues_in_order(clock: Clock) -> None:
    session, bea, dee, ken = queue_for_one_place()
    assert (dee.queue, ken.queue) == (1, 2)
    cancel(bea.id)
    clock.forward(minutes=61)
    pass_on_places(session.id)
    assert (state(dee), state(ken)) == ("offered", "waitlisted")
    assert mails("offer") == [("offer", "dee")]


def test_an_offer_lasts_two_days_and_then_passes_on(clock: Clock) -> None:
    session, bea, dee, ken = queue_for_one_place()
    cancel(bea.id)
    clock.forward(minutes=61)
    pass_on_places(session.id)
    clock.forward(hours=47)
    pass_on_places(session.id)
    assert state(ken) == "waitlisted"
    clock.forward(hours=2)
    pass_on_places(session.id)
    assert (state(dee), state(ken)) == ("cancelled", "offered")
    assert mails("offer_passed") == [("offer_passed", "dee")]
    with pytest.raises(NotPossible, match="gone on to somebody else"):
        accept(dee.id)


def test_within_three_days_an_offer_lasts_one_day(clock: Clock) -> None:
    session, bea, dee, _ = queue_for_one_place()
    clock.at(datetime(2027, 3, 16, 9, 0, tzinfo=UTC))
    cancel(bea.id)
    clock.forward(minutes=61)
    pass_on_places(session.id)
    dee.refresh_from_db()
    assert dee.offered_until == clock.now + timedelta(hours=24)


def test_an_offered_place_is_nobody_elses_meanwhile(clock: Clock) -> None:
    session, bea, dee, _ = queue_for_one_place()
    cancel(bea.id)
    clock.forward(minutes=61)
    pass_on_places(session.id)
    assert books(session, "Zed").status == "waitlisted"
    accept(dee.id)
    accept(dee.id)
    assert state(dee) == "confirmed"
    assert mails("confirmed") == [("confirmed", "bea"), ("confirmed", "dee")]


def test_leaving_the_list_passes_the_offer_on_at_once(clock: Clock) -> None:
    session, bea, dee, ken = queue_for_one_place()
    cancel(bea.id)
    clock.forward(minutes=61)
    pass_on_places(session.id)
    leave(dee.id)
    assert (state(dee), state(ken)) == ("cancelled", "offered")


def test_a_newcomer_never_overtakes_who_waits(clock: Clock) -> None:
    session, bea, _, _ = queue_for_one_place()
    cancel(bea.id)
    clock.forward(minutes=61)
    assert books(session, "Zed").status == "waitlisted"


def test_on_the_day_all_who_wait_are_asked_and_the_first_to_click_wins(clock: Clock) -> None:
    """A03: three wait, two places fall free at half past twelve."""
    session = make_session(places=2)
    bea, nia = books(session, "Bea"), books(session, "Nia")
    confirm(bea.id)
    confirm(nia.id)
    waiting = [books(session, name) for name in ("Dee", "Ken", "Ife")]
    clock.at(datetime(2027, 3, 18, 12, 30, tzinfo=UTC))
    cancel(bea.id)
    cancel(nia.id)
    assert [state(each) for each in waiting] == ["offered"] * 3
    assert len(mails("offer_today")) == 3
    accept(waiting[2].id)
    accept(waiting[0].id)
    assert [state(each) for each in waiting] == ["confirmed", "waitlisted", "confirmed"]
    with pytest.raises(NotPossible, match="Somebody was quicker"):
        accept(waiting[1].id)


def test_closed_booking_still_passes_places_on(clock: Clock) -> None:
    session, bea, dee, _ = queue_for_one_place()
    close_booking(session.id)
    with pytest.raises(NotPossible, match="closed"):
        books(session, "Zed")
    cancel(bea.id)
    clock.forward(minutes=61)
    pass_on_places(session.id)
    accept(dee.id)
    assert state(dee) == "confirmed"


# ── Groups, and whole series ─────────────────────────────────────────────────────────────────────────────────────


def test_a_group_holds_places_for_those_who_are_still_to_book() -> None:
    session = make_session(places=4)
    bea = books(session, "Bea", party=party_of(3))
    assert places_of(session).left == 1
    assert bea.party is not None
    dee = books(session, "Dee", party_code=bea.party.code)
    assert dee.party == bea.party
    assert places_of(session).left == 1
    assert books(session, "Zed").status == "requested"
    assert books(session, "Ken", party_code=bea.party.code).status == "requested"
    assert places_of(session).left == 0


def test_a_groups_places_fall_free_with_its_unconfirmed_lead(clock: Clock) -> None:
    session = make_session(places=4)
    books(session, "Bea", party=party_of(4))
    assert places_of(session).left == 0
    clock.forward(hours=3)
    assert places_of(session).left == 4


def test_a_confirmed_group_keeps_its_places_for_a_week(clock: Clock) -> None:
    session = make_session(places=4)
    confirm(books(session, "Bea", party=party_of(4)).id)
    clock.forward(days=6)
    assert places_of(session).left == 0
    clock.forward(days=2)
    assert places_of(session).left == 3


def test_a_group_never_holds_more_than_there_is() -> None:
    session = make_session(places=3)
    books(session, "Bea", party=party_of(12))
    assert places_of(session).left == 0
    assert Party.objects.get().held_places == 2


def test_a_whole_series_is_booked_with_one_mail() -> None:
    sessions = [make_session(title="One"), make_session(title="Two"), make_session(title="Off", status="cancelled")]
    done = book_series([each.id for each in sessions], wanted("Bea"))
    assert [each.booking.session.title for each in done] in (["One", "Two"], ["Two", "One"])
    assert Person.objects.count() == 1
    assert mails() == [("series", "bea")]


# ── Scheduling ───────────────────────────────────────────────────────────────────────────────────────────────────


def test_booking_opens_only_for_a_session_with_times() -> None:
    with pytest.raises(NotPossible, match="date and times"):
        open_booking(make_session(date=None, start=None, end=None, status="unscheduled").id)


def test_moving_a_session_raises_its_calendar_number_and_tells_who_comes() -> None:
    session = make_session()
    confirm(books(session, "Bea").id)
    assert session.start is not None
    assert session.end is not None
    moved = reschedule(session.id, DAY + timedelta(days=14), session.start, session.end)
    assert moved.calendar_sequence == 1
    assert moved.starts_at == datetime(2027, 4, 1, 12, 0, tzinfo=UTC)  # British summer time by then
    assert mails("moved") == [("moved", "bea")]
    reschedule(session.id, DAY + timedelta(days=14), session.start, session.end)
    assert len(mails("moved")) == 1


def test_calling_a_session_off_tells_everybody_once() -> None:
    session, *_ = queue_for_one_place()
    cancel_session(session.id)
    cancel_session(session.id)
    assert sorted(name for _, name in mails("session_cancelled")) == ["bea", "dee", "ken"]
