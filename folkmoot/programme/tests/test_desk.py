"""The bookings desk: who sees it, and what it shows."""

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from folkmoot.programme.desk_queries import read_desk
from folkmoot.programme.models import Booking, Role, Session
from folkmoot.programme.tests.desk import booked, desk_of, seen_by, signed_in
from tests.factories import a_programme, a_session
from tests.people import a_person, bea, dee, in_the_role_of, ken, nia, tom, zed

pytestmark = pytest.mark.django_db

S = Booking.Status
NOTE = "A BSL interpreter, please"


@pytest.fixture
def session() -> Session:
    """A session in ten days with two places, open for booking."""
    day = (timezone.now() + timedelta(days=10)).date()
    return a_session(a_programme(), date=day, capacity=2, overbook_percent=0)


class TestWhoSeesIt:
    """Bookings are for lead, producer and administrator; what people need for the last two."""

    @pytest.mark.parametrize(
        ("role", "status", "notes"),
        [
            ("lead", 200, False),
            ("producer", 200, True),
            ("administrator", 200, True),
            ("co_facilitator", 403, False),
            ("observer", 403, False),
        ],
    )
    def test_by_role(self, session: Session, role: str, status: int, notes: bool) -> None:
        booked(session, bea(), access_note=NOTE)
        client = signed_in(in_the_role_of(role, "Asha Verma", "asha@example.org", session.programme))
        answer = client.get(desk_of(session))
        assert answer.status_code == status
        assert (NOTE in answer.content.decode()) is notes
        assert ("Bea Lowe" in answer.content.decode()) is (status == 200)

    def test_outsiders_and_those_who_booked_see_nothing(self, session: Session) -> None:
        booked(session, bea())
        assert signed_in(zed()).get(desk_of(session)).status_code == 403
        assert Client().get(desk_of(session)).headers["Location"].startswith("/sign-in/")
        participant = Client()
        device = participant.session
        device["folkmoot_person"] = [dee().id, 1]
        device.save()
        assert participant.get(desk_of(session)).status_code == 302

    def test_a_role_elsewhere_opens_nothing(self, session: Session) -> None:
        assert signed_in(nia(a_programme("Another programme"))).get(desk_of(session)).status_code == 403

    def test_duplicates_are_for_the_producer_alone(self, session: Session) -> None:
        booked(session, ken())
        other = booked(session, a_person("Ken Price", "ken.price@elsewhere.example"))
        words = "One person twice?"
        assert words in seen_by(tom(session.programme), session)
        assert words not in seen_by(nia(session.programme), session)
        gwen = in_the_role_of(Role.ADMINISTRATOR, "Gwen", "gwen@example.org", session.programme)
        assert words not in seen_by(gwen, session)
        posted = {"do": "merge", "one": ken().id, "other": other.person_id}
        assert signed_in(gwen).post(desk_of(session), posted).status_code == 403

    def test_no_personal_link_is_on_the_page(self, session: Session) -> None:
        booked(session, bea())
        links = re.findall(r"/me/[^\"]*", seen_by(tom(session.programme), session))
        assert set(links) <= {"/me/"}, "only the way to one's own page, which is the same for everybody"


class TestWhatItShows:
    """Counts, the list, the queue, the mix and what people need."""

    def test_counts(self, session: Session) -> None:
        producer = tom(session.programme)
        for number, status in enumerate(["confirmed", "attended", "offered", "waitlisted", "requested", "cancelled"]):
            booked(session, a_person(f"Person {number}"), status)
        assert read_desk(session, producer).counts == {
            "coming": 2,
            "offered": 1,
            "waiting": 1,
            "held": 1,
            "cancelled": 1,
        }

    def test_searching_and_narrowing(self, session: Session) -> None:
        producer = tom(session.programme)
        booked(session, bea()), booked(session, dee(), "waitlisted"), booked(session, ken(), "cancelled")

        def names(**how: str) -> list[str]:
            return [row.booking.person.name for row in read_desk(session, producer, **how).rows]

        assert names() == ["Bea Lowe", "Dee Morgan", "Ken Price"]
        assert names(search="  dee ") == ["Dee Morgan"]
        assert names(search="kettle yard") == ["Bea Lowe", "Dee Morgan"]
        assert names(search="ken@residents") == ["Ken Price"]
        assert names(shown="waiting") == ["Dee Morgan"]
        assert names(shown="nonsense", search="%") == []

    def test_the_queue_is_in_order_of_asking(self, session: Session) -> None:
        producer = tom(session.programme)
        booked(session, dee(), "waitlisted", queue=2), booked(session, bea(), "waitlisted", queue=1)
        assert [row.booking.person.name for row in read_desk(session, producer).waiting] == ["Bea Lowe", "Dee Morgan"]

    def test_the_mix_of_sectors_and_who_is_missing(self, session: Session) -> None:
        producer = tom(session.programme)
        for number, sector in enumerate(["nhs", "nhs", "housing", ""]):
            person = a_person(f"Person {number}")
            person.sector = sector
            person.save()
            booked(session, person)
        desk = read_desk(session, producer)
        assert [(share.label, share.count) for share in desk.sectors] == [("NHS", 2), ("Housing", 1), ("Not said", 1)]
        assert "Business" in desk.missing
        assert "NHS" not in desk.missing

    def test_long_lists_come_in_pages(self, session: Session) -> None:
        for number in range(60):
            booked(session, a_person(f"Person {number:02}"))
        client = signed_in(tom(session.programme))
        assert "1 to 50 of 60" in client.get(desk_of(session)).content.decode()
        for page in ("2", "99"):
            assert "51 to 60 of 60" in client.get(desk_of(session), {"page": page}).content.decode()
        assert "1 to 50 of 60" in client.get(desk_of(session), {"page": "x"}).content.decode()

    def test_an_empty_desk_says_what_to_do(self, session: Session) -> None:
        client = signed_in(tom(session.programme))
        assert "Nobody has booked yet" in client.get(desk_of(session)).content.decode()
        assert "Nobody like that" in client.get(desk_of(session), {"q": "zzz"}).content.decode()

    def test_odd_names_and_markup_are_shown_as_they_are(self, session: Session) -> None:
        booked(session, a_person("<b>Zed</b> 😀"))
        page = seen_by(tom(session.programme), session)
        assert "&lt;b&gt;Zed&lt;/b&gt; 😀" in page
        assert "<b>Zed" not in page


class TestWhatPeopleNeed:
    """Somebody rings after they booked: who may see it keeps it, and nobody else."""

    def test_it_is_kept_changed_and_taken_away(self, session: Session) -> None:
        booking = booked(session, bea())
        client = signed_in(in_the_role_of("administrator", "Asha Verma", "asha@example.org", session.programme))
        for note in (NOTE, "Large print", ""):
            act = {"do": "note", "booking": booking.id, "note": f" {note} "}
            text = client.post(desk_of(session), act, follow=True).content.decode()
            assert "Kept for Bea Lowe" in text
            assert Booking.objects.get(id=booking.id).access_note == note
        opened = client.get(f"{desk_of(session)}?open={booking.id}").content.decode()
        assert "What would help them take part" in opened

    def test_too_much_is_refused_and_nothing_is_lost(self, session: Session) -> None:
        booking = booked(session, bea(), access_note=NOTE)
        client = signed_in(tom(session.programme))
        act = {"do": "note", "booking": booking.id, "note": "x" * 1201}
        assert "more than 1200 characters" in client.post(desk_of(session), act, follow=True).content.decode()
        assert Booking.objects.get(id=booking.id).access_note == NOTE

    def test_the_lead_neither_sees_nor_changes_it(self, session: Session) -> None:
        booking = booked(session, bea(), access_note=NOTE)
        client = signed_in(nia(session.programme))
        act = {"do": "note", "booking": booking.id, "note": "mine"}
        assert client.post(desk_of(session), act).status_code == 403
        assert Booking.objects.get(id=booking.id).access_note == NOTE
