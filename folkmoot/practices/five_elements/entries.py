"""Five elements with four anchored statements each, who isn't in the room, and the one element to work on."""

from typing import Annotated

from folkmoot.practice_kit.boards import Subject
from folkmoot.practice_kit.fields import NOTE, SHORT, Choice, Lines, Shape, Text

PLACES = ("1", "2", "3", "4")


def _anchored(*statements: str) -> dict[str, str]:
    return dict(zip(PLACES, statements, strict=True))


ELEMENTS = (
    Subject(
        key="purpose",
        title="Purpose",
        text="What are we for, and can we hold to it while everything moves?",
        options=_anchored(
            "Each of us would say something different.",
            "We have words for it, but they do not steer what we do.",
            "We share it, and lose it when the pressure rises.",
            "We share it, and it decides what we do when things move.",
        ),
    ),
    Subject(
        key="what_why_who",
        title="What, why and who gains",
        text="Could we say in one breath what we are doing, why, and who gains?",
        options=_anchored(
            "We would need a long paper.",
            "We can say what we do, not why.",
            "We can say what and why, not who gains.",
            "Any of us can say all three in one breath.",
        ),
    ),
    Subject(
        key="absent",
        title="Who isn’t in the room",
        text="Who lives with what we decide, and has no part in it?",
        options=_anchored(
            "We have never asked.",
            "We know who is missing.",
            "We have invited them.",
            "They shape what we do.",
        ),
    ),
    Subject(
        key="trust",
        title="Relationships, influence, trust",
        text="Things move as fast as trust does. Where is it thin?",
        options=_anchored(
            "We know each other’s job titles.",
            "We are polite here, and honest afterwards.",
            "We can disagree in the room.",
            "We back each other when it costs us something.",
        ),
    ),
    Subject(
        key="clumsy",
        title="Partial, clumsy, evolving solutions",
        text="Do we allow untidy answers that can still change?",
        options=_anchored(
            "We wait for the whole plan.",
            "We try things, but may not be seen to fail.",
            "We try small things and change them as we learn.",
            "Trying, stopping and changing is how we work.",
        ),
    ),
)
TITLES = {element.key: element.title for element in ELEMENTS}


class Settings(Shape):
    """The questions that help to see who is missing."""

    prompts: Annotated[list[str], Lines("Who might be missing?", limit=NOTE, most=8)] = [
        "Who will live with what we decide and isn’t here?",
        "Who does the work at the front line?",
        "Who could say no?",
        "Who pays?",
        "Who will inherit it?",
    ]


class ElementCheck(Shape):
    """Which statement comes closest for one element. A description, no score."""

    anchor: Annotated[str, Choice("Which comes closest?", {place: f"Statement {place}" for place in PLACES})]
    note: Annotated[str, Text("A word on that", limit=NOTE, hint="If you like. Shown without your name.")] = ""


class Absence(Shape):
    """Somebody who isn't in the room: a role or a group."""

    actor: Annotated[
        str,
        Text("Who isn’t here?", limit=SHORT, hint="A role or a group, such as “night-shift parents”.", no_names=True),
    ]
    why: Annotated[str, Text("Why not, do you think?", limit=NOTE, no_names=True)] = ""


class Connection(Shape):
    """Somebody offers to reach those who are absent, by name and of their own accord; becomes a Step of theirs."""

    text: Annotated[
        str, Text("I know someone who knows them. I will…", limit=140, hint="Your name is shown, because you offer it.")
    ]


class Focus(Shape):
    """The one element the group works on, and the gap it names."""

    element: Annotated[str, Choice("Which one do we work on?", TITLES)]
    gap: Annotated[str, Text("The gap we see", limit=NOTE)] = ""
