"""Who comes into the live room, and what they see first."""

from __future__ import annotations

import httpx
import pytest

from folkmoot.practice_kit.wire.ops import CloseSession, Go
from folkmoot.programme.models import Session
from folkmoot.record.models import Attendance, Participant
from tests import people
from tests.live.workshop import Client, Workshop, in_db, stored


async def test_somebody_with_a_booking_comes_in_and_is_counted(workshop: Workshop) -> None:
    bea = await workshop.enter_new("Bea Lowe")
    await bea.until(lambda store: store.session["here"] == 1)
    assert bea.store.you["name"] == "Bea Lowe"
    assert bea.store.you["admitted"] is True
    assert [item["title"] for item in bea.store.leaves()][:2] == ["Welcome", "Ways of working"]


async def test_pages_know_when_the_session_is_live_and_when_it_is_done(workshop: Workshop) -> None:
    def status() -> str:
        return Session.objects.get(id=workshop.session.id).status

    nia = await workshop.enter(workshop.nia)
    before = await in_db(status)
    await workshop.go(nia, "Welcome")
    assert (before, await in_db(status)) == ("booking_open", "live")
    await nia.act(CloseSession, close=True)
    assert await in_db(status) == "done"
    await nia.act(CloseSession, close=False)
    assert await in_db(status) == "live"


async def test_an_outsider_is_not_let_in(workshop: Workshop) -> None:
    zed = await workshop.client(await in_db(people.zed), open_page=False)
    with pytest.raises(ConnectionRefusedError, match="4401"):
        await zed.line.open()


async def test_somebody_with_a_booking_opens_the_page_before_the_socket(workshop: Workshop) -> None:
    bea = await workshop.client(await workshop.book("Bea Lowe"), open_page=False)
    with pytest.raises(ConnectionRefusedError, match="4401"):
        await bea.line.open()


@pytest.mark.parametrize("cookie", ["", "forged-session-key-of-32-letters", "x" * 3000, "a=b; c", "‮"])
async def test_a_forged_cookie_opens_nothing(workshop: Workshop, cookie: str) -> None:
    await workshop.enter(workshop.nia)
    forged = Client(workshop.server, workshop.session, None, cookie.encode("ascii", "replace").decode())
    with pytest.raises(ConnectionRefusedError, match="4401"):
        await forged.line.open()


async def test_the_page_of_another_site_opens_no_socket(workshop: Workshop) -> None:
    bea = await workshop.client(await workshop.book("Bea Lowe"))
    bea.line.origin = "https://elsewhere.example"
    with pytest.raises(ConnectionRefusedError, match="4403"):
        await bea.line.open()


async def test_a_guest_joins_by_the_code_and_waits_for_the_producer(workshop: Workshop) -> None:
    tom = await workshop.enter(workshop.tom)
    async with httpx.AsyncClient(base_url=workshop.server.url, follow_redirects=True) as http:
        page = await http.get(f"/join/{workshop.session.join_code}/")
        token = http.cookies["csrftoken"]
        once = page.text.split('name="once" value="')[1].split('"')[0]
        answer = await http.post(page.url, data={"csrfmiddlewaretoken": token, "name": "Ken 🛶 كين", "once": once})
        assert answer.url.path == f"/room/{workshop.session.id}/"
        cookie = http.cookies["sessionid"]
    ken = Client(workshop.server, workshop.session, None, cookie)
    workshop.clients.append(ken)
    await ken.line.open()
    assert ken.store.you["name"] == "Ken 🛶 كين"
    assert ken.store.you["admitted"] is False
    waiting = await tom.until(lambda s: [p for p in s.tables["people"].values() if p.get("admitted") is False])
    assert [person["name"] for person in waiting] == ["Ken 🛶 كين"]


async def test_the_shared_screen_shows_what_everybody_sees_and_nothing_of_the_facilitator_s(workshop: Workshop) -> None:
    nia = await workshop.enter(workshop.nia)
    screen = Client(workshop.server, workshop.session, None, nia.cookie, screen=True)
    workshop.clients.append(screen)
    await screen.line.open()
    assert screen.store.you["facilitator"] is False
    assert set(screen.store.cursors) == {"session"}
    assert not any("notes" in item for item in screen.store.tables["items"].values())


async def test_a_participant_cannot_open_the_shared_screen(workshop: Workshop) -> None:
    bea = await workshop.client(await workshop.book("Bea Lowe"))
    screen = Client(workshop.server, workshop.session, None, bea.cookie, screen=True)
    with pytest.raises(ConnectionRefusedError, match="4401"):
        await screen.line.open()


async def test_two_tabs_of_one_person_count_once_and_both_follow(workshop: Workshop) -> None:
    nia = await workshop.enter(workshop.nia)
    bea = await workshop.enter_new("Bea Lowe")
    again = Client(workshop.server, workshop.session, bea.person, bea.cookie)
    workshop.clients.append(again)
    await again.line.open()
    await nia.until(lambda store: store.session["here"] == 1)
    assert len(again.store.you["person"]) == 12
    await nia.act(Go, item=workshop.items["Welcome"].id)
    for tab in (bea, again):
        await tab.until(lambda store: store.session["item"] == workshop.items["Welcome"].id)
    await nia.until(lambda store: store.presence.get(bea.id) == "here")
    await again.line.close()
    dee = await workshop.enter_new("Dee Morgan")  # told of with whatever else has changed by then
    await nia.until(lambda store: store.presence.get(dee.id) == "here")
    assert nia.store.presence[bea.id] == "here", "the other tab is still open"
    intervals = await in_db(lambda: list(Attendance.objects.filter(person=bea.person, session=workshop.session)))
    assert [each.until for each in intervals] == [None]


async def test_attendance_is_kept_from_connection_times(workshop: Workshop) -> None:
    bea = await workshop.enter_new("Bea Lowe")
    await bea.line.drop()
    hers = Attendance.objects.filter(person=bea.person, session=workshop.session)
    await stored(hers.filter(until__isnull=False).first)
    bea.line.come_back()
    await bea.until(lambda store: bea.line.figures.resumed == 1)
    again = await in_db(Attendance.objects.get, person=bea.person, session=workshop.session)
    assert again.until is None, "who is back before they count as lost was there all the time"
    assert await in_db(Participant.objects.filter(person=bea.person, session=workshop.session).count) == 1
