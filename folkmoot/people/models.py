"""Persons, their organisations, and their private wishes about whom to meet."""

from django.conf import settings
from django.db import models
from django.db.models.functions import Lower
from django.utils import timezone

from folkmoot.kit.ids import new_id

PERSON_NAME_LIMIT = 80
COMPLAINT_LIMIT = 6000


class Sector(models.TextChoices):
    """The glossary's sectors."""

    NHS = "nhs", "NHS"
    LOCAL_GOVERNMENT = "local_government", "Local government"
    PUBLIC_HEALTH = "public_health", "Public health"
    VOLUNTARY = "voluntary", "Voluntary and community"
    EDUCATION = "education", "Education"
    SPORT = "sport", "Sport and leisure"
    HOUSING = "housing", "Housing"
    JUSTICE = "justice", "Police, fire or justice"
    BUSINESS = "business", "Business"
    RESIDENT = "resident", "Resident or lived experience"
    OTHER = "other", "Other"


class Language(models.TextChoices):
    """Languages for messages."""

    ENGLISH = "en", "English"
    WELSH = "cy", "Cymraeg"


class Organisation(models.Model):
    """Where people work or volunteer."""

    id = models.CharField(primary_key=True, max_length=16, default=new_id)
    name = models.CharField(max_length=120)
    sector = models.CharField(max_length=20, choices=Sector.choices, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(Lower("name"), name="organisation_name_once")]

    def __str__(self) -> str:
        return self.name


class Person(models.Model):
    """Someone who takes part or runs sessions. A guest by code is a person without an address.

    `link_version` makes every personal link of this person invalid when it is raised.
    """

    id = models.CharField(primary_key=True, max_length=16, default=new_id)
    name = models.CharField(max_length=PERSON_NAME_LIMIT)
    email = models.EmailField(blank=True, db_index=True)
    email_confirmed_at = models.DateTimeField(null=True, blank=True)
    organisation = models.ForeignKey(
        Organisation, null=True, blank=True, on_delete=models.SET_NULL, related_name="people"
    )
    sector = models.CharField(max_length=20, choices=Sector.choices, blank=True)
    job = models.CharField(max_length=80, blank=True)
    language = models.CharField(max_length=2, choices=Language.choices, default=Language.ENGLISH)
    speaks = models.CharField(max_length=2, choices=Language.choices, default=Language.ENGLISH)
    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="person"
    )
    link_version = models.PositiveIntegerField(default=1)
    rehearsal = models.BooleanField(default=False, help_text="simulated: no mail, no memory, no figures")
    merged_into = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.SET_NULL, related_name="merged_from"
    )
    created_at = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return self.name

    @property
    def first_name(self) -> str:
        """The first word of the name, as companions see it."""
        return self.name.split()[0] if self.name.split() else self.name


class MeetingWish(models.Model):
    """A private wish not to be matched with somebody; seen by its author alone (practice guide, 8b.1)."""

    id = models.CharField(primary_key=True, max_length=16, default=new_id)
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="wishes")
    apart_from = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    manages = models.BooleanField(default=False, help_text="a line-management tie rather than a wish")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person", "apart_from"], name="one_wish_a_pair")]

    def __str__(self) -> str:
        return "a private wish"


class Merge(models.Model):
    """Two records that were one person: what moved to the record kept, so that it can be undone (8b.6)."""

    id = models.CharField(primary_key=True, max_length=16, default=new_id)
    kept = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="merges")
    other = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    moved = models.JSONField(default=dict, help_text="ids of the rows that moved, by field: app.Model.field")
    by = models.ForeignKey(Person, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField(auto_now_add=True)
    undone_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return f"{self.other_id} into {self.kept_id}"


class KeptItem(models.Model):
    """Something private that its author keeps longer than others do; `item` is its id in the room that has it."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="kept_items")
    item = models.CharField(max_length=16)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person", "item"], name="kept_once")]

    def __str__(self) -> str:
        return self.item


class Complaint(models.Model):
    """A complaint about how personal data is used, and what came of it: the log that the law asks for."""

    id = models.CharField(primary_key=True, max_length=16, default=new_id)
    name = models.CharField(max_length=PERSON_NAME_LIMIT, blank=True)
    contact = models.CharField(max_length=254, help_text="an address or a telephone number")
    text = models.TextField(max_length=COMPLAINT_LIMIT)
    at = models.DateTimeField(default=timezone.now)
    acknowledged_at = models.DateTimeField(null=True, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    steps = models.JSONField(default=list, help_text="what was done: {at, by, what}")

    class Meta:
        ordering = ["-at"]

    def __str__(self) -> str:
        return f"complaint {self.id}"
