"""A private reaction to one of a talk's statements."""

from typing import Annotated

from folkmoot.practice_kit.fields import NOTE, Choice, Lines, Shape, Text

STATEMENTS = [
    "Leading is something people do together; no single person has to hold it all.",
    "Trust sets the pace: work goes as fast as the relationships allow.",
    "Nobody can order a change that nobody owns.",
    "You can lead from any seat; rank helps less than you think.",
    "The problem looks different from each place in the system, and every view is partly right.",
    "Small steps that teach us something beat a large plan that does not.",
    "Those who live with the problem know things that nobody else can know.",
    "Push-back is information about what people may be losing.",
    "Staying with the question is work, even when it looks like waiting.",
    "What I do under pressure is part of the system, too.",
]
"""What talks about systems leadership often claim, in our words: a host writes their own."""
REACTIONS = {"yes": "Yes, I know this", "partly": "Partly", "no": "Not how I see it", "unsure": "I don’t know yet"}


class Settings(Shape):
    """The statements of the talk."""

    statements: Annotated[
        list[str], Lines("Statements", limit=NOTE, most=10, hint="One a line, up to ten. Things your talk claims.")
    ] = STATEMENTS


class Reaction(Shape):
    """What somebody makes of one statement. It is theirs alone."""

    reaction: Annotated[str, Choice("What do you make of it?", REACTIONS)]
    why: Annotated[
        str, Text("Why?", limit=NOTE, hint="If you like. A time when it was so, or was not.", no_names=True)
    ] = ""
