"""The planner's pages. Every change is a form that works by itself; the page's script only spares the reload."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import nullcontext
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods

from folkmoot.people.identity import signed_in_person
from folkmoot.practice_kit.fields import Refused
from folkmoot.programme import access, plan_library
from folkmoot.programme import agenda_actions as actions
from folkmoot.programme import agenda_tree as tree
from folkmoot.programme.agenda import Agenda, find_item, read_agenda
from folkmoot.programme.agenda_cloning import clone_programme, clone_session, leftovers, start_from
from folkmoot.programme.agenda_forms import ItemForm, SlideForm, clone_form_of
from folkmoot.programme.agenda_page import build_page, build_rows, expected_people
from folkmoot.programme.agenda_warnings import find_fix
from folkmoot.programme.models import AgendaChange, AgendaItem, Confidentiality, Programme, Session
from folkmoot.programme.practice_library import find_practices, read_filter
from folkmoot.programme.when import spoken_times

PART = "X-Folkmoot-Part"
"""A request with this header wants the changed part of the page alone."""

MOST_PEOPLE = 1000


@require_http_methods(["GET", "POST"])
@access.facilitators_only
def plan(request: HttpRequest, session_id: str) -> HttpResponse:
    """The agenda: to be read, and changed by one button at a time."""
    session = access.session_to_plan_for(request, session_id)
    if request.method == "POST":
        return _carry_out(request, session)
    return _agenda(request, session, _shown(session, request.GET.get("changed", "")))


def _carry_out(request: HttpRequest, session: Session) -> HttpResponse:
    part = bool(request.headers.get(PART))
    try:
        change = _do(session, request.POST)
    except Refused as refused:
        if part:
            return _agenda(request, session, None, trouble=refused.message, status=422)
        messages.error(request, refused.message)
        return redirect("plan", session_id=session.id)
    if part:
        return _agenda(request, session, change if isinstance(change, AgendaChange) else None, said=_undone(change))
    if isinstance(change, str):
        messages.success(request, _undone(change))
    return HttpResponseRedirect(_back(session, change, request.POST.get("item", "")))


def _undone(change: AgendaChange | str | None) -> str:
    return f"Undone: {change}" if isinstance(change, str) else ""


def _back(session: Session, change: AgendaChange | str | None, item_id: str) -> str:
    query = f"?changed={change.id}" if isinstance(change, AgendaChange) else ""
    return reverse("plan", args=[session.id]) + query + (f"#item-{item_id}" if item_id else "")


def _shown(session: Session, changed: str) -> AgendaChange | None:
    """The change to tell about: the one that an address names, as long as it is the last."""
    last = session.agenda_changes.order_by("-id").first()
    return last if last is not None and str(last.id) == changed else None


def _agenda(
    request: HttpRequest,
    session: Session,
    change: AgendaChange | None,
    *,
    said: str = "",
    trouble: str = "",
    status: int = 200,
) -> HttpResponse:
    part = bool(request.headers.get(PART))
    context = {
        "session": session,
        "hours": spoken_times(session) if session.start else "",
        "page": build_page(session, change),
        "said": said,
        "trouble": trouble,
        "can_undo": session.agenda_changes.exists(),
        "over": Session.objects.filter(id=session.id, status__in=actions.OVER).exists(),
        "kinds": AgendaItem.Kind,
        "asked": (asked := read_filter(request.GET)),
        "library": [] if part else find_practices(asked),
    }
    template = "programme/plan_part.html" if part else "programme/plan.html"
    return render(request, template, context, status=status)


# ── One change ───────────────────────────────────────────────────────────────────────────────────────────────────

Done = AgendaChange | str | None


def _do(session: Session, asked: Mapping[str, str]) -> Done:
    """Make the change that a button asks for. Raises Refused."""
    name, item = asked.get("do", ""), asked.get("item", "")
    match name:
        case "up" | "down" | "in" | "out":
            return actions.move_item(session, item, name)
        case "less" | "more":
            return actions.add_minutes(session, item, -1 if name == "less" else 1)
    doing: dict[str, Callable[[], Done]] = {
        "minutes": lambda: actions.set_minutes(session, item, _number(asked, "minutes")),
        "place": lambda: actions.place_item(session, item, asked.get("into", ""), _number(asked, "index")),
        "remove": lambda: actions.remove_item(session, item),
        "protect": lambda: _flip(session, item, "protected"),
        "leave_out": lambda: _flip(session, item, "optional"),
        "add": lambda: _add(session, asked),
        "practice": lambda: actions.add_item(
            session, actions.new_practice(asked.get("slug", "")), into=asked.get("into", "")
        ),
        "fix": lambda: _fix(session, item, asked.get("fix", "")),
        "undo": lambda: actions.undo(session),
        "people": lambda: _plan_for(session, _number(asked, "people")),
    }
    if name not in doing:
        raise Refused("unknown", "This page is out of date. Reload it.")
    return doing[name]()


def _number(asked: Mapping[str, str], name: str) -> int:
    typed = asked.get(name, "").strip()
    if not typed.isascii() or not typed.isdigit() or len(typed) > 4:
        raise Refused("not_a_number", "Write a whole number.", name)
    return int(typed)


FLIPPED = {
    ("protected", True): "is protected from trimming now",
    ("protected", False): "is not protected any more",
    ("optional", True): "may be left out now",
    ("optional", False): "is needed now",
}


def _flip(session: Session, item_id: str, name: str) -> Done:
    def flipped(agenda: Agenda) -> Agenda:
        return tree.edit(agenda, item_id, {name: not getattr(find_item(agenda, item_id), name)})

    def say(before: Agenda, now: Agenda) -> str:
        item = find_item(now, item_id)
        return f"{item.title} {FLIPPED[name, getattr(item, name)]}."

    return actions.change_agenda(session, say, flipped)


def _add(session: Session, asked: Mapping[str, str]) -> Done:
    kind = asked.get("kind", "")
    if kind not in AgendaItem.Kind.values:
        raise Refused("not_an_option", "Choose what to add.")
    new = actions.new_item(kind, asked.get("title", "").strip())
    return actions.add_item(session, new, after=asked.get("after", ""), into=asked.get("into", ""))


def _fix(session: Session, item_id: str, key: str) -> Done:
    people = expected_people(session)
    return actions.change_agenda(
        session,
        lambda before, now: f"{find_fix(before, people, item_id, key, session.transfer).title}: done.",
        lambda agenda: find_fix(agenda, people, item_id, key, session.transfer).change(agenda),
    )


def _plan_for(session: Session, people: int) -> Done:
    if people > MOST_PEOPLE:
        raise Refused("too_many", f"Plan for at most {MOST_PEOPLE} people.", "people")
    actions.plan_for_people(session, people)
    return None


# ── One item ─────────────────────────────────────────────────────────────────────────────────────────────────────


@require_http_methods(["GET", "POST"])
@access.facilitators_only
def edit(request: HttpRequest, session_id: str, item_id: str) -> HttpResponse:
    """Everything about one item, with its slides and links."""
    session = access.session_to_plan_for(request, session_id)
    agenda = read_agenda(session)
    try:
        item = find_item(agenda, item_id)
    except KeyError as gone:
        raise Http404("There is no such item.") from gone
    form = ItemForm(item, agenda, request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            change = actions.edit_item(session, item_id, form.changes())
            return HttpResponseRedirect(_back(session, change, item_id))
        except Refused as refused:
            form.add_error(refused.field if refused.field in form.fields else None, refused.message)
    return render(
        request,
        "programme/plan_item.html",
        {"session": session, "item": item, "form": form, "slide_form": SlideForm(), "practice": form.practice},
        status=422 if form.errors else 200,
    )


# ── To be read ───────────────────────────────────────────────────────────────────────────────────────────────────


@require_GET
@access.facilitators_only
def cue_sheet(request: HttpRequest, session_id: str) -> HttpResponse:
    """What the producer reads from: clock, what, who, words on screen, notes, plan B."""
    return _read(request, session_id, "programme/plan_cue.html")


@require_GET
@access.facilitators_only
def print_out(request: HttpRequest, session_id: str) -> HttpResponse:
    """The agenda on paper, to be sent to participants beforehand: nothing of the facilitators'."""
    return _read(request, session_id, "programme/plan_print.html")


@require_GET
@access.facilitators_only
def as_participant(request: HttpRequest, session_id: str) -> HttpResponse:
    """What participants will read, item by item."""
    return _read(request, session_id, "programme/plan_participant.html")


def _read(request: HttpRequest, session_id: str, template: str) -> HttpResponse:
    session = access.session_to_plan_for(request, session_id)
    people = expected_people(session)
    context: dict[str, Any] = {
        "session": session,
        "hours": spoken_times(session) if session.start else "",
        "people": people,
        "rows": build_rows(read_agenda(session), session.start, None, people, session.transfer),
        "rule": Confidentiality(session.rule).label,
    }
    return render(request, template, context)


# ── Copies ───────────────────────────────────────────────────────────────────────────────────────────────────────


@require_http_methods(["GET", "POST"])
@access.facilitators_only
def start(request: HttpRequest, session_id: str) -> HttpResponse:
    """Start from a template, or from another session that one plans."""
    session = access.session_to_plan_for(request, session_id)
    sources = plans_to_start_from(request, session)
    offered = plan_library.plans({each.title for each in sources if each.template})
    if request.method == "POST":
        chosen = request.POST.get("source", "")
        own = next((each for each in sources if each.id == chosen), None)
        if own is None and chosen not in {plan.key for plan in offered}:
            raise Http404("There is no such plan to start from.")
        try:
            with nullcontext(own) if own else plan_library.borrowed(chosen) as source:
                return HttpResponseRedirect(_back(session, start_from(session, source), ""))
        except Refused as refused:
            messages.error(request, refused.message)
            return redirect("plan", session_id=session.id)
    templates = [each for each in sources if each.template]
    context = {
        "session": session,
        "templates": templates,
        "offered": offered,
        "others": [each for each in sources if not each.template],
        "planned": session.items.exists(),
    }
    return render(request, "programme/plan_start.html", context)


def plans_to_start_from(request: HttpRequest, session: Session) -> list[Session]:
    """The templates, and the sessions that the person who asks may plan, that have an agenda."""
    person = signed_in_person(request)
    planned = (
        Session.objects.select_related("programme")
        .filter(items__isnull=False, rehearsal_of=None)
        .exclude(id=session.id)
    )
    found = planned.distinct().order_by("-template", "-starts_at", "title")
    return [each for each in found if each.template or access.can_run(person, each)]


@require_http_methods(["GET", "POST"])
@access.facilitators_only
def copy_session(request: HttpRequest, session_id: str) -> HttpResponse:
    """Copy a session within its programme, without a date."""
    session = access.session_to_plan_for(request, session_id)
    if request.method == "POST":
        try:
            clone = clone_session(session, title=request.POST.get("title", ""))
        except Refused as refused:
            messages.error(request, refused.message)
            return redirect("plan_copy", session_id=session.id)
        messages.success(request, "This is the copy. It has no date and no bookings yet.")
        return redirect("plan", session_id=clone.id)
    return render(request, "programme/plan_copy.html", {"session": session})


@require_http_methods(["GET", "POST"])
@access.facilitators_only
def copy_programme(request: HttpRequest, slug: str) -> HttpResponse:
    """Copy a programme for other hosts; then look at what may still tell of the old ones."""
    programme = access.programme_with_team_for(request, slug)
    form = clone_form_of(programme, request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            clone = clone_programme(
                programme, title=form.cleaned_data["title"], hosts=form.host_names(), by=signed_in_person(request)
            )
            return redirect("programme_copy_check", slug=clone.slug)
        except Refused as refused:
            form.add_error("title", refused.message)
    context = {"programme": programme, "form": form}
    return render(request, "programme/plan_copy_programme.html", context, status=422 if form.errors else 200)


@require_GET
@access.facilitators_only
def check_copy(request: HttpRequest, slug: str) -> HttpResponse:
    """What a person should still look at in a copy."""
    programme = access.programme_with_team_for(request, slug)
    get_object_or_404(Programme.objects.exclude(template_of=None), id=programme.id)
    context = {"programme": programme, "sessions": programme.sessions.all(), "leftovers": list(leftovers(programme))}
    return render(request, "programme/plan_copy_check.html", context)
