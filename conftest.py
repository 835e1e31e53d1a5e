"""For every test: a slow machine is no fault, and a run that is told to stop takes along what it started."""

import signal
import threading

from hypothesis import HealthCheck, settings

settings.register_profile("folkmoot", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("folkmoot")


def pytest_configure() -> None:
    """Have SIGTERM end the run as Ctrl+C does: fixtures are taken down, with their servers and browsers."""
    if threading.current_thread() is threading.main_thread():
        signal.signal(signal.SIGTERM, signal.default_int_handler)
