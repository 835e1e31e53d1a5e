"""No room forgets personal data: every model that points at a person is answered for in the register."""

from collections.abc import Iterator

import pytest
from django.apps import apps
from django.db.models import Model

from folkmoot.kit.personal_data import REGISTER
from folkmoot.people.models import Person


def personal(models: list[type[Model]]) -> Iterator[type[Model]]:
    """The models with a person in them: the person, and every one with a relation to one."""
    for model in models:
        related = [field.related_model for field in model._meta.get_fields() if field.concrete]
        if model is Person or Person in related:
            yield model


OURS = [model for model in apps.get_models() if model.__module__.startswith("folkmoot.")]


@pytest.mark.parametrize("model", list(personal(OURS)), ids=lambda model: model._meta.label)
def test_a_model_with_a_person_in_it_is_registered(model: type[Model]) -> None:
    assert model._meta.label in REGISTER.covered(), f"register {model._meta.label} in its room's personal_data.py"


def test_everything_registered_exists() -> None:
    assert REGISTER.covered() <= {model._meta.label for model in apps.get_models()}


def test_the_look_finds_what_it_should() -> None:
    assert {"people.Person", "people.MeetingWish", "programme.Booking"} <= {
        model._meta.label for model in personal(OURS)
    }
