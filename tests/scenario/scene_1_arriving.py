"""From the bookings to the first minutes: reminders, the day before, the lobby, Go."""

from __future__ import annotations

import asyncio
import time

from folkmoot.practice_kit.wire.ops import Admit, Go
from folkmoot.programme.models import Booking
from folkmoot.rehearsal.store import Row
from tests.scenario import cast
from tests.scenario.play import Seen, scene
from tests.scenario.workshop import Workshop, in_db, link_in
from tests.serving import PATIENCE

DIAL_IN = "Ken is on the phone: 01632 960 123, then 4711 and the hash key."
INTERPRETER = "Rhian, who interprets"


@scene("10:00", day=-10)
async def booked(w: Workshop) -> Seen:
    """Forty-eight book and confirm; three more are put on the list."""
    await w.few(w.book, cast.BOOKED)
    await w.few(w.confirm, cast.BOOKED)
    for part in cast.WAITING:
        await w.book(part)
    return Seen(bookings=await w.bookings())


@scene("13:00", day=-7)
async def a_week_before(w: Workshop) -> Seen:
    """The reminders go out by themselves."""
    confirmations = {mail.to: mail for mail in await w.mails("confirm")}
    await _until_mailed(w, "reminder_week", len(cast.BOOKED))
    return Seen(before=confirmations, reminders=await w.mails("reminder_week"))


async def _until_mailed(w: Workshop, kind: str, number: int) -> None:
    async with asyncio.timeout(PATIENCE):
        while len(await w.mails(kind)) < number:
            await asyncio.sleep(0.1)


@scene("12:50", day=-1)
async def too_early(w: Workshop) -> Seen:
    """Ten minutes before the doors open: what Bea and somebody with the code get."""
    bea = await w["Bea"].get(f"/room/{w.session.id}/")
    guest = w._add("Early")
    code = await guest.get(f"/join/{w.session.join_code}/")
    link = ""
    if str(bea.url.path).startswith("/room/"):
        link = (await w["Bea"].enter(w.session.id)).store.session.get("call_link", "")
        await w["Bea"].leave()
    return Seen(bea=bea, code=code, link=link)


@scene("13:00", day=-1)
async def the_day_before(w: Workshop) -> Seen:
    """Bea, who has a place; Lou, who waits for one; Zed with the code, whom nobody has let in; and nobody at all."""
    zed = w._add("Zed")
    await zed.post(f"/join/{w.session.join_code}/", name="Zed Quill", once="zed-comes-by-code")
    bea, zed = await w["Bea"].enter(w.session.id), await zed.enter(w.session.id)
    lou = await w["Lou"].get(f"/room/{w.session.id}/")
    await w.sign_in(cast.CREW["Tom"])
    tom = await w["Tom"].enter(w.session.id)
    at_the_door: Row = await tom.until(
        lambda store: next((p for p in store.tables["people"].values() if p.get("admitted") is False), None)
    )
    seen = Seen(bea=bea.store.session.get("call_link"), zed=dict(zed.store.session), lou=lou)
    seen.door, seen.zed_before = at_the_door, {name: list(rows) for name, rows in zed.store.tables.items()}
    await tom.does(Admit, person=zed.id, admitted=True)
    await zed.until(lambda store: store.you["admitted"] and store.session.get("call_link"))
    seen.zed_after = zed.store.session["call_link"]
    await tom.does(Admit, person=zed.id, admitted=False)
    await zed.until(lambda store: not store.you["admitted"])
    await zed.is_told()
    seen.zed_out = zed.store.session.get("call_link", "")
    for each in (bea, zed, tom):
        await each.leave()
    return seen


@scene("12:30")
async def two_cancel(w: Workshop) -> Seen:
    """On the day two give their places up, and whoever waits is asked: the first to click wins."""
    for first in cast.CANCEL:
        link = link_in(await w.mail("confirm", _email(first)), "/b/")
        answer = await w[first].post(f"{link}cancel/", sure="yes")
        assert answer.status_code == 302
    await _until_mailed(w, "offer_today", len(cast.QUEUE))
    asked = await w.bookings()
    said = {}
    for first in cast.QUEUE:  # in this order they click
        offer = await w.mail("offer_today", _email(first))
        link = link_in(offer, "/b/")
        answer = await w[first].post(link, on=f"{link}cancel/", do="accept")  # too late: no button there
        said[first] = await w[first].reads(str(answer.headers["location"]))
    return Seen(asked=asked, said=said, after=await w.bookings(), offers=await w.mails("offer_today"))


def _email(first: str) -> str:
    return next(part.email for part in (*cast.BOOKED, *cast.WAITING) if part.first == first)


@scene("12:50")
async def lobby(w: Workshop) -> Seen:
    """Thirty-six arrive, the crew among them on their own screens, and the shared screen is opened in the call."""
    for first in ("Nia", "Asha", "Joel"):
        await w.sign_in(cast.CREW[first])
    await w.all(lambda one: one.enter(w.session.id), w.crew)
    await w.few(lambda first: w[first].enter(w.session.id), cast.ON_TIME)
    screen = w._add("screen")
    screen.http.cookies = w["Nia"].http.cookies
    await screen.enter(w.session.id, screen=True)
    await _ken_and_dee(w)
    await w["Bea"].until(lambda store: store.session["here"] == len(cast.ON_TIME))
    bea = w["Bea"].store
    return Seen(
        session=dict(bea.session),
        leaves=bea.leaves(),
        people=list(bea.tables["people"].values()),
        you=dict(bea.you),
        page=await w["Bea"].get(f"/room/{w.session.id}/"),
    )


async def _ken_and_dee(w: Workshop) -> None:
    """Ken has looked in and goes to the phone; Dee's interpreter is with her."""
    tom, ken, dee = w["Tom"], w["Ken"], w["Dee"]
    await tom.does(Admit, person=ken.id, call_only=True, call_note=DIAL_IN)
    await tom.does(Admit, person=dee.id, accompanied_by=INTERPRETER)
    await ken.leave()


@scene("13:00")
async def tom_presses_go(w: Workshop) -> Seen:
    """The first Go, and how long until the last screen has changed."""
    item = w.items["What the afternoon holds"].id
    screens = len(w.connected)
    began = time.monotonic()
    await asyncio.gather(w["Tom"].does(Go, item=item), w.everywhere(lambda store: store.session.get("item") == item))
    seconds = time.monotonic() - began
    return Seen(screens=screens, seconds=seconds, here=w["Bea"].store.session["here"], attendance=await _attendance(w))


async def _attendance(w: Workshop) -> dict[str, list[Row]]:
    from folkmoot.record.models import Attendance

    def find() -> dict[str, list[Row]]:
        found: dict[str, list[Row]] = {}
        rows = (
            Attendance.objects.filter(source="automatic", session=w.session).select_related("person").order_by("since")
        )
        for each in rows:
            found.setdefault(each.person.first_name, []).append({"since": each.since, "until": each.until})
        return found

    return await in_db(find)


@scene("13:02")
async def outline(w: Workshop) -> Seen:
    """Nia says what the afternoon holds."""
    bea = w["Bea"].store
    leaves = bea.leaves()
    place = next(index for index, leaf in enumerate(leaves) if leaf["id"] == bea.session["item"])
    return Seen(now=leaves[place], next=leaves[place + 1], activity=bea.activity)


def is_confirmed(booking: Booking) -> bool:
    """Whether somebody has a place."""
    return booking.status == Booking.Status.CONFIRMED
