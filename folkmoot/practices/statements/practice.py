"""P02.1: statements of a talk, to react to in private (practice guide, 8b.9)."""

from folkmoot.practice_kit.boards import Prompts, Sort
from folkmoot.practice_kit.contract import CLOSED, DISCUSSING, GATHERING, SUBJECTS, Kind, Practice, Stage
from folkmoot.practices.statements.entries import Reaction, Settings
from folkmoot.practices.statements.reading import read

PRACTICE = Practice(
    slug="statements",
    minutes=(3, 10),
    settings=Settings,
    stages=(
        Stage(
            "react",
            GATHERING,
            "Hold it against your own experience",
            "For each statement: what do you make of it? Nobody else ever sees your answers.",
            parts=(Sort(kind="reaction", by="reaction", setting="statements"),),
        ),
        Stage(
            "talk",
            DISCUSSING,
            "Which one struck you?",
            "Say as much or as little as you like, aloud or in the chat. Your answers stay yours.",
            parts=(Prompts(setting="statements", title="The statements"),),
        ),
        Stage("closed", CLOSED, "Thank you", "Your answers are on your own page, for you alone."),
    ),
    kinds=(
        Kind(
            "reaction",
            Reaction,
            "reaction",
            written_in=("react", "talk"),
            shown_from=None,
            seen_by="private",
            each=1,
            about=SUBJECTS,
            counted="nobody",
            enough="You have answered this one. Change your answer instead.",
        ),
    ),
    privacy=3,
    read=read,
)
