"""The kinds of entry of the closing commitment."""

from typing import Annotated

from folkmoot.practice_kit.fields import NOTE, Choice, Day, Shape, Text

USEFUL = {"1": "Not useful", "2": "A little", "3": "Fairly", "4": "Very", "5": "Could not do without it"}
SURE = {"1": "Not at all", "2": "A little", "3": "Fairly", "4": "Very", "5": "Completely"}

FIRST_DEED = "That is a large word. What would somebody see you do first?"
VAGUE = dict.fromkeys(("explore", "think about", "consider", "look into", "reflect on", "raise awareness"), FIRST_DEED)


class Commitment(Shape):
    """One practical thing a person will do; becomes a Step of theirs."""

    text: Annotated[
        str,
        Text(
            "One practical thing I will do is…",
            limit=140,
            hint="Small enough to do within two weeks.",
            discourage=VAGUE,
        ),
    ]
    by_when: Annotated[str, Day("By when", hint="If you like.")] = ""
    tell: Annotated[str, Text("Who I will tell", limit=80, hint="If you like. A role is enough.", no_names=True)] = ""


class SessionFeedback(Shape):
    """One optional minute of feedback; only counts and the words leave, never a name."""

    useful: Annotated[str, Choice("How useful was today?", USEFUL)] = ""
    most_useful: Annotated[str, Text("What was most useful?", limit=NOTE)] = ""
    would_change: Annotated[str, Text("What would you change?", limit=NOTE)] = ""
    before: Annotated[str, Choice("How confident were you about this before today?", SURE)] = ""
    after: Annotated[str, Choice("And now?", SURE)] = ""
