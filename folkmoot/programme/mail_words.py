"""The words of a mail, written once as text and laid out twice.

The first line is `Subject: …`. Then, a line each: `# heading`, `> words of a button: address`, `| fact | its value`,
`* point of a list`, `--` before the small print. Other lines are paragraphs, parted by empty lines.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Literal

Sort = Literal["heading", "button", "fact", "point", "paragraph", "small"]
_LINK = re.compile(r"https?://[^\s<>]+[^\s<>.,;:!?)]")
_WORDS_AND_LINK = re.compile(r"([^:]{1,60}): (https?://\S+)")


@dataclass(frozen=True, slots=True)
class Block:
    """One piece of a mail. `value` is a button's address or a fact's answer."""

    sort: Sort
    words: str
    value: str = ""

    def pieces(self) -> list[tuple[str, str]]:
        """The words cut at the addresses in them, each with the address that it leads to.

        Small print such as “Change or cancel: https://…” becomes a link with those words.
        """
        if self.sort == "small" and (whole := _WORDS_AND_LINK.fullmatch(self.words)):
            return [(whole[1], whole[2])]
        found, place = [], 0
        for link in _LINK.finditer(self.words):
            found += [(self.words[place : link.start()], ""), (link.group(), link.group())]
            place = link.end()
        return [piece for piece in [*found, (self.words[place:], "")] if piece[0]]


@dataclass(frozen=True, slots=True)
class Run:
    """Neighbouring blocks of one sort, laid out together."""

    sort: Sort
    blocks: list[Block] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Words:
    """A mail in one language."""

    language: str
    subject: str
    blocks: tuple[Block, ...]

    def runs(self) -> list[Run]:
        """The blocks, neighbours of one sort together."""
        runs: list[Run] = []
        for block in self.blocks:
            if not runs or runs[-1].sort != block.sort:
                runs.append(Run(block.sort))
            runs[-1].blocks.append(block)
        return runs


def parse(text: str, language: str) -> Words:
    """Read a mail's text. Raises ValueError when it does not start with its subject."""
    first, _, rest = text.strip().partition("\n")
    if not first.startswith("Subject: "):
        raise ValueError("A mail starts with a line “Subject: …”.")
    body, _, small = rest.partition("\n--\n")
    blocks = [*_blocks(body, "paragraph"), *_blocks(small, "small")]
    return Words(language, first.removeprefix("Subject: ").strip(), tuple(blocks))


def as_text(words: Words) -> str:
    """The mail for those who read plain text."""
    body = [_said(run) for run in words.runs() if run.sort != "small"]
    small = [block.words for block in words.blocks if block.sort == "small"]
    return "\n\n".join(body + (["--\n" + "\n".join(small)] if small else [])) + "\n"


def _blocks(text: str, plain: Sort) -> Iterable[Block]:
    paragraph: list[str] = []
    for line in [*text.splitlines(), ""]:
        block = _block(line.strip())
        if line.strip() and block is None:
            paragraph.append(line.strip())
            continue
        if paragraph:
            yield Block(plain, " ".join(paragraph))
            paragraph = []
        if block:
            yield block


def _block(line: str) -> Block | None:
    if line.startswith("# "):
        return Block("heading", line[2:])
    if line.startswith("* "):
        return Block("point", line[2:])
    if line.startswith("> "):
        words, _, address = line[2:].partition(": ")
        return Block("button", words, address)
    if line.startswith("| "):
        words, _, value = line[2:].partition(" | ")
        return Block("fact", words, value)
    return None


def _said(run: Run) -> str:
    if run.sort == "button":
        return "\n".join(f"{block.words}:\n{block.value}" for block in run.blocks)
    if run.sort == "fact":
        return "\n".join(f"{block.words}: {block.value}" for block in run.blocks)
    if run.sort == "point":
        return "\n".join(f"* {block.words}" for block in run.blocks)
    return "\n\n".join(block.words for block in run.blocks)
