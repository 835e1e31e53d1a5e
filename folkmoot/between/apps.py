"""Start-up of the between room."""

from django.apps import AppConfig

from folkmoot.kit.personal_data import REGISTER


class BetweenConfig(AppConfig):
    """Registers the room with Django."""

    name = "folkmoot.between"
    label = "between"

    def ready(self) -> None:
        """Answer for the personal data held here, and listen to the rooms below."""
        from folkmoot.between import receivers  # noqa: F401  # importing it is what registers them
        from folkmoot.between.personal_data import HOLDING  # models are not loaded before

        REGISTER.add(HOLDING)
