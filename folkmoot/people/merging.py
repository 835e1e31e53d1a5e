"""One person with two records: joining them, and taking it back (practice guide, 8b.6).

Never by name: a person joins their own records by confirming an address, and the producer joins what are plainly
duplicates. Every room moves its rows and nothing is thrown away: what cannot move, because the record kept has its like
already (a booking of the same session), stays behind and counts through `merged_into`.
"""

from __future__ import annotations

from collections.abc import Iterable

from django.apps import apps
from django.db import IntegrityError, models, transaction
from django.utils import timezone

from folkmoot.kit.announce import announce
from folkmoot.people.models import MeetingWish, Merge, Person
from folkmoot.people.topics import MergeUndone, PersonsMerged


class CannotMerge(ValueError):
    """Two records that must stay two; the text says why, for whoever asked."""


def which_to_keep(one: Person, other: Person) -> tuple[Person, Person]:
    """The record to keep and the other: first one with an account, then a confirmed address, any address, the older."""

    def rank(person: Person) -> tuple[bool, bool, bool, float]:
        account, confirmed = person.user_id is not None, person.email_confirmed_at is not None
        return account, confirmed, bool(person.email), -person.created_at.timestamp()

    return (one, other) if rank(one) >= rank(other) else (other, one)


def merge(keep: Person, other: Person, *, by: Person | None = None) -> Merge:
    """Make two records one. Text, meetings, attendance and bookings follow; `undo_merge` takes it back.

    Raises CannotMerge for the same record twice, one merged already, or two accounts.
    """
    with transaction.atomic():
        locked = Person.objects.select_for_update().in_bulk([keep.id, other.id])
        if len(locked) < 2:
            raise CannotMerge("That is the same person already.")
        keep, other = locked[keep.id], locked[other.id]
        _must_be_mergeable(keep, other)
        done = Merge.objects.create(kept=keep, other=other, by=by)
        Person.objects.filter(id=other.id).update(merged_into=keep)
        move_rows(done, MeetingWish, ["person", "apart_from"])
        announce(PersonsMerged(done.id, keep.id, other.id))
        return done


def undo_merge(done: Merge) -> None:
    """Take a merge back: what moved belongs to the other record again. Undoing twice changes nothing."""
    with transaction.atomic():
        done = Merge.objects.select_for_update().get(id=done.id)
        if done.undone_at is not None:
            return
        for place, ids in done.moved.items():
            model, field = _place(place)
            model._default_manager.filter(pk__in=ids, **{field: done.kept_id}).update(**{field: done.other_id})
        Person.objects.filter(id=done.other_id, merged_into=done.kept_id).update(merged_into=None)
        Merge.objects.filter(id=done.id).update(undone_at=timezone.now())
        announce(MergeUndone(done.id, done.kept_id, done.other_id))


def move_rows(done: Merge | str, model: type[models.Model], fields: Iterable[str]) -> None:
    """Move a model's rows from the other record to the one kept, field by field, and note which, for undoing.

    A row that the database refuses, because the record kept has its like already, stays where it is.
    """
    done = done if isinstance(done, Merge) else Merge.objects.get(id=done)
    for field in fields:
        moved = [row for row in _rows(model, field, done.other_id) if _moved(model, row, field, done.kept_id)]
        if moved:
            place = f"{model._meta.label}.{field}"
            done.moved[place] = [*done.moved.get(place, []), *moved]
    done.save(update_fields=["moved"])


def _rows(model: type[models.Model], field: str, person_id: str) -> list[str]:
    return list(model._default_manager.filter(**{field: person_id}).values_list("pk", flat=True))


def _moved(model: type[models.Model], row: str, field: str, person_id: str) -> bool:
    try:
        with transaction.atomic():
            return bool(model._default_manager.filter(pk=row).update(**{field: person_id}))
    except IntegrityError:
        return False


def _place(label: str) -> tuple[type[models.Model], str]:
    model, field = label.rsplit(".", 1)
    return apps.get_model(model), field


def _must_be_mergeable(keep: Person, other: Person) -> None:
    if keep.merged_into_id or other.merged_into_id:
        raise CannotMerge("One of these was merged already.")
    if keep.user_id and other.user_id:
        raise CannotMerge("Both of these sign in with an account of their own.")
    if keep.rehearsal != other.rehearsal:
        raise CannotMerge("A rehearsal’s participant is nobody.")
