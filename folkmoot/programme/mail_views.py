"""In the demo, every mail can be read on a local page. Nowhere else."""

from __future__ import annotations

import base64
import hashlib

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.template.loader import render_to_string
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from folkmoot.programme.models import Mail

MOST = 200


@never_cache
@require_safe
def demo_mail(request: HttpRequest) -> HttpResponse:
    """The latest mails, without those that were called back unsent. Raises Http404 outside the demo."""
    _demo_only()
    sent = Mail.objects.exclude(status=Mail.Status.DROPPED)
    mails = sent.select_related("session").order_by("-created_at")[:MOST]
    return render(request, "programme/mails.html", {"mails": mails})


@never_cache
@require_safe
def demo_mail_read(request: HttpRequest, mail_id: str) -> HttpResponse:
    """One mail with its envelope. Raises Http404 outside the demo."""
    _demo_only()
    return render(request, "programme/mail.html", {"mail": get_object_or_404(Mail, id=mail_id)})


@never_cache
@require_safe
def demo_mail_page(request: HttpRequest, mail_id: str) -> HttpResponse:
    """The mail's own page as a mail program would show it. Raises Http404 outside the demo."""
    _demo_only()
    answer = HttpResponse(get_object_or_404(Mail, id=mail_id).html)
    # Its one style element is ours and known by its digest: nothing else in it may run or load.
    answer["Content-Security-Policy"] = (
        f"default-src 'none'; style-src 'sha256-{_style_digest()}'; base-uri 'none'; frame-ancestors 'self'"
    )
    return answer


def _style_digest() -> str:
    style = render_to_string("mail/style.css")
    return base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()


def _demo_only() -> None:
    if not settings.DEMO:
        raise Http404("Mails can be read here only in the demo.")
