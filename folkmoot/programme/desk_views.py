"""The bookings desk: who booked, who waits, and what the desk does by hand. It never shows a contribution."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.validators import validate_email
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache

from folkmoot.people.actions import ORGANISATION_LIMIT, WrongName, checked_name
from folkmoot.people.identity import person_of
from folkmoot.people.merging import undo_merge
from folkmoot.people.models import PERSON_NAME_LIMIT, Language, Person, Sector
from folkmoot.people.plain_forms import PlainForm
from folkmoot.programme.access import (
    facilitators_only,
    sees_access_notes,
    sees_duplicates,
    session_with_bookings_for,
)
from folkmoot.programme.actions.booking import NotPossible, Wanted
from folkmoot.programme.actions.changing import cancel, undo_cancel
from folkmoot.programme.actions.scheduling import cancel_session, close_booking, open_booking, reschedule
from folkmoot.programme.actions.transferring import send_in_my_place
from folkmoot.programme.desk_actions import (
    add_by_hand,
    give_place,
    mend_address,
    merge_duplicates,
    note_what_helps,
    offer_place,
    send_again,
)
from folkmoot.programme.desk_queries import SHOWN, merges_in, read_desk
from folkmoot.programme.models import PARA, Booking, Mail, Session
from folkmoot.programme.outbox import try_again
from folkmoot.programme.when import spoken_times


class AddForm(PlainForm):
    """Somebody who rang or wrote."""

    name = forms.CharField(
        label="Name", max_length=PERSON_NAME_LIMIT, widget=forms.TextInput(attrs={"autocomplete": "off"})
    )
    email = forms.EmailField(label="E-mail", required=False, help_text="Without one, read the room’s code out to them.")
    organisation = forms.CharField(label="Organisation", required=False, max_length=ORGANISATION_LIMIT)
    sector = forms.ChoiceField(label="Sector", required=False, choices=[("", "Not said"), *Sector.choices])
    language = forms.ChoiceField(label="Language for messages", choices=Language.choices, initial=Language.ENGLISH)
    access_note = forms.CharField(
        label="What would help them take part?",
        required=False,
        max_length=PARA,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="The producer and the administrator see this. It is deleted 30 days after the session.",
    )
    anyway = forms.BooleanField(label="Give a place even if the session is full", required=False)


class TimeForm(PlainForm):
    """When the session is."""

    day = forms.DateField(label="Day", widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))
    start = forms.TimeField(label="From", widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"))
    end = forms.TimeField(label="To", widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"))


@never_cache
@facilitators_only
def desk(request: HttpRequest, session_id: str) -> HttpResponse:
    """See the bookings of a session, and act on them; without JavaScript."""
    session = session_with_bookings_for(request, session_id)
    person = person_of(request)
    if person is None:
        raise PermissionDenied("Sign in to see bookings.")
    if request.method == "POST":
        return _act(request, session, person)
    return _page(request, session, person, AddForm(auto_id="add-%s"), _time_form(session))


def _time_form(session: Session, data: QueryDict | None = None) -> TimeForm:
    return TimeForm(data, auto_id="when-%s", initial={"day": session.date, "start": session.start, "end": session.end})


def _page(request: HttpRequest, session: Session, person: Person, add: AddForm, when: TimeForm) -> HttpResponse:
    search, shown = request.GET.get("q", "")[:100], request.GET.get("show", "")
    page = {
        "desk": read_desk(session, person, search=search, shown=shown, page=request.GET.get("page", "1")),
        "session": session,
        "add": add,
        "when": when,
        "times": spoken_times(session),
        "opened": request.GET.get("open", ""),
        "search": search,
        "shown": shown,
        "choices": [(key, words) for key, (words, _) in SHOWN.items()],
        "here": "home",
    }
    return render(request, "programme/desk.html", page)


# ── Doing ────────────────────────────────────────────────────────────────────────────────────────────────────────


def _act(request: HttpRequest, session: Session, person: Person) -> HttpResponse:
    do = request.POST.get("do", "")
    if do == "add":
        return _add(request, session, person)
    if do == "when":
        return _move(request, session, person)
    try:
        said = _done(do, request.POST, session, person)
    except (NotPossible, WrongName) as trouble:
        messages.error(request, str(trouble))
    else:
        messages.success(request, said)
    return redirect("desk", session.id)


def _done(do: str, posted: QueryDict, session: Session, person: Person) -> str:
    if do == "note" and not sees_access_notes(person, session):
        raise PermissionDenied("Only the producer and the administrator see what people need.")
    if act := WITH_BOOKING.get(do):
        return act(
            get_object_or_404(
                Booking.objects.select_related("person", "session"), id=posted.get("booking"), session=session
            ),
            posted,
        )
    if act_on_session := WITH_SESSION.get(do):
        return act_on_session(session, posted)
    if act_on_people := WITH_PEOPLE.get(do):
        if not sees_duplicates(person, session):
            raise PermissionDenied("Only the producer sees possible duplicates.")
        return act_on_people(session, posted, person)
    raise Http404("The desk does no such thing.")


def _give_place(booking: Booking, posted: QueryDict) -> str:
    give_place(booking)
    return f"{booking.person.name} has a place, and a mail says so." if booking.person.email else _no_mail(booking)


def _no_mail(booking: Booking) -> str:
    return f"{booking.person.name} has a place. They get no mail: read out the code {booking.session.join_code}."


def _offer(booking: Booking, posted: QueryDict) -> str:
    offer_place(booking)
    return f"{booking.person.name} is offered a place."


def _cancel(booking: Booking, posted: QueryDict) -> str:
    cancel(booking.id)
    return f"{booking.person.name} is off the list. For an hour you can take that back."


def _undo(booking: Booking, posted: QueryDict) -> str:
    undo_cancel(booking.id)
    return f"{booking.person.name} is back on the list."


def _resend(booking: Booking, posted: QueryDict) -> str:
    send_again(booking)
    return f"The link goes to {booking.person.email} again."


def _mend(booking: Booking, posted: QueryDict) -> str:
    mend_address(booking, posted.get("email", "").strip())
    return "The address is mended, and what had failed is sent again."


def _transfer(booking: Booking, posted: QueryDict) -> str:
    name, email = checked_name(posted.get("name", "")), posted.get("email", "").strip()
    try:
        validate_email(email)
    except ValidationError as trouble:
        raise NotPossible("Write the e-mail address of whoever comes instead: it has an @ in it.") from trouble
    theirs = send_in_my_place(booking.id, name, email)
    return f"The place is {theirs.person.name}’s now. Both get a mail."


def _retry(session: Session, posted: QueryDict) -> str:
    try_again(get_object_or_404(Mail, id=posted.get("mail"), session=session))
    return "The mail is sent again."


def _open(session: Session, posted: QueryDict) -> str:
    open_booking(session.id)
    return "Booking is open."


def _close(session: Session, posted: QueryDict) -> str:
    close_booking(session.id)
    return "Booking is closed. Who waits still gets what falls free."


def _call_off(session: Session, posted: QueryDict) -> str:
    if posted.get("sure") != "yes":
        raise NotPossible("Tick the box first: everybody who booked gets a mail.")
    cancel_session(session.id)
    return "The session is cancelled, and everybody who booked gets a mail."


def _merge(session: Session, posted: QueryDict, person: Person) -> str:
    done = merge_duplicates(session, posted.get("one", ""), posted.get("other", ""), person)
    return f"They are one now: {done.kept.name}. You can take that back."


def _unmerge(session: Session, posted: QueryDict, person: Person) -> str:
    done = next((each for each in merges_in(session) if each.id == posted.get("merge")), None)
    if done is None:
        raise NotPossible("That was taken back already.")
    undo_merge(done)
    return f"{done.kept.name} and {done.other.name} are two again."


def _note(booking: Booking, posted: QueryDict) -> str:
    note_what_helps(booking, posted.get("note", ""))
    return f"Kept for {booking.person.name}. It goes by itself, 30 days after the session."


WITH_BOOKING: Mapping[str, Callable[[Booking, QueryDict], str]] = {
    "place": _give_place,
    "offer": _offer,
    "cancel": _cancel,
    "undo": _undo,
    "resend": _resend,
    "mend": _mend,
    "transfer": _transfer,
    "note": _note,
}
WITH_SESSION: Mapping[str, Callable[[Session, QueryDict], str]] = {
    "retry": _retry,
    "open": _open,
    "close": _close,
    "call_off": _call_off,
}
WITH_PEOPLE: Mapping[str, Callable[[Session, QueryDict, Person], str]] = {"merge": _merge, "unmerge": _unmerge}


def _add(request: HttpRequest, session: Session, person: Person) -> HttpResponse:
    form = AddForm(request.POST, auto_id="add-%s")
    if form.is_valid():
        try:
            booking = add_by_hand(session, _wanted(form.cleaned_data), anyway=form.cleaned_data["anyway"])
        except (NotPossible, WrongName) as trouble:
            form.add_error("name" if isinstance(trouble, WrongName) else None, str(trouble))
        else:
            messages.success(request, _said_added(booking))
            return redirect("desk", session.id)
    return _page(request, session, person, form, _time_form(session))


def _wanted(said: Mapping[str, Any]) -> Wanted:
    fields = ("name", "email", "organisation", "sector", "language", "access_note")
    return Wanted(**{field: said[field] for field in fields})


def _said_added(booking: Booking) -> str:
    if booking.status == Booking.Status.WAITLISTED:
        return f"{booking.person.name} is on the waiting list."
    return f"{booking.person.name} has a place." if booking.person.email else _no_mail(booking)


def _move(request: HttpRequest, session: Session, person: Person) -> HttpResponse:
    form = _time_form(session, request.POST)
    if form.is_valid():
        try:
            reschedule(session.id, form.cleaned_data["day"], form.cleaned_data["start"], form.cleaned_data["end"])
        except NotPossible as trouble:
            form.add_error(None, str(trouble))
        else:
            messages.success(request, "The time is set. Whoever booked gets a mail with a new calendar file.")
            return redirect(f"{reverse('desk', args=[session.id])}#when")
    return _page(request, session, person, AddForm(auto_id="add-%s"), form)
