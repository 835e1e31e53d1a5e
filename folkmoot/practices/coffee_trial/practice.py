"""P05: two or three people who would not normally meet, talk."""

from collections.abc import Mapping, Sequence
from typing import Any

from folkmoot.practice_kit.boards import Form, Panel, Panels, Prompts, Turns, Wall
from folkmoot.practice_kit.contract import CLOSED, GATHERING, READY, REVEALED, Given, Kind, Practice, Seen, Stage
from folkmoot.practices.coffee_trial.entries import LongerChat, Noticing, OfferAsk, Settings
from folkmoot.practices.coffee_trial.reading import read

SECONDS_BY_SIZE = {2: 7 * 60, 3: 5 * 60, 4: 225}
"""Seven minutes each in a pair, five in a three; a four shares the same fifteen."""

NOTICED = (
    Panel(key="noticing", title="Noticing", prompt="What are you noticing?"),
    Panel(key="surprise", title="A surprise", prompt="What surprised you?"),
)


def _against(kind: str, body: Mapping[str, Any], entries: Sequence[Seen], given: Given) -> str | None:
    if kind == "offer" and not body["offer"] and not body["ask"]:
        return "Write something you could offer, or something you’d like a hand with. One is enough."
    return None


PRACTICE = Practice(
    slug="coffee_trial",
    minutes=(15, 30),
    group_size=(2, 3),
    settings=Settings,
    stages=(
        Stage(
            "matched",
            READY,
            "Someone to meet",
            "You will talk with one or two people you may not know. Here is what about.",
            parts=(Prompts(setting="prompts", title="What to talk about"),),
        ),
        Stage(
            "talk",
            GATHERING,
            "Coffee",
            "Talk. One person at a time, nothing to type.",
            parts=(Turns(seconds=SECONDS_BY_SIZE, prompts="prompts"),),
            minutes=15,
        ),
        Stage(
            "notice",
            GATHERING,
            "Two quiet minutes",
            "Write one thing for yourself. Share it afterwards only if you like.",
            parts=(
                Panels(kind="noticing", panels=NOTICED),
                Form(kind="longer", title="A longer talk", submit="Keep it on my page"),
            ),
            minutes=2,
        ),
        Stage(
            "offer",
            GATHERING,
            "Offers and asks",
            "One thing you could offer, one you’d like a hand with. Put it on the wall, or keep it to yourself.",
            parts=(Form(kind="offer", submit="Keep it"),),
            minutes=2,
        ),
        Stage(
            "share",
            REVEALED,
            "What we bring back",
            "Read the wall. Say aloud what you’d like to.",
            parts=(
                Wall(
                    kind="noticing",
                    title="What some of us noticed",
                    empty="Nobody has shared a note. Talking is enough.",
                ),
                Wall(kind="offer", title="Offers and asks", empty="No offers or asks yet. You can still add yours."),
                Form(kind="offer", title="Add yours", submit="Keep it"),
            ),
            plenary=True,
        ),
        Stage("closed", CLOSED, "Thank you", "Your notes are on your own page."),
    ),
    kinds=(
        Kind(
            "noticing",
            Noticing,
            "note",
            written_in=("notice", "offer", "share"),
            shown_from="share",
            seen_by="session",
            choose_audience=True,
        ),
        Kind(
            "longer",
            LongerChat,
            "note to myself",
            written_in=("notice", "offer", "share"),
            shown_from=None,
            seen_by="private",
            counted="nobody",
        ),
        Kind(
            "offer",
            OfferAsk,
            "offer or ask",
            written_in=("offer", "share"),
            shown_from="share",
            seen_by="session",
            each=1,
            choose_audience=True,
            enough="You have one card for offers and asks. Change that one instead.",
        ),
    ),
    makes=("offer",),
    credit="Randomised coffee trials: Michael Soto and Jon Kingsbury at Nesta, 2013, after an idea of Pedro Medina.",
    read=read,
    against=_against,
)
