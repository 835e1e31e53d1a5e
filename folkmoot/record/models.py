"""The memory: the ordered log of each stream, and the current state that it led to.

Rows of a live session are also held in memory (`record.state`), where a change makes a new row and never alters one
in place.
"""

from django.db import models

from folkmoot.kit.ids import new_id
from folkmoot.people.models import Person
from folkmoot.programme.models import AgendaItem, CallMode, Confidentiality, Programme, Session


class Visibility(models.TextChoices):
    """Who may see an entry once it is shown (practice guide, R2)."""

    PRIVATE = "private"
    PAIR = "pair"
    GROUP = "group"
    SESSION = "session"
    PROGRAMME = "programme"
    WORKSPACE = "workspace"


class Attribution(models.TextChoices):
    """Whether an entry names its author: shown, kept hidden, or not kept at all."""

    NAMED = "named"
    HIDDEN = "hidden"
    UNLINKED = "unlinked"


class Stream(models.Model):
    """One ordered log: of a session, a team's space or a programme. `seq` is the last number given out."""

    id = models.CharField(primary_key=True, max_length=16)
    kind = models.CharField(max_length=10, default="session")
    seq = models.BigIntegerField(default=0)
    version = models.BigIntegerField(default=0, help_text="commits that changed something, told in the log or not")

    def __str__(self) -> str:
        return f"{self.kind} {self.id}"


class Event(models.Model):
    """Something that happened: ids and structure, never a contribution’s text. `n` counts within the audience.

    Its indexes, and those of the two below, begin with the stream, so the stream has none of its own.
    """

    id = models.BigAutoField(primary_key=True)
    stream = models.ForeignKey(Stream, on_delete=models.CASCADE, related_name="events", db_index=False)
    seq = models.BigIntegerField()
    audience = models.CharField(max_length=40)
    n = models.BigIntegerField()
    at = models.DateTimeField()
    kind = models.CharField(max_length=40)
    body = models.JSONField(default=dict)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["stream", "seq"], name="event_seq_once"),
            models.UniqueConstraint(fields=["stream", "audience", "n"], name="event_n_once"),
        ]

    def __str__(self) -> str:
        return f"{self.stream_id} {self.seq} {self.kind}"


class Change(models.Model):
    """Which rows a commit changed, for the other processes; forgotten after a minute or two (`record.changes`)."""

    id = models.BigAutoField(primary_key=True)
    stream = models.ForeignKey(Stream, on_delete=models.CASCADE, related_name="changes", db_index=False)
    version = models.BigIntegerField(help_text="the stream's, after this commit")
    rows = models.JSONField(null=True, help_text="ids by table; empty: read everything again")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["stream", "version"], name="change_once")]

    def __str__(self) -> str:
        return f"{self.stream_id} {self.version}"


class Serving(models.Model):
    """A process that serves a session now, and whom it is connected to; nothing is kept of it afterwards."""

    id = models.BigAutoField(primary_key=True)
    process = models.CharField(max_length=16)
    session = models.ForeignKey(Session, on_delete=models.CASCADE, related_name="+")
    people = models.JSONField(default=dict, help_text="here or away, by person’s id")
    at = models.DateTimeField(help_text="the last sign of life, by the database’s clock")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["process", "session"], name="serving_once")]

    def __str__(self) -> str:
        return f"{self.session_id} by {self.process}"


class AppliedOp(models.Model):
    """An operation that was applied, so that a resent one is applied once."""

    id = models.BigAutoField(primary_key=True)
    stream = models.ForeignKey(Stream, on_delete=models.CASCADE, related_name="applied", db_index=False)
    person = models.CharField(max_length=16)
    op_id = models.CharField(max_length=40)
    seq = models.BigIntegerField()
    result = models.JSONField(default=dict)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["stream", "person", "op_id"], name="op_once")]

    def __str__(self) -> str:
        return self.op_id


class Run(models.Model):
    """How far a session's live run is; one row a session, with the session's id."""

    class Phase(models.TextChoices):
        """Session states of P02."""

        LOBBY = "lobby"
        LIVE = "live"
        CLOSED = "closed"

    id = models.CharField(primary_key=True, max_length=16)
    session = models.OneToOneField(Session, on_delete=models.CASCADE, related_name="run")
    phase = models.CharField(max_length=8, choices=Phase.choices, default=Phase.LOBBY)
    item = models.CharField(max_length=16, blank=True, help_text="the agenda item in progress")
    opened_at = models.DateTimeField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    screen_activity = models.CharField(max_length=16, blank=True, help_text="what the shared screen shows")
    speed = models.PositiveIntegerField(default=1, help_text="clock speed of a rehearsal")
    call_mode = models.CharField(
        max_length=6, choices=CallMode.choices, blank=True, help_text="changed in the room; empty: as planned"
    )

    def __str__(self) -> str:
        return f"run of {self.session_id}"


class RunEntry(models.Model):
    """What happened with one agenda item. Its id is the item's."""

    id = models.CharField(primary_key=True, max_length=16)
    session = models.ForeignKey(Session, on_delete=models.CASCADE, related_name="run_entries")
    item = models.OneToOneField(AgendaItem, on_delete=models.CASCADE, related_name="run_entry")
    started_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    paused_at = models.DateTimeField(null=True, blank=True)
    paused_seconds = models.FloatField(default=0)
    added_seconds = models.IntegerField(default=0)
    skipped = models.BooleanField(default=False)
    reason = models.CharField(max_length=280, blank=True)

    def __str__(self) -> str:
        return f"run of {self.item_id}"


class Participant(models.Model):
    """A person in one session: role, how they take part, whether they are admitted."""

    class Channel(models.TextChoices):
        """How they take part."""

        APP = "app"
        CALL_ONLY = "call_only"

    id = models.CharField(primary_key=True, max_length=16, default=new_id)
    session = models.ForeignKey(Session, on_delete=models.CASCADE, related_name="participants")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="participations")
    name = models.CharField(max_length=80)
    organisation = models.CharField(max_length=120, blank=True)
    sector = models.CharField(max_length=20, blank=True)
    party = models.CharField(max_length=16, blank=True)
    roles = models.JSONField(default=list, help_text="facilitators' roles; empty for a participant")
    admitted = models.BooleanField(default=False)
    listed = models.BooleanField(default=False, help_text="opted in to being listed, with the organisation")
    channel = models.CharField(max_length=10, choices=Channel.choices, default=Channel.APP)
    call_name = models.CharField(max_length=80, blank=True, help_text="their name in the call, if it is another")
    call_room = models.PositiveIntegerField(
        null=True, blank=True, help_text="the meeting tool's room that the producer has put them in"
    )
    says_room = models.PositiveIntegerField(
        null=True, blank=True, help_text="the room in which they say they are, until the producer has answered"
    )
    lost_at = models.DateTimeField(
        null=True, blank=True, help_text="when they said that they are lost; empty once somebody has found them"
    )
    accompanied_by = models.CharField(max_length=80, blank=True, help_text="an interpreter or assistant, not counted")
    call_note = models.CharField(
        max_length=280, blank=True, help_text="what companions need to know: a dial-in number, for instance"
    )
    here = models.BooleanField(default=False, help_text="has been in the room, and has not left")
    hand_at = models.DateTimeField(null=True, blank=True)
    finished = models.JSONField(default=list, help_text="activity:stage marks of what they have finished or passed")
    joined_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["session", "person"], name="participant_once")]

    def __str__(self) -> str:
        return self.name


class Attendance(models.Model):
    """One connected interval of a person, or one corrected by hand. Minutes are their union."""

    id = models.CharField(primary_key=True, max_length=16, default=new_id)
    session = models.ForeignKey(Session, on_delete=models.CASCADE, related_name="attendance")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="attendance")
    since = models.DateTimeField()
    until = models.DateTimeField(null=True, blank=True)
    source = models.CharField(
        max_length=10,
        choices=[("automatic", "automatic"), ("corrected", "corrected"), ("call", "call")],
        default="automatic",
        help_text="call: from the meeting tool's own report",
    )

    def __str__(self) -> str:
        return f"{self.person_id} in {self.session_id}"


class Activity(models.Model):
    """One run of one practice."""

    id = models.CharField(primary_key=True, max_length=16, default=new_id)
    session = models.ForeignKey(Session, on_delete=models.CASCADE, related_name="activities")
    item = models.ForeignKey(AgendaItem, null=True, blank=True, on_delete=models.SET_NULL, related_name="activities")
    practice = models.CharField(max_length=40)
    stage = models.CharField(max_length=30, help_text="key of the practice's stage")
    stage_started_at = models.DateTimeField(null=True, blank=True)
    stage_seconds = models.IntegerField(
        null=True, blank=True, help_text="length of the stage with added time; None: no clock"
    )
    furthest = models.PositiveIntegerField(
        default=0, help_text="index of the furthest stage reached; nothing shown is hidden again"
    )
    settings = models.JSONField(default=dict)
    grouping = models.CharField(max_length=16, blank=True)
    chosen = models.CharField(max_length=16, blank=True, help_text="entry chosen for plenary")
    keep = models.CharField(max_length=10, default="group", help_text="R12: programme, group or discard")
    confidentiality = models.CharField(max_length=20, choices=Confidentiality.choices)

    def __str__(self) -> str:
        return f"{self.practice} in {self.session_id}"


class Grouping(models.Model):
    """One forming of groups: proposed, sent, open, closing, closed."""

    class Status(models.TextChoices):
        """How far it is."""

        PROPOSED = "proposed"
        SENT = "sent"
        OPEN = "open"
        CLOSING = "closing"
        CLOSED = "closed"

    id = models.CharField(primary_key=True, max_length=16, default=new_id)
    session = models.ForeignKey(Session, on_delete=models.CASCADE, related_name="groupings")
    item = models.CharField(max_length=16, blank=True)
    status = models.CharField(max_length=8, choices=Status.choices, default=Status.PROPOSED)
    plan = models.JSONField(default=dict, help_text="what was asked for")
    seed = models.BigIntegerField(default=0)
    report = models.JSONField(default=dict, help_text="reasons and quality, without any private wish")
    opened_at = models.DateTimeField(null=True, blank=True)
    seconds = models.IntegerField(default=0, help_text="length of the round, with added time")
    closing_at = models.DateTimeField(null=True, blank=True, help_text="when everybody returns")

    def __str__(self) -> str:
        return f"groups {self.id}"


class Group(models.Model):
    """People working together: who, where, who holds the pen, who needs help."""

    id = models.CharField(primary_key=True, max_length=16, default=new_id)
    session = models.ForeignKey(Session, on_delete=models.CASCADE, related_name="groups")
    grouping = models.ForeignKey(Grouping, on_delete=models.CASCADE, related_name="groups")
    number = models.PositiveIntegerField()
    members = models.JSONField(default=list, help_text="persons' ids, in the order of turns")
    pins = models.JSONField(default=list)
    roles = models.JSONField(default=dict, help_text="person's id by host, scribe, timekeeper, reporter")
    pen = models.CharField(max_length=16, blank=True, help_text="who holds the pen")
    pen_asked = models.CharField(max_length=16, blank=True)
    visitors = models.JSONField(default=list, help_text="facilitators who knocked and came in")
    help_since = models.DateTimeField(null=True, blank=True)
    turns = models.JSONField(default=dict, help_text="the turn clock: started_at, seconds of each turn, who")
    wait_until_turn = models.JSONField(default=list, help_text="late joiners who come in at the next turn")

    def __str__(self) -> str:
        return f"group {self.number}"


class Meeting(models.Model):
    """Two people who were in one group together: the memory that matching reads."""

    id = models.BigAutoField(primary_key=True)
    programme = models.ForeignKey(Programme, on_delete=models.CASCADE, related_name="meetings")
    session = models.ForeignKey(Session, null=True, on_delete=models.CASCADE, related_name="meetings")
    grouping = models.CharField(max_length=16)
    one = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    other = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["grouping", "one", "other"], name="meeting_once")]

    def __str__(self) -> str:
        return f"{self.one_id} met {self.other_id}"


class Entry(models.Model):
    """Anything someone adds: a note, a placement, a vote, a statement, a step, a chat line.

    Before it is shown only its author receives it. Withdrawing empties `body`; the row stays as a mark that
    something was there.
    """

    class State(models.TextChoices):
        """Whether others may see it yet."""

        PRIVATE = "private"
        SHOWN = "shown"
        WITHDRAWN = "withdrawn"

    id = models.CharField(primary_key=True, max_length=16, default=new_id)
    session = models.ForeignKey(Session, null=True, on_delete=models.CASCADE, related_name="entries")
    activity = models.ForeignKey(Activity, null=True, blank=True, on_delete=models.CASCADE, related_name="entries")
    group = models.ForeignKey(Group, null=True, blank=True, on_delete=models.SET_NULL, related_name="entries")
    author = models.ForeignKey(Person, null=True, blank=True, on_delete=models.SET_NULL, related_name="entries")
    entered_by = models.ForeignKey(Person, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    kind = models.CharField(max_length=40)
    body = models.JSONField(default=dict)
    about = models.CharField(max_length=40, blank=True, help_text="the entry, issue or element this one is about")
    visibility = models.CharField(max_length=10, choices=Visibility.choices, default=Visibility.GROUP)
    attribution = models.CharField(max_length=8, choices=Attribution.choices, default=Attribution.HIDDEN)
    state = models.CharField(max_length=9, choices=State.choices, default=State.PRIVATE)
    audience = models.CharField(
        max_length=40, blank=True, help_text="who receives it once shown; empty: its author alone"
    )
    order = models.BigIntegerField(default=0, help_text="random at the reveal, so that order tells nothing")
    late = models.BooleanField(default=False, help_text="added in discussion")
    version = models.PositiveIntegerField(default=1)
    derived_from = models.JSONField(default=list)
    theme = models.CharField(
        max_length=16, blank=True, help_text="the theme entry it was put under, or the point it was merged into"
    )
    language = models.CharField(max_length=2, default="en")
    confidentiality = models.CharField(max_length=20, choices=Confidentiality.choices)
    released = models.CharField(max_length=10, blank=True, help_text="scope it may leave to, or empty")
    day = models.DateField(auto_now_add=True, help_text="no finer time is kept")

    def __str__(self) -> str:
        return f"{self.kind} {self.id}"


class Draft(models.Model):
    """The latest unsubmitted text of one box; its author alone sees it (a statement's: its group)."""

    id = models.CharField(primary_key=True, max_length=16, default=new_id)
    session = models.ForeignKey(Session, on_delete=models.CASCADE, related_name="drafts")
    person = models.ForeignKey(Person, null=True, blank=True, on_delete=models.CASCADE, related_name="drafts")
    group = models.ForeignKey(Group, null=True, blank=True, on_delete=models.CASCADE, related_name="drafts")
    box = models.CharField(max_length=120, help_text="activity:kind:about")
    body = models.JSONField(default=dict)
    saved_at = models.DateTimeField(auto_now=True)

    def __str__(self) -> str:
        return self.box


class ReleaseAnswer(models.Model):
    """One person's answer on releasing a group's product; any single no holds, and no name is shown."""

    id = models.CharField(primary_key=True, max_length=16, default=new_id)
    session = models.ForeignKey(Session, on_delete=models.CASCADE, related_name="release_answers")
    group = models.ForeignKey(Group, on_delete=models.CASCADE, related_name="release_answers")
    person = models.ForeignKey(
        Person, null=True, on_delete=models.SET_NULL, related_name="+", help_text="empty: a no of somebody since erased"
    )
    product = models.CharField(max_length=20, help_text="purpose or key_points")
    yes = models.BooleanField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["group", "person", "product"], name="one_answer_each")]

    def __str__(self) -> str:
        return f"answer on {self.product}"
