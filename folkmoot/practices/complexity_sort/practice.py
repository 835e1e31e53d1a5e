"""P07: know what kind of thing you are dealing with before you act."""

from collections.abc import Mapping
from typing import Any

from folkmoot.practice_kit.boards import Form, Sort, Wall
from folkmoot.practice_kit.contract import (
    CLOSED,
    DECIDING,
    DISCUSSING,
    GATHERING,
    ISSUE,
    REVEALED,
    Kind,
    Practice,
    Stage,
    StepDraft,
)
from folkmoot.practices.complexity_sort.entries import (
    CORNERS,
    AgreedPlacement,
    CurrentTreatment,
    Facet,
    Placement,
    Probe,
    Settings,
)
from folkmoot.practices.complexity_sort.reading import read

SORT = Sort(kind="placement", by="domain", from_kind=ISSUE)
BY_FORM = (
    SORT.model_copy(update={"when": {"form": "quick"}}),
    SORT.model_copy(update={"when": {"form": "experienced"}, "experienced": True, "corners": CORNERS}),
)


def _step(body: Mapping[str, Any]) -> StepDraft:
    stop = body.get("dampen_if", "")
    why = f"A small trial. We stop if: {stop}" if stop else "A small trial"
    return StepDraft(title=body["text"], by_when=body.get("by_when", ""), why=why)


PRACTICE = Practice(
    slug="complexity_sort",
    minutes=(20, 40),
    group_size=(4, 6),
    settings=Settings,
    stages=(
        Stage(
            "place",
            GATHERING,
            "What kind of situation is each of these?",
            "On your own: where would you put this, and how sure are you?",
            parts=BY_FORM,
            minutes=4,
        ),
        Stage(
            "spread",
            REVEALED,
            "How differently we see them",
            "People see this differently. What can you see from where you stand?",
            parts=BY_FORM,
        ),
        Stage(
            "parts",
            DISCUSSING,
            "Parts of it",
            "Which part of it is plain? Which part can only be found out by trying?",
            parts=(SORT, Form(kind="facet", submit="Add this part")),
        ),
        Stage(
            "agree",
            DECIDING,
            "Where does it sit?",
            "Agree where each one sits, or leave it split.",
            parts=(SORT, Form(kind="agreed", submit="Save"), Wall(kind="facet", title="Parts", random_order=False)),
        ),
        Stage(
            "handling",
            DECIDING,
            "How do we handle it?",
            "How are we handling it now? Does that fit?",
            parts=(Form(kind="treatment", submit="Save"),),
        ),
        Stage(
            "trial",
            DECIDING,
            "A small trial",
            "Name one small trial, safe to fail, that you could start within two weeks.",
            parts=(
                Form(kind="probe", submit="Make it a step of mine"),
                Wall(kind="probe", title="Small trials", empty="No trial yet. One is enough."),
            ),
        ),
        Stage("closed", CLOSED, "Where things sit", "Your small trials are on your own page.", parts=(SORT,)),
    ),
    kinds=(
        Kind(
            "placement",
            Placement,
            "placement",
            written_in=("place", "parts"),
            shown_from="spread",
            each=1,
            about=ISSUE,
            enough="You have placed this one. Change where you put it instead.",
        ),
        Kind("facet", Facet, "part", written_in=("parts", "agree"), of_group=6, about=ISSUE, held_by="group"),
        Kind(
            "agreed",
            AgreedPlacement,
            "agreed place",
            written_in=("agree",),
            of_group=1,
            about=ISSUE,
            held_by="group",
        ),
        Kind(
            "treatment",
            CurrentTreatment,
            "how we handle it",
            written_in=("handling",),
            of_group=1,
            about=ISSUE,
            held_by="group",
        ),
        Kind("probe", Probe, "small trial", written_in=("trial",), each=2, about=ISSUE, step=_step),
    ),
    needs=("issue",),
    makes=("step",),
    makes_issues="issues",
    credit=(
        "Cynefin® is a framework by Dave Snowden and a registered mark of The Cynefin Company. "
        "Words and questions here are ours."
    ),
    read=read,
)
