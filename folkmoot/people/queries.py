"""Every read of this room that is more than a look-up."""

from __future__ import annotations

from collections.abc import Sequence

from folkmoot.people.models import Merge, Person


def people_of_address(email: str) -> Sequence[Person]:
    """The people who share an address, oldest first, without those merged into another and without rehearsals'."""
    if not email.strip():
        return []
    found = Person.objects.filter(email__iexact=email.strip(), merged_into=None, rehearsal=False)
    return list(found.order_by("created_at", "id"))


def merge_to_undo(person: Person) -> Merge | None:
    """The latest merge into this person that was not taken back."""
    return Merge.objects.filter(kept=person, undone_at=None).order_by("-at").first()


def ids_counted_as(person: Person) -> list[str]:
    """The ids under which a person may be found: their own, and those merged into it."""
    return [person.id, *Person.objects.filter(merged_into=person).values_list("id", flat=True)]
