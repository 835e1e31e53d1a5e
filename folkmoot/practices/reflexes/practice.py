"""P09: catch our own reflexes, in private."""

from collections.abc import Mapping, Sequence
from typing import Any

from folkmoot.practice_kit.boards import Card, Cards, Form
from folkmoot.practice_kit.contract import CLOSED, DISCUSSING, GATHERING, Given, Kind, Practice, Seen, Stage, StepDraft
from folkmoot.practices.reflexes.entries import INSTEAD, SelfCheck
from folkmoot.practices.reflexes.reading import read

REFLEXES = {
    "command": "Taking over",
    "solution_jump": "Leaping to an answer",
    "blame": "Looking for someone to blame",
    "pretend": "Calling it a success when it is not",
}
FOUR = tuple(Card(key=key, title=title, text=INSTEAD[key]) for key, title in REFLEXES.items())
ANSWERS = (*REFLEXES, "example", "instead")


def _step(body: Mapping[str, Any]) -> StepDraft | None:
    return StepDraft(title=body["instead"], why="Instead of a reflex of mine") if body.get("keep") else None


def _against(kind: str, body: Mapping[str, Any], entries: Sequence[Seen], given: Given) -> str | None:
    if body["keep"] and not body["instead"]:
        return "Write what you could do instead, or leave out the step."
    if not any(body[name] for name in ANSWERS):
        return "Answer at least one, or leave it at thinking about it. Both are fine."
    return None


PRACTICE = Practice(
    slug="reflexes",
    minutes=(3, 9),
    stages=(
        Stage(
            "alone",
            GATHERING,
            "Lately, have I…",
            "Answer for yourself. Nobody else ever sees this.",
            parts=(Form(kind="self_check", submit="Keep it on my page"),),
            minutes=3,
        ),
        Stage(
            "share",
            DISCUSSING,
            "If you wish",
            "Say as much or as little as you like. What you wrote stays yours.",
            parts=(Cards(title="Four reflexes, and what to do instead", cards=FOUR),),
            minutes=6,
        ),
        Stage("closed", CLOSED, "Four responses to avoid", "Your answers are on your own page, for you alone."),
    ),
    kinds=(
        Kind(
            "self_check",
            SelfCheck,
            "self-check",
            written_in=("alone", "share"),
            shown_from=None,
            seen_by="private",
            each=1,
            step=_step,
            counted="nobody",
            enough="You have filled in yours. Change that one instead.",
        ),
    ),
    makes=("step",),
    privacy=3,
    read=read,
    against=_against,
)
