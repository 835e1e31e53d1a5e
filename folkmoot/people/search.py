"""Finding a person for those who ask what is held about them: by name or address, and where others wrote of them."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction
from django.db.models import Q

from folkmoot.kit.personal_data import REGISTER, Found, Json
from folkmoot.kit.text import tidy
from folkmoot.people.actions import erase_person
from folkmoot.people.models import Person

MOST = 50
SHORTEST = 2
_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Held:
    """How much is held about somebody. No word of it is shown: it may be what they wrote in private."""

    person: Person
    found: Sequence[Found]
    mentions: int
    shares_name: bool
    """Others have this name, so nobody can say which of them somebody meant."""


def find_people(typed: str) -> list[Person]:
    """The people whose name or address has these letters in it; [] for fewer than two letters."""
    word = tidy(typed)
    if len(word) < SHORTEST:
        return []
    who = Q(name__icontains=word) | Q(email__icontains=word)
    found = Person.objects.filter(who, merged_into=None, rehearsal=False).select_related("organisation")
    return list(found.order_by("name", "id")[:MOST])


def held_about(person: Person) -> Held:
    """What is held about somebody, as counts."""
    found = [each for things in REGISTER.find(person.id).values() for each in things]
    shares = shares_name(person)
    return Held(person, found, 0 if shares else REGISTER.count_mentions(person.id, person.name), shares)


def shares_name(person: Person) -> bool:
    """Whether somebody else has the same name, or the name is one word that anybody may have."""
    others = Person.objects.filter(name__iexact=person.name, merged_into=None, rehearsal=False)
    return " " not in tidy(person.name) or others.exclude(id=person.id).exists()


def export_for(person: Person, *, by: Person) -> dict[str, Json]:
    """All that somebody may have: what they wrote, and what others wrote of them, with those others protected."""
    _log.info("%s exported what is held about %s", by.id, person.id)
    given = REGISTER.export(person.id)
    if not shares_name(person) and (mentions := REGISTER.export_mentions(person.id, person.name)):
        given["written of you by others"] = mentions
    return given


def erase_for(person: Person, *, by: Person) -> int:
    """Erase somebody, and their name where others wrote it. Gives in how many texts of others it stood."""
    _log.info("%s erased %s", by.id, person.id)
    with transaction.atomic():
        unnamed = 0 if shares_name(person) else REGISTER.remove_mentions(person.id, person.name)
        erase_person(person)
    return unnamed
