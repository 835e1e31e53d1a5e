"""Which tables live in the queue's own SQLite file."""

from typing import Any

from django.conf import settings


class QueueRouter:
    """Sends the background tasks' tables to the `queue` database, everything else to `default`."""

    def db_for_read(self, model: Any, **hints: Any) -> str | None:
        """The database to read this model from, or None for no opinion."""
        return "queue" if model._meta.app_label in settings.QUEUE_APPS else None

    def db_for_write(self, model: Any, **hints: Any) -> str | None:
        """The database to write this model to, or None for no opinion."""
        return self.db_for_read(model)

    def allow_relation(self, left: Any, right: Any, **hints: Any) -> bool | None:
        """No opinion: the queue's tables have no relation to ours."""
        return None

    def allow_migrate(self, db: str, app_label: str, **hints: Any) -> bool:
        """Each table in exactly one of the two files."""
        return (db == "queue") == (app_label in settings.QUEUE_APPS)
