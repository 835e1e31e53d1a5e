"""A practice's example boards, `examples/*.json` of its folder: for tests, the demo, rehearsal and screenshots.

A file has `settings`, `stage`, `present` and `entries`; an entry has `id`, `kind`, `body` and, where they matter,
`about`, `group`, `author`, `theme` and `version` (of its kind, when that is an older one). Issues that the settings
make are called `issue:1`, `issue:2` and so on, in their order.

Beside the boards, `examples/bank.json` holds short fictional bodies by kind, for rehearsal participants to write.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import Any

from folkmoot.practice_kit.contract import ISSUE, Given, Practice, Seen
from folkmoot.practice_kit.fields import accept

BANK = "bank.json"


@dataclass(frozen=True)
class ExampleEntry:
    """One entry of an example: what somebody wrote, and who, by first name."""

    id: str
    kind: str
    body: dict[str, Any]
    about: str = ""
    group: str = ""
    author: str = ""
    theme: str = ""

    def seen(self) -> Seen:
        """The entry as the practice's own functions see it."""
        return Seen(self.id, self.kind, self.body, self.about, self.group, self.theme)


@dataclass(frozen=True)
class Example:
    """One board of a practice at one stage."""

    name: str
    stage: str
    present: int
    settings: dict[str, Any] = field(default_factory=dict)
    entries: tuple[ExampleEntry, ...] = ()
    issues: tuple[Seen, ...] = ()

    def seen(self) -> tuple[Seen, ...]:
        """The entries as the practice's own functions see them."""
        return tuple(entry.seen() for entry in self.entries)

    def given(self) -> Given:
        """What surrounds the entries."""
        return Given(present=self.present, issues=self.issues, settings=self.settings, stage=self.stage)


def examples(practice: Practice, folder: Traversable | None = None) -> dict[str, Example]:
    """The example boards of a practice by name, bodies of older versions upgraded, all as they would be stored.

    `folder` is the practice's own folder, the installed one unless said otherwise.

    Raises:
        Refused: when a body does not fit its kind.
    """
    where = _folder(practice, folder)
    boards = (item for item in where.iterdir() if item.name.endswith(".json") and item.name != BANK)
    found = sorted(boards, key=lambda item: item.name)
    return {item.name.removesuffix(".json"): _read(practice, item) for item in found}


def bank(practice: Practice, folder: Traversable | None = None) -> dict[str, list[dict[str, Any]]]:
    """Bodies that rehearsal participants may write, by kind; empty where the practice has no bank.

    What an entry is about is not in it: the writer chooses among what is there. `folder` as in `examples`.
    """
    item = _folder(practice, folder) / BANK
    found: dict[str, list[dict[str, Any]]] = json.loads(item.read_text(encoding="utf-8")) if item.is_file() else {}
    return found


def _folder(practice: Practice, folder: Traversable | None) -> Traversable:
    return (folder or files("folkmoot.practices") / practice.slug) / "examples"


def _read(practice: Practice, item: Traversable) -> Example:
    content = json.loads(item.read_text(encoding="utf-8"))
    settings = practice.settled(content["settings"])
    return Example(
        name=item.name.removesuffix(".json"),
        stage=content["stage"],
        present=content["present"],
        settings=settings,
        entries=tuple(_entry(practice, entry) for entry in content["entries"]),
        issues=issues_of(practice, settings),
    )


def _entry(practice: Practice, entry: Mapping[str, Any]) -> ExampleEntry:
    kind = practice.kind(entry["kind"])
    rest = {name: value for name, value in entry.items() if name not in ("body", "version")}
    body = kind.upgrade(dict(entry["body"]), entry.get("version", kind.version))
    return ExampleEntry(**rest, body=accept(kind.shape, body))


def issues_of(practice: Practice, settings: Mapping[str, Any]) -> tuple[Seen, ...]:
    """The issues that an activity with these settings starts with."""
    lines = settings.get(practice.makes_issues, []) if practice.makes_issues else []
    return tuple(Seen(f"issue:{number}", ISSUE, {"title": line}) for number, line in enumerate(lines, start=1))
