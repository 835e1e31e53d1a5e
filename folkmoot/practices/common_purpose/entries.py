"""The kinds of entry of a common purpose: answers in private, a statement of forty words, and three tests of it."""

from typing import Annotated

from folkmoot.practice_kit.fields import NOTE, SHORT, Choice, Day, Flag, Shape, Text

WORDS = 40
WORDS_MORE = 80
ROOM = 600
"""Characters that always hold forty words; the words are what counts."""

WOULD_A_RESIDENT = "Would a resident say this?"
MUSH = dict.fromkeys(
    ("world-class", "world class", "holistic", "seamless", "deliver", "stakeholder", "synergy", "leverage",
     "empower", "robust", "best practice", "transformation", "innovative", "optimise", "facilitate", "strategic",
     "going forward", "key priorities", "fit for purpose", "cutting-edge"),
    WOULD_A_RESIDENT,
)  # fmt: skip

BENEFITS = {"us": "Ourselves", "organisations": "Our organisations", "people": "The people we serve"}
AGREEMENT = {"agree": "I agree", "live_with": "I can live with it", "not_yet": "Not yet"}
SIGNS = {"number": "A number", "story": "A story", "observation": "Something we’d see"}


class Settings(Shape):
    """Which parts of the longer form are offered. The short form is: draft, hear, sense-check."""

    choose_by_dots: Annotated[bool, Flag("Choose one statement by dots", hint="Three dots each.")] = False
    own_words: Annotated[bool, Flag("Test 2: in our own words", hint="Without looking. About 7 minutes.")] = False
    signs: Annotated[bool, Flag("Test 3: signs of progress", hint="About 5 minutes.")] = False


class Answers(Shape):
    """One line to each of the three questions, in private until all are shown to the group."""

    what: Annotated[str, Text("We want to…", limit=NOTE, no_names=True)] = ""
    why: Annotated[str, Text("because…", limit=NOTE, no_names=True)] = ""
    benefit: Annotated[str, Text("so that…", limit=NOTE, hint="Who gains, and what?", no_names=True)] = ""
    who: Annotated[str, Choice("Mostly for whom?", BENEFITS)] = ""


class Mark(Shape):
    """Words of somebody's answer that struck the reader."""

    text: Annotated[str, Text("Words that strike you", limit=SHORT)]


class PurposeStatement(Shape):
    """The group's statement: what, why and who benefits."""

    text: Annotated[str, Text("In 40 words or fewer: what, why, and for whom?", limit=ROOM, words=WORDS)]


class Elaboration(Shape):
    """More about it under the three headings, and when to look at it again. All optional."""

    what: Annotated[str, Text("What", limit=2 * ROOM, words=WORDS_MORE, hint="If you like.")] = ""
    why: Annotated[str, Text("Why", limit=2 * ROOM, words=WORDS_MORE, hint="If you like.")] = ""
    benefits: Annotated[str, Text("Who benefits", limit=2 * ROOM, words=WORDS_MORE, hint="If you like.")] = ""
    review_on: Annotated[str, Day("Look at it again on", hint="In three months or so.")] = ""


class Dot(Shape):
    """A dot: energy, not truth."""


class AgreementVote(Shape):
    """Where somebody stands, and what would help."""

    answer: Annotated[str, Choice("Good enough for now?", AGREEMENT)]
    what_would_help: Annotated[
        str, Text("What would help?", limit=NOTE, hint="If you like. Everyone sees it, without your name.")
    ] = ""


class Restatement(Shape):
    """What we agreed, from memory."""

    text: Annotated[str, Text("Without looking: what did we just agree?", limit=ROOM, words=WORDS)]


class ProgressSign(Shape):
    """Something by which one would notice that it is working."""

    panel: Annotated[str, Choice("What kind of sign?", SIGNS)]
    text: Annotated[str, Text("The sign", limit=NOTE, no_names=True)]
    how: Annotated[str, Text("How would we notice?", limit=NOTE)] = ""
    who: Annotated[str, Text("Who would see it first?", limit=SHORT, hint="A role.", no_names=True)] = ""
