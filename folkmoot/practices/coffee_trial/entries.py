"""The kinds of entry of a coffee trial. There is none, and no field, for what people put off: that is only said."""

from typing import Annotated

from folkmoot.practice_kit.fields import NOTE, Choice, Lines, Shape, Text

PROMPTS = [
    "Say who you are and where you’ve come from.",
    "What has caught your interest so far?",
    "One thing you could offer someone here. One thing you’d like a hand with.",
    "Something you always put off. (Just say it, nothing to type.)",
]


class Settings(Shape):
    """What a facilitator may change for one run."""

    prompts: Annotated[list[str], Lines("What to talk about", limit=NOTE, most=5)] = PROMPTS


class Noticing(Shape):
    """Something noticed or surprising: its author's, and everyone's only where the author shares it."""

    panel: Annotated[str, Choice("Which is it?", {"noticing": "Noticing", "surprise": "A surprise"})]
    text: Annotated[str, Text("Your note", limit=NOTE, hint="About the talk, not about the person.", no_names=True)]


class LongerChat(Shape):
    """Who somebody would like longer with: for their own page, never shown."""

    who: Annotated[
        str, Text("Who would you like longer with?", limit=NOTE, hint="For your own page. Nobody else sees it.")
    ]


class OfferAsk(Shape):
    """What a person can offer and would like a hand with; on the wall only when they put it there."""

    offer: Annotated[str, Text("One thing I could offer", limit=NOTE)] = ""
    ask: Annotated[str, Text("One thing I’d like a hand with", limit=NOTE)] = ""
