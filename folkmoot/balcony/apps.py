"""Start-up of the balcony room."""

from django.apps import AppConfig


class BalconyConfig(AppConfig):
    """Registers the room with Django."""

    name = "folkmoot.balcony"
    label = "balcony"
