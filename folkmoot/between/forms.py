"""Forms of one's own page, and of the host's page for coffees."""

from __future__ import annotations

from datetime import date

from django import forms
from django.http import QueryDict

from folkmoot.between.coffee.course import usual_days
from folkmoot.between.models import CoffeeRound


class EmailForm(forms.Form):
    """An address, so that the link to one's page can be sent again, and earlier sessions come under one name."""

    email = forms.EmailField(
        label="Your e-mail address",
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "email", "class": "input"}),
        error_messages={
            "required": "Enter your e-mail address",
            "invalid": "That is no e-mail address. It has an @ in it, as in bea@example.org.",
        },
    )


class CoffeeRoundForm(forms.Form):
    """When a round of coffees opens, is matched and is asked about, and what it is made of."""

    opens_on = forms.DateField(label="Ask people from", widget=forms.DateInput({"type": "date"}, "%Y-%m-%d"))
    draws_on = forms.DateField(
        label="Make and send the matches on", widget=forms.DateInput({"type": "date"}, "%Y-%m-%d")
    )
    asks_on = forms.DateField(label="Ask “Did you meet?” on", widget=forms.DateInput({"type": "date"}, "%Y-%m-%d"))
    form = forms.ChoiceField(label="What it is made of", choices=CoffeeRound.Form.choices, widget=forms.RadioSelect)
    use_offers = forms.BooleanField(
        label="Suggest some pairs by offers and asks",
        required=False,
        help_text="The mail tells people. Where words meet, both see “your ask, their offer”.",
    )

    def __init__(self, today: date, data: QueryDict | None = None) -> None:
        draws_on, asks_on, _ = usual_days(today)
        usual = {"opens_on": today, "draws_on": draws_on, "asks_on": asks_on, "form": CoffeeRound.Form.PAIRS}
        super().__init__(data, initial=usual)
