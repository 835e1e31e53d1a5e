"""Certificates of attendance: one's own, and checking somebody's by its code."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from folkmoot.people.limits import address_of, allow
from folkmoot.record.queries import Presence
from folkmoot.reports import pdf, printed
from folkmoot.reports.access import reader_for
from folkmoot.reports.actions import certificate_of, certified
from folkmoot.reports.forms import CodeForm
from folkmoot.reports.models import Certificate
from folkmoot.reports.views import attached

CHECKS, WINDOW_SECONDS = 60, 600
NOTHING = "There is nothing to certify: the session is still open, or was not attended."


@never_cache
@require_safe
def certificate(request: HttpRequest, session_id: str) -> HttpResponse:
    """One's own certificate of a session, as a page."""
    found, presence = _own(request, session_id)
    context = {"certificate": found, "session": found.session, "data": printed.certificate_data(found, presence)}
    return render(request, "reports/certificate.html", context)


@never_cache
@require_safe
def certificate_pdf(request: HttpRequest, session_id: str) -> HttpResponse:
    """One's own certificate of a session, as a tagged PDF."""
    found, presence = _own(request, session_id)
    data = pdf.made("certificate.typ", printed.certificate_data(found, presence), found.issued_on)
    return attached(data, "application/pdf", f"certificate {found.session.title}", "pdf")


def _own(request: HttpRequest, session_id: str) -> tuple[Certificate, Presence]:
    reader = reader_for(request, session_id)
    found = certificate_of(reader.person, reader.session)
    if found is None:
        raise Http404(NOTHING)
    return found


@require_safe
def certificate_check(request: HttpRequest) -> HttpResponse:
    """Type the code of a certificate to check it."""
    form = CodeForm(request.GET or None)
    if form.is_valid():
        return redirect("certificate_checked", "".join(form.cleaned_data["code"].split())[:16] or "-")
    return render(request, "reports/certificate_check.html", {"form": form})


@never_cache
@require_safe
def certificate_checked(request: HttpRequest, code: str) -> HttpResponse:
    """What a certificate with this code says; whoever has the code was shown the certificate."""
    if not allow("certificate", address_of(request), CHECKS, WINDOW_SECONDS):
        return render(request, "429.html", {"wait": "ten minutes"}, status=429)
    found = certified(code)
    context = {"code": code, "data": printed.certificate_data(*found) if found else None}
    return render(request, "reports/certificate_checked.html", context, status=200 if found else 404)
