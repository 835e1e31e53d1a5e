"""P13: everyone talks in a small group, and the whole learns the gist."""

from folkmoot.practice_kit.boards import Panel, Panels, Points, Prompts, Wall
from folkmoot.practice_kit.contract import CLOSED, CLUSTERING, DISCUSSING, READY, REVEALED, Kind, Practice, Stage
from folkmoot.practices.breakout.entries import MOST_POINTS, KeyPoint, OwnNote, Settings
from folkmoot.practices.breakout.reading import read

QUESTIONS = Prompts(setting="questions", title="Talk about")
POINTS = Points(kind="point", most=MOST_POINTS, title="Our key points")
OWN_NOTES = Panels(kind="own_note", by="", panels=(Panel(key="", title="My notes", prompt="Only you see these."),))

PRACTICE = Practice(
    slug="breakout",
    minutes=(12, 25),
    group_size=(3, 6),
    settings=Settings,
    stages=(
        Stage(
            "allocated",
            READY,
            "Find your room",
            "Go to your room and say hello. These are the questions.",
            parts=(QUESTIONS,),
        ),
        Stage(
            "working",
            REVEALED,
            "Talk together",
            "Talk first. Then write up to three key points for everybody.",
            parts=(QUESTIONS, POINTS, OWN_NOTES),
        ),
        Stage(
            "returning",
            REVEALED,
            "Coming back",
            "Finish your key points. You come back together in a moment.",
            parts=(POINTS, OWN_NOTES),
            minutes=1,
        ),
        Stage(
            "feedback",
            CLUSTERING,
            "What the groups bring",
            "Listen. Has your group the same point? Say “same”, and bring another.",
            parts=(
                Wall(
                    kind="point",
                    title="What the groups bring",
                    empty="No key points yet. Say yours aloud and we write it down.",
                    by_group=True,
                    themes=True,
                ),
                OWN_NOTES,
            ),
            plenary=True,
        ),
        Stage(
            "talk",
            DISCUSSING,
            "What do we see in this?",
            "Read the themes. What do they say together that no group said alone?",
            parts=(Wall(kind="point", title="Themes", themes=True), OWN_NOTES),
            plenary=True,
        ),
        Stage("closed", CLOSED, "Thank you", "Your own notes are on your own page.", plenary=True),
    ),
    kinds=(
        Kind(
            "point",
            KeyPoint,
            "key point",
            written_in=("working", "returning", "feedback"),
            plenary_from="feedback",
            of_group=MOST_POINTS,
            held_by="group",
            product="key_points",
            enough="Your group has three key points. Change one of them instead.",
        ),
        Kind(
            "own_note",
            OwnNote,
            "note to myself",
            written_in=("working", "returning", "feedback", "talk"),
            shown_from=None,
            seen_by="private",
            counted="nobody",
        ),
    ),
    makes=("theme",),
    credit="Small groups with a plenary harvest are common practice; questions and limits are ours.",
    read=read,
)
