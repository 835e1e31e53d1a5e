"""Who may have received whose words, and when: every text of the play carries a mark, and every frame is searched."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import count

MARK = re.compile(r"zq[a-z]+\d{3}x")
EVERYONE = "everyone"
NOBODY = "nobody"


@dataclass(frozen=True)
class Leak:
    """A frame that brought somebody words which were not for them then."""

    mark: str
    author: str
    receiver: str
    frame: str


@dataclass
class Watch:
    """Listens on every socket. A mark is its author's alone until opened to others; taken back, it is nobody's."""

    allowed: dict[str, set[str]] = field(default_factory=dict)
    author: dict[str, str] = field(default_factory=dict)
    leaks: list[Leak] = field(default_factory=list)
    frames: int = 0
    told: Counter[str] = field(default_factory=Counter)
    _numbers: count[int] = field(default_factory=lambda: count(1))

    def mark(self, author: str, *others: str) -> str:
        """A new mark to write, as one word. It is for its author, and for those named: who writes for them."""
        letters = "".join(sign for sign in author.lower() if "a" <= sign <= "z")
        mark = f"zq{letters}{next(self._numbers):03}x"
        self.author[mark] = author
        self.allowed[mark] = {author, *others}
        return mark

    def open(self, marks: Iterable[str], to: Iterable[str] = (EVERYONE,)) -> None:
        """From now on these people may receive these words."""
        for mark in marks:
            self.allowed[mark] |= set(to)

    def take_back(self, mark: str) -> None:
        """From now on nobody may receive these words, not even their author."""
        self.allowed[mark] = {NOBODY}

    def hear(self, receiver: str, raw: str) -> None:
        """Search one frame."""
        self.frames += 1
        for mark in set(MARK.findall(raw)):
            allowed = self.allowed.get(mark, set())
            if receiver != self.author.get(mark):
                self.told[mark] += 1
            if receiver not in allowed and EVERYONE not in allowed:
                self.leaks.append(Leak(mark, self.author.get(mark, "?"), receiver, raw[:300]))

    def leaked(self) -> str:
        """The leaks in words; empty when there was none."""
        return "\n".join(f"{leak.receiver} received {leak.mark} of {leak.author}: {leak.frame}" for leak in self.leaks)
