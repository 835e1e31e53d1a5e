"""What the planner's pages show of an agenda: rows with times and words, made in one pass."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import time

from django.db.models import Q

from folkmoot.practice_kit.catalogue import BY_SLUG
from folkmoot.practice_kit.registry import find
from folkmoot.programme.agenda import (
    BREAK,
    MODES,
    Agenda,
    Item,
    Mode,
    at_minute,
    every,
    from_json,
    length,
    longest_stretch,
    mode,
    modes_of,
    planned_minutes,
    read_agenda,
    said_length,
    starts,
    totals,
)
from folkmoot.programme.agenda_feedback import groups_of
from folkmoot.programme.agenda_tree import Step, possible_steps
from folkmoot.programme.agenda_warnings import (
    Warned,
    minutes_per_question,
    questions_of,
    said_minutes,
    warnings,
)
from folkmoot.programme.group_plan import GroupPlan, read_plan, said_size, said_wishes
from folkmoot.programme.models import AgendaChange, Booking, Session

MODE_WORDS: Mapping[Mode, str] = {
    "groups": "Groups and pairs",
    "plenary": "Plenary",
    "talk": "Talk",
    "break": "Break",
}
TONES: Mapping[Mode, str] = {"groups": "plum", "plenary": "plain", "talk": "sky", "break": "plain"}


@dataclass(frozen=True, slots=True)
class Tag:
    """A short word beside a title; `tone` and `icon` are names of the design."""

    words: str
    tone: str = ""
    icon: str = ""


@dataclass(frozen=True, slots=True)
class Plan:
    """A group plan in words: who is together, how they are mixed, what they talk about, how many rooms."""

    size: str
    wishes: str = ""
    questions: str = ""
    rooms: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    """An item as the planner shows it."""

    item: Item
    time: str
    full_time: str
    until: str
    was: str
    index: int
    count: int
    parent: str
    tags: tuple[Tag, ...]
    plan: Plan | None
    steps: frozenset[Step]
    warned: tuple[Warned, ...]
    parts: tuple[Row, ...] = ()

    @property
    def trouble(self) -> bool:
        """Whether there is something to look at, here or in a part."""
        return bool(self.warned) or any(part.trouble for part in self.parts)


@dataclass(frozen=True, slots=True)
class Share:
    """A part of the bar that shows how time is spent; `start` and `minutes` in minutes of the whole."""

    mode: Mode
    words: str
    start: int
    minutes: int


@dataclass(frozen=True, slots=True)
class Page:
    """All that the agenda page shows."""

    rows: tuple[Row, ...]
    total: str
    planned: str
    minutes: int
    shares: tuple[Share, ...]
    summary: str
    ends: str
    people: int
    booked: int
    said: str = ""
    late: tuple[str, ...] = field(default=())

    @property
    def spoken_shares(self) -> str:
        """The bar in words, for those who do not see it."""
        return ", ".join(f"{share.words} {share.minutes} minutes" for share in self.shares)


def build_page(session: Session, shown: AgendaChange | None = None) -> Page:
    """Read a session's agenda and say all that its planner shows.

    `shown` is the change that was just made: rows then say what their time was before it.
    """
    agenda = read_agenda(session)
    before = from_json(shown.before) if shown else None
    people, booked = expected_people(session), count_booked(session)
    minutes, planned = length(agenda), planned_minutes(session)
    return Page(
        rows=build_rows(agenda, session.start, before, people, session.transfer),
        total=said_length(minutes),
        planned=said_length(planned) if planned else "",
        minutes=minutes,
        shares=tuple(_shares(agenda)),
        summary=" ".join(_summary(agenda, session.start, planned)),
        ends=at_minute(session.start, minutes),
        people=people,
        booked=booked,
        said=f"{shown.what} {_effect(before, agenda)}".strip() if shown and before is not None else "",
        late=tuple(_if_late(agenda)),
    )


def count_booked(session: Session) -> int:
    """Count the people who hold a place."""
    held = [Booking.Status.CONFIRMED, Booking.Status.ATTENDED, Booking.Status.PART_ATTENDED]
    return Booking.objects.filter(Q(status__in=held), session=session).count()


def expected_people(session: Session) -> int:
    """Say for how many people to plan: what the planner chose, else those booked less those who usually stay away.

    As many are expected to stay away as the host over-books. Before anybody has booked, everyone who fits.
    """
    if session.planning_for:
        return session.planning_for
    booked = count_booked(session)
    return round(booked * 100 / (100 + session.overbook_percent)) if booked else session.capacity


# ── Rows ─────────────────────────────────────────────────────────────────────────────────────────────────────────


def build_rows(
    agenda: Agenda, start: time | None, before: Agenda | None, people: int, transfer: int | None = None
) -> tuple[Row, ...]:
    """Make the rows of an agenda: times of day, and what they were in the agenda before.

    `transfer`: minutes to get people into their rooms of the call, and the same back.
    """
    at, was = starts(agenda), starts(before or agenda)
    warned = warnings(agenda, people, transfer)
    plans = {item.id: _plan(item, agenda, people) for item in every(agenda)}

    def row(item: Item, index: int, count: int, parent: str) -> Row:
        moved = item.id in was and was[item.id] != at[item.id]
        return Row(
            item=item,
            time=at_minute(start, at[item.id], short=True),
            full_time=at_minute(start, at[item.id]),
            until=at_minute(start, at[item.id] + item.minutes),
            was=at_minute(start, was[item.id], short=True) if moved else "",
            index=index,
            count=count,
            parent=parent,
            tags=tuple(_tags(item)),
            plan=plans[item.id],
            steps=possible_steps(agenda, item.id),
            warned=tuple(each for each in warned if each.item == item.id),
            parts=tuple(row(part, place, len(item.parts), item.id) for place, part in enumerate(item.parts)),
        )

    return tuple(row(item, index, len(agenda), "") for index, item in enumerate(agenda))


def _tags(item: Item) -> Iterator[Tag]:
    if item.parts:
        words = ", then ".join(each for each in modes_of(item) if each != "break")
        yield Tag(words.capitalize(), "sky")
    elif item.kind != BREAK:
        yield _mode_tag(item)
    if item.practice:
        yield _practice_tag(item.practice)
    if item.protected:
        yield Tag("Protected from trimming")
    if item.optional:
        yield Tag("Optional, may follow by mail", "plain")
    if item.minutes_estimated:
        yield Tag("Minutes estimated", "amber")
    if item.confidentiality:
        yield Tag(_RULES.get(item.confidentiality, item.confidentiality), "plain", "lock")


_RULES = {"room_only": "Stays in the room", "chatham_house": "Chatham House Rule", "open": "Open"}


def _mode_tag(item: Item) -> Tag:
    plan = read_plan(item.group_plan)
    if mode(item) == "groups":
        return Tag(said_size(plan) if plan else "Groups", "plum")
    return Tag(MODE_WORDS[mode(item)], TONES[mode(item)])


def _practice_tag(slug: str) -> Tag:
    if find(slug) is None:
        return Tag(f"{BY_SLUG[slug].name if slug in BY_SLUG else slug}: not built yet", "amber")
    return Tag("Practice")


def _plan(item: Item, agenda: Agenda, people: int) -> Plan | None:
    plan = read_plan(item.group_plan)
    if plan is None or item.parts:
        return None
    groups = groups_of(item, agenda, people)
    return Plan(
        size=f"{said_size(plan)}{_same_as(plan, agenda)}, {people} {'person' if people == 1 else 'people'}",
        wishes=said_wishes(plan),
        questions=_said_questions(item, agenda, people),
        rooms=f"{groups} rooms" if groups != 1 else "1 room",
    )


def _same_as(plan: GroupPlan, agenda: Agenda) -> str:
    if plan.kind != "same" or not plan.same_as:
        return ""
    title = next((item.title for item in every(agenda) if item.id == plan.same_as), "")
    return f", from “{title}”" if title else ""


def _said_questions(item: Item, agenda: Agenda, people: int) -> str:
    _, questions = questions_of(item)
    if not questions:
        return ""
    each = minutes_per_question(item, agenda, people)
    said = f"{len(questions)} questions" if len(questions) > 1 else "1 question"
    return f"{said}, {said_minutes(each)} min each" if each is not None else said


# ── The whole ────────────────────────────────────────────────────────────────────────────────────────────────────


def _shares(agenda: Agenda) -> Iterator[Share]:
    start = 0
    spent = totals(agenda)
    for each in MODES:
        if spent[each]:
            yield Share(each, MODE_WORDS[each], start, spent[each])
            start += spent[each]


def _summary(agenda: Agenda, start: time | None, planned: int | None) -> Iterator[str]:
    minutes, spent = length(agenda), totals(agenda)
    if not minutes:
        return
    yield _said_end(minutes, planned, start)
    worked = minutes - spent["break"]
    if 2 * spent["groups"] >= worked:
        yield "More than half the time is people talking to people."
    elif spent["groups"]:
        yield f"{said_length(spent['groups'])} of it is people talking to people."
    else:
        yield "Nobody talks in a small group yet."
    yield f"The longest stretch without a break is {said_length(longest_stretch(agenda))}."


def _said_end(minutes: int, planned: int | None, start: time | None) -> str:
    ends = f"Ends at {at_minute(start, minutes)}" if start else f"Takes {said_length(minutes)}"
    if planned is None:
        return f"{ends}."
    if minutes == planned:
        return f"{ends} with nothing to spare."
    over = minutes - planned
    return f"{ends}, {said_length(abs(over))} {'too late' if over > 0 else 'to spare'}."


def _effect(before: Agenda | None, agenda: Agenda) -> str:
    """Say what a change did to the starts of everything else, where one sentence can."""
    old, new = starts(before or ()), starts(agenda)
    shifts = {new[item_id] - old[item_id] for item_id in new if item_id in old} - {0}
    if not shifts:
        return ""
    if len(shifts) > 1:
        return (
            "Some things start earlier now, and some later." if min(shifts) < 0 < max(shifts) else "Times have moved."
        )
    shift = shifts.pop()
    return f"Everything after it starts {said_length(abs(shift))} {'later' if shift > 0 else 'earlier'}."


def _if_late(agenda: Agenda) -> Iterator[str]:
    """What to shorten first when a session runs late (P02), from what may be cut at all."""
    free = [item for item in every(agenda) if not item.protected and not item.parts]
    if any(mode(item) == "talk" for item in free):
        yield "Shorten the talk"
    if any(mode(item) == "plenary" for item in free):
        yield "Shorten the feedback"
    if any(item.optional for item in agenda):
        yield "Drop what is optional"
    if applying := next((item for item in free if item.practice == "applying"), None):
        yield f"Send “{applying.title}” by mail"
