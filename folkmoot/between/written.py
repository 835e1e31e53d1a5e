"""What one person wrote, by session and activity, and in plain words who sees each of it."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from folkmoot.people.models import KeptItem
from folkmoot.practice_kit import registry
from folkmoot.practice_kit.contract import Kind
from folkmoot.programme.models import Confidentiality, Session
from folkmoot.record import access, release
from folkmoot.record.models import Activity, Entry, Group, Visibility
from folkmoot.record.state import State
from folkmoot.record.words import Words, kind_words, words_of

YOU, GROUP, EVERYONE, HOSTS = "you", "group", "everyone", "organiser"
ICONS = {YOU: "eyeoff", GROUP: "people", EVERYONE: "people", HOSTS: "lock"}


@dataclass(frozen=True)
class Line:
    """One thing that somebody wrote. `words` is empty for what was withdrawn."""

    key: str
    words: Words
    kind: str
    icon: str = ""
    seen: str = ""
    about: str = ""
    withdrawn: bool = False
    released: bool = False
    can_release: bool = False
    private: bool = False
    kept: bool = False


@dataclass(frozen=True)
class Part:
    """Lines of one activity."""

    heading: str
    lines: tuple[Line, ...]


@dataclass(frozen=True)
class Written:
    """What somebody wrote in one session."""

    session: Session
    parts: tuple[Part, ...]


def written_in(state: State, people: Collection[str]) -> Written:
    """What somebody, under all the ids they have had, wrote in a session. A group's products are not in it."""
    mine = [e for e in state.all(Entry) if e.author_id in people and e.kind != "step" and not _of_group(state, e)]
    kept = set(KeptItem.objects.filter(person__in=people).values_list("item", flat=True))
    by_heading: dict[str, list[Line]] = {}
    for entry in sorted(mine, key=lambda e: (_place(state, e), e.order)):
        line = _line(state, entry, kept=entry.id in kept)
        if line.words or line.withdrawn:
            by_heading.setdefault(_heading(state, entry), []).append(line)
    return Written(state.session, tuple(Part(heading, tuple(lines)) for heading, lines in by_heading.items()))


def _of_group(state: State, entry: Entry) -> bool:
    kind = release.kind_of(state, entry)
    return kind is not None and kind.held_by == "group" and bool(entry.group_id)


def _place(state: State, entry: Entry) -> int:
    activity = state.get(Activity, entry.activity_id) if entry.activity_id else None
    order = [item.id for item in state.leaves()]
    item = activity.item_id if activity else None
    return order.index(item) if item in order else len(order)


def _heading(state: State, entry: Entry) -> str:
    activity = state.get(Activity, entry.activity_id) if entry.activity_id else None
    return activity_title(state, activity) if activity else "Chat"


def activity_title(state: State, activity: Activity) -> str:
    """What an activity is called in its session."""
    item = state.items.get(activity.item_id or "")
    practice = registry.find(activity.practice)
    return item.title if item else (practice.name if practice else activity.practice)


def _line(state: State, entry: Entry, *, kept: bool) -> Line:
    kind = release.kind_of(state, entry)
    word = kind_words(kind, entry.kind)
    if entry.state == Entry.State.WITHDRAWN:
        return Line(entry.id, Words(""), word, withdrawn=True)
    who, seen = _seen_by(state, entry)
    leaves = release.may_leave(state, entry)
    if leaves:
        seen += (
            " You let it leave the room." if entry.released else " It may be used outside, under the session’s rule."
        )
    shown = entry.state == Entry.State.SHOWN and entry.visibility != Visibility.PRIVATE
    words = words_of(kind, entry.body)
    return Line(
        entry.id,
        words,
        word,
        ICONS[who],
        seen,
        _about(state, entry),
        released=bool(entry.released),
        private=who == YOU,
        kept=kept,
        can_release=shown and not leaves and words.own and kind is not None and _is_own(kind),
    )


def _is_own(kind: Kind) -> bool:
    """Whether its author alone may let it leave: words of their own, not a group's."""
    return kind.held_by == "author" and kind.product not in release.GROUP_PRODUCTS


def _about(state: State, entry: Entry) -> str:
    """The issue or the fixed subject that an entry is about; what somebody else wrote is not repeated here."""
    issue = state.get(Entry, entry.about) if entry.about else None
    if issue is not None:
        return str(issue.body.get("title", "")) if issue.kind == release.ISSUE else ""
    activity = state.get(Activity, entry.activity_id) if entry.activity_id else None
    practice = registry.find(activity.practice) if activity else None
    subjects = practice.subjects(entry.kind, activity.settings) if activity and practice else ()
    return next((subject.title.rstrip(".") for subject in subjects if subject.key == entry.about), "")


def _seen_by(state: State, entry: Entry) -> tuple[str, str]:
    kind = release.kind_of(state, entry)
    if kind is not None and kind.product == "feedback":
        return HOSTS, "Those who ran the session, among all the others, in no order and without your name."
    if entry.visibility == Visibility.PRIVATE or not entry.audience:
        return YOU, "Only you."
    if entry.state == Entry.State.PRIVATE:
        return YOU, "Only you, until it is shown."
    named = "with your name" if entry.attribution == "named" else "without your name"
    if entry.audience == access.SESSION:
        return EVERYONE, f"Everyone who was there, {named}.{_theme(state, entry)}"
    if entry.audience == access.FACILITATORS:
        return HOSTS, f"Those who ran the session, {named}."
    group = state.get(Group, entry.audience.partition(":")[2])
    if group is None:
        return HOSTS, f"Whom you wrote it to, {named}."
    return GROUP, f"The {len(group.members)} in group {group.number}, {named}."


def _theme(state: State, entry: Entry) -> str:
    theme = state.get(Entry, entry.theme) if entry.theme else None
    return f" In the theme “{theme.body['title']}”." if theme is not None and theme.kind == release.THEME else ""


@dataclass(frozen=True)
class Product:
    """What a group of one's own made together, and whether it may leave; `answer` is one's own, None while missing."""

    group: Group
    heading: str
    kind: str
    texts: tuple[Words, ...]
    product: str
    released: bool
    leaves: bool
    answer: bool | None

    @property
    def kept(self) -> str:
        """How it is kept, in words."""
        return f"Kept among the {len(self.group.members)} of you" if len(self.group.members) > 1 else "Kept"


def products_in(state: State, people: Collection[str]) -> list[Product]:
    """What the groups of somebody made in a session, in the order of the agenda."""
    groups = {group.id: group for person in people for group in access.groups_of(state, person)}
    ours = [e for e in state.all(Entry) if e.group_id in groups and _shown(state, e) and _of_group(state, e)]
    together: dict[tuple[str, str, str], list[Entry]] = {}
    for entry in sorted(ours, key=lambda e: (_place(state, e), e.order)):
        kind = release.kind_of(state, entry)
        together.setdefault((entry.group_id or "", entry.activity_id or "", kind.product if kind else ""), []).append(
            entry
        )
    return [_product(state, groups[key[0]], key[2], entries, people) for key, entries in together.items()]


def _shown(state: State, entry: Entry) -> bool:
    return entry.state == Entry.State.SHOWN and not access.withheld(state, entry)


def _product(state: State, group: Group, product: str, entries: list[Entry], people: Collection[str]) -> Product:
    texts = [words_of(release.kind_of(state, entry), entry.body) for entry in entries]
    releasable = product in release.GROUP_PRODUCTS
    return Product(
        group=group,
        heading=_heading(state, entries[0]),
        kind=", ".join(dict.fromkeys(kind_words(release.kind_of(state, e), e.kind) for e in entries)),
        texts=tuple(words for words in texts if words),
        product=product if releasable else "",
        released=releasable and release.released_by(state, group, product),
        leaves=any(release.may_leave(state, entry) for entry in entries),
        answer=release.answer_of(state, group, product, people) if releasable else None,
    )


def rules_of(states: Iterable[State]) -> dict[str, str]:
    """Each session's rule in words, by session."""
    return {state.session.id: Confidentiality(state.session.rule).label for state in states}
