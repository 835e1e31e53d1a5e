"""Start-up of the people room."""

from django.apps import AppConfig

from folkmoot.kit.personal_data import REGISTER


class PeopleConfig(AppConfig):
    """Registers the room with Django."""

    name = "folkmoot.people"
    label = "people"

    def ready(self) -> None:
        """Answer for the personal data held here."""
        from folkmoot.people import checks, ledger  # noqa: F401  # importing the checks is what registers them
        from folkmoot.people.actions import erase_again  # models are not loaded before
        from folkmoot.people.personal_data import HOLDING

        REGISTER.add(HOLDING)
        ledger.replays(ledger.PERSON, erase_again, "People who were erased")
