"""Start-up of the live room."""

from django.apps import AppConfig


class LiveConfig(AppConfig):
    """Registers the room's operations, and listens to changes from below."""

    name = "folkmoot.live"
    label = "live"

    def ready(self) -> None:
        """Import what registers itself, and carry what pages write to a session."""
        import folkmoot.live.operations
        import folkmoot.live.receivers
        import folkmoot.record.operations  # noqa: F401 - imported for what it registers
        from folkmoot.live.engine import ENGINE
        from folkmoot.record import writing

        writing.carry_by(ENGINE.submit)
