"""Taking an agenda out of a tree: items and their parts, with what a file leaves out proposed."""

from __future__ import annotations

import re
from collections.abc import Mapping as AnyMapping
from dataclasses import replace
from datetime import time
from typing import Any

from folkmoot.practice_kit.catalogue import BY_SLUG
from folkmoot.practice_kit.fields import Flag, Lines, Refused, accept, marks
from folkmoot.practice_kit.registry import find
from folkmoot.programme.files.keys import NO, YES, Keys, Troubles
from folkmoot.programme.files.minutes import Misfit, Slot, settle
from folkmoot.programme.files.shapes import PlannedItem, PlannedResource
from folkmoot.programme.files.tree import Leaf, Listing, Mapping, Part
from folkmoot.programme.group_plan import KINDS, SIZES, GroupPlan, plan_for
from folkmoot.programme.models import LONG, NOTE, PARA, SHORT, TITLE_LIMIT, AgendaItem, Confidentiality

MOST_ITEMS = 60
LONGEST_ITEM = 480
MOST_COUNTED = 480
ITEM_KEYS = {
    "at", "what", "title", "minutes", "estimated", "kind", "practice", "settings", "groups", "owner", "prompt", "notes",
    "fallback", "protected", "optional", "confidentiality", "resources", "inside",
}  # fmt: skip
COUNT_KEYS = {"round_minutes", "prompts", "debrief_questions", "tactics", "panels", "tests", "limit_words"}
FACT_KEYS = COUNT_KEYS | {"six", "each_minutes", "group_sizes", "questions", "benefits_for"}
"""Facts about a practice's run that an outline may state: they are kept in the facilitator's notes."""
RESOURCE_KEYS = {"title", "url", "alternative", "minutes", "cue"}
GROUP_KEYS = {"kind", "size", "mix", "new_people", "keep_parties"}
SAME_WORDS = {"same_as_before": "same"}
_BREAK = re.compile(r"\b(break|tea|coffee break|lunch|pause|paned)\b", re.IGNORECASE)
_PLENARY = re.compile(r"\b(plenary|feedback)\b", re.IGNORECASE)


def take_agenda(keys: Keys, start: time | None, end: time | None, troubles: Troubles) -> tuple[PlannedItem, ...]:
    """The agenda under the key `agenda`, its minutes settled; () when there is none."""
    slots = [_slot(part, troubles, outer=True) for part in keys.listing("agenda", MOST_ITEMS)]
    slots, end = _without_the_end(slots, end)
    try:
        return settle(_with_guard(slots), start, end)
    except Misfit as misfit:
        troubles.add(misfit.line, str(misfit))
        return ()


def _without_the_end(slots: list[Slot], end: time | None) -> tuple[list[Slot], time | None]:
    """A last line such as “16:00 Close” says when the session ends; it is no item of its own."""
    last = slots[-1] if slots else None
    marks_end = last and last.at and not last.item.practice and not last.inside and last.minutes is None
    if last and marks_end and len(slots) > 1 and (end is None or last.at == end):
        return slots[:-1], last.at
    return slots, end


def _with_guard(slots: list[Slot]) -> list[Slot]:
    """The last item is the closing commitment: never offered for cutting (P02), unless the file says otherwise."""
    if not slots or slots[-1].inside or slots[-1].says_guard:
        return slots
    return [*slots[:-1], replace(slots[-1], item=replace(slots[-1].item, protected=True))]


def _slot(part: Part, troubles: Troubles, *, outer: bool) -> Slot:
    if isinstance(part, Leaf):
        part = Mapping(part.line, {"what": part}, {"what": part.line})
    keys = Keys(part, ITEM_KEYS | FACT_KEYS, "An item", troubles)
    inside = _inside(keys, troubles, outer=outer)
    if not outer and keys.has("at"):
        keys.bad("at", "Only outer items have times; a part takes “minutes”.")
    item = _item(keys, bool(inside), troubles)
    minutes = keys.whole("minutes", 1, LONGEST_ITEM)
    return Slot(item, part.line, keys.clock("at"), minutes, inside, says_guard=keys.has("protected"))


def _inside(keys: Keys, troubles: Troubles, *, outer: bool) -> tuple[Slot, ...]:
    parts = keys.listing("inside", MOST_ITEMS)
    if parts and not outer:
        keys.bad("inside", "Items nest one level deep: a part has no parts of its own.")
        return ()
    return tuple(_slot(part, troubles, outer=False) for part in parts)


def _item(keys: Keys, is_block: bool, troubles: Troubles) -> PlannedItem:
    practice = keys.practice("practice")
    title = _title(keys, practice)
    kind = keys.choice("kind", AgendaItem.Kind.values, _usual_kind(title, practice, is_block))
    settings, facts = _settings(keys, practice, troubles)
    notes = "\n\n".join(filter(None, [keys.text("notes", LONG, lines=True), facts]))
    _check_kind(keys, kind, practice, is_block)
    return PlannedItem(
        title=title,
        kind=kind,
        minutes=0,
        estimated=keys.flag("estimated"),
        practice=practice,
        settings=settings,
        group_plan=_group_plan(keys, practice, troubles),
        owner=keys.text("owner", SHORT),
        prompt=keys.text("prompt", NOTE),
        notes=notes,
        fallback=keys.text("fallback", NOTE),
        protected=keys.flag("protected", kind in {AgendaItem.Kind.BREAK, AgendaItem.Kind.CLOSE}),
        optional=keys.flag("optional"),
        confidentiality=keys.choice("confidentiality", Confidentiality.values, ""),
        resources=tuple(_resource(part, troubles) for part in keys.listing("resources", 20)),
    )


def _title(keys: Keys, practice: str) -> str:
    """What the item is called; a practice without a title takes the catalogue's name."""
    if keys.has("title"):
        return keys.text("title", TITLE_LIMIT, needed=True)
    if practice and not keys.has("what"):
        return BY_SLUG[practice].name
    return keys.text("what", TITLE_LIMIT, needed=True)


def _usual_kind(title: str, practice: str, is_block: bool) -> str:
    kinds = AgendaItem.Kind
    if is_block:
        return kinds.BLOCK
    if practice:
        return kinds.ACTIVITY if find(practice) else kinds.TALK
    if _BREAK.search(title):
        return kinds.BREAK
    if title.lower().startswith("welcome"):
        return kinds.WELCOME
    return kinds.PLENARY if _PLENARY.search(title) else kinds.TALK


def _check_kind(keys: Keys, kind: str, practice: str, is_block: bool) -> None:
    if is_block and practice:
        keys.bad("practice", "An item with parts runs no practice of its own: give it to one of the parts.")
    if is_block and kind != AgendaItem.Kind.BLOCK:
        keys.bad("kind", "An item with parts is of the kind “block”.")
    if kind == AgendaItem.Kind.BLOCK and not is_block:
        keys.bad("kind", "A “block” needs parts under “inside”.")
    if kind == AgendaItem.Kind.ACTIVITY and not practice:
        keys.bad("kind", "An “activity” needs a practice.")


def _settings(keys: Keys, practice: str, troubles: Troubles) -> tuple[dict[str, Any], str]:
    """The settings that the practice accepts, and a line of notes with the outline's facts."""
    given = keys.part("settings")
    if isinstance(given, Leaf | Listing):
        keys.bad("settings", "“settings” must be a table of keys and values.")
    settings = _checked(given, practice, troubles) if isinstance(given, Mapping) else {}
    facts = sorted(FACT_KEYS & keys.table.parts.keys())
    if facts and not practice:
        keys.bad(facts[0], f"“{facts[0]}” belongs to an item with a practice.")
    for key in COUNT_KEYS.intersection(facts):
        keys.whole(key, 1, MOST_COUNTED)
    said = [f"{key.replace('_', ' ')}: {_said(keys.table.parts[key])}" for key in facts]
    return settings, f"From the outline: {'; '.join(said)}." if said else ""


def _checked(given: Mapping, practice: str, troubles: Troubles) -> dict[str, Any]:
    built = find(practice)
    if built is None:
        if given.parts:
            troubles.add(given.line, "Only a practice that is built has settings.")
        return {}
    known = marks(built.settings)
    values = {key: _value(part, known[key][0] if key in known else None) for key, part in given.parts.items()}
    for key in values.keys() - known.keys():
        troubles.add(given.lines[key], f"“{built.name}” has no setting “{key}”.")
    try:
        accept(built.settings, {**built.defaults, **{key: values[key] for key in values.keys() & known.keys()}})
    except Refused as refused:
        troubles.add(given.lines.get(refused.field, given.line), refused.message)
    return values


def _value(part: Part, mark: Any) -> Any:
    """A setting's value in the type that its mark asks for."""
    if isinstance(part, Leaf):
        word = part.text.lower()
        if isinstance(mark, Flag) and word in YES | NO:
            return word in YES
        return [part.text] if isinstance(mark, Lines) else part.text
    if isinstance(part, Listing):
        return [each.text if isinstance(each, Leaf) else None for each in part.parts]
    return None


def _said(part: Part) -> str:
    if isinstance(part, Leaf):
        return part.text
    parts = part.parts if isinstance(part, Listing) else list(part.parts.values())
    return ", ".join(_said(each) for each in parts)


def _group_plan(keys: Keys, practice: str, troubles: Troubles) -> AnyMapping[str, Any] | None:
    part = keys.part("groups")
    if part is None:
        return _usual_groups(practice)
    if isinstance(part, Leaf) and part.text.lower() in NO:
        return None
    if isinstance(part, Leaf):
        part = Mapping(part.line, {"kind": part}, {"kind": part.line})
    plan = Keys(part, GROUP_KEYS, "“groups”", troubles)
    kind = plan.choice("kind", [*KINDS, *SAME_WORDS], "breakout")
    usual = GroupPlan()
    return GroupPlan(
        kind=SAME_WORDS.get(kind, kind),
        size=_size(plan, usual.size),
        mix=plan.flag("mix", usual.mix),
        new_people=plan.flag("new_people", usual.new_people),
        keep_parties=plan.flag("keep_parties", usual.keep_parties),
    ).to_json()


def _size(plan: Keys, usual: float) -> float:
    sizes = {f"{size:g}": size for size in SIZES}
    return sizes.get(plan.choice("size", sizes, f"{usual:g}"), usual)


def _usual_groups(practice: str) -> AnyMapping[str, Any] | None:
    """The groups that a practice wants by its own sizes; none for one that is not built."""
    built = find(practice)
    plan = plan_for(built.group_size) if built else None
    return plan.to_json() if plan else None


def _resource(part: Part, troubles: Troubles) -> PlannedResource:
    keys = Keys(part, RESOURCE_KEYS, "A resource", troubles)
    url = keys.text("url", 500, needed=True)
    if url and not re.fullmatch(r"https?://\S+", url):
        keys.bad("url", "A resource's address starts with https://.")
    return PlannedResource(
        title=keys.text("title", TITLE_LIMIT, needed=True),
        url=url,
        alternative=keys.text("alternative", PARA, lines=True),
        minutes=keys.whole("minutes", 1, LONGEST_ITEM),
        cue=keys.text("cue", SHORT),
    )
