"""Figures for Prometheus: how many people, how long ticks and commits take, what waits, what is refused.

No figure names a person, a session or a text. With several processes on one machine the figures of all are added up.
"""

from __future__ import annotations

import os

from prometheus_client import REGISTRY, CollectorRegistry, Counter, Gauge, Histogram, generate_latest, multiprocess

TOGETHER = "PROMETHEUS_MULTIPROC_DIR"
"""The library's own name of the folder in which several processes put their figures."""

SECONDS = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0)

CONNECTIONS = Gauge("folkmoot_connections", "Browsers connected to a room.", multiprocess_mode="livesum")
ROOMS = Gauge("folkmoot_rooms", "Sessions that this server holds in memory.", multiprocess_mode="livesum")
QUEUE = Gauge("folkmoot_queue", "Operations that wait for their tick.", multiprocess_mode="livesum")
PAUSED = Gauge("folkmoot_paused", "Rooms that wait for the database.", multiprocess_mode="livesum")
TICK = Histogram("folkmoot_tick_seconds", "A tick, from its first operation to the last frame.", buckets=SECONDS)
COMMIT = Histogram("folkmoot_commit_seconds", "The transaction of a tick, with its checks.", buckets=SECONDS)
LAG = Histogram("folkmoot_lag_seconds", "How late the event loop is, looked at once a second.", buckets=SECONDS)
OPERATIONS = Counter("folkmoot_operations", "Operations that were applied.")
REFUSED = Counter("folkmoot_refused", "Operations that were refused, by the code of the refusal.", ["code"])


def page() -> bytes:
    """All figures, as Prometheus reads them."""
    if TOGETHER not in os.environ:
        return generate_latest(REGISTRY)
    registry = CollectorRegistry()
    multiprocess.MultiProcessCollector(registry)  # type: ignore[no-untyped-call]  # the library's
    return generate_latest(registry)
