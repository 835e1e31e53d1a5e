"""How people's private choices spread over several options: counts, and an order for talking. Never a score or a mean.

The order is by the share of people who are not in the largest group (practice guide, Appendix C); it is used to decide
what to talk about first and is not shown as a number.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction


@dataclass(frozen=True)
class Spread:
    """How many chose each option of one subject, in the options' order, and how many of those present left it blank."""

    subject: str
    counts: Mapping[str, int]
    blank: int

    @property
    def chosen(self) -> int:
        """How many chose anything."""
        return sum(self.counts.values())

    @property
    def apart(self) -> Fraction:
        """The share of those who chose that is not in the largest group: 0 when all agree, or nobody chose."""
        return Fraction(self.chosen - max(self.counts.values(), default=0), self.chosen) if self.chosen else Fraction(0)


def spread(subject: str, choices: Iterable[str], options: Sequence[str], present: int) -> Spread:
    """Count the choices of one subject. A choice that is no option is not counted.

    `present` is the number of people who could choose; more choices than people (somebody has left) leave none blank.
    """
    counts = dict.fromkeys(options, 0)
    for choice in choices:
        if choice in counts:
            counts[choice] += 1
    return Spread(subject, counts, max(0, present - sum(counts.values())))


def widest_first(spreads: Iterable[Spread]) -> list[Spread]:
    """The order in which to talk: those who differ most first, ties as they were given."""
    return sorted(spreads, key=lambda each: -each.apart)


def in_words(counts: Mapping[str, int], blank: int) -> str:
    """Counts as a sentence, the largest first: “18 complicated, 17 complex and 3 confused; 2 left it blank.”

    `counts` is by the words to use. Options that nobody chose are left out.
    """
    said = [f"{count} {word}" for word, count in sorted(counts.items(), key=lambda item: -item[1]) if count]
    blanks = f"{blank} left it blank" if blank else ""
    listed = " and ".join([", ".join(said[:-1]), said[-1]] if len(said) > 1 else said)
    return f"{'; '.join(part for part in (listed, blanks) if part) or 'Nobody has chosen yet'}."
