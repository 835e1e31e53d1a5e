"""The team of a programme: who leads, produces, co-facilitates, observes and administers."""

from __future__ import annotations

from typing import cast

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from folkmoot.people.actions import WrongName
from folkmoot.people.plain_forms import PlainForm
from folkmoot.programme.access import facilitators_only, programme_with_team_for
from folkmoot.programme.models import Programme, Role, RoleGrant, Session
from folkmoot.programme.team_actions import CannotChange, invite_to_team, revoke

WHAT_ROLES_DO = (
    (Role.LEAD, "teaches, asks, decides the pace, plans, sees bookings"),
    (Role.PRODUCER, "runs clock, groups and technology, lets guests in, sees bookings and what people need"),
    (Role.CO_FACILITATOR, "visits groups, plans"),
    (Role.OBSERVER, "sees what is shown, and changes nothing"),
    (Role.ADMINISTRATOR, "sees to bookings and the team, and sees no contribution"),
)


class TeamForm(PlainForm):
    """Somebody new on the team, or another role for somebody."""

    email = forms.EmailField(label="E-mail", widget=forms.EmailInput(attrs={"autocomplete": "off"}))
    name = forms.CharField(
        label="Name", max_length=200, help_text="If they have an account here already, theirs stays."
    )
    role = forms.ChoiceField(label="Role", choices=Role.choices)
    session = forms.ModelChoiceField(
        Session.objects.none(), label="Where", required=False, empty_label="In the whole programme"
    )

    def __init__(self, data: object, programme: Programme) -> None:
        super().__init__(data)
        sessions = cast("forms.ModelChoiceField[Session]", self.fields["session"])
        sessions.queryset = programme.sessions.filter(rehearsal_of=None, template=False)


@never_cache
@facilitators_only
def team(request: HttpRequest, programme: str) -> HttpResponse:
    """See the team; add to it by e-mail."""
    chosen = programme_with_team_for(request, programme)
    form = TeamForm(request.POST or None, chosen)
    if request.method == "POST" and form.is_valid() and _added(request, form, chosen):
        return redirect("team", chosen.slug)
    grants = chosen.roles.select_related("person", "session").order_by("person__name", "person", "role")
    page = {"programme": chosen, "form": form, "grants": grants, "what": WHAT_ROLES_DO, "here": "home"}
    return render(request, "programme/team.html", page)


def _added(request: HttpRequest, form: TeamForm, programme: Programme) -> bool:
    said = form.cleaned_data
    try:
        given = invite_to_team(said["email"], said["name"], said["role"], programme, said["session"])
    except (CannotChange, WrongName) as trouble:
        form.add_error("name" if isinstance(trouble, WrongName) else None, str(trouble))
        return False
    messages.success(
        request,
        f"{given.person.name} is {given.get_role_display().lower()} now, and signs in with {given.person.email}.",
    )
    return True


@require_POST
@facilitators_only
def team_remove(request: HttpRequest, programme: str, grant: str) -> HttpResponse:
    """Take a role back."""
    chosen = programme_with_team_for(request, programme)
    given = get_object_or_404(RoleGrant, id=grant, programme=chosen)
    try:
        revoke(given)
    except CannotChange as trouble:
        messages.error(request, str(trouble))
    else:
        messages.success(request, f"{given.person.name} is no longer {given.get_role_display().lower()}.")
    return redirect("team", chosen.slug)
