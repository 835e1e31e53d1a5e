"""One's own page: everything that is one's own, nothing that is anybody else's, and what one can do about it."""

import json
import re
from datetime import time, timedelta

import pytest
from django.test import Client
from django.utils import timezone

from folkmoot.kit.time import utc_to_local
from folkmoot.people.actions import give_account
from folkmoot.people.identity import link_token
from folkmoot.people.models import KeptItem, MeetingWish, Person
from folkmoot.practice_kit.wire.ops import SaveDraft
from folkmoot.programme.models import Booking, Mail
from folkmoot.record.models import Draft, Entry, Meeting, ReleaseAnswer
from tests.factories import a_session
from tests.people import a_person, nia, zed
from tests.workshop import Workshop, a_workshop

pytestmark = pytest.mark.django_db
HERS, DEES = "Bea wrote this", "Dee wrote that"


def on_device(person: Person) -> Client:
    client = Client()
    client.get(f"/me/{link_token(person)}/")
    return client


def page(client: Client) -> str:
    return client.get("/me/").content.decode()


def held() -> Workshop:
    """A workshop in which Bea and Dee each wrote a note, and Bea a practical thing that became a step."""
    found = a_workshop()
    found.wrote("Bea", "taking_stock", "note", panel="facing", text=HERS)
    found.wrote("Dee", "taking_stock", "note", panel="facing", text=DEES)
    private = {"state": "private", "visibility": "private", "audience": ""}
    thing = found.entry("one_thing", "commitment", found["Bea"], body={"text": "Ring the nurse"}, **private)
    step = {"title": "Ring the nurse", "why": "One practical thing", "outcome": "intended", "by_when": "2026-12-10"}
    found.entry("one_thing", "step", found["Bea"], activity=None, body=step, derived_from=[thing.id], **private)
    return found


def entry(text: str) -> Entry:
    return Entry.objects.get(body__text=text)


def test_a_personal_link_opens_the_page_and_the_address_forgets_the_token() -> None:
    workshop = held()
    client = Client()
    answer = client.get(f"/me/{link_token(workshop['Bea'])}/", follow=True)
    assert answer.redirect_chain == [("/me/", 302)]
    assert "Your page, Bea" in answer.content.decode()
    assert "no-store" in client.get("/me/").headers["Cache-Control"]


def test_a_forged_or_renewed_link_opens_nothing() -> None:
    workshop = held()
    link = f"/me/{link_token(workshop['Bea'])}/"
    Person.objects.filter(id=workshop["Bea"].id).update(link_version=2)
    for address in (link, "/me/forged/"):
        assert Client().get(address).status_code == 404
    nobody = Client().get("/me/")
    assert nobody.status_code == 403
    assert "open the link in your last mail" in nobody.content.decode()


def test_who_runs_sessions_signs_in_instead() -> None:
    lead = nia(a_session().programme)
    client = Client()
    assert client.get(f"/me/{link_token(lead)}/").headers["Location"] == "/sign-in/"
    assert client.get("/me/").status_code == 403
    assert lead.user is not None
    client.force_login(lead.user, backend="django.contrib.auth.backends.ModelBackend")
    assert "Your page, Nia" in page(client)


def test_the_page_shows_ones_own_words_who_sees_them_and_nobody_elses() -> None:
    workshop = held()
    text = page(on_device(workshop["Bea"]))
    assert HERS in text
    assert "Everyone who was there, without your name." in text
    assert "Ring the nurse" in text
    assert "Only you." in text
    assert DEES not in text
    assert "Dee" not in text
    assert HERS not in page(on_device(workshop["Dee"]))
    assert HERS not in page(on_device(zed()))


def test_withdrawing_asks_first_and_then_takes_it_away_everywhere_also_after_closing() -> None:
    workshop = held()
    client, hers = on_device(workshop["Bea"]), entry(HERS)
    asked = client.get(f"/me/withdraw/{hers.id}/").content.decode()
    assert HERS in asked
    assert entry(HERS) == hers
    done = client.post("/me/do/", {"do": "withdraw", "entry": hers.id, "back": "wrote"}, follow=True)
    assert done.redirect_chain == [("/me/#wrote", 302)]
    assert "A note that you withdrew" in done.content.decode()
    assert HERS not in str(list(Entry.objects.values()))


@pytest.mark.parametrize("deed", ["withdraw", "release"])
def test_nobody_can_do_it_for_somebody_else(deed: str) -> None:
    workshop = held()
    hers = entry(HERS)
    for client in (on_device(workshop["Dee"]), on_device(zed())):
        text = client.post("/me/do/", {"do": deed, "entry": hers.id, "release": "yes"}, follow=True).content.decode()
        assert "not on your page any more" in text
        assert client.get(f"/me/withdraw/{hers.id}/").status_code == 302
    assert Client().post("/me/do/", {"do": deed, "entry": hers.id}).status_code == 403
    assert entry(HERS).released == ""


def test_ones_own_words_can_leave_the_room_and_come_back() -> None:
    workshop = held()
    client, hers = on_device(workshop["Bea"]), entry(HERS)
    text = client.post("/me/do/", {"do": "release", "entry": hers.id, "release": "yes"}, follow=True).content.decode()
    assert "You let it leave the room." in text
    assert entry(HERS).released == "programme"
    client.post("/me/do/", {"do": "release", "entry": hers.id, "release": "no"})
    assert entry(HERS).released == ""


def test_what_became_of_a_step_is_kept_for_its_author_alone() -> None:
    workshop = held()
    client = on_device(workshop["Bea"])
    step = Entry.objects.get(kind="step")
    fields = {"do": "review", "step": step.id, "outcome": "adapted", "noticed": "Went in instead of ringing"}
    text = client.post("/me/do/", fields, follow=True).content.decode()
    assert re.search(r'value="adapted" aria-pressed="true"', text)
    assert "Went in instead of ringing" in text
    assert Entry.objects.get(id=step.id).body["outcome"] == "adapted"
    for refused in ({"outcome": "failed"}, {"outcome": "tried", "noticed": "x" * 281}):
        client.post("/me/do/", {**fields, **refused})
    on_device(workshop["Dee"]).post("/me/do/", {**fields, "outcome": "stopped"})
    assert Entry.objects.get(id=step.id).body["outcome"] == "adapted"


def test_a_groups_product_stands_on_the_page_of_its_members_and_can_be_answered_for() -> None:
    workshop = held()
    group = workshop.group(["Bea", "Dee"])
    workshop.purpose(group, "Ask before we offer")
    client = on_device(workshop["Dee"])
    text = page(client)
    assert "Ask before we offer" in text
    assert "Kept among the 2 of you" in text
    assert "Ask before we offer" not in page(on_device(workshop["Ken"]))
    workshop.let_leave(group, silent="Dee")
    answer = {"do": "answer", "group": group.id, "product": "purpose", "back": "groups"}
    assert "Your group let it leave" in client.post("/me/do/", {**answer, "yes": "yes"}, follow=True).content.decode()
    assert "Kept among the 2 of you" in client.post("/me/do/", {**answer, "yes": "no"}, follow=True).content.decode()
    assert "Kept among the 2 of you" in page(on_device(workshop["Bea"]))
    on_device(workshop["Ken"]).post("/me/do/", {**answer, "yes": "yes"})
    assert not ReleaseAnswer.objects.filter(person=workshop["Ken"]).exists()


def test_drafts_are_kept_and_can_be_thrown_away() -> None:
    workshop = held()
    box = f"{workshop.activities['taking_stock'].id}:note:"
    workshop.do(workshop["Bea"], SaveDraft, box=box, body={"text": "Half a thought"})
    client = on_device(workshop["Bea"])
    assert "Half a thought" in page(client)
    assert "Half a thought" not in page(on_device(workshop["Dee"]))
    draft = Draft.objects.get()
    on_device(workshop["Dee"]).post("/me/do/", {"do": "drop_draft", "draft": draft.id})
    assert Draft.objects.exists()
    client.post("/me/do/", {"do": "drop_draft", "draft": draft.id})
    assert not Draft.objects.exists()


def test_booked_sessions_with_the_way_in_once_it_opens() -> None:
    now = timezone.now()
    soon = now + timedelta(days=30)
    workshop = held()
    later = a_session(workshop.programme, title="Difficult conversations", date=soon.date())
    Booking.objects.create(session=later, person=workshop["Bea"], status="confirmed")
    client = on_device(workshop["Bea"])
    text = page(client)
    assert "Difficult conversations" in text
    assert "Change or cancel" in text
    assert "Go to the room" not in text
    later.date = utc_to_local(now, later.zone).date()
    later.start, later.end = time(0), time(23, 59)
    later.save()
    assert f"/room/{later.id}/" in page(client)
    assert "Difficult conversations" not in page(on_device(workshop["Dee"]))


def test_attendance_certificate_and_record() -> None:
    workshop = held()
    text = page(on_device(workshop["Bea"]))
    assert "you were there 180 minutes" in text
    assert f"/record/{workshop.session.id}/certificate/" in text
    assert f'href="/record/{workshop.session.id}/"' in text


def test_everything_can_be_taken_along() -> None:
    workshop = held()
    client = on_device(workshop["Bea"])
    data = json.loads(client.get("/me/everything.json").content)
    words = client.get("/me/everything.html").content.decode()
    assert {"people", "record"} <= set(data)
    for text in (json.dumps(data), words):
        assert HERS in text
        assert "Ring the nurse" in text
        assert DEES not in text
        assert "Dee" not in text
    assert Client().get("/me/everything.json").status_code == 403


def test_a_private_wish_is_made_about_somebody_one_met_and_seen_by_its_author_alone() -> None:
    workshop = held()
    pair = {"one": workshop["Bea"], "other": workshop["Dee"], "programme": workshop.programme}
    Meeting.objects.create(grouping="g", session=workshop.session, at=timezone.now(), **pair)
    client = on_device(workshop["Bea"])
    assert "Dee, in “Building common purpose”" in page(client)
    client.post("/me/do/", {"do": "wish", "apart_from": workshop["Ken"].id})
    assert not MeetingWish.objects.exists()
    client.post("/me/do/", {"do": "wish", "apart_from": workshop["Dee"].id})
    wish = MeetingWish.objects.get()
    assert wish.id in page(client)
    about_her = (
        page(on_device(workshop["Dee"])) + on_device(workshop["Dee"]).get("/me/everything.json").content.decode()
    )
    assert wish.id not in about_her
    assert '"private wishes": 0' in about_her
    on_device(workshop["Dee"]).post("/me/do/", {"do": "drop_wish", "wish": wish.id})
    assert MeetingWish.objects.exists()
    client.post("/me/do/", {"do": "drop_wish", "wish": wish.id})
    assert not MeetingWish.objects.exists()


def test_erasing_asks_twice_and_then_leaves_nothing() -> None:
    workshop = held()
    client = on_device(workshop["Bea"])
    assert "Erase everything about you?" in client.get("/me/erase/").content.decode()
    assert client.post("/me/erase/", {}).status_code == 422
    assert Person.objects.filter(id=workshop["Bea"].id).exists()
    assert client.post("/me/erase/", {"sure": "yes"}).status_code == 302
    assert not Person.objects.filter(id=workshop["Bea"].id).exists()
    assert HERS not in str(list(Entry.objects.values()))
    assert DEES in str(list(Entry.objects.values()))
    assert client.get("/me/").status_code == 403


def test_a_guest_may_give_an_address_and_is_mailed_a_link_to_confirm_it() -> None:
    guest = a_person("Lou")
    client = on_device(guest)
    assert client.post("/me/email/", {"email": "not one"}).status_code == 422
    assert client.post("/me/email/", {"email": "lou@ashwell.example"}).status_code == 302
    assert Mail.objects.get().to == "lou@ashwell.example"
    assert Person.objects.get(id=guest.id).email == ""


def test_another_device_gets_in_by_the_code_shown_here() -> None:
    workshop = held()
    text = on_device(workshop["Bea"]).get("/me/device/").content.decode()
    link = re.search(r"/me/[^/<]+\.[^/<]+/", text)
    assert link is not None
    assert HERS in Client().get(link.group(), follow=True).content.decode()


def test_a_device_can_forget_whose_it_is() -> None:
    workshop = held()
    client = on_device(workshop["Bea"])
    client.post("/me/forget/")
    assert client.get("/me/").status_code == 403


def test_an_unknown_button_changes_nothing_and_a_foreign_way_back_leads_nowhere() -> None:
    workshop = held()
    done = on_device(workshop["Bea"]).post("/me/do/", {"do": "promote", "back": "//evil.example"})
    assert done.headers["Location"] == "/me/"


def test_a_private_note_is_kept_for_longer_by_its_author_alone() -> None:
    workshop = held()
    client = on_device(workshop["Bea"])
    thing = Entry.objects.get(kind="commitment")
    assert page(client).count("Keep it for longer") == 1
    for _ in range(2):
        client.post("/me/do/", {"do": "keep", "entry": thing.id, "keep": "yes"})
    assert KeptItem.objects.get().item == thing.id
    assert "Let it go with the others" in page(client)
    others = on_device(workshop["Dee"])
    others.post("/me/do/", {"do": "keep", "entry": thing.id, "keep": "no"})
    assert KeptItem.objects.exists()
    client.post("/me/do/", {"do": "keep", "entry": thing.id, "keep": "no"})
    assert not KeptItem.objects.exists()


def test_the_code_that_carries_the_page_to_another_device_is_ones_own() -> None:
    workshop = held()
    answer = on_device(workshop["Bea"]).get("/me/device/code.svg")
    assert answer["Content-Type"] == "image/svg+xml"
    assert "no-store" in answer["Cache-Control"]
    assert answer.content != on_device(workshop["Dee"]).get("/me/device/code.svg").content
    assert Client().get("/me/device/code.svg").status_code == 403, "a device that is nobody gets no code"
    lead = Client()
    lead.force_login(give_account(workshop.nia))
    assert lead.get("/me/device/code.svg").status_code == 404, "who must sign in has no such link"
