"""The practice contract: what a practice declares, and the engine carries out without knowing any by name."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal, get_args

from folkmoot.practice_kit.boards import AnyPart, Sort, Subject
from folkmoot.practice_kit.catalogue import BY_SLUG
from folkmoot.practice_kit.fields import FieldSpec, Shape, describe

State = Literal["draft", "ready", "gathering", "revealed", "clustering", "discussing", "deciding", "closed"]
STATES: tuple[State, ...] = get_args(State)
READY: State = "ready"
GATHERING: State = "gathering"
REVEALED: State = "revealed"
CLUSTERING: State = "clustering"
DISCUSSING: State = "discussing"
DECIDING: State = "deciding"
CLOSED: State = "closed"

SeenBy = Literal["private", "group", "session"]
Attribution = Literal["named", "hidden", "unlinked"]
AT_ONCE = "at once"
ISSUE = "issue"
SUBJECTS = "subjects"


@dataclass(frozen=True)
class Stage:
    """One step of a practice, mapped on a state of R1.

    `instruction` is the one line a participant reads. `minutes` starts a stage clock. `plenary` shows everybody's work
    instead of the group's. Kinds named in `withhold` are not sent to anybody while the stage lasts. `votes` marks a
    stage whose answers may be shown before everybody has answered only after 60 seconds. `if_set` names a Flag setting
    of the practice: the stage is offered only where that is on (a facilitator may still go there by hand).
    """

    key: str
    state: State
    title: str
    instruction: str
    parts: tuple[AnyPart, ...] = ()
    minutes: float | None = None
    plenary: bool = False
    withhold: tuple[str, ...] = ()
    votes: str = ""
    if_set: str = ""


@dataclass(frozen=True)
class StepDraft:
    """What a Step made from an entry starts with: title of at most 140 characters, optional date, and why."""

    title: str
    by_when: str = ""
    why: str = ""


@dataclass(frozen=True)
class Kind:
    """A kind of entry that a practice adds.

    Attributes:
        written_in: keys of the stages in which it may be added or changed.
        shown_from: the stage at whose start it is revealed to `seen_by`; AT_ONCE; or None: only ever its author's.
        seen_by: who receives it once shown. "group" in an activity without groups means the whole session.
        plenary_from: the stage at whose start what a group wrote is shown to the session.
        each: most entries a person may have (for one `about`, where that is set); None: any number within the room's
            limit.
        of_group: most entries a group may have together (for one `about`, where that is set).
        budget: most entries a person may have in all, whatever they are about: dots, for instance; None: no such limit.
        about: what an entry must point to: a kind of this practice, ISSUE, or SUBJECTS (those of its Sort);
            empty: none. An entry pointed to must be one that the writer may see: their own, or one shown to them.
        held_by: "author", or "group" where every member may change it.
        pen: only who holds the pen may write.
        choose_audience: the author chooses between private and `seen_by` for each entry.
        product: "purpose", "key_points", "themes" or "agreement": what may be released to the record; or "feedback":
            the hosts get it after the close, choices as counts and words in random order, with no name.
        step: makes a private Step of the author from the body, or nothing.
        counted: who is told how many have written; never who.
        enough: what somebody reads who has as many as `each` allows and writes another.
        issue_when: field -> values with which a shown entry may be promoted to an Issue; {} any; None never.
        only_if_released: leaves the session only when released, whatever the session's rule.
    """

    name: str
    shape: type[Shape]
    word: str
    written_in: tuple[str, ...]
    shown_from: str | None = AT_ONCE
    plenary_from: str | None = None
    seen_by: SeenBy = "group"
    attribution: Attribution = "hidden"
    each: int | None = None
    of_group: int | None = None
    budget: int | None = None
    about: str = ""
    held_by: Literal["author", "group"] = "author"
    pen: bool = False
    choose_audience: bool = False
    facilitators_only: bool = False
    product: str = ""
    step: Callable[[Mapping[str, Any]], StepDraft | None] | None = None
    counted: Literal["everyone", "facilitators", "nobody"] = "everyone"
    enough: str = "You have written yours. Change that one instead."
    issue_when: Mapping[str, tuple[str, ...]] | None = None
    only_if_released: bool = False
    version: int = 1
    migrations: Mapping[int, Callable[[dict[str, Any]], dict[str, Any]]] = field(default_factory=dict)

    def fields(self) -> list[FieldSpec]:
        """The shape's fields as data for the browser."""
        return describe(self.shape)

    def makes_issue(self, body: Mapping[str, Any]) -> bool:
        """Whether an entry with this body may be promoted to an Issue."""
        if self.issue_when is None:
            return False
        return all(body.get(name) in values for name, values in self.issue_when.items())

    def upgrade(self, body: dict[str, Any], version: int) -> dict[str, Any]:
        """A body of an older version brought to this one, a version at a time."""
        for older in range(version, self.version):
            body = self.migrations[older](body)
        return body


@dataclass(frozen=True, slots=True)
class Seen:
    """An entry as a practice's own functions see it: no author, no time."""

    id: str
    kind: str
    body: Mapping[str, Any]
    about: str = ""
    group: str = ""
    theme: str = ""


@dataclass(frozen=True)
class Given:
    """What surrounds the entries: how many people are present in this audience, the issues, the activity's settings.

    An issue's body has a `title`; an actor's (a role named in earlier work) too. `today` is the session's date, as in
    2027-03-01. `about` is set only while an entry is checked: what that entry points to. `chosen` is the entry chosen
    for plenary, if there is one.
    """

    present: int = 0
    issues: tuple[Seen, ...] = ()
    settings: Mapping[str, Any] = field(default_factory=dict)
    stage: str = ""
    actors: tuple[Seen, ...] = ()
    today: str = ""
    about: str = ""
    chosen: str = ""


@dataclass(frozen=True)
class Finding:
    """Something worth saying about the entries: `tone` is plain, look (amber) or good. Never a score.

    `about` points to an entry or subject; `rows` is an optional small table of words and counts. One `to` the
    facilitators is not sent to anybody else.
    """

    key: str
    text: str
    tone: Literal["plain", "look", "good"] = "plain"
    about: str = ""
    rows: tuple[tuple[str, str], ...] = ()
    to: Literal["everyone", "facilitators"] = "everyone"


class NoSettings(Shape):
    """A practice without settings of its own."""


def nothing_to_say(entries: Sequence[Seen], given: Given) -> tuple[Finding, ...]:
    """The reading of a practice that draws no findings."""
    return ()


def nothing_against(kind: str, body: Mapping[str, Any], entries: Sequence[Seen], given: Given) -> str | None:
    """The extra rule of a practice that has none."""
    return None


@dataclass(frozen=True)
class Practice:
    """A named method. Number, slug and name come from the catalogue.

    `settings` are edited in the planner and stored with each activity. `read(entries, given)` is pure and repeatable,
    does not depend on the order of the entries, and is given only those that its audience may already see.
    `against(kind, body, entries, given)` returns a message a person can act on when the practice refuses an entry that
    its fields allow; `entries` are those that the writer may see, without the one that is being changed. `group_size`
    None means everybody together. `makes_issues` names a Lines setting whose lines become Issues when the activity
    starts.
    """

    slug: str
    minutes: tuple[int, int]
    stages: tuple[Stage, ...]
    kinds: tuple[Kind, ...]
    group_size: tuple[int, int] | None = None
    settings: type[Shape] = NoSettings
    defaults: Mapping[str, Any] = field(default_factory=dict)
    needs: tuple[str, ...] = ()
    makes: tuple[str, ...] = ()
    makes_issues: str = ""
    privacy: Literal[1, 2, 3] = 2
    credit: str = ""
    read: Callable[[Sequence[Seen], Given], tuple[Finding, ...]] = nothing_to_say
    against: Callable[[str, Mapping[str, Any], Sequence[Seen], Given], str | None] = nothing_against

    @property
    def number(self) -> str:
        """P01 to P30."""
        return BY_SLUG[self.slug].number

    @property
    def name(self) -> str:
        """The name on screen."""
        return BY_SLUG[self.slug].name

    def subjects(self, kind: str, settings: Mapping[str, Any] | None = None) -> tuple[Subject, ...]:
        """The subjects that entries of this kind may be about, under these settings of an activity.

        Empty when they are about entries or issues.
        """
        parts = (part for stage in self.stages for part in stage.parts)
        sort = next((part for part in parts if isinstance(part, Sort) and part.kind == kind), None)
        if sort is None or not sort.setting:
            return sort.subjects if sort else ()
        lines = self.settled(settings or {})[sort.setting]
        return tuple(Subject(key=f"s{number}", title=line) for number, line in enumerate(lines, start=1))

    def stage(self, key: str) -> Stage:
        """The stage with this key.

        Raises:
            KeyError: when the practice has none.
        """
        return self.stages[self.index(key)]

    def index(self, key: str) -> int:
        """The stage's place in order.

        Raises:
            KeyError: when the practice has none.
        """
        for index, stage in enumerate(self.stages):
            if stage.key == key:
                return index
        raise KeyError(key)

    def settled(self, settings: Mapping[str, Any]) -> dict[str, Any]:
        """The settings of an activity, with the defaults for what is not set."""
        return {**self.settings().model_dump(), **self.defaults, **settings}

    def offered(self, settings: Mapping[str, Any]) -> tuple[Stage, ...]:
        """The stages to offer under these settings of an activity, in order."""
        given = self.settled(settings)
        return tuple(stage for stage in self.stages if not stage.if_set or given[stage.if_set])

    def kind(self, name: str) -> Kind:
        """The kind of entry with this name.

        Raises:
            KeyError: when the practice has none.
        """
        for kind in self.kinds:
            if kind.name == name:
                return kind
        raise KeyError(name)
