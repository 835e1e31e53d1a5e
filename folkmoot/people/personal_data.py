"""What this room holds about a person, for the register of personal data."""

from __future__ import annotations

from collections.abc import Iterable

from django.contrib.auth.models import User
from django.db.models import QuerySet

from folkmoot.kit.personal_data import Erased, Found, Holding, Json
from folkmoot.people.models import Complaint, KeptItem, MeetingWish, Merge, Person


def find(person_id: str) -> Iterable[Found]:
    """Count what is held."""
    yield Found("person", Person.objects.filter(id=person_id).count())
    yield Found("account", User.objects.filter(person=person_id).count())
    yield Found("private wish", MeetingWish.objects.filter(person=person_id).count())
    yield Found("complaint", _complaints(person_id).count())


def export(person_id: str) -> Json:
    """What a person may have: who they are to us, and how many wishes they made; whom a wish is about stays out."""
    person = Person.objects.select_related("organisation").filter(id=person_id).first()
    if person is None:
        return None
    return {
        "name": person.name,
        "email": person.email,
        "email confirmed": person.email_confirmed_at.isoformat() if person.email_confirmed_at else None,
        "organisation": person.organisation.name if person.organisation else None,
        "sector": person.get_sector_display(),
        "job": person.job,
        "language for messages": person.get_language_display(),
        "language spoken": person.get_speaks_display(),
        "signs in with a code": person.user_id is not None,
        "private wishes": MeetingWish.objects.filter(person=person_id).count(),
        "complaints": [_complaint(each) for each in _complaints(person_id)],
    }


def _complaints(person_id: str) -> QuerySet[Complaint]:
    """The complaints made from a person's address: nobody signs in to complain."""
    email = Person.objects.filter(id=person_id).exclude(email="").values_list("email", flat=True).first()
    return Complaint.objects.filter(contact__iexact=email) if email else Complaint.objects.none()


def _complaint(complaint: Complaint) -> Json:
    return {"reference": complaint.id, "at": complaint.at.isoformat(), "text": complaint.text}


def erase(person_id: str) -> Iterable[Erased]:
    """Delete the person, their account, and wishes by and about them. An organisation stays: it is nobody.

    Of a complaint stays that there was one and when it was answered, which the host must be able to show.
    """
    emptied = _complaints(person_id).update(name="", contact="", text="", steps=[])
    yield Erased("complaint", unlinked=emptied)
    wishes = MeetingWish.objects.filter(person=person_id) | MeetingWish.objects.filter(apart_from=person_id)
    yield Erased("private wish", deleted=wishes.delete()[0])
    yield Erased("account", deleted=int(bool(User.objects.filter(person=person_id).delete()[0])))
    yield Erased("person", deleted=int(bool(Person.objects.filter(id=person_id).delete()[0])))


HOLDING = Holding(
    room="people",
    covers=frozenset(model._meta.label for model in (Person, MeetingWish, Merge, KeptItem, Complaint)),
    find=find,
    export=export,
    erase=erase,
)
