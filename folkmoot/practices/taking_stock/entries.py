"""The notes of taking stock, under three headings."""

from typing import Annotated

from folkmoot.practice_kit.fields import NOTE, Choice, Lines, Shape, Text

HEADINGS = {
    "change": "What has changed around us",
    "facing": "What we are facing that has no obvious fix",
    "notice": "What we notice in ourselves and others",
}
PROMPTS = {
    "change": "What has changed around us?",
    "facing": "What are we facing that nobody has a ready answer for?",
    "notice": "What do you notice people doing when it gets hard, you included?",
}


class Settings(Shape):
    """What the lead shows before people write."""

    context: Annotated[
        list[str],
        Lines(
            "Context cards",
            limit=600,
            most=5,
            hint="One a line: title | what it says, in your own words | source | year and month, such as 2027-03",
        ),
    ] = []


class Note(Shape):
    """Something that changed, that we face, or that we notice in ourselves."""

    panel: Annotated[str, Choice("Heading", HEADINGS)]
    text: Annotated[str, Text("Note", limit=NOTE, no_names=True)]
