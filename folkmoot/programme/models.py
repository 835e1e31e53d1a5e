"""Programmes, their sessions and agendas, who may run them, and who has booked."""

from datetime import datetime, time

from django.db import models

from folkmoot.kit.ids import join_code, new_id
from folkmoot.kit.time import local_to_utc
from folkmoot.people.models import Language, Person

TITLE_LIMIT = 120
SHORT = 80
NOTE = 280
PARA = 1200
LONG = 6000


class Confidentiality(models.TextChoices):
    """The three settings of P04, strictest first."""

    ROOM_ONLY = "room_only", "What is said here stays here"
    CHATHAM_HOUSE = "chatham_house", "Chatham House Rule: nothing is attributed"
    OPEN = "open", "Open: may be used with names people chose to give"


class CallMode(models.TextChoices):
    """How people come into their groups' rooms of the meeting tool, beside which a session runs."""

    MOVED = "moved", "The producer moves people inside the meeting tool"
    LINKS = "links", "Each group has an address of its own"
    FOLLOW = "follow", "People say which room they are in"


USUAL_TRANSFER = {CallMode.MOVED: 2, CallMode.LINKS: 3, CallMode.FOLLOW: 2}
"""Minutes each way."""


class Programme(models.Model):
    """A series of sessions with shared settings."""

    class Status(models.TextChoices):
        """How far the programme is."""

        DRAFT = "draft"
        ANNOUNCED = "announced"
        OPEN = "open"
        RUNNING = "running"
        COMPLETE = "complete"
        ARCHIVED = "archived"

    id = models.CharField(primary_key=True, max_length=16, default=new_id)
    slug = models.SlugField(max_length=80, unique=True)
    title = models.CharField(max_length=TITLE_LIMIT)
    blurb = models.TextField(max_length=PARA, blank=True)
    hosts = models.JSONField(default=list, help_text="names of the hosting organisations")
    open_to = models.CharField(max_length=NOTE, blank=True)
    price = models.CharField(max_length=SHORT, blank=True)
    online = models.BooleanField(default=True)
    languages = models.JSONField(default=list)
    zone = models.CharField(max_length=64, default="Europe/London")
    announced_from = models.CharField(max_length=10, blank=True, help_text="year and month")
    announced_to = models.CharField(max_length=10, blank=True)
    confidentiality = models.CharField(
        max_length=20, choices=Confidentiality.choices, default=Confidentiality.ROOM_ONLY
    )
    status = models.CharField(max_length=12, choices=Status.choices, default=Status.DRAFT)
    template_of = models.ForeignKey("self", null=True, blank=True, on_delete=models.SET_NULL, related_name="clones")
    created_at = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return self.title


class Session(models.Model):
    """One timed live event; may have no date yet. Local time and zone are stored, UTC is computed (8b.8)."""

    class Status(models.TextChoices):
        """How far the session is."""

        UNSCHEDULED = "unscheduled"
        ANNOUNCED = "announced"
        BOOKING_OPEN = "booking_open"
        FULL = "full"
        CLOSED = "closed"
        LIVE = "live"
        DONE = "done"
        CANCELLED = "cancelled"

    id = models.CharField(primary_key=True, max_length=16, default=new_id)
    programme = models.ForeignKey(Programme, on_delete=models.CASCADE, related_name="sessions")
    slug = models.SlugField(max_length=80)
    position = models.PositiveIntegerField(default=0)
    number = models.PositiveIntegerField(null=True, blank=True)
    title = models.CharField(max_length=TITLE_LIMIT)
    blurb = models.TextField(max_length=PARA, blank=True)
    about = models.JSONField(default=list, help_text="short topics")
    practices = models.JSONField(default=list, help_text="numbers planned, P01 to P30")
    presenters = models.JSONField(default=list)
    bring = models.CharField(max_length=NOTE, blank=True)
    groups_welcome = models.BooleanField(default=False)
    earlier = models.BooleanField(default=False, help_text="held before this series; listed apart")
    date = models.DateField(null=True, blank=True)
    start = models.TimeField(null=True, blank=True)
    end = models.TimeField(null=True, blank=True)
    zone = models.CharField(max_length=64, default="Europe/London")
    starts_at = models.DateTimeField(
        null=True, blank=True, db_index=True, help_text="UTC, computed from the local fields"
    )
    ends_at = models.DateTimeField(null=True, blank=True)
    calendar_sequence = models.PositiveIntegerField(default=0)
    capacity = models.PositiveIntegerField(default=40)
    overbook_percent = models.PositiveIntegerField(default=10)
    planning_for = models.PositiveIntegerField(
        null=True, blank=True, help_text="people to plan groups for; empty: from the bookings"
    )
    confidentiality = models.CharField(
        max_length=20, choices=Confidentiality.choices, blank=True, help_text="empty: the programme's"
    )
    status = models.CharField(max_length=14, choices=Status.choices, default=Status.UNSCHEDULED)
    join_code = models.CharField(max_length=12, unique=True, default=join_code)
    call_link = models.URLField(max_length=500, blank=True, help_text="the main video call")
    room_links = models.JSONField(
        default=dict,
        help_text='{"kind": "none"}, {"kind": "list", "links": [...]} or {"kind": "pattern", "pattern": "https://.../{room}"}',
    )
    call_mode = models.CharField(max_length=6, choices=CallMode.choices, default=CallMode.MOVED)
    call_tool = models.CharField(max_length=20, blank=True, help_text="the meeting tool by name; empty: “the call”")
    transfer_minutes = models.PositiveIntegerField(
        null=True, blank=True, help_text="to get people into rooms, and the same back; empty: the usual of the mode"
    )
    help_phone = models.CharField(max_length=40, blank=True, help_text="where the producer is rung during the session")
    template = models.BooleanField(default=False)
    rehearsal_of = models.ForeignKey("self", null=True, blank=True, on_delete=models.CASCADE, related_name="rehearsals")
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["position", "starts_at"]
        constraints = [models.UniqueConstraint(fields=["programme", "slug"], name="session_slug_once_a_programme")]

    def __str__(self) -> str:
        return self.title

    def save(self, *args: object, **kwargs: object) -> None:
        """Save, with the UTC times computed from the local ones, and a new one with a join code that no other has."""
        while self._state.adding and Session.objects.filter(join_code=self.join_code).exists():
            self.join_code = join_code()
        self.starts_at = self._utc(self.start)
        self.ends_at = self._utc(self.end)
        super().save(*args, **kwargs)  # type: ignore[arg-type]  # passed on as they came

    def _utc(self, clock: time | None) -> datetime | None:
        if self.date is None or clock is None:
            return None
        return local_to_utc(datetime.combine(self.date, clock), self.zone, which="first")

    @property
    def rule(self) -> str:
        """The confidentiality in force: the session's own, else its programme's."""
        return self.confidentiality or self.programme.confidentiality

    @property
    def transfer(self) -> int:
        """Minutes that it takes to get people into rooms as planned, and the same to get them back."""
        return self.transfer_in(self.call_mode)

    def transfer_in(self, mode: str) -> int:
        """As `transfer`, if people come into their rooms in this mode."""
        return USUAL_TRANSFER[CallMode(mode)] if self.transfer_minutes is None else self.transfer_minutes

    def room_link(self, number: int) -> str:
        """The address of a group's own room in the call: the fixed list's, the pattern's with its number, or none."""
        if self.room_links.get("kind") == "pattern":
            return str(self.room_links.get("pattern", "")).replace("{room}", str(number))
        listed = self.room_links.get("links", []) if self.room_links.get("kind") == "list" else []
        return str(listed[number - 1]) if number <= len(listed) else ""

    @property
    def seats(self) -> int:
        """Places that may be booked, with over-booking, rounded down."""
        return self.capacity + self.capacity * self.overbook_percent // 100


class AgendaItem(models.Model):
    """A planned slice of a session; blocks nest one level."""

    class Kind(models.TextChoices):
        """What sort of slice it is."""

        WELCOME = "welcome"
        TALK = "talk"
        ACTIVITY = "activity"
        BREAK = "break"
        PLENARY = "plenary"
        CLOSE = "close"
        BLOCK = "block"

    id = models.CharField(primary_key=True, max_length=16, default=new_id)
    session = models.ForeignKey(Session, on_delete=models.CASCADE, related_name="items")
    parent = models.ForeignKey("self", null=True, blank=True, on_delete=models.CASCADE, related_name="children")
    position = models.PositiveIntegerField(default=0)
    kind = models.CharField(max_length=10, choices=Kind.choices, default=Kind.PLENARY)
    title = models.CharField(max_length=TITLE_LIMIT)
    minutes = models.PositiveIntegerField(default=10)
    minutes_estimated = models.BooleanField(default=False)
    practice = models.CharField(max_length=40, blank=True, help_text="the practice's slug")
    settings = models.JSONField(default=dict, help_text="the practice's own settings for this run")
    group_plan = models.JSONField(null=True, blank=True, help_text="kind, size, wishes; see record.groups")
    owner = models.CharField(max_length=SHORT, blank=True)
    participant_prompt = models.CharField(max_length=NOTE, blank=True)
    facilitator_notes = models.TextField(max_length=LONG, blank=True)
    fallback = models.CharField(max_length=NOTE, blank=True)
    protected = models.BooleanField(default=False)
    optional = models.BooleanField(default=False)
    confidentiality = models.CharField(max_length=20, choices=Confidentiality.choices, blank=True)

    class Meta:
        ordering = ["position"]

    def __str__(self) -> str:
        return self.title


class Resource(models.Model):
    """A slide, link or file of an agenda item, with a text alternative and an optional cue point."""

    id = models.CharField(primary_key=True, max_length=16, default=new_id)
    item = models.ForeignKey(AgendaItem, on_delete=models.CASCADE, related_name="resources")
    position = models.PositiveIntegerField(default=0)
    kind = models.CharField(max_length=6, choices=[("slide", "Slide"), ("link", "Link"), ("file", "File")])
    title = models.CharField(max_length=TITLE_LIMIT)
    url = models.URLField(max_length=500, blank=True)
    file = models.FileField(upload_to="resources/", blank=True)
    alternative = models.TextField(
        max_length=PARA, blank=True, help_text="what a person who cannot see it needs to know"
    )
    minutes = models.PositiveIntegerField(null=True, blank=True)
    cue = models.CharField(max_length=SHORT, blank=True, help_text="“listen from 45 minutes in”")

    class Meta:
        ordering = ["position"]

    def __str__(self) -> str:
        return self.title


class AgendaChange(models.Model):
    """One step of undo: the agenda as it was before a change."""

    id = models.BigAutoField(primary_key=True)
    session = models.ForeignKey(Session, on_delete=models.CASCADE, related_name="agenda_changes")
    what = models.CharField(max_length=200)
    before = models.JSONField()
    at = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return self.what


class Role(models.TextChoices):
    """What a person may do in a programme or session; one person may hold several."""

    LEAD = "lead", "Lead facilitator"
    PRODUCER = "producer", "Producer"
    CO_FACILITATOR = "co_facilitator", "Co-facilitator"
    OBSERVER = "observer", "Observer"
    ADMINISTRATOR = "administrator", "Administrator"


class RoleGrant(models.Model):
    """A role held in a whole programme, or in one session of it."""

    id = models.CharField(primary_key=True, max_length=16, default=new_id)
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="roles")
    programme = models.ForeignKey(Programme, on_delete=models.CASCADE, related_name="roles")
    session = models.ForeignKey(Session, null=True, blank=True, on_delete=models.CASCADE, related_name="roles")
    role = models.CharField(max_length=16, choices=Role.choices)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person", "programme", "session", "role"], name="role_once", nulls_distinct=False
            )
        ]

    def __str__(self) -> str:
        return f"{self.person} as {self.role}"


class Party(models.Model):
    """People who book together."""

    id = models.CharField(primary_key=True, max_length=16, default=new_id)
    session = models.ForeignKey(Session, on_delete=models.CASCADE, related_name="parties")
    name = models.CharField(max_length=SHORT)
    code = models.CharField(max_length=12, unique=True, default=new_id)
    lead = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    expected_size = models.PositiveIntegerField(default=3)
    issue = models.CharField(max_length=NOTE, blank=True, help_text="what the team would like to work on")
    held_places = models.PositiveIntegerField(default=0, help_text="places held for those who are still to book")
    held_until = models.DateTimeField(null=True, blank=True)
    keep_together = models.BooleanField(default=True)

    def __str__(self) -> str:
        return self.name


class Booking(models.Model):
    """A person's place, or place in the queue, at a session."""

    class Status(models.TextChoices):
        """Where the booking stands."""

        REQUESTED = "requested"
        CONFIRMED = "confirmed"
        WAITLISTED = "waitlisted"
        OFFERED = "offered"
        CANCELLED = "cancelled"
        ATTENDED = "attended"
        PART_ATTENDED = "part_attended"
        NO_SHOW = "no_show"

    id = models.CharField(primary_key=True, max_length=16, default=new_id)
    session = models.ForeignKey(Session, on_delete=models.CASCADE, related_name="bookings")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="bookings")
    party = models.ForeignKey(Party, null=True, blank=True, on_delete=models.SET_NULL, related_name="bookings")
    status = models.CharField(max_length=14, choices=Status.choices, default=Status.REQUESTED, db_index=True)
    access_note = models.TextField(
        max_length=PARA,
        blank=True,
        help_text="may be health data: producer and administrator only, deleted 30 days after",
    )
    hope = models.CharField(max_length=NOTE, blank=True)
    listed = models.BooleanField(
        default=False, help_text="opted in to the list of who is coming, and to showing the organisation to companions"
    )
    language = models.CharField(max_length=2, choices=Language.choices, default=Language.ENGLISH)
    agreed = models.BooleanField(default=False, help_text="ticked the ways of working; asked, never a condition")
    calendar_sequence = models.PositiveIntegerField(default=0, help_text="rises with each file sent")
    queue = models.PositiveIntegerField(default=0, help_text="order in the waiting list, rising")
    held_until = models.DateTimeField(
        null=True, blank=True, help_text="an unconfirmed or cancelled place is held until then"
    )
    offered_until = models.DateTimeField(null=True, blank=True)
    booked_at = models.DateTimeField(auto_now_add=True)
    confirmed_at = models.DateTimeField(null=True, blank=True)
    cancelled_at = models.DateTimeField(null=True, blank=True)
    reminders_sent = models.JSONField(default=list)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["session", "person"], name="one_booking_a_person_a_session")]

    def __str__(self) -> str:
        return f"{self.person} at {self.session}"


class Mail(models.Model):
    """The durable outbox: written in the transaction of what it tells, sent by a background task."""

    class Status(models.TextChoices):
        """How far it got."""

        WAITING = "waiting"
        SENT = "sent"
        FAILED = "failed"
        DROPPED = "dropped"

    id = models.CharField(primary_key=True, max_length=16, default=new_id)
    person = models.ForeignKey(Person, null=True, blank=True, on_delete=models.CASCADE, related_name="mails")
    session = models.ForeignKey(Session, null=True, blank=True, on_delete=models.CASCADE, related_name="mails")
    kind = models.CharField(max_length=40)
    to = models.EmailField()
    subject = models.CharField(max_length=200)
    text = models.TextField()
    html = models.TextField(blank=True)
    calendar = models.TextField(blank=True)
    status = models.CharField(max_length=8, choices=Status.choices, default=Status.WAITING, db_index=True)
    tries = models.PositiveIntegerField(default=0)
    next_try_at = models.DateTimeField(null=True, blank=True, db_index=True, help_text="empty: at once")
    trouble = models.CharField(max_length=200, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    sent_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return self.subject
