"""Start-up of the programme room."""

from django.apps import AppConfig

from folkmoot.kit.personal_data import REGISTER


class ProgrammeConfig(AppConfig):
    """Registers the room with Django."""

    name = "folkmoot.programme"
    label = "programme"

    def ready(self) -> None:
        """Answer for the personal data held here, and listen to the room below."""
        from folkmoot.programme import checks, receivers  # noqa: F401  # importing them is what registers them
        from folkmoot.programme.personal_data import HOLDING  # models are not loaded before

        REGISTER.add(HOLDING)
