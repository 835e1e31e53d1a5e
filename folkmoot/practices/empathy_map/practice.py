"""P12: what it is like to be on the receiving end of us."""

from collections.abc import Mapping, Sequence
from typing import Any

from folkmoot.practice_kit.boards import Dots, Form, Panel, Panels, Points
from folkmoot.practice_kit.contract import (
    CLOSED,
    CLUSTERING,
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
from folkmoot.practices.empathy_map.entries import PANELS, Check, Insight, Note, Subject, Surprise
from folkmoot.practices.empathy_map.reading import read

OUTSIDE = ("see", "hear", "do")
"""What could be observed comes first; thoughts and feelings are inferred from it."""

MAP = Panels(
    kind="note",
    centre="subject",
    panels=(
        Panel(key="see", title=PANELS["see"], prompt="What do they see around them? What do they see of us?"),
        Panel(key="hear", title=PANELS["hear"], prompt="What do they hear, and from whom do they believe it?"),
        Panel(key="do", title=PANELS["do"], prompt="What do they do to get by? What do they expect?"),
        Panel(
            key="feel",
            title=PANELS["feel"],
            prompt="And so what might they think and feel, that they wouldn’t say to us?",
            opens_after=OUTSIDE,
        ),
    ),
)


def _against(kind: str, body: Mapping[str, Any], entries: Sequence[Seen], given: Given) -> str | None:
    if kind != "note" or body["panel"] != "feel":
        return None
    filled = {entry.body["panel"] for entry in entries if entry.kind == "note"}
    missing = [PANELS[panel] for panel in OUTSIDE if panel not in filled]
    return f"“{PANELS['feel']}” opens last. First write a note in: {', '.join(missing)}." if missing else None


def _step(body: Mapping[str, Any]) -> StepDraft | None:
    return StepDraft(title=body["text"], why="A check after an empathy map") if body["mine"] else None


STAGES = (
    Stage(
        "choose",
        GATHERING,
        "Choose someone",
        "Choose someone who meets us from the outside. A role, not a name.",
        parts=(Form(kind="subject", submit="Put in the middle"),),
        minutes=3,
    ),
    Stage(
        "write",
        GATHERING,
        "What is it like to be on the receiving end of us?",
        "Write as the person in the middle. One note, one thought. Nobody sees it yet.",
        parts=(MAP,),
        minutes=8,
    ),
    Stage(
        "read",
        REVEALED,
        "Read the map",
        "Read all of it. Then mark your own notes: did they tell us, did we see it, or are we guessing?",
        parts=(MAP,),
        minutes=4,
    ),
    Stage(
        "circle",
        CLUSTERING,
        "What surprises you?",
        "Ring up to three notes that surprise you.",
        parts=(Dots(kind="surprise", on="note", budget=3),),
        minutes=1,
    ),
    Stage(
        "talk",
        DISCUSSING,
        "Talk about it",
        "Talk about the surprises. Who could check them?",
        parts=(Dots(kind="surprise", on="note", budget=3, show=True), MAP),
        minutes=5,
    ),
    Stage(
        "decide",
        DECIDING,
        "Three insights, and what to check",
        "Agree up to three insights, and what you will check with real people.",
        parts=(
            Points(kind="insight", most=3, title="What we see now"),
            Points(kind="check", most=4, title="What we will check"),
        ),
        minutes=4,
    ),
    Stage("closed", CLOSED, "Our map", "This is what you made. A map is a guess until you have asked.", parts=(MAP,)),
)

KINDS = (
    Kind(
        "subject",
        Subject,
        "subject",
        written_in=("choose", "write", "read", "circle", "talk", "decide"),
        of_group=1,
        held_by="group",
        counted="nobody",
    ),
    Kind("note", Note, "note", written_in=("write", "read", "talk"), shown_from="read"),
    Kind(
        "surprise",
        Surprise,
        "ring",
        written_in=("circle",),
        shown_from="talk",
        about="note",
        budget=3,
    ),
    Kind("insight", Insight, "insight", written_in=("decide",), of_group=3, held_by="group", product="key_points"),
    Kind("check", Check, "check", written_in=("decide",), of_group=4, step=_step),
)

PRACTICE = Practice(
    slug="empathy_map",
    minutes=(20, 25),
    group_size=(3, 6),
    stages=STAGES,
    kinds=KINDS,
    makes=("actor", "insight", "step"),
    credit="The empathy map is Dave Gray’s (XPLANE; Gamestorming). Four panels and these prompts are ours.",
    read=read,
    against=_against,
)
