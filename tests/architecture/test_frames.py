"""The frames and parts that every page is made of: they stand without a context, and say what a screen reader needs."""

import re
from html.parser import HTMLParser

import pytest
from django import forms
from django.template import engines
from django.template.loader import render_to_string
from django.test import RequestFactory

ERROR_PAGES = ["403.html", "403_csrf.html", "404.html", "429.html", "500.html"]


class Tags(HTMLParser):
    """Every tag of a page with its attributes, and the ids in their order."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.seen: list[tuple[str, dict[str, str]]] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.seen.append((tag, {key: value or "" for key, value in attrs}))

    def all(self, tag: str) -> list[dict[str, str]]:
        return [attributes for name, attributes in self.seen if name == tag]

    def ids(self) -> list[str]:
        return [attributes["id"] for _, attributes in self.seen if "id" in attributes]


class Booking(forms.Form):
    """A form with one of every kind of box."""

    name = forms.CharField(
        help_text="As you would like people to say it.", error_messages={"required": "Enter your name"}
    )
    organisation = forms.CharField(required=False)
    hope = forms.CharField(required=False, widget=forms.Textarea)
    language = forms.ChoiceField(
        choices=[("en", "English"), ("cy", "Cymraeg")],
        widget=forms.RadioSelect,
        error_messages={"required": "Choose a language"},
    )
    needs = forms.MultipleChoiceField(choices=[("cc", "Captions")], widget=forms.CheckboxSelectMultiple, required=False)
    agreed = forms.BooleanField(
        label="I will keep to the ways of working", error_messages={"required": "Say that you will"}
    )


def page(body: str, **context: object) -> Tags:
    source = '{% extends "base.html" %}{% block title %}Book{% endblock %}{% block content %}' + body + "{% endblock %}"
    template = engines["django"].from_string(source)
    return Tags(
        template.render({"host_name": "Ashwell Together", "messages": [], **context}, RequestFactory().get("/"))
    )


def sent_empty() -> Booking:
    form = Booking({})
    form.is_valid()
    return form


@pytest.mark.parametrize("template", ERROR_PAGES)
def test_an_error_page_stands_without_any_context(template: str) -> None:
    shown = render_to_string(template)
    assert "{%" not in shown
    assert "{{" not in shown
    tags = Tags(shown)
    assert len(tags.all("h1")) == 1
    assert tags.all("html")[0]["lang"]


def test_a_page_has_a_language_one_main_part_and_a_way_past_the_header() -> None:
    tags = page("<h1>Book a place</h1>")
    assert tags.all("html")[0]["lang"] == "en-gb"
    assert [main["id"] for main in tags.all("main")] == ["main"]
    assert {"class": "skip", "href": "#main"} in tags.all("a")
    assert [nav["aria-label"] for nav in tags.all("nav")] == ["Main"]


def test_a_page_passes_its_nonce_to_what_may_add_styles() -> None:
    assert {"property": "csp-nonce", "nonce": "abc"} in page("", csp_nonce="abc").all("meta")


def test_no_page_carries_a_script_or_a_style_of_its_own() -> None:
    tags = page("")
    assert all(script.get("src") for script in tags.all("script"))
    assert tags.all("style") == []


def test_errors_are_summed_up_first_and_lead_to_their_boxes() -> None:
    tags = page(
        '{% include "parts/errors.html" %}{% for field in form %}{% include "parts/field.html" %}{% endfor %}',
        form=sent_empty(),
    )
    links = [link["href"].removeprefix("#") for link in tags.all("a") if link["href"].startswith("#id_")]
    assert links == ["id_name", "id_language_0", "id_agreed"]
    assert set(links) <= set(tags.ids())


def test_every_box_has_a_label_and_is_described_by_its_hint_and_its_error() -> None:
    tags = page("{% for field in form %}{% include 'parts/field.html' %}{% endfor %}", form=sent_empty())
    labelled = {label["for"] for label in tags.all("label")}
    boxes = tags.all("input") + tags.all("textarea")
    assert {box["id"] for box in boxes} <= labelled
    name = next(box for box in boxes if box["name"] == "name")
    assert name["aria-describedby"].split() == ["id_name_helptext", "id_name_error"]
    described = {part for box in boxes + tags.all("fieldset") for part in box.get("aria-describedby", "").split()}
    assert described <= set(tags.ids())


def test_no_two_parts_of_a_form_have_the_same_id() -> None:
    tags = page(
        '{% include "parts/errors.html" %}'
        '{% for field in form %}{% include "parts/field.html" with limit=80 %}{% endfor %}',
        form=sent_empty(),
    )
    assert len(tags.ids()) == len(set(tags.ids()))


def test_what_a_person_typed_is_shown_as_text() -> None:
    template = engines["django"].from_string('{% include "parts/notice.html" with text=typed %}')
    shown = template.render({"typed": "<b>Zed</b>"})
    assert "&lt;b&gt;Zed" in shown


def test_an_icon_points_into_the_built_sprite() -> None:
    shown = render_to_string("parts/icon.html", {"name": "lock"})
    assert re.search(r'href="/static/build/assets/icons-[\w-]+\.svg#i-lock"', shown)
