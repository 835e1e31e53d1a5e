"""P11: a shared check on any joint effort."""

from collections.abc import Mapping
from typing import Any

from folkmoot.practice_kit.boards import Form, Prompts, Sort, Wall
from folkmoot.practice_kit.contract import (
    CLOSED,
    DECIDING,
    DISCUSSING,
    GATHERING,
    REVEALED,
    SUBJECTS,
    Kind,
    Practice,
    Stage,
    StepDraft,
)
from folkmoot.practices.five_elements.entries import ELEMENTS, Absence, Connection, ElementCheck, Focus, Settings
from folkmoot.practices.five_elements.reading import read

FIVE = Sort(kind="check", by="anchor", subjects=ELEMENTS)
MISSING = Wall(kind="absence", title="Who isn’t in the room", empty="Nobody named yet.", beneath=("connection",))


def _step(body: Mapping[str, Any]) -> StepDraft:
    return StepDraft(title=body["text"], why="Somebody who isn’t in the room yet")


PRACTICE = Practice(
    slug="five_elements",
    minutes=(20, 30),
    group_size=(3, 10),
    settings=Settings,
    stages=(
        Stage(
            "place",
            GATHERING,
            "How is it with us?",
            "On your own: for each of the five, which statement comes closest?",
            parts=(FIVE,),
            minutes=5,
        ),
        Stage("spread", REVEALED, "How differently we see it", "Look at where we differ. What surprises you?", (FIVE,)),
        Stage(
            "talk",
            DISCUSSING,
            "The widest and the furthest",
            "Talk about the one where we differ most. What makes you say so?",
            parts=(FIVE,),
        ),
        Stage(
            "absent",
            DISCUSSING,
            "Who isn’t in the room?",
            "Name a role or a group that isn’t here. Who knows someone who knows them?",
            parts=(
                Prompts(setting="prompts"),
                Form(kind="absence", submit="Add"),
                MISSING,
                Form(kind="connection", title="I can reach them", submit="I will"),
            ),
        ),
        Stage(
            "choose",
            DECIDING,
            "One to work on",
            "Choose one of the five to work on, and name the gap.",
            parts=(Form(kind="focus", submit="This one"), FIVE, MISSING),
        ),
        Stage("closed", CLOSED, "Five elements", "This is what we found, and who we will reach.", (FIVE, MISSING)),
    ),
    kinds=(
        Kind(
            "check",
            ElementCheck,
            "answer",
            written_in=("place", "talk"),
            shown_from="spread",
            each=1,
            about=SUBJECTS,
            enough="You have chosen for this one. Change your choice instead.",
        ),
        Kind("absence", Absence, "who isn’t here", written_in=("absent", "choose")),
        Kind(
            "connection",
            Connection,
            "offer to reach them",
            written_in=("absent", "choose"),
            attribution="named",
            each=1,
            about="absence",
            step=_step,
            enough="You have offered already. Change your offer instead.",
        ),
        Kind("focus", Focus, "one to work on", written_in=("choose",), of_group=1, held_by="group"),
    ),
    makes=("step",),
    credit="“Clumsy” solutions after Keith Grint. The statements and questions are ours.",
    read=read,
)
