"""The standard boards as data. Each part is drawn by one component of frontend/board_kit, with its list twin."""

from typing import Annotated, ClassVar, Literal

from pydantic import BaseModel, ConfigDict, Field


class Part(BaseModel):
    """Base of all parts: immutable data that the browser draws.

    A part with `when` is there only while the activity's settings have these values. `list_form` says what the list
    twin is, which offers everything that the board does (R8).
    """

    list_form: ClassVar[str] = ""

    model_config = ConfigDict(frozen=True)

    when: dict[str, str] = {}


class Card(Part):
    """A card to read: a promise, a tactic, a context fact."""

    key: str
    title: str
    text: str = ""
    hint: str = ""
    source: str = ""


class Cards(Part):
    """Cards to read; `setting` names a Lines setting whose lines, where there are any, are shown instead.

    A line is “title | text | source”; what follows a third bar belongs to the source.
    """

    list_form: ClassVar[str] = "A list of headed texts."

    type: Literal["cards"] = "cards"
    title: str = ""
    cards: tuple[Card, ...] = ()
    setting: str = ""


class Prompts(Part):
    """Questions or prompts that stay in view; taken from a Lines setting of the activity."""

    list_form: ClassVar[str] = "The prompts as a list."

    type: Literal["prompts"] = "prompts"
    setting: str
    title: str = ""


class Panel(Part):
    """One headed place for notes; `key` is the value of the kind's `panel` field.

    `opens_after` names panels that need a note first.
    """

    key: str
    title: str
    prompt: str = ""
    opens_after: tuple[str, ...] = ()


class Panels(Part):
    """Notes under headings, with a composer while the kind may be written.

    `by` is the Choice field that names the panel (empty: one panel).
    `centre` is the kind of the group's one entry that stands in the middle: who the map is about.
    """

    list_form: ClassVar[str] = "Headed lists, each with its box."

    type: Literal["panels"] = "panels"
    kind: str
    panels: tuple[Panel, ...]
    by: str = "panel"
    centre: str = ""
    themes: bool = False


class Form(Part):
    """Several fields, saved as a whole: one entry a person; of a kind held by the group, the group's one entry.

    Where more are allowed, the form stays open for another.

    A kind with `about` has a form under each thing that it may be about: one's own while gathering, all shown later.
    """

    list_form: ClassVar[str] = "It is a list: one labelled field under another."

    type: Literal["form"] = "form"
    kind: str
    title: str = ""
    intro: str = ""
    submit: str = "Save"


class Subject(Part):
    """One thing to place: an element with its own anchored statements, or (at run time) an issue."""

    key: str
    title: str
    text: str = ""
    options: dict[str, str] | None = None


class Sort(Part):
    """Each person places each subject in private by the Choice field `by`; after the reveal the spread is shown.

    The spread is counts, never an average. `subjects` are fixed, are the lines of the Lines setting `setting` (with the
    keys s1, s2 and so on), or come from entries of `from_kind` (“issue”: the activity's issues). `corners` are the
    words shown for the options in the experienced form, which hides the options' own names. `together` names the kind
    by which the group places a subject together afterwards.
    """

    list_form: ClassVar[str] = "One radio group for each subject; the spread as a table and as sentences."

    type: Literal["sort"] = "sort"
    kind: str
    by: str
    subjects: tuple[Subject, ...] = ()
    setting: str = ""
    from_kind: str = ""
    together: str = ""
    experienced: bool = False
    corners: dict[str, str] = {}


class Turn(Part):
    """A phase inside one person's turn. `share` is its part of the turn's time."""

    key: str
    title: str
    rule: str = ""
    share: int = 1


class Turns(Part):
    """The turn clock: one turn a member, each with its phases; `seconds` by group size, re-cut when time is short."""

    list_form: ClassVar[str] = "The turns as an ordered list; the current one is named in words."

    type: Literal["turns"] = "turns"
    phases: tuple[Turn, ...] = ()
    seconds: dict[int, int] = {}
    prompts: str = ""


class Statement(Part):
    """A short shared text, written by whoever holds the pen; others watch it live and may ask for the pen.

    `inputs` is the kind of what each wrote alone, shown beside it under its fields' labels, with the words that `marks`
    underlines. `discourage` maps words to the kind question that underlines them.
    """

    list_form: ClassVar[str] = "The text as a paragraph, with its box for whoever holds the pen."

    type: Literal["statement"] = "statement"
    kind: str
    field: str = "text"
    inputs: str = ""
    marks: str = ""
    discourage: dict[str, str] = {}


class Vote(Part):
    """One answer a person by the Choice field `by`, hidden until shown, then counts.

    `on` is the kind it is about: the entry chosen for plenary, else the only one there is, else that of one's own
    group.
    """

    list_form: ClassVar[str] = "A radio group; the counts as a table."

    type: Literal["vote"] = "vote"
    kind: str
    by: str
    on: str = ""
    reminder: str = ""


class Dots(Part):
    """A budget of dots on the shown entries of `on`; counts stay hidden until the stage moves on."""

    list_form: ClassVar[str] = "A number box for each entry; the counts as a table."

    type: Literal["dots"] = "dots"
    kind: str
    on: str
    budget: int = 3
    show: bool = False


class Wall(Part):
    """Shown entries of a kind to read: side by side on a wide screen, a list on a phone.

    `themes` lets facilitators group them. `beneath` names kinds that are about these entries: each is shown under the
    one that it is about.
    `marks` is a kind whose entries are words of those on the wall that struck somebody: underlined, with how many
    people.
    """

    list_form: ClassVar[str] = "A list of the entries, headed by group or theme."

    type: Literal["wall"] = "wall"
    kind: str
    title: str = ""
    empty: str = "Nothing here yet."
    by_group: bool = False
    themes: bool = False
    random_order: bool = True
    field: str = ""
    beneath: tuple[str, ...] = ()
    marks: str = ""


class Compare(Part):
    """Restatements under the statement they restate, with two short word lists and no score."""

    list_form: ClassVar[str] = "Two lists of words under the statement, then the restatements as a list."

    type: Literal["compare"] = "compare"
    original: str
    restated: str


class Points(Part):
    """A group's numbered points, written by its members; `most` of them."""

    list_form: ClassVar[str] = "A numbered list for each group."

    type: Literal["points"] = "points"
    kind: str
    most: int = 3
    title: str = "Key points"


AnyPart = Annotated[
    Cards | Prompts | Panels | Form | Sort | Turns | Statement | Vote | Dots | Wall | Compare | Points,
    Field(discriminator="type"),
]
