"""The kinds of entry of the ways of working, and the six promises to begin with."""

from typing import Annotated

from folkmoot.practice_kit.boards import Card
from folkmoot.practice_kit.fields import NOTE, Choice, Lines, Shape, Text

MOST = 10
"""More promises than this nobody keeps in mind."""

SIX = (
    Card(
        key="presence",
        title="Presence",
        text="Listen to understand, check that you did, and leave people time to finish.",
        hint="It is slipping when we rush, or talk over each other.",
    ),
    Card(
        key="attention",
        title="Attention",
        text="E-mail and the phone can wait.",
        hint="It is slipping when answers show that we were elsewhere.",
    ),
    Card(
        key="curiosity",
        title="Curiosity",
        text="Stay open. Ask, and let your own view be asked about.",
        hint="It is slipping when every “yes” comes with a “but”.",
    ),
    Card(
        key="chatham",
        title="Chatham",
        text="Say what you learned, never who said it. The banner tells what may leave this room.",
        hint="It is slipping when names and stories travel.",
    ),
    Card(
        key="engaging",
        title="Engaging",
        text="Be honest, back each other, and get to know somebody new.",
        hint="It is slipping when people only talk with those they know.",
    ),
    Card(
        key="respect",
        title="Respect",
        text="Listen, add your part, and treat others as you would wish to be treated.",
        hint="It is slipping when some voices are missing.",
    ),
)


class Settings(Shape):
    """What the group starts from. Without lines of its own it starts from the six."""

    promises: Annotated[
        list[str], Lines("Promises", limit=NOTE, most=MOST, hint="One a line: title | text. Empty: the six.")
    ] = []
    added: Annotated[
        list[str], Lines("Added in earlier sessions", limit=NOTE, most=4, hint="Shown under a heading of its own.")
    ] = []


class Acceptance(Shape):
    """A person is in. Asking, not a gate: it is no consent in the sense of data protection law."""

    answer: Annotated[str, Choice("Can you keep to these today?", {"in": "I’m in"})]


class Suggestion(Shape):
    """What somebody would add or say differently."""

    text: Annotated[str, Text("Your suggestion", limit=NOTE, no_names=True)]


class Promise(Shape):
    """A promise that the group took in, in its own words."""

    text: Annotated[str, Text("Promise, as agreed", limit=NOTE)]
