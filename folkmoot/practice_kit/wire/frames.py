"""Frames: what the server sends. Every event reaches the browser as rows to put and ids to drop."""

from typing import Any, Literal

from pydantic import BaseModel
from pydantic_core import to_json

from folkmoot.practice_kit.wire.declared import PracticeRow


class SessionRow(BaseModel):
    """The session as everyone in the room sees it. Times are milliseconds since 1970."""

    id: str
    title: str
    programme: str
    phase: Literal["lobby", "live", "closed"]
    item: str
    starts_at: int | None
    ends_at: int | None
    zone: str
    rule: str
    rule_words: str
    afterwards: str
    join_code: str
    call_link: str
    screen_activity: str
    rehearsal: bool
    here: int
    next_title: str = ""
    call_mode: Literal["moved", "links", "follow"] = "moved"
    call_tool: str = ""
    transfer: int = 0
    help_phone: str = ""


class ResourceRow(BaseModel):
    """A slide, link or file of an item."""

    id: str
    kind: str
    title: str
    url: str
    alternative: str = ""
    cue: str = ""


class ItemRow(BaseModel):
    """A planned item with what happened. Seconds; times in milliseconds. `notes` only for facilitators."""

    id: str
    parent: str
    position: int
    kind: str
    title: str
    minutes: int
    seconds: int
    prompt: str
    practice: str
    protected: bool
    optional: bool
    rule: str
    groups: bool
    started_at: int | None = None
    ended_at: int | None = None
    paused_at: int | None = None
    paused_ms: int = 0
    added_seconds: int = 0
    skipped: bool = False
    resources: list[ResourceRow] = []
    notes: str = ""
    fallback: str = ""
    owner: str = ""
    plan: dict[str, Any] | None = None


class ActivityRow(BaseModel):
    """A run of a practice."""

    id: str
    item: str
    practice: str
    stage: str
    state: str
    stage_started_at: int | None
    stage_seconds: int | None
    settings: dict[str, Any]
    grouping: str
    chosen: str
    furthest: int
    rule: str


class PersonRow(BaseModel):
    """A person as the receiving audience may see them. Facilitators' rows carry more."""

    id: str
    name: str
    organisation: str = ""
    roles: list[str] = []
    admitted: bool = True
    here: bool = False
    channel: Literal["app", "call_only"] = "app"
    call_only: bool = False
    hand_at: int | None = None
    call_note: str = ""
    accompanied_by: str = ""
    call_name: str = ""
    call_room: int | None = None
    says_room: int | None = None
    lost_at: int | None = None


class TurnRow(BaseModel):
    """One person's turn."""

    person: str
    seconds: float


class PhaseRow(BaseModel):
    """A phase inside each turn; `share` is its part of the turn's time."""

    key: str
    title: str
    rule: str
    share: int


class TurnsRow(BaseModel):
    """A group's turn clock; `start` in milliseconds."""

    start: int
    turns: list[TurnRow]
    phases: list[PhaseRow]


class GroupRow(BaseModel):
    """A group as its members, or the facilitators, see it."""

    id: str
    grouping: str
    number: int
    link: str
    members: list[str]
    people: list[PersonRow] = []
    pins: list[str] = []
    roles: dict[str, str]
    pen: str
    pen_asked: str
    visitors: list[str]
    help_since: int | None
    turns: TurnsRow | None
    waiting: list[str] = []


class ReasonRow(BaseModel):
    """What people of one group share, by code; never a private wish."""

    code: str
    people: list[str]
    detail: str


class ReportRow(BaseModel):
    """How good a forming of groups is, in words and figures; of `returning` ones it is no matter who has met."""

    words: list[str]
    returning: bool = False
    repeats: int
    same_organisation: int
    best: bool
    reasons: list[ReasonRow]
    remarks: list[str] = []
    corrected: dict[str, str] = {}


class CallersRow(BaseModel):
    """A room with people who are in the call only: what companions call them, and how many `others` are in it."""

    number: int
    names: list[str]
    others: int


class GroupingRow(BaseModel):
    """One forming of groups. Plan and report only for facilitators.

    `rooms`: people say themselves in which of so many rooms they are; 0: they are told. `callers`: the rooms of
    people who have nothing but the shared screen to learn of theirs; nobody else is named.
    """

    id: str
    item: str
    status: str
    opened_at: int | None
    seconds: int
    closing_at: int | None
    rooms: int = 0
    callers: list[CallersRow] = []
    plan: dict[str, Any] | None = None
    report: ReportRow | None = None


class EntryRow(BaseModel):
    """An entry as its audience sees it. `author` is set only where it is named; nobody else's row says who wrote it."""

    id: str
    activity: str
    group: str
    kind: str
    body: dict[str, Any]
    about: str
    author: str = ""
    state: str
    visibility: str
    audience: str
    order: int
    late: bool
    version: int
    theme: str
    released: str
    derived_from: list[str] = []


USUAL: dict[str, Any] = {
    "group": "",
    "about": "",
    "author": "",
    "state": "shown",
    "visibility": "session",
    "audience": "session",
    "late": False,
    "version": 1,
    "theme": "",
    "released": "",
    "derived_from": [],
}
"""What most entries of a full board are: a row leaves such fields out on the wire, and is half as long."""


def unusual(entry: dict[str, Any]) -> dict[str, Any]:
    """An entry's row as it crosses the wire; who receives it lays it over `USUAL`, never over an older row."""
    return {name: value for name, value in entry.items() if name not in USUAL or USUAL[name] != value}


class FindingRow(BaseModel):
    """A practice's finding for one audience."""

    id: str
    activity: str
    group: str
    key: str
    text: str
    tone: str
    about: str
    rows: list[tuple[str, str]] = []


class CountRow(BaseModel):
    """How many of how many have written or finished; never who."""

    id: str
    activity: str
    group: str
    kind: str
    count: int
    of: int
    entries: int = 0


class Tables(BaseModel):
    """Rows by table; a snapshot has all that this person may see, a batch only what changed."""

    session: list[SessionRow] = []
    practices: list[PracticeRow] = []
    items: list[ItemRow] = []
    activities: list[ActivityRow] = []
    people: list[PersonRow] = []
    groupings: list[GroupingRow] = []
    groups: list[GroupRow] = []
    entries: list[EntryRow] = []
    findings: list[FindingRow] = []
    counts: list[CountRow] = []


class You(BaseModel):
    """Who this client is, and what is theirs alone."""

    person: str
    name: str
    roles: list[str]
    facilitator: bool
    admitted: bool
    mine: list[str]
    drafts: dict[str, dict[str, Any]]
    finished: list[str]
    answers: dict[str, bool] = {}
    hand_at: int | None = None
    call_name: str = ""
    says_room: int | None = None
    lost_at: int | None = None


class Snapshot(BaseModel):
    """Everything this person may see, with a cursor for each audience."""

    t: Literal["snapshot"] = "snapshot"
    at: int
    cursors: dict[str, int]
    you: You
    tables: Tables


class EventOut(BaseModel):
    """One event of an audience: rows to put, ids to drop by table, and what only its kind tells (`note`)."""

    n: int
    kind: str
    put: dict[str, list[dict[str, Any]]] = {}
    drop: dict[str, list[str]] = {}
    note: dict[str, Any] = {}


class Batch(BaseModel):
    """The events of one tick for one audience."""

    t: Literal["batch"] = "batch"
    a: str
    at: int
    events: list[EventOut]


class Ack(BaseModel):
    """An operation was applied."""

    t: Literal["ack"] = "ack"
    op_id: str
    seq: int
    result: dict[str, Any] = {}


class Refusal(BaseModel):
    """An operation was refused; the message says what to do, and the draft is kept."""

    t: Literal["refused"] = "refused"
    op_id: str
    code: str
    message: str
    field: str = ""


class Presence(BaseModel):
    """Presence of people in this client's sight, latest per person; not in the log."""

    t: Literal["presence"] = "presence"
    people: dict[str, Literal["here", "away", "call_only", "lost"]]
    here: int


class Live(BaseModel):
    """What is shown while it happens and is not in the log: counts, findings, a statement's draft."""

    t: Literal["live"] = "live"
    counts: list[CountRow] = []
    findings: list[FindingRow] = []
    findings_of: list[str] = []
    drafts: dict[str, dict[str, Any]] = {}


class Told(BaseModel):
    """The connection itself: the server's time, a notice, or a reason to reconnect.

    `paused`: true while the server cannot store anything, false once it can again; both come with a notice.
    """

    t: Literal["told"] = "told"
    at: int
    sent: float = 0
    notice: str = ""
    op_id: str = ""
    resumed: bool = False
    paused: bool | None = None
    you: You | None = None


Frame = Snapshot | Batch | Ack | Refusal | Presence | Live | Told


def encode(frame: dict[str, Any] | list[dict[str, Any]]) -> bytes:
    """A frame, or rows of one, as it crosses the wire; encoded once for everybody who gets it."""
    return to_json(frame)
