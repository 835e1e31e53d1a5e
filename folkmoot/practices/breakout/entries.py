"""The kinds of entry of a breakout: a group's key points, and each person's own notes."""

from typing import Annotated

from folkmoot.practice_kit.fields import NOTE, PARA, Lines, Shape, Text

MOST_POINTS = 3
QUESTIONS = [
    "What’s landing?",
    "What’s complex here for us?",
    "Where is the push-back, and what might be at stake for people?",
    "Where is good joint work already happening?",
]


class Settings(Shape):
    """What a facilitator may change for one run."""

    questions: Annotated[
        list[str],
        Lines("Questions", limit=NOTE, most=4, hint="Allow each group three minutes or more for each question."),
    ] = QUESTIONS


class KeyPoint(Shape):
    """One of a group's up to three points for everybody."""

    text: Annotated[str, Text("Key point", limit=140, hint="One thought. What, not who said it.", no_names=True)]


class OwnNote(Shape):
    """A note for oneself; nobody else ever receives it."""

    text: Annotated[str, Text("My note", limit=PARA, hint="Only you see it, here and on your own page.")]
