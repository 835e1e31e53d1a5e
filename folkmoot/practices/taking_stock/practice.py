"""P06: say together what we are facing."""

from folkmoot.practice_kit.boards import Cards, Panel, Panels
from folkmoot.practice_kit.contract import CLOSED, CLUSTERING, DISCUSSING, GATHERING, REVEALED, Kind, Practice, Stage
from folkmoot.practices.taking_stock.entries import HEADINGS, PROMPTS, Note, Settings
from folkmoot.practices.taking_stock.reading import read

THREE = tuple(Panel(key=key, title=title, prompt=PROMPTS[key]) for key, title in HEADINGS.items())
CONTEXT = Cards(title="Where we are", setting="context")
BOARD = Panels(kind="note", panels=THREE)

PRACTICE = Practice(
    slug="taking_stock",
    minutes=(10, 20),
    settings=Settings,
    stages=(
        Stage(
            "write",
            GATHERING,
            "What are we facing?",
            "On your own: write what comes to mind, under any of the three headings.",
            parts=(CONTEXT, BOARD),
            minutes=3,
        ),
        Stage("read", REVEALED, "What we wrote", "Read. What is landing with you?", parts=(BOARD,)),
        Stage(
            "group",
            CLUSTERING,
            "What belongs together?",
            "Say what belongs together. It is moved for you.",
            parts=(Panels(kind="note", panels=THREE, themes=True),),
        ),
        Stage(
            "talk",
            DISCUSSING,
            "What do we do about it?",
            "Talk: what here is complex, and what do we do, ourselves, in response?",
            parts=(Panels(kind="note", panels=THREE, themes=True),),
        ),
        Stage("closed", CLOSED, "Taking stock", "This is where we are. It leads on into what follows.", parts=(BOARD,)),
    ),
    kinds=(
        Kind(
            "note",
            Note,
            "note",
            written_in=("write", "talk"),
            shown_from="read",
            seen_by="session",
            issue_when={"panel": ("facing",)},
        ),
    ),
    makes=("issue",),
    read=read,
)
