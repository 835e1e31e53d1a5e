"""What was seen, what might be lost underneath, and an answer that respects the loss."""

from typing import Annotated

from folkmoot.practice_kit.fields import NOTE, SHORT, Choice, Flag, Shape, Text

TACTICS = {
    "denial": "Carrying on as if it were not there",
    "tribe": "Closing ranks",
    "fog": "Words that hide",
    "busy": "Busy with something else",
    "meetings": "Meetings without end, or never held",
    "governance": "Sheltering in governance",
    "misdelegate": "Given to people who cannot do it",
    "messenger": "Blaming whoever raised it",
    "other": "Something else",
}
SOUNDS_LIKE = {
    "denial": "“It’s a few individuals”, or no word about it at all.",
    "tribe": "“We have always done it this way.” “That’s for health to sort out.”",
    "fog": "A long paper that nobody can put in one sentence.",
    "busy": "Expert work on a minor matter.",
    "meetings": "The decision is always next time.",
    "governance": "“It must go to the board first.” Again.",
    "misdelegate": "A junior colleague with no mandate.",
    "messenger": "How it was said becomes the subject.",
}
LOSSES = {
    "competence": "Being good at it",
    "status": "Standing",
    "control": "Control",
    "identity": "Who we are",
    "relationships": "Relationships",
    "certainty": "Knowing what comes",
    "time": "Time",
    "resources": "Money, staff or rooms",
    "good_service": "A good service they built",
    "other": "Something else",
}
SOURCES = {"guessed": "We are guessing", "heard": "They told us"}


class Signal(Shape):
    """One thing somebody did or said: behaviour, never motive."""

    observed: Annotated[
        str,
        Text(
            "What did you see or hear?",
            limit=NOTE,
            hint="As if on film: what was done or said, not why.",
            no_names=True,
        ),
    ]
    code: Annotated[str, Choice("Which comes closest?", TACTICS, hints=SOUNDS_LIKE)]
    setting: Annotated[str, Text("Where", limit=SHORT, hint="If you like: a meeting, an e-mail, a corridor.")] = ""
    actor: Annotated[
        str, Text("Whose role", limit=SHORT, hint="If you like. “A head teacher”, not a name.", no_names=True)
    ] = ""
    ours: Annotated[bool, Flag("This was us")] = False


class Loss(Shape):
    """What somebody might lose if this changed."""

    actor: Annotated[
        str, Text("Who would lose something?", limit=SHORT, hint="A role or a group, no name.", no_names=True)
    ]
    kind: Annotated[str, Choice("What might they lose?", LOSSES)]
    words: Annotated[str, Text("As they would put it", limit=NOTE, hint="If you like.", no_names=True)] = ""
    sure: Annotated[str, Choice("How do you know?", SOURCES)] = "guessed"


class Response(Shape):
    """What could be done that respects the loss; its writer may take a first step."""

    text: Annotated[str, Text("What could we do that respects the loss?", limit=NOTE, no_names=True)]
    step: Annotated[str, Text("My own first step", limit=140, hint="If you like. It goes to your own page.")] = ""
