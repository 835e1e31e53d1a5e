"""What this room does when a room below says that something happened: rows follow a merge, coffees follow the clock."""

from __future__ import annotations

from folkmoot.between.coffee.course import advance
from folkmoot.between.models import CoffeePause, CoffeePlace
from folkmoot.kit.announce import receives
from folkmoot.people.merging import move_rows
from folkmoot.people.topics import PersonsMerged
from folkmoot.programme.topics import TimePassed


@receives(PersonsMerged)
def follow_merge(event: PersonsMerged) -> None:
    """Have places and pauses follow. Two places in one round stay two."""
    move_rows(event.merge_id, CoffeePlace, ["person"])
    move_rows(event.merge_id, CoffeePause, ["person"])


@receives(TimePassed)
def carry_on(event: TimePassed) -> None:
    """Do what is due in every round of coffees."""
    advance()
