"""Forms whose refusals name the box they are about and say what to do: the error summary may stand far from it."""

from __future__ import annotations

from typing import Any

from django import forms

NEEDS: dict[type[forms.Field], str] = {
    forms.DateField: "“{label}” takes a day, such as 2027-03-01.",
    forms.TimeField: "“{label}” takes a time, such as 13:30.",
    forms.IntegerField: "“{label}” takes a whole number.",
    forms.EmailField: "“{label}” takes an e-mail address, with an @ in it, as in bea@example.org.",
    forms.URLField: "“{label}” takes a whole address, which begins with https://.",
}
USUAL = {
    "required": "Fill in “{label}”.",
    "max_length": "“{label}” has %(show_value)d characters; %(limit_value)d fit.",
    "min_value": "“{label}” is %(limit_value)s or more.",
    "max_value": "“{label}” is %(limit_value)s at most.",
    "invalid_choice": "“{label}” takes one of the answers that it offers. Reload the page to see them as they are.",
}


class PlainForm(forms.Form):
    """A form that says Django's own refusals in our words. What a field was given itself stays."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            say_plainly(field)


def say_plainly(field: forms.Field) -> None:
    """Put our words where a field has Django's."""
    ours = dict(USUAL)
    for kind, words in NEEDS.items():
        if isinstance(field, kind):
            ours["invalid"] = words
    for code, words in ours.items():
        if field.error_messages.get(code) == _own_words(field).get(code):
            field.error_messages[code] = words.format(label=field.label)


def _own_words(field: forms.Field) -> dict[str, Any]:
    """What Django says for this kind of field."""
    found: dict[str, Any] = {}
    for kind in reversed(type(field).__mro__):
        found |= getattr(kind, "default_error_messages", {})
    return found
