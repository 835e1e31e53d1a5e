"""Each row as an audience may see it; None where it may not."""

from __future__ import annotations

from datetime import datetime
from functools import cache
from typing import Any

from folkmoot.kit.time import utc_now
from folkmoot.practice_kit import registry
from folkmoot.programme.join_actions import OPENS_BEFORE
from folkmoot.programme.models import AgendaItem, CallMode, Confidentiality, Session
from folkmoot.record.access.audiences import FACILITATORS, SESSION, of_group, of_person, taking_part
from folkmoot.record.access.companions import first, rooms_of_callers, see_companion
from folkmoot.record.models import Activity, Entry, Group, Grouping, Participant, Run, RunEntry
from folkmoot.record.state import Layer, run_of
from folkmoot.record.words import AFTERWARDS

WITHDRAWN, SHOWN = Entry.State.WITHDRAWN, Entry.State.SHOWN  # an enum looks each of its members up


@cache
def _withheld_kinds(practice: str, stage: str) -> frozenset[str]:
    found = registry.find(practice)
    return frozenset(found.stage(stage).withhold) if found else frozenset()


def withheld(layer: Layer, entry: Entry) -> bool:
    """Whether the activity's present stage keeps this kind of entry from everybody."""
    key = entry.activity_id
    activity = layer.get(Activity, key) if key else None
    return activity is not None and entry.kind in _withheld_kinds(activity.practice, activity.stage)


def may_receive(layer: Layer, entry: Entry, audience: str) -> bool:
    """Whether this audience may receive the entry now."""
    state = entry.state
    if state == WITHDRAWN or withheld(layer, entry):
        return False
    if state == SHOWN and entry.audience == audience:
        return True
    author = entry.author_id
    return author is not None and audience == of_person(author)


def view(layer: Layer, table: str, key: str, audience: str) -> dict[str, Any] | None:
    """One row as an audience may see it, or None."""
    return VIEWS[table](layer, key, audience)


def millis(moment: datetime | None) -> int | None:
    """Milliseconds since 1970, as the browser counts."""
    return None if moment is None else round(moment.timestamp() * 1000)


def see_session(layer: Layer, key: str, audience: str) -> dict[str, Any] | None:
    """The session's row: the same for everybody, and to each the call's link once they may have it."""
    session, run = layer.base.session, run_of(layer)
    if audience != SESSION:
        person = layer.participant(audience.removeprefix("person:")) if audience.startswith("person:") else None
        if person is None:
            return None
        phone = session.help_phone if person.admitted else ""
        return {"id": session.id, "call_link": call_link_for(session, person), "help_phone": phone}
    return {
        "id": session.id,
        "title": session.title,
        "programme": session.programme.title,
        "phase": run.phase,
        "item": run.item,
        "starts_at": millis(session.starts_at),
        "ends_at": millis(session.ends_at),
        "zone": session.zone,
        "rule": session.rule,
        "rule_words": Confidentiality(session.rule).label,
        "afterwards": AFTERWARDS[Confidentiality(session.rule)],
        "join_code": session.join_code,
        "screen_activity": run.screen_activity,
        "rehearsal": session.rehearsal_of_id is not None,
        "here": len(taking_part(layer)),
        "call_mode": call_mode(layer),
        "call_tool": session.call_tool,
        "transfer": session.transfer_in(call_mode(layer)),
    }


def call_mode(layer: Layer) -> str:
    """How people come into their rooms now: as changed in the room, else as planned."""
    return run_of(layer).call_mode or layer.base.session.call_mode


def call_link_for(session: Session, person: Participant) -> str:
    """The way into the call: for who has a place or was let in, from the day before; facilitators have it always."""
    open_now = session.starts_at is None or utc_now() >= session.starts_at - OPENS_BEFORE
    return session.call_link if person.roles or (person.admitted and open_now) else ""


def see_item(layer: Layer, key: str, audience: str) -> dict[str, Any] | None:
    """An agenda item with what happened; notes and group plans only for facilitators."""
    item = layer.base.items.get(key)
    if item is None:
        return None
    if audience == FACILITATORS:
        return {
            "id": item.id,
            "notes": item.facilitator_notes,
            "plan": item.group_plan,
            "fallback": item.fallback,
            "owner": item.owner,
        }
    return {**_planned(layer, item), **_happened(layer.get(RunEntry, key))}


def _planned(layer: Layer, item: AgendaItem) -> dict[str, Any]:
    return {
        "id": item.id,
        "parent": item.parent_id or "",
        "position": item.position,
        "kind": item.kind,
        "title": item.title,
        "minutes": item.minutes,
        "seconds": round(item.minutes * 60 / run_of(layer).speed),
        "prompt": item.participant_prompt,
        "practice": item.practice,
        "protected": item.protected,
        "optional": item.optional,
        "rule": item.confidentiality or layer.base.session.rule,
        "groups": item.group_plan is not None,
        "resources": [
            {
                "id": r.id,
                "kind": r.kind,
                "title": r.title,
                "url": r.url or (r.file.url if r.file else ""),
                "alternative": r.alternative,
                "cue": r.cue,
            }
            for r in item.resources.all()
        ],
    }


def _happened(entry: RunEntry | None) -> dict[str, Any]:
    if entry is None:
        return {
            "started_at": None,
            "ended_at": None,
            "paused_at": None,
            "paused_ms": 0,
            "added_seconds": 0,
            "skipped": False,
        }
    return {
        "started_at": millis(entry.started_at),
        "ended_at": millis(entry.ended_at),
        "paused_at": millis(entry.paused_at),
        "paused_ms": round(entry.paused_seconds * 1000),
        "added_seconds": entry.added_seconds,
        "skipped": entry.skipped,
    }


def see_activity(layer: Layer, key: str, audience: str) -> dict[str, Any] | None:
    """An activity: the same for everybody."""
    activity = layer.get(Activity, key)
    practice = registry.find(activity.practice) if activity else None
    if activity is None or practice is None:
        return None
    return {
        "id": activity.id,
        "item": activity.item_id or "",
        "practice": activity.practice,
        "stage": activity.stage,
        "state": practice.stage(activity.stage).state,
        "stage_started_at": millis(activity.stage_started_at),
        "stage_seconds": activity.stage_seconds,
        "settings": activity.settings,
        "grouping": activity.grouping,
        "chosen": activity.chosen,
        "furthest": activity.furthest,
        "rule": activity.confidentiality,
    }


def see_person(layer: Layer, key: str, audience: str) -> dict[str, Any] | None:
    """A person: in full for facilitators; to others a facilitator's name, or what someone chose to be listed with."""
    person = layer.participant(key)
    if person is None:
        return None
    if audience == FACILITATORS:
        return {
            "id": person.person_id,
            "name": person.name,
            "organisation": person.organisation,
            "roles": person.roles,
            "admitted": person.admitted,
            "here": person.here,
            "channel": person.channel,
            "hand_at": millis(person.hand_at),
            "call_note": person.call_note,
            "accompanied_by": person.accompanied_by,
            "call_name": person.call_name,
            "call_room": person.call_room,
            "says_room": person.says_room,
            "lost_at": millis(person.lost_at),
        }
    if not person.roles and not person.listed:
        return None
    return {"id": person.person_id, "name": first(person), "organisation": person.organisation, "roles": person.roles}


def see_group(layer: Layer, key: str, audience: str) -> dict[str, Any] | None:
    """A group: to its members with their companions, to facilitators with ids; to nobody else."""
    group = layer.get(Group, key)
    if group is None or audience not in (FACILITATORS, of_group(key)):
        return None
    row: dict[str, Any] = {
        "id": group.id,
        "grouping": group.grouping_id,
        "number": group.number,
        "link": layer.base.session.room_link(group.number),
        "members": group.members,
        "roles": group.roles,
        "pen": group.pen,
        "pen_asked": group.pen_asked,
        "visitors": [first(p) for v in group.visitors if (p := layer.participant(v))],
        "help_since": millis(group.help_since),
        "turns": group.turns or None,
        "waiting": group.wait_until_turn,
    }
    if audience == FACILITATORS:
        return {**row, "pins": group.pins}
    if call_mode(layer) != CallMode.LINKS:
        row["link"] = ""  # an address would lead astray whom the producer moves
    return {**row, "people": [see_companion(layer, person) for person in group.members]}


def see_grouping(layer: Layer, key: str, audience: str) -> dict[str, Any] | None:
    """A forming of groups; a proposal, its plan and its reasons only for facilitators."""
    grouping = layer.get(Grouping, key)
    if grouping is None or (grouping.status == Grouping.Status.PROPOSED and audience != FACILITATORS):
        return None
    row: dict[str, Any] = {
        "id": grouping.id,
        "item": grouping.item,
        "status": grouping.status,
        "opened_at": millis(grouping.opened_at),
        "seconds": grouping.seconds,
        "closing_at": millis(grouping.closing_at),
        "rooms": int(grouping.plan.get("rooms", 0)),
        "callers": rooms_of_callers(layer, grouping),
    }
    if audience == FACILITATORS:
        row |= {"plan": grouping.plan, "report": grouping.report}
    return row


def see_entry(layer: Layer, key: str, audience: str) -> dict[str, Any] | None:
    """An entry, if this audience may receive it."""
    entry = layer.get(Entry, key)
    return None if entry is None or not may_receive(layer, entry, audience) else row_of(layer, entry)


def row_of(layer: Layer, entry: Entry) -> dict[str, Any]:
    """An entry as whoever may receive it sees it; its author's name only where the entry is named."""
    author = layer.participant(entry.author_id) if entry.attribution == "named" and entry.author_id else None
    return {
        "id": entry.id,
        "activity": entry.activity_id or "",
        "group": entry.group_id or "",
        "kind": entry.kind,
        "body": entry.body,
        "about": entry.about,
        "author": first(author) if author else "",
        "state": entry.state,
        "visibility": entry.visibility,
        "audience": entry.audience,
        "order": entry.order,
        "late": entry.late,
        "version": entry.version,
        "theme": entry.theme,
        "released": entry.released,
        "derived_from": entry.derived_from,
    }


VIEWS = {
    "session": see_session,
    "items": see_item,
    "activities": see_activity,
    "people": see_person,
    "groups": see_group,
    "groupings": see_grouping,
    "entries": see_entry,
}


def phase_words(run: Run) -> str:
    """How far the session is, in words."""
    return {"lobby": "not started", "live": "in progress", "closed": "closed"}[run.phase]
