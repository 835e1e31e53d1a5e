"""What every practice keeps, the one that the template writes included."""

import ast
import random
import re
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from importlib import import_module
from pathlib import Path
from typing import get_args

import pytest

import folkmoot.practices
from folkmoot.practice_kit import boards, registry
from folkmoot.practice_kit.boards import AnyPart, Part
from folkmoot.practice_kit.catalogue import BY_SLUG
from folkmoot.practice_kit.contract import (
    AT_ONCE,
    CLOSED,
    GATHERING,
    ISSUE,
    REVEALED,
    STATES,
    SUBJECTS,
    Given,
    Kind,
    Practice,
    Stage,
)
from folkmoot.practice_kit.examples import Example, bank, examples
from folkmoot.practice_kit.fields import Choice, Flag, Lines, accept, marks
from folkmoot.practice_kit.new_practice import write
from tests.contract.elsewhere import importable

FOLDER = Path(folkmoot.practices.__file__).parent
HEADINGS = ["Purpose", "Before", "Steps", "Closing", "Guard against"]
FROM_TEMPLATE = "small_steps"
NAMES_A_KIND = ("kind", "together", "centre", "marks", "inputs", "on", "original", "restated")
WRITES_A_KIND = ("kind", "together", "centre", "marks")


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """The folder that the template writes, importable as if it were one of ours."""
    folder = write(FROM_TEMPLATE, tmp_path_factory.mktemp("project"))
    with importable(folder):
        yield folder


def slugs() -> list[str]:
    return [path.parent.name for path in sorted(FOLDER.glob("*/practice.py"))]


@pytest.fixture(params=[*slugs(), "from the template"])
def folder(request: pytest.FixtureRequest) -> Path:
    """The folder of each practice in turn."""
    if request.param == "from the template":
        return Path(request.getfixturevalue("written"))
    return FOLDER / str(request.param)


@pytest.fixture
def practice(folder: Path) -> Practice:
    found = import_module(f"folkmoot.practices.{folder.name}.practice").PRACTICE
    assert isinstance(found, Practice)
    return found


@pytest.fixture
def boards_of(practice: Practice, folder: Path) -> dict[str, Example]:
    return examples(practice, folder)


def parts(practice: Practice) -> list[tuple[Stage, Part]]:
    return [(stage, part) for stage in practice.stages for part in stage.parts]


def named_by(part: Part, names: tuple[str, ...]) -> set[str]:
    """The kinds that a part's fields name."""
    beneath = set(part.beneath) if isinstance(part, boards.Wall) and names is NAMES_A_KIND else set()
    return {str(getattr(part, name)) for name in names if getattr(part, name, "")} | beneath


# ── The folder ───────────────────────────────────────────────────────────────────────────────────────────────────


def test_the_folder_is_the_slug_and_the_catalogue_has_it(practice: Practice, folder: Path) -> None:
    assert practice.slug == folder.name
    assert practice.slug in BY_SLUG
    assert practice.name


def test_practice_is_the_only_public_thing(folder: Path) -> None:
    tree = ast.parse((folder / "practice.py").read_text())
    functions = {node.name for node in tree.body if isinstance(node, ast.FunctionDef | ast.ClassDef)}
    assert {name for name in functions if not name.startswith("_")} == set()
    assert "PRACTICE" in {target.id for node in tree.body if isinstance(node, ast.Assign) for target in _names(node)}


def _names(node: ast.Assign) -> list[ast.Name]:
    return [target for target in node.targets if isinstance(target, ast.Name)]


def test_the_registry_finds_every_folder() -> None:
    assert sorted(registry.practices()) == slugs()


def test_the_guide_has_its_headings_and_credit(practice: Practice, folder: Path) -> None:
    guide = (folder / "guide.md").read_text()
    assert guide.startswith(f"# {practice.name}\n")
    assert [heading for heading in re.findall(r"^## (.+)$", guide, re.MULTILINE) if heading in HEADINGS] == HEADINGS
    for name in re.findall(r"[A-Z]\w+ [A-Z]\w+", practice.credit):
        assert name.lower() in re.sub(r"\s+", " ", guide).lower(), f"the guide does not credit {name}"


def test_nothing_imports_django_or_a_room(folder: Path) -> None:
    allowed = ("folkmoot.practice_kit", "folkmoot.sense", "folkmoot.kit", f"folkmoot.practices.{folder.name}")
    for path in folder.glob("*.py"):
        for module in _imported(path):
            assert not module.startswith("django"), path.name
            assert not module.startswith("folkmoot") or module.startswith(allowed), f"{path.name} imports {module}"


def _imported(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.ImportFrom) and node.module:
            yield node.module
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)


def test_the_practices_load_without_django() -> None:
    look = "import sys, folkmoot.practice_kit.registry as r; r.practices(); sys.exit('django' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", look], check=False).returncode == 0


# ── Stages and kinds ─────────────────────────────────────────────────────────────────────────────────────────────


def test_stages_keep_the_order_of_r1_and_end_closed(practice: Practice) -> None:
    order = [STATES.index(stage.state) for stage in practice.stages]
    assert order == sorted(order)
    assert [stage.state for stage in practice.stages].count(CLOSED) == 1
    assert practice.stages[-1].state == CLOSED


def test_keys_are_unique_and_short(practice: Practice) -> None:
    for keys in ([stage.key for stage in practice.stages], [kind.name for kind in practice.kinds]):
        assert len(set(keys)) == len(keys)
        assert all(re.fullmatch(r"[a-z][a-z0-9_]{1,29}", key) for key in keys)


def test_a_participant_reads_one_short_line(practice: Practice) -> None:
    for stage in practice.stages:
        assert 8 <= len(stage.instruction) <= 110, stage.key
        assert "\n" not in stage.instruction
        assert stage.title


def test_every_kind_that_a_part_names_is_there(practice: Practice) -> None:
    kinds = {kind.name for kind in practice.kinds}
    for stage, part in parts(practice):
        assert named_by(part, NAMES_A_KIND) <= kinds, stage.key
        assert set(stage.withhold) <= kinds
        assert {stage.votes} - {""} <= kinds


def test_every_kind_is_written_somewhere(practice: Practice) -> None:
    keys = {stage.key for stage in practice.stages}
    for kind in practice.kinds:
        assert kind.written_in, kind.name
        assert set(kind.written_in) <= keys, kind.name
        places = [part for stage, part in parts(practice) if stage.key in kind.written_in]
        has_a_box = any(kind.name in named_by(part, WRITES_A_KIND) for part in places)
        assert has_a_box or kind.facilitators_only, f"{kind.name} has no box where it may be written"


def test_nothing_is_written_in_a_closed_activity(practice: Practice) -> None:
    for kind in practice.kinds:
        assert practice.stages[-1].key not in kind.written_in


def test_what_is_gathered_is_shown_at_a_reveal_and_not_before(practice: Practice) -> None:
    for kind in practice.kinds:
        first = practice.stages[min(practice.index(key) for key in kind.written_in)]
        if kind.shown_from not in (None, AT_ONCE):
            shown = practice.stage(str(kind.shown_from))
            assert STATES.index(shown.state) >= STATES.index(REVEALED), kind.name
            assert practice.index(shown.key) >= practice.index(first.key), kind.name
        if first.state == GATHERING:
            assert kind.shown_from != AT_ONCE or kind.held_by == "group", kind.name
        if kind.plenary_from:
            assert practice.index(kind.plenary_from) >= practice.index(first.key), kind.name


def test_what_is_never_shown_is_private(practice: Practice) -> None:
    for kind in practice.kinds:
        assert (kind.shown_from is None) == (kind.seen_by == "private"), kind.name
    if practice.privacy == 3:
        assert all(kind.seen_by == "private" for kind in practice.kinds)


def test_what_an_entry_is_about_exists(practice: Practice) -> None:
    kinds = {kind.name for kind in practice.kinds}
    for kind in practice.kinds:
        assert kind.about in kinds | {"", ISSUE, SUBJECTS}, kind.name
        assert (kind.about == SUBJECTS) == bool(practice.subjects(kind.name)), kind.name


def test_every_kind_can_be_described_and_says_what_it_is(practice: Practice) -> None:
    for kind in practice.kinds:
        assert kind.word
        assert all(field.label for field in kind.fields())
        assert (kind.each is None and kind.of_group is None) or kind.enough


def test_an_issue_comes_from_a_field_that_exists(practice: Practice) -> None:
    for kind in practice.kinds:
        for name, values in (kind.issue_when or {}).items():
            mark, _ = marks(kind.shape)[name]
            assert isinstance(mark, Choice)
            assert set(values) <= set(mark.options)


# ── Settings and parts ───────────────────────────────────────────────────────────────────────────────────────────


def test_settings_have_usable_defaults(practice: Practice) -> None:
    settings = {**practice.settings().model_dump(), **practice.defaults}
    assert accept(practice.settings, settings) == settings
    assert practice.offered({})[-1].state == CLOSED


def test_settings_that_parts_and_stages_name_are_there(practice: Practice) -> None:
    known = {name: mark for name, (mark, _) in marks(practice.settings).items()}
    for stage, part in parts(practice):
        assert not stage.if_set or isinstance(known[stage.if_set], Flag)
        for name in filter(None, (getattr(part, "setting", ""), getattr(part, "prompts", ""))):
            assert isinstance(known[name], Lines), f"{stage.key}: {name}"
        for name, value in part.when.items():
            mark = known[name]
            assert isinstance(mark, Choice)
            assert value in mark.options
    assert not practice.makes_issues or isinstance(known[practice.makes_issues], Lines)


def test_what_a_part_sorts_or_heads_by_is_a_choice_of_its_kind(practice: Practice) -> None:
    for _, part in parts(practice):
        if isinstance(part, boards.Sort):
            options = _options(practice.kind(part.kind), part.by)
            for subject in part.subjects:
                assert set(subject.options or options) == set(options)
            assert set(part.corners) <= set(options)
            assert not part.together or _options(practice.kind(part.together), part.by)
        if isinstance(part, boards.Vote):
            assert _options(practice.kind(part.kind), part.by)
        if isinstance(part, boards.Panels) and part.by:
            assert {panel.key for panel in part.panels} == set(_options(practice.kind(part.kind), part.by))
            assert {key for panel in part.panels for key in panel.opens_after} <= {panel.key for panel in part.panels}


def _options(kind: Kind, name: str) -> dict[str, str]:
    mark, _ = marks(kind.shape)[name]
    assert isinstance(mark, Choice), f"{kind.name}.{name}"
    return dict(mark.options)


def test_every_part_reaches_the_browser_as_data(practice: Practice) -> None:
    for _, part in parts(practice):
        assert type(part).model_validate_json(part.model_dump_json()) == part


def test_every_visual_part_has_a_list_form() -> None:
    union, *_ = get_args(AnyPart)
    kinds: tuple[type[Part], ...] = get_args(union)
    assert len(kinds) > 10
    assert [kind.__name__ for kind in kinds if not vars(kind).get("list_form")] == []


# ── Examples and readings ────────────────────────────────────────────────────────────────────────────────────────


def test_there_is_an_empty_board_and_a_filled_one(practice: Practice, boards_of: dict[str, Example]) -> None:
    assert boards_of["empty"].entries == ()
    kinds_to_see = {kind.name for kind in practice.kinds if kind.seen_by != "private"}
    assert {entry.kind for entry in boards_of["filled"].entries} >= kinds_to_see
    for example in boards_of.values():
        assert example.stage in {stage.key for stage in practice.stages}
        assert accept(practice.settings, example.settings) == example.settings


def test_each_older_version_has_an_example(practice: Practice, boards_of: dict[str, Example]) -> None:
    for kind in practice.kinds:
        assert sorted(kind.migrations) == list(range(1, kind.version)), kind.name
        for version in kind.migrations:
            assert f"{kind.name}_v{version}" in boards_of


def test_every_example_keeps_the_rules_of_its_kinds(practice: Practice, boards_of: dict[str, Example]) -> None:
    for example in boards_of.values():
        assert len({entry.id for entry in example.entries}) == len(example.entries)
        for kind in practice.kinds:
            mine = [entry for entry in example.entries if entry.kind == kind.name]
            by_person = Counter((entry.author, entry.about) for entry in mine)
            by_group = Counter((entry.group, entry.about) for entry in mine)
            assert kind.held_by == "group" or max(by_person.values(), default=0) <= (kind.each or len(mine))
            assert max(by_group.values(), default=0) <= (kind.of_group or len(mine)), kind.name
            for entry in mine:
                assert _is_about(practice, kind, example, entry.about), entry.id


def _is_about(practice: Practice, kind: Kind, example: Example, about: str) -> bool:
    if kind.about == ISSUE:
        return about in {issue.id for issue in example.issues}
    if kind.about == SUBJECTS:
        return about in {subject.key for subject in practice.subjects(kind.name)}
    return about in {entry.id for entry in example.entries if entry.kind == kind.about} if kind.about else about == ""


def test_the_practice_refuses_none_of_its_own_examples(practice: Practice, boards_of: dict[str, Example]) -> None:
    for example in boards_of.values():
        for entry in example.entries:
            others = [each.seen() for each in example.entries if each.id != entry.id and each.group == entry.group]
            given = _given(example, about=entry.about)
            assert practice.against(entry.kind, entry.body, others, given) is None, entry.id


def test_a_bank_of_texts_fits_the_kinds(practice: Practice, folder: Path) -> None:
    for name, bodies in bank(practice, folder).items():
        kind = practice.kind(name)
        assert all(accept(kind.shape, body) for body in bodies)


def _given(example: Example, stage: str = "", about: str = "") -> Given:
    return replace(example.given(), stage=stage or example.stage, about=about)


def test_the_empty_board_can_be_read_at_every_stage(practice: Practice, boards_of: dict[str, Example]) -> None:
    for stage in practice.stages:
        assert isinstance(practice.read((), _given(boards_of["empty"], stage=stage.key)), tuple)


def test_reading_is_repeatable_and_does_not_depend_on_order(practice: Practice, boards_of: dict[str, Example]) -> None:
    draw = random.Random(7)
    for example in boards_of.values():
        for stage in practice.stages:
            given = _given(example, stage=stage.key)
            entries = list(example.seen())
            first = practice.read(tuple(entries), given)
            for _ in range(5):
                draw.shuffle(entries)
                assert practice.read(tuple(entries), given) == first


def test_a_board_may_lack_any_kind(practice: Practice, boards_of: dict[str, Example]) -> None:
    example = boards_of["filled"]
    for kind in practice.kinds:
        for entries in (
            [entry for entry in example.seen() if entry.kind != kind.name],
            [entry for entry in example.seen() if entry.kind == kind.name],
        ):
            assert isinstance(practice.read(entries, example.given()), tuple)


def test_findings_are_words_with_keys_of_their_own(practice: Practice, boards_of: dict[str, Example]) -> None:
    for example in boards_of.values():
        found = practice.read(example.seen(), example.given())
        assert len({finding.key for finding in found}) == len(found)
        assert all(finding.text for finding in found)
        assert not any(re.search(r"\b(score|average|mean)\b|%", finding.text) for finding in found)


def test_a_finding_names_nobody(practice: Practice, boards_of: dict[str, Example]) -> None:
    for example in boards_of.values():
        authors = {entry.author for entry in example.entries} - {""}
        for finding in practice.read(example.seen(), example.given()):
            assert authors.isdisjoint(re.findall(r"\w+", finding.text)), finding.key


def test_a_step_fits_its_title(practice: Practice, boards_of: dict[str, Example]) -> None:
    for kind in practice.kinds:
        bodies = [entry.body for entry in boards_of["filled"].entries if entry.kind == kind.name]
        drafts = [kind.step(body) for body in bodies] if kind.step else []
        assert all(0 < len(draft.title) <= 140 for draft in drafts if draft)
        assert not kind.step or any(drafts), f"no example of {kind.name} makes a step"
