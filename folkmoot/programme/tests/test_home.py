"""A host's home: what is next, what to put right, a session of one's own, the series; and its empty states."""

from datetime import date, time, timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from folkmoot.people.actions import give_account, make_administrator
from folkmoot.people.models import Organisation, Person
from folkmoot.programme.actions.importing import LIBRARY
from folkmoot.programme.home_actions import NotMade, make_one_off
from folkmoot.programme.home_queries import read_home, said_team
from folkmoot.programme.models import AgendaItem, Booking, Mail, Programme, Role, RoleGrant, Session
from tests.factories import a_programme, a_session
from tests.people import a_person, in_the_role_of, nia, tom, zed

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _with_mail(settings: Any) -> None:
    settings.MAIL_URL = "smtp://mail.example"


@pytest.fixture
def programme() -> Programme:
    """A programme."""
    return a_programme()


def in_days(days: int) -> date:
    """A day from today."""
    return (timezone.now() + timedelta(days=days)).date()


def planned(programme: Programme, title: str, days: int | None, **fields: Any) -> Session:
    """A session of an hour in so many days, with a plan that has nothing to be said about."""
    session = a_session(programme, title, date=None if days is None else in_days(days), **fields)
    AgendaItem.objects.create(session=session, title="A talk", kind=AgendaItem.Kind.TALK, minutes=45)
    return session


def signed_in(person: Person) -> Client:
    """A browser in which somebody has signed in."""
    client = Client()
    client.force_login(give_account(person))
    return client


def home_of(person: Person) -> str:
    """The page, as text."""
    answer = signed_in(person).get("/home/")
    assert answer.status_code == 200
    return answer.content.decode()


def test_the_next_session_comes_first_with_its_numbers(programme: Programme) -> None:
    lead = nia(programme)
    planned(programme, "Later", 30)
    session = planned(programme, "Building common purpose", 5, capacity=40)
    for number, name in enumerate(["Bea", "Dee", "Ken"]):
        person = a_person(name, f"{name}@example.org", f"Organisation {number % 2}")
        person.sector = "nhs"
        person.save()
        Booking.objects.create(session=session, person=person, status="confirmed", access_note="x" if number else "")
    Booking.objects.create(session=session, person=a_person("Ife"), status="waitlisted", queue=1)
    following = read_home(lead).next
    assert following is not None
    assert following.session == session
    assert (following.numbers.booked, following.numbers.waiting, following.numbers.seats) == (3, 1, 44)
    assert (following.organisations, following.sectors, following.asked) == (2, 1, 2)
    assert following.days in {4, 5}
    page = home_of(lead)
    for words in ("Building common purpose", session.join_code, "Open the room", "of 44", "Nia leads."):
        assert words in page


def test_a_live_session_is_the_next_one_whatever_its_date(programme: Programme) -> None:
    lead = nia(programme)
    planned(programme, "Tomorrow", 1)
    live = planned(programme, "Live", 3, status=Session.Status.LIVE)
    following = read_home(lead).next
    assert following is not None
    assert following.session == live
    assert "Live now" in home_of(lead)


@pytest.mark.parametrize("status", [Session.Status.DONE, Session.Status.CANCELLED])
def test_what_is_over_is_not_next(programme: Programme, status: Session.Status) -> None:
    lead = nia(programme)
    planned(programme, "Over", 2, status=status)
    assert read_home(lead).next is None
    assert "No session with a date" in home_of(lead)


def test_templates_and_rehearsals_are_no_sessions_to_come(programme: Programme) -> None:
    lead = nia(programme)
    session = planned(programme, "Building common purpose", 5)
    planned(programme, "Template", 1, template=True)
    planned(programme, "Rehearsal", 1, rehearsal_of=session)
    following = read_home(lead).next
    assert following is not None
    assert following.session == session


def test_who_does_what_is_said_by_first_names(programme: Programme) -> None:
    session = planned(programme, "Building common purpose", 5)
    nia(programme), tom(programme)
    for name in ("Joel Lind", "Asha Verma"):
        in_the_role_of(Role.CO_FACILITATOR, name, f"{name[:4]}@example.org", programme, session)
    assert said_team(session) == "Nia leads, Tom produces, Asha and Joel visit groups."
    assert said_team(planned(a_programme("Another"), "Alone", 1)) == ""


class TestWhoSeesWhat:
    """Each person's home has what their roles open."""

    def test_an_outsider_sees_no_programme_and_is_told_whom_to_ask(self, programme: Programme) -> None:
        planned(programme, "Building common purpose", 5)
        page = home_of(zed())
        assert "Nobody has given you a role yet" in page
        assert "Building common purpose" not in page
        assert "A one-off session" not in page

    def test_a_role_in_one_session_shows_that_one(self, programme: Programme) -> None:
        session = planned(programme, "Mine", 5)
        planned(programme, "Not mine", 3)
        joel = in_the_role_of(Role.CO_FACILITATOR, "Joel Lind", "joel@example.org", programme, session)
        page = home_of(joel)
        assert "Mine" in page
        assert "Not mine" not in page

    def test_a_co_facilitator_sees_no_numbers_of_bookings(self, programme: Programme) -> None:
        session = planned(programme, "Building common purpose", 5)
        page = home_of(in_the_role_of(Role.CO_FACILITATOR, "Joel Lind", "joel@example.org", programme))
        assert "Open the room" in page
        assert f"/desk/{session.id}/" not in page
        assert "asked for something" not in page

    def test_an_administrator_sees_bookings_and_cannot_open_the_room(self, programme: Programme) -> None:
        session = planned(programme, "Building common purpose", 5)
        page = home_of(in_the_role_of(Role.ADMINISTRATOR, "Gwen", "gwen@example.org", programme))
        assert f"/desk/{session.id}/" in page
        assert f"/room/{session.id}/" not in page

    def test_who_chooses_the_team_is_led_to_a_copy_for_other_hosts(self, programme: Programme) -> None:
        planned(programme, "Building common purpose", 5)
        way = f"/copy/{programme.slug}/"
        lead = nia(programme)
        assert way in home_of(lead)
        assert signed_in(lead).get(way).status_code == 200
        assert way not in home_of(in_the_role_of(Role.CO_FACILITATOR, "Joel Lind", "joel@example.org", programme))

    def test_the_first_administrator_sees_every_programme(self, programme: Programme) -> None:
        planned(programme, "Building common purpose", 5)
        gwen = make_administrator("gwen@thornbury.example", "Gwen")
        assert "Building common purpose" in home_of(gwen)
        assert "A one-off session" in home_of(gwen)

    def test_who_has_not_signed_in_does_so_first(self) -> None:
        assert Client().get("/home/").headers["Location"] == "/sign-in/?next=/home/"

    def test_a_personal_link_alone_is_not_enough(self, programme: Programme) -> None:
        person = a_person("Bea", "bea@example.org")
        RoleGrant.objects.create(person=person, programme=programme, role=Role.LEAD)
        client = Client()
        session = client.session
        session["folkmoot_person"] = [person.id, 1]
        session.save()
        assert client.get("/home/").status_code == 302


class TestThingsToFix:
    """What to put right, for those who can."""

    def what(self, person: Person) -> list[str]:
        """The things to put right, in short."""
        return [fix.what for fix in read_home(person).to_fix]

    def test_nothing_when_all_is_well(self, programme: Programme) -> None:
        lead = nia(programme)
        planned(programme, "Building common purpose", 5)
        assert self.what(lead) == []
        assert "Nothing to fix" in home_of(lead)

    def test_sessions_without_a_date(self, programme: Programme) -> None:
        lead = nia(programme)
        planned(programme, "One", None), planned(programme, "Two", None)
        planned(programme, "Earlier", None, earlier=True)
        assert self.what(lead) == ["2 sessions without a date"]

    def test_a_session_without_a_plan(self, programme: Programme) -> None:
        lead = nia(programme)
        a_session(programme, date=in_days(5))
        assert self.what(lead) == ["Building common purpose has no plan yet"]

    def test_only_the_three_most_pressing_at_once(self, programme: Programme) -> None:
        lead = nia(programme)
        session = a_session(programme, date=in_days(5), capacity=2, overbook_percent=0)
        a_session(programme, title="Another", slug="another", date=in_days(6))
        planned(programme, "Someday", None)
        Mail.objects.create(session=session, to="x@example.org", kind="x", subject="x", text="x", status="failed")
        Booking.objects.create(session=session, person=a_person("Bea"), status="confirmed")
        Booking.objects.create(session=session, person=a_person("Ken"), status="waitlisted")
        assert self.what(lead) == [
            "1 mail could not be delivered",
            "1 place free, and 1 person waiting",
            "Building common purpose has no plan yet",
        ]
        assert "3 things to put right" in home_of(lead)

    def test_a_plan_with_too_long_a_stretch(self, programme: Programme) -> None:
        lead = nia(programme)
        session = planned(programme, "Building common purpose", 5)
        AgendaItem.objects.create(session=session, title="More talk", kind="talk", minutes=120, position=1)
        assert len(self.what(lead)) == 1

    def test_mails_that_failed(self, programme: Programme) -> None:
        lead = nia(programme)
        session = planned(programme, "Building common purpose", 5)
        Mail.objects.create(session=session, to="x@example.org", kind="x", subject="x", text="x", status="failed")
        assert self.what(lead) == ["1 mail could not be delivered"]

    def test_mails_that_wait_for_a_mail_server(self, programme: Programme, settings: Any) -> None:
        settings.MAIL_URL, settings.DEMO = "", False
        lead = nia(programme)
        session = planned(programme, "Building common purpose", 5)
        Mail.objects.create(session=session, to="x@example.org", kind="x", subject="x", text="x")
        assert self.what(lead) == ["This server has no mail server yet"]

    def test_places_that_are_free_while_people_wait(self, programme: Programme) -> None:
        lead = nia(programme)
        session = planned(programme, "Building common purpose", 5, capacity=2, overbook_percent=0)
        Booking.objects.create(session=session, person=a_person("Bea"), status="confirmed")
        for name in ("Dee", "Ken"):
            Booking.objects.create(session=session, person=a_person(name), status="waitlisted")
        assert self.what(lead) == ["1 place free, and 2 people waiting"]

    def test_booking_that_is_not_open_shortly_before(self, programme: Programme) -> None:
        lead = nia(programme)
        planned(programme, "Soon", 10, status=Session.Status.ANNOUNCED)
        planned(programme, "Far", 60, status=Session.Status.ANNOUNCED)
        assert self.what(lead) == ["Booking for Soon is not open"]

    def test_each_sees_what_they_can_mend(self, programme: Programme) -> None:
        session = a_session(programme, date=in_days(5))
        Mail.objects.create(session=session, to="x@example.org", kind="x", subject="x", text="x", status="failed")
        gwen = in_the_role_of(Role.ADMINISTRATOR, "Gwen", "gwen@example.org", programme)
        joel = in_the_role_of(Role.CO_FACILITATOR, "Joel", "joel@example.org", programme)
        asha = in_the_role_of(Role.OBSERVER, "Asha", "asha@example.org", programme)
        assert self.what(gwen) == ["1 mail could not be delivered"]
        assert self.what(joel) == ["Building common purpose has no plan yet"]
        assert self.what(asha) == []


class TestTheSeries:
    """The series at a glance."""

    def test_each_session_says_how_it_stands(self, programme: Programme) -> None:
        lead = nia(programme)
        planned(programme, "Held", -20, status=Session.Status.DONE)
        planned(programme, "Next", 3)
        planned(programme, "Open", 20)
        full = planned(programme, "Full", 30, capacity=1, overbook_percent=0)
        Booking.objects.create(session=full, person=a_person("Bea"), status="confirmed")
        planned(programme, "Undated", None, status=Session.Status.UNSCHEDULED)
        (series,) = read_home(lead).series
        assert [(card.session.title, card.tag, card.kind) for card in series.cards] == [
            ("Held", "Held", "done"),
            ("Next", "Next", "now"),
            ("Open", "Booking open", ""),
            ("Full", "Full, 0 waiting", ""),
            ("Undated", "Announced", "undated"),
        ]

    def test_two_of_the_same_title_make_no_two_landmarks_of_one_name(self, programme: Programme) -> None:
        lead = nia(programme)
        RoleGrant.objects.create(person=lead, role=Role.LEAD, programme=a_programme(programme.title, slug="another"))
        page = home_of(lead)
        assert page.count(f"<h2>{programme.title}</h2>") == 2
        assert 'aria-labelledby="series' not in page

    def test_its_queries_do_not_grow_with_its_sessions(
        self, programme: Programme, django_assert_max_num_queries: Any
    ) -> None:
        lead = nia(programme)
        for number in range(20):
            planned(programme, f"Session {number}", 5 + number)
        with django_assert_max_num_queries(80):
            read_home(lead)


class TestAOneOffSession:
    """A session of one's own in two minutes."""

    def test_it_is_made_from_a_template_and_led_by_its_maker(self, programme: Programme) -> None:
        lead = nia(programme)
        template = planned(programme, "Short common purpose", None, template=True)
        client = signed_in(lead)
        entry = {"title": "Team hour", "source": template.id, "day": in_days(2).isoformat(), "start": "14:00"}
        page = client.post("/home/", entry, follow=True).content.decode()
        session = Session.objects.get(title="Team hour")
        assert f"People join with the code {session.join_code}" in page
        assert (session.start, session.end, session.programme.status) == (time(14), time(14, 45), "draft")
        assert [item.title for item in session.items.all()] == ["A talk"]
        assert set(session.programme.roles.values_list("person", "role")) == {(lead.id, "lead"), (lead.id, "producer")}

    def test_without_a_template_it_lasts_an_hour(self, programme: Programme) -> None:
        session = make_one_off(nia(programme), "Team hour", in_days(1), time(9, 30))
        assert (session.start, session.end) == (time(9, 30), time(10, 30))

    def test_two_may_have_one_title(self, programme: Programme) -> None:
        lead = nia(programme)
        for _ in range(2):
            make_one_off(lead, "Team hour", in_days(1), time(9))
        assert Session.objects.filter(title="Team hour").count() == 2

    def test_a_title_of_emoji_is_a_title(self, programme: Programme) -> None:
        assert make_one_off(nia(programme), "🌻", in_days(1), time(9)).title == "🌻"

    def test_it_does_not_end_after_midnight(self, programme: Programme) -> None:
        with pytest.raises(NotMade, match="midnight"):
            make_one_off(nia(programme), "Late", in_days(1), time(23, 30))
        assert not Programme.objects.filter(title="Late").exists()

    def test_a_time_that_the_clocks_leave_out_is_refused(self, programme: Programme) -> None:
        with pytest.raises(NotMade, match="clocks"):
            make_one_off(nia(programme), "Early", date(2027, 3, 28), time(1, 30))

    @pytest.mark.parametrize(
        "wrong", [{"title": ""}, {"title": "x" * 121}, {"day": "soon"}, {"start": "25:00"}, {"source": "nowhere"}]
    )
    def test_a_wrong_entry_is_told(self, programme: Programme, wrong: dict[str, str]) -> None:
        entry = {"title": "Team hour", "day": in_days(2).isoformat(), "start": "14:00"} | wrong
        page = signed_in(nia(programme)).post("/home/", entry).content.decode()
        assert "There is a problem" in page
        assert not Session.objects.exists()

    def test_a_plan_of_strangers_is_not_copied(self, programme: Programme) -> None:
        theirs = planned(a_programme("Another programme"), "Theirs", 3)
        entry = {"title": "Team hour", "source": theirs.id, "day": in_days(2).isoformat(), "start": "14:00"}
        assert "There is a problem" in signed_in(nia(programme)).post("/home/", entry).content.decode()

    def test_who_runs_nothing_makes_nothing(self) -> None:
        entry = {"title": "Team hour", "day": in_days(2).isoformat(), "start": "14:00"}
        assert signed_in(zed()).post("/home/", entry).status_code == 403
        assert not Session.objects.exists()


class TestAFile:
    """A programme from a file."""

    def post(self, content: bytes) -> str:
        """Send a file, as the first administrator."""
        client = signed_in(make_administrator("gwen@thornbury.example", "Gwen"))
        file = SimpleUploadedFile("programme.yaml", content)
        return client.post("/home/", {"file": file}, follow=True).content.decode()

    def test_a_real_one_is_read(self) -> None:
        page = self.post((LIBRARY / "common-purpose-2023.yaml").read_bytes())
        assert "Nobody else sees it before you announce it" in page
        assert RoleGrant.objects.get().role == Role.LEAD

    @pytest.mark.parametrize("content", [b": [", b"\x00\xff", b"nonsense: 5", b"[]"])
    def test_a_broken_one_is_told_with_the_line(self, content: bytes) -> None:
        page = self.post(content)
        assert "There is a problem" in page
        assert not Programme.objects.exists()

    def test_an_empty_or_huge_one_is_told(self) -> None:
        assert "There is a problem" in self.post(b"")
        assert "larger than 1 MB" in self.post(b"#" * 1_000_001)


def test_an_organisation_is_counted_once(programme: Programme) -> None:
    lead = nia(programme)
    session = planned(programme, "Building common purpose", 5)
    one = Organisation.objects.create(name="Kettle Yard Youth")
    for name in ("Bea", "Dee"):
        Booking.objects.create(
            session=session, person=Person.objects.create(name=name, organisation=one), status="confirmed"
        )
    following = read_home(lead).next
    assert following is not None
    assert following.organisations == 1
