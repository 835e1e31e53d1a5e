"""Start-up of the record room."""

from dataclasses import replace

from django.apps import AppConfig

from folkmoot.kit.personal_data import REGISTER


class RecordConfig(AppConfig):
    """Registers the room with Django."""

    name = "folkmoot.record"
    label = "record"

    def ready(self) -> None:
        """Answer for the personal data held here, and listen to the rooms below."""
        from folkmoot.people import ledger
        from folkmoot.record import receivers  # noqa: F401  # importing it is what registers them
        from folkmoot.record.mentions import MENTIONS  # models are not loaded before
        from folkmoot.record.operations.withdrawing import ENTRY
        from folkmoot.record.personal_data import HOLDING
        from folkmoot.record.withdrawn import withdraw_again

        REGISTER.add(replace(HOLDING, mentions=MENTIONS))
        ledger.replays(ENTRY, withdraw_again, "Notes that were withdrawn, with what repeated them")
