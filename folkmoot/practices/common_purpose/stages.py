"""The steps to a common purpose. Short form: write, read, draft, hear, sense-check; settings offer the rest."""

from folkmoot.practice_kit.boards import Card, Cards, Compare, Dots, Form, Panel, Panels, Statement, Vote, Wall
from folkmoot.practice_kit.contract import (
    CLOSED,
    CLUSTERING,
    DECIDING,
    DISCUSSING,
    GATHERING,
    READY,
    REVEALED,
    Stage,
)
from folkmoot.practices.common_purpose.entries import MUSH, SIGNS

EXAMPLE = Cards(
    title="An example, from a place called Ashwell",
    cards=(
        Card(
            key="what",
            title="What are we going to do?",
            text="Make it easy and normal for 13–16s in Ashwell to be active after school,",
        ),
        Card(key="why", title="Why does it matter to us?", text="because that is when we lose them;"),
        Card(
            key="benefits",
            title="Who benefits, and how?",
            text="so they feel well and belong, families worry less, and services see fewer crises.",
            hint="Ourselves, our organisations, the people we serve. 35 words in all.",
        ),
    ),
)
OURS = Statement(kind="statement", discourage=MUSH)
DRAFT = Statement(kind="statement", inputs="answer", marks="mark", discourage=MUSH)
GOOD_ENOUGH = Vote(
    kind="agreement", by="answer", on="statement", reminder="“Not yet” is a help. Nobody is asked to give in."
)
SIGNS_BOARD = Panels(kind="sign", panels=tuple(Panel(key=key, title=title) for key, title in SIGNS.items()))

WRITING = (
    Stage(
        "frame",
        READY,
        "Our common purpose",
        "What, why, and who benefits: in up to 40 words.",
        parts=(EXAMPLE,),
    ),
    Stage(
        "write",
        GATHERING,
        "Three questions, on your own",
        "Finish the three sentences, one line each. Nobody sees it yet.",
        parts=(Form(kind="answer", submit="Keep my answers"),),
        minutes=3,
    ),
    Stage(
        "read",
        REVEALED,
        "What each of us wrote",
        "Read what your group wrote. Mark words that strike you.",
        parts=(Wall(kind="answer", title="What each of us wrote", marks="mark"),),
        minutes=3,
    ),
    Stage(
        "draft",
        CLUSTERING,
        "Write it together",
        "One person holds the pen, all of you find the words. Up to 40.",
        parts=(DRAFT, Form(kind="elaboration", title="More about it, if you have time")),
        minutes=19,
    ),
)

CHECKING = (
    Stage(
        "hear",
        DISCUSSING,
        "Our statements, read aloud",
        "Listen for words you would use yourself.",
        parts=(
            Wall(
                kind="statement",
                title="Our statements",
                empty="No statement yet. A draft may be read aloud too.",
                by_group=True,
            ),
        ),
        plenary=True,
    ),
    Stage(
        "dots",
        DECIDING,
        "Where is the energy?",
        "Three dots each. Dots show energy, not who is right.",
        parts=(Dots(kind="dot", on="statement", budget=3),),
        minutes=2,
        plenary=True,
        votes="dot",
        if_set="choose_by_dots",
    ),
    Stage(
        "energy",
        DECIDING,
        "Where the energy is",
        "Here are all the dots. One statement is chosen to work on.",
        parts=(Dots(kind="dot", on="statement", budget=3, show=True),),
        plenary=True,
        if_set="choose_by_dots",
    ),
    Stage(
        "agree",
        DECIDING,
        "Good enough for now?",
        "Say where you stand. All answers are shown together, without names.",
        parts=(GOOD_ENOUGH,),
        minutes=2,
        plenary=True,
        votes="agreement",
    ),
    Stage(
        "follow_up",
        DECIDING,
        "What would help?",
        "Look at “not yet” first. What would help? You may change your answer.",
        parts=(
            OURS,
            GOOD_ENOUGH,
            Wall(
                kind="agreement",
                title="What would help",
                empty="Nobody has written what would help. Ask.",
                field="what_would_help",
            ),
        ),
        plenary=True,
    ),
)

TESTING = (
    Stage(
        "restate",
        DECIDING,
        "In your own words",
        "Without looking: what did we just agree? One sentence.",
        parts=(Form(kind="restatement", submit="Keep mine"),),
        minutes=2,
        plenary=True,
        withhold=("statement", "elaboration"),
        if_set="own_words",
    ),
    Stage(
        "compare",
        DECIDING,
        "The same story?",
        "Read them under the statement. Where do they differ, and what does that tell us?",
        parts=(Compare(original="statement", restated="restatement"),),
        plenary=True,
        if_set="own_words",
    ),
    Stage(
        "signs",
        DECIDING,
        "How would we notice?",
        "How would we notice it was working? A number, a story, or something to see.",
        parts=(OURS, SIGNS_BOARD),
        minutes=3,
        plenary=True,
        if_set="signs",
    ),
    Stage(
        "closed",
        CLOSED,
        "Our common purpose",
        "Good enough for now is good enough to start.",
        parts=(OURS, SIGNS_BOARD),
        plenary=True,
    ),
)

STAGES = WRITING + CHECKING + TESTING
