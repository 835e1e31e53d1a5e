"""The colours of the design tokens can be read by everyone: WCAG 2.2 AA, success criteria 1.4.3 and 1.4.11."""

import re
from collections.abc import Iterator

import pytest

from tests.architecture.source import ROOT, files, found, name, text

TOKENS = ROOT / "frontend/design/tokens.css"
STYLES = r"^frontend/.*\.css$"
TEXT, CONTROL = 4.5, 3.0

# What is read on what, where one rule sets the background and another the words.
READ_ON = {
    "paper": ("ink", "ink-soft", "ink-faint", "moss", "moss-deep", "coral", "amber-deep"),
    "surface": ("ink", "ink-soft", "ink-faint", "moss", "moss-deep", "coral", "coral-deep", "amber-deep"),
    "moss-tint": ("ink", "ink-soft", "moss", "moss-deep"),
    "amber-tint": ("ink", "ink-soft", "amber-deep"),
    "sky-tint": ("ink", "ink-soft", "sky-deep"),
    "plum-tint": ("ink", "plum-deep"),
    "coral-tint": ("ink", "coral-deep"),
    "line": ("ink", "ink-soft"),
    "note-lemon": ("ink", "ink-soft"),
    "note-mint": ("ink", "ink-soft"),
    "note-sky": ("ink", "ink-soft"),
    "note-rose": ("ink", "ink-soft"),
    "note-lilac": ("ink", "ink-soft"),
    "moss": ("surface",),
    "moss-deep": ("surface",),
    "ink": ("surface", "line", "note-lemon"),
    "ink-raised": ("surface", "line-strong", "note-lemon"),
    "ink-soft": ("surface",),
    "coral": ("surface",),
}
# Edges of what is typed in or pressed, the focus everyone sees, and drawings that carry a meaning.
SEEN_ON = {
    "paper": ("ink-faint", "moss", "amber", "coral", "sky"),
    "surface": ("ink-faint", "moss", "amber", "coral", "sky", "plum"),
    "moss-tint": ("ink-faint", "moss", "sky"),
    "amber-tint": ("ink-faint", "amber", "sky"),
    "sky-tint": ("ink-faint", "sky"),
    "coral-tint": ("coral",),
    "line": ("moss", "amber", "sky", "ink-soft"),
    "ink": ("note-lemon",),
    "ink-raised": ("note-lemon",),
}
TOKEN = re.compile(r"--([\w-]+):\s*(#[0-9a-f]{3,6})\b")
COLOUR = r"#[0-9a-fA-F]{3,8}\b|\b(rgb|rgba|hsl|hsla|oklch|lab)\("
FONT = r"font(-family)?:[^;}]*[\"']"


def tokens(css: str) -> dict[str, str]:
    """The colours that the first definition of each token gives; print may make paper white."""
    colours: dict[str, str] = {}
    for token, value in TOKEN.findall(css):
        colours.setdefault(token, value)
    return colours


def luminance(colour: str) -> float:
    """Relative luminance of `#rgb` or `#rrggbb`, 0 to 1, as WCAG 2.2 defines it."""
    digits = colour.lstrip("#")
    pairs = [2 * digit for digit in digits] if len(digits) == 3 else [digits[i : i + 2] for i in (0, 2, 4)]
    linear = [
        share / 12.92 if share <= 0.04045 else ((share + 0.055) / 1.055) ** 2.4
        for share in (int(pair, 16) / 255 for pair in pairs)
    ]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    """The contrast ratio of two colours, 1 to 21."""
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def rules(css: str) -> Iterator[tuple[str, str]]:
    """Selector and declarations of every innermost rule."""
    without_comments = re.sub(r"/\*.*?\*/", "", css, flags=re.S)
    for selector, body in re.findall(r"([^{}]+)\{([^{}]*)\}", without_comments):
        yield " ".join(selector.split()), body


def pairs_in_one_rule(css: str) -> Iterator[tuple[str, str, str]]:
    """Selector, background and words of every rule that decides both."""
    for selector, body in rules(css):
        background = re.search(r"(?<![\w-])background(?:-color)?:\s*var\(--([\w-]+)\)", body)
        words = re.search(r"(?<![\w-])color:\s*var\(--([\w-]+)\)", body)
        if background and words:
            yield selector, background[1], words[1]


COLOURS = tokens(text(TOKENS))
TEXT_PAIRS = [(under, over) for under, overs in READ_ON.items() for over in overs]
CONTROL_PAIRS = [(under, over) for under, overs in SEEN_ON.items() for over in overs]


@pytest.mark.parametrize(("under", "over"), TEXT_PAIRS)
def test_words_can_be_read(under: str, over: str) -> None:
    assert contrast(COLOURS[under], COLOURS[over]) >= TEXT


@pytest.mark.parametrize(("under", "over"), CONTROL_PAIRS)
def test_controls_and_drawings_can_be_seen(under: str, over: str) -> None:
    assert contrast(COLOURS[under], COLOURS[over]) >= CONTROL


def test_every_rule_that_sets_words_and_background_can_be_read() -> None:
    poor = [
        f"{name(path)}: {selector}: {words} on {background}"
        for path in files(STYLES)
        for selector, background, words in pairs_in_one_rule(text(path))
        if contrast(COLOURS[background], COLOURS[words]) < TEXT
    ]
    assert poor == []


def test_every_colour_that_words_have_is_measured() -> None:
    measured = {over for overs in READ_ON.values() for over in overs}
    used = {
        match
        for path in files(STYLES)
        for _, body in rules(text(path))
        for match in re.findall(r"(?<![\w-])color:\s*var\(--([\w-]+)\)", body)
    }
    drawings_only = {"amber", "sky"}
    assert used - measured - drawings_only == set()


def test_colours_are_decided_in_the_tokens_only() -> None:
    others = tuple(path for path in files(STYLES) if path != TOKENS)
    assert [line for line in found(COLOUR, others) if "url(" not in line] == []


def test_typefaces_are_decided_in_the_tokens_only() -> None:
    assert found(FONT, tuple(path for path in files(STYLES) if path != TOKENS)) == []


def test_every_token_that_is_used_exists() -> None:
    declared = set(re.findall(r"(--[\w-]+)\s*:", "".join(text(path) for path in files(STYLES))))
    used = {match for path in files(STYLES) for match in re.findall(r"var\((--[\w-]+)", text(path))}
    assert used - declared == set()


@pytest.mark.parametrize(
    ("one", "other", "ratio"),
    [("#000", "#fff", 21.0), ("#fff", "#ffffff", 1.0), ("#777777", "#fff", 4.48), ("#767676", "#ffffff", 4.54)],
)
def test_the_ratio_is_the_published_one(one: str, other: str, ratio: float) -> None:
    assert contrast(one, other) == pytest.approx(ratio, abs=0.01)


def test_a_poor_rule_is_caught() -> None:
    assert list(pairs_in_one_rule(".x { background: var(--line); color: var(--line-strong) }")) == [
        (".x", "line", "line-strong")
    ]
    assert contrast(COLOURS["line"], COLOURS["line-strong"]) < TEXT
