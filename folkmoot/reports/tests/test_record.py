"""The record of a workshop: what its people let leave, and nothing that says who, where or when (A33 to A36)."""

import io
import json
import re
from typing import Any

import pytest
from django.apps import apps
from django.test import Client
from pypdf import PdfReader

from folkmoot.people.identity import link_token
from folkmoot.people.models import Person
from folkmoot.practice_kit.wire.ops import Promote, PutEntry, ReleaseOwn, SaveDraft, WithdrawEntry
from folkmoot.programme.models import Programme, Session
from folkmoot.record.models import Entry, Participant, Run
from folkmoot.reports.models import SessionRecord
from tests.people import a_person, in_the_role_of, zed
from tests.workshop import NAMES, Workshop, a_workshop, seat

pytestmark = pytest.mark.django_db

SECTORS = [("nhs", 12), ("local_government", 10), ("voluntary", 9), ("education", 7), ("housing", 2)]
MARKER = "Zinnober"


def forty(rule: str = "room_only") -> Workshop:
    """Forty people in nine groups; each group wrote a purpose, seven let theirs go."""
    held = a_workshop(rule, named=())
    sectors = [sector for sector, count in SECTORS for _ in range(count)]
    for place, (name, sector) in enumerate(zip(NAMES, sectors, strict=True)):
        held.come(f"{name} Lowe", f"Office {place % 17}", sector)
    sizes = [5] * 4 + [4] * 5
    for size in sizes:
        first = sum(len(group.members) for group in held.groups)
        held.group(NAMES[first : first + size])
    for place, group in enumerate(held.groups):
        held.purpose(group, f"Purpose number {place}")
        held.let_leave(group, but=held.members(group)[0].first_name if place in (3, 7) else "")
    return held


def signed_in(person: Person) -> Client:
    client = Client()
    assert person.user is not None
    client.force_login(person.user, backend="django.contrib.auth.backends.ModelBackend")
    return client


def on_device(person: Person) -> Client:
    client = Client()
    client.get(f"/me/{link_token(person)}/")
    return client


def make(held: Workshop, but: tuple[str, ...] = ()) -> SessionRecord:
    """Nia looks the preview through and makes the record of all that it offers, but for these entries."""
    client = signed_in(held.nia)
    page = client.get(f"/record/{held.session.id}/preview/").content.decode()
    offered = re.findall(r'name="let_in" value="(\w+)"', page)
    answer = client.post(f"/record/{held.session.id}/preview/", {"let_in": [key for key in offered if key not in but]})
    assert answer.status_code == 302
    return SessionRecord.objects.filter(session=held.session).latest("version")


def pdf_text(content: bytes) -> str:
    return "\n".join(page.extract_text() for page in PdfReader(io.BytesIO(content)).pages)


def files(held: Workshop, client: Client | None = None) -> dict[str, str]:
    """The record in every form, as text."""
    client = client or signed_in(held.nia)
    base = f"/record/{held.session.id}/"
    found = {name: client.get(base + name).content for name in ("", "record.json", "record.csv", "record.pdf")}
    return {name: pdf_text(content) if name.endswith("pdf") else content.decode() for name, content in found.items()}


def everything(held: Workshop) -> str:
    return "\n".join(files(held).values())


def test_a35_seven_of_nine_purposes_leave() -> None:
    held = forty()
    make(held)
    for text in files(held).values():
        assert sum(f"Purpose number {n}" in text for n in range(9)) == 7
        assert "Purpose number 3" not in text
        assert "Purpose number 7" not in text
    assert "Two groups keep theirs" in files(held)[""]


def test_a35_a_category_of_two_is_fewer_than_five_and_the_total_does_not_give_it_away() -> None:
    held = forty()
    make(held)
    data = json.loads(files(held)["record.json"])
    rows = data["people by sector"]
    assert rows["Housing"] == "fewer than 5"
    shown = sum(int(text) for text in rows.values() if text.isdigit())
    assert data["people"] is None or data["people"] - shown > 4


def test_a35_a_reviewed_theme_leaves_with_its_count_and_no_other() -> None:
    held = forty()
    notes = [held.wrote(name, "taking_stock", "note", panel="facing", text=f"{MARKER} {name}") for name in NAMES[:14]]
    held.theme("taking_stock", "Ask before we offer", notes[:8])
    held.theme("taking_stock", "Tired before we begin", notes[8:10])
    held.theme("taking_stock", "A title not looked at", notes[10:], reviewed=False)
    make(held)
    text = everything(held)
    assert "Ask before we offer" in text
    assert "A title not looked at" not in text
    assert MARKER not in text
    counts = json.loads(files(held)["record.json"])["themes"][0]["rows"]
    assert (counts["Ask before we offer"], counts["Tired before we begin"]) == ("8", "fewer than 5")


def test_a35_the_run_record_is_in_minutes_and_no_time_of_day_stands_anywhere() -> None:
    held = forty()
    make(held)
    found = files(held)
    run = {each["item"]: each for each in json.loads(found["record.json"])["run"]}
    assert run["A common purpose"] == {
        "item": "A common purpose", "minutes planned": 50, "minutes taken": 51, "left out": False
    }  # fmt: skip
    for text in found.values():
        assert not re.search(r"\b\d\d?:\d\d\b", text)


def test_the_record_names_nobody_no_organisation_and_no_group() -> None:
    held = forty()
    make(held)
    for text in files(held).values():
        said = re.sub(r"Nia Rees|Nia’s|name=\"[^\"]*\"", "", text)
        assert not [name for name in NAMES if re.search(rf"\b{name} Lowe\b", said)]
        assert "Office " not in said
        assert not [person.id for person in held.people.values() if person.id in said]
        assert not [group.id for group in held.groups if group.id in said]
        assert "roup 4" not in said


@pytest.mark.parametrize("rule", ["room_only", "chatham_house", "open"])
def test_a_marker_never_stands_with_its_authors_name(rule: str) -> None:
    held = forty(rule)
    held.wrote("Bea", "taking_stock", "note", panel="facing", text=MARKER)
    make(held)
    for text in files(held).values():
        assert (MARKER in text) == (rule != "room_only")
        assert "Bea" not in text


def test_in_an_open_session_a_name_stands_where_it_was_put() -> None:
    held = forty("open")
    held.entry("taking_stock", "note", held["Bea"], body={"panel": "facing", "text": MARKER}, attribution="named")
    make(held)
    assert all("Bea" in text for text in files(held).values())


def test_under_room_only_what_nobody_released_is_in_no_export() -> None:
    held = forty()
    for practice, kind in (("taking_stock", "note"), ("breakout", "point"), ("complexity_sort", "probe")):
        held.wrote("Bea", practice, kind, group=held.groups[0] if kind == "point" else None, text=f"{MARKER} {kind}")
    held.entry("taking_stock", "chat", held["Bea"], activity=None, body={"text": MARKER})
    make(held)
    assert MARKER not in everything(held)


def test_a36_a_withdrawn_note_is_gone_from_the_record_and_its_theme_counts_anew() -> None:
    held = forty()
    notes = [held.wrote(name, "taking_stock", "note", panel="facing", text=f"{MARKER} {name}") for name in NAMES[:6]]
    held.theme("taking_stock", "Ask before we offer", notes)
    held.do(held["Bea"], ReleaseOwn, entry=notes[0].id, release=True)
    make(held)
    assert f"{MARKER} Bea" in everything(held)
    assert json.loads(files(held)["record.json"])["themes"][0]["rows"] == {"Ask before we offer": "6"}
    held.do(held["Bea"], WithdrawEntry, entry=notes[0].id)
    assert MARKER not in everything(held)
    assert json.loads(files(held)["record.json"])["themes"][0]["rows"] == {"Ask before we offer": "5"}


def test_a_withdrawn_marker_is_nowhere_in_the_database() -> None:
    held = forty()
    hers = held.wrote("Bea", "taking_stock", "note", panel="facing", text=MARKER)
    with held.reopened():
        held.do(held.nia, Promote, entry=hers.id, to="issue")
    held.do(held["Bea"], SaveDraft, box=f"{held.activities['taking_stock'].id}:note:", body={"text": MARKER})
    held.do(held["Bea"], ReleaseOwn, entry=hers.id, release=True)
    make(held)
    held.do(held["Bea"], WithdrawEntry, entry=hers.id)
    rows = {
        model._meta.label: str(list(model._default_manager.values()))
        for model in apps.get_models()
        if "tasks" not in model._meta.app_label
    }
    assert [label for label, text in rows.items() if MARKER in text] == []


def test_a_later_no_takes_a_purpose_out_and_a_later_yes_waits_for_the_next_version() -> None:
    held = forty()
    make(held)
    held.let_leave(held.groups[0], but="Bea")
    assert "Purpose number 0" not in everything(held)
    held.let_leave(held.groups[3])
    assert "Purpose number 3" not in everything(held)
    assert make(held).version == 2
    assert "Purpose number 3" in everything(held)


def test_what_the_lead_leaves_unticked_stays_out() -> None:
    held = forty()
    purpose = Entry.objects.get(body__text="Purpose number 0")
    make(held, but=(purpose.id,))
    assert "Purpose number 0" not in everything(held)
    assert "Purpose number 1" in everything(held)


def test_a_looser_setting_after_the_close_lets_nothing_more_out() -> None:
    held = forty()
    held.wrote("Bea", "taking_stock", "note", panel="facing", text=MARKER)
    Programme.objects.update(confidentiality="open")
    Session.objects.update(confidentiality="open")
    make(held)
    text = everything(held)
    assert MARKER not in text
    assert "Purpose number 3" not in text


def test_spreads_are_counts_with_small_numbers_joined() -> None:
    held = forty()
    issue = held.entry("complexity_sort", "issue", body={"title": "Replacing the boiler"}, activity=None)
    domains = ["complicated"] * 18 + ["complex"] * 17 + ["confused"] * 3 + ["clear"] * 2
    for name, domain in zip(NAMES, domains, strict=True):
        held.entry("complexity_sort", "placement", held[name], body={"domain": domain}, about=issue.id)
    make(held)
    (spread,) = json.loads(files(held)["record.json"])["how we saw it"]
    assert spread == {
        "about": "Replacing the boiler",
        "rows": {"Complicated": "18", "Complex": "17", "Any other answer, joined": "5"},
        "total": 40,
    }


def test_key_points_said_by_two_groups_stand_once() -> None:
    held = forty()
    points = [
        held.wrote(held.members(g)[0].first_name, "breakout", "point", group=g, text=f"Start small {g.number}")
        for g in held.groups[:2]
    ]
    Entry.objects.filter(id=points[1].id).update(theme=points[0].id)
    for group in held.groups[:2]:
        held.let_leave(group, "key_points")
    make(held)
    assert json.loads(files(held)["record.json"])["key points"] == [
        {"words": "Start small 1", "said more than once": True}
    ]


def test_the_pdf_is_tagged_and_says_its_language_and_title_and_no_time_of_day() -> None:
    held = forty()
    made = make(held)
    pdf: Any = PdfReader(io.BytesIO(signed_in(held.nia).get(f"/record/{held.session.id}/record.pdf").content))
    root = pdf.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"]
    assert root["/StructTreeRoot"]
    assert root["/Lang"] == "en-GB"
    assert pdf.metadata.title == held.session.title
    assert pdf.metadata["/CreationDate"] == f"D:{made.made_on:%Y%m%d}000000Z"
    assert "pdfuaid:part" in root["/Metadata"].get_data().decode()


def test_words_in_any_script_and_with_emoji_are_printed() -> None:
    held = forty("open")
    held.wrote("Bea", "taking_stock", "note", panel="facing", text="Ŵyl y gwŷr שלום 李 🎉 {[#x")
    make(held)
    text = files(held)["record.pdf"]
    assert "Ŵyl y gwŷr" in text
    assert "[party popper]" in text


def test_a_table_for_a_spreadsheet_holds_no_formula() -> None:
    held = forty("open")
    held.wrote("Bea", "taking_stock", "note", panel="facing", text='=HYPERLINK("http://x")')
    make(held)
    assert "'=HYPERLINK" in files(held)["record.csv"]


def test_a33_a_closed_session_takes_no_more_but_withdrawals_and_releases() -> None:
    held = forty()
    hers = held.wrote("Bea", "taking_stock", "note", panel="facing", text=MARKER)
    more = {"entry_kind": "note", "body": {"panel": "facing", "text": "Late"}}
    refused = held.try_to(held["Bea"], PutEntry, activity=held.activities["taking_stock"].id, **more).refused
    assert refused is not None
    assert refused.code == "closed"
    held.do(held["Bea"], ReleaseOwn, entry=hers.id, release=True)
    held.do(held["Bea"], WithdrawEntry, entry=hers.id)
    assert on_device(held["Bea"]).get("/me/").status_code == 200


def test_while_the_session_is_open_it_can_be_looked_at_but_not_made() -> None:
    held = forty()
    Run.objects.update(phase="live", closed_at=None)
    client = signed_in(held.nia)
    assert "not closed yet" in client.get(f"/record/{held.session.id}/preview/").content.decode()
    page = client.post(f"/record/{held.session.id}/preview/", {"let_in": []}, follow=True).content.decode()
    assert "Close the session first" in page
    assert not SessionRecord.objects.exists()


def test_a_rehearsal_leaves_no_record() -> None:
    held = forty()
    other = Session.objects.create(programme=held.programme, slug="real", title="Real")
    Session.objects.filter(id=held.session.id).update(rehearsal_of=other)
    signed_in(held.nia).post(f"/record/{held.session.id}/preview/", {"let_in": []})
    assert not SessionRecord.objects.exists()


def test_the_preview_marks_names_and_organisations_that_we_know() -> None:
    held = forty("open")
    held.wrote("Bea", "taking_stock", "note", panel="facing", text="Ask ken lowe at OFFICE 4 about <b>it</b>")
    page = signed_in(held.nia).get(f"/record/{held.session.id}/preview/").content.decode()
    assert "Ask <mark>ken lowe</mark> at <mark>OFFICE 4</mark> about &lt;b&gt;it&lt;/b&gt;" in page
    key = Entry.objects.get(kind="note").id
    assert f'name="let_in" value="{key}">' in page  # not ticked until Nia says so
    purpose = Entry.objects.get(body__text="Purpose number 0").id
    assert f'name="let_in" value="{purpose}" checked>' in page


def test_a_theme_is_reviewed_and_renamed_on_the_page() -> None:
    held = forty()
    notes = [held.wrote(name, "taking_stock", "note", panel="facing", text="x") for name in NAMES[:6]]
    theme = held.theme("taking_stock", "What Bea said", notes, reviewed=False)
    fields = {"activity": held.activities["taking_stock"].id, "theme": theme.id, "title": "What one of us said"}
    answer = signed_in(held.nia).post(f"/record/{held.session.id}/theme/", {**fields, "do": "let_in"})
    assert answer.status_code == 302
    assert Entry.objects.get(id=theme.id).body == {"title": "What one of us said", "reviewed": True}
    assert signed_in(held.tom).post(f"/record/{held.session.id}/theme/", fields).status_code == 403


def test_who_may_see_what_before_and_after() -> None:
    held = forty("open")
    held.wrote("Bea", "taking_stock", "note", panel="facing", text=MARKER)
    administrator = in_the_role_of("administrator", "Ada Vale", "ada@ashwell.example", held.programme)
    page, preview = f"/record/{held.session.id}/", f"/record/{held.session.id}/preview/"
    assert MARKER in signed_in(held.tom).get(preview).content.decode()
    assert signed_in(held.tom).post(preview, {"let_in": []}).status_code == 403
    for client in (signed_in(administrator), on_device(held["Dee"])):
        assert client.get(preview).status_code == 403
        assert "not been made yet" in client.get(page).content.decode()
    for client in (Client(), on_device(zed())):
        assert client.get(page).status_code == 403
        assert client.get(preview).status_code == 403
    make(held)
    for client in (signed_in(administrator), on_device(held["Dee"]), signed_in(held.tom)):
        assert MARKER in client.get(page).content.decode()
        assert client.get(f"{page}record.pdf").status_code == 200
    for client in (Client(), on_device(a_person("Zed Quill"))):
        assert client.get(f"{page}record.json").status_code == 403


def test_a_guest_who_was_not_let_in_does_not_read_the_record() -> None:
    held = forty()
    make(held)
    guest = a_person("Lou")
    seat(held.session, guest)
    Participant.objects.filter(person=guest).update(admitted=False)
    assert on_device(guest).get(f"/record/{held.session.id}/").status_code == 403


def test_feedback_reaches_those_who_ran_it_without_a_name_and_only_from_five_on() -> None:
    held = forty()
    preview = f"/record/{held.session.id}/preview/"
    for name in NAMES[:4]:
        held.entry("one_thing", "feedback", held[name], body={"useful": "4", "most_useful": MARKER}, audience="")
    assert MARKER not in signed_in(held.nia).get(preview).content.decode()
    held.entry("one_thing", "feedback", held["Sam"], body={"useful": "4", "most_useful": MARKER}, audience="")
    page = signed_in(held.nia).get(preview).content.decode()
    assert MARKER in page
    assert "Bea" not in page
    make(held)
    assert MARKER not in everything(held)


def test_feedback_is_not_seen_coming_in_while_the_room_is_open() -> None:
    held = forty()
    for name in NAMES[:6]:
        held.entry("one_thing", "feedback", held[name], body={"useful": "4", "most_useful": MARKER}, audience="")
    Run.objects.filter(session=held.session).update(phase="live")
    assert MARKER not in signed_in(held.nia).get(f"/record/{held.session.id}/preview/").content.decode()
