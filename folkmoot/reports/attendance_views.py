"""Attendance after a session: who was there for how long, corrected by the producer."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from folkmoot.kit.ids import new_id
from folkmoot.programme.models import Session
from folkmoot.record import writing
from folkmoot.record.models import Participant
from folkmoot.record.operations.attendance import CorrectAttendance
from folkmoot.record.queries import presence_in
from folkmoot.reports.access import attendance_reader_for
from folkmoot.reports.forms import AttendanceForm


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def attendance(request: HttpRequest, session_id: str) -> HttpResponse:
    """How long each person was there; two times put it right, and the counted time can be had back."""
    reader = attendance_reader_for(request, session_id)
    session = reader.session
    form = AttendanceForm(request.POST if request.POST.get("do") == "correct" else None)
    if request.method == "POST":
        if request.POST.get("do") == "counted":
            _submit(request, session, CorrectAttendance(op_id=new_id(), person=request.POST.get("person", "")[:16]))
            return redirect("record_attendance", session_id)
        if form.is_valid() and session.date is not None:
            since, until = form.times(session)
            person = form.cleaned_data["person"]
            _submit(request, session, CorrectAttendance(op_id=new_id(), person=person, since=since, until=until))
            return redirect("record_attendance", session_id)
        messages.error(request, "Give both times, as in 13:00 and 14:02. Nothing has changed.")
    found = presence_in(session)
    names = {p.person_id: p for p in Participant.objects.filter(session=session, person__in=found)}
    rows = [{"participant": names[key], "presence": presence} for key, presence in found.items() if key in names]
    context = {"session": session, "reader": reader, "rows": sorted(rows, key=_by_name)}
    return render(request, "reports/attendance.html", context, status=422 if form.errors else 200)


def _by_name(row: dict[str, object]) -> str:
    return str(row["participant"]).casefold()


def _submit(request: HttpRequest, session: Session, op: CorrectAttendance) -> None:
    outcome = writing.submit(session.id, "", op)
    if outcome.refused is not None:
        messages.error(request, outcome.refused.message)
    else:
        messages.success(request, "Corrected. Certificates follow by themselves.")
