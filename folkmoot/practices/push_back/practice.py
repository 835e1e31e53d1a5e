"""P08: see the push-back, and the loss underneath."""

from collections.abc import Mapping, Sequence
from typing import Any

from folkmoot.practice_kit.boards import Form, Wall
from folkmoot.practice_kit.contract import (
    CLOSED,
    DECIDING,
    DISCUSSING,
    GATHERING,
    REVEALED,
    Given,
    Kind,
    Practice,
    Seen,
    Stage,
    StepDraft,
)
from folkmoot.practices.push_back.entries import Loss, Response, Signal
from folkmoot.practices.push_back.reading import read

TABLE = Wall(kind="signal", title="What we saw", empty="Nothing written yet.", beneath=("loss", "response"))


def _step(body: Mapping[str, Any]) -> StepDraft | None:
    title = body.get("step", "")
    return StepDraft(title=title, why=body["text"]) if title else None


def _against(kind: str, body: Mapping[str, Any], entries: Sequence[Seen], given: Given) -> str | None:
    """Behaviour first, loss second, response third: the last stays closed until there is a loss to respect."""
    if kind != "response" or any(entry.kind == "loss" and entry.about == given.about for entry in entries):
        return None
    return "First say who might lose something here. Then you can answer it. Your text is kept."


PRACTICE = Practice(
    slug="push_back",
    minutes=(15, 20),
    group_size=(4, 6),
    stages=(
        Stage(
            "saw",
            GATHERING,
            "What did you see?",
            "On your own: describe one thing you saw, as if on film.",
            parts=(Form(kind="signal", submit="Keep it"),),
            minutes=2,
        ),
        Stage(
            "loss",
            GATHERING,
            "What might be lost?",
            "If this changed, who would lose something? What?",
            parts=(Form(kind="loss", submit="Keep it"),),
            minutes=2,
        ),
        Stage("read", REVEALED, "What we saw", "Read. Then choose one that you all know.", parts=(TABLE,)),
        Stage(
            "talk",
            DISCUSSING,
            "The loss underneath",
            "Talk about the one you chose: what is being protected here, and is it worth protecting?",
            parts=(TABLE, Form(kind="loss", submit="Add a loss"), Form(kind="signal", submit="Add what I saw")),
        ),
        Stage(
            "answer",
            DECIDING,
            "An answer that respects the loss",
            "What could we do that respects the loss?",
            parts=(TABLE, Form(kind="response", submit="Add an answer")),
        ),
        Stage("closed", CLOSED, "Push-back and loss", "What was written stays with your group.", parts=(TABLE,)),
    ),
    kinds=(
        Kind(
            "signal",
            Signal,
            "signal",
            written_in=("saw", "loss", "talk"),
            shown_from="read",
            each=3,
            only_if_released=True,
            enough="Three are enough. Change one of yours instead.",
        ),
        Kind(
            "loss",
            Loss,
            "loss",
            written_in=("loss", "talk", "answer"),
            shown_from="read",
            each=3,
            about="signal",
            only_if_released=True,
            enough="Three losses for one signal are enough. Change one of yours instead.",
        ),
        Kind(
            "response",
            Response,
            "answer",
            written_in=("answer",),
            each=3,
            about="signal",
            only_if_released=True,
            step=_step,
            enough="Three answers are enough. Change one of yours instead.",
        ),
    ),
    makes=("step",),
    credit="After Ronald Heifetz and Marty Linsky: people resist loss rather than change. The words here are ours.",
    read=read,
    against=_against,
)
