"""The record's pages: look through what it will hold, make it, read it, take it along."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.text import slugify
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from folkmoot.kit.ids import new_id
from folkmoot.live.views import enter
from folkmoot.practice_kit.fields import Refused
from folkmoot.practice_kit.wire.ops import PutTheme
from folkmoot.record import writing
from folkmoot.record.state import State
from folkmoot.reports import files, pdf, printed, spoken
from folkmoot.reports.access import Reader, lead_for, reader_for
from folkmoot.reports.actions import make_record
from folkmoot.reports.contents import Contents
from folkmoot.reports.models import SessionRecord
from folkmoot.reports.previews import preview_of
from folkmoot.reports.queries import contents_now, feedback_of, latest_record


@never_cache
@require_safe
def record(request: HttpRequest, session_id: str) -> HttpResponse:
    """The record as it was made; before, what those who run the session can do about it."""
    reader = reader_for(request, session_id)
    made = latest_record(reader.session)
    if made is None:
        if reader.looks_through:
            return redirect("record_preview", session_id)
        return render(request, "reports/not_made.html", {"session": reader.session, "reader": reader})
    contents = contents_now(made)
    context = {
        "session": reader.session,
        "reader": reader,
        "record": made,
        "contents": contents,
        "people": spoken.people_words(contents),
        "purposes_hint": spoken.purposes_words(contents),
        "kept": spoken.number(contents.purposes_kept).capitalize(),
        "keeps": spoken.keeps(contents.rule),
        "made": spoken.made_words(made),
    }
    return render(request, "reports/record.html", context)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def record_preview(request: HttpRequest, session_id: str) -> HttpResponse:
    """What the record will hold: those who ran the session look it through, the lead makes it."""
    reader = reader_for(request, session_id)
    if not reader.looks_through:
        raise PermissionDenied("What the record will hold is for those who ran the session.")
    if request.method == "POST":
        return _make(request, reader)
    state = State.load(session_id)
    preview = preview_of(state)
    context = {
        "session": reader.session,
        "reader": reader,
        "record": latest_record(reader.session),
        "preview": preview,
        "holds": spoken.preview_words(preview.contents.rule),
        "purposes_hint": spoken.purposes_words(preview.contents),
        "feedback": feedback_of(state),
    }
    return render(request, "reports/preview.html", context)


def _make(request: HttpRequest, reader: Reader) -> HttpResponse:
    if not reader.leads:
        raise PermissionDenied("Only the lead makes the record.")
    try:
        made = make_record(reader.session, reader.person, request.POST.getlist("let_in"))
    except Refused as refused:
        messages.error(request, refused.message)
        return redirect("record_preview", reader.session.id)
    messages.success(request, f"The record is made: version {made.version}.")
    return redirect("record", reader.session.id)


@require_POST
def record_theme(request: HttpRequest, session_id: str) -> HttpResponse:
    """The lead has read a theme's title, changed it perhaps, and lets it leave or holds it."""
    reader = lead_for(request, session_id)
    enter(reader.person, reader.session)
    op = PutTheme(
        op_id=new_id(),
        activity=request.POST.get("activity", "")[:16],
        theme=request.POST.get("theme", "")[:16],
        title=request.POST.get("title", ""),
        reviewed=request.POST.get("do") == "let_in",
    )
    outcome = writing.submit(session_id, reader.person.id, op)
    if outcome.refused is not None:
        messages.error(request, outcome.refused.message)
    return redirect(f"{request.path.removesuffix('theme/')}preview/#themes")


@never_cache
@require_safe
def record_pdf(request: HttpRequest, session_id: str) -> HttpResponse:
    """The record as a tagged PDF."""
    made, contents = _made(request, session_id)
    data = pdf.made("record.typ", printed.record_data(contents, made), made.made_on)
    return attached(data, "application/pdf", contents.title, "pdf")


@never_cache
@require_safe
def record_json(request: HttpRequest, session_id: str) -> HttpResponse:
    """The record as JSON."""
    made, contents = _made(request, session_id)
    return attached(files.as_json(contents, made), "application/json; charset=utf-8", contents.title, "json")


@never_cache
@require_safe
def record_csv(request: HttpRequest, session_id: str) -> HttpResponse:
    """The record as a table."""
    _, contents = _made(request, session_id)
    return attached(files.as_csv(contents), "text/csv; charset=utf-8", contents.title, "csv")


def _made(request: HttpRequest, session_id: str) -> tuple[SessionRecord, Contents]:
    made = latest_record(reader_for(request, session_id).session)
    if made is None:
        raise Http404("The record has not been made yet.")
    return made, contents_now(made)


def attached(content: str | bytes, kind: str, title: str, ending: str) -> HttpResponse:
    """A file to keep, named after its title."""
    answer = HttpResponse(content, content_type=kind)
    answer["Content-Disposition"] = f'attachment; filename="{slugify(title) or "record"}.{ending}"'
    return answer
