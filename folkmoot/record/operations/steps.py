"""A person's own steps, looked at again from their own page: what happened, and what they noticed (P10)."""

from __future__ import annotations

from typing import Literal

from folkmoot.practice_kit.fields import NOTE, Refused
from folkmoot.practice_kit.wire.ops import Op
from folkmoot.record.operations.entries import announce_entry
from folkmoot.record.operations.registry import Context, operation

StepOutcome = Literal["intended", "tried", "adapted", "stopped"]
OUTCOMES: dict[StepOutcome, tuple[str, str]] = {
    "tried": ("Did it", "as I said"),
    "adapted": ("Changed it", "did another thing"),
    "intended": ("Not yet", "still mine to do"),
    "stopped": ("Let it go", "it no longer fits"),
}
"""What may have become of a step, with the words for it; every answer is a good one."""


class ReviewStep(Op):
    """The own page's: what became of one's step."""

    step: str
    outcome: StepOutcome
    noticed: str = ""


@operation(ReviewStep)
def review_step(ctx: Context, op: ReviewStep) -> None:
    """Keep what became of one's own step. Allowed after closing: that is when steps happen."""
    step = ctx.entry(op.step)
    if step.kind != "step" or step.author_id != ctx.person:
        raise Refused("not_yours", "Only whose step it is can say what became of it.")
    noticed = op.noticed.replace("\x00", "").strip()
    if (over := len(noticed) - NOTE) > 0:
        raise Refused("too_long", f"{over} characters over the {NOTE} that fit. Shorten it a little.", "noticed")
    body = {**step.body, "outcome": op.outcome, "noticed": noticed}
    announce_entry(ctx, ctx.layer.revise(step, body=body, version=step.version + 1), "entry_changed")
