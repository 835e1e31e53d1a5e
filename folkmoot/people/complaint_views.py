"""The complaint form, for anybody, and its log, for administrators."""

from __future__ import annotations

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from folkmoot.people.access import administrators_only
from folkmoot.people.complaints import STEP_LIMIT, acknowledge_by, complain, log_step
from folkmoot.people.limits import address_of, allow
from folkmoot.people.models import COMPLAINT_LIMIT, PERSON_NAME_LIMIT, Complaint, Person

AN_HOUR = 3600
MOST_AN_HOUR = 10


class ComplaintForm(forms.Form):
    """What is wrong, and how to answer."""

    text = forms.CharField(
        label="What happened, and what would put it right?",
        max_length=COMPLAINT_LIMIT,
        widget=forms.Textarea(attrs={"rows": 6}),
        error_messages={"required": "Write what happened."},
    )
    contact = forms.CharField(
        label="How may we answer you?",
        max_length=254,
        help_text="An e-mail address, or a telephone number.",
        error_messages={"required": "Write an e-mail address or a telephone number, or we cannot answer."},
    )
    name = forms.CharField(label="Your name", max_length=PERSON_NAME_LIMIT, required=False)


class StepForm(forms.Form):
    """What was done about a complaint."""

    what = forms.CharField(
        label="What was done",
        max_length=STEP_LIMIT,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "Write what was done."},
    )
    answered = forms.BooleanField(label="This answers the complaint", required=False)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def complaint(request: HttpRequest) -> HttpResponse:
    """Complain; without an account."""
    form = ComplaintForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        if allow("complain", address_of(request), MOST_AN_HOUR, AN_HOUR):
            said = form.cleaned_data
            made = complain(said["name"], said["contact"].strip(), said["text"])
            return render(request, "people/complained.html", {"complaint": made, "until": acknowledge_by(made)})
        form.add_error(None, "Several complaints came from here within the hour. Wait a little, or write to us.")
    return render(request, "people/complaint.html", {"form": form}, status=422 if form.errors else 200)


@administrators_only
def complaints(request: HttpRequest, person: Person) -> HttpResponse:
    """The log: what is to be answered first."""
    logged = [(each, acknowledge_by(each)) for each in Complaint.objects.order_by("answered_at", "at")]
    waiting = [pair for pair in logged if pair[0].answered_at is None]
    done = [pair for pair in logged if pair[0].answered_at is not None]
    return render(request, "people/complaints.html", {"waiting": waiting, "done": done, "here": "home"})


@administrators_only
def complaint_log(request: HttpRequest, person: Person, complaint_id: str) -> HttpResponse:
    """One complaint, and what was done about it."""
    found = get_object_or_404(Complaint, id=complaint_id)
    form = StepForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        log_step(found, person, form.cleaned_data["what"], answered=form.cleaned_data["answered"])
        messages.success(request, "It is in the log.")
        return redirect("complaint_log", found.id)
    page = {"complaint": found, "until": acknowledge_by(found), "form": form, "here": "home"}
    return render(request, "people/complaint_log.html", page, status=422 if form.errors else 200)
