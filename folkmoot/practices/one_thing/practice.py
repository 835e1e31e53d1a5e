"""P16: everyone leaves with one practical thing."""

from collections.abc import Mapping, Sequence
from typing import Any

from folkmoot.practice_kit.boards import Form, Wall
from folkmoot.practice_kit.contract import CLOSED, GATHERING, REVEALED, Given, Kind, Practice, Seen, Stage, StepDraft
from folkmoot.practices.one_thing.entries import Commitment, SessionFeedback
from folkmoot.practices.one_thing.reading import read


def _step(body: Mapping[str, Any]) -> StepDraft:
    return StepDraft(title=body["text"], by_when=body.get("by_when", ""), why="One practical thing")


def _against(kind: str, body: Mapping[str, Any], entries: Sequence[Seen], given: Given) -> str | None:
    if kind == "feedback" and not any(body.values()):
        return "Answer any one of these, or leave the page as it is. Feedback is up to you."
    return None


PRACTICE = Practice(
    slug="one_thing",
    minutes=(3, 10),
    stages=(
        Stage(
            "write",
            GATHERING,
            "One practical thing",
            "Write one small thing you will do. Keep it private, or put it on the wall.",
            parts=(Form(kind="commitment", submit="Keep it"),),
            minutes=2,
        ),
        Stage(
            "read",
            REVEALED,
            "Hear a few",
            "Here is what some people will do. Yours is on your own page.",
            parts=(
                Wall(
                    kind="commitment",
                    title="What some of us will do",
                    empty="Nobody has put theirs on the wall. That is fine.",
                ),
            ),
        ),
        Stage(
            "feedback",
            REVEALED,
            "One minute of feedback",
            "If you have a minute, tell us how it was. Nobody sees who wrote what.",
            parts=(Form(kind="feedback", submit="Send feedback"),),
            minutes=1,
        ),
        Stage("closed", CLOSED, "Thank you", "Your one thing is on your own page."),
    ),
    kinds=(
        Kind(
            "commitment",
            Commitment,
            "practical thing",
            written_in=("write", "read", "feedback"),
            shown_from="read",
            seen_by="session",
            each=1,
            choose_audience=True,
            step=_step,
            enough="One is enough, and you have yours. Change it if another matters more.",
        ),
        Kind(
            "feedback",
            SessionFeedback,
            "feedback",
            written_in=("write", "read", "feedback"),
            shown_from=None,
            seen_by="private",
            each=1,
            product="feedback",
            enough="You have sent yours. Change that one instead.",
        ),
    ),
    makes=("step",),
    read=read,
    against=_against,
)
