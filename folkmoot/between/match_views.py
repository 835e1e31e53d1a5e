"""Groups for anybody, from a pasted list: a public page without JavaScript that keeps nothing."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from folkmoot.matching import Effort, NotPossible, new_seed
from folkmoot.matching.sheets import lists, past
from folkmoot.matching.sheets.answer import Answer, Asked, match
from folkmoot.matching.sheets.reading import NotUsable, Sheet, read_sheet
from folkmoot.people.limits import address_of, allow

MOST_PEOPLE = 500
"""How many people the page puts into groups at once. The command takes more."""
MOST_ROUNDS = 12
LONGEST_LIST = 200_000
"""Characters in one box: some thousand rows."""
SWAPS = 3_000
"""How many swaps are tried for several rounds together: some seconds for the largest lists."""
PER_ADDRESS, SECONDS = 30, 600
"""How many times groups are made for one address of the internet, in so many seconds."""

TOO_OFTEN = "That was often, from your address. Wait ten minutes and send it again: your lists are still here."
TOO_MANY = (
    f"These are more than {MOST_PEOPLE} people. Part the list, or use the command “folkmoot match”: it takes more."
)
EXAMPLE = "Name, Organisation\nAnn Marsh, Kettle Yard Youth\nBen Tate, Riverside Homes\nCai Powell, Ashwell School"


class ListField(forms.CharField):
    """A box for a list, pasted from a spreadsheet or typed."""

    def __init__(self, rows: int = 4, **more: Any) -> None:
        widget = forms.Textarea(attrs={"rows": rows, "dir": "auto", "spellcheck": "false", "autocomplete": "off"})
        super().__init__(widget=widget, strip=False, **more)

    def clean(self, value: Any) -> str:
        """The list, if it is not too long. Raises ValidationError that says by how much it is."""
        text = str(super().clean(value))
        if len(text) > LONGEST_LIST:
            raise forms.ValidationError(
                f"This list has {len(text):,} characters, and {LONGEST_LIST:,} are the most. "
                "Leave columns out that are not needed, or part the list."
            )
        return text


class MatchForm(forms.Form):
    """What is pasted and chosen."""

    people = ListField(
        rows=9,
        label="People, one a line",
        help_text="Paste them from a spreadsheet with their headings (name, and if you like organisation, sector, "
        "place, level, facilitator), or type: Ann Marsh, Kettle Yard Youth.",
        error_messages={"required": "Paste or type the names of the people first, one a line."},
    )
    size = forms.CharField(
        label="People in a group",
        initial="3",
        max_length=20,
        help_text="A number, or a range such as 4-6.",
        error_messages={"required": "Say how many people a group should have, such as 3."},
    )
    rounds = forms.IntegerField(
        label="Rounds",
        initial=1,
        min_value=1,
        max_value=MOST_ROUNDS,
        help_text="All at once, so that nobody meets again.",
        error_messages={
            "required": "Say how many rounds you want, such as 1.",
            "invalid": "Write the number of rounds in figures, such as 1.",
            "min_value": "There is at least one round.",
            "max_value": f"Here up to {MOST_ROUNDS} rounds can be planned at once.",
        },
    )
    history = ListField(
        required=False,
        label="Who met before",
        help_text="The columns round, group and name: what this page gives you as a list each time.",
    )
    apart = ListField(
        required=False, rows=2, label="Not together", help_text="The names of a set in one line: Ann Marsh, Cai Powell."
    )
    together = ListField(
        required=False, rows=2, label="To stay together", help_text="The names of a set in one line, likewise."
    )
    present = ListField(required=False, rows=2, label="Who is here", help_text="One name a line. Empty: everybody.")
    mix = forms.CharField(
        required=False,
        max_length=200,
        label="Columns to mix",
        help_text="The most important first, such as: organisation, sector. Empty: all.",
    )
    seed = forms.IntegerField(required=False, min_value=0, max_value=2**53, widget=forms.HiddenInput)

    def clean(self) -> dict[str, Any]:
        """Read the lists, and say at its box what cannot be used."""
        said = super().clean() or {}
        if not self.errors:
            try:
                said["asked"] = self._asked(said)
            except _AtBox as trouble:
                self.add_error(trouble.box, str(trouble))
        return said

    def _asked(self, said: dict[str, Any]) -> Asked:
        def sheet(box: str, known: frozenset[str]) -> Sheet:
            return read_sheet(said[box], f"“{self.fields[box].label}”", known)

        with at_box("people"):
            people = lists.people_of(sheet("people", lists.OF_PEOPLE))
            if len(people.people) > MOST_PEOPLE:
                raise NotUsable(TOO_MANY)
        everybody, headings = people.people, lists.headings_of_sets(people.people)
        with at_box("size"):
            size = lists.size_of(said["size"])
        with at_box("history"):
            met = past.history_of(sheet("history", past.OF_HISTORY), everybody) if said["history"].strip() else None
        with at_box("apart"):
            apart = lists.wishes_of(sheet("apart", headings), everybody)
        with at_box("together"):
            together = lists.wishes_of(sheet("together", headings), everybody)
        with at_box("present"):
            here = lists.present_of(sheet("present", lists.OF_PEOPLE), everybody) if said["present"].strip() else None
        mix = [word for word in said["mix"].split(",") if word.strip()] or None
        return Asked(people, size, said["rounds"], met or past.History(), apart, together, mix, here)


class _AtBox(Exception):
    """A list that cannot be used, and the box it stands in."""

    def __init__(self, box: str, words: str) -> None:
        super().__init__(words)
        self.box = box


@contextmanager
def at_box(box: str) -> Iterator[None]:
    """Say at this box what cannot be used."""
    try:
        yield
    except NotUsable as trouble:
        raise _AtBox(box, str(trouble)) from trouble


@dataclass(frozen=True, slots=True)
class ShownGroup:
    """A group as it is shown: who is in it, each with their organisation."""

    number: int
    people: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class ShownRound:
    """A round as it is shown, with how good it is in words."""

    number: int
    words: str
    groups: tuple[ShownGroup, ...]


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def match_page(request: HttpRequest) -> HttpResponse:
    """Make groups of a pasted list, show them or give them as a file. Nothing is stored, logged or remembered."""
    if request.method != "POST":
        return render(request, "between/match.html", _page(MatchForm()))
    form = MatchForm(request.POST)
    if not allow("match", address_of(request), PER_ADDRESS, SECONDS):
        form.errors.clear()
        return render(request, "between/match.html", _page(form) | {"too_often": TOO_OFTEN}, status=429)
    answer = _answer(form, again=request.POST.get("do") == "again") if form.is_valid() else None
    if answer is None:
        return render(request, "between/match.html", _page(form), status=422)
    if request.POST.get("do") == "csv":
        return _file(answer)
    return render(request, "between/match.html", _page(form) | _shown(form.cleaned_data["asked"], answer))


def _answer(form: MatchForm, *, again: bool) -> Answer | None:
    given = form.cleaned_data["seed"]
    seed = new_seed() if again or given is None else given
    try:
        return match(form.cleaned_data["asked"], seed, _effort(form.cleaned_data["rounds"]))
    except NotUsable as trouble:
        form.add_error("mix", str(trouble))
    except NotPossible as trouble:
        form.add_error(None, str(trouble))
    return None


def _effort(rounds: int) -> Effort:
    """As much as anywhere for one round; less for each of several, so that nobody keeps the server busy for long."""
    return Effort() if rounds == 1 else Effort(swaps=max(400, SWAPS // rounds), patience=100)


def _page(form: MatchForm) -> dict[str, Any]:
    wishes = [form[box] for box in ("history", "apart", "together", "present", "mix")]
    used = any(field.value() or field.errors for field in wishes)
    return {"form": form, "wishes": wishes, "open": used, "most": MOST_PEOPLE, "example": EXAMPLE}


def _shown(asked: Asked, answer: Answer) -> dict[str, Any]:
    where = {one.name: one.labels.get("organisation", "") for one in asked.here}
    rounds = [
        ShownRound(
            number,
            " ".join(answer.words_of(each)),
            tuple(
                ShownGroup(group.number, tuple((name, where[name]) for name in group.members)) for group in each.groups
            ),
        )
        for number, each in enumerate(answer.rounds, answer.first)
    ]
    return {
        "rounds": rounds,
        "notes": (*answer.in_all(), *answer.notes),
        "seed": answer.seed,
        "people": len(asked.here),
    }


def _file(answer: Answer) -> HttpResponse:
    """The groups as a list; the mark at its beginning tells a spreadsheet how its letters are written."""
    given = HttpResponse("\ufeff" + answer.to_csv(), content_type="text/csv; charset=utf-8")
    given["Content-Disposition"] = 'attachment; filename="groups.csv"'
    return given
