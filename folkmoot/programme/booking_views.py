"""The pages of booking: the form, and a booking's own page, to which its mails lead."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from django.conf import settings
from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from folkmoot.kit import time as clock
from folkmoot.people.identity import link_token, must_sign_in, person_of, remember
from folkmoot.people.limits import address_of, allow
from folkmoot.programme import calendar_files, queries
from folkmoot.programme.actions import booking as book_action
from folkmoot.programme.actions import changing, waiting
from folkmoot.programme.actions.booking import Booked, NotPossible
from folkmoot.programme.booking_forms import BookingForm, TellingForm, told
from folkmoot.programme.links import booking_of_token, party_url
from folkmoot.programme.models import Booking
from folkmoot.programme.places import QUEUING, Standing, is_today
from folkmoot.programme.public_views import CALENDAR
from folkmoot.programme.when import spoken_moment

DONE = "folkmoot_booked"
"""The key, in Django's session, of what this device booked last: [programme's address, bookings' ids, address, theirs].

`theirs` are the ids that this device made. Another may have been there already: who types somebody's name and address
learns nothing of it, neither its place in the queue nor its group."""
WINDOW_SECONDS = 10 * 60
AN_EMAIL = 10
DEEDS: dict[str, Callable[[str], Booking]] = {
    "confirm": changing.confirm,
    "undo": changing.undo_cancel,
    "accept": waiting.accept,
}


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def session_book(request: HttpRequest, programme: str, session: str) -> HttpResponse:
    """Book a place at one session, or a place in its queue; by a group's link, with that group."""
    known = person_of(request)
    found = queries.programme_to_show(programme, known)
    shown = queries.show([queries.session_to_show(found, session)])[0]
    party = queries.party_of_code(shown.session, request.GET.get("group", ""))
    form = BookingForm(request.POST or None, known=known, joins_party=party is not None)
    context = {"programme": found, "shown": shown, "session": shown.session, "party": party, "form": form}
    context |= {"rule": queries.rule_said(shown.session), "here": "programmes"}
    if request.method != "POST" or not (form.is_valid() and _within_limits(request, form)):
        status = 200 if request.method != "POST" else 422
        return render(request, "programme/book.html", context, status=status)

    def book() -> list[Booked]:
        return [book_action.book(shown.session.id, form.wanted(party.code if party else ""), known)]

    return _booked(request, programme, form, book) or render(request, "programme/book.html", context, status=409)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def programme_book(request: HttpRequest, programme: str) -> HttpResponse:
    """Book every session of a programme that can be booked."""
    known = person_of(request)
    found = queries.programme_to_show(programme, known)
    shown = [each for each in queries.show(queries.sessions_of(found)) if each.standing.takes_bookings]
    form = BookingForm(request.POST or None, known=known, joins_party=True)
    context = {"programme": found, "sessions": shown, "form": form, "here": "programmes"}
    if request.method != "POST" or not (form.is_valid() and _within_limits(request, form)):
        status = 200 if request.method != "POST" else 422
        return render(request, "programme/book_series.html", context, status=status)

    def book() -> list[Booked]:
        return book_action.book_series([each.session.id for each in shown], form.wanted(), known)

    return _booked(request, programme, form, book) or render(request, "programme/book_series.html", context, status=409)


def _within_limits(request: HttpRequest, form: BookingForm) -> bool:
    """Whether this address, and this e-mail address, booked no more than people do."""
    by_address = allow("book", address_of(request), settings.BOOKINGS_PER_ADDRESS, WINDOW_SECONDS)
    by_email = allow("book for", form.cleaned_data["email"].lower(), AN_EMAIL, WINDOW_SECONDS)
    if not (by_address and by_email):
        form.add_error(None, "Very many bookings came from here just now. Wait ten minutes, or write to us.")
    return by_address and by_email


def _booked(
    request: HttpRequest, programme: str, form: BookingForm, book: Callable[[], list[Booked]]
) -> HttpResponse | None:
    """Book and go on to what to do next; None when it cannot be done, which the form then says."""
    try:
        # What fills a box that people do not see is no person: it is told the same, and nothing happens.
        done = [] if form.is_machine else book()
    except NotPossible as refused:
        form.add_error(None, str(refused))
        return None
    theirs = _made_here(request)
    theirs += [each.booking.id for each in done if not each.again or each.booking.person == form.known]
    request.session[DONE] = [programme, [each.booking.id for each in done], form.cleaned_data["email"], theirs]
    return redirect("booked", programme)


def _made_here(request: HttpRequest) -> list[str]:
    match request.session.get(DONE):
        case [_, _, _, list(theirs)]:
            return [str(each) for each in theirs]
        case _:
            return []


@never_cache
@require_safe
def booked(request: HttpRequest, programme: str) -> HttpResponse:
    """What this device just booked, and that a mail is on its way. It tells nothing that was not typed here."""
    match request.session.get(DONE):
        case [str(slug), list(ids), str(email), list(theirs)] if slug == programme:
            found = queries.programme_to_show(programme, person_of(request))
            bookings = list(_bookings(ids))
            context = {"programme": found, "bookings": bookings, "email": email, "here": "programmes"}
            context["waiting"] = [each for each in bookings if _waits(each, told=each.id in theirs)]
            made_here = (each for each in bookings if each.id in theirs)
            context["party_url"] = next(filter(None, map(party_url, made_here)), "")
            return render(request, "programme/booked.html", context)
        case _:
            return redirect("programme_page", programme)


def _waits(booking: Booking, *, told: bool) -> bool:
    """Whether a booking waits; of one that was there already, what a new one would do."""
    if told:
        return booking.status in QUEUING
    return queries.show([booking.session])[0].standing == Standing.FULL


def _bookings(ids: Iterable[str]) -> QuerySet[Booking]:
    found = Booking.objects.filter(id__in=list(ids)).select_related("session__programme", "party", "person")
    return found.order_by("session__position")


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def booking(request: HttpRequest, token: str) -> HttpResponse:
    """A booking's own page. Opening it changes nothing; its buttons do (8b.7)."""
    found = booking_of_token(token)
    if found is None:
        return _gone(request)
    if request.method == "POST":
        return _do(request, found, token)
    return render(request, "programme/booking.html", _surroundings(found, token))


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def booking_cancel(request: HttpRequest, token: str) -> HttpResponse:
    """Ask before a place, an offer or a place in the queue is given up.

    There is a choice to make, and nothing is chosen: a mail's scanner that sends every form it finds gives up nothing.
    """
    found = booking_of_token(token)
    if found is None:
        return _gone(request)
    answer = request.POST.get("sure")
    if answer not in {"yes", "no"}:
        asked = request.method == "POST"
        context = _surroundings(found, token) | {"unanswered": asked}
        return render(request, "programme/booking_cancel.html", context, status=422 if asked else 200)
    try:
        if answer == "yes":
            changing.cancel(found.id)
    except NotPossible as refused:
        messages.warning(request, str(refused))
    return redirect("booking", token)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def booking_change(request: HttpRequest, token: str) -> HttpResponse:
    """Change what was told with a booking."""
    found = booking_of_token(token)
    if found is None:
        return _gone(request)
    form = TellingForm(request.POST or None, initial=told(found))
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        changing.change(
            found.id,
            access_note=form.access_note(),
            hope=data["hope"],
            language=data["language"],
            listed=data["listed"],
        )
        messages.success(request, "Changed. Thank you for telling us.")
        return redirect("booking", token)
    context = _surroundings(found, token) | {"form": form}
    return render(request, "programme/booking_change.html", context, status=422 if form.errors else 200)


@never_cache
@require_safe
def booking_calendar(request: HttpRequest, token: str) -> HttpResponse:
    """The calendar file of a booking."""
    found = booking_of_token(token)
    if found is None or found.session.starts_at is None:
        return _gone(request)
    return HttpResponse(calendar_files.booking_file(found), content_type=CALENDAR)


def _do(request: HttpRequest, found: Booking, token: str) -> HttpResponse:
    """Carry out what a button asks, and have this device remember who pressed it."""
    deed = DEEDS.get(request.POST.get("do", ""))
    if deed is None:
        messages.error(request, "That button is not known any more. Nothing has changed.")
        return redirect("booking", token)
    try:
        deed(found.id)
        if deed is changing.confirm:
            _confirm_others(request, found)
    except NotPossible as refused:
        messages.warning(request, str(refused))
    if deed in {changing.confirm, waiting.accept} and not must_sign_in(found.person):
        remember(request, found.person)
    return redirect("booking", token)


def _confirm_others(request: HttpRequest, found: Booking) -> None:
    """Confirm, with one press, what else the same person booked and ticked."""
    for other in _waiting_for_confirmation(found).filter(id__in=request.POST.getlist("also")):
        changing.confirm(other.id)


def _waiting_for_confirmation(found: Booking) -> QuerySet[Booking]:
    others = Booking.objects.filter(person=found.person, status=Booking.Status.REQUESTED).exclude(id=found.id)
    return others.filter(session__programme=found.session.programme).select_related("session")


def _surroundings(found: Booking, token: str) -> dict[str, object]:
    now = clock.utc_now()
    session = found.session
    return {
        "booking": found,
        "token": token,
        "session": session,
        "programme": session.programme,
        "shown": queries.show([session])[0],
        "others": _waiting_for_confirmation(found),
        "ahead": session.bookings.filter(status__in=QUEUING, queue__lt=found.queue).count(),
        "until": spoken_moment(found.offered_until, session.zone) if found.offered_until else "",
        "today": is_today(session, now),
        "can_undo": changing.can_undo(found, now),
        "party_url": party_url(found),
        "my_url": f"/me/{link_token(found.person)}/",
    }


def _gone(request: HttpRequest) -> HttpResponse:
    why = "It was not made by us as it stands, or newer links have replaced it."
    return render(request, "people/link_unusable.html", {"why": why}, status=404)
