"""Lists and letters of one session: people in and out as a spreadsheet, letters to all, mails to send by hand."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django import forms
from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from folkmoot.matching.sheets.reading import NotUsable
from folkmoot.people.identity import person_of
from folkmoot.programme import by_hand
from folkmoot.programme.access import facilitators_only, sees_access_notes, session_with_bookings_for
from folkmoot.programme.actions.booking import NotPossible
from folkmoot.programme.actions.enrolling import WHOM, Enrolled, enrol, write_to_all
from folkmoot.programme.models import LONG, TITLE_LIMIT, Session
from folkmoot.programme.people_lists import PeopleList, read_people, write_sheet

LARGEST = 2_000_000
HEADINGS = ("name", "email", "organisation", "sector", "place", "group", "language", "booked on")


class ListForm(forms.Form):
    """People to bring in."""

    pasted = forms.CharField(
        label="Paste names",
        required=False,
        max_length=200_000,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text="One a line; with a comma the e-mail address, and the organisation.",
    )
    file = forms.FileField(label="Or a spreadsheet’s list (CSV)", required=False)
    anyway = forms.BooleanField(label="Give a place even if the session is full", required=False)

    def read(self) -> PeopleList | None:
        """The list that was given; None with an error on the form."""
        file, pasted = self.cleaned_data.get("file"), self.cleaned_data.get("pasted", "")
        if file and file.size > LARGEST:
            self.add_error("file", "That file is larger than 2 MB, so it can be no list of people.")
            return None
        if not file and not pasted.strip():
            self.add_error("pasted", "Paste some names, or choose a list.")
            return None
        try:
            return read_people(file.read() if file else pasted, file.name if file else "The list")
        except NotUsable as trouble:
            self.add_error("file" if file else "pasted", str(trouble))
            return None


class LetterForm(forms.Form):
    """A letter to many."""

    to = forms.ChoiceField(label="To", choices=[(key, words) for key, (words, _) in WHOM.items()])
    subject = forms.CharField(
        label="Subject", max_length=TITLE_LIMIT, error_messages={"required": "Write what it is about."}
    )
    text = forms.CharField(
        label="Letter",
        max_length=LONG,
        widget=forms.Textarea(attrs={"rows": 7}),
        help_text="Each gets it alone, with their own link below. Nobody sees who else got it.",
        error_messages={"required": "Write the letter."},
    )


@never_cache
@facilitators_only
def letters(request: HttpRequest, session_id: str) -> HttpResponse:
    """See lists and letters, bring people in, write to all."""
    session = session_with_bookings_for(request, session_id)
    do = request.POST.get("do", "")
    if do == "read":
        return _read(request, session)
    if do == "write":
        return _write(request, session)
    if do == "sent":
        return _sent(request, session)
    return _page(request, session)


def _page(request: HttpRequest, session: Session, **more: Any) -> HttpResponse:
    may = _hands_out_links(request, session)
    page = {
        "session": session,
        "people": ListForm(auto_id="list-%s"),
        "letter": LetterForm(auto_id="letter-%s"),
        "links": may,
        "to_send": by_hand.to_send(session).count() if may else 0,
        "until": timezone.now().isoformat(),
        "no_server": not settings.MAIL_URL and not settings.DEMO,
        "here": "home",
        **more,
    }
    wrong = any(page[form].errors for form in ("people", "letter"))
    return render(request, "programme/letters.html", page, status=422 if wrong else 200)


def _read(request: HttpRequest, session: Session) -> HttpResponse:
    """Show a list as it was understood; bring it in once somebody has looked."""
    form = ListForm(request.POST, request.FILES, auto_id="list-%s")
    found = form.read() if form.is_valid() else None
    if found is None:
        return _page(request, session, people=form)
    if request.POST.get("sure") != "yes" or found.troubles:
        as_text = write_sheet(
            ("name", "email", "organisation", "access needs"),
            [(each.name, each.email, each.organisation, each.access_note) for each in found.people],
        ).removeprefix("\ufeff")
        page = {"session": session, "found": found, "as_text": as_text, "anyway": form.cleaned_data["anyway"]}
        return render(request, "programme/letters_preview.html", {**page, "here": "home"})
    try:
        done = enrol(session.id, found.people, anyway=form.cleaned_data["anyway"])
    except NotPossible as trouble:
        form.add_error(None, str(trouble))
        return _page(request, session, people=form)
    messages.success(request, _said(done))
    return redirect("desk", session.id)


def _said(done: Enrolled) -> str:
    said = [f"{done.placed} have a place"]
    if done.waiting:
        said.append(f"{done.waiting} wait")
    if done.already:
        said.append(f"{done.already} were on the list already")
    return f"{', '.join(said)}. Who has an e-mail address gets a mail."


def _write(request: HttpRequest, session: Session) -> HttpResponse:
    form = LetterForm(request.POST, auto_id="letter-%s")
    if form.is_valid():
        said = form.cleaned_data
        try:
            count = write_to_all(session, said["to"], said["subject"], said["text"])
        except NotPossible as trouble:
            form.add_error(None, str(trouble))
        else:
            messages.success(request, f"The letter goes to {count}." if count > 1 else "The letter goes to one person.")
            return redirect("letters", session.id)
    return _page(request, session, letter=form)


def _sent(request: HttpRequest, session: Session) -> HttpResponse:
    if not _hands_out_links(request, session):
        raise PermissionDenied("Only the producer and the administrator send mails by hand.")
    count = by_hand.mark_sent(session, _moment(request.POST.get("until", "")))
    messages.success(request, f"{count} mails are noted as sent by you.")
    return redirect("letters", session.id)


@never_cache
@require_safe
@facilitators_only
def bookings_sheet(request: HttpRequest, session_id: str) -> HttpResponse:
    """Who booked, as a spreadsheet; what people need only for who may see it."""
    session = session_with_bookings_for(request, session_id)
    with_notes = sees_access_notes(person_of(request), session)
    bookings = session.bookings.select_related("person__organisation", "party").order_by("person__name")
    rows = [
        (
            each.person.name,
            each.person.email,
            each.person.organisation.name if each.person.organisation else "",
            each.person.get_sector_display(),
            each.get_status_display(),
            each.party.name if each.party else "",
            each.get_language_display(),
            each.booked_at.date().isoformat(),
            *((each.access_note,) if with_notes else ()),
        )
        for each in bookings
    ]
    return _sheet(write_sheet((*HEADINGS, *(("access needs",) if with_notes else ())), rows), f"{session.slug}.csv")


@never_cache
@require_safe
@facilitators_only
def mails_sheet(request: HttpRequest, session_id: str) -> HttpResponse:
    """The mails to send by hand, for a mail merge."""
    session = session_with_bookings_for(request, session_id)
    if not _hands_out_links(request, session):
        raise PermissionDenied("Only the producer and the administrator send mails by hand.")
    return _sheet(by_hand.mail_sheet(session, _moment(request.GET.get("until", ""))), f"mails-{session.slug}.csv")


@never_cache
@require_safe
@facilitators_only
def links_sheet(request: HttpRequest, session_id: str) -> HttpResponse:
    """Everybody's own link, to hand out where no mail server is set."""
    session = session_with_bookings_for(request, session_id)
    if not _hands_out_links(request, session) or settings.MAIL_URL:
        raise PermissionDenied("Links are handed out by hand only where this server sends no mail.")
    return _sheet(by_hand.link_sheet(session), f"links-{session.slug}.csv")


def _hands_out_links(request: HttpRequest, session: Session) -> bool:
    """The same people who see what others need: the producer and the administrator."""
    return sees_access_notes(person_of(request), session)


def _moment(said: str) -> datetime:
    try:
        return parse_datetime(said) or timezone.now()
    except ValueError:
        return timezone.now()


def _sheet(text: str, name: str) -> HttpResponse:
    answer = HttpResponse(text, content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer
