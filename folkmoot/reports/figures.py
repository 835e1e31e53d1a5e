"""The figures of a record: who came by sector, themes, spreads, and how the time went; small numbers hidden (8b.2)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from folkmoot.people.models import Sector
from folkmoot.practice_kit import registry
from folkmoot.practice_kit.boards import Sort, Vote
from folkmoot.practice_kit.contract import Practice
from folkmoot.practice_kit.fields import Choice, marks
from folkmoot.programme.models import AgendaItem
from folkmoot.record.models import Activity, Attendance, Entry, Participant, RunEntry
from folkmoot.record.release import THEME
from folkmoot.record.state import State
from folkmoot.record.words import has_text
from folkmoot.sense.small_numbers import Table, suppress

NOT_SAID = "Not said"
KEPT_IN_THE_ROOM = "Words that stayed in the room"


@dataclass(frozen=True)
class Row:
    """A label and what may be said: a number, “fewer than 5” or “not shown”. `count` is None where it is hidden."""

    label: str
    text: str
    count: int | None = None


@dataclass(frozen=True)
class Counts:
    """Rows under a heading. `total` is None where it would give a hidden number away; nobody else may say it either."""

    heading: str
    rows: tuple[Row, ...]
    total: int | None = None


@dataclass(frozen=True)
class Timed:
    """An item of the agenda with the minutes planned and taken; None when it was not run."""

    title: str
    planned: int
    taken: int | None
    skipped: bool = False


@dataclass(frozen=True)
class Figures:
    """All figures of a record. `people` is None where it would give a hidden number away."""

    people: int | None = None
    organisations: int = 0
    sectors: Counts = Counts("", ())
    themes: tuple[Counts, ...] = ()
    spreads: tuple[Counts, ...] = ()
    written: tuple[Row, ...] = ()
    run: tuple[Timed, ...] = ()


def figures_of(state: State, titles: Mapping[str, str], words: Mapping[str, str]) -> Figures:
    """The figures. `titles` and `words` are of the themes, issues and entries that stand in the record, by id."""
    came = who_came(state)
    sectors = _sectors(came)
    themes = tuple(found for a in in_agenda_order(state) if (found := _themes(state, a, titles)) is not None)
    return Figures(
        people=sectors.total,
        organisations=len({p.organisation.casefold() for p in came if p.organisation}),
        sectors=sectors,
        themes=themes,
        spreads=tuple(one for a in in_agenda_order(state) for one in _spreads(state, a, titles, words)),
        written=tuple(_written(state)),
        run=tuple(_timed(state, item) for item in state.leaves()),
    )


def who_came(state: State) -> list[Participant]:
    """Those who took part at any time: admitted, without a role, seen by the room or added by the producer."""
    seen = {interval.person_id for interval in state.all(Attendance)}
    people = [p for p in state.all(Participant) if p.admitted and not p.roles]
    return [p for p in people if p.person_id in seen or p.channel == Participant.Channel.CALL_ONLY]


def title_of(state: State, activity: Activity) -> str:
    """What the activity is called in this session."""
    item = state.items.get(activity.item_id or "")
    practice = registry.find(activity.practice)
    return item.title if item else (practice.name if practice else activity.practice)


def in_agenda_order(state: State) -> list[Activity]:
    """The activities in the order of the agenda."""
    places = {item.id: place for place, item in enumerate(state.leaves())}
    return sorted(state.all(Activity), key=lambda activity: places.get(activity.item_id or "", len(places)))


def few(count: int) -> str:
    """One number that leaves the room on its own: itself, or “fewer than 5”."""
    return suppress({"": count}).rows[0].text


def _rows(table: Table) -> tuple[Row, ...]:
    return tuple(Row(row.category, row.text, row.count) for row in table.rows)


def _sectors(came: Iterable[Participant]) -> Counts:
    known = dict(Sector.choices)
    counts = Counter(known.get(p.sector, NOT_SAID) for p in came)
    table = suppress(dict(sorted(counts.items(), key=lambda each: (-each[1], each[0]))))
    return Counts("People by sector", _rows(table), table.total)


def _themes(state: State, activity: Activity, titles: Mapping[str, str]) -> Counts | None:
    """How many notes stand under each theme whose title is in the record; all others together."""
    shown = [e for e in state.entries(activity.id) if e.state == Entry.State.SHOWN]
    named = [e for e in shown if e.kind == THEME and e.id in titles]
    if not named:
        return None
    kinds = {e.kind for e in shown if e.theme in {theme.id for theme in named}}
    notes = [e for e in shown if e.kind in kinds] if kinds else []
    under = Counter(note.theme for note in notes)
    counts = {theme.id: under[theme.id] for theme in named}
    others = len(notes) - sum(counts.values())
    table = suppress(counts | ({"": others} if others else {}))
    if any(row.count is None for row in table.rows):
        # No total and no rest stands beside them, so each small number is safe on its own.
        return Counts(
            title_of(state, activity),
            _by_size(Row(titles[k], few(n), n if few(n) == str(n) else None) for k, n in counts.items()),
        )
    rows = _by_size(Row(titles[key], str(count), count) for key, count in counts.items())
    rest = (Row("Not under one of these", str(others), others),) if others else ()
    return Counts(title_of(state, activity), rows + rest, table.total)


def _by_size(rows: Iterable[Row]) -> tuple[Row, ...]:
    return tuple(sorted(rows, key=_largest))


def _largest(row: Row) -> tuple[int, str]:
    return (-(row.count or 0), row.label)


def _spreads(state: State, activity: Activity, titles: Mapping[str, str], words: Mapping[str, str]) -> Iterable[Counts]:
    practice = registry.find(activity.practice)
    shown = [e for e in state.entries(activity.id) if e.state == Entry.State.SHOWN]
    for kind, by in _chosen_by(practice) if practice else ():
        mark = marks(practice.kind(kind).shape)[by][0] if practice else None
        if not isinstance(mark, Choice):
            continue
        answers = [e for e in shown if e.kind == kind]
        subjects = {each.key: each.title for each in practice.subjects(kind, activity.settings)} if practice else {}
        for about in dict.fromkeys(entry.about for entry in answers):
            chosen = Counter(mark.options.get(str(e.body.get(by)), "") for e in answers if e.about == about)
            heading = subjects.get(about) or titles.get(about) or words.get(about) or KEPT_IN_THE_ROOM
            options = {label: chosen[label] for label in mark.options.values()}
            yield _joined(heading if about else title_of(state, activity), suppress(options))


def _chosen_by(practice: Practice) -> list[tuple[str, str]]:
    """The kinds by which each person chooses, with the field of the choice: those of a practice's sorts and votes."""
    parts = (part for stage in practice.stages for part in stage.parts)
    return list(dict.fromkeys((part.kind, part.by) for part in parts if isinstance(part, Sort | Vote)))


def _joined(heading: str, table: Table) -> Counts:
    """The answers that may be shown, largest first, and all hidden ones as one where their sum may be known."""
    rows = sorted((r for r in _rows(table) if r.count), key=_largest)
    hidden = [row for row in table.rows if row.count is None]
    if hidden and table.total is not None:
        rest = table.total - sum(row.count or 0 for row in rows)
        rows.append(Row("Any other answer, joined", str(rest), rest))
    elif hidden:
        rows.append(Row("Any other answer" if rows else "All answers", "too few to show"))
    return Counts(heading, tuple(rows), table.total)


def _written(state: State) -> Iterable[Row]:
    """How much was written in each activity, where no other table of the record counts it already."""
    for activity in in_agenda_order(state):
        practice = registry.find(activity.practice)
        themed = {e.kind for e in state.entries(activity.id) if e.theme}
        chosen = {kind for kind, _ in _chosen_by(practice)} if practice else set()
        for kind in practice.kinds if practice else ():
            count = len(state.entries(activity.id, kind.name))
            told = kind.counted == "everyone" and kind.product != "feedback" and has_text(kind)
            if count and told and kind.name not in themed | chosen:
                yield Row(f"{title_of(state, activity)}: {kind.word}", few(count))


def _timed(state: State, item: AgendaItem) -> Timed:
    entry = state.get(RunEntry, item.id)
    if entry is None or entry.started_at is None or entry.ended_at is None:
        return Timed(item.title, item.minutes, None, bool(entry and entry.skipped))
    seconds = (entry.ended_at - entry.started_at).total_seconds() - entry.paused_seconds
    return Timed(item.title, item.minutes, round(max(0.0, seconds) / 60), entry.skipped)
