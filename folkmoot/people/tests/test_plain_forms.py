"""Refusals of forms name the box, and never speak Django."""

import pytest
from django import forms

from folkmoot.people.plain_forms import PlainForm


class Everything(PlainForm):
    """A field of each kind."""

    title = forms.CharField(label="Title", max_length=5)
    day = forms.DateField(label="Day")
    start = forms.TimeField(label="Time")
    people = forms.IntegerField(label="People", min_value=2, max_value=12)
    email = forms.EmailField(label="E-mail")
    kind = forms.ChoiceField(label="Kind", choices=[("a", "A")])
    own = forms.CharField(label="Own", error_messages={"required": "Say it in your own words."})


@pytest.mark.parametrize(
    ("name", "typed", "said"),
    [
        ("title", "", "Fill in “Title”."),
        ("title", "sixsix", "“Title” has 6 characters; 5 fit."),
        ("day", "tomorrow", "“Day” takes a day, such as 2027-03-01."),
        ("start", "noon", "“Time” takes a time, such as 13:30."),
        ("people", "two", "“People” takes a whole number."),
        ("people", "1", "“People” is 2 or more."),
        ("people", "99", "“People” is 12 at most."),
        ("email", "bea", "“E-mail” takes an e-mail address, with an @ in it, as in bea@example.org."),
        ("kind", "b", "“Kind” takes one of the answers that it offers. Reload the page to see them as they are."),
        ("own", "", "Say it in your own words."),
    ],
)
def test_each_refusal_names_its_box_and_says_what_to_do(name: str, typed: str, said: str) -> None:
    assert Everything({name: typed}).errors[name] == [said]
