"""The kinds of entry of an empathy map. Its subject is a role, never a person (practice guide, R9)."""

from typing import Annotated

from folkmoot.practice_kit.fields import NOTE, SHORT, Choice, Flag, Shape, Text

PANELS = {"see": "Sees", "hear": "Hears", "do": "Does and expects", "feel": "Thinks and feels"}
EVIDENCE = {"told": "They told us", "observed": "We saw it", "assumed": "We assume it"}
HARD_TO_REACH = "Hard for whom to reach whom? Say what stands in between."
DISCOURAGED = dict.fromkeys(("hard to reach", "hard-to-reach", "won’t engage", "don’t engage"), HARD_TO_REACH)


class Subject(Shape):
    """Who the map is about, in which situation, and who “us” is. One for each group."""

    who: Annotated[
        str, Text("Who is it?", limit=SHORT, hint="A role, not a name: “a mother on night shifts”", no_names=True)
    ]
    situation: Annotated[str, Text("When do they meet us?", limit=NOTE, hint="One situation.", no_names=True)] = ""
    us: Annotated[str, Text("Who is “us”?", limit=SHORT, hint="Which organisations.")] = ""


class Note(Shape):
    """One thing the subject sees, hears, does or feels, and how we know."""

    panel: Annotated[str, Choice("Where does it belong?", PANELS)]
    text: Annotated[
        str, Text("Your note", limit=140, hint="Write as them, not about them.", no_names=True, discourage=DISCOURAGED)
    ]
    evidence: Annotated[str, Choice("How do we know?", EVIDENCE, later=True)] = ""
    source: Annotated[
        str, Text("From where?", limit=SHORT, hint="If you like. A role or a place.", no_names=True, later=True)
    ] = ""
    tag: Annotated[str, Choice("Is it a pain or a gain?", {"pain": "A pain", "gain": "A gain"}, later=True)] = ""


class Surprise(Shape):
    """A ring round a note that surprises."""


class Insight(Shape):
    """Something that the group understands now."""

    text: Annotated[str, Text("We see now that…", limit=NOTE, no_names=True, discourage=DISCOURAGED)]


class Check(Shape):
    """Something to ask real people; becomes a step of its writer only if they take it on."""

    text: Annotated[str, Text("What we will check", limit=140, no_names=True)]
    who: Annotated[str, Text("Who could ask them?", limit=SHORT, hint="A role is enough.", no_names=True)] = ""
    mine: Annotated[bool, Flag("I’ll do this one", hint="It goes on your own page as a step.")] = False
