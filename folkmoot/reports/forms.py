"""Forms of the record's pages."""

from __future__ import annotations

from datetime import datetime, time

from django import forms

from folkmoot.kit.time import local_to_utc
from folkmoot.people.plain_forms import PlainForm
from folkmoot.programme.models import Session


class AttendanceForm(PlainForm):
    """When somebody came and left, as the producer knows it; local times of the session's day."""

    person = forms.CharField(max_length=16, widget=forms.HiddenInput)
    came = forms.TimeField(label="Came at", widget=forms.TimeInput(attrs={"type": "time", "class": "input short"}))
    left = forms.TimeField(label="Left at", widget=forms.TimeInput(attrs={"type": "time", "class": "input short"}))

    def times(self, session: Session) -> tuple[datetime, datetime]:
        """The two moments, in UTC. To be asked of a valid form and a session with a date."""
        return self._moment(session, "came"), self._moment(session, "left")

    def _moment(self, session: Session, name: str) -> datetime:
        at: time = self.cleaned_data[name]
        assert session.date is not None
        return local_to_utc(datetime.combine(session.date, at), session.zone, which="first")


class CodeForm(PlainForm):
    """The code on a certificate."""

    code = forms.CharField(
        label="Code on the certificate", max_length=40, error_messages={"required": "Type the code on the certificate"}
    )
