"""Pages of the practice library, open to everybody."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.safestring import mark_safe
from django.views.decorators.http import require_safe

from folkmoot.practice_kit.catalogue import BY_SLUG
from folkmoot.practice_kit.registry import find
from folkmoot.programme.practice_library import Entry, entries, guide_of, read_filter


@require_safe
def library(request: HttpRequest) -> HttpResponse:
    """All practices, by words, length and groups."""
    asked = read_filter(request.GET)
    found = [entry for entry in entries() if entry.answers(asked)]
    return render(request, "programme/practices.html", {"entries": found, "asked": asked})


@require_safe
def guide(request: HttpRequest, slug: str) -> HttpResponse:
    """One practice: what it is for, and how to run it."""
    if slug not in BY_SLUG:
        raise Http404("There is no such practice.")
    practice = find(slug)
    context = {
        "entry": Entry(BY_SLUG[slug], practice),
        "practice": practice,
        "guide": mark_safe(guide_of(slug)),  # noqa: S308 - rendered from our own file with HTML switched off
    }
    return render(request, "programme/practice.html", context)
