"""Pages of slides: adding and changing them, and sending what they hold."""

from __future__ import annotations

from pathlib import PurePosixPath

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from folkmoot.practice_kit.fields import Refused
from folkmoot.programme import access
from folkmoot.programme import agenda_slides as slides
from folkmoot.programme.agenda import Slide, find_item, read_agenda
from folkmoot.programme.agenda_forms import ItemForm, SlideForm
from folkmoot.programme.models import Resource, Session

A_YEAR = 60 * 60 * 24 * 365


@require_POST
@access.facilitators_only
def add(request: HttpRequest, session_id: str, item_id: str) -> HttpResponse:
    """Add a slide, file or link to an item."""
    session = access.session_to_plan_for(request, session_id)
    form = SlideForm(request.POST, request.FILES)
    if form.is_valid():
        try:
            _add(session, item_id, form)
            return _back(session, item_id)
        except Refused as refused:
            form.add_error(refused.field if refused.field in form.fields else None, refused.message)
    return _again(request, session, item_id, form)


def _add(session: Session, item_id: str, form: SlideForm) -> None:
    given = form.cleaned_data
    slide = Slide(
        id="",
        kind="link",
        title=given["title"],
        url=given["url"],
        alternative=given["alternative"],
        minutes=given["minutes"],
        cue=given["cue"],
    )
    if given["file"]:
        slides.add_upload(session, item_id, given["file"], slide)
    else:
        slides.add_link(session, item_id, slide)


@require_POST
@access.facilitators_only
def change(request: HttpRequest, session_id: str, slide_id: str) -> HttpResponse:
    """Move, reword or take away a slide, file or link."""
    session = access.session_to_plan_for(request, session_id)
    try:
        item_id = slides.holder_of(read_agenda(session), slide_id).id
    except KeyError as gone:
        raise Http404("There is no such slide.") from gone
    try:
        _change(session, slide_id, request)
    except Refused as refused:
        messages.error(request, refused.message)
    return _back(session, item_id)


def _change(session: Session, slide_id: str, request: HttpRequest) -> None:
    match request.POST.get("do"):
        case "up":
            slides.move_slide(session, slide_id, "up")
        case "down":
            slides.move_slide(session, slide_id, "down")
        case "remove":
            slides.remove_slide(session, slide_id)
        case _:
            slides.edit_slide(session, _reworded(slide_id, request))


def _reworded(slide_id: str, request: HttpRequest) -> Slide:
    said, minutes = request.POST, request.POST.get("minutes", "").strip()
    if minutes and not (minutes.isascii() and minutes.isdigit() and int(minutes) <= 600):
        raise Refused("minutes", "Write the minutes as a whole number, or leave them out.", "minutes")
    return Slide(
        id=slide_id,
        kind="",
        title=said.get("title", ""),
        alternative=said.get("alternative", ""),
        minutes=int(minutes) if minutes else None,
        cue=said.get("cue", ""),
    )


def _back(session: Session, item_id: str) -> HttpResponse:
    return HttpResponseRedirect(reverse("plan_item", args=[session.id, item_id]) + "#slides")


def _again(request: HttpRequest, session: Session, item_id: str, form: SlideForm) -> HttpResponse:
    agenda = read_agenda(session)
    try:
        item = find_item(agenda, item_id)
    except KeyError as gone:
        raise Http404("There is no such item.") from gone
    item_form = ItemForm(item, agenda)
    context = {
        "session": session,
        "item": item,
        "form": item_form,
        "slide_form": form,
        "practice": item_form.practice,
    }
    return render(request, "programme/plan_item.html", context, status=422)


@require_safe
def content(request: HttpRequest, name: str) -> HttpResponse:
    """Send an uploaded slide or file to whoever holds its address, which cannot be guessed.

    Everyone in the room has it, guests by code included, and so has the shared screen, which nobody signs in to.
    """
    resource = Resource.objects.filter(file=name).first()
    kind = slides.CONTENT_TYPES.get(PurePosixPath(name).suffix.removeprefix("."))
    if resource is None or kind is None:
        raise Http404("There is no such file.")
    try:
        with resource.file.open("rb") as opened:
            answer = HttpResponse(opened.read(), content_type=kind)  # bounded by the upload; a stream blocks the loop
    except FileNotFoundError as gone:
        raise Http404("This file is gone.") from gone
    answer["Cache-Control"] = f"private, max-age={A_YEAR}, immutable"
    answer["Content-Security-Policy"] = "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'self'"
    answer["X-Robots-Tag"] = "noindex"
    return answer
