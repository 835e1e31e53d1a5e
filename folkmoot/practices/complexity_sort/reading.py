"""What can be said about a sort: the spread of each issue as counts, widest first, and where handling does not fit.

Five kinds, no scale: nothing here is ever averaged or made into a score.
"""

from collections.abc import Iterator, Mapping, Sequence

from folkmoot.practice_kit.contract import Finding, Given, Seen
from folkmoot.practices.complexity_sort.entries import CORNERS, DOMAINS
from folkmoot.sense.spread import Spread, in_words, spread, widest_first

NAMES_HIDDEN = ("place", "spread")
AS_IF_SPECIFIED = ("procedure", "expert_project", "avoidance")
CLIFF = (
    "You see this as complex but are handling it as if it could be specified. "
    "What would a small trial look like? What would tell you to stop?"
)
ENOUGH_TO_TELL = 3


def read(entries: Sequence[Seen], given: Given) -> tuple[Finding, ...]:
    """The spreads in the order in which to talk about them, then what does not fit."""
    return (*_spreads(entries, given), *_misfits(entries, given), *_all_complex(entries, given))


def _spreads(entries: Sequence[Seen], given: Given) -> Iterator[Finding]:
    found = [_spread_of(issue, entries, given) for issue in given.issues]
    titles = {issue.id: str(issue.body["title"]) for issue in given.issues}
    ordered = widest_first(each for each in found if each.chosen)
    for place, each in enumerate(ordered):
        first = place == 0 and each.apart > 0
        yield _told(each, titles[each.subject], _words(given), first)


def _spread_of(issue: Seen, entries: Sequence[Seen], given: Given) -> Spread:
    placed = (str(e.body["domain"]) for e in entries if e.kind == "placement" and e.about == issue.id)
    return spread(issue.id, placed, tuple(DOMAINS), given.present)


def _told(found: Spread, title: str, words: Mapping[str, str], first: bool) -> Finding:
    rows = tuple((words[domain], str(count)) for domain, count in found.counts.items())
    said = "“{}”" if words is CORNERS else "{}"
    counts = {said.format(words[domain].lower()): count for domain, count in found.counts.items()}
    text = in_words(counts, found.blank)
    return Finding(
        f"spread:{found.subject}",
        f"Talk first about “{title}”: {text}" if first else f"“{title}”: {text}",
        "look" if first else "plain",
        about=found.subject,
        rows=(*rows, ("Left blank", str(found.blank))),
    )


def _words(given: Given) -> Mapping[str, str]:
    hidden = given.settings.get("form") == "experienced" and given.stage in NAMES_HIDDEN
    return CORNERS if hidden else DOMAINS


def _misfits(entries: Sequence[Seen], given: Given) -> Iterator[Finding]:
    agreed = {entry.about: entry.body["domain"] for entry in entries if entry.kind == "agreed"}
    handled = {entry.about: entry.body["how"] for entry in entries if entry.kind == "treatment"}
    for issue in given.issues:
        kind, how = agreed.get(issue.id), handled.get(issue.id)
        if kind == "complex" and how in AS_IF_SPECIFIED:
            yield Finding(f"cliff:{issue.id}", f"“{issue.body['title']}”: {CLIFF}", "look", about=issue.id)
        if kind == "clear" and how == "trials":
            text = f"“{issue.body['title']}” is clear to you. Perhaps just do it well."
            yield Finding(f"just_do_it:{issue.id}", text, "look", about=issue.id)


def _all_complex(entries: Sequence[Seen], given: Given) -> Iterator[Finding]:
    agreed = [entry.body["domain"] for entry in entries if entry.kind == "agreed"]
    if len(agreed) >= ENOUGH_TO_TELL and set(agreed) == {"complex"}:
        text = "Everything here is called complex. Is part of it plain, or something an expert could settle?"
        yield Finding("all_complex", text, "look")
