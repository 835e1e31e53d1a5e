"""Who is asked to a round of coffees, and who of them said yes."""

from __future__ import annotations

from django.db.models import Q

from folkmoot.between.models import CoffeePause, CoffeePlace, CoffeeRound
from folkmoot.people.models import Person
from folkmoot.programme.models import Booking, Programme

HAS_A_PLACE = (Booking.Status.CONFIRMED, Booking.Status.ATTENDED, Booking.Status.PART_ATTENDED)


def people_of(programme: Programme) -> list[Person]:
    """Everybody who has a place at one of a programme's sessions or took part in one, by name; no rehearsals.

    Who runs a session and did not book is none of them.
    """
    booked = Q(bookings__session__programme=programme, bookings__status__in=HAS_A_PLACE)
    took_part = Q(
        participations__session__programme=programme,
        participations__session__rehearsal_of=None,
        participations__admitted=True,
        participations__roles=[],
    )
    found = Person.objects.filter(booked | took_part, rehearsal=False, merged_into=None)
    return list(found.select_related("organisation").distinct().order_by("name", "id"))


def to_ask(round_: CoffeeRound) -> list[Person]:
    """Whom to ask who was not asked yet: those who can be written to and do not pause."""
    asked = set(round_.places.values_list("person", flat=True))
    pausing = CoffeePause.objects.filter(programme=round_.programme, until__gte=round_.opens_on)
    left_out = asked | set(pausing.values_list("person", flat=True))
    return [person for person in people_of(round_.programme) if person.email and person.id not in left_out]


def joined(round_: CoffeeRound) -> list[CoffeePlace]:
    """Who said yes, once each, by id: nobody is matched without having said so."""
    places = round_.places.filter(joins=CoffeePlace.Joins.YES, person__merged_into=None)
    return list(places.select_related("person__organisation").order_by("person"))
