"""Pages that every page's foot leads to: help, accessibility, privacy, and how to report a problem."""

from __future__ import annotations

from importlib.metadata import version
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.urls import path
from django.views.generic import TemplateView

from folkmoot.people import retention

PAGES = {"help": "help", "accessibility": "accessibility", "privacy": "privacy", "report_problem": "report-a-problem"}
"""Each page's name, which is its template's too, and its address."""

BASES = {
    "public_task": "to carry out our public task (UK GDPR, article 6(1)(e))",
    "legitimate_interests": "because holding these sessions is in our legitimate interests (UK GDPR, article 6(1)(f))",
}


def notice() -> dict[str, Any]:
    """What the privacy notice says of this host, from the settings."""
    return {
        "answers": settings.PRIVACY_CONTACT,
        "basis": BASES[settings.LAWFUL_BASIS],
        "mail_goes_by": urlsplit(settings.MAIL_URL).hostname or "",
        "others": settings.PRIVACY_OTHERS,
        "kept": retention.said(),
        "version": version("folkmoot"),
    }


class Page(TemplateView):
    """One of these pages, made from the host's settings."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """What is so on this server."""
        return super().get_context_data(**kwargs) | notice()


urlpatterns = [
    path(f"{address}/", Page.as_view(template_name=f"programme/help/{name}.html"), name=name)
    for name, address in PAGES.items()
]
