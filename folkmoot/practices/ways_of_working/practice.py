"""P03: the promises that make it easier to be honest."""

from collections.abc import Mapping, Sequence
from typing import Any

from folkmoot.practice_kit.boards import Cards, Panel, Panels, Vote, Wall
from folkmoot.practice_kit.contract import CLOSED, DECIDING, DISCUSSING, GATHERING, Given, Kind, Practice, Seen, Stage
from folkmoot.practices.ways_of_working.entries import MOST, SIX, Acceptance, Promise, Settings, Suggestion
from folkmoot.practices.ways_of_working.reading import read

PROMISES = (
    Cards(title="What we promise each other", cards=SIX, setting="promises"),
    Cards(title="Added by this group in earlier sessions", setting="added"),
)
SUGGESTIONS = Panel(key="", title="Suggestions", prompt="Anything to add or change?")
TAKEN_IN = Wall(kind="promise", title="Taken in today", empty="Nothing new so far.", random_order=False)
IM_IN = Vote(kind="acceptance", by="answer", reminder="Nobody sees who tapped. You can take part either way.")


def _against(kind: str, body: Mapping[str, Any], entries: Sequence[Seen], given: Given) -> str | None:
    if kind != "promise":
        return None
    settings = given.settings
    there = len(settings.get("promises") or SIX) + len(settings.get("added") or ())
    taken = sum(1 for entry in entries if entry.kind == "promise")
    if there + taken >= MOST:
        return f"There are {MOST} promises already, and more nobody keeps in mind. Take one out, or put two together."
    return None


PRACTICE = Practice(
    slug="ways_of_working",
    minutes=(3, 15),
    settings=Settings,
    stages=(
        Stage(
            "read",
            GATHERING,
            "What we promise each other",
            "Read these promises. Tap “I’m in”, or suggest a change.",
            parts=(
                *PROMISES,
                IM_IN,
                Panels(kind="suggestion", by="", panels=(SUGGESTIONS,)),
            ),
            minutes=2,
        ),
        Stage(
            "talk",
            DISCUSSING,
            "What was suggested",
            "Read what was suggested. Say what you think.",
            parts=(Wall(kind="suggestion", title="Suggestions", empty="No suggestions."), *PROMISES, TAKEN_IN),
        ),
        Stage(
            "agree",
            DECIDING,
            "Ours for today",
            "These are our promises now. Tap “I’m in” if you can keep to them.",
            parts=(*PROMISES, TAKEN_IN, IM_IN),
        ),
        Stage(
            "closed",
            CLOSED,
            "Our ways of working",
            "These stay one tap away all session.",
            parts=(*PROMISES, TAKEN_IN),
        ),
    ),
    kinds=(
        Kind(
            "acceptance",
            Acceptance,
            "“I’m in”",
            written_in=("read", "talk", "agree"),
            shown_from=None,
            seen_by="private",
            each=1,
            counted="facilitators",
            enough="You are in already.",
        ),
        Kind(
            "suggestion",
            Suggestion,
            "suggestion",
            written_in=("read", "talk"),
            shown_from="talk",
            seen_by="session",
            each=3,
            enough="Three suggestions are enough for now. Change one of yours instead.",
        ),
        Kind(
            "promise",
            Promise,
            "promise",
            written_in=("talk", "agree"),
            seen_by="session",
            facilitators_only=True,
            product="agreement",
        ),
    ),
    makes=("agreement",),
    privacy=1,
    read=read,
    against=_against,
)
