"""P15: where could you try this, in something you are already in?"""

from collections.abc import Mapping
from typing import Any

from folkmoot.practice_kit.boards import Form, Turn, Turns
from folkmoot.practice_kit.contract import CLOSED, DISCUSSING, GATHERING, Kind, Practice, Stage, StepDraft
from folkmoot.practices.applying.entries import Application
from folkmoot.practices.applying.reading import read

SECONDS_BY_SIZE = {2: 9 * 60, 3: 6 * 60, 4: 270}
"""Eighteen minutes, shared: six minutes each in a three, four and a half in a four."""

TITLE_LIMIT = 140
PHASES = (
    Turn(key="say", title="Say it", rule="The others listen.", share=2),
    Turn(key="ask", title="Questions and ideas", rule="Questions first. Then ideas, if they are wanted.", share=3),
    Turn(key="take", title="What I take", rule="One sentence. The others listen.", share=1),
)


def _step(body: Mapping[str, Any]) -> StepDraft | None:
    """The first move as a step, if its author wants that; one that is too long for a title is kept whole as the why."""
    move = body["first_move"]
    if not body["keep"] or not move:
        return None
    situation = f"Where might I use this? {body['situation']}"
    if len(move) <= TITLE_LIMIT:
        return StepDraft(title=move, by_when=body["by_when"], why=situation)
    return StepDraft(title=f"First move: {body['situation']}", by_when=body["by_when"], why=move)


PRACTICE = Practice(
    slug="applying",
    minutes=(20, 25),
    group_size=(3, 4),
    stages=(
        Stage(
            "write",
            GATHERING,
            "Where might you use this?",
            "Name one thing you’re already in where this might help. Only you see it.",
            parts=(Form(kind="application", submit="Keep it"),),
            minutes=2,
        ),
        Stage(
            "turns",
            DISCUSSING,
            "Each in turn",
            "Say it, hear questions and ideas, say what you take. The clock shows whose turn it is.",
            parts=(Turns(phases=PHASES, seconds=SECONDS_BY_SIZE), Form(kind="application", title="My sheet")),
            minutes=18,
        ),
        Stage(
            "keep",
            DISCUSSING,
            "A first move",
            "Write your first move. Keep it as a step if you like.",
            parts=(Form(kind="application", title="My sheet", submit="Keep it"),),
            minutes=2,
        ),
        Stage("closed", CLOSED, "Thank you", "Your sheet is on your own page. Nobody else has it."),
    ),
    kinds=(
        Kind(
            "application",
            Application,
            "sheet",
            written_in=("write", "turns", "keep"),
            shown_from=None,
            seen_by="private",
            each=1,
            step=_step,
            counted="nobody",
            enough="You have one sheet. Change that one instead.",
        ),
    ),
    makes=("step",),
    credit="Timed turns of telling, questions and a take-away are common in peer coaching; timings and words are ours.",
    read=read,
)
