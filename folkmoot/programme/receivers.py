"""What this room does when the room below says that something happened: it mails, and its rows follow a merge."""

from __future__ import annotations

from contextlib import suppress

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.urls import reverse

from folkmoot.kit.announce import receives
from folkmoot.people.merging import move_rows
from folkmoot.people.models import Person
from folkmoot.people.topics import ComplaintMade, EmailGiven, PersonsMerged, SignInCodeAsked
from folkmoot.programme.mail import absolute, post, post_to
from folkmoot.programme.models import Booking, Mail, Party, RoleGrant


@receives(SignInCodeAsked)
def mail_code(event: SignInCodeAsked) -> None:
    """Mail the code with which a facilitator signs in."""
    post("sign_in_code", _at(event.person_id, event.email), code=event.code)


@receives(EmailGiven)
def mail_link(event: EmailGiven) -> None:
    """Mail the link that confirms an address; it goes to that address, which is nobody's yet."""
    post("email_given", _at(event.person_id, event.email), url=absolute(f"/email/{event.token}/"))


@receives(ComplaintMade)
def mail_complaint(event: ComplaintMade) -> None:
    """Tell the host that a complaint came, and who complained that it arrived; the words stay in the log."""
    url = absolute(reverse("complaint_log", args=[event.complaint_id]))
    post_to("complaint_came", settings.HOST_EMAIL, reference=event.complaint_id, url=url)
    with suppress(ValidationError):
        validate_email(event.contact)
        post_to("complaint_arrived", event.contact, reference=event.complaint_id)


@receives(PersonsMerged)
def move(event: PersonsMerged) -> None:
    """Have bookings, groups, roles and mails follow a merge. Two bookings of one session stay two, for the desk."""
    for model, field in ((Booking, "person"), (Party, "lead"), (RoleGrant, "person"), (Mail, "person")):
        move_rows(event.merge_id, model, [field])


def _at(person_id: str, email: str) -> Person:
    """A person, with the address that a mail is for. Not to be saved."""
    person = Person.objects.get(id=person_id)
    person.email = email
    return person
