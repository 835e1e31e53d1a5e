"""Counts and findings: what may be said about an activity while it runs. Numbers of people, never which."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Container, Sequence
from functools import cached_property
from typing import Any, overload

from folkmoot.practice_kit import registry
from folkmoot.practice_kit.contract import Given, Practice, Seen
from folkmoot.record import access
from folkmoot.record.models import Activity, Entry, Group, Participant
from folkmoot.record.state import SEEN, Layer

Rows = list[dict[str, Any]]


def present(layer: Layer, group: Group | None = None) -> int:
    """How many take part now, in the session or in one group; who is in the call only counts as well."""
    people = access.taking_part(layer)
    return len(people if group is None else people.intersection(group.members))


def answering(layer: Layer, group: Group | None = None) -> frozenset[str]:
    """Who takes part and answers by themselves: nothing waits for people in the call only."""
    people = access.taking_part(layer) - _callers(layer)
    return people if group is None else people.intersection(group.members)


def _heard(layer: Layer, activity: Activity, group: Group | None) -> int:
    """How many an activity may hear of: who answers by themselves, and whom others have written for in it."""
    by_call = _callers(layer)
    if not by_call:
        return present(layer, group)
    people = access.taking_part(layer) - {caller for caller in by_call if not layer.has_written(activity.id, caller)}
    return len(people if group is None else people.intersection(group.members))


def _callers(layer: Layer) -> frozenset[str]:
    """Who takes part in the call only, by their ids."""
    base = layer.base
    if base.callers is None:
        base.callers = frozenset(p.person_id for p in base.all(Participant) if _in_the_call_only(p))
    return access.as_of(layer, base.callers, _in_the_call_only)


def _in_the_call_only(person: Participant) -> bool:
    return person.channel == Participant.Channel.CALL_ONLY and access.takes_part(person)


class Tally:
    """Counts and findings of an activity as it is now: what it holds is looked through once for all its audiences."""

    def __init__(self, layer: Layer, activity: Activity) -> None:
        self._layer, self._activity = layer, activity
        self._practice = registry.find(activity.practice)
        self._groups = {
            access.of_group(g.id): g
            for g in layer.all(Group)
            if activity.grouping and g.grouping_id == activity.grouping
        }

    def counts(self, audience: str, among: Container[str] | None = None) -> Rows:
        """“14 of 18 have written”, by kind written in the present stage, and how many have finished.

        The session's audience gets the totals; facilitators get each group's beside them, or only those of the groups
        in `among`, by their ids; a group gets its own.
        """
        if self._practice is None:
            return []
        if audience == access.SESSION:
            return self._counts(self._practice, None)
        if audience == access.FACILITATORS:
            told = [group for group in self._groups.values() if among is None or group.id in among]
            theirs = [row for group in told for row in self._counts(self._practice, group)]
            return theirs + self._written(self._practice, None, "facilitators")
        group = self._groups.get(audience)
        return self._counts(self._practice, group) if group else []

    def findings(self, audience: str) -> Rows:
        """What the practice reads in the entries this audience has been shown; facilitators get what is said to them
        alone.

        An id begins with `prefix_of` the audience, so that one audience's findings never replace another's.
        """
        group = self._groups.get(audience)
        if self._practice is None or (audience not in (access.SESSION, access.FACILITATORS) and group is None):
            return []
        to = "facilitators" if audience == access.FACILITATORS else "everyone"
        among = access.SESSION if audience == access.FACILITATORS else audience
        shown = self._shown[among]
        may = {kind: access.may_receive(self._layer, e, among) for kind, e in {e.kind: e for e in shown}.items()}
        entries = [seen(e) for e in shown if may[e.kind]]  # who may see what was shown to them hangs on its kind alone
        found = self._practice.read(entries, given(self._layer, self._activity, group))
        return [
            {
                "id": f"{prefix_of(self._activity, audience)}{finding.key}",
                "activity": self._activity.id,
                "group": group.id if group else "",
                "key": finding.key,
                "text": finding.text,
                "tone": finding.tone,
                "about": finding.about,
                "rows": [list(row) for row in finding.rows],
            }
            for finding in found
            if finding.to == to
        ]

    # --- what is looked through once -------------------------------------------------------------------------------

    @cached_property
    def _entries(self) -> list[Entry]:
        return self._layer.entries(self._activity.id)

    @cached_property
    def _shown(self) -> dict[str, list[Entry]]:
        """By the audience that they were shown to."""
        found: dict[str, list[Entry]] = defaultdict(list)
        for entry in self._entries:
            if entry.state == Entry.State.SHOWN:
                found[entry.audience].append(entry)
        return found

    @cached_property
    def _of_group(self) -> dict[str, list[Entry]]:
        """By the group they belong to: the one they were written in, or else the author's."""
        found: dict[str, list[Entry]] = defaultdict(list)
        homes = defaultdict(list)
        for group in self._groups.values():
            for person in group.members:
                homes[person].append(group.id)
        for entry in self._entries:
            for group_id in [entry.group_id] if entry.group_id else homes[entry.author_id or ""]:
                found[group_id].append(entry)
        return found

    @cached_property
    def _finished(self) -> frozenset[str]:
        mark = f"{self._activity.id}:{self._activity.stage}"
        everybody = self._layer.all(Participant)
        return frozenset(p.person_id for p in everybody if mark in p.finished and access.takes_part(p))

    @cached_property
    def _answering(self) -> frozenset[str]:
        return answering(self._layer)

    # --- rows --------------------------------------------------------------------------------------------------------

    def _written(self, practice: Practice, group: Group | None, counted: str) -> Rows:
        """How many have written each kind of the present stage that is counted for everyone, or facilitators alone."""
        of = present(self._layer, group)
        among = self._entries if group is None else self._of_group[group.id]
        rows = []
        for kind in practice.kinds:
            hidden = kind.facilitators_only or (kind.seen_by == "private" and counted == "everyone")
            if self._activity.stage in kind.written_in and kind.counted == counted and not hidden:
                entries = [entry for entry in among if entry.kind == kind.name]
                writers = len({entry.author_id for entry in entries})
                rows.append(self._row(group, kind.name, writers, of) | {"entries": len(entries)})
        return rows

    def _counts(self, practice: Practice, group: Group | None) -> Rows:
        done, of = self._finished, self._answering
        if group is not None:
            done, of = done.intersection(group.members), of.intersection(group.members)
        return [*self._written(practice, group, "everyone"), self._row(group, "finished", len(done), len(of))]

    def _row(self, group: Group | None, kind: str, count: int, of: int) -> dict[str, Any]:
        where = group.id if group else ""
        return {
            "id": f"{self._activity.id}:{where}:{kind}",
            "activity": self._activity.id,
            "group": where,
            "kind": kind,
            "count": count,
            "of": of,
        }


def prefix_of(activity: Activity, audience: str) -> str:
    """How the ids of an audience's findings begin."""
    where = audience if audience == access.FACILITATORS else audience.partition(":")[2]
    return f"{activity.id}:{where}:"


def seen(entry: Entry) -> Seen:
    """An entry as a practice's own functions see it; made once for each version of a row, which is never altered."""
    known: Seen | None = entry.__dict__.get(SEEN)
    if known is None:
        known = Seen(entry.id, entry.kind, entry.body, entry.about, entry.group_id or "", entry.theme)
        entry.__dict__[SEEN] = known
    return known


class SeenWhenAsked(Sequence[Seen]):
    """Entries for a practice's own rule, gathered only if it looks at them: most rules look at the body alone."""

    def __init__(self, gather: Callable[[], list[Entry]]) -> None:
        self._gather = gather

    @cached_property
    def _seen(self) -> list[Seen]:
        return [seen(entry) for entry in self._gather()]

    def __len__(self) -> int:
        return len(self._seen)

    @overload
    def __getitem__(self, place: int) -> Seen: ...

    @overload
    def __getitem__(self, place: slice) -> Sequence[Seen]: ...

    def __getitem__(self, place: int | slice) -> Seen | Sequence[Seen]:
        return self._seen[place]


def given(layer: Layer, activity: Activity, group: Group | None, about: str = "") -> Given:
    """What surrounds the entries of an activity, and what one is about."""
    issues = tuple(seen(e) for e in layer.entries("", "issue"))
    day = layer.base.session.date
    return Given(
        present=_heard(layer, activity, group),
        issues=issues,
        settings=activity.settings,
        stage=activity.stage,
        today=day.isoformat() if day else "",
        chosen=activity.chosen,
        about=about,
    )
