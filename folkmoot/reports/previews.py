"""What the lead looks through before a record is made: every word that would leave, with the names we know marked."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.safestring import SafeString

from folkmoot.record.models import Entry, Run
from folkmoot.record.release import THEME
from folkmoot.record.state import State, run_of
from folkmoot.reports.contents import Contents, Item, contents_of
from folkmoot.reports.figures import in_agenda_order, title_of
from folkmoot.reports.names import Known, known_names


@dataclass(frozen=True)
class Shown:
    """An item to look at: its words and what belongs to it as HTML, and the names that were found."""

    key: str
    words: SafeString
    details: tuple[tuple[str, SafeString], ...]
    name: str
    names: tuple[str, ...]


@dataclass(frozen=True)
class Part:
    """Items under a heading."""

    heading: str
    items: tuple[Shown, ...]


@dataclass(frozen=True)
class Theme:
    """A theme's title to read through; it leaves once it is reviewed."""

    key: str
    activity: str
    of: str
    title: str
    marked: SafeString
    names: tuple[str, ...]
    reviewed: bool


@dataclass(frozen=True)
class Preview:
    """What a record would hold, as its lead looks it through."""

    contents: Contents
    closed: bool
    parts: tuple[Part, ...]
    themes: tuple[Theme, ...]
    names: int


def preview_of(state: State) -> Preview:
    """What the record of a session would hold now."""
    contents = contents_of(state)
    known = known_names(state.session)
    headed = (
        ("Common purposes", contents.purposes),
        ("Key points", contents.points),
        ("Ways of working, added by this group", contents.agreements),
        ("Issues", contents.issues),
        *((part.heading, part.items) for part in contents.others),
    )
    parts = tuple(Part(heading, tuple(_shown(item, known) for item in items)) for heading, items in headed if items)
    themes = tuple(_themes(state, known))
    found = sum(1 for part in parts for item in part.items if item.names)
    closed = run_of(state).phase == Run.Phase.CLOSED
    return Preview(contents, closed, parts, themes, found + sum(1 for theme in themes if theme.names))


def _shown(item: Item, known: Known) -> Shown:
    details = tuple((label, known.marked(words)) for label, words in item.details)
    text = "\n".join((item.words, *(words for _, words in item.details)))
    return Shown(item.key, known.marked(item.words), details, item.name, tuple(dict.fromkeys(known.found_in(text))))


def _themes(state: State, known: Known) -> list[Theme]:
    found = []
    for activity in in_agenda_order(state):
        for entry in state.entries(activity.id, THEME):
            if entry.state == Entry.State.SHOWN:
                title = str(entry.body.get("title", ""))
                names = tuple(dict.fromkeys(known.found_in(title)))
                found.append(
                    Theme(
                        entry.id,
                        activity.id,
                        title_of(state, activity),
                        title,
                        known.marked(title),
                        names,
                        bool(entry.body.get("reviewed")),
                    )
                )
    return found
