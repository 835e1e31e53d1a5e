"""Start-up of the reports room."""

from django.apps import AppConfig

from folkmoot.kit.personal_data import REGISTER


class ReportsConfig(AppConfig):
    """Registers the room with Django."""

    name = "folkmoot.reports"
    label = "reports"

    def ready(self) -> None:
        """Answer for the personal data held here, and listen to the rooms below."""
        from folkmoot.reports import receivers  # noqa: F401  # importing it is what registers them
        from folkmoot.reports.personal_data import HOLDING  # models are not loaded before

        REGISTER.add(HOLDING)
