"""For administrators: what is held about a person, to give it to them or to erase it. No word of it is shown here."""

from __future__ import annotations

import json

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from folkmoot.kit.text import tidy
from folkmoot.people import ledger
from folkmoot.people.access import administrators_only
from folkmoot.people.models import Person
from folkmoot.people.search import erase_for, export_for, find_people, held_about


@require_safe
@administrators_only
def search(request: HttpRequest, person: Person) -> HttpResponse:
    """Find somebody by name or address."""
    typed = request.GET.get("q", "")[:100]
    page = {"typed": typed, "found": find_people(typed), "here": "home"}
    return render(request, "people/search.html", page)


@require_safe
@administrators_only
def went(request: HttpRequest, person: Person) -> HttpResponse:
    """What was erased, withdrawn or kept long enough, by day: kinds and numbers, never whose, and no word of it."""
    return render(request, "people/went.html", {"gone": ledger.gone(), "days": ledger.KEPT.days, "here": "home"})


@require_http_methods(["GET", "HEAD", "POST"])
@administrators_only
def held(request: HttpRequest, person: Person, person_id: str) -> HttpResponse:
    """What is held about somebody, as counts; and erasing them, once their name was typed."""
    whom = _whom(person_id)
    wrong = ""
    if request.method == "POST":
        if tidy(request.POST.get("name", "")).casefold() == tidy(whom.name).casefold():
            return _erase(request, whom, person)
        wrong = "Type the name exactly as it stands above. Nothing was erased."
    page = {"held": held_about(whom), "person_found": whom, "wrong": wrong, "here": "home"}
    return render(request, "people/held.html", page, status=422 if wrong else 200)


@require_safe
@administrators_only
def held_file(request: HttpRequest, person: Person, person_id: str) -> HttpResponse:
    """All that somebody may have, as a file to pass on to them."""
    text = json.dumps(export_for(_whom(person_id), by=person), ensure_ascii=False, indent=2)
    answer = HttpResponse(text, content_type="application/json; charset=utf-8")
    answer["Content-Disposition"] = 'attachment; filename="everything.json"'
    return answer


def _erase(request: HttpRequest, whom: Person, by: Person) -> HttpResponse:
    unnamed = erase_for(whom, by=by)
    said = f" The name stood in {unnamed} texts of others, and is taken out." if unnamed else ""
    messages.success(request, f"Erased here, and within 35 days from backups.{said}")
    return redirect("people_search")


def _whom(person_id: str) -> Person:
    return get_object_or_404(Person, id=person_id, merged_into=None, rehearsal=False)
