"""A run that is told to stop takes its servers and browsers with it."""

import signal
import threading


def pytest_configure() -> None:
    """Have SIGTERM end the run as Ctrl+C does: fixtures are taken down, and nothing that they started is left."""
    if threading.current_thread() is threading.main_thread():
        signal.signal(signal.SIGTERM, signal.default_int_handler)
