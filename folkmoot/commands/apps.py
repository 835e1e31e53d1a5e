"""Start-up of the commands room."""

from django.apps import AppConfig


class CommandsConfig(AppConfig):
    """Registers the room with Django."""

    name = "folkmoot.commands"
    label = "commands"
