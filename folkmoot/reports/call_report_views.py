"""Taking attendance from the meeting tool's report: choose the file, look at who is who, keep it."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from zoneinfo import available_timezones

from django import forms
from django.contrib import messages
from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from folkmoot.kit.ids import new_id
from folkmoot.kit.time import utc_to_local
from folkmoot.matching.sheets.reading import NotUsable
from folkmoot.programme.models import Booking, Session
from folkmoot.record import writing
from folkmoot.record.models import Participant
from folkmoot.record.operations.attendance import ReportAttendance
from folkmoot.reports.access import attendance_reader_for
from folkmoot.reports.call_names import Known, Match, match_names
from folkmoot.reports.call_report import read_report

SALT = "folkmoot.reports.call_report"
LASTS_SECONDS = 2 * 60 * 60
HELD = [Booking.Status.CONFIRMED, Booking.Status.ATTENDED, Booking.Status.PART_ATTENDED, Booking.Status.NO_SHOW]


class ReportForm(forms.Form):
    """The report, and in which zone its times are."""

    file = forms.FileField(
        label="The meeting tool’s attendance report",
        help_text="As it was downloaded: CSV, with commas or tabs. Nothing is kept before you have looked at it.",
        error_messages={"required": "Choose the file first.", "empty": "That file is empty. Download it again."},
    )
    zone = forms.ChoiceField(
        label="Its times are those of",
        help_text="Teams writes the times of whoever downloaded it; Zoom those of the account.",
    )

    def __init__(self, data: Any, files: Any, session: Session) -> None:
        super().__init__(data, files, initial={"zone": session.zone})
        self.fields["zone"].choices = _zones(session.zone)  # type: ignore[attr-defined]  # a choice field's own


def _zones(own: str) -> list[tuple[str, str]]:
    first = [own, "UTC"]
    rest = sorted(zone for zone in available_timezones() if "/" in zone and not zone.startswith(("Etc/", "posix/")))
    return [(zone, zone.replace("_", " ")) for zone in dict.fromkeys([*first, *rest])]


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def call_report(request: HttpRequest, session_id: str) -> HttpResponse:
    """The file, then a preview; what the preview says is kept only when it is sent back."""
    session = attendance_reader_for(request, session_id).session
    if request.method == "POST" and "report" in request.POST:
        return _keep(request, session)
    form = ReportForm(request.POST or None, request.FILES or None, session)
    context: dict[str, Any] = {"session": session, "form": form}
    if request.method == "POST" and form.is_valid():
        try:
            context |= _preview(session, form)
        except NotUsable as trouble:
            form.add_error("file", str(trouble))
    return render(request, "reports/call_report.html", context, status=422 if form.errors else 200)


def _preview(session: Session, form: ReportForm) -> dict[str, Any]:
    file = form.cleaned_data["file"]
    if session.date is None:
        raise NotUsable("This session has no date, so no report can be of its day. Give it its date first.")
    lines = read_report(file.read(), file.name, day=session.date, zone=form.cleaned_data["zone"])
    people = known_in(session)
    rows = [_row(match, session) for match in match_names(lines, people)]
    signed = signing.dumps([[_pair(t) for t in line.times] for line in lines], salt=SALT, compress=True)
    outside = bool(lines) and not any(row["inside"] for row in rows)
    return {"rows": rows, "people": people, "signed": signed, "outside": outside}


def _pair(times: tuple[datetime, datetime]) -> list[str]:
    return [at.isoformat() for at in times]


def _row(match: Match, session: Session) -> dict[str, Any]:
    times = match.line.times
    spoken = [f"{utc_to_local(a, session.zone):%H:%M} to {utc_to_local(b, session.zone):%H:%M}" for a, b in times]
    starts, ends = session.starts_at, session.ends_at
    inside = starts is None or ends is None or any(a < ends and b > starts for a, b in times)
    return {"match": match, "times": spoken, "inside": inside}


def known_in(session: Session) -> list[Known]:
    """Everybody of a session: who was in the room, and who had a place and perhaps followed in the call alone."""
    found = {
        row.person_id: Known(row.person_id, row.name, (row.name, row.call_name), row.person.email)
        for row in Participant.objects.filter(session=session).select_related("person")
    }
    for booking in Booking.objects.filter(session=session, status__in=HELD).select_related("person"):
        person = booking.person
        found.setdefault(person.id, Known(person.id, person.name, (person.name,), person.email))
    return sorted(found.values(), key=lambda known: known.name.casefold())


def _keep(request: HttpRequest, session: Session) -> HttpResponse:
    try:
        lines = signing.loads(request.POST["report"], salt=SALT, max_age=LASTS_SECONDS)
    except signing.BadSignature:
        messages.error(request, "That preview is too old. Choose the file again; nothing was kept.")
        return redirect("record_call_report", session.id)
    people = {known.id: known for known in known_in(session)}
    kept = 0
    for place, times in enumerate(lines):
        known = people.get(request.POST.get(f"who-{place}", ""))
        if known is not None:
            read = [(datetime.fromisoformat(a), datetime.fromisoformat(b)) for a, b in times]
            op = ReportAttendance(op_id=new_id(), person=known.id, name=known.name, times=read)
            kept += writing.submit(session.id, "", op).refused is None
    left = len(lines) - kept
    messages.success(request, f"Kept for {kept}, {left} left out. Certificates follow by themselves.")
    return redirect("record_attendance", session.id)
