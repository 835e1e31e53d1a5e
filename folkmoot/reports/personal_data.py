"""What this room holds about a person, for the register of personal data."""

from __future__ import annotations

from collections.abc import Iterable

from folkmoot.kit.personal_data import Erased, Found, Holding, Json
from folkmoot.reports.models import Certificate, SessionRecord


def find(person_id: str) -> Iterable[Found]:
    """Count what is held."""
    yield Found("certificate", Certificate.objects.filter(person=person_id).count())
    yield Found("record made", SessionRecord.objects.filter(made_by=person_id).count())


def export(person_id: str) -> Json:
    """What a person may have: the certificates that were issued to them."""
    mine = Certificate.objects.filter(person=person_id).select_related("session").order_by("issued_on")
    return [{"session": c.session.title, "issued on": c.issued_on.isoformat(), "code": c.code} for c in mine]


def erase(person_id: str) -> Iterable[Erased]:
    """Delete certificates; a record that somebody made stays, made by nobody."""
    made = SessionRecord.objects.filter(made_by=person_id)
    yield Erased("record made", unlinked=made.update(made_by=None))
    yield Erased("certificate", deleted=Certificate.objects.filter(person=person_id).delete()[0])


HOLDING = Holding(
    room="reports",
    covers=frozenset(model._meta.label for model in (Certificate, SessionRecord)),
    find=find,
    export=export,
    erase=erase,
)
