"""A self-check on four reflexes, for its author alone."""

from typing import Annotated

from folkmoot.practice_kit.fields import NOTE, Choice, Flag, Shape, Text

LATELY = {"no": "Not me", "bit": "A bit", "yes": "Yes"}
INSTEAD = {
    "command": "Ask who else can act. Offer a boundary, not an instruction.",
    "solution_jump": "Say the question again. Draw it, or ask what contributes to it, first.",
    "blame": "Ask what each of us contributed, ourselves first.",
    "pretend": "Say what did not work, and what it taught.",
}


class SelfCheck(Shape):
    """Four honest answers, one time it happened, and what to do instead."""

    command: Annotated[str, Choice("Lately, have I taken over?", LATELY, hint=INSTEAD["command"])] = ""
    solution_jump: Annotated[str, Choice("…leapt to an answer?", LATELY, hint=INSTEAD["solution_jump"])] = ""
    blame: Annotated[str, Choice("…looked for someone to blame?", LATELY, hint=INSTEAD["blame"])] = ""
    pretend: Annotated[str, Choice("…said it was going better than it is?", LATELY, hint=INSTEAD["pretend"])] = ""
    example: Annotated[
        str, Text("One time it happened", limit=NOTE, hint="If you like. About you, nobody else.", no_names=True)
    ] = ""
    instead: Annotated[str, Text("Instead, I could…", limit=140)] = ""
    keep: Annotated[bool, Flag("Make this a step of mine", hint="Only you see it, on your own page.")] = False
