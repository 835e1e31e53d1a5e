"""Who is erased is gone: from every table, and within seconds from every file of the server."""

from __future__ import annotations

from typing import Any

import httpx
from django.test import Client as Browser
from django.urls import reverse

from folkmoot.people.actions import give_account, make_administrator
from folkmoot.people.complaints import complain
from folkmoot.people.ledger import replay_erasures
from folkmoot.people.models import Person
from folkmoot.practice_kit.wire.ops import SaveDraft
from folkmoot.programme.models import Booking, Mail
from tests.live.test_withdrawing import is_gone, tables_with
from tests.live.workshop import Workshop, in_db


def leave_traces(workshop: Workshop, person: Person, marker: str) -> Person:
    """Put the marker everywhere that a person's words may lie, and give an administrator."""
    where: dict[str, Any] = {"session": workshop.session, "person": person}
    Booking.objects.update_or_create(**where, defaults={"access_note": marker, "hope": marker, "status": "confirmed"})
    Mail.objects.create(**where, kind="confirmed", to=person.email, subject=marker, text=marker, html=marker)
    complain(marker, person.email, marker)
    return make_administrator("gwen@ashwell.example", "Gwen Rees")


def cookie_of(person: Person) -> str:
    """A cookie of somebody who has signed in."""
    browser = Browser()
    browser.force_login(give_account(person))
    return browser.cookies["sessionid"].value


def named(person: Person, name: str) -> Person:
    """The person under a name and address that nobody else has."""
    person.name, person.email = name, f"{person.id.lower()}@kettleyard.example"
    person.save()
    return person


async def test_a_marker_of_somebody_erased_is_found_nowhere(workshop: Workshop) -> None:
    nia = await workshop.enter(workshop.nia)
    bea, dee, _ = await workshop.bea_dee_and_ken()
    assert bea.person is not None
    marker, name = f"erased-marker-{bea.person.id}", f"Bea {bea.person.id}"
    hers = await in_db(named, bea.person, name)
    activity = await workshop.go(nia, "Taking stock")
    note = await bea.write(activity["id"], "note", panel="facing", text=marker)
    await bea.act(SaveDraft, box=f"{activity['id']}:note:", body={"panel": "facing", "text": f"{marker} draft"})
    await dee.write(activity["id"], "note", panel="facing", text=f"{name} said so")
    await workshop.stage(nia, activity, "talk")
    for client in (dee, nia):
        await client.sees(note)
    gwen = await in_db(leave_traces, workshop, hers, marker)
    assert {"record_entry", "record_draft", "programme_booking", "programme_mail", "people_complaint"} <= {
        *await in_db(tables_with, marker)
    }
    await erase(workshop, gwen, hers)
    for client in (dee, nia):
        await client.until(lambda store: note not in store.tables["entries"])
    for trace in (marker, name, hers.email):
        await is_gone(workshop, trace)
    await in_db(replay_erasures)


async def erase(workshop: Workshop, gwen: Person, whom: Person) -> None:
    """Erase somebody by the administrator's page, as a browser does."""
    cookies = {"sessionid": await in_db(cookie_of, gwen)}
    address = reverse("person_held", args=[whom.id])
    async with httpx.AsyncClient(base_url=workshop.server.url, cookies=cookies, timeout=20) as http:
        page = await http.get(address)
        assert page.status_code == 200, page.text
        token: Any = http.cookies["csrftoken"]
        posted = {"name": whom.name, "csrfmiddlewaretoken": token}
        done = await http.post(address, data=posted, headers={"Referer": workshop.server.url})
    assert done.status_code == 302, done.text
