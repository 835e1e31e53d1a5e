"""A practice's declaration, as it crosses the wire."""

from pydantic import BaseModel

from folkmoot.practice_kit.boards import AnyPart
from folkmoot.practice_kit.fields import FieldSpec


class StageRow(BaseModel):
    """A stage of a practice, for the browser."""

    key: str
    state: str
    title: str
    instruction: str
    parts: list[AnyPart]
    minutes: float | None
    plenary: bool
    withhold: list[str]
    if_set: str = ""


class KindRow(BaseModel):
    """A kind of entry, for the browser."""

    name: str
    word: str
    fields: list[FieldSpec]
    written_in: list[str]
    shown_from: str | None
    plenary_from: str | None
    seen_by: str
    attribution: str
    each: int | None
    of_group: int | None
    held_by: str
    pen: bool
    choose_audience: bool
    about: str
    facilitators_only: bool
    product: str
    counted: str = "everyone"
    issue_when: dict[str, list[str]] | None = None


class PracticeRow(BaseModel):
    """A practice's declaration, for the browser."""

    id: str
    number: str
    name: str
    stages: list[StageRow]
    kinds: list[KindRow]
    settings: list[FieldSpec]
    credit: str
    guide: str
