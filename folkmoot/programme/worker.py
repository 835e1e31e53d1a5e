"""The background work of this process: a worker that sends mails, and a timer. Started and stopped with the server.

The worker is django-tasks-db's own, whose class is not documented: nothing else in the project touches it.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable

from django.db import InterfaceError, OperationalError, connections
from django_tasks_db.management.commands.db_worker import Worker
from django_tasks_db.models import DBTaskResult

from folkmoot.kit.ids import new_id
from folkmoot.programme.timer import sweep

POLL_SECONDS = 1.0
SWEEP_SECONDS = 20.0
REST_SECONDS = 2.0
STOP_SECONDS = 30.0
"""How long a stopping server waits for a mail that is just being handed over."""

_log = logging.getLogger(__name__)


class _Background:
    """Two threads, and the way to end them."""

    def __init__(self) -> None:
        self.stopping = threading.Event()
        self.worker = Worker(
            queue_names=["*"],
            interval=POLL_SECONDS,
            batch=True,
            backend_name="default",
            startup_delay=False,
            max_tasks=None,
            worker_id=new_id(),
            excluded_queue_names=[],
        )
        self.threads = [self._thread("mail", self._send), self._thread("timer", self._keep_time)]

    def start(self) -> None:
        """Set both threads going."""
        for thread in self.threads:
            thread.start()

    def stop(self) -> None:
        """End both, after what they are just doing."""
        self.stopping.set()
        self.worker.running = False
        for thread in self.threads:
            thread.join(STOP_SECONDS)

    def _thread(self, name: str, work: Callable[[], None]) -> threading.Thread:
        return threading.Thread(target=self._carry_on, args=(work,), name=f"folkmoot-{name}", daemon=True)

    def _carry_on(self, work: Callable[[], None]) -> None:
        """Do the work, and take it up again after a fault: a database that is away for a moment must not end it."""
        while not self.stopping.is_set():
            try:
                work()
            except (OperationalError, InterfaceError) as trouble:
                _log.warning("The database is away (%s); background work waits for it.", type(trouble).__name__)
            except Exception:
                _log.exception("Background work stopped; it is taken up again.")
            finally:
                connections.close_all()
            self.stopping.wait(REST_SECONDS)

    def _send(self) -> None:
        """Have the worker do what is ready. To ask it whether anything is would take a lock and a new connection."""
        while not self.stopping.is_set():
            if DBTaskResult.objects.ready().exists():
                self.worker.run()
            self.stopping.wait(POLL_SECONDS)

    def _keep_time(self) -> None:
        while not self.stopping.is_set():
            sweep()
            connections.close_all()
            self.stopping.wait(SWEEP_SECONDS)


_running: _Background | None = None


def start() -> None:
    """Start the background work, unless it runs already."""
    global _running  # one server process has one
    if _running is None:
        _running = _Background()
        _running.start()


def stop() -> None:
    """Stop the background work, after the mail that is just being sent."""
    global _running  # one server process has one
    if _running is not None:
        _running.stop()
        _running = None
