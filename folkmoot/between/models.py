"""Coffee trials between sessions: rounds, who takes part, who was put together, who pauses (practice guide, P05).

Who has met whom is not kept here: that memory is `record.Meeting`, one for sessions and coffees.
"""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

from django.db import models

from folkmoot.kit.ids import new_id
from folkmoot.kit.time import local_to_utc
from folkmoot.people.models import Person
from folkmoot.programme.models import NOTE, Programme

MAILS_GO_AT = time(9)
"""The hour, on the programme's clock, at which what is due on a day is done."""
NUDGE_AFTER = timedelta(days=3)
"""How long after the question “Did you meet?” it is asked again, once."""


class CoffeeRound(models.Model):
    """One round of coffees between sessions. Its days are local to the programme; UTC is computed (8b.8)."""

    class Form(models.TextChoices):
        """What it is made of; nobody is ever alone."""

        PAIRS = "pairs", "Pairs, and one three if the number is odd"
        THREES = "threes", "Threes, and one or two pairs where the number asks for it"

    class Status(models.TextChoices):
        """How far it is."""

        SCHEDULED = "scheduled", "to come"
        ASKING = "asking", "asking who takes part"
        TALKING = "talking", "matched"
        CHECKING = "checking", "asking whether people met"
        NUDGED = "nudged", "asked once more"
        CLOSED = "closed", "closed"
        CANCELLED = "cancelled", "cancelled"

    id = models.CharField(primary_key=True, max_length=16, default=new_id)
    programme = models.ForeignKey(Programme, on_delete=models.CASCADE, related_name="coffee_rounds")
    number = models.PositiveIntegerField()
    form = models.CharField(max_length=6, choices=Form.choices, default=Form.PAIRS)
    use_offers = models.BooleanField(default=False, help_text="pairs partly by offers and asks; people are told")
    opens_on = models.DateField(help_text="people are asked whether they take part")
    draws_on = models.DateField(help_text="matches are made and sent")
    asks_on = models.DateField(help_text="people are asked whether they met")
    closes_on = models.DateField()
    status = models.CharField(max_length=9, choices=Status.choices, default=Status.SCHEDULED, db_index=True)
    seed = models.BigIntegerField(default=0)
    report = models.JSONField(default=dict, help_text="how good the draw is, and what repeats it; no private wish")
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["number"]
        constraints = [models.UniqueConstraint(fields=["programme", "number"], name="coffee_round_once")]

    def __str__(self) -> str:
        return f"coffee round {self.number}"

    def moment(self, day: date) -> datetime:
        """When, in UTC, what is due on a day of this round is done."""
        return local_to_utc(datetime.combine(day, MAILS_GO_AT), self.programme.zone, which="first")

    @property
    def nudges_on(self) -> date:
        """The day on which “Did you meet?” is asked once more."""
        return min(self.asks_on + NUDGE_AFTER, self.closes_on)


class CoffeeMatch(models.Model):
    """Two or three people put together in a round. `reasons` are codes that each of them may read."""

    id = models.CharField(primary_key=True, max_length=16, default=new_id)
    round = models.ForeignKey(CoffeeRound, on_delete=models.CASCADE, related_name="matches")
    number = models.PositiveIntegerField()
    reasons = models.JSONField(default=list)

    class Meta:
        ordering = ["number"]

    def __str__(self) -> str:
        return f"match {self.number}"


class CoffeePlace(models.Model):
    """One person's part in a round: whether they take part, with whom, and whether they met."""

    class Joins(models.TextChoices):
        """What they answered; nobody is matched without a yes."""

        UNSAID = "", "not answered"
        YES = "yes", "takes part"
        NO = "no", "not this time"

    class Met(models.TextChoices):
        """What they answered to “Did you meet?”; a “no” needs no reason."""

        UNSAID = "", "not answered"
        YES = "yes", "yes"
        NOT_YET = "not_yet", "not yet"
        NO = "no", "no"

    id = models.CharField(primary_key=True, max_length=16, default=new_id)
    round = models.ForeignKey(CoffeeRound, on_delete=models.CASCADE, related_name="places")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="coffees")
    joins = models.CharField(max_length=3, choices=Joins.choices, default=Joins.UNSAID, blank=True)
    share_email = models.BooleanField(default=False, help_text="to the match, if everybody in it says so")
    offer = models.CharField(max_length=NOTE, blank=True, help_text="shown to the match")
    ask = models.CharField(max_length=NOTE, blank=True, help_text="shown to the match")
    match = models.ForeignKey(CoffeeMatch, null=True, blank=True, on_delete=models.SET_NULL, related_name="places")
    met = models.CharField(max_length=7, choices=Met.choices, default=Met.UNSAID, blank=True)
    line = models.CharField(max_length=NOTE, blank=True, help_text="a line about it, for the person alone")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["round", "person"], name="coffee_place_once")]

    def __str__(self) -> str:
        return f"{self.person} in {self.round}"


class CoffeePause(models.Model):
    """Somebody is not asked to coffees of a programme, up to and including a day. Their history stays."""

    id = models.CharField(primary_key=True, max_length=16, default=new_id)
    programme = models.ForeignKey(Programme, on_delete=models.CASCADE, related_name="coffee_pauses")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="coffee_pauses")
    until = models.DateField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["programme", "person"], name="coffee_pause_once")]

    def __str__(self) -> str:
        return f"{self.person} until {self.until}"
