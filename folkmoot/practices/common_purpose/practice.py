"""P14: a purpose that is good enough for now: what, why and who benefits, in up to forty words."""

from collections.abc import Mapping, Sequence
from typing import Any

from folkmoot.practice_kit.contract import Given, Practice, Seen
from folkmoot.practices.common_purpose.entries import Settings
from folkmoot.practices.common_purpose.kinds import KINDS
from folkmoot.practices.common_purpose.reading import read
from folkmoot.practices.common_purpose.stages import STAGES


def _against(kind: str, body: Mapping[str, Any], entries: Sequence[Seen], given: Given) -> str | None:
    if kind == "answer" and not (body["what"] or body["why"] or body["benefit"]):
        return "Answer one of the three questions. One line is enough."
    if kind == "mark" and not _stands_in(body["text"], given.about, entries):
        return "Mark words just as they stand in the answer."
    return None


def _stands_in(words: str, about: str, entries: Sequence[Seen]) -> bool:
    marked = next((entry for entry in entries if entry.id == about), None)
    if marked is None:
        return False
    return any(words.lower() in str(text).lower() for text in marked.body.values())


PRACTICE = Practice(
    slug="common_purpose",
    minutes=(45, 50),
    group_size=(4, 6),
    settings=Settings,
    stages=STAGES,
    kinds=KINDS,
    makes=("purpose", "progress_sign"),
    credit="Three questions, forty words and three tests: the Active Partnerships’ systems-leadership workshops. "
    "Words and rules are ours.",
    read=read,
    against=_against,
)
