"""The forms of the planner. A practice's settings are drawn from its own declaration; none is named here."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, cast

from django import forms

from folkmoot.people.plain_forms import PlainForm
from folkmoot.practice_kit.catalogue import CATALOGUE
from folkmoot.practice_kit.contract import Practice
from folkmoot.practice_kit.fields import FieldSpec, Refused, accept, describe
from folkmoot.practice_kit.registry import find
from folkmoot.programme.agenda import BLOCK, ITEM_FIELDS, MOST_MINUTES, Agenda, Item, every, parent_of
from folkmoot.programme.agenda_feedback import FEEDBACK_CHOICES, feedback_choice, with_feedback
from folkmoot.programme.agenda_warnings import settings_of
from folkmoot.programme.group_plan import KINDS, SIZES, GroupPlan, plan_for, read_plan
from folkmoot.programme.models import (
    LONG,
    NOTE,
    PARA,
    SHORT,
    TITLE_LIMIT,
    AgendaItem,
    Confidentiality,
    Programme,
)

PREFIX = "setting_"
AS_USUAL = "usual"
"""The value of a choice that leaves things as they are without one; it is stored as nothing."""
_LONG_BOX = 100
"""Texts that may be longer than so many characters get a box of several lines."""


class ItemForm(PlainForm):
    """Everything about one item but its place, its parts and its slides."""

    title = forms.CharField(label="Title", max_length=TITLE_LIMIT)
    kind = forms.ChoiceField(label="What it is", choices=AgendaItem.Kind.choices)
    minutes = forms.IntegerField(label="Minutes", min_value=1, max_value=MOST_MINUTES)
    participant_prompt = forms.CharField(
        label="What participants read",
        required=False,
        max_length=NOTE,
        widget=forms.Textarea,
        help_text="One instruction. It is what their screen says while this runs.",
    )
    facilitator_notes = forms.CharField(
        label="Notes for facilitators",
        required=False,
        max_length=LONG,
        widget=forms.Textarea,
        help_text="On the cue sheet only. Participants never see them.",
    )
    owner = forms.CharField(label="Who runs it", required=False, max_length=SHORT)
    fallback = forms.CharField(
        label="If it does not work",
        required=False,
        max_length=NOTE,
        help_text="What you do instead when time or technology lets you down.",
    )
    protected = forms.BooleanField(
        label="Protect it from trimming",
        required=False,
        help_text="It is never offered for shortening when you run late.",
    )
    optional = forms.BooleanField(
        label="It may be left out", required=False, help_text="The first to go when you run late."
    )
    confidentiality = forms.ChoiceField(
        label="Confidentiality of this part",
        choices=[(AS_USUAL, "As in the whole session"), *Confidentiality.choices],
    )
    feedback = forms.ChoiceField(
        label="Feedback from groups", required=False, choices=FEEDBACK_CHOICES, widget=forms.RadioSelect
    )
    attach = forms.ChoiceField(
        label="What people do on their screens",
        required=False,
        help_text="Slides stay in view above it. It has its own settings here once it is saved.",
    )
    plan_kind = forms.ChoiceField(
        label="How people are together", choices=[(AS_USUAL, "Everyone together, no groups"), *KINDS.items()]
    )
    plan_size = forms.TypedChoiceField(
        label="People in a breakout group",
        coerce=float,
        choices=[(f"{size:g}", words) for size, words in SIZES.items()],
    )
    plan_mix = forms.BooleanField(label="Mix organisations", required=False)
    plan_new_people = forms.BooleanField(label="Nobody you have met", required=False)
    plan_keep_parties = forms.BooleanField(label="Keep together who booked together", required=False)
    plan_same_as = forms.ChoiceField(
        label="Companions from", help_text="For the same groups as before: the groups of which item?"
    )

    def __init__(self, item: Item, agenda: Agenda, data: Mapping[str, Any] | None = None) -> None:
        super().__init__(data, initial=_initial(item))
        self.item = item
        self.practice = find(item.practice) if item.practice else None
        self._fit_kind(agenda)
        if "plan_same_as" in self.fields:
            self._choice("plan_same_as").choices = [(AS_USUAL, "The last groups before this"), *_earlier(agenda, item)]
        if self.practice:
            self.fields |= dict(setting_fields(self.practice))
        if item.practice or item.parts:
            del self.fields["attach"]
        else:
            self._choice("attach").choices = [("", "Listen, talk and chat"), *_built()]
        if self.practice or item.parts:
            del self.fields["feedback"]

    def _choice(self, name: str) -> forms.ChoiceField:
        return cast("forms.ChoiceField", self.fields[name])

    def _fit_kind(self, agenda: Agenda) -> None:
        """A block with parts stays one and gets its minutes from them; a part never becomes a block."""
        if self.item.parts:
            for name in [*self.group_names(), "kind", "minutes"]:
                del self.fields[name]
        elif parent_of(agenda, self.item.id):
            field = self._choice("kind")
            field.choices = [choice for choice in AgendaItem.Kind.choices if choice[0] != BLOCK]
        if self.item.kind == BLOCK and not self.item.parts:
            self.fields["minutes"].required = False

    @staticmethod
    def group_names() -> list[str]:
        """The fields of the group plan."""
        return ["plan_kind", "plan_size", "plan_mix", "plan_new_people", "plan_keep_parties", "plan_same_as"]

    @property
    def setting_boxes(self) -> list[forms.BoundField]:
        """The practice's own settings."""
        return [self[name] for name in self.fields if name.startswith(PREFIX)]

    def clean(self) -> dict[str, Any]:
        """Hold the practice's settings to the practice's own rules."""
        cleaned = super().clean() or {}
        if self.practice and not any(name.startswith(PREFIX) for name in self.errors):
            body = {name.removeprefix(PREFIX): value for name, value in cleaned.items() if name.startswith(PREFIX)}
            try:
                cleaned["settings"] = accept(self.practice.settings, body)
            except Refused as refused:
                self.add_error(f"{PREFIX}{refused.field}" if refused.field else None, refused.message)
        return cleaned

    def changes(self) -> dict[str, Any]:
        """What to change about the item, after the form was found valid."""
        own = (name for name in self.cleaned_data if name in ITEM_FIELDS)
        found = {name: self.cleaned_data[name] for name in own if self.cleaned_data[name] is not None}
        if found.get("confidentiality") == AS_USUAL:
            found["confidentiality"] = ""
        if "plan_kind" in self.fields:
            found["group_plan"] = self._plan()
        if "feedback" in self.fields:
            found["settings"] = with_feedback(self.item.settings, self.cleaned_data["feedback"])
        if slug := self.cleaned_data.get("attach"):
            found |= _attached(slug, found.get("group_plan"))
        if found.get("minutes", self.item.minutes) != self.item.minutes:
            found["minutes_estimated"] = False
        return found

    def _plan(self) -> dict[str, Any] | None:
        cleaned = self.cleaned_data
        if cleaned["plan_kind"] == AS_USUAL:
            return None
        return GroupPlan(
            kind=cleaned["plan_kind"],
            size=cleaned["plan_size"],
            mix=cleaned["plan_mix"],
            new_people=cleaned["plan_new_people"],
            keep_parties=cleaned["plan_keep_parties"],
            same_as=cleaned["plan_same_as"] if _names_item(cleaned) else "",
        ).to_json()


def _built() -> list[tuple[str, str]]:
    """The practices that an item may run, in the order of the library."""
    return [(listed.slug, listed.name) for listed in CATALOGUE if find(listed.slug)]


def _attached(slug: str, plan: dict[str, Any] | None) -> dict[str, Any]:
    """What an item gets that a practice is attached to: its usual settings, and groups where nothing else was asked."""
    practice = find(slug)
    usual = plan_for(practice.group_size) if practice else None
    defaults = dict(practice.defaults) if practice else {}
    return {"practice": slug, "settings": defaults, "group_plan": plan or (usual.to_json() if usual else None)}


def _names_item(cleaned: Mapping[str, Any]) -> bool:
    return bool(cleaned["plan_kind"] == "same" and cleaned["plan_same_as"] != AS_USUAL)


def _initial(item: Item) -> dict[str, Any]:
    plan = read_plan(item.group_plan)
    asked = plan or GroupPlan()
    found: dict[str, Any] = {name: getattr(item, name) for name in ItemForm.base_fields if hasattr(item, name)}
    found |= {f"plan_{name}": getattr(asked, name) for name in ("mix", "new_people", "keep_parties")}
    found |= {"plan_kind": plan.kind if plan else AS_USUAL, "plan_same_as": asked.same_as or AS_USUAL}
    found |= {"confidentiality": item.confidentiality or AS_USUAL, "feedback": feedback_choice(item)}
    found["plan_size"] = f"{asked.size:g}"
    return found | {f"{PREFIX}{name}": _shown(value) for name, value in settings_of(item).items()}


def _shown(value: Any) -> Any:
    return "\n".join(value) if isinstance(value, list | tuple) else value


def _earlier(agenda: Agenda, item: Item) -> Iterator[tuple[str, str]]:
    """The items before this one that make groups of their own."""
    for each in every(agenda):
        if each.id == item.id:
            return
        if each.group_plan is not None and each.group_plan.get("kind") != "same":
            yield each.id, each.title


# ── The settings of a practice ───────────────────────────────────────────────────────────────────────────────────


def setting_fields(practice: Practice) -> Iterator[tuple[str, forms.Field]]:
    """Make a form's fields from what a practice says of its settings."""
    for spec in describe(practice.settings):
        yield f"{PREFIX}{spec.name}", _field(spec)


def _field(spec: FieldSpec) -> forms.Field:
    said: dict[str, Any] = {"label": spec.label, "help_text": spec.hint, "required": spec.required}
    match spec.type:
        case "choice":
            options = list((spec.options or {}).items())
            return forms.ChoiceField(choices=options if spec.required else [("", "Not set"), *options], **said)
        case "flag":
            return forms.BooleanField(label=spec.label, help_text=spec.hint, required=False)
        case "day":
            return forms.CharField(widget=forms.DateInput(attrs={"type": "date"}), **said)
        case "lines":
            return LinesField(spec, **said)
        case _:
            widget = forms.Textarea if (spec.limit or 0) > _LONG_BOX else forms.TextInput
            return forms.CharField(widget=widget, max_length=spec.limit, **said)


class LinesField(forms.CharField):
    """Several short texts, one a line."""

    def __init__(self, spec: FieldSpec, **said: Any) -> None:
        each = f"One a line, at most {spec.most}."
        said["help_text"] = f"{each} {said['help_text']}".strip()
        super().__init__(widget=forms.Textarea, **said)

    def to_python(self, value: Any) -> Any:
        """Cut the text into its lines; empty ones are left out."""
        text = super().to_python(value)
        return [line.strip() for line in (text or "").splitlines() if line.strip()]


# ── Slides, and copies ───────────────────────────────────────────────────────────────────────────────────────────


class SlideForm(PlainForm):
    """A slide, file or link to add. What the file is, its content says."""

    file = forms.FileField(
        label="Picture or PDF",
        required=False,
        help_text="PNG, JPEG, WebP or PDF, up to 10 MB. Pictures lose what is hidden in them: place, camera, author.",
        widget=forms.FileInput(attrs={"accept": "image/png,image/jpeg,image/webp,application/pdf"}),
    )
    url = forms.CharField(
        label="Or the address of a link",
        required=False,
        max_length=500,
        widget=forms.URLInput(attrs={"inputmode": "url"}),
    )
    title = forms.CharField(label="Title", max_length=TITLE_LIMIT)
    alternative = forms.CharField(
        label="In words",
        required=False,
        max_length=PARA,
        widget=forms.Textarea,
        help_text="What somebody who cannot see it needs to know. Slides and files need this; a link may do without.",
    )
    minutes = forms.IntegerField(label="Minutes", required=False, min_value=0, max_value=600)
    cue = forms.CharField(
        label="Cue point",
        required=False,
        max_length=SHORT,
        widget=forms.TextInput(attrs={"placeholder": "Listen from 45 minutes in"}),
    )

    def clean(self) -> dict[str, Any]:
        """Ask for one of the two: a file or an address."""
        cleaned = super().clean() or {}
        if bool(cleaned.get("file")) == bool(cleaned.get("url")) and not self.errors:
            self.add_error("file", "Choose a file, or write the address of a link: one of the two.")
        return cleaned


class CloneForm(PlainForm):
    """What a copy of a programme needs: its own title, and its own hosts."""

    title = forms.CharField(label="Title of the new programme", max_length=TITLE_LIMIT)
    hosts = forms.CharField(
        label="Who hosts it",
        required=False,
        widget=forms.Textarea,
        help_text="One organisation a line. Their names take the place of the old hosts’ in every text.",
    )

    def host_names(self) -> list[str]:
        """The hosts, one from each line that says something."""
        return [line.strip()[:TITLE_LIMIT] for line in self.cleaned_data["hosts"].splitlines() if line.strip()]


def clone_form_of(programme: Programme, data: Mapping[str, Any] | None = None) -> CloneForm:
    """The form that copies this programme."""
    form = CloneForm(data)
    form.fields["title"].help_text = f"Not “{programme.title}” again: two of one name are hard to tell apart."
    return form
